INSERT INTO words (words, rank) VALUES ('hashsize', 1048576), ('automerge', 4);
INSERT INTO words (words) VALUES ('optimize');
CREATE INDEX entries_because ON entries (because) WHERE because IS NOT NULL;
