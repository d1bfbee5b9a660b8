//! The client as a machine: keys, chat and outcomes come in, and what is to be done comes out. It knows no terminal, no network and no clock.

mod typing;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::{Duration, Instant};

use irc::{Disconnection, Event, Health, Pulse};
use jiff::tz::TimeZone;
use ratatui::crossterm::event::KeyEvent;
use ratatui::layout::Rect;
use types::{Login, MessageId, Timestamp, UserId};

use super::completion::Completion;
use super::entry::Tone;
use super::harmless::harmless;
use super::hearing::{self, Heard};
use super::layout::{Look, rows};
use super::paint::Paint;
use super::prompt::Prompt;
use super::screen;
use super::tab::{Presence, Tab};
use super::unsaid::Unsaid;
use super::wish::{Answer, Me, Wish};

/// The client.
#[derive(Debug)]
pub(super) struct State {
    /// The channels; never none.
    pub tabs: Vec<Tab>,
    /// Which of them is looked at.
    pub current: usize,
    /// What is typed.
    pub prompt: Prompt,
    /// What it answers.
    pub reply: Option<Answering>,
    /// Who chats.
    pub me: Me,
    /// How the connection is.
    pub link: Link,
    /// How many lines came faster than they were read.
    pub missed: u64,
    /// The colors.
    pub paint: Paint,
    /// What we want said and nobody knows the end of.
    pub unsaid: Unsaid,
    zone: TimeZone,
    rooms: BTreeMap<UserId, String>,
    asked: BTreeSet<UserId>,
    area: Rect,
    completion: Option<Completion>,
    effects: VecDeque<Effect>,
    next_number: u64,
    has_wheel: bool,
}

/// What the client starts from.
#[derive(Debug)]
pub(super) struct Settings {
    /// The channels to be in; at least one.
    pub channels: Vec<Login>,
    /// Who is going to chat, if that is known.
    pub me: Option<Login>,
    /// The colors.
    pub paint: Paint,
    /// Where the person lives.
    pub zone: TimeZone,
}

/// The message that is being answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answering {
    /// Its id.
    pub id: MessageId,
    /// Who wrote it.
    pub login: String,
    /// What it said.
    pub text: String,
}

/// How the connection is.
#[derive(Debug, Default)]
pub(super) struct Link {
    /// What was proven, and when that was asked.
    pub pulse: Option<(Pulse, Instant)>,
    /// Since when it is away, and when it is tried again.
    pub away: Option<(Instant, Instant)>,
}

/// The moment it is, for people and for waiting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Now {
    /// By the calendar.
    pub at: Timestamp,
    /// By a clock that nobody sets.
    pub instant: Instant,
}

/// What comes in.
#[derive(Debug)]
pub(super) enum Input<'a> {
    /// A key.
    Key(KeyEvent),
    /// A text all at once.
    Pasted(&'a str),
    /// The wheel of the mouse, up or down by so many rows.
    Wheel(i32),
    /// The screen has another size.
    Resized(Rect),
    /// Something happened in chat or to its connection.
    Chat(&'a Event),
    /// How the connection is; also the beat at which times are renewed.
    Pulse(Pulse),
    /// What came of a wish.
    Answer(Answer),
    /// The log has something to say.
    Logged(&'a str),
}

/// What is to be done.
#[derive(Debug)]
pub(super) enum Effect {
    /// Have something done at Twitch.
    Wish(Wish),
    /// Read a channel.
    Join(Login),
    /// Read a channel no more.
    Part(Login),
    /// Take the wheel of the mouse, or give it back.
    TakeWheel(bool),
    /// Go back to the shell for a while.
    Suspend,
    /// Draw everything anew.
    Redraw,
    /// End.
    End(Ending),
}

/// How it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// As it should.
    Done,
    /// By Ctrl-C.
    Interrupted,
}

impl State {
    /// A client that has seen nothing yet.
    pub(super) fn new(settings: Settings) -> Self {
        Self {
            tabs: settings.channels.into_iter().map(Tab::new).collect(),
            current: 0,
            prompt: Prompt::new(),
            reply: None,
            me: Me::Unknown(settings.me),
            link: Link::default(),
            missed: 0,
            paint: settings.paint,
            unsaid: Unsaid::default(),
            zone: settings.zone,
            rooms: BTreeMap::new(),
            asked: BTreeSet::new(),
            area: Rect::default(),
            completion: None,
            effects: VecDeque::new(),
            next_number: 1,
            has_wheel: false,
        }
    }

    /// Takes one input.
    pub(super) fn handle(&mut self, now: Now, input: Input<'_>) {
        match input {
            Input::Key(key) => self.press(now, key),
            Input::Pasted(text) => {
                self.completion = None;
                self.prompt.insert(text);
            }
            Input::Wheel(rows) => self.scroll(rows),
            Input::Resized(area) => self.resize(area),
            Input::Chat(event) => self.hear(now, event),
            Input::Pulse(pulse) => self.feel(now, pulse),
            Input::Answer(answer) => self.learn(now, answer),
            Input::Logged(line) => self.tell(now, Tone::Plain, line),
        }
    }

    fn learn(&mut self, now: Now, answer: Answer) {
        match answer {
            Answer::Me(me) => self.me = me,
            Answer::Outcome {
                channel,
                number,
                fate,
                id,
            } => {
                let trouble = self.unsaid.settle(number, &fate);
                match (self.tab_mut(channel.as_str()), trouble) {
                    (Some(tab), _) => tab.log.settle(number, fate, id),
                    // Its tab is closed; then whoever said it is told where they look.
                    (None, Some(trouble)) => self.tell(now, Tone::Bad, &trouble),
                    (None, None) => {}
                }
            }
            Answer::Begun { number } => self.unsaid.begin(number),
            Answer::Done { channel, result } => self.tell_done(now, &channel, result),
            Answer::Named(id, login) => {
                self.rooms.insert(id, harmless(&login));
            }
        }
    }

    /// What is to be done next, if anything is.
    pub(super) fn poll_effect(&mut self) -> Option<Effect> {
        self.effects.pop_front()
    }

    /// What entries look like on this screen.
    pub(super) fn look(&self) -> Look<'_> {
        Look {
            paint: self.paint,
            zone: &self.zone,
            width: self.area.width,
            rooms: &self.rooms,
        }
    }

    /// The channel that is looked at.
    pub(super) fn tab(&self) -> &Tab {
        self.tabs
            .get(self.current)
            .expect("the current channel is always one of those that are there")
    }

    /// The login by which we are known, as far as that is known.
    fn my_login(&self) -> Option<&Login> {
        match &self.me {
            Me::Somebody { login, .. } => Some(login),
            Me::Unknown(named) | Me::Nobody { named, .. } => named.as_ref(),
        }
    }

    fn current_mut(&mut self) -> &mut Tab {
        self.tabs
            .get_mut(self.current)
            .expect("the current channel is always one of those that are there")
    }

    fn tab_mut(&mut self, channel: &str) -> Option<&mut Tab> {
        self.tabs
            .iter_mut()
            .find(|tab| tab.channel.as_str() == channel)
    }

    /// Says something in the channel that is looked at.
    fn tell(&mut self, now: Now, tone: Tone, words: &str) {
        self.current_mut().tell(now.at, tone, words);
    }

    fn hear(&mut self, now: Now, event: &Event) {
        match event {
            Event::Message(message) => {
                let me = self.my_login().cloned();
                if let Some((channel, heard)) =
                    hearing::hear(&message.message(), now.at, me.as_ref())
                {
                    self.take(channel, heard, me.as_ref());
                }
            }
            Event::Joined { channel } => {
                self.set_presence(channel, Presence::In);
                if let Some(tab) = self.tab_mut(channel.as_str()) {
                    tab.tell(now.at, Tone::Plain, &format!("in the chat of {channel}"));
                }
            }
            Event::JoinFailed { channel, why } => {
                self.set_presence(channel, Presence::Out(why.to_string()));
                let words = format!("cannot read the chat of {channel}: {why}; it is tried again");
                if let Some(tab) = self.tab_mut(channel.as_str()) {
                    tab.tell(now.at, Tone::Bad, &words);
                }
            }
            Event::Left { channel } => self.set_presence(channel, Presence::Joining),
            Event::Disconnected { why, retry_in } => {
                let since = self.link.away.map_or(now.instant, |(since, _)| since);
                if self.link.away.is_none() {
                    let words = format!("chat is away: {why}; it is tried again by itself");
                    self.tell_everywhere(now, Tone::Bad, &words);
                }
                self.link.away = Some((since, now.instant + *retry_in));
            }
            // What Twitch asks for is no news: nothing is lost by it.
            Event::HandedOver { why, .. } if *why != Disconnection::ServerAsked => {
                let words =
                    format!("a new connection has taken over: {why}; some messages may be missing");
                self.tell_everywhere(now, Tone::Bad, &words);
            }
            Event::HealthChanged(Health::Up) => self.come_back(now),
            Event::Dropped { count } => self.missed += count,
            _ => {}
        }
    }

    /// What was heard in one channel, or in all of them.
    fn take(&mut self, channel: Option<&str>, heard: Heard, me: Option<&Login>) {
        let Some(channel) = channel else {
            if let Heard::Entry(entry) = heard {
                for tab in &mut self.tabs {
                    tab.hear(Heard::Entry(entry.clone()), me);
                }
            }
            return;
        };
        let is_somebody = matches!(self.me, Me::Somebody { .. });
        if let Heard::Entry(entry) = &heard
            && let Some(source) = &entry.source
            && is_somebody
            && !self.rooms.contains_key(source)
            && self.asked.insert(source.clone())
        {
            self.effects
                .push_back(Effect::Wish(Wish::Name(source.clone())));
        }
        let current = self.current;
        let mut tabs = self.tabs.iter_mut().enumerate();
        let Some((position, tab)) = tabs.find(|(_, tab)| tab.channel.as_str() == channel) else {
            return;
        };
        tab.hear(heard, me);
        if position == current {
            tab.is_looked_at();
        }
        if let Some(id) = &tab.room_id
            && !self.rooms.contains_key(id)
        {
            self.rooms.insert(id.clone(), tab.channel.to_string());
        }
        self.refit(position);
    }

    /// Rows have other lengths now, in all channels.
    fn resize(&mut self, area: Rect) {
        self.area = area;
        for position in 0..self.tabs.len() {
            self.refit(position);
        }
    }

    /// Keeps the screen full while somebody looks back.
    fn refit(&mut self, position: usize) {
        let room = self.room();
        let look = Look {
            paint: self.paint,
            zone: &self.zone,
            width: self.area.width,
            rooms: &self.rooms,
        };
        if let Some(tab) = self.tabs.get_mut(position) {
            tab.log.refit(room, |entry| rows(entry, &look).len());
        }
    }

    fn feel(&mut self, now: Now, pulse: Pulse) {
        if pulse.health == Health::Up {
            self.come_back(now);
        }
        self.link.pulse = Some((pulse, now.instant));
    }

    fn come_back(&mut self, now: Now) {
        let Some((since, _)) = self.link.away.take() else {
            return;
        };
        let gone = Duration::from_secs(now.instant.duration_since(since).as_secs().max(1));
        let words = format!(
            "chat is back after {}; what was said meanwhile is missing here",
            crate::spoken::exactly(gone)
        );
        self.tell_everywhere(now, Tone::Good, &words);
    }

    fn tell_everywhere(&mut self, now: Now, tone: Tone, words: &str) {
        for tab in &mut self.tabs {
            tab.tell(now.at, tone, words);
        }
    }

    fn tell_done(&mut self, now: Now, channel: &Login, result: Result<Vec<String>, String>) {
        // Its tab may be closed; then whoever asked is told where they look.
        let is_there = self.tabs.iter().any(|tab| tab.channel == *channel);
        let tab = match is_there {
            true => self.tab_mut(channel.as_str()),
            false => Some(self.current_mut()),
        };
        let Some(tab) = tab else { return };
        match result {
            Ok(lines) => lines
                .iter()
                .for_each(|line| tab.tell(now.at, Tone::Good, line)),
            Err(why) => tab.tell(now.at, Tone::Bad, &why),
        }
    }

    fn set_presence(&mut self, channel: &Login, presence: Presence) {
        if let Some(tab) = self.tab_mut(channel.as_str()) {
            tab.presence = presence;
        }
    }

    /// How many rows there are for the log.
    fn room(&self) -> usize {
        usize::from(screen::parts(self.area).log.height)
    }
}

#[cfg(test)]
mod tests;
