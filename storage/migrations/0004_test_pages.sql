-- Pages that somebody sent to themselves to see what arrives.

CREATE TABLE test_pages (
    id {{identity}},
    person TEXT NOT NULL,
    confirmed BIGINT,
    value TEXT NOT NULL
);

CREATE INDEX test_pages_by_person ON test_pages (person, confirmed);
