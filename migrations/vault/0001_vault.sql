-- The vault: what is secret or fleeting. Overwritten and erased; never in a backup of the log.

CREATE TABLE secrets (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

-- A destroyed key leaves its row behind without a key, so it cannot come back by accident.
CREATE TABLE person_keys (
    person BLOB PRIMARY KEY,
    key    BLOB
) WITHOUT ROWID;

CREATE TABLE credentials (
    credential BLOB PRIMARY KEY,
    account    BLOB NOT NULL,
    hash       TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX credentials_by_account ON credentials (account);

CREATE TABLE sessions (
    token_hash   BLOB PRIMARY KEY,
    session      BLOB NOT NULL UNIQUE,
    account      BLOB NOT NULL,
    until_us     INTEGER NOT NULL,
    last_seen_us INTEGER NOT NULL
) WITHOUT ROWID;

-- Rows without an account are decoys: a login that will come to nothing looks like any other.
CREATE TABLE pending_logins (
    ticket_hash  BLOB PRIMARY KEY,
    account      BLOB,
    code_hash    BLOB NOT NULL,
    known_device INTEGER NOT NULL,
    expires_us   INTEGER NOT NULL,
    tries        INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE known_devices (
    token_hash   BLOB PRIMARY KEY,
    account      BLOB NOT NULL,
    last_used_us INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE cursors (
    name     TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE idempotency_keys (
    command     BLOB PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    seen_us     INTEGER NOT NULL
) WITHOUT ROWID;
