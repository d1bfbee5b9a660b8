//! A login as people type or paste it: bare, with a sign before it, or as the address of the channel's page. Whether Twitch knows it is not asked here.

use types::{InvalidLogin, Login};

/// Reads it.
///
/// # Errors
/// If it cannot be anybody's login.
pub(crate) fn read(text: &str) -> Result<Login, InvalidLogin> {
    let typed = text.trim();
    let without_scheme = ["https://", "http://"]
        .iter()
        .find_map(|scheme| strip_ignoring_case(typed, scheme))
        .unwrap_or(typed);
    let behind_host = ["www.twitch.tv/", "m.twitch.tv/", "twitch.tv/"]
        .iter()
        .find_map(|host| strip_ignoring_case(without_scheme, host));
    match behind_host {
        Some(path) => path.split(['/', '?', '#']).next().unwrap_or(path).parse(),
        None => typed.parse(),
    }
}

fn strip_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_channel_names_it() {
        for text in [
            "somechannel",
            " #SomeChannel ",
            "@somechannel",
            "https://www.twitch.tv/SomeChannel",
            "http://m.twitch.tv/somechannel/",
            "Twitch.tv/somechannel?sr=a",
            "HTTPS://twitch.tv/somechannel/about",
        ] {
            let login = read(text).unwrap_or_else(|error| panic!("{text:?}: {error}"));
            assert_eq!(login.as_str(), "somechannel", "{text:?}");
        }
        for text in [
            "",
            "no such!",
            "https://www.twitch.tv/",
            "https://example.com/somechannel",
        ] {
            assert!(read(text).is_err(), "{text:?} was taken for a login");
        }
    }
}
