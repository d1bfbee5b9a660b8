//! Has lines said one after the other as the bot, and tells what became of each. Nobody has to be logged in until there is a line.

use std::process::ExitCode;

use tokio::sync::mpsc;
use types::Login;

use super::outcome::{Fate, Outcome};
use super::teller::Teller;
use super::typed::{self, Line, Refusal, Wish};
use super::voice::Voice;
use crate::calling::Calling;
use crate::cli::Global;
use crate::failure::{Failure, Status};
use crate::shutdown::Listener;

/// Who says lines.
#[derive(Debug)]
pub(super) struct Speaker<'a> {
    /// What holds for every command.
    pub global: &'a Global,
    /// Where lines may go.
    pub channels: &'a [Login],
    /// Who tells what became of them.
    pub teller: &'a Teller,
    /// Hears when it is over.
    pub listener: &'a Listener,
}

impl Speaker<'_> {
    /// Says what comes in until it ends, or the end is asked for. Gives the status of the first line that was not said.
    pub(super) async fn speak(&self, mut lines: mpsc::Receiver<Line>) -> Option<Status> {
        let mut trouble = None;
        while let Some(wish) = self.next(&mut lines, &mut trouble).await {
            // It is taken when somebody is found who says it.
            let mut first = Some(wish.clone());
            let spoken = Calling::with(self.global, async |_, calling| {
                let bot = calling.bot().map_err(|failure| {
                    failure.advice("run `streamhand login bot --for say`, or only read")
                })?;
                let mut voice = Voice::new(calling, bot);
                let mut next = first.take();
                while let Some(wish) = next {
                    self.say(&mut voice, wish, &mut trouble).await;
                    next = self.next(&mut lines, &mut trouble).await;
                }
                Ok(ExitCode::SUCCESS)
            })
            .await;
            let Err(failure) = spoken else { break };
            if first.is_none() {
                tracing::warn!("{}", failure.happened());
                continue;
            }
            let code = match failure.status() {
                Status::LoginNeeded => "login_needed",
                _ => "not_possible",
            };
            let fate = Fate::NotSaid {
                code: code.to_owned(),
                failure,
            };
            self.tell(wish, fate, &mut trouble).await;
        }
        trouble
    }

    /// The next line that can be said; what is wrong with others is told.
    async fn next(
        &self,
        lines: &mut mpsc::Receiver<Line>,
        trouble: &mut Option<Status>,
    ) -> Option<Wish> {
        loop {
            let line = tokio::select! {
                biased;
                _request = self.listener.requested() => return None,
                () = self.teller.unread() => return None,
                line = lines.recv() => line?,
            };
            match typed::understand(&line, self.channels) {
                None => {}
                Some(Ok(wish)) => return Some(wish),
                Some(Err(refusal)) => self.refuse(refusal, trouble).await,
            }
        }
    }

    async fn say(&self, voice: &mut Voice<'_>, wish: Wish, trouble: &mut Option<Status>) {
        let turn = tokio::select! {
            biased;
            _request = self.listener.requested() => None,
            () = self.teller.unread() => None,
            turn = voice.turn(&wish) => Some(turn),
        };
        let fate = match turn {
            Some(Ok(channel)) => voice.say(&channel, &wish).await,
            Some(Err(fate)) => fate,
            None => Fate::NotSaid {
                code: "ended".to_owned(),
                failure: Failure::new(
                    Status::Interrupted,
                    "a line that waited for its turn was not said, because the end was asked for",
                ),
            },
        };
        self.tell(wish, fate, trouble).await;
    }

    async fn refuse(&self, refusal: Refusal, trouble: &mut Option<Status>) {
        let outcome = Outcome {
            channel: None,
            text: refusal.text,
            fate: Fate::NotSaid {
                code: refusal.code.to_owned(),
                failure: refusal.failure,
            },
        };
        self.tell_outcome(&outcome, trouble).await;
    }

    async fn tell(&self, wish: Wish, fate: Fate, trouble: &mut Option<Status>) {
        let outcome = Outcome {
            channel: Some(wish.channel),
            text: wish.text,
            fate,
        };
        self.tell_outcome(&outcome, trouble).await;
    }

    async fn tell_outcome(&self, outcome: &Outcome, trouble: &mut Option<Status>) {
        *trouble = trouble.or(outcome.trouble());
        self.teller.tell_outcome(outcome).await;
    }
}
