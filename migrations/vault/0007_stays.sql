-- When a session was opened, so that another time for sessions of its role counts for it, too. Until now all were
-- opened for a week.
ALTER TABLE sessions ADD COLUMN opened_us INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET opened_us = until_us - 604800000000;
