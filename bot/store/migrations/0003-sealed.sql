-- Secrets are sealed from here on; the program seals what is there in the same transaction.

-- When a refresh of these tokens began; empty once it has ended. A moment that stays tells of a process that was cut off.
ALTER TABLE credential ADD COLUMN refresh_began_at BIGINT;

-- What the store has to know about itself.
CREATE TABLE setting (
    setting_name TEXT NOT NULL,
    setting_value TEXT NOT NULL,
    CONSTRAINT setting_key PRIMARY KEY (setting_name)
);
