//! Watches a poll or a prediction until it is over. How it is shown stands in `board`.

use std::pin::pin;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use helix::Error;
use types::Timestamp;

use super::board::Board;
use super::tally::Tally;
use crate::command::output;
use crate::failure::{Failure, Status};
use crate::screen::visible::visible;
use crate::shutdown::{Listener, Request};

/// What was seen at a moment of Twitch's clock, which need not be this machine's.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// How it stood.
    pub tally: Tally,
    /// When.
    pub at: Timestamp,
}

/// What was seen, and when this machine heard of it.
#[derive(Debug)]
struct Read {
    seen: Seen,
    at: Instant,
}

/// Looks again and again, and shows it, until it is over or somebody presses Ctrl-C.
///
/// # Errors
/// If Twitch refuses to tell how it stands, or does not answer for a minute.
pub(crate) async fn watch(
    mut board: Board,
    look: impl AsyncFn() -> Result<Option<Seen>, Error>,
    explain: impl Fn(&Error) -> Failure,
) -> Result<ExitCode, Failure> {
    let listener = Listener::start();
    let mut last: Option<Read> = None;
    let mut last_answer = Instant::now();
    loop {
        let looked = match drawing(&mut board, last.as_ref(), (&listener, look())).await {
            Ok(looked) => looked,
            Err(request) => return Ok(stop(&mut board, last.as_ref(), request)),
        };
        match looked {
            Ok(Some(seen)) if seen.tally.is_over() => {
                board.show(&seen.tally, seen.at);
                board.end(&seen.tally);
                return Ok(ExitCode::SUCCESS);
            }
            Ok(Some(seen)) => {
                last_answer = Instant::now();
                board.show(&seen.tally, seen.at);
                last = Some(Read {
                    seen,
                    at: last_answer,
                });
            }
            Ok(None) => {
                board.close();
                return Err(gone());
            }
            Err(error) if error.is_transient() && last_answer.elapsed() < PATIENCE => {
                tracing::debug!(%error, "looking again");
            }
            Err(error) => {
                board.close();
                return Err(explain(&error));
            }
        }
        let rest = tokio::time::sleep(BETWEEN_LOOKS);
        if let Err(request) = drawing(&mut board, last.as_ref(), (&listener, rest)).await {
            return Ok(stop(&mut board, last.as_ref(), request));
        }
    }
}

/// Lets the countdown run while something is waited for, unless somebody wants the end.
async fn drawing<Output>(
    board: &mut Board,
    last: Option<&Read>,
    (listener, work): (&Listener, impl Future<Output = Output>),
) -> Result<Output, Request> {
    let mut work = pin!(work);
    loop {
        tokio::select! {
            biased;
            request = listener.requested() => return Err(request),
            done = &mut work => return Ok(done),
            () = tokio::time::sleep(TICK) => {}
        }
        if let Some(last) = last {
            board.tick(&last.seen.tally, last.seen.at.plus(last.at.elapsed()));
        }
    }
}

/// Leaves the chart as it is; what was watched goes on.
fn stop(board: &mut Board, last: Option<&Read>, request: Request) -> ExitCode {
    board.close();
    if let Some(last) = last
        && board.is_for_people()
    {
        let named = last.seen.tally.named();
        output::aside(&visible(&format!("{named} goes on without being watched.")));
    }
    request.exit_code()
}

fn gone() -> Failure {
    Failure::new(Status::Refused, "Twitch does not tell of it any more")
        .meaning("It was taken away while it was watched.")
        .advice("look at the channel on Twitch")
}

/// A call costs one of 800 points a minute, and viewers vote at leisure.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);

/// How often the time that is left is drawn.
const TICK: Duration = Duration::from_millis(500);

/// A router that starts anew takes no longer.
const PATIENCE: Duration = Duration::from_secs(60);
