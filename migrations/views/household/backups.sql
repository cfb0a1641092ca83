-- Each backup that was made, with the verdict of its last check, and each failure. A backup that
-- was checked by a house that does not know it has a row without what only its maker knew.
CREATE TABLE backups (
    position      INTEGER PRIMARY KEY,
    generation    TEXT    NOT NULL,
    place         TEXT    NOT NULL,
    made_at       INTEGER,
    head          INTEGER,
    written_bytes INTEGER,
    took_ms       INTEGER,
    checked       INTEGER,
    checked_at    INTEGER,
    outcome       TEXT,
    reason        TEXT,
    UNIQUE (generation, place)
) STRICT;

CREATE TABLE backup_failures (
    position  INTEGER PRIMARY KEY,
    failed_at INTEGER NOT NULL,
    task      TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    reason    TEXT    NOT NULL
) STRICT;
