-- What identifies people can be taken out of a timeline: an entry is rewritten with the instant at which that was
-- done, which never goes back, and nothing else changes it. Its place stays. An incident that is kept no longer
-- loses its hashes first, so that no stray statement takes entries away. A number that was told to STOP stays so
-- when its person is removed: as a hash.

ALTER TABLE timeline ADD COLUMN rewritten BIGINT NOT NULL DEFAULT 0;

DROP TRIGGER timeline_keeps_entries {{on_timeline}};

DROP TRIGGER timeline_keeps_all {{on_timeline}};

CREATE TRIGGER timeline_keeps_entries BEFORE UPDATE ON timeline FOR EACH ROW
    WHEN (NEW.incident <> OLD.incident OR NEW.sequence <> OLD.sequence OR NEW.rewritten < OLD.rewritten
        OR (NEW.event <> OLD.event AND NEW.rewritten = OLD.rewritten)) {{then_refuse}};

CREATE TRIGGER timeline_keeps_all BEFORE DELETE ON timeline FOR EACH ROW WHEN (OLD.hash <> '') {{then_refuse}};

-- Whether numbers and addresses were looked for in what was said; anew after each change.
ALTER TABLE incidents ADD COLUMN swept INTEGER NOT NULL DEFAULT 0;

CREATE INDEX incidents_unswept ON incidents (declared, number) WHERE swept = 0 AND is_open = 0;

INSERT INTO counters (name, value) VALUES ('removed person', 0);

CREATE TABLE stopped_numbers (
    hash TEXT NOT NULL PRIMARY KEY,
    salt TEXT NOT NULL,
    since BIGINT NOT NULL
) {{clustered}};
