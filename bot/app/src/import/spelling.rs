//! How people spell the keys of an older bot's files; one table, whatever the case and the signs between the words.

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Meaning {
    /// The application's id.
    ClientId,
    /// The application's secret.
    ClientSecret,
    /// The account that speaks.
    Nick,
    /// An access token.
    Access,
    /// A refresh token.
    Refresh,
    /// A chat server.
    Host,
    /// The port of a chat server.
    Port,
    /// A channel, or several.
    Channel,
    /// Something about a token that Twitch tells anew.
    AboutToken,
}

/// What a key means, if anything.
pub(crate) fn meaning(key: &str) -> Option<Meaning> {
    let bare = bare(key);
    let known = SPELLINGS.iter().find(|(_, names)| names.contains(&&*bare));
    known.map(|(meaning, _)| *meaning)
}

/// A key without case and without the signs that people put between words.
fn bare(key: &str) -> String {
    let letters = key.chars().filter(|sign| sign.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The first spelling of each is the one of the old bots' own files.
const SPELLINGS: &[(Meaning, &[&str])] = &[
    (
        Meaning::ClientId,
        &["clientid", "twitchclientid", "appid", "appclientid"],
    ),
    (
        Meaning::ClientSecret,
        &[
            "clientsecret",
            "twitchclientsecret",
            "secret",
            "appsecret",
            "appclientsecret",
        ],
    ),
    (
        Meaning::Nick,
        &[
            "authnick",
            "nick",
            "nickname",
            "botnick",
            "botname",
            "bot",
            "botlogin",
            "botusername",
            "username",
            "user",
            "login",
            "account",
        ],
    ),
    (
        Meaning::Access,
        &[
            "authpass",
            "pass",
            "password",
            "authtoken",
            "oauth",
            "oauthtoken",
            "oauthpass",
            "accesstoken",
            "access",
            "token",
            "bottoken",
            "tmitoken",
            "irctoken",
        ],
    ),
    (
        Meaning::Refresh,
        &[
            "refreshtoken",
            "refresh",
            "authrefreshtoken",
            "oauthrefreshtoken",
        ],
    ),
    (
        Meaning::Host,
        &[
            "host",
            "server",
            "irchost",
            "ircserver",
            "hostname",
            "address",
        ],
    ),
    (Meaning::Port, &["port", "ircport"]),
    (
        Meaning::Channel,
        &[
            "channel",
            "channels",
            "chan",
            "channelname",
            "twitchchannel",
            "initialchannels",
            "join",
        ],
    ),
    (
        Meaning::AboutToken,
        &[
            "scope",
            "scopes",
            "tokentype",
            "expiresin",
            "expiresat",
            "expires",
            "expiry",
            "obtainedat",
            "obtainmenttimestamp",
            "createdat",
            "state",
            "idtoken",
            "userid",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_known_in_every_case_and_with_every_sign_between_its_words() {
        for (spelled, meant) in [
            ("client id", Some(Meaning::ClientId)),
            ("CLIENT-ID", Some(Meaning::ClientId)),
            ("clientSecret", Some(Meaning::ClientSecret)),
            ("AUTH_NICK", Some(Meaning::Nick)),
            ("auth.pass", Some(Meaning::Access)),
            ("Channel", Some(Meaning::Channel)),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(meaning(spelled), meant, "{spelled:?}");
        }
    }

    #[test]
    fn no_spelling_has_two_meanings() {
        let all: Vec<_> = SPELLINGS.iter().flat_map(|(_, names)| *names).collect();
        let mut each = all.clone();
        each.sort_unstable();
        each.dedup();
        assert_eq!(each.len(), all.len());
    }
}
