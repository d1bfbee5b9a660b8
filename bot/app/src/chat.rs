//! Chat as a pipe: lines that come in are said, and what happens in the channels goes out. It draws nothing, and decides nothing about chat.

mod happening;
mod outcome;
mod printer;
mod speaker;
mod teller;
mod typed;

use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use irc::client::{Options, WithoutToken};
use irc::{Event, Identity};
use tokio::sync::mpsc;
use tokio::time::timeout;
use types::Login;

use crate::cli::Global;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::shutdown::{Listener, Request};
use printer::Printer;
use speaker::Speaker;
use teller::Teller;

/// What somebody wants of the pipe.
#[derive(Debug)]
pub(crate) struct Wanted<'a> {
    /// What holds for every command.
    pub global: &'a Global,
    /// The channels to be in.
    pub channels: Vec<Login>,
    /// Whether the end of what comes in is the end of all.
    pub is_until_eof: bool,
}

/// Why it is over.
#[derive(Debug)]
enum End {
    /// Somebody asked for it.
    Asked(Request),
    /// Nobody reads any more.
    Unread,
    /// Everything was said; the status tells of the first line that was not.
    Said(Option<Status>),
    /// The chat connection is gone for good.
    Broken,
}

/// Reads and says until somebody wants the end.
///
/// # Errors
/// If the config is wrong, or the chat connection breaks down for good.
pub(crate) async fn run(context: &Context, wanted: &Wanted<'_>) -> Result<ExitCode, Failure> {
    let listener = Listener::start();
    let (driver, chat, events) = irc::client::prepare(options(context, &wanted.channels)?);
    let printer = Printer::start(anstream::stdout());
    let teller = Teller::new(printer.lines(), context.is_json, wanted.channels.len() > 1);
    let driver = tokio::spawn(driver.run());
    let end = go(wanted, &teller, (&listener, events)).await;
    // It may have ended by itself; then there is nothing to end.
    let _ended = chat.shut_down().await;
    let _closed = timeout(PATIENCE, driver).await;
    drop(teller);
    if !matches!(end, End::Unread) {
        printer.finish(PATIENCE).await;
    }
    match end {
        End::Asked(request) => Ok(request.exit_code()),
        End::Unread | End::Said(None) => Ok(ExitCode::SUCCESS),
        End::Said(Some(status)) => Ok(ExitCode::from(status as u8)),
        End::Broken => Err(
            Failure::new(Status::Failed, "the chat connection ended by itself")
                .meaning("That should never happen; the log above tells what broke down.")
                .advice("start it again, and report what the log says"),
        ),
    }
}

async fn go(
    wanted: &Wanted<'_>,
    teller: &Teller,
    (listener, mut events): (&Listener, mpsc::Receiver<Event>),
) -> End {
    let speaker = Speaker {
        global: wanted.global,
        channels: &wanted.channels,
        teller,
        listener,
    };
    let mut speaking = pin!(speaker.speak(typed::listen()));
    let mut is_silent = false;
    let end = loop {
        tokio::select! {
            biased;
            request = listener.requested() => break End::Asked(request),
            () = teller.unread() => break End::Unread,
            trouble = &mut speaking, if !is_silent => {
                is_silent = true;
                if wanted.is_until_eof {
                    break End::Said(trouble);
                }
            }
            event = events.recv() => match event {
                Some(event) => hear(teller, (listener, &event)).await,
                None => break End::Broken,
            },
        }
    };
    if !is_silent && matches!(end, End::Asked(_) | End::Unread) {
        // A line that is on its way may arrive, and a token that is being got is kept.
        let _late = timeout(PATIENCE, speaking).await;
    }
    end
}

/// A reader who does not keep up must not keep anybody from ending it.
async fn hear(teller: &Teller, (listener, event): (&Listener, &Event)) {
    tokio::select! {
        biased;
        _request = listener.requested() => {}
        () = teller.hear(event) => {}
    }
}

/// Nobody has to be logged in to read.
fn options(context: &Context, channels: &[Login]) -> Result<Options, Failure> {
    let mut settings = irc::Settings::new(Identity::Anonymous);
    settings.channels = channels.to_vec();
    Ok(Options {
        address: context.config.twitch.irc.clone(),
        tls: context.chat_tls()?,
        settings,
        tokens: Arc::new(WithoutToken),
        seed: rand::random(),
        capacity: EVENTS_WAITING,
    })
}

/// Chat that waits for a slow reader: a few seconds of the busiest channels.
const EVENTS_WAITING: usize = 16_384;

/// How long each part may take to end.
const PATIENCE: Duration = Duration::from_secs(1);
