//! `streamhand poll`: starts a poll, ends it, shows it, watches it.

use std::process::ExitCode;

use helix::Error;
use helix::polls::{GetPolls, PollStatus};

use crate::cli::short_form::{Channel, Poll, PollCreate, PollEnd};
use crate::command::tallies;
use crate::failure::{Failure, Status};
use crate::screen::status_line::StatusLine;
use crate::short_forms::board::Board;
use crate::short_forms::errand::{Door, Errand};
use crate::short_forms::tally::{Stage, Tally};
use crate::short_forms::watch::{self, Seen};
use crate::spoken;

/// Does what was asked with a poll.
///
/// # Errors
/// If Twitch refuses it, or there is no poll to do that with.
pub(super) async fn run(
    action: &Poll,
    door: Door<'_>,
    status: &StatusLine,
) -> Result<ExitCode, Failure> {
    match action {
        Poll::Create(options) => create(options, door, status).await,
        Poll::End(options) => end(options, door).await,
        Poll::Show(channel) => show(channel, door).await,
        Poll::Watch(channel) => {
            let errand = Errand::of_broadcaster(door, channel.channel.as_ref(), "poll watch")?;
            let running = running(&errand).await?;
            observe(&errand, &running.id, status).await
        }
    }
}

async fn create(
    options: &PollCreate,
    door: Door<'_>,
    status: &StatusLine,
) -> Result<ExitCode, Failure> {
    let channel = options.channel.channel.as_ref();
    let errand = Errand::of_broadcaster(door, channel, "poll create")?;
    let seconds = tallies::seconds(options.duration);
    let choices = options.choices.iter().map(String::as_str);
    let request = errand
        .helix()
        .create_poll(&errand.channel.id, &options.title, choices, seconds);
    let request = match options.points {
        Some(points) => request
            .channel_points_voting_enabled(true)
            .channel_points_per_vote(i64::from(points)),
        None => request,
    };
    let polls = match request.await {
        Ok(polls) => polls,
        Err(error) => return Err(not_created(&errand, &error).await),
    };
    let poll = polls.first().map(Tally::from);
    let poll = poll.ok_or_else(|| tallies::unnamed("poll"))?;
    let length = spoken::exactly(options.duration);
    errand.tell(
        &format!("{} runs for {length}.", poll.named()),
        &poll.to_json(),
    );
    if options.watch {
        return observe(&errand, &poll.id, status).await;
    }
    Ok(ExitCode::SUCCESS)
}

/// A poll that runs already is the usual reason, and the one that can be told exactly.
async fn not_created(errand: &Errand<'_>, error: &Error) -> Failure {
    if matches!(error, Error::Rejected { status: 400, .. })
        && let Ok(poll) = running(errand).await
    {
        let title = format!("{} runs already", poll.named());
        return Failure::new(Status::Refused, tallies::harmless(&title))
            .meaning("A channel has one poll at a time.")
            .advice("end it with `streamhand poll end`, or wait until it is over");
    }
    errand.refused("", error)
}

async fn end(options: &PollEnd, door: Door<'_>) -> Result<ExitCode, Failure> {
    let errand = Errand::of_broadcaster(door, options.channel.channel.as_ref(), "poll end")?;
    let poll = running(&errand).await?;
    let status = match options.archive {
        true => PollStatus::Archived,
        false => PollStatus::Terminated,
    };
    let ended = errand
        .helix()
        .end_poll(&errand.channel.id, &poll.id, status)
        .await;
    let ended = ended.map_err(|error| errand.refused("", &error))?;
    let poll = ended.first().map(Tally::from);
    let poll = poll.ok_or_else(|| tallies::unnamed("poll"))?;
    errand.tell(&poll.result(), &poll.to_json());
    Ok(ExitCode::SUCCESS)
}

async fn show(channel: &Channel, door: Door<'_>) -> Result<ExitCode, Failure> {
    let errand = Errand::of_broadcaster(door, channel.channel.as_ref(), "poll show")?;
    let seen = newest(&errand).await?;
    let seen = seen.ok_or_else(|| none(&errand, "there was no poll"))?;
    tallies::show(&errand, &seen);
    Ok(ExitCode::SUCCESS)
}

async fn observe(errand: &Errand<'_>, id: &str, status: &StatusLine) -> Result<ExitCode, Failure> {
    let request = GetPolls::new(&errand.channel.id).id(id);
    let look = async || look(errand, &request).await;
    let board = Board::new(status, errand.is_json);
    watch::watch(board, look, |error| errand.refused("", error)).await
}

/// The first poll that is told of, and when.
async fn look(errand: &Errand<'_>, request: &GetPolls) -> Result<Option<Seen>, Error> {
    let answer = errand.helix().answer(request).await?;
    let poll = answer.value.data.first().map(Tally::from);
    Ok(poll.map(|tally| Seen {
        tally,
        at: tallies::moment(answer.raw.headers()),
    }))
}

/// The poll that runs.
async fn running(errand: &Errand<'_>) -> Result<Tally, Failure> {
    let newest = newest(errand).await?.map(|seen| seen.tally);
    let running = newest.filter(|poll| poll.stage == Stage::Running);
    running.ok_or_else(|| none(errand, "no poll runs"))
}

/// The newest poll, which alone can be running.
async fn newest(errand: &Errand<'_>) -> Result<Option<Seen>, Failure> {
    let request = GetPolls::new(&errand.channel.id).first(1);
    let seen = look(errand, &request).await;
    seen.map_err(|error| errand.refused("", &error))
}

fn none(errand: &Errand<'_>, what: &str) -> Failure {
    Failure::new(
        Status::Refused,
        format!("{what} in the channel of {}", errand.channel.login),
    )
    .meaning("A poll ends by itself when its time is up, and Twitch forgets it after 90 days.")
    .advice("start one with `streamhand poll create TITLE CHOICE CHOICE`")
}
