-- One row for each invitation that was ever sent. The address is empty once erased.
CREATE TABLE invitations (
    position     INTEGER PRIMARY KEY, -- of its first sending
    id           BLOB NOT NULL UNIQUE,
    account      BLOB NOT NULL,       -- that its guest has, or would have
    email        TEXT,
    role         TEXT NOT NULL,
    host         BLOB,                -- the account of whoever sent it
    sent_at      INTEGER NOT NULL,    -- last; this and all other times: microseconds since 1970, UTC
    sent         INTEGER NOT NULL DEFAULT 1,
    until        INTEGER NOT NULL,
    accepted_at  INTEGER,
    withdrawn_at INTEGER
) STRICT;
