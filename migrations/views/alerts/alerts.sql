-- One row for each alert to one person.
CREATE TABLE alerts (
    position        INTEGER PRIMARY KEY, -- of its raising
    id              BLOB NOT NULL UNIQUE,
    person          BLOB NOT NULL,
    about           INTEGER NOT NULL,
    context         TEXT NOT NULL,
    kind            TEXT NOT NULL,
    severity        INTEGER NOT NULL,    -- 0 notice, 1 warning, 2 critical
    raised_at       INTEGER NOT NULL,
    state           TEXT NOT NULL DEFAULT 'raised',
    attempts        INTEGER NOT NULL DEFAULT 0,
    retry_at        INTEGER,
    last_reason     TEXT,
    delivered_at    INTEGER,
    mail            BLOB,
    in_folder       INTEGER NOT NULL DEFAULT 0, -- 1 where that mail lies in the folder of letters
    acknowledged_at INTEGER
) STRICT;
