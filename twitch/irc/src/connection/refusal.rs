//! What the server's words mean when it refuses a login or a channel.

use super::event::{JoinFailure, LoginRefusal};

/// What a NOTICE means that comes instead of a welcome; it has no id, so its text is all there is.
pub(crate) fn of_login(text: &str) -> LoginRefusal {
    let text = text.to_ascii_lowercase();
    let known = TEXTS.iter().find(|(words, _)| text.contains(words));
    known.map_or(LoginRefusal::Unknown, |(_, meaning)| *meaning)
}

/// What the id of a NOTICE means that comes instead of a channel.
pub(crate) fn of_join(id: &str) -> Option<JoinFailure> {
    match id {
        "msg_banned" => Some(JoinFailure::Banned),
        "msg_channel_suspended" | "tos_ban" => Some(JoinFailure::Suspended),
        "msg_concurrent_channel_limit_reached" => Some(JoinFailure::TooManyChannels),
        "msg_room_not_found" => Some(JoinFailure::NotFound),
        _ => None,
    }
}

const TEXTS: [(&str, LoginRefusal); 5] = [
    ("login authentication failed", LoginRefusal::BadToken),
    ("login unsuccessful", LoginRefusal::BadToken),
    ("error logging in", LoginRefusal::BadToken),
    ("improperly formatted auth", LoginRefusal::MalformedToken),
    ("invalid nick", LoginRefusal::BadNick),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i12_only_words_about_the_token_make_it_a_bad_token() {
        for (text, expected) in [
            ("Login authentication failed", LoginRefusal::BadToken),
            ("Login unsuccessful", LoginRefusal::BadToken),
            ("Error logging in", LoginRefusal::BadToken),
            ("Improperly formatted auth", LoginRefusal::MalformedToken),
            ("Invalid NICK", LoginRefusal::BadNick),
            ("Server is full", LoginRefusal::Unknown),
            ("", LoginRefusal::Unknown),
        ] {
            assert_eq!(of_login(text), expected, "{text:?}");
        }
    }
}
