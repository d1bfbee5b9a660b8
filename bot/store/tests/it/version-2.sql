-- A database as version 2 of the schema left it, with a row in every table.

CREATE TABLE migration (
    migration_version BIGINT NOT NULL,
    name TEXT NOT NULL,
    applied_at BIGINT NOT NULL,
    CONSTRAINT migration_key PRIMARY KEY (migration_version)
);
INSERT INTO migration VALUES (1, 'accounts', 1795342800000), (2, 'commands', 1795342900000);

CREATE TABLE channel (
    channel_id TEXT NOT NULL,
    login TEXT NOT NULL,
    display_name TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    CONSTRAINT channel_key PRIMARY KEY (channel_id)
);
INSERT INTO channel VALUES ('1001', 'somechannel', 'SomeChannel', 1795342800123);

CREATE TABLE account (
    user_id TEXT NOT NULL,
    login TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT account_key PRIMARY KEY (user_id)
);
INSERT INTO account VALUES ('5005', 'perty', 1795342800123);

CREATE TABLE credential (
    user_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_kind TEXT NOT NULL,
    access_token TEXT NOT NULL,
    refresh_token TEXT,
    scopes TEXT NOT NULL,
    generation BIGINT NOT NULL,
    expires_at BIGINT,
    obtained_at BIGINT NOT NULL,
    CONSTRAINT credential_key PRIMARY KEY (user_id, client_id),
    CONSTRAINT credential_account FOREIGN KEY (user_id) REFERENCES account (user_id) ON DELETE CASCADE,
    CONSTRAINT credential_client_kind CHECK (client_kind IN ('public', 'confidential', 'unknown'))
);
INSERT INTO credential VALUES ('5005', 'client', 'public', 'in-the-clear-access', 'in-the-clear-refresh', 'chat:edit chat:read', 7, NULL, 1795342800123);

CREATE TABLE role (
    role_name TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    bound_at BIGINT NOT NULL,
    CONSTRAINT role_key PRIMARY KEY (role_name, channel_id),
    CONSTRAINT role_account FOREIGN KEY (user_id) REFERENCES account (user_id) ON DELETE CASCADE,
    CONSTRAINT role_role_name CHECK (role_name IN ('bot', 'broadcaster'))
);
INSERT INTO role VALUES ('bot', '', '5005', 'client', 1795342800123);
INSERT INTO account VALUES ('1001', 'somechannel', 1795342800123);
INSERT INTO credential VALUES ('1001', 'client', 'confidential', 'in-the-clear-owner', NULL, '', 1, 1795342814000, 1795342800123);

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
INSERT INTO command VALUES ('1001', 'hi', 'hello there', 'vip', 1500, 0, 1, '1001', 1795342800123, '1001', 1795342800123);
