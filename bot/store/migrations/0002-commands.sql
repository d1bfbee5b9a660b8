-- The commands that channels made for themselves.

CREATE TABLE command (
    channel_id TEXT NOT NULL,
    command_name TEXT NOT NULL,
    reply TEXT NOT NULL,
    level TEXT NOT NULL,
    cooldown_ms BIGINT NOT NULL,
    user_cooldown_ms BIGINT NOT NULL,
    is_enabled INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_by TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT command_key PRIMARY KEY (channel_id, command_name),
    CONSTRAINT command_channel FOREIGN KEY (channel_id) REFERENCES channel (channel_id) ON DELETE CASCADE,
    CONSTRAINT command_level CHECK (level IN ('everyone', 'subscriber', 'vip', 'moderator', 'broadcaster')),
    CONSTRAINT command_is_enabled CHECK (is_enabled IN (0, 1))
);
