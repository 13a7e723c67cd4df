-- Processes that work on this store in turns, as each said lately, and what they remember together.

CREATE TABLE replicas (
    id TEXT NOT NULL PRIMARY KEY,
    seen BIGINT NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    configuration TEXT NOT NULL,
    sockets BIGINT NOT NULL,
    heard BIGINT NOT NULL
) {{clustered}};

CREATE TABLE shared_memory (
    id INTEGER PRIMARY KEY,
    value TEXT NOT NULL
);
