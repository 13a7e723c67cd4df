-- Where else the status page's entries go: what other status pages call them (entry 0: the notice), and who gets them
-- by e-mail. Tokens of mails are kept as hashes.

CREATE TABLE public_pushes (
    mirror TEXT NOT NULL,
    notice TEXT NOT NULL,
    entry BIGINT NOT NULL,
    foreign_id TEXT NOT NULL,
    PRIMARY KEY (mirror, notice, entry)
) {{clustered}};

CREATE TABLE subscribers (
    id {{identity}},
    address TEXT NOT NULL UNIQUE,
    asked BIGINT NOT NULL,
    asks BIGINT NOT NULL,
    confirmed BIGINT
);

CREATE INDEX subscribers_unconfirmed ON subscribers (asked) WHERE confirmed IS NULL;

CREATE TABLE subscriber_tokens (
    token TEXT NOT NULL PRIMARY KEY,
    subscriber BIGINT NOT NULL,
    made BIGINT NOT NULL
) {{clustered}};

CREATE INDEX subscriber_tokens_by_subscriber ON subscriber_tokens (subscriber);
CREATE INDEX subscriber_tokens_by_age ON subscriber_tokens (made);
