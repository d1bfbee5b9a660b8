-- Channels, accounts, their tokens, and which account plays which role.

CREATE TABLE channel (
    channel_id TEXT NOT NULL,
    login TEXT NOT NULL,
    display_name TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    CONSTRAINT channel_key PRIMARY KEY (channel_id)
);

CREATE TABLE account (
    user_id TEXT NOT NULL,
    login TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    CONSTRAINT account_key PRIMARY KEY (user_id)
);

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

-- The channel of a role that is not tied to a channel is the empty text, because a key holds no NULL.
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
