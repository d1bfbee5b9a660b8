//! Remembers what became of messages: gathers it beside the rounds, and brings it to the store every few seconds. Showing it is `command/outbox`'s.
//!
//! Whoever sends never waits for the disk. A process that is killed loses what it gathered since the last time.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::{OUTCOMES, OutcomeCount, Store};
use tokio::sync::{Notify, watch};
use types::Timestamp;

use crate::drop_code::ours;
use crate::outbox::Wait;
use crate::outbox::outgoing::Outgoing;
use crate::outcome::Outcome;

/// Where outcomes are gathered. Cloning gives the same one.
#[derive(Debug, Clone, Default)]
pub(crate) struct OutcomeLog {
    gathered: Arc<Mutex<Gathered>>,
    something: Arc<Notify>,
}

/// What is not in the store yet; a flood leaves no more of it than the store would keep.
#[derive(Debug, Default)]
struct Gathered {
    rows: VecDeque<store::Outcome>,
    counts: BTreeMap<(&'static str, String), OutcomeCount>,
}

impl OutcomeLog {
    /// Takes one.
    pub(crate) fn note(&self, at: Timestamp, outgoing: &Outgoing, outcome: &Outcome) {
        let mut gathered = self.gathered();
        let kind = outcome.kind();
        let mut name = (kind, outcome.code().to_owned());
        // Twitch may make codes up as it likes; they must not fill the memory.
        if gathered.counts.len() >= MOST_CODES && !gathered.counts.contains_key(&name) {
            OTHERS.clone_into(&mut name.1);
        }
        let count = OutcomeCount {
            kind: kind.to_owned(),
            code: name.1.clone(),
            times: 1,
            since: at,
            last_at: at,
        };
        gathered.count(name, count);
        gathered.push(row(at, outgoing, outcome));
        drop(gathered);
        self.something.notify_one();
    }

    /// Brings what is gathered to the store every few seconds, and once more at the end.
    pub(crate) async fn keep(self, store: Store, mut ended: watch::Receiver<bool>) {
        let mut is_told = false;
        loop {
            tokio::select! {
                biased;
                _ = ended.wait_for(|ended| *ended) => break,
                () = self.something.notified() => {}
            }
            // What comes meanwhile goes along; the end is not waited for.
            drop(tokio::time::timeout(PAUSE, ended.wait_for(|ended| *ended)).await);
            is_told = self.save_or_tell(&store, is_told).await;
        }
        self.save_or_tell(&store, false).await;
    }

    /// Saves; a store that fails is told of once, and is tried again with the next outcome.
    async fn save_or_tell(&self, store: &Store, is_told: bool) -> bool {
        let Err(error) = self.save(store).await else {
            return false;
        };
        if is_told {
            tracing::debug!(%error, "outcomes of messages still cannot be kept");
        } else {
            tracing::warn!(%error, "cannot keep what became of messages; it is tried again");
        }
        true
    }

    async fn save(&self, store: &Store) -> Result<(), store::Error> {
        let taken = std::mem::take(&mut *self.gathered());
        if taken.rows.is_empty() {
            return Ok(());
        }
        let rows: Vec<_> = taken.rows.iter().cloned().collect();
        let counts: Vec<_> = taken.counts.values().cloned().collect();
        let saved = store.add_outcomes(&rows, &counts).await;
        if saved.is_err() {
            self.gathered().put_back(taken);
        }
        saved
    }

    fn gathered(&self) -> MutexGuard<'_, Gathered> {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Gathered {
    fn push(&mut self, row: store::Outcome) {
        self.rows.push_back(row);
        if self.rows.len() as i64 > OUTCOMES {
            self.rows.pop_front();
        }
    }

    fn count(&mut self, name: (&'static str, String), count: OutcomeCount) {
        match self.counts.get_mut(&name) {
            Some(known) => {
                known.times += count.times;
                known.since = known.since.min(count.since);
                known.last_at = known.last_at.max(count.last_at);
            }
            None => {
                self.counts.insert(name, count);
            }
        }
    }

    /// What could not be saved stands before what came meanwhile.
    fn put_back(&mut self, mut taken: Self) {
        for (name, count) in std::mem::take(&mut taken.counts) {
            self.count(name, count);
        }
        for row in std::mem::take(&mut self.rows) {
            taken.push(row);
        }
        self.rows = taken.rows;
    }
}

/// An outcome as the store keeps it.
fn row(at: Timestamp, outgoing: &Outgoing, outcome: &Outcome) -> store::Outcome {
    store::Outcome {
        at,
        channel: outgoing.channel.clone(),
        text: outgoing.text.clone(),
        cause: outgoing.cause.clone(),
        kind: outcome.kind().to_owned(),
        code: outcome.code().to_owned(),
        said: outcome.said().map(str::to_owned),
        message: match outcome {
            Outcome::Sent { id } => id.clone(),
            _ => None,
        },
    }
}

/// An outcome as the store kept it.
pub(crate) fn outcome(row: &store::Outcome) -> Outcome {
    let (code, said) = (row.code.clone(), row.said.clone().unwrap_or_default());
    match row.kind.as_str() {
        "sent" => Outcome::Sent {
            id: row.message.clone(),
        },
        "dropped" => Outcome::Dropped { code, text: said },
        "expired" => Outcome::Expired {
            wait: if code == ours::TOO_SLOW {
                Wait::Answer
            } else {
                Wait::Limits
            },
        },
        "refused" => Outcome::Refused {
            code,
            said: row.said.clone(),
        },
        _ => Outcome::Unknown { reason: said },
    }
}

/// So much may be lost if the process is killed, and what the disk takes to it.
const PAUSE: Duration = Duration::from_secs(2);

const MOST_CODES: usize = 200;
const OTHERS: &str = "others";

#[cfg(test)]
mod tests {
    use engine::Priority;
    use types::{MessageId, UserId};

    use super::*;

    fn outgoing(number: i64) -> Outgoing {
        Outgoing {
            channel: UserId::new("1001"),
            text: number.to_string(),
            reply_to: None,
            priority: Priority::Reply,
            cause: MessageId::new("cause"),
        }
    }

    fn dropped(code: &str) -> Outcome {
        Outcome::Dropped {
            code: code.to_owned(),
            text: "Twitch's words".to_owned(),
        }
    }

    async fn store() -> Store {
        let key = store::KeySource::File("unused.key".into());
        let settings = store::Settings::new(key);
        let store = Store::open("sqlite::memory:", &settings).await;
        store.expect("memory can be opened")
    }

    #[tokio::test]
    async fn s01_what_is_gathered_is_in_the_store_when_the_bot_has_ended() {
        let (log, store) = (OutcomeLog::default(), store().await);
        let outcomes = [
            Outcome::Sent {
                id: Some(MessageId::new("0d9c")),
            },
            dropped("msg_slowmode"),
            Outcome::Unknown {
                reason: "the network".to_owned(),
            },
            Outcome::Expired { wait: Wait::Limits },
            Outcome::Expired { wait: Wait::Answer },
            Outcome::Refused {
                code: "too_many".to_owned(),
                said: None,
            },
            Outcome::Refused {
                code: "msg_timedout".to_owned(),
                said: Some("refused a moment ago".to_owned()),
            },
        ];
        for (number, outcome) in (0..).zip(&outcomes) {
            let at = Timestamp::from_unix_millis(number);
            log.note(at, &outgoing(number), outcome);
        }
        let (end, ended) = watch::channel(false);
        let keeping = tokio::spawn(log.clone().keep(store.clone(), ended));
        end.send_replace(true);
        keeping.await.expect("it ends by itself");
        let kept = store.outcomes().await.expect("they can be read");
        let kept: Vec<_> = kept.iter().rev().map(|(row, _)| outcome(row)).collect();
        assert_eq!(kept, outcomes);
        let counts = store.outcome_counts().await.expect("they can be read");
        assert_eq!(counts.iter().map(|count| count.times).sum::<i64>(), 7);
    }

    #[tokio::test]
    async fn d03_what_the_store_does_not_take_is_kept_in_bounded_room_and_in_its_order() {
        let (log, store) = (OutcomeLog::default(), store().await);
        store.close().await;
        for number in 0..1_500 {
            let at = Timestamp::from_unix_millis(number);
            log.note(at, &outgoing(number), &dropped(&format!("code_{number}")));
            if number == 700 {
                log.save(&store).await.expect_err("the store is closed");
            }
        }
        log.note(
            Timestamp::from_unix_millis(1),
            &outgoing(1_500),
            &dropped("code_1"),
        );
        let gathered = log.gathered();
        let texts: Vec<_> = gathered.rows.iter().map(|row| row.text.clone()).collect();
        let expected: Vec<_> = (501..=1_500).map(|number| number.to_string()).collect();
        assert_eq!(texts, expected);
        assert!(gathered.counts.len() <= MOST_CODES + 1);
        let times: i64 = gathered.counts.values().map(|count| count.times).sum();
        assert_eq!(times, 1_501);
        // What was known before there were too many is still told apart.
        let known = &gathered.counts[&("dropped", "code_1".to_owned())];
        assert_eq!(known.times, 2);
    }
}
