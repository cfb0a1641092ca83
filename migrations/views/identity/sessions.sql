-- One row for each session that was ever opened.
CREATE TABLE sessions (
    position     INTEGER PRIMARY KEY, -- of its opening
    id           BLOB NOT NULL UNIQUE,
    account      BLOB NOT NULL,
    device       TEXT,
    from_address TEXT,
    opened_at    INTEGER NOT NULL,
    until        INTEGER NOT NULL,
    ended_at     INTEGER,
    reason       TEXT
) STRICT;

-- By what a session was opened; that is told just before it opens.
CREATE TABLE session_methods (
    session BLOB PRIMARY KEY,
    method  TEXT NOT NULL
) STRICT;
