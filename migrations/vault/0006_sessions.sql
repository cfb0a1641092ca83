-- What a session is good for at present: when its person proved last who they are, from where it was used last,
-- and the secret before the present one, for requests that were under way when it changed.
ALTER TABLE sessions ADD COLUMN proved_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN last_from TEXT;
ALTER TABLE sessions ADD COLUMN former_hash BLOB;
ALTER TABLE sessions ADD COLUMN former_until_us INTEGER NOT NULL DEFAULT 0;
-- Its person's rights changed: the next request gets another secret.
ALTER TABLE sessions ADD COLUMN renew INTEGER NOT NULL DEFAULT 0;
CREATE INDEX sessions_by_former_hash ON sessions (former_hash) WHERE former_hash IS NOT NULL;

-- The PIN of an admin, twice: as a hash to compare a PIN with, and as what RFC 5802 calls StoredKey, with which
-- an answer to a challenge is checked that does not hold the PIN.
CREATE TABLE pins (
    account    BLOB PRIMARY KEY,
    pin        BLOB NOT NULL, -- its id: another PIN, another id
    hash       TEXT NOT NULL,
    salt       BLOB NOT NULL,
    iterations INTEGER NOT NULL,
    stored_key BLOB NOT NULL
) WITHOUT ROWID;
