//! `streamhand prediction`: starts a prediction, closes it, pays out or gives back, shows it, watches it.

use std::process::ExitCode;

use helix::Error;
use helix::predictions::{GetPredictions, PredictionStatus};

use crate::cli::short_form::{Channel, Prediction, PredictionCreate, PredictionResolve};
use crate::command::{output, tallies};
use crate::failure::{Failure, Status};
use crate::screen::status_line::StatusLine;
use crate::short_forms::board::Board;
use crate::short_forms::choice::{self, Unclear};
use crate::short_forms::errand::{Door, Errand};
use crate::short_forms::tally::{Stage, Tally};
use crate::short_forms::watch::{self, Seen};
use crate::spoken;

/// Does what was asked with a prediction.
///
/// # Errors
/// If Twitch refuses it, or there is no prediction to do that with.
pub(super) async fn run(
    action: &Prediction,
    door: Door<'_>,
    status: &StatusLine,
) -> Result<ExitCode, Failure> {
    match action {
        Prediction::Create(options) => return create(options, door, status).await,
        Prediction::Lock(channel) => lock(channel, door).await?,
        Prediction::Resolve(options) => resolve(options, door).await?,
        Prediction::Cancel(channel) => cancel(channel, door).await?,
        Prediction::Show(channel) => show(channel, door).await?,
        Prediction::Watch(channel) => {
            let errand =
                Errand::of_broadcaster(door, channel.channel.as_ref(), "prediction watch")?;
            let open = open(&errand).await?;
            return observe(&errand, &open.id, status).await;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn create(
    options: &PredictionCreate,
    door: Door<'_>,
    status: &StatusLine,
) -> Result<ExitCode, Failure> {
    let channel = options.channel.channel.as_ref();
    let errand = Errand::of_broadcaster(door, channel, "prediction create")?;
    let seconds = tallies::seconds(options.window);
    let title = &options.title;
    let outcomes = options.outcomes.iter().map(String::as_str);
    let created = errand
        .helix()
        .create_prediction(&errand.channel.id, title, outcomes, seconds)
        .await;
    let created = match created {
        Ok(created) => created,
        Err(error) => return Err(not_created(&errand, &error).await),
    };
    let prediction = created.first().map(Tally::from);
    let prediction = prediction.ok_or_else(|| tallies::unnamed("prediction"))?;
    let length = spoken::exactly(options.window);
    errand.tell(
        &format!("{} takes bets for {length}.", prediction.named()),
        &prediction.to_json(),
    );
    if options.watch {
        return observe(&errand, &prediction.id, status).await;
    }
    if !errand.is_json {
        output::aside(
            "`streamhand prediction resolve OUTCOME` says how it ended; after a day without that Twitch gives the points back.",
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// A prediction that is open already is the usual reason, and the one that can be told exactly.
async fn not_created(errand: &Errand<'_>, error: &Error) -> Failure {
    if matches!(error, Error::Rejected { status: 400, .. })
        && let Ok(prediction) = open(errand).await
    {
        let title = format!("{} is open already", prediction.named());
        return Failure::new(Status::Refused, tallies::harmless(&title))
            .meaning("A channel has one prediction at a time.")
            .advice("end it with `streamhand prediction resolve OUTCOME` or `streamhand prediction cancel`");
    }
    errand.refused("", error)
}

async fn lock(channel: &Channel, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::of_broadcaster(door, channel.channel.as_ref(), "prediction lock")?;
    let prediction = open(&errand).await?;
    if prediction.stage == Stage::Locked {
        let title = format!("{} takes no bets any more", prediction.named());
        return Err(Failure::new(Status::Refused, tallies::harmless(&title))
            .meaning("It was locked, or its time was up.")
            .advice("say how it ended with `streamhand prediction resolve OUTCOME`"));
    }
    finish(&errand, &prediction, PredictionStatus::Locked, None).await
}

async fn resolve(options: &PredictionResolve, door: Door<'_>) -> Result<(), Failure> {
    let channel = options.channel.channel.as_ref();
    let errand = Errand::of_broadcaster(door, channel, "prediction resolve")?;
    let prediction = open(&errand).await?;
    let choices = prediction.choices.iter();
    let titles: Vec<&str> = choices.map(|choice| choice.title.as_str()).collect();
    let position = choice::choose(&titles, &options.outcome)
        .map_err(|unclear| unclear_outcome(&titles, &options.outcome, &unclear))?;
    let winner = prediction.choices.get(position);
    let winner = winner.map(|choice| choice.id.as_str());
    finish(&errand, &prediction, PredictionStatus::Resolved, winner).await
}

async fn cancel(channel: &Channel, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::of_broadcaster(door, channel.channel.as_ref(), "prediction cancel")?;
    let prediction = open(&errand).await?;
    finish(&errand, &prediction, PredictionStatus::Canceled, None).await
}

async fn finish(
    errand: &Errand<'_>,
    prediction: &Tally,
    status: PredictionStatus,
    winner: Option<&str>,
) -> Result<(), Failure> {
    let (channel, id) = (&errand.channel.id, &prediction.id);
    let request = errand.helix().end_prediction(channel, id, status);
    let request = match winner {
        Some(winner) => request.winning_outcome_id(winner),
        None => request,
    };
    let ended = request.await.map_err(|error| errand.refused("", &error))?;
    let prediction = ended.first().map(Tally::from);
    let prediction = prediction.ok_or_else(|| tallies::unnamed("prediction"))?;
    errand.tell(&prediction.result(), &prediction.to_json());
    Ok(())
}

async fn show(channel: &Channel, door: Door<'_>) -> Result<(), Failure> {
    let errand = Errand::of_broadcaster(door, channel.channel.as_ref(), "prediction show")?;
    let seen = newest(&errand).await?;
    let seen = seen.ok_or_else(|| none(&errand, "there was no prediction"))?;
    tallies::show(&errand, &seen);
    Ok(())
}

async fn observe(errand: &Errand<'_>, id: &str, status: &StatusLine) -> Result<ExitCode, Failure> {
    let request = GetPredictions::new(&errand.channel.id).id(id);
    let look = async || look(errand, &request).await;
    let board = Board::new(status, errand.is_json);
    watch::watch(board, look, |error| errand.refused("", error)).await
}

/// The first prediction that is told of, and when.
async fn look(errand: &Errand<'_>, request: &GetPredictions) -> Result<Option<Seen>, Error> {
    let answer = errand.helix().answer(request).await?;
    let prediction = answer.value.data.first().map(Tally::from);
    Ok(prediction.map(|tally| Seen {
        tally,
        at: tallies::moment(answer.raw.headers()),
    }))
}

/// The prediction whose outcome is not known yet.
async fn open(errand: &Errand<'_>) -> Result<Tally, Failure> {
    let newest = newest(errand).await?.map(|seen| seen.tally);
    let open = newest.filter(|prediction| !prediction.is_over());
    open.ok_or_else(|| none(errand, "no prediction is open"))
}

/// The newest prediction, which alone can be open.
async fn newest(errand: &Errand<'_>) -> Result<Option<Seen>, Failure> {
    let request = GetPredictions::new(&errand.channel.id).first(1);
    let seen = look(errand, &request).await;
    seen.map_err(|error| errand.refused("", &error))
}

fn none(errand: &Errand<'_>, what: &str) -> Failure {
    Failure::new(
        Status::Refused,
        format!("{what} in the channel of {}", errand.channel.login),
    )
    .meaning("It may have been resolved or canceled meanwhile.")
    .advice("start one with `streamhand prediction create TITLE OUTCOME OUTCOME`")
}

fn unclear_outcome(titles: &[&str], typed: &str, unclear: &Unclear) -> Failure {
    let listed = |positions: &mut dyn Iterator<Item = usize>| {
        let known = positions.filter_map(|position| Some((position, titles.get(position)?)));
        let listed: Vec<String> = known
            .map(|(position, title)| format!("{} is \"{title}\"", position + 1))
            .collect();
        tallies::harmless(&listed.join(", "))
    };
    match unclear {
        Unclear::None => Failure::new(Status::Usage, format!("{typed:?} is none of the outcomes"))
            .meaning(format!("{}.", listed(&mut (0..titles.len()))))
            .advice("write the number or the title of one of them"),
        Unclear::Several(positions) => Failure::new(
            Status::Usage,
            format!("{typed:?} may mean more than one outcome"),
        )
        .meaning(format!("{}.", listed(&mut positions.iter().copied())))
        .advice("write it otherwise: by its number, its letter (a for the first), or its title"),
    }
}
