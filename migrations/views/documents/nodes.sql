-- One row for each file or folder that was not deleted for good. The name is empty once erased.
CREATE TABLE nodes (
    number     INTEGER PRIMARY KEY, -- in the order in which they began
    id         BLOB NOT NULL UNIQUE,
    space      BLOB NOT NULL,
    parent     BLOB NOT NULL,       -- the folder it lies in, or lay in before it was put in the trash
    name       TEXT,
    is_file    INTEGER NOT NULL,
    version    INTEGER,             -- the newest of a file; what it holds follows
    blob       BLOB,
    size_bytes INTEGER,
    media_type TEXT,
    changed_at INTEGER NOT NULL,    -- this and all other times: microseconds since 1970, UTC
    changed_by BLOB,                -- an account
    until      INTEGER,             -- when a file ends
    newest_until INTEGER,           -- when its newest version ends
    trashed    INTEGER,             -- the position at which it was put in the trash itself
    trashed_at INTEGER
) STRICT;
CREATE INDEX nodes_of_folder ON nodes (parent, name);
CREATE INDEX shown_nodes ON nodes (parent, is_file, name COLLATE NOCASE, number) WHERE trashed IS NULL;
CREATE INDEX trashed_nodes ON nodes (space, trashed) WHERE trashed IS NOT NULL;
CREATE INDEX files_of_space ON nodes (space, is_file);
CREATE INDEX nodes_of_blob ON nodes (blob);
CREATE INDEX newest_nodes ON nodes (space, changed_at);

-- One row for each version of a file.
CREATE TABLE versions (
    file       BLOB NOT NULL,
    version    INTEGER NOT NULL, -- counted from 1
    blob       BLOB NOT NULL,
    size_bytes INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    stored_at  INTEGER NOT NULL,
    stored_by  BLOB,
    of         INTEGER,          -- the version whose bytes it has again
    label      TEXT,             -- what somebody called it
    pinned     INTEGER NOT NULL DEFAULT FALSE,
    until      INTEGER,          -- when it ends
    PRIMARY KEY (file, version)
) STRICT, WITHOUT ROWID;

-- The tags of files and folders, in the order in which they were put on them. `folded` is the same for all ways to write one.
CREATE TABLE tags (
    node   BLOB NOT NULL,
    number INTEGER NOT NULL,
    tag    TEXT NOT NULL,
    folded TEXT NOT NULL,
    PRIMARY KEY (node, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX nodes_of_tag ON tags (folded, node);

-- The files and folders that a person has given their star.
CREATE TABLE stars (
    person   BLOB NOT NULL,
    node     BLOB NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (person, node)
) STRICT, WITHOUT ROWID;
CREATE INDEX newest_stars ON stars (person, position);
CREATE INDEX stars_of_node ON stars (node);

-- The words by which names and tags are found. The space is one word, too, so that nothing of others is even looked through.
CREATE VIRTUAL TABLE words USING fts5 (name, tags, space, content = '', contentless_delete = 1,
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So'", prefix = '1 2');

-- They follow the rows, whoever writes those.
CREATE TRIGGER node_added AFTER INSERT ON nodes BEGIN
    INSERT INTO words (rowid, name, tags, space) VALUES (new.number, new.name, '', hex(new.space));
END;
CREATE TRIGGER node_renamed AFTER UPDATE OF name ON nodes WHEN new.name IS NOT old.name BEGIN
    DELETE FROM words WHERE rowid = old.number;
    INSERT INTO words (rowid, name, tags, space)
        VALUES (new.number, new.name, (SELECT group_concat(tag, ' ') FROM tags WHERE node = new.id), hex(new.space));
END;
CREATE TRIGGER node_removed AFTER DELETE ON nodes BEGIN
    DELETE FROM words WHERE rowid = old.number;
    DELETE FROM tags WHERE node = old.id;
    DELETE FROM stars WHERE node = old.id;
END;
