//! Tells what happens: as objects on standard output, or as text there with what stands beside chat on standard error.

use irc::{Event, Message};
use serde_json::Value;
use tokio::sync::mpsc;

use super::happening;
use super::outcome::Outcome;
use crate::clock;
use crate::command::output;
use crate::inbound;
use crate::screen::pen::Pen;
use crate::screen::visible::{visible, visible_json};

/// Who tells what happens.
#[derive(Debug)]
pub(super) struct Teller {
    lines: mpsc::Sender<String>,
    is_json: bool,
    pen: Pen,
}

impl Teller {
    /// Tells into these lines.
    pub(super) fn new(lines: mpsc::Sender<String>, is_json: bool, has_channel_names: bool) -> Self {
        Self {
            lines,
            is_json,
            pen: Pen::new(has_channel_names),
        }
    }

    /// Waits until nobody reads any more.
    pub(super) async fn unread(&self) {
        self.lines.closed().await;
    }

    /// Tells what happened in chat or to the connection; what concerns nobody is left out.
    pub(super) async fn hear(&self, event: &Event) {
        match event {
            Event::Message(owned) => self.hear_message(&owned.message()).await,
            event => {
                let Some(happening) = happening::of_connection(event) else {
                    return;
                };
                self.tell(&happening.object, &happening.sentence).await;
            }
        }
    }

    /// Tells what became of a line.
    pub(super) async fn tell_outcome(&self, outcome: &Outcome) {
        self.tell(&outcome.object(), &outcome.words()).await;
    }

    async fn hear_message(&self, message: &Message<'_>) {
        let line = match self.is_json {
            true => happening::of_message(message).map(|object| written(&object)),
            false => inbound::shown(message, clock::now())
                .map(|shown| self.pen.write(&shown, str::to_owned)),
        };
        if let Some(line) = line {
            self.print(line).await;
        }
    }

    async fn tell(&self, object: &Value, sentence: &str) {
        if self.is_json {
            self.print(written(object)).await;
        } else {
            let lines: Vec<_> = sentence.split('\n').map(visible).collect();
            output::aside(&lines.join("\n"));
        }
    }

    /// That nobody reads any more is noticed by whoever waits for it.
    async fn print(&self, line: String) {
        let _unread = self.lines.send(line).await;
    }
}

/// One line, harmless also for whoever looks at it in a terminal.
fn written(object: &Value) -> String {
    visible_json(&object.to_string()).into_owned()
}
