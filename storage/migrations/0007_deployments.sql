-- What went live, for a look at what changed before an incident. Each under its source's own key.

CREATE TABLE deployments (
    id {{identity}},
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    at BIGINT NOT NULL,
    what TEXT NOT NULL,
    environment TEXT NOT NULL,
    version TEXT NOT NULL,
    commit_id TEXT NOT NULL,
    person TEXT NOT NULL,
    link TEXT NOT NULL
);

CREATE UNIQUE INDEX deployments_by_name ON deployments (source, name);
CREATE INDEX deployments_by_time ON deployments (at);
