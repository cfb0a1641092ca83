INSERT INTO words (words, rank) VALUES ('hashsize', 1048576), ('automerge', 4);
INSERT INTO words (words) VALUES ('optimize');
CREATE INDEX entries_of_kind ON entries (kind);
CREATE INDEX entries_of_asker ON entries (asker) WHERE asker IS NOT NULL;
CREATE INDEX entries_of_person ON entries (person) WHERE person IS NOT NULL;
CREATE INDEX entries_because ON entries (because) WHERE because IS NOT NULL;
