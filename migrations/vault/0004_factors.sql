-- Second factors. What an event does not name opens nothing: one that is being set up lies here already.
CREATE TABLE totp_secrets (
    factor  BLOB PRIMARY KEY,
    account BLOB NOT NULL,
    secret  BLOB NOT NULL,
    made_us INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX totp_secrets_by_account ON totp_secrets (account);

-- Public data, but personal: a credential's id names its person wherever it is seen.
CREATE TABLE passkeys (
    factor     BLOB PRIMARY KEY,
    account    BLOB NOT NULL,
    credential BLOB NOT NULL UNIQUE,
    passkey    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX passkeys_by_account ON passkeys (account);

CREATE TABLE recovery_codes (
    code_set BLOB NOT NULL,
    number   INTEGER NOT NULL,
    account  BLOB NOT NULL,
    hash     BLOB NOT NULL,
    PRIMARY KEY (code_set, number)
) WITHOUT ROWID;
CREATE INDEX recovery_codes_by_account ON recovery_codes (account);

-- Whose address was typed, whatever the password; a veiled name of that address; and what must be
-- known to tell the owner of a login that got no further than the password.
ALTER TABLE pending_logins ADD COLUMN holder BLOB;
ALTER TABLE pending_logins ADD COLUMN veiled BLOB NOT NULL DEFAULT x'';
ALTER TABLE pending_logins ADD COLUMN browser BLOB NOT NULL DEFAULT x'';
ALTER TABLE pending_logins ADD COLUMN from_address TEXT;
ALTER TABLE pending_logins ADD COLUMN begun_us INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pending_logins ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
UPDATE pending_logins SET told = 1;
