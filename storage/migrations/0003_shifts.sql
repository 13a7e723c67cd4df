-- What was said to people about their shifts, and what they answered.

CREATE TABLE shifts (
    schedule TEXT NOT NULL,
    person TEXT NOT NULL,
    start BIGINT NOT NULL,
    ready BIGINT,
    told TEXT NOT NULL,
    PRIMARY KEY (schedule, person, start)
) {{clustered}};

-- Notes of whoever hands a schedule over to the next person. The newest counts.
CREATE TABLE handoffs (
    id {{identity}},
    schedule TEXT NOT NULL,
    at BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    name TEXT NOT NULL,
    person TEXT NOT NULL,
    words TEXT NOT NULL
);

CREATE INDEX handoffs_by_schedule ON handoffs (schedule, at);
