//! Pinning a message above a chat: one for each room, for a time or until the stream ends. Who may pin is checked at the doors.

use std::sync::Arc;
use std::time::Duration;

use types::{MessageId, Timestamp, UserId};

use crate::chat::Chat;
use crate::chat::pin::{Pin, PinEnd, PinProblem};
use crate::world::World;

impl Chat {
    /// What is pinned in a room at this moment.
    pub(crate) fn pin(&self, world: &World, channel: &UserId) -> Option<&Pin> {
        let pin = self.pins.get(channel)?;
        let is_over = match pin.end {
            PinEnd::At(end) => end <= world.now,
            PinEnd::WithStream(since) => live_since(world, channel) != since,
        };
        (!is_over).then_some(pin)
    }

    /// Pins a message, until the stream ends if no time is given.
    pub(crate) fn pin_message(
        &mut self,
        world: &World,
        (channel, pinned_by): (&UserId, &UserId),
        (id, duration): (&MessageId, Option<Duration>),
    ) -> Result<(), PinProblem> {
        if self.pin(world, channel).is_some() {
            return Err(PinProblem::Taken);
        }
        let message = self.room(channel).memory.get(id);
        let message = message.map(Arc::clone).ok_or(PinProblem::Unknown)?;
        let pin = Pin {
            message,
            pinned_by: pinned_by.clone(),
            starts_at: world.now,
            updated_at: world.now,
            end: end(world, channel, duration),
        };
        self.pins.insert(channel.clone(), pin);
        Ok(())
    }

    /// Gives the pinned message another time, counted from now.
    pub(crate) fn change_pin(
        &mut self,
        world: &World,
        channel: &UserId,
        (id, duration): (&MessageId, Option<Duration>),
    ) -> Result<(), PinProblem> {
        self.pinned(world, channel, id)?;
        if let Some(pin) = self.pins.get_mut(channel) {
            pin.updated_at = world.now;
            pin.end = end(world, channel, duration);
        }
        Ok(())
    }

    /// Takes the pinned message down.
    pub(crate) fn unpin(
        &mut self,
        world: &World,
        channel: &UserId,
        id: &MessageId,
    ) -> Result<(), PinProblem> {
        self.pinned(world, channel, id)?;
        self.pins.remove(channel);
        Ok(())
    }

    fn pinned(&self, world: &World, channel: &UserId, id: &MessageId) -> Result<(), PinProblem> {
        match self.pin(world, channel) {
            Some(pin) if pin.message.id == *id => Ok(()),
            _ => Err(PinProblem::Unknown),
        }
    }
}

fn end(world: &World, channel: &UserId, duration: Option<Duration>) -> PinEnd {
    match duration {
        Some(duration) => PinEnd::At(world.now.plus(duration)),
        None => PinEnd::WithStream(live_since(world, channel)),
    }
}

fn live_since(world: &World, channel: &UserId) -> Option<Timestamp> {
    let channel = world.channels.get(channel);
    channel.and_then(|channel| channel.live_since)
}
