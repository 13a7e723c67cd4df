-- Changes of who is on call that were made in Slack: what was asked, what came of it, and the overrides that
-- act. Kept for good.

CREATE TABLE rota_changes (
    id {{identity}},
    state TEXT NOT NULL,
    value TEXT NOT NULL
);

CREATE INDEX rota_changes_by_state ON rota_changes (state, id);

CREATE TRIGGER rota_changes_keep_all BEFORE DELETE ON rota_changes {{refuse}};
