-- Instants are microseconds since 1970 in UTC. Whole values are JSON beside the columns that are searched.

CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
) {{clustered}};

INSERT INTO counters (name, value) VALUES ('incident', 0);

-- In the order of arrival, so that many go into one page; their keys are in no order at all.
CREATE TABLE inputs (
    id {{counted}},
    at BIGINT NOT NULL,
    key TEXT NOT NULL UNIQUE,
    answer TEXT NOT NULL
);

CREATE TABLE incidents (
    number INTEGER PRIMARY KEY,
    is_open INTEGER NOT NULL,
    declared BIGINT NOT NULL,
    state TEXT NOT NULL,
    severity INTEGER NOT NULL,
    title TEXT NOT NULL,
    service TEXT,
    revision INTEGER NOT NULL,
    last_hash TEXT NOT NULL,
    value TEXT NOT NULL
);

CREATE INDEX incidents_by_age ON incidents (is_open, declared, number);

CREATE TABLE timeline (
    incident INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    hash TEXT NOT NULL,
    event TEXT NOT NULL,
    PRIMARY KEY (incident, sequence)
) {{clustered}};

CREATE TRIGGER timeline_keeps_entries BEFORE UPDATE ON timeline {{refuse}};

CREATE TRIGGER timeline_keeps_all BEFORE DELETE ON timeline {{refuse}};

CREATE TABLE spoken (
    incident INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (incident, sequence)
) {{clustered}};

CREATE TABLE messages (
    incident INTEGER NOT NULL,
    name TEXT NOT NULL,
    channel TEXT NOT NULL,
    ts TEXT NOT NULL,
    PRIMARY KEY (incident, name)
) {{clustered}};

CREATE INDEX messages_by_place ON messages (channel, ts);

CREATE TABLE timers (
    key TEXT {{bytewise}} NOT NULL PRIMARY KEY,
    due BIGINT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    failures INTEGER NOT NULL
) {{clustered}};

CREATE INDEX timers_by_due ON timers (due, key) WHERE failures < 5;

-- `ready` stands on the first row of each lane only: when that lane is next due.
CREATE TABLE outbox (
    id {{identity}},
    lane TEXT NOT NULL,
    priority INTEGER NOT NULL,
    ready BIGINT,
    supersede TEXT,
    not_before BIGINT NOT NULL,
    expires BIGINT,
    attempts INTEGER NOT NULL,
    outcome_unknown INTEGER NOT NULL,
    token TEXT,
    leased_until BIGINT,
    payload TEXT NOT NULL
);

CREATE INDEX outbox_by_lane ON outbox (lane, id);

CREATE INDEX outbox_by_ready ON outbox (priority, ready, id) WHERE ready IS NOT NULL;

CREATE INDEX outbox_by_expiry ON outbox (expires) WHERE expires IS NOT NULL;

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    timezone TEXT NOT NULL,
    guest INTEGER NOT NULL,
    bot INTEGER NOT NULL,
    deactivated INTEGER NOT NULL
) {{clustered}};

CREATE TABLE drafts (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL,
    content TEXT NOT NULL,
    expires BIGINT NOT NULL
) {{clustered}};

CREATE INDEX drafts_by_expiry ON drafts (expires);

CREATE TABLE notes (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) {{clustered}};

CREATE TABLE page_links (
    token_hash TEXT NOT NULL PRIMARY KEY,
    incident INTEGER NOT NULL,
    page INTEGER NOT NULL,
    expires BIGINT NOT NULL
) {{clustered}};

CREATE INDEX page_links_by_expiry ON page_links (expires);

CREATE TABLE deliveries (
    provider TEXT NOT NULL,
    id TEXT NOT NULL,
    incident INTEGER NOT NULL,
    page INTEGER NOT NULL,
    PRIMARY KEY (provider, id)
) {{clustered}};
