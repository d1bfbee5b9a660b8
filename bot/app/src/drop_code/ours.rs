//! The codes for what Twitch has no word for. They are a contract; what each means stands in `drop_code`.

pub(crate) const UNAUTHORIZED: &str = "unauthorized";
pub(crate) const NO_TOKEN: &str = "no_token";
pub(crate) const SCOPE_MISSING: &str = "scope_missing";
pub(crate) const TOKEN_UNAVAILABLE: &str = "token_unavailable";
pub(crate) const INVALID: &str = "invalid";
pub(crate) const PARENT_GONE: &str = "reply_parent_gone";
pub(crate) const NO_CONNECTION: &str = "no_connection";
pub(crate) const TOO_LATE: &str = "too_late";
pub(crate) const TOO_SLOW: &str = "too_slow";
pub(crate) const NEVER_SAID: &str = "never_said";
pub(crate) const TOO_MANY: &str = "too_many";
pub(crate) const FEATURE_OFF: &str = "feature_off";
pub(crate) const UNKNOWN_CHANNEL: &str = "unknown_channel";
pub(crate) const STOPPED: &str = "stopped";
