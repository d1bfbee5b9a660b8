//! Watches a poll or a prediction until it is over. How it is shown stands in `board`.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use helix::Error;
use types::Timestamp;

use super::board::Board;
use super::tally::Tally;
use crate::command::output;
use crate::failure::{Failure, Status};
use crate::screen::visible::visible;
use crate::shutdown::Listener;

/// What was seen at a moment of Twitch's clock, which need not be this machine's.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// How it stood.
    pub tally: Tally,
    /// When.
    pub at: Timestamp,
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
    let mut seen: Option<(Seen, Instant)> = None;
    let mut last_answer = Instant::now();
    loop {
        let looked = tokio::select! {
            biased;
            request = listener.requested() => {
                board.close();
                tell_that_it_goes_on(&board, seen.as_ref().map(|(seen, _)| &seen.tally));
                return Ok(request.exit_code());
            }
            looked = look() => looked,
        };
        match looked {
            Ok(None) => {
                board.close();
                return Err(gone());
            }
            Ok(Some(now)) => {
                last_answer = Instant::now();
                board.show(&now.tally, now.at);
                if now.tally.is_over() {
                    board.end(&now.tally);
                    return Ok(ExitCode::SUCCESS);
                }
                seen = Some((now, last_answer));
            }
            Err(error) if error.is_transient() && last_answer.elapsed() < PATIENCE => {
                tracing::debug!(%error, "looking again");
            }
            Err(error) => {
                board.close();
                return Err(explain(&error));
            }
        }
        // The listener keeps what it has heard, so the next round ends at once if this one was broken off.
        rest(&mut board, seen.as_ref(), &listener).await;
    }
}

/// Lets the countdown run until it is time to look again, or somebody wants the end.
async fn rest(board: &mut Board, seen: Option<&(Seen, Instant)>, listener: &Listener) {
    let until = Instant::now() + BETWEEN_LOOKS;
    while Instant::now() < until {
        tokio::select! {
            biased;
            _ = listener.requested() => return,
            () = tokio::time::sleep(TICK) => {}
        }
        if let Some((seen, read)) = seen {
            board.tick(&seen.tally, seen.at.plus(read.elapsed()));
        }
    }
}

fn gone() -> Failure {
    Failure::new(Status::Refused, "Twitch does not tell of it any more")
        .meaning("It was taken away while it was watched.")
        .advice("look at the channel on Twitch")
}

fn tell_that_it_goes_on(board: &Board, tally: Option<&Tally>) {
    if let Some(tally) = tally
        && board.is_for_people()
    {
        let sentence = format!("{} goes on without being watched.", tally.named());
        output::aside(&visible(&sentence));
    }
}

/// A call costs one of 800 points a minute, and viewers vote at leisure.
const BETWEEN_LOOKS: Duration = Duration::from_secs(2);

/// How often the time that is left is drawn.
const TICK: Duration = Duration::from_millis(500);

/// A router that starts anew takes no longer.
const PATIENCE: Duration = Duration::from_secs(60);
