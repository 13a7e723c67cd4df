-- What was learned from an incident, for the reports: its action items and its post-mortem. Follows from the incident, and
-- is made anew of all of them.

ALTER TABLE measures ADD COLUMN actions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE measures ADD COLUMN open_actions INTEGER NOT NULL DEFAULT 0;
ALTER TABLE measures ADD COLUMN post_mortem_due BIGINT;
ALTER TABLE measures ADD COLUMN post_mortem_published BIGINT;

DELETE FROM counters WHERE name = 'measures';
