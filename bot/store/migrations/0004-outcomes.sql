-- What became of the bot's messages: the last ones in full, and how many of each kind there were.

CREATE TABLE outcome (
    outcome_number BIGINT NOT NULL,
    at BIGINT NOT NULL,
    channel_id TEXT NOT NULL,
    message_text TEXT NOT NULL,
    cause TEXT NOT NULL,
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    said TEXT,
    message_id TEXT,
    CONSTRAINT outcome_key PRIMARY KEY (outcome_number),
    CONSTRAINT outcome_kind CHECK (kind IN ('sent', 'dropped', 'unknown', 'expired', 'refused'))
);

CREATE TABLE outcome_count (
    kind TEXT NOT NULL,
    code TEXT NOT NULL,
    times BIGINT NOT NULL,
    since BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    CONSTRAINT outcome_count_key PRIMARY KEY (kind, code),
    CONSTRAINT outcome_count_kind CHECK (kind IN ('sent', 'dropped', 'unknown', 'expired', 'refused'))
);
