//! The names of grants: as they stand on the wire, and as people write them.

/// The short name; the device grant has a long one on the wire.
pub(crate) fn short(grant_type: &str) -> &str {
    grant_type
        .strip_prefix("urn:ietf:params:oauth:grant-type:")
        .unwrap_or(grant_type)
}

/// Every grant that the token endpoint knows, by its short name.
pub(crate) const ALL: [&str; 4] = [
    "authorization_code",
    "client_credentials",
    "device_code",
    "refresh_token",
];
