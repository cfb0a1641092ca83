-- The diary: one row for each event, with the kinds and persons it speaks of.
CREATE TABLE entries (
    position     INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    kind         INTEGER NOT NULL,
    sentence     TEXT NOT NULL,
    who          TEXT NOT NULL,
    asker        INTEGER,           -- the person who asked
    person       INTEGER,           -- the person it is about
    session      BLOB,
    key          INTEGER,           -- the API key it was done with
    from_address TEXT,
    because      INTEGER,
    command      BLOB NOT NULL
) STRICT;

CREATE TABLE kinds (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    context  TEXT NOT NULL,
    severity INTEGER NOT NULL       -- 0 notice, 1 warning, 2 critical
) STRICT;

CREATE TABLE persons (
    id      INTEGER PRIMARY KEY,
    account BLOB NOT NULL UNIQUE,
    name    TEXT                    -- the present one; empty once erased
) STRICT;

CREATE TABLE keys (
    id   INTEGER PRIMARY KEY,
    key  BLOB NOT NULL UNIQUE,
    name TEXT                       -- empty once erased
) STRICT;

-- Time is data and orders nothing: this says between which positions a day's entries stand.
CREATE TABLE days (
    day   INTEGER PRIMARY KEY,
    first INTEGER NOT NULL,
    last  INTEGER NOT NULL
) STRICT;

-- How many entries of each kind a quarter of an hour holds: the days of today's time zones are made of these.
CREATE TABLE quarters (
    quarter INTEGER NOT NULL,       -- since 1970
    kind    INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    PRIMARY KEY (quarter, kind)
) STRICT, WITHOUT ROWID;

-- The words of the sentence, and one word each for its kind, persons and key: the one index that finds
-- entries by any of them, and by all of them at once.
CREATE VIRTUAL TABLE words USING fts5 (text, content = '', columnsize = 0);
-- While millions of rows come in: few large segments, merged as little as can be.
INSERT INTO words (words, rank) VALUES ('hashsize', 4194304), ('automerge', 0);
