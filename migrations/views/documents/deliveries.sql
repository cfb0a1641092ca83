-- One row for each file that was fetched, by itself or in an archive. Names and the address are empty once erased.
CREATE TABLE deliveries (
    number     INTEGER PRIMARY KEY, -- in the order in which it was told
    file       BLOB NOT NULL,
    space      BLOB NOT NULL,
    name       TEXT,                -- what the file was called; in an archive, that one
    is_packed  INTEGER NOT NULL,    -- in an archive
    version    INTEGER NOT NULL,
    size_bytes INTEGER,             -- this and the next: not known of each file of an archive
    sent_bytes INTEGER,
    whole      INTEGER NOT NULL,
    at         INTEGER NOT NULL,    -- microseconds since 1970, UTC
    by         BLOB,                -- an account
    with_key   INTEGER NOT NULL,    -- by a program of theirs
    address    TEXT,
    link       BLOB
) STRICT;
CREATE INDEX deliveries_of_file ON deliveries (file);
CREATE INDEX deliveries_by ON deliveries (by);
CREATE INDEX deliveries_through ON deliveries (link) WHERE link IS NOT NULL;
