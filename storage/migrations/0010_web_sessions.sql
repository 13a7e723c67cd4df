-- Browsers that people signed in from Slack, and the links that did it. Tokens are kept as hashes.

CREATE TABLE sign_ins (
    token TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL,
    page TEXT NOT NULL,
    made BIGINT NOT NULL,
    expires BIGINT NOT NULL
) {{clustered}};

CREATE INDEX sign_ins_by_user ON sign_ins (user_id, made);

CREATE TABLE web_sessions (
    id {{identity}},
    token TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    browser TEXT NOT NULL,
    began BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    ends BIGINT NOT NULL
);

CREATE INDEX web_sessions_by_user ON web_sessions (user_id);
