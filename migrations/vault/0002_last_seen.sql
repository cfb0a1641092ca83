-- When each person was last here: a glance at a page is no event, so the log does not know.
CREATE TABLE last_seen (
    account BLOB PRIMARY KEY,
    at_us   INTEGER NOT NULL
) WITHOUT ROWID;
