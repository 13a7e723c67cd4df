-- How people want to be reached, and the codes that were sent to see whether an address is theirs.

CREATE TABLE contacts (
    person TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) {{clustered}};

CREATE TABLE contact_codes (
    id {{identity}},
    person TEXT NOT NULL,
    means TEXT NOT NULL,
    address TEXT NOT NULL,
    salt TEXT NOT NULL,
    hash TEXT NOT NULL,
    sent BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    tries BIGINT NOT NULL
);

CREATE INDEX contact_codes_by_person ON contact_codes (person, sent);
CREATE INDEX contact_codes_by_address ON contact_codes (address, sent);
