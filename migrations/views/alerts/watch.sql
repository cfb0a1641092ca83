-- Every change of a rule of the watch; the newest of each rule is in force.
CREATE TABLE watch_changes (
    position   INTEGER PRIMARY KEY,
    rule       TEXT    NOT NULL,
    is_on      INTEGER NOT NULL,
    count      INTEGER,            -- its numbers; none where it was switched off
    span       INTEGER,
    changed_at INTEGER NOT NULL,
    who        TEXT    NOT NULL,
    account    BLOB
) STRICT;

-- What the rules found.
CREATE TABLE suspicions (
    position  INTEGER PRIMARY KEY,
    rule      TEXT    NOT NULL,
    raised_at INTEGER NOT NULL
) STRICT;
CREATE INDEX suspicions_of_rule ON suspicions (rule, raised_at);
