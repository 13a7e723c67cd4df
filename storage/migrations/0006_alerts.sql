-- Alerts, each under its source's own key: what fires, which incident it belongs to, what the source sent
-- last. A payload may be named by several alerts: they came together. A silence keeps alerts from opening
-- incidents. Firings are counted by day for the reports.

CREATE TABLE alerts (
    id {{identity}},
    source TEXT NOT NULL,
    name TEXT NOT NULL,
    alike TEXT NOT NULL,
    firing BIGINT NOT NULL,
    incident BIGINT NOT NULL,
    payload BIGINT NOT NULL,
    told BIGINT NOT NULL,
    value TEXT NOT NULL
);

CREATE UNIQUE INDEX alerts_by_name ON alerts (source, name);
CREATE INDEX alerts_alike ON alerts (alike, incident);
CREATE INDEX alerts_by_incident ON alerts (incident, firing);
CREATE INDEX alerts_by_payload ON alerts (payload);
CREATE INDEX alerts_by_age ON alerts (firing, told);

CREATE TABLE alert_payloads (
    id {{identity}},
    came BIGINT NOT NULL,
    body TEXT NOT NULL
);

CREATE INDEX alert_payloads_by_age ON alert_payloads (came);

CREATE TABLE alert_counts (
    day BIGINT NOT NULL PRIMARY KEY,
    fired BIGINT NOT NULL
) {{clustered}};

CREATE TABLE silences (
    id {{identity}},
    until_at BIGINT NOT NULL,
    value TEXT NOT NULL
);

CREATE INDEX silences_by_end ON silences (until_at);
