-- Every change of a setting; the newest of each key is in force.
CREATE TABLE settings (
    position   INTEGER PRIMARY KEY,
    key        TEXT NOT NULL,
    value      TEXT,
    changed_at INTEGER NOT NULL,
    who        TEXT NOT NULL,
    account    BLOB
) STRICT;
CREATE INDEX settings_of_key ON settings (key);
