-- What is remembered of an API key: its secret's hash, and when and from where it was last used. A key that ended keeps
-- its row until its account is closed, so that the house can say whose old key still knocks.
CREATE TABLE api_keys (
    key       BLOB PRIMARY KEY,
    account   BLOB NOT NULL,
    digest    BLOB NOT NULL,
    until_us  INTEGER,
    ended     INTEGER NOT NULL DEFAULT 0,
    used_us   INTEGER,
    used_from TEXT
) WITHOUT ROWID;
