//! `streamhand outbox`: what became of the bot's last messages, and how many ended for which reason.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::process::ExitCode;

use jiff::tz::TimeZone;
use serde_json::{Value, json};
use store::OutcomeCount;
use types::Timestamp;

use crate::cli::Outbox;
use crate::command::output;
use crate::context::Context;
use crate::drop_code;
use crate::explain;
use crate::failure::Failure;
use crate::outcome::{Message, Outcome, UNKNOWN};
use crate::outcome_log;
use crate::screen::visible::{visible, visible_json};
use crate::table::{Paper, Table};

/// One message and what became of it.
struct Ended {
    row: store::Outcome,
    channel: Option<String>,
    outcome: Outcome,
}

/// Shows the last outcomes, the newest last as in a chat, or the counts.
///
/// # Errors
/// If the store fails.
pub(crate) async fn run(options: &Outbox, context: &Context) -> Result<ExitCode, Failure> {
    let store = context.store().await?;
    let read = async {
        let ended = store.outcomes().await?;
        Ok::<_, store::Error>((ended, store.outcome_counts().await?))
    };
    let read = read.await;
    store.close().await;
    let (rows, counts) = read.map_err(|error| explain::store(&error))?;
    match options.counts {
        true => show_counts(&counts, &every(rows), context.is_json),
        false => show_ended(&choose(options, rows), context.is_json),
    }
    Ok(ExitCode::SUCCESS)
}

/// Those that were asked for, the oldest first.
fn choose(options: &Outbox, rows: Vec<(store::Outcome, Option<String>)>) -> Vec<Ended> {
    let is_wanted = |(row, channel): &(store::Outcome, Option<String>)| {
        let is_there = options
            .channel
            .as_ref()
            .is_none_or(|wanted| channel.as_deref() == Some(wanted.as_str()));
        let is_such = options
            .outcome
            .is_none_or(|wanted| row.kind == wanted.word());
        is_there && is_such && !(options.dropped && row.kind == "sent")
    };
    let chosen = rows
        .into_iter()
        .filter(is_wanted)
        .take(options.count.into());
    every(chosen)
}

/// They come with the newest first.
fn every(rows: impl IntoIterator<Item = (store::Outcome, Option<String>)>) -> Vec<Ended> {
    let ended = rows.into_iter().map(|(row, channel)| Ended {
        outcome: outcome_log::outcome(&row),
        row,
        channel,
    });
    let mut ended: Vec<_> = ended.collect();
    ended.reverse();
    ended
}

fn show_ended(all: &[Ended], is_json: bool) {
    if is_json {
        for ended in all {
            print_object(&ended.object());
        }
        return;
    }
    if all.is_empty() {
        return output::aside(
            "There is nothing to show: no message was sent yet, or none of the last thousand is of that kind.",
        );
    }
    let mut table = Table::new(["text", "outcome", "code", "time", "channel"]);
    for ended in all {
        table.add(vec![
            ended.row.text.clone(),
            ended.outcome.kind().to_owned(),
            ended.outcome.code().to_owned(),
            moment(ended.row.at),
            ended.channel_name(),
        ]);
    }
    table.print(Paper::of_output());
    let codes = all.iter().map(|ended| ended.outcome.code());
    explanations(codes, all)
        .iter()
        .for_each(|line| output::aside(line));
}

fn show_counts(counts: &[OutcomeCount], ended: &[Ended], is_json: bool) {
    if is_json {
        for count in counts {
            print_object(&count_object(count));
        }
        return;
    }
    if counts.is_empty() {
        return output::aside("No message has ended yet.");
    }
    let mut table = Table::new(["outcome", "code", "count", "since", "last"]);
    for count in counts {
        table.add(vec![
            count.kind.clone(),
            count.code.clone(),
            count.times.to_string(),
            moment(count.since),
            moment(count.last_at),
        ]);
    }
    table.print(Paper::of_output());
    let codes = counts.iter().map(|count| count.code.as_str());
    explanations(codes, ended)
        .iter()
        .for_each(|line| output::aside(line));
}

/// Each code once, with what is known of it and what was last said about it.
fn explanations<'code>(codes: impl Iterator<Item = &'code str>, ended: &[Ended]) -> Vec<String> {
    let codes: BTreeSet<&str> = codes.filter(|code| *code != "sent").collect();
    let mut lines = Vec::new();
    for code in codes {
        lines.push(format!("{}: {}.", visible(code), meaning(code)));
        let latest_first = ended.iter().rev().map(|ended| &ended.outcome);
        let mut of_code = latest_first.filter(|outcome| outcome.code() == code);
        let said = of_code.find_map(|outcome| outcome.said().filter(|said| !said.is_empty()));
        lines.extend(said.map(|said| format!("  Last heard of it: {}", visible(said))));
        let known = drop_code::find(code);
        lines.extend(known.map(|known| format!("  What to do: {}.", known.mend)));
    }
    lines
}

/// What a code means; of those that Twitch makes up, at least whose they are.
fn meaning(code: &str) -> Cow<'_, str> {
    if let Some(known) = drop_code::find(code) {
        return known.meaning.into();
    }
    match code.strip_prefix("status_") {
        Some(status) => format!("Twitch's API refused the message with status {status}").into(),
        None if code == "unknown" => UNKNOWN.into(),
        None => "a code of Twitch's that is not known here".into(),
    }
}

impl Ended {
    /// For scripts, in the words of `run --json`; the names are a contract.
    fn object(&self) -> Value {
        let mut object = self.outcome.object(&Message {
            channel: self.channel.as_deref(),
            channel_id: &self.row.channel,
            text: &self.row.text,
            cause: &self.row.cause,
        });
        object["at"] = json!(self.row.at);
        object
    }

    fn channel_name(&self) -> String {
        let id = || format!("id {}", self.row.channel);
        self.channel.clone().unwrap_or_else(id)
    }
}

/// A count for scripts; the names are a contract.
fn count_object(count: &OutcomeCount) -> Value {
    let known = drop_code::find(&count.code);
    json!({
        "event": "outcome_count",
        "outcome": count.kind,
        "code": count.code,
        "count": count.times,
        "since": count.since,
        "last_at": count.last_at,
        "meaning": known.map(|known| known.meaning),
        "mend": known.map(|known| known.mend),
    })
}

/// Texts quote strangers.
fn print_object(object: &Value) {
    output::line(&visible_json(&object.to_string()));
}

/// A moment as the clock on the wall shows it.
fn moment(at: Timestamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.as_unix_millis()).unwrap_or_default();
    let moment = moment.to_zoned(TimeZone::system());
    moment.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use types::{MessageId, UserId};

    use super::*;
    use crate::cli::OutcomeKind;

    fn row(kind: &str, code: &str) -> store::Outcome {
        store::Outcome {
            at: Timestamp::from_unix_millis(1_795_342_800_123),
            channel: UserId::new("1001"),
            text: "a\u{1b}[2Jb".to_owned(),
            cause: MessageId::new("cause"),
            kind: kind.to_owned(),
            code: code.to_owned(),
            said: None,
            message: None,
        }
    }

    fn rows() -> Vec<(store::Outcome, Option<String>)> {
        let name = |name: &str| Some(name.to_owned());
        vec![
            (row("dropped", "msg_slowmode"), name("one")),
            (row("sent", "sent"), name("one")),
            (row("unknown", "unknown"), None),
            (row("refused", "too_many"), name("two")),
        ]
    }

    fn options() -> Outbox {
        Outbox {
            channel: None,
            count: 20,
            outcome: None,
            dropped: false,
            counts: false,
        }
    }

    fn check(options: &Outbox, expected: &[&str]) {
        let chosen = choose(options, rows());
        let kinds: Vec<_> = chosen.iter().map(|ended| ended.row.kind.as_str()).collect();
        assert_eq!(kinds, expected, "{options:?}");
    }

    #[test]
    fn what_is_asked_for_is_shown_the_newest_last() {
        check(&options(), &["refused", "unknown", "sent", "dropped"]);
        let two = Outbox {
            count: 2,
            ..options()
        };
        check(&two, &["sent", "dropped"]);
        let one = Outbox {
            channel: "one".parse().ok(),
            ..options()
        };
        check(&one, &["sent", "dropped"]);
        let refused = Outbox {
            outcome: Some(OutcomeKind::Refused),
            ..options()
        };
        check(&refused, &["refused"]);
        let dropped = Outbox {
            dropped: true,
            ..options()
        };
        check(&dropped, &["refused", "unknown", "dropped"]);
    }

    #[test]
    fn x34_a_text_cannot_move_the_cursor() {
        for is_json in [false, true] {
            output::take_printed();
            show_ended(&choose(&options(), rows()), is_json);
            let printed = output::take_printed().join("\n");
            assert!(printed.contains("msg_slowmode"), "{printed}");
            assert!(!printed.contains('\u{1b}'), "{printed:?}");
        }
    }

    fn said(kind: &str, code: &str, said: &str) -> (store::Outcome, Option<String>) {
        let said = Some(said.to_owned());
        (
            store::Outcome {
                said,
                ..row(kind, code)
            },
            None,
        )
    }

    #[test]
    fn s09_what_twitch_said_last_stands_below_the_table_for_every_code() {
        let rows = vec![
            said("dropped", "msg_slowmode", "wait for 7 seconds"),
            said("dropped", "msg_slowmode", "wait for 9 seconds"),
            said("dropped", "status_404", "no such \u{1b}[2Jchannel"),
            said("dropped", "never_heard_of", "something new"),
            said("unknown", "unknown", "the cable was pulled"),
        ];
        let chosen = choose(&options(), rows);
        let codes = chosen.iter().map(|ended| ended.outcome.code());
        let printed = explanations(codes, &chosen).join("\n");
        for expected in [
            "wait for 7 seconds",
            "status_404: Twitch's API refused the message with status 404.",
            "no such \\u{1b}[2Jchannel",
            "never_heard_of: a code of Twitch's that is not known here.",
            "something new",
            "so it is not sent again.",
            "the cable was pulled",
        ] {
            assert!(printed.contains(expected), "{expected} is not in {printed}");
        }
        assert!(!printed.contains("9 seconds"), "not the latest: {printed}");
    }

    #[test]
    fn counts_tell_since_when() {
        let at = Timestamp::from_unix_millis(1_795_342_800_123);
        let count = OutcomeCount {
            kind: "dropped".to_owned(),
            code: "msg_slowmode".to_owned(),
            times: 3,
            since: at,
            last_at: at,
        };
        let object = count_object(&count);
        assert_eq!(object["count"], 3);
        assert_eq!(object["since"], at.to_string());
        assert_eq!(object["meaning"], "the channel is in slow mode");
    }
}
