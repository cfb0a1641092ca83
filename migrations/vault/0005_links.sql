-- Links that were mailed, by the hash of their secret. A row outlives its link for a while, so that
-- whoever comes late is told why nothing happens.
CREATE TABLE links (
    token_hash BLOB PRIMARY KEY,
    purpose    TEXT NOT NULL,
    subject    BLOB NOT NULL,
    link       BLOB NOT NULL,
    expires_us INTEGER NOT NULL
) WITHOUT ROWID;
