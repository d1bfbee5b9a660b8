//! Channel names as they stand in parameters.

/// The login of a channel, from a parameter such as `#somechan`.
pub(crate) fn channel_of(param: Option<&str>) -> Option<&str> {
    param?.strip_prefix('#').filter(|login| !login.is_empty())
}
