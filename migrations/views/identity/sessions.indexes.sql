CREATE INDEX sessions_of_account ON sessions (account);
CREATE INDEX sessions_open ON sessions (account) WHERE ended_at IS NULL;
