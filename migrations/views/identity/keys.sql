-- One row for each API key that was ever made. Personal columns are empty once erased.
CREATE TABLE keys (
    position INTEGER PRIMARY KEY, -- of its making
    id       BLOB NOT NULL UNIQUE,
    account  BLOB NOT NULL,
    name     TEXT,
    scopes   TEXT NOT NULL,       -- with blanks between
    networks TEXT,                -- with commas between; everywhere where there is nothing
    made_at  INTEGER NOT NULL,
    until    INTEGER,
    ended_at INTEGER,
    reason   TEXT
) STRICT;
