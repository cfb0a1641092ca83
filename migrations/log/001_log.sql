-- The log: a book with bound pages and a few loose sheets at its end.

-- One row: which log this is.
CREATE TABLE log (
    only       INTEGER PRIMARY KEY CHECK (only = 1),
    id         BLOB    NOT NULL,
    created_us INTEGER NOT NULL
) STRICT;

-- The newest events, not bound yet. "large" is the length of a payload that lies in its own row;
-- "payload" is then its hash. "seal" is a check over the whole row.
CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream   TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    id       BLOB    NOT NULL,
    kind     TEXT    NOT NULL,
    at_us    INTEGER NOT NULL,
    large    INTEGER,
    seal     BLOB    NOT NULL,
    stamp    BLOB    NOT NULL,
    payload  BLOB    NOT NULL
) STRICT;

-- 256 consecutive events each, for ever: page n holds positions 256n+1 to 256n+256. "kinds" are the
-- stored names that occur, under their own check, so that a search need not touch the body.
CREATE TABLE pages (
    number INTEGER PRIMARY KEY,
    kinds  TEXT NOT NULL,
    seal   BLOB NOT NULL,
    hash   BLOB NOT NULL,
    body   BLOB NOT NULL
) STRICT;

-- Payloads that are too large for a page.
CREATE TABLE large (
    position INTEGER PRIMARY KEY,
    payload  BLOB NOT NULL
) STRICT;

-- In which page an id is bound: eight of its bytes find the page, the page knows the rest.
CREATE TABLE ids (
    tag  INTEGER NOT NULL,
    page INTEGER NOT NULL,
    PRIMARY KEY (tag, page)
) STRICT, WITHOUT ROWID;

-- The streams that occur in bound pages, under short numbers.
CREATE TABLE streams (
    name TEXT    PRIMARY KEY,
    id   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- In which pages a stream is bound, and the last version that stands there.
CREATE TABLE stream_pages (
    stream INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    page   INTEGER NOT NULL,
    PRIMARY KEY (stream, last)
) STRICT, WITHOUT ROWID;
