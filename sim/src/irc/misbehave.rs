//! Mischief carried out: connections dropped, reset and sent away, floods let in. What is due, and for whom, is decided in `mischief`.

use std::sync::Arc;

use types::{Login, UserId};

use crate::chat::Stage;
use crate::chat::outbox::{Farewell, IrcId};
use crate::chat::said::{Said, SaidBy};
use crate::irc::Door;
use crate::mischief::Deed;
use crate::torrent::Torrent;

impl Door {
    /// Does everything that is due.
    pub(crate) fn misbehave(&mut self, stage: &mut Stage<'_>) {
        let now = stage.world.now;
        stage.chat.outboxes.now = now;
        for deed in stage.chat.outboxes.mischief.due(now) {
            self.carry_out(stage, deed);
        }
    }

    fn carry_out(&mut self, stage: &mut Stage<'_>, deed: Deed) {
        let outboxes = &mut stage.chat.outboxes;
        match deed {
            Deed::Drop(whom) => {
                for id in outboxes.meant_by(&whom) {
                    outboxes.break_off(id, Farewell::Cut);
                }
            }
            Deed::Reset(whom) => {
                for id in outboxes.meant_by(&whom) {
                    outboxes.break_off(id, Farewell::Reset);
                }
            }
            Deed::Reconnect { whom, closes_in } => {
                for id in outboxes.meant_by(&whom) {
                    if let Some(session) = self.sessions.get_mut(&id) {
                        session.order_reconnect(stage, closes_in);
                    }
                }
            }
            Deed::Pour {
                order,
                whom,
                channel,
                wanted,
                seed,
                tally,
            } => {
                for id in outboxes.meant_by(&whom) {
                    let rooms = rooms_of(stage, id, channel.as_ref());
                    if rooms.is_empty() {
                        continue;
                    }
                    let torrent = Torrent {
                        order,
                        wanted: wanted.clone(),
                        seed,
                        rooms,
                        tally: Arc::clone(&tally),
                    };
                    stage.chat.outboxes.pour(id, torrent);
                }
            }
            Deed::Dam(order) => outboxes.dam(order),
            Deed::LookAgain => outboxes.wake_all(),
            Deed::Flood {
                channel,
                first,
                count,
            } => flood(stage, channel, first..first + count),
            Deed::Release { connection, line } => outboxes.release(connection, line),
        }
    }
}

/// The rooms in which a connection is, or the one that is meant if it is there.
fn rooms_of(stage: &Stage<'_>, id: IrcId, meant: Option<&UserId>) -> Vec<(Login, UserId)> {
    let joined = stage.chat.joined_on(id);
    let joined = joined.filter(|channel| meant.is_none_or(|meant| meant == *channel));
    let named = joined.filter_map(|channel| {
        let owner = stage.world.users.get(channel.as_str())?;
        Some((owner.login.clone(), channel.clone()))
    });
    named.collect()
}

/// One viewer after the other says a numbered line.
fn flood(stage: &mut Stage<'_>, channel: Option<UserId>, numbers: std::ops::Range<u64>) {
    let cast = &stage.world.cast;
    let channel = channel.unwrap_or_else(|| cast.broadcaster.clone());
    let users = stage.world.users.iter().map(|user| user.id.clone());
    let viewers: Vec<UserId> = users
        .filter(|user| *user != cast.bot && *user != cast.broadcaster)
        .collect();
    // In a world of two, the broadcaster has to do it.
    let viewers = if viewers.is_empty() {
        vec![cast.broadcaster.clone()]
    } else {
        viewers
    };
    for (number, viewer) in numbers.zip(viewers.iter().cycle()) {
        let text = format!("line {number} of the flood");
        let said = Said::new(channel.clone(), viewer.clone(), text, SaidBy::Viewer);
        stage.chat.say(stage.world, &said);
    }
}
