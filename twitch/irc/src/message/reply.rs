//! What a message answers, and the mention that Twitch puts in front of answers.

use super::sender::present;
use crate::tags::{Escaped, Tags};

/// The message that a reply answers, and the root of its thread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reply<'a> {
    /// The id of the message that is answered.
    pub parent_id: &'a str,
    /// The numeric id of its author.
    pub parent_user_id: Option<&'a str>,
    /// The login of its author.
    pub parent_login: Option<&'a str>,
    /// The display name of its author.
    pub parent_display_name: Option<Escaped<'a>>,
    /// Its text.
    pub parent_text: Option<Escaped<'a>>,
    /// The id of the first message of the thread.
    pub thread_id: Option<&'a str>,
    /// The login of the author of the first message of the thread.
    pub thread_login: Option<&'a str>,
}

impl<'a> Reply<'a> {
    pub(crate) fn read(tags: Tags<'a>) -> Option<Self> {
        let mut parent_id = None;
        let mut reply = Self::default();
        for (key, value) in tags.with_byte_keys() {
            match key {
                b"reply-parent-msg-id" => parent_id = present(value),
                b"reply-parent-user-id" => reply.parent_user_id = present(value),
                b"reply-parent-user-login" => reply.parent_login = present(value),
                b"reply-parent-display-name" => reply.parent_display_name = value.if_set(),
                b"reply-parent-msg-body" => reply.parent_text = value.if_set(),
                b"reply-thread-parent-msg-id" => reply.thread_id = present(value),
                b"reply-thread-parent-user-login" => reply.thread_login = present(value),
                _ => {}
            }
        }
        reply.parent_id = parent_id?;
        Some(reply)
    }
}

/// The text of a reply without the `@name ` in front of it, if that name is the one that is answered.
pub(crate) fn without_mention<'a>(text: &'a str, reply: &Reply<'_>) -> &'a str {
    let Some(mention) = text.strip_prefix('@') else {
        return text;
    };
    let display_name = reply.parent_display_name.map(Escaped::text);
    let by_display_name = display_name.and_then(|name| after_name(mention, name.trim_end()));
    let by_login = || after_name(mention, reply.parent_login?);
    by_display_name.or_else(by_login).unwrap_or(text)
}

/// What follows the name and a blank; nothing if something else does.
fn after_name<'a>(mention: &'a str, name: &str) -> Option<&'a str> {
    let (found, rest) = mention.split_at_checked(name.len())?;
    let is_name = !name.is_empty() && found.eq_ignore_ascii_case(name);
    let is_whole = rest.is_empty() || rest.starts_with(' ');
    (is_name && is_whole).then(|| rest.trim_start_matches(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p08_the_mention_in_front_of_a_reply_is_taken_off_and_nothing_else_is() {
        let tags = Tags::new(
            "reply-parent-msg-id=1;reply-parent-display-name=Ann\\sB;reply-parent-user-login=ann_b",
        );
        let reply = Reply::read(tags).unwrap();
        for (text, expected) in [
            ("@Ann B !ping", "!ping"),
            ("@ann b  !ping", "!ping"),
            ("@Ann_B !ping", "!ping"),
            ("@Ann B", ""),
            ("@Ann Bert !ping", "@Ann Bert !ping"),
            ("@other !ping", "@other !ping"),
            ("!ping @Ann B", "!ping @Ann B"),
            ("@", "@"),
            ("", ""),
        ] {
            assert_eq!(without_mention(text, &reply), expected, "{text:?}");
        }
    }

    #[test]
    fn p06_a_mention_in_another_script_is_taken_off() {
        let tags = Tags::new("reply-parent-msg-id=1;reply-parent-display-name=안녕");
        let reply = Reply::read(tags).unwrap();
        assert_eq!(without_mention("@안녕 hi", &reply), "hi");
        assert_eq!(without_mention("@안é hi", &reply), "@안é hi");
    }
}
