CREATE INDEX factors_of_account ON factors (account);
