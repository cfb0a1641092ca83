CREATE INDEX alerts_of_person ON alerts (person);
CREATE INDEX alerts_unseen ON alerts (person) WHERE acknowledged_at IS NULL;
CREATE INDEX alerts_abandoned ON alerts (state) WHERE state = 'abandoned';
