-- One row for each second factor that is good; one that was removed is gone. The name is empty once erased.
CREATE TABLE factors (
    position     INTEGER PRIMARY KEY, -- of its adding
    id           BLOB NOT NULL UNIQUE,
    account      BLOB NOT NULL,
    kind         TEXT NOT NULL,       -- app, passkey
    name         TEXT,
    added_at     INTEGER NOT NULL,    -- this and all other times: microseconds since 1970, UTC
    last_used_at INTEGER
) STRICT;

-- One row for each person who has recovery codes.
CREATE TABLE recovery_codes (
    account      BLOB PRIMARY KEY,
    made         INTEGER NOT NULL,    -- how many
    unused       INTEGER NOT NULL,    -- how many of them are left
    made_at      INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;
