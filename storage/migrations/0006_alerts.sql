-- Alerts, each under its source's own key: what fires, and which incident it belongs to. A silence keeps
-- alerts from opening incidents. Firings are counted by quarter of an hour: a month of the reports begins at
-- midnight of some zone, and there is none whose midnight falls in between.

CREATE TABLE alerts (
    id {{identity}},
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    alike TEXT NOT NULL,
    firing BIGINT NOT NULL,
    incident BIGINT NOT NULL,
    told BIGINT NOT NULL,
    value TEXT NOT NULL
);

CREATE UNIQUE INDEX alerts_by_name ON alerts (source, name);
CREATE INDEX alerts_alike ON alerts (alike, incident);
CREATE INDEX alerts_by_incident ON alerts (incident, firing);
CREATE INDEX alerts_by_age ON alerts (firing, told);

CREATE TABLE alert_counts (
    quarter BIGINT NOT NULL PRIMARY KEY,
    fired BIGINT NOT NULL
) {{clustered}};

CREATE TABLE silences (
    id {{identity}},
    until_at BIGINT NOT NULL,
    value TEXT NOT NULL
);

CREATE INDEX silences_by_end ON silences (until_at);
