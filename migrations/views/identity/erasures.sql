-- Who asked to be erased, and who was.
CREATE TABLE erasures (
    account      BLOB PRIMARY KEY,
    position     INTEGER NOT NULL, -- of what happened to it last
    asked_at     INTEGER,          -- empty once it is asked for no more
    begun_at     INTEGER,
    completed_at INTEGER,
    certificate  INTEGER           -- the position of the entry that is the certificate
) STRICT, WITHOUT ROWID;
