CREATE INDEX keys_of_account ON keys (account);
