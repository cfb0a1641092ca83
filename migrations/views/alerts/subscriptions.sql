-- What each person chose to hear of.
CREATE TABLE subscriptions (
    person   BLOB NOT NULL,
    context  TEXT NOT NULL,
    least    TEXT NOT NULL, -- a severity, or 'nothing'
    position INTEGER NOT NULL,
    PRIMARY KEY (person, context)
) STRICT, WITHOUT ROWID;
