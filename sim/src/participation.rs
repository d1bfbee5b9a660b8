//! What viewers do in a channel beside talking: they vote, put points on outcomes, redeem rewards, cheer and donate. Nobody but viewers does this; bots and broadcasters have the REST door.

use types::UserId;

use crate::chat::Stage;
use crate::chat::said::{Outcome, Payment, Said, SaidBy};
use crate::world::community::bits::Cheer;
use crate::world::community::campaign::Donation;
use crate::world::community::hype_train::{Contribution, ContributionKind};
use crate::world::community::reward::Moment;

/// One viewer in one channel.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Viewer<'a> {
    pub(crate) channel: &'a UserId,
    pub(crate) user: &'a UserId,
    /// The door that they speak by, should there be something to say.
    pub(crate) door: SaidBy,
}

/// One thing that a viewer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Participation {
    /// The vote that everybody has in the running poll, or extra votes that are paid for.
    Vote {
        choice: usize,
        bought: u32,
    },
    /// Points on an outcome of the open prediction.
    Predict {
        outcome: usize,
        points: u64,
    },
    /// A reward, by its place among the channel's rewards.
    Redeem {
        reward: usize,
        input: String,
    },
    Cheer {
        bits: u32,
        text: String,
    },
    Donate {
        cents: u64,
    },
}

impl Viewer<'_> {
    /// Does it.
    ///
    /// # Errors
    /// The reason why it cannot be done, to be read after the name of who wanted to.
    pub(crate) fn take_part(
        &self,
        stage: &mut Stage<'_>,
        what: &Participation,
    ) -> Result<(), String> {
        match what {
            Participation::Vote { choice, bought } => {
                self.vote(stage, *choice, *bought).map_err(str::to_owned)
            }
            Participation::Predict { outcome, points } => self
                .predict(stage, *outcome, *points)
                .map_err(str::to_owned),
            Participation::Redeem { reward, input } => self.redeem(stage, *reward, input),
            Participation::Cheer { bits, text } => self.cheer(stage, *bits, text),
            Participation::Donate { cents } => self.donate(stage, *cents).map_err(str::to_owned),
        }
    }

    fn vote(&self, stage: &mut Stage<'_>, choice: usize, bought: u32) -> Result<(), &'static str> {
        let community = stage.world.community(self.channel);
        let Some(poll) = community.polls.last_mut().filter(|poll| poll.is_running()) else {
            return Err("no poll is running");
        };
        if choice >= poll.choices.len() {
            return Err("the poll has no such choice");
        }
        if bought == 0 {
            let is_new = poll.vote(self.user, choice);
            return if is_new {
                Ok(())
            } else {
                Err("they have voted")
            };
        }
        let Some(price) = poll.channel_points_per_vote else {
            return Err("no votes can be bought in this poll");
        };
        if !community
            .points
            .spend(self.user, u64::from(price) * u64::from(bought))
        {
            return Err("they do not have so many channel points");
        }
        poll.add_bought_votes(choice, bought);
        Ok(())
    }

    fn predict(
        &self,
        stage: &mut Stage<'_>,
        outcome: usize,
        points: u64,
    ) -> Result<(), &'static str> {
        let community = stage.world.community(self.channel);
        let Some(prediction) = community.predictions.last_mut() else {
            return Err("there is no prediction");
        };
        prediction.bet((self.user, points), outcome, &mut community.points)
    }

    fn redeem(&self, stage: &mut Stage<'_>, reward: usize, input: &str) -> Result<(), String> {
        let channel = stage.world.channels.get(self.channel);
        let moment = Moment {
            now: stage.world.now,
            live_since: channel.and_then(|channel| channel.live_since),
        };
        let id = stage.world.random_uuid();
        let community = stage.world.community(self.channel);
        let Some(reward) = community.rewards.get_mut(reward) else {
            return Err("there is no such reward".to_owned());
        };
        reward
            .redeem((id, self.user, input), moment, &mut community.points)
            .map_err(str::to_owned)?;
        if reward.needs_input {
            let reward = reward.id.clone();
            let said = Said {
                payment: Some(Payment::Reward(reward)),
                ..self.says(input)
            };
            heard(&stage.chat.say(stage.world, &said))?;
        }
        Ok(())
    }

    fn cheer(&self, stage: &mut Stage<'_>, bits: u32, text: &str) -> Result<(), String> {
        let said = Said {
            payment: Some(Payment::Bits(bits)),
            ..self.says(format!("Cheer{bits} {text}").trim_end())
        };
        heard(&stage.chat.say(stage.world, &said))?;
        let now = stage.world.now;
        let community = stage.world.community(self.channel);
        community.cheers.push(Cheer {
            user: self.user.clone(),
            bits: bits.into(),
            at: now,
        });
        community.trains.contribute(Contribution {
            user: self.user.clone(),
            kind: ContributionKind::Bits,
            points: bits.into(),
            at: now,
        });
        Ok(())
    }

    fn donate(&self, stage: &mut Stage<'_>, cents: u64) -> Result<(), &'static str> {
        let id = stage.world.random_uuid();
        let community = stage.world.community(self.channel);
        let Some(campaign) = &mut community.campaign else {
            return Err("the channel collects for no charity");
        };
        campaign.donations.push(Donation {
            id,
            user: self.user.clone(),
            cents,
        });
        Ok(())
    }

    fn says(&self, text: &str) -> Said {
        Said::new(self.channel.clone(), self.user.clone(), text, self.door)
    }
}

/// Whether a message reached its room.
fn heard(outcome: &Outcome) -> Result<(), String> {
    match outcome {
        Outcome::Sent { .. } => Ok(()),
        Outcome::Dropped(dropped) => Err(format!("chat dropped the message: {}", dropped.text)),
        Outcome::Refused(refusal) => Err(format!("chat refused the message: {refusal:?}")),
    }
}
