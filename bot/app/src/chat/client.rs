//! Chat as a terminal client: what comes from the keyboard, from chat and from Twitch goes into the state, and what the state wants is done. It decides nothing.

mod chatters;
mod commands;
mod completion;
mod entry;
mod hands;
mod harmless;
mod hearing;
mod keys;
mod layout;
mod log;
mod modes;
mod paint;
#[cfg(test)]
mod picture;
mod prompt;
mod screen;
mod stage;
mod state;
mod tab;
mod unsaid;
mod view;
mod wish;

use std::io;
use std::pin::pin;
use std::process::ExitCode;
use std::time::Duration;

use irc::client::Handle;
use ratatui::crossterm::event::{Event as TerminalEvent, MouseEventKind};
use ratatui::layout::Rect;
use tokio::sync::mpsc;
use tokio::time::{Instant, interval, sleep_until, timeout};

use super::wanted::{Chat, Wanted};
use crate::clock;
use crate::command::output;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::screen::status_line::StatusLine;
use crate::shutdown::{Listener, Request};
use crate::spoken;
use hands::Hands;
use paint::Paint;
use stage::Stage;
use state::{Effect, Ending, Input, Now, Settings, State};
use unsaid::Unsaid;
use wish::{Answer, Wish};

/// What the client is connected to.
struct Client<'a> {
    state: State,
    stage: Stage,
    chat: &'a Handle,
    wishes: mpsc::Sender<Wish>,
}

/// Why it is over.
#[derive(Debug)]
enum End {
    /// The person wants it.
    Done(Ending),
    /// Somebody else wants it.
    Asked(Request),
    /// The chat connection is gone for good.
    Broken,
}

/// Shows the chats until somebody wants the end. Gives the status, unless the connection broke down for good.
///
/// # Errors
/// If the terminal cannot be used.
pub(super) async fn run(
    (context, wanted): (&Context, &Wanted<'_>),
    chat: &mut Chat,
    (listener, status): (&Listener, &StatusLine),
) -> Result<Option<ExitCode>, Failure> {
    let (wishes, to_do) = mpsc::channel(WISHES_WAITING);
    let (tell, mut news) = mpsc::unbounded_channel();
    let named = context.config.bot.clone();
    let hands = Hands {
        global: wanted.global,
        named: named.clone(),
        wishes: to_do,
        news: tell,
    };
    let mut client = Client {
        state: State::new(Settings {
            channels: wanted.channels.clone(),
            me: named.clone(),
            paint: Paint::detect(),
            zone: jiff::tz::TimeZone::system(),
        }),
        stage: Stage::open().map_err(|error| unusable(&error))?,
        chat: &chat.handle,
        wishes,
    };
    // Reading makes no store where there is none.
    match context.has_store() {
        true => client.wish(Wish::Look),
        false => client.take(Input::Answer(Answer::Me(hands::nobody(named.as_ref())))),
    }
    let logged = status.divert();
    let mut working = pin!(hands.work());
    let (end, is_over) = tokio::select! {
        end = client.play((&mut chat.events, &mut news), listener, logged) => (end, false),
        // It ends only when nobody wants anything any more.
        () = &mut working => (Ok(End::Broken), true),
    };
    let Client {
        state,
        stage,
        wishes,
        ..
    } = client;
    // Whoever says what is left needs no screen, and nothing more is wanted of them.
    drop((stage, wishes));
    status.divert_no_more();
    let mut unsaid = state.unsaid;
    let mut asked = None;
    if !is_over {
        let is_patient = matches!(end, Ok(End::Done(Ending::Done)));
        asked = see_off(working, listener, (&unsaid, is_patient)).await;
    }
    while let Ok(answer) = news.try_recv() {
        unsaid.learn(answer);
    }
    let lost = unsaid.lines();
    lost.iter().for_each(|line| output::aside(line));
    let end = asked.map_or(end, |request| Ok(End::Asked(request)));
    let end = end.map_err(|error| unusable(&error))?;
    Ok(end.exit_code(lost.is_empty()))
}

/// What is on its way may arrive, and a token that is being got is kept. Who leaves without haste has everything said that was typed, unless they ask for the end meanwhile.
async fn see_off(
    working: impl Future<Output = ()>,
    listener: &Listener,
    (unsaid, is_patient): (&Unsaid, bool),
) -> Option<Request> {
    if !is_patient || unsaid.count() == 0 {
        let _late = timeout(PATIENCE, working).await;
        return None;
    }
    let count = spoken::count(unsaid.count() as u64, "message is", "messages are");
    output::aside(&format!(
        "{count} still to be said, at the pace that Twitch allows; Ctrl-C leaves without"
    ));
    tokio::select! {
        biased;
        () = working => None,
        request = listener.requested() => Some(request),
    }
}

impl Client<'_> {
    async fn play(
        &mut self,
        (chat, news): (
            &mut mpsc::Receiver<irc::Event>,
            &mut mpsc::UnboundedReceiver<Answer>,
        ),
        listener: &Listener,
        mut logged: mpsc::Receiver<String>,
    ) -> io::Result<End> {
        let mut keyboard = stage::listen();
        let mut beat = interval(BEAT);
        let mut heard = Vec::with_capacity(MOST_AT_ONCE);
        let mut next_frame = Instant::now();
        self.take(Input::Resized(self.stage.area()));
        let mut is_drawn = false;
        loop {
            if !is_drawn && Instant::now() >= next_frame {
                let state = &self.state;
                let now = std::time::Instant::now();
                self.stage.draw(|frame| view::draw(state, now, frame))?;
                next_frame = Instant::now() + FRAME;
                is_drawn = true;
            }
            tokio::select! {
                biased;
                request = listener.requested() => return Ok(End::Asked(request)),
                event = keyboard.recv() => match event {
                    Some(event) => self.take_from_terminal(&event),
                    None => return Ok(End::Done(Ending::Done)),
                },
                Some(answer) = news.recv() => self.take(Input::Answer(answer)),
                () = sleep_until(next_frame), if !is_drawn => continue,
                _ = beat.tick() => self.take(Input::Pulse(self.chat.health())),
                Some(line) = logged.recv() => self.take(Input::Logged(&line)),
                count = chat.recv_many(&mut heard, MOST_AT_ONCE) => match count {
                    0 => return Ok(End::Broken),
                    _ => heard.drain(..).for_each(|event| self.take(Input::Chat(&event))),
                },
            }
            is_drawn = false;
            if let Some(ending) = self.perform().await? {
                return Ok(End::Done(ending));
            }
        }
    }

    fn take(&mut self, input: Input<'_>) {
        let now = Now {
            at: clock::now(),
            instant: std::time::Instant::now(),
        };
        self.state.handle(now, input);
    }

    fn take_from_terminal(&mut self, event: &TerminalEvent) {
        match event {
            TerminalEvent::Key(key) => self.take(Input::Key(*key)),
            TerminalEvent::Paste(text) => self.take(Input::Pasted(text)),
            TerminalEvent::Resize(width, height) => {
                self.take(Input::Resized(Rect::new(0, 0, *width, *height)));
            }
            TerminalEvent::Mouse(mouse) => match mouse.kind {
                MouseEventKind::ScrollUp => self.take(Input::Wheel(WHEEL)),
                MouseEventKind::ScrollDown => self.take(Input::Wheel(-WHEEL)),
                _ => {}
            },
            TerminalEvent::FocusGained | TerminalEvent::FocusLost => {}
        }
    }

    /// Does everything that the state wants.
    async fn perform(&mut self) -> io::Result<Option<Ending>> {
        while let Some(effect) = self.state.poll_effect() {
            match effect {
                Effect::Wish(wish) => self.wish(wish),
                // A driver that has ended is noticed where its events are taken.
                Effect::Join(channel) => drop(self.chat.join(channel).await),
                Effect::Part(channel) => drop(self.chat.part(channel).await),
                Effect::TakeWheel(is_wanted) => self.stage.take_wheel(is_wanted)?,
                Effect::Suspend => {
                    self.stage.suspend()?;
                    self.take(Input::Resized(self.stage.area()));
                }
                Effect::Redraw => self.stage.clear()?,
                Effect::End(ending) => return Ok(Some(ending)),
            }
        }
        Ok(None)
    }

    /// Whoever wants more than can wait is told so.
    fn wish(&mut self, wish: Wish) {
        if let Err(error) = self.wishes.try_send(wish)
            && let Some(answer) = hands::too_many(error.into_inner())
        {
            self.take(Input::Answer(answer));
        }
    }
}

impl End {
    /// The status of the program, which is no success if something that was typed was not said; none if something broke down.
    fn exit_code(&self, is_all_said: bool) -> Option<ExitCode> {
        let code = match self {
            Self::Done(Ending::Done) => ExitCode::SUCCESS,
            Self::Done(Ending::Interrupted) => Request::Interrupted.exit_code(),
            Self::Asked(request) => request.exit_code(),
            Self::Broken => return None,
        };
        match code == ExitCode::SUCCESS && !is_all_said {
            true => Some(ExitCode::from(Status::Failed as u8)),
            false => Some(code),
        }
    }
}

fn unusable(error: &io::Error) -> Failure {
    Failure::new(Status::Failed, format!("cannot draw on the terminal: {error}"))
        .advice("pipe something in or out, as in `streamhand chat somechannel | cat`, to read chat as lines")
}

/// More often nobody can read.
const FRAME: Duration = Duration::from_millis(50);

/// Times on the screen are told in seconds.
const BEAT: Duration = Duration::from_secs(1);

/// So many rows a step of the wheel is.
const WHEEL: i32 = 3;

/// So many events are taken before anything else has its turn.
const MOST_AT_ONCE: usize = 512;

/// So much may wait to be done.
const WISHES_WAITING: usize = 64;

/// How long what is on its way may take at the end.
const PATIENCE: Duration = Duration::from_secs(1);
