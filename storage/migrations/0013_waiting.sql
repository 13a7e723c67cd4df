-- Incidents of which something waits to be done: an action item, a post-mortem. Few of all, and looked for often.

ALTER TABLE incidents ADD COLUMN waiting INTEGER NOT NULL DEFAULT 0;

CREATE INDEX incidents_waiting ON incidents (number) WHERE waiting = 1;
