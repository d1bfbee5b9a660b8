//! `streamhand health`: how the bot that runs on this data folder is, for service managers and for people. It asks nobody but the bot's own file.

use std::process::ExitCode;
use std::time::Duration;

use crate::cli::Global;
use crate::clock;
use crate::command::output;
use crate::config::place::Folders;
use crate::failure::{Failure, Status};
use crate::health::{self, Answer, Report, State};

/// Says how the bot is; the exit status is 0 only if it serves.
///
/// # Errors
/// If no bot runs, or the one that does is not well.
pub(crate) fn run(global: &Global) -> Result<ExitCode, Failure> {
    let folders = Folders::find(&global.choices())?;
    let file = health::file(folders.data_dir());
    let answer = health::ask(&file, clock::now()).map_err(|error| {
        let happened = format!("cannot read {}: {error}", file.display());
        Failure::new(Status::Failed, happened).advice("check who may read the data folder")
    })?;
    let report = match answer {
        Answer::NoBot => return Err(no_bot()),
        Answer::Silent { since } => return Err(silent(since)),
        Answer::Said(report) => report,
    };
    if !report.state.serves() {
        return Err(unwell(&report));
    }
    if global.json {
        let line = serde_json::to_string(&report).map_err(anyhow::Error::from)?;
        output::line(&line);
    } else {
        output::line(&words(&report));
    }
    Ok(ExitCode::SUCCESS)
}

/// For people: `chat answers; in 1 of 1 channels, last proof 4 s ago, last event 2 s ago`.
fn words(report: &Report) -> String {
    let age = |millis: Option<u64>| {
        millis.map_or_else(
            || "none yet".to_owned(),
            |millis| format!("{} s ago", millis / 1_000),
        )
    };
    format!(
        "{}; in {} of {} channels, last proof {}, last event {}",
        report.words(),
        report.joined,
        report.wanted,
        age(report.proven_ms_ago),
        age(report.last_event_ms_ago)
    )
}

fn no_bot() -> Failure {
    Failure::new(Status::Failed, "no bot runs on this data folder")
        .meaning("It was never started here, or it has ended as it was told to.")
        .advice("start it with `streamhand run`, or name its folder with --data-dir DIR")
}

fn silent(since: Option<Duration>) -> Failure {
    let since = since.map_or_else(String::new, |since| format!(" for {} s", since.as_secs()));
    Failure::new(Status::Failed, format!("the bot has said nothing{since}"))
        .meaning("A bot that runs says how it is every ten seconds: it was killed, is frozen, or cannot write to its data folder.")
        .advice("start it again with `streamhand run`; its log tells what happened before")
}

fn unwell(report: &Report) -> Failure {
    if report.state == State::Away {
        return Failure::new(Status::Failed, words(report))
            .meaning("Chat answers, but Twitch lets the bot into no channel; it is tried again every ten minutes.")
            .advice("check the names under [[channel]] in the config, and whether the account is banned there; the log names each channel");
    }
    Failure::new(Status::Failed, words(report))
        .meaning("The bot runs and goes on trying; until it succeeds it hears and says nothing.")
        .advice("run `streamhand doctor`, which looks at the network, the login and Twitch")
}
