//! How a poll or a prediction stands: as a chart, as a line, as an object, and in the end as a sentence. It asks nobody and knows no clock.

use helix::polls::{Poll, PollStatus};
use helix::predictions::{Prediction, PredictionStatus};
use serde_json::{Value, json};
use types::Timestamp;

use super::chart::{Bar, Chart};
use crate::spoken;

/// A poll or a prediction at one moment.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tally {
    /// Twitch's id for it.
    pub id: String,
    /// What was asked.
    pub title: String,
    /// What it is.
    pub kind: Kind,
    /// How far it is.
    pub stage: Stage,
    /// What can be chosen, in the order in which it was given.
    pub choices: Vec<Choice>,
    /// Until when votes or bets are taken.
    pub ends_at: Option<Timestamp>,
    /// The status in Twitch's word.
    status: String,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Votes.
    Poll,
    /// Channel points.
    Prediction,
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Viewers take part.
    Running,
    /// Nobody can bet any more, and the outcome is not known yet.
    Locked,
    /// Its time was up.
    Completed,
    /// It was ended before.
    Ended,
    /// It was ended, and viewers do not see the result.
    Hidden,
    /// This outcome, by its position, was the right one.
    Resolved(Option<usize>),
    /// Everybody got the points back.
    Canceled,
    /// Something else happened to it.
    Other,
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Twitch's id for it.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Votes, or channel points.
    pub amount: u64,
    /// How many of the votes were bought, or how many people bet on it.
    pub besides: u64,
}

impl Tally {
    /// Whether nothing will change any more.
    pub(crate) fn is_over(&self) -> bool {
        !matches!(self.stage, Stage::Running | Stage::Locked)
    }

    /// All votes, or all points.
    pub(crate) fn total(&self) -> u64 {
        self.choices
            .iter()
            .fold(0, |sum, choice| sum.saturating_add(choice.amount))
    }

    /// What it is called in sentences.
    pub(crate) fn named(&self) -> String {
        let what = match self.kind {
            Kind::Poll => "Poll",
            Kind::Prediction => "Prediction",
        };
        format!("{what} \"{}\"", self.title)
    }

    /// How it stands, as a chart.
    pub(crate) fn chart(&self, now: Timestamp) -> Chart {
        let leading = self.leading();
        let shares = self.choices.iter().zip(self.percents());
        let bars = shares.enumerate().map(|(position, share)| {
            let (choice, _) = share;
            let is_ahead = match self.stage {
                Stage::Resolved(winner) => winner == Some(position),
                _ => leading.contains(&position),
            };
            let won = match (&self.stage, is_ahead) {
                (Stage::Resolved(_), true) => "✓ ",
                _ => "",
            };
            Bar {
                label: choice.title.clone(),
                amount: choice.amount,
                figures: format!("{won}{}", self.figures(share)),
                is_ahead,
            }
        });
        Chart {
            title: self.title.clone(),
            state: self.state(now),
            bars: bars.collect(),
            foot: self.foot(),
        }
    }

    /// How it stands, in one line.
    pub(crate) fn line(&self, now: Timestamp) -> String {
        let choices: Vec<String> = self
            .choices
            .iter()
            .zip(self.percents())
            .map(|share| format!("{} {}", share.0.title, self.figures(share)))
            .collect();
        format!(
            "{}: {}; {}",
            self.title,
            choices.join(", "),
            self.state(now)
        )
    }

    /// How it ended, or that it goes on, as a sentence.
    pub(crate) fn result(&self) -> String {
        let named = self.named();
        match self.stage {
            Stage::Running => format!("{named} runs: {}.", self.standing()),
            Stage::Locked => format!("{named} takes no more bets: {}.", self.standing()),
            Stage::Completed => format!("{named} is over: {}.", self.standing()),
            Stage::Ended => format!("{named} was ended: {}.", self.standing()),
            Stage::Hidden => format!(
                "{named} was ended, and viewers do not see the result: {}.",
                self.standing()
            ),
            Stage::Resolved(winner) => {
                let won = winner.and_then(|winner| self.choices.get(winner));
                let title = won.map_or("nothing that is listed", |won| won.title.as_str());
                let share = match won.map_or(0, |won| won.besides) {
                    0 => "nobody had bet on it".to_owned(),
                    1 => format!("one person gets {}", self.points()),
                    people => format!("{} people share {}", spoken::number(people), self.points()),
                };
                format!("{named} is resolved: \"{title}\" was right, and {share}.")
            }
            Stage::Canceled => format!("{named} was canceled, and everybody gets the points back."),
            Stage::Other => format!("{named} is over; Twitch calls it {}.", self.status),
        }
    }

    /// As an object for scripts.
    pub(crate) fn to_json(&self) -> Value {
        let (event, amount, besides) = match self.kind {
            Kind::Poll => ("poll", "votes", "channel_points_votes"),
            Kind::Prediction => ("prediction", "channel_points", "users"),
        };
        let choices = self.choices.iter().map(|choice| {
            json!({
                "id": choice.id,
                "title": choice.title,
                amount: choice.amount,
                besides: choice.besides,
            })
        });
        let winner = match self.stage {
            Stage::Resolved(winner) => winner,
            _ => None,
        };
        json!({
            "event": event,
            "id": self.id,
            "title": self.title,
            "status": self.status,
            "ends_at": self.ends_at,
            "choices": choices.collect::<Vec<_>>(),
            "winner": winner.and_then(|winner| self.choices.get(winner)).map(|won| &won.title),
        })
    }

    /// Those with the most, if anybody took part.
    fn leading(&self) -> Vec<usize> {
        let most = self.choices.iter().map(|choice| choice.amount).max();
        let most = most.filter(|most| *most > 0);
        let choices = self.choices.iter().enumerate();
        choices
            .filter(|(_, choice)| Some(choice.amount) == most)
            .map(|(position, _)| position)
            .collect()
    }

    /// Who is ahead, in words.
    fn standing(&self) -> String {
        let leading: Vec<&Choice> = self
            .leading()
            .into_iter()
            .filter_map(|position| self.choices.get(position))
            .collect();
        let quoted: Vec<String> = leading
            .iter()
            .map(|choice| format!("\"{}\"", choice.title))
            .collect();
        let (one, many, did) = match self.kind {
            Kind::Poll => ("vote", "votes", "voted"),
            Kind::Prediction => ("point", "points", "bet"),
        };
        let verb = if self.is_over() { "wins" } else { "is ahead" };
        match leading.as_slice() {
            [] => format!("nobody {did}{}", if self.is_over() { "" } else { " yet" }),
            [first] => {
                let all = spoken::count(self.total(), one, many);
                format!(
                    "{} {verb} with {} of {all}",
                    quoted[0],
                    spoken::number(first.amount)
                )
            }
            [first, ..] => {
                let each = spoken::count(first.amount, one, many);
                format!("{} are level with {each} each", spoken::list(&quoted))
            }
        }
    }

    fn state(&self, now: Timestamp) -> String {
        match self.stage {
            Stage::Running => match self.ends_at {
                Some(end) => format!("{} left", spoken::countdown(end.since(now))),
                None => "runs".to_owned(),
            },
            Stage::Locked => "no more bets".to_owned(),
            Stage::Resolved(_) => "resolved".to_owned(),
            Stage::Canceled => "canceled".to_owned(),
            Stage::Completed | Stage::Ended | Stage::Hidden | Stage::Other => "over".to_owned(),
        }
    }

    fn foot(&self) -> String {
        let besides: u64 = self.choices.iter().map(|choice| choice.besides).sum();
        match self.kind {
            Kind::Poll => {
                let votes = spoken::count(self.total(), "vote", "votes");
                match besides {
                    0 => votes,
                    bought => format!("{votes}, {} of them bought", spoken::number(bought)),
                }
            }
            Kind::Prediction => format!(
                "{} from {}",
                self.points(),
                spoken::count(besides, "person", "people")
            ),
        }
    }

    fn points(&self) -> String {
        spoken::count(self.total(), "point", "points")
    }

    fn figures(&self, (choice, percent): (&Choice, u128)) -> String {
        match self.kind {
            Kind::Poll => format!("{} ({percent} %)", spoken::number(choice.amount)),
            Kind::Prediction => format!(
                "{} of {} ({percent} %)",
                spoken::count(choice.amount, "point", "points"),
                spoken::number(choice.besides)
            ),
        }
    }

    /// The share of each choice in whole percents, which add up to a hundred: what rounding down leaves over goes to
    /// the choices that it took most from, the first of equals first.
    fn percents(&self) -> Vec<u128> {
        let total = u128::from(self.total());
        if total == 0 {
            return vec![0; self.choices.len()];
        }
        let hundredfold = |choice: &Choice| u128::from(choice.amount) * 100;
        let mut percents: Vec<u128> = self
            .choices
            .iter()
            .map(|choice| hundredfold(choice) / total)
            .collect();
        let mut lost: Vec<(usize, u128)> = self
            .choices
            .iter()
            .map(|choice| hundredfold(choice) % total)
            .enumerate()
            .collect();
        lost.sort_by_key(|(_, rest)| std::cmp::Reverse(*rest));
        let left_over = 100_u128.saturating_sub(percents.iter().sum());
        let left_over = usize::try_from(left_over).unwrap_or(0);
        for (position, _) in lost.into_iter().take(left_over) {
            percents[position] += 1;
        }
        percents
    }
}

impl From<&Poll> for Tally {
    fn from(poll: &Poll) -> Self {
        let stage = match &poll.status {
            PollStatus::Active => Stage::Running,
            PollStatus::Completed => Stage::Completed,
            PollStatus::Terminated => Stage::Ended,
            PollStatus::Archived => Stage::Hidden,
            _ => Stage::Other,
        };
        let choices = poll.choices.iter().map(|choice| Choice {
            id: choice.id.clone(),
            title: choice.title.clone(),
            amount: unsigned(choice.votes),
            besides: unsigned(choice.channel_points_votes),
        });
        Self {
            id: poll.id.clone(),
            title: poll.title.clone(),
            kind: Kind::Poll,
            stage,
            choices: choices.collect(),
            ends_at: end(poll.started_at, poll.duration),
            status: poll.status.to_string(),
        }
    }
}

impl From<&Prediction> for Tally {
    fn from(prediction: &Prediction) -> Self {
        let winner = prediction.winning_outcome_id.as_ref();
        let stage = match &prediction.status {
            PredictionStatus::Active => Stage::Running,
            PredictionStatus::Locked => Stage::Locked,
            PredictionStatus::Canceled => Stage::Canceled,
            PredictionStatus::Resolved => Stage::Resolved(
                prediction
                    .outcomes
                    .iter()
                    .position(|outcome| Some(&outcome.id) == winner),
            ),
            _ => Stage::Other,
        };
        let choices = prediction.outcomes.iter().map(|outcome| Choice {
            id: outcome.id.clone(),
            title: outcome.title.clone(),
            amount: unsigned(outcome.channel_points),
            besides: unsigned(outcome.users),
        });
        Self {
            id: prediction.id.clone(),
            title: prediction.title.clone(),
            kind: Kind::Prediction,
            stage,
            choices: choices.collect(),
            ends_at: end(prediction.created_at, prediction.prediction_window),
            status: prediction.status.to_string(),
        }
    }
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn end(start: Option<Timestamp>, seconds: i64) -> Option<Timestamp> {
    let length = std::time::Duration::from_secs(unsigned(seconds));
    start.map(|start| start.plus(length))
}

#[cfg(test)]
mod tests {
    use helix::Request;
    use helix::polls::GetPolls;
    use helix::predictions::GetPredictions;

    use super::*;

    fn poll(status: &str, votes: [u64; 2]) -> Tally {
        let body = json!({"data": [{
            "id": "p", "title": "Tea or coffee?", "status": status, "duration": 300,
            "started_at": "2026-11-22T12:00:00Z",
            "choices": [
                {"id": "t", "title": "Tea", "votes": votes[0], "channel_points_votes": 1},
                {"id": "c", "title": "Coffee", "votes": votes[1], "channel_points_votes": 0},
            ],
        }]});
        let page = GetPolls::<()>::decode(body.to_string().as_bytes()).expect("a list");
        Tally::from(&page.data[0])
    }

    fn prediction(status: &str, winner: &Value) -> Tally {
        let body = json!({"data": [{
            "id": "p", "title": "Boils over?", "status": status, "prediction_window": 60,
            "created_at": "2026-11-22T12:00:00Z", "winning_outcome_id": winner,
            "outcomes": [
                {"id": "y", "title": "Yes", "users": 3, "channel_points": 1500},
                {"id": "n", "title": "No", "users": 1, "channel_points": 500},
            ],
        }]});
        let page = GetPredictions::<()>::decode(body.to_string().as_bytes()).expect("a list");
        Tally::from(&page.data[0])
    }

    #[test]
    fn percents_add_up_to_a_hundred() {
        for (votes, expected) in [
            (vec![5, 1, 2], vec![63, 12, 25]),
            (vec![1, 1, 1], vec![34, 33, 33]),
            (vec![0, 0], vec![0, 0]),
            (vec![7], vec![100]),
            (vec![199, 1], vec![100, 0]),
            (vec![1, 1, 6], vec![13, 12, 75]),
        ] {
            let mut tally = poll("ACTIVE", [0, 0]);
            let choice = tally.choices[0].clone();
            tally.choices = votes
                .iter()
                .map(|amount| Choice {
                    amount: *amount,
                    ..choice.clone()
                })
                .collect();
            assert_eq!(tally.percents(), expected, "{votes:?}");
        }
    }

    #[test]
    fn the_result_is_told_in_a_sentence() {
        for (tally, expected) in [
            (
                poll("COMPLETED", [12, 8]),
                "Poll \"Tea or coffee?\" is over: \"Tea\" wins with 12 of 20 votes.",
            ),
            (
                poll("TERMINATED", [5, 5]),
                "Poll \"Tea or coffee?\" was ended: \"Tea\" and \"Coffee\" are level with 5 votes each.",
            ),
            (
                poll("ARCHIVED", [0, 0]),
                "Poll \"Tea or coffee?\" was ended, and viewers do not see the result: nobody voted.",
            ),
            (
                poll("ACTIVE", [0, 1]),
                "Poll \"Tea or coffee?\" runs: \"Coffee\" is ahead with 1 of 1 vote.",
            ),
            (
                poll("FROZEN", [1, 1]),
                "Poll \"Tea or coffee?\" is over; Twitch calls it FROZEN.",
            ),
            (
                prediction("RESOLVED", &"y".into()),
                "Prediction \"Boils over?\" is resolved: \"Yes\" was right, and 3 people share 2,000 points.",
            ),
            (
                prediction("CANCELED", &Value::Null),
                "Prediction \"Boils over?\" was canceled, and everybody gets the points back.",
            ),
            (
                prediction("LOCKED", &Value::Null),
                "Prediction \"Boils over?\" takes no more bets: \"Yes\" is ahead with 1,500 of 2,000 points.",
            ),
        ] {
            assert_eq!(tally.result(), expected);
        }
    }

    #[test]
    fn a_running_one_tells_its_shares_and_the_time_that_is_left() {
        let now: Timestamp = "2026-11-22T12:00:28Z".parse().expect("a moment");
        assert_eq!(
            poll("ACTIVE", [2, 1]).line(now),
            "Tea or coffee?: Tea 2 (67 %), Coffee 1 (33 %); 4:32 left"
        );
        assert_eq!(
            prediction("ACTIVE", &Value::Null).chart(now).foot,
            "2,000 points from 4 people"
        );
        assert_eq!(
            poll("ACTIVE", [2, 1]).chart(now).foot,
            "3 votes, 1 of them bought"
        );
        let late: Timestamp = "2026-11-22T13:00:00Z".parse().expect("a moment");
        assert_eq!(poll("ACTIVE", [0, 0]).chart(late).state, "0:00 left");
    }
}
