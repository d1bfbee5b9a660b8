//! What keys do: editing, looking back, choosing a message, and what is typed when Enter is pressed.

use ratatui::crossterm::event::KeyEvent;
use types::{Login, MessageId};

use super::super::commands;
use super::super::commands::command::Wanted;
use super::super::completion::Completion;
use super::super::entry::{Answered, Author, Body, Entry, Fate, Ours, Piece, Tone};
use super::super::harmless::harmless;
use super::super::keys::{self, Press};
use super::super::layout::{Look, rows};
use super::super::prompt::Edit;
use super::super::tab::Tab;
use super::super::wish::{Saying, Wish};
use super::{Answering, Effect, Ending, Now, State};
use crate::chat::typed::MOST_LETTERS;
use crate::cli::short_form::{Channel, Delete, ShortForm};

impl State {
    /// Does what a key is for.
    pub(super) fn press(&mut self, now: Now, key: KeyEvent) {
        let Some(press) = keys::press(key) else {
            return;
        };
        if !matches!(press, Press::Complete | Press::CompleteBack) {
            self.completion = None;
        }
        match press {
            Press::Edit(edit) => self.edit(now, edit),
            Press::Enter => self.enter(now),
            Press::Complete | Press::CompleteBack => self.complete(press),
            Press::PageUp => self.scroll(self.page()),
            Press::PageDown => self.scroll(-self.page()),
            Press::Bottom if self.tab().log.is_at_end() => self.prompt.edit(Edit::End),
            Press::Bottom => self.current_mut().log.choose_none(),
            Press::NextTab => self.go_to((self.current + 1) % self.tabs.len()),
            Press::PreviousTab => {
                self.go_to((self.current + self.tabs.len() - 1) % self.tabs.len())
            }
            Press::Tab(number) => self.go_to(number - 1),
            Press::ChooseAbove => self.choose(|tab| tab.log.choose_above()),
            Press::ChooseBelow => self.choose(|tab| tab.log.choose_below()),
            Press::Leave => self.leave(),
            Press::Interrupt if self.prompt.is_empty() => self.end(Ending::Interrupted),
            Press::Interrupt => self.prompt.forget(),
            Press::EndOfInput if self.prompt.is_empty() => self.end(Ending::Done),
            Press::EndOfInput => self.prompt.edit(Edit::Delete),
            Press::Suspend => self.effects.push_back(Effect::Suspend),
            Press::Redraw => self.effects.push_back(Effect::Redraw),
        }
    }

    /// Looks at what lies so many rows above, or below if it is negative.
    pub(super) fn scroll(&mut self, by: i32) {
        self.refit(self.current);
        let room = self.room();
        let (look, tab) = self.look_and_tab();
        let height = |entry: &Entry| rows(entry, &look).len();
        let amount = usize::try_from(by.unsigned_abs()).unwrap_or(usize::MAX);
        match by > 0 {
            true => tab.log.scroll_up(amount, room, height),
            false => tab.log.scroll_down(amount, height),
        }
    }

    /// A page, with one row of the last one for the eye to hold on to.
    fn page(&self) -> i32 {
        i32::try_from(self.room().saturating_sub(1).max(1)).unwrap_or(1)
    }

    /// While a message is chosen, letters are for it.
    fn edit(&mut self, now: Now, edit: Edit) {
        if self.prompt.is_empty() && self.tab().log.chosen().is_some() {
            match edit {
                Edit::Insert('d') => return self.delete_chosen(now),
                Edit::Insert('t') => return self.write_for_chosen("timeout", " 10m "),
                Edit::Insert('b') => return self.write_for_chosen("ban", " "),
                Edit::Insert('r') => return self.answer_chosen(now),
                _ => self.current_mut().log.choose_none(),
            }
        }
        self.prompt.edit(edit);
    }

    fn complete(&mut self, press: Press) {
        let (text, cursor) = (self.prompt.text(), self.prompt.cursor());
        let mut completion = match self.completion.take() {
            Some(completion) => completion,
            None => match Completion::of(text, cursor, &self.tab().chatters) {
                Some(completion) => completion,
                None => return,
            },
        };
        let (range, word) = match press {
            Press::CompleteBack => completion.previous(),
            _ => completion.next(),
        };
        self.prompt.replace(range, word);
        self.completion = Some(completion);
    }

    fn go_to(&mut self, position: usize) {
        if position < self.tabs.len() {
            self.current = position;
            // An answer belongs to the channel that it was begun in.
            self.reply = None;
            self.current_mut().is_looked_at();
        }
    }

    fn choose(&mut self, choose: impl Fn(&mut Tab)) {
        let room = self.room();
        let (look, tab) = self.look_and_tab();
        choose(tab);
        tab.log.show_chosen(room, |entry| rows(entry, &look).len());
    }

    fn leave(&mut self) {
        if self.tab().log.chosen().is_some() {
            self.current_mut().log.choose_none();
        } else if self.reply.take().is_none() {
            self.current_mut().log.follow();
        }
    }

    fn end(&mut self, ending: Ending) {
        self.effects.push_back(Effect::End(ending));
    }

    fn enter(&mut self, now: Now) {
        let is_chosen = self.tab().log.chosen().is_some();
        if self.prompt.text().trim().is_empty() {
            if is_chosen {
                self.answer_chosen(now);
            }
            return;
        }
        let channel = self.tab().channel.clone();
        match commands::understand(self.prompt.text(), &channel) {
            Ok(wanted) => self.perform(now, &channel, wanted),
            // It stays in the line, to be mended.
            Err(why) => self.tell(now, Tone::Bad, &why),
        }
    }

    fn perform(&mut self, now: Now, channel: &Login, wanted: Wanted) {
        match wanted {
            Wanted::Say(text) => {
                let reply = self.reply.take();
                return self.say(now, text, reply);
            }
            Wanted::Answer { login, text } => match self.last_of(&login) {
                Some(reply) => return self.say(now, text, Some(reply)),
                None => return self.tell_nothing_of(now, &login),
            },
            Wanted::DeleteLastOf(login) => match self.last_of(&login) {
                Some(found) => self.delete(channel, found.id),
                None => return self.tell_nothing_of(now, &login),
            },
            Wanted::Errand(form) => {
                let channel = channel.clone();
                self.effects
                    .push_back(Effect::Wish(Wish::Errand { channel, form }));
            }
            Wanted::Help(word) => self.help(now, word.as_deref()),
            Wanted::Join(channel) => self.join(channel),
            Wanted::Part => self.part(now),
            Wanted::Mouse => {
                self.has_wheel = !self.has_wheel;
                self.effects.push_back(Effect::TakeWheel(self.has_wheel));
                let words = match self.has_wheel {
                    true => {
                        "the wheel of the mouse looks back; /mouse gives it back to the terminal"
                    }
                    false => "the mouse marks text again",
                };
                self.tell(now, Tone::Plain, words);
            }
            Wanted::Quit => self.end(Ending::Done),
        }
        self.prompt.take();
        self.current_mut().log.choose_none();
    }

    /// Puts the message into the log at once; what became of it comes later.
    fn say(&mut self, now: Now, text: String, reply: Option<Answering>) {
        let length = text.chars().count();
        if length > MOST_LETTERS {
            let words = format!(
                "{length} characters were not said, as Twitch takes {MOST_LETTERS}; make it shorter"
            );
            self.reply = reply;
            return self.tell(now, Tone::Bad, &words);
        }
        self.prompt.take();
        let number = self.next_number;
        self.next_number += 1;
        let (shown, is_action) = match text.strip_prefix("/me ") {
            Some(action) => (action, true),
            None => (text.as_str(), false),
        };
        let login = self.my_login().map_or("you", Login::as_str).to_owned();
        let badges = self.tab().role.clone().unwrap_or_default();
        let body = Body::Said {
            pieces: vec![Piece::plain(harmless(shown))],
            is_action,
            reply: reply.as_ref().map(|reply| Answered {
                name: reply.login.clone(),
                text: reply.text.clone(),
            }),
            bits: None,
        };
        let fate = Fate::Sending;
        let entry = Entry {
            author: Some(Author {
                user_id: None,
                name: login.clone(),
                login,
                color: None,
                badges,
            }),
            ours: Some(Ours { number, fate }),
            ..Entry::new(now.at, body)
        };
        let tab = self.current_mut();
        tab.log.push(entry);
        tab.log.choose_none();
        let channel = tab.channel.clone();
        self.unsaid.add(number, channel.clone(), text.clone());
        self.effects.push_back(Effect::Wish(Wish::Say(Saying {
            channel,
            number,
            text,
            reply_to: reply.map(|reply| reply.id),
        })));
    }

    fn last_of(&self, login: &str) -> Option<Answering> {
        self.tab().log.last_of(login).and_then(answering)
    }

    fn tell_nothing_of(&mut self, now: Now, login: &str) {
        let words = format!("no message of {login} is here that is not gone");
        self.tell(now, Tone::Bad, &words);
    }

    fn answer_chosen(&mut self, now: Now) {
        match self.chosen() {
            Some(chosen) => {
                self.reply = Some(chosen);
                self.current_mut().log.choose_none();
            }
            None => self.tell(
                now,
                Tone::Bad,
                "this message has no id, so it cannot be answered",
            ),
        }
    }

    fn delete_chosen(&mut self, now: Now) {
        let Some(chosen) = self.chosen() else {
            return self.tell(
                now,
                Tone::Bad,
                "this message has no id, so it cannot be deleted",
            );
        };
        let channel = self.tab().channel.clone();
        self.delete(&channel, chosen.id);
        self.current_mut().log.choose_none();
    }

    fn delete(&mut self, channel: &Login, id: MessageId) {
        let form = ShortForm::Delete(Delete {
            id,
            channel: Channel {
                channel: Some(channel.clone()),
            },
        });
        self.effects.push_back(Effect::Wish(Wish::Errand {
            channel: channel.clone(),
            form: Box::new(form),
        }));
    }

    /// Enter is what confirms it.
    fn write_for_chosen(&mut self, command: &str, behind: &str) {
        let chosen = self.tab().log.chosen();
        let author = chosen.and_then(|(_, entry)| entry.author.as_ref());
        let Some(login) = author.map(|author| author.login.clone()) else {
            return;
        };
        self.prompt.set(&format!("/{command} {login}{behind}"));
        self.current_mut().log.choose_none();
    }

    fn chosen(&self) -> Option<Answering> {
        let (_, entry) = self.tab().log.chosen()?;
        answering(entry)
    }

    fn help(&mut self, now: Now, word: Option<&str>) {
        let mut lines = commands::help(word);
        if lines.is_empty() {
            lines.push("there is no such command; /help lists all of them".to_owned());
        }
        if word.is_none() {
            let keys = keys::KEYS.iter();
            lines.extend(keys.map(|(key, about)| format!("{key}: {about}")));
            lines.push(
                "Before the time, > marks what names you, * a first message, + a highlighted one."
                    .to_owned(),
            );
        }
        for line in lines {
            self.tell(now, Tone::Plain, &line);
        }
    }

    fn join(&mut self, channel: Login) {
        let known = self.tabs.iter().position(|tab| tab.channel == channel);
        if known.is_none() {
            self.tabs.push(Tab::new(channel.clone()));
            self.effects.push_back(Effect::Join(channel));
        }
        self.prompt.take();
        self.go_to(known.unwrap_or(self.tabs.len() - 1));
    }

    fn part(&mut self, now: Now) {
        if self.tabs.len() == 1 {
            return self.tell(
                now,
                Tone::Bad,
                "this is the only channel; /quit ends the program",
            );
        }
        let tab = self.tabs.remove(self.current);
        self.effects.push_back(Effect::Part(tab.channel));
        self.go_to(self.current.min(self.tabs.len() - 1));
    }

    /// The looks and the channel that is looked at, both at once.
    fn look_and_tab(&mut self) -> (Look<'_>, &mut Tab) {
        let look = Look {
            paint: self.paint,
            zone: &self.zone,
            width: self.area.width,
            rooms: &self.rooms,
        };
        let tab = self
            .tabs
            .get_mut(self.current)
            .expect("the current channel is always one of those that are there");
        (look, tab)
    }
}

/// What is needed to answer a message.
fn answering(entry: &Entry) -> Option<Answering> {
    Some(Answering {
        id: entry.id.clone()?,
        login: entry.author.as_ref()?.login.clone(),
        text: entry.text().chars().take(SHORT).collect(),
    })
}

/// So much of an answered message is shown.
const SHORT: usize = 40;
