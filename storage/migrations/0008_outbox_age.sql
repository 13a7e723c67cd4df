-- Since when a row waits, however often it was tried, and how many there are: shown to whoever watches the bot.

ALTER TABLE outbox ADD COLUMN created BIGINT NOT NULL DEFAULT 0;

UPDATE outbox SET created = not_before;

CREATE INDEX outbox_by_age ON outbox (priority, created);
