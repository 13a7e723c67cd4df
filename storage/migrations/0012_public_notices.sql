-- What the status page says, each notice with its entries. `ends`: when it is over; what is open ends never.

CREATE TABLE public_notices (
    id TEXT NOT NULL PRIMARY KEY,
    incident BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    ends BIGINT NOT NULL,
    value TEXT NOT NULL
);

CREATE INDEX public_notices_by_incident ON public_notices (incident, opened);
CREATE INDEX public_notices_by_end ON public_notices (ends, opened);
