-- What the reports need of every incident and every page, so that a month is read without reading the incidents. It
-- follows from them and is made anew from them where it is missing. Firings are counted for each rule.

CREATE TABLE measures (
    detected BIGINT NOT NULL,
    incident INTEGER NOT NULL,
    counts INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    started BIGINT,
    acknowledged BIGINT,
    resolved BIGINT,
    updates_due INTEGER NOT NULL,
    updates_on_time INTEGER NOT NULL,
    by_alert INTEGER NOT NULL,
    rule TEXT NOT NULL,
    verdict TEXT,
    PRIMARY KEY (detected, incident)
) {{clustered}};

CREATE UNIQUE INDEX measures_by_incident ON measures (incident);

-- One row for each moment at which somebody was paged, by however many means.
CREATE TABLE paged (
    at BIGINT NOT NULL,
    incident INTEGER NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (at, incident, person)
) {{clustered}};

ALTER TABLE alert_counts RENAME TO alert_counts_of_all;

CREATE TABLE alert_counts (
    quarter BIGINT NOT NULL,
    rule TEXT NOT NULL,
    fired BIGINT NOT NULL,
    PRIMARY KEY (quarter, rule)
) {{clustered}};

INSERT INTO alert_counts (quarter, rule, fired) SELECT quarter, '', fired FROM alert_counts_of_all;
DROP TABLE alert_counts_of_all;
