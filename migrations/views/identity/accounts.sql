-- One row for each account that was ever opened; a closed one stays. Personal columns are empty once erased.
CREATE TABLE accounts (
    position            INTEGER PRIMARY KEY, -- of its opening
    id                  BLOB NOT NULL UNIQUE,
    name                TEXT,
    email               TEXT,
    role                TEXT NOT NULL,
    opened_at           INTEGER NOT NULL,    -- this and all other times: microseconds since 1970, UTC
    closed_at           INTEGER,
    deactivated_at      INTEGER,
    pending_email       TEXT,                -- waits for its confirmation
    pending_until       INTEGER,
    locked_until        INTEGER,
    failures            INTEGER NOT NULL DEFAULT 0, -- since the last login
    last_failure_at     INTEGER,
    last_code_at        INTEGER,
    last_login_at       INTEGER,
    password_changed_at INTEGER NOT NULL,
    length              INTEGER NOT NULL DEFAULT 1  -- of its stream
) STRICT;
