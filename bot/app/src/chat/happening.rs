//! What happens in chat and to its connection as objects for scripts; the names are a contract. How it looks to people is the screen's business.

use irc::{
    ClearChat, ClearTarget, EmoteSpan, Event, Message, NoticeKind, Plan, Privmsg, Sender,
    UserNotice,
};
use serde_json::{Value, json};

/// Something that happened to the connection.
#[derive(Debug)]
pub(super) struct Happening {
    /// For scripts.
    pub object: Value,
    /// For people.
    pub sentence: String,
}

/// What happened to the connection, if it concerns anybody who reads.
pub(super) fn of_connection(event: &Event) -> Option<Happening> {
    let (object, sentence) = match event {
        Event::Joined { channel } => (
            json!({"event": "joined", "channel": channel}),
            format!("In the chat of {channel}."),
        ),
        Event::Left { channel } => (
            json!({"event": "left", "channel": channel}),
            format!("Not in the chat of {channel} any more."),
        ),
        Event::JoinFailed { channel, why } => (
            json!({"event": "join_failed", "channel": channel, "happened": why.to_string()}),
            format!("Cannot read the chat of {channel}: {why}; it is tried again."),
        ),
        Event::Disconnected { why, retry_in } => {
            let seconds = retry_in.as_secs_f64();
            (
                json!({"event": "disconnected", "happened": why.to_string(), "retry_in_seconds": seconds}),
                format!("Chat is away: {why}; it is tried again in {seconds:.1} s."),
            )
        }
        Event::Dropped { count } => (
            json!({"event": "missed", "count": count}),
            format!("Chat came faster than it was read; {count} lines are missing here."),
        ),
        _ => return None,
    };
    Some(Happening { object, sentence })
}

/// What a message of chat tells, if it tells anything to those who read.
pub(super) fn of_message(message: &Message<'_>) -> Option<Value> {
    match message {
        Message::Privmsg(said) => Some(privmsg(said)),
        Message::UserNotice(notice) => Some(user_notice(notice)),
        Message::ClearChat(clear) => Some(cleared(clear)),
        Message::ClearMessage(clear) => Some(json!({
            "event": "deleted",
            "channel": clear.channel,
            "id": clear.message_id,
            "login": clear.login,
            "text": clear.text,
            "sent_at": clear.sent_at,
        })),
        Message::Notice(notice) => Some(json!({
            "event": "notice",
            "channel": notice.channel,
            "kind": notice.id,
            "text": notice.text,
        })),
        _ => None,
    }
}

fn privmsg(said: &Privmsg<'_>) -> Value {
    let reply = said.reply().map(|reply| {
        json!({
            "id": reply.parent_id,
            "login": reply.parent_login,
            "text": reply.parent_text.map(irc::Escaped::text),
        })
    });
    let mut object = json!({
        "event": "privmsg",
        "channel": said.channel,
        "id": said.id,
        "text": said.text,
        "is_action": said.manner == irc::Manner::Acted,
        "reply_to": reply,
        "emotes": emotes(&said.emotes(), said.text),
        "bits": said.bits,
        "is_first": said.is_first,
        "from_channel_id": said.source().filter(|_| said.is_copy()).map(|source| source.room_id),
        "sent_at": said.sent_at,
    });
    add_sender(&mut object, &said.sender);
    object
}

fn user_notice(notice: &UserNotice<'_>) -> Value {
    let kind = notice.tags.set("msg-id").map(irc::Escaped::as_str);
    let mut object = json!({
        "event": "notice",
        "channel": notice.channel,
        "id": notice.id,
        "kind": kind,
        "happened": notice.system_message.text(),
        "text": notice.text,
        "emotes": emotes(&notice.emotes(), notice.text.unwrap_or_default()),
        "from_channel_id": notice.source().filter(|_| notice.is_copy()).map(|source| source.room_id),
        "sent_at": notice.sent_at,
    });
    add_sender(&mut object, &notice.sender);
    let (event, more) = particulars(&notice.kind);
    object["event"] = event.into();
    for (name, value) in more {
        object[name] = value;
    }
    object
}

/// What kind of event it is, and what belongs to that.
fn particulars(kind: &NoticeKind<'_>) -> (&'static str, Vec<(&'static str, Value)>) {
    match kind {
        NoticeKind::Raided { viewers, .. } => ("raid", vec![("viewers", json!(viewers))]),
        NoticeKind::Subscribed(subscription) | NoticeKind::Resubscribed(subscription) => (
            "sub",
            vec![
                ("plan", plan(subscription.plan)),
                ("months", json!(subscription.months)),
            ],
        ),
        NoticeKind::SubscriptionGifted(gift) => (
            "sub",
            vec![
                ("plan", plan(gift.plan)),
                ("months", json!(gift.months)),
                ("recipient", json!(gift.recipient_login)),
            ],
        ),
        NoticeKind::ManySubscriptionsGifted {
            count, plan: tier, ..
        } => ("sub", vec![("plan", plan(*tier)), ("count", json!(count))]),
        NoticeKind::PrimeContinued { plan: tier } => ("sub", vec![("plan", plan(*tier))]),
        NoticeKind::GiftContinued { .. } | NoticeKind::PaidForward { .. } => ("sub", Vec::new()),
        NoticeKind::Announced { color } => ("announcement", vec![("frame", json!(color))]),
        _ => ("notice", Vec::new()),
    }
}

fn cleared(clear: &ClearChat<'_>) -> Value {
    let mut object = match clear.target {
        ClearTarget::Everybody => json!({"event": "clear"}),
        ClearTarget::TimedOut {
            login,
            user_id,
            duration,
        } => {
            json!({"event": "timeout", "login": login, "user_id": user_id, "seconds": duration.as_secs()})
        }
        ClearTarget::Banned { login, user_id } => {
            json!({"event": "ban", "login": login, "user_id": user_id})
        }
    };
    object["channel"] = clear.channel.into();
    object["sent_at"] = json!(clear.sent_at);
    object
}

/// Who it was: the id and the login say that, the name is for the eye only.
fn add_sender(object: &mut Value, sender: &Sender<'_>) {
    let badges = sender.badges();
    let badges = badges
        .iter()
        .map(|badge| format!("{}/{}", badge.name, badge.version));
    object["user_id"] = json!(sender.user_id);
    object["login"] = sender.login.into();
    object["name"] = sender.display_name().into();
    object["color"] = json!(sender.color().map(|color| color.to_string()));
    object["badges"] = badges.collect();
}

fn emotes(spans: &[EmoteSpan<'_>], text: &str) -> Value {
    let named = spans.iter().map(|span| {
        let name = text.get(span.bytes.clone());
        json!({"id": span.id, "name": name})
    });
    named.collect()
}

fn plan(plan: Option<Plan<'_>>) -> Value {
    match plan {
        None => Value::Null,
        Some(Plan::Prime) => "prime".into(),
        Some(Plan::Tier1) => "1".into(),
        Some(Plan::Tier2) => "2".into(),
        Some(Plan::Tier3) => "3".into(),
        Some(Plan::Other(other)) => other.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Value {
        let message = Message::parse(line).expect("this is a line");
        of_message(&message).unwrap_or(Value::Null)
    }

    #[test]
    fn p06_a_message_names_its_author_by_id_and_login_beside_the_name_to_show() {
        let told = told(
            "@badges=moderator/1,subscriber/12;color=#1E90FF;display-name=アン;emotes=25:0-4;\
             id=m1;reply-parent-msg-id=m0;reply-parent-user-login=bob;reply-parent-msg-body=so\\sit\\sis;\
             room-id=1;tmi-sent-ts=1700000000000;user-id=7 :ann!ann@ann.tmi.twitch.tv PRIVMSG #chan :Kappa yes",
        );
        for (name, expected) in [
            ("event", json!("privmsg")),
            ("channel", json!("chan")),
            ("user_id", json!("7")),
            ("login", json!("ann")),
            ("name", json!("アン")),
            ("color", json!("#1E90FF")),
            ("badges", json!(["moderator/1", "subscriber/12"])),
            ("emotes", json!([{"id": "25", "name": "Kappa"}])),
            (
                "reply_to",
                json!({"id": "m0", "login": "bob", "text": "so it is"}),
            ),
            ("sent_at", json!("2023-11-14T22:13:20Z")),
        ] {
            assert_eq!(told[name], expected, "{name} in {told}");
        }
    }

    #[test]
    fn everything_that_a_script_may_wait_for_has_its_event() {
        for (line, event, part, expected) in [
            (
                "@msg-id=raid;login=ann;msg-param-viewerCount=12 :tmi.twitch.tv USERNOTICE #chan",
                "raid",
                "viewers",
                json!(12),
            ),
            (
                "@msg-id=resub;login=ann;msg-param-sub-plan=Prime;msg-param-cumulative-months=3 :tmi.twitch.tv USERNOTICE #chan :hi",
                "sub",
                "months",
                json!(3),
            ),
            (
                "@msg-id=subgift;login=ann;msg-param-sub-plan=1000;msg-param-recipient-user-name=bob :tmi.twitch.tv USERNOTICE #chan",
                "sub",
                "recipient",
                json!("bob"),
            ),
            (
                "@msg-id=announcement;login=ann;msg-param-color=BLUE :tmi.twitch.tv USERNOTICE #chan :hear hear",
                "announcement",
                "text",
                json!("hear hear"),
            ),
            (
                "@msg-id=viewermilestone;login=ann;system-msg=Ann\\sstays :tmi.twitch.tv USERNOTICE #chan",
                "notice",
                "happened",
                json!("Ann stays"),
            ),
            (
                "@msg-id=slow_on :tmi.twitch.tv NOTICE #chan :This room is slow",
                "notice",
                "kind",
                json!("slow_on"),
            ),
            (
                "@login=ann;target-msg-id=m1 :tmi.twitch.tv CLEARMSG #chan :rude",
                "deleted",
                "id",
                json!("m1"),
            ),
            (
                "@ban-duration=60;target-user-id=7 :tmi.twitch.tv CLEARCHAT #chan :ann",
                "timeout",
                "seconds",
                json!(60),
            ),
            (
                "@target-user-id=7 :tmi.twitch.tv CLEARCHAT #chan :ann",
                "ban",
                "user_id",
                json!("7"),
            ),
            (
                ":tmi.twitch.tv CLEARCHAT #chan",
                "clear",
                "channel",
                json!("chan"),
            ),
        ] {
            let told = told(line);
            assert_eq!(
                (&told["event"], &told[part]),
                (&json!(event), &expected),
                "{told}"
            );
        }
    }

    #[test]
    fn p09_an_author_of_whom_nothing_is_known_is_told_as_far_as_possible() {
        let said = told("PRIVMSG #chan :who am I");
        assert_eq!(said["user_id"], Value::Null, "{said}");
        assert_eq!(said["login"], "", "{said}");
        let gift = told(
            "@login=ananonymousgifter;msg-id=subgift;user-id=274598607 :tmi.twitch.tv USERNOTICE #chan",
        );
        assert_eq!(gift["recipient"], Value::Null, "{gift}");
        assert_eq!(gift["user_id"], "274598607", "{gift}");
    }

    #[test]
    fn x34_what_strangers_wrote_stays_within_its_line_and_its_string() {
        let told =
            told("@display-name=a\\nb\\r :ann!a@a PRIVMSG #chan :\u{1b}[2J\",\"event\":\"ban");
        let line = told.to_string();
        assert!(!line.contains(['\n', '\r', '\u{1b}']), "{line}");
        assert_eq!(told["event"], "privmsg");
    }
}
