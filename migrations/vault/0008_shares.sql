-- Links that share something: by the hash of a link's token, whose it is; and the hashes of their passwords, under ids that
-- events name.
CREATE TABLE shares (
    token_hash BLOB PRIMARY KEY,
    link       BLOB NOT NULL,
    account    BLOB NOT NULL
) WITHOUT ROWID;
CREATE INDEX shares_of_link ON shares (link);
CREATE TABLE share_passwords (
    password BLOB PRIMARY KEY,
    link     BLOB NOT NULL,
    account  BLOB NOT NULL,
    hash     TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX share_passwords_of_link ON share_passwords (link);
