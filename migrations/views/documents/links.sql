-- One row for each link that was ever made. What it opens is a row of `nodes`, as long as that is there.
CREATE TABLE links (
    position     INTEGER PRIMARY KEY, -- of its beginning
    id           BLOB NOT NULL UNIQUE,
    account      BLOB NOT NULL,       -- whose it is
    node         BLOB NOT NULL,
    version      INTEGER,             -- of a file; the newest where none is named
    upload_only  INTEGER NOT NULL,
    note         TEXT,
    has_password INTEGER NOT NULL,
    until        INTEGER,             -- this and all other times: microseconds since 1970, UTC
    most_uses    INTEGER,
    tell_first   INTEGER NOT NULL DEFAULT 0, -- whether its owner wants to hear of its first use
    made_at      INTEGER NOT NULL,
    revoked_at   INTEGER,
    uses         INTEGER NOT NULL DEFAULT 0,
    used_at      INTEGER,
    failures     INTEGER NOT NULL DEFAULT 0 -- wrong passwords, ever
) STRICT;
CREATE INDEX links_of_node ON links (node);
CREATE INDEX links_of_account ON links (account);
