//! Chat at the shell: in a terminal with a client, elsewhere as a pipe, where lines that come in are said and what happens goes out. It decides nothing about chat.

mod client;
mod happening;
mod outcome;
mod printer;
mod speaker;
mod teller;
pub(crate) mod typed;
mod voice;
pub(crate) mod wanted;

use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use irc::client::{Options, WithoutToken};
use irc::{Event, Identity};
use tokio::sync::mpsc;
use tokio::time::timeout;
use types::Login;

use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::screen::status_line::StatusLine;
use crate::shutdown::{Listener, Request};
use crate::terminal::Terminal;
use printer::Printer;
use speaker::Speaker;
use teller::Teller;
use wanted::{Chat, Wanted};

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
pub(crate) async fn run(
    context: &Context,
    wanted: &Wanted<'_>,
    status: &StatusLine,
) -> Result<ExitCode, Failure> {
    let listener = Listener::start();
    let (driver, handle, events) = irc::client::prepare(options(context, &wanted.channels)?);
    let driver = tokio::spawn(driver.run());
    let mut chat = Chat { handle, events };
    let result = match is_for_a_person(context, wanted) {
        true => client::run((context, wanted), &mut chat, (&listener, status)).await,
        false => Ok(pipe((context, wanted), &mut chat.events, &listener).await),
    };
    // It may have ended by itself; then there is nothing to end.
    let _ended = chat.handle.shut_down().await;
    let _closed = timeout(PATIENCE, driver).await;
    result?.ok_or_else(|| {
        Failure::new(Status::Failed, "the chat connection ended by itself")
            .meaning("That should never happen; the log above tells what broke down.")
            .advice("start it again, and report what the log says")
    })
}

/// A terminal that can do no more than a typewriter is written on line by line.
fn is_for_a_person(context: &Context, wanted: &Wanted<'_>) -> bool {
    let is_terminal = Terminal::find(context.is_json).is_some();
    is_terminal && !wanted.is_until_eof && anstyle_query::term_supports_color()
}

/// Gives the status, unless the connection broke down for good.
async fn pipe(
    (context, wanted): (&Context, &Wanted<'_>),
    events: &mut mpsc::Receiver<Event>,
    listener: &Listener,
) -> Option<ExitCode> {
    let printer = Printer::start(anstream::stdout());
    let teller = Teller::new(printer.lines(), context.is_json, wanted.channels.len() > 1);
    let end = go(wanted, &teller, (listener, events)).await;
    drop(teller);
    if !matches!(end, End::Unread) {
        printer.finish(PATIENCE).await;
    }
    match end {
        End::Asked(request) => Some(request.exit_code()),
        End::Unread | End::Said(None) => Some(ExitCode::SUCCESS),
        End::Said(Some(status)) => Some(ExitCode::from(status as u8)),
        End::Broken => None,
    }
}

async fn go(
    wanted: &Wanted<'_>,
    teller: &Teller,
    (listener, events): (&Listener, &mut mpsc::Receiver<Event>),
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
