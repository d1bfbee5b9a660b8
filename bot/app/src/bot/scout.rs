//! Finds out when the network is back: whoever waits longer and longer between attempts would come back late after a long cut.
//!
//! It knocks at chat's door and says nothing there; logging in is the business of the chat connection, which counts its attempts.

use std::sync::Arc;
use std::time::Duration;

use auth::{Http, Tokens};
use irc::Health;
use irc::client::Address;
use tokio::net::TcpStream;
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};

use super::health::Vitals;
use crate::supervision::Ended;

/// Who looks, and whom to wake.
#[derive(Debug, Clone)]
pub(super) struct Scout {
    pub(super) vitals: watch::Receiver<Vitals>,
    pub(super) address: Address,
    /// Heard by the rounds, which know the chat connection.
    pub(super) link_up: Arc<Notify>,
    pub(super) accounts: Vec<Tokens>,
    /// The connections for requests.
    pub(super) http: Http,
}

/// Looks for the network whenever chat is down, as long as anybody goes the rounds.
pub(super) async fn keep(mut scout: Scout) -> Ended {
    let mut is_cut = false;
    loop {
        let is_down = |vitals: &Vitals| vitals.chat.health == Health::Down;
        if scout.vitals.wait_for(is_down).await.is_err() {
            return Ended::Meant;
        }
        // What leads nowhere for chat may lead nowhere for requests as well.
        scout.http.forget_connections();
        // Most connections are back before anybody has to look.
        sleep(Duration::from_millis(rand::random_range(PAUSE))).await;
        if !is_down(&scout.vitals.borrow()) {
            is_cut = false;
            continue;
        }
        let is_open = scout.knock().await;
        if is_cut && is_open {
            scout.wake();
        }
        // A server that takes connections and serves nobody is no cut, and is met with patience.
        is_cut = !is_open;
    }
}

impl Scout {
    async fn knock(&self) -> bool {
        let host = (self.address.host.as_str(), self.address.port);
        matches!(timeout(KNOCK, TcpStream::connect(host)).await, Ok(Ok(_)))
    }

    fn wake(&self) {
        tracing::info!("the network is back");
        self.link_up.notify_one();
        for tokens in &self.accounts {
            tokens.wake();
        }
    }
}

/// How long it rests before each knock, in milliseconds; drawn, so that not everybody behind one cut comes at once.
const PAUSE: std::ops::Range<u64> = 1_500..3_000;

/// How long a knock may take.
const KNOCK: Duration = Duration::from_secs(3);

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;
    use crate::bot::health;

    fn vitals(health: Health) -> Vitals {
        let now = tokio::time::Instant::now().into_std();
        let mut vitals = Vitals::new(now);
        vitals.chat.health = health;
        vitals
    }

    #[tokio::test(start_paused = true)]
    async fn i04_the_end_of_a_cut_is_told_within_seconds_and_only_the_end_of_a_cut() {
        // A port that was ours a moment ago is nobody's.
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("it listens").port();
        let (signs, seen) = watch::channel(vitals(Health::Down));
        let link_up = Arc::new(Notify::new());
        let address = format!("irc://127.0.0.1:{port}");
        let looking = tokio::spawn(keep(Scout {
            vitals: seen,
            address: address.parse().expect("an address"),
            link_up: Arc::clone(&link_up),
            accounts: Vec::new(),
            http: Http::new(),
        }));
        let patience = Duration::from_secs(9);
        let told = timeout(Duration::from_secs(5), link_up.notified()).await;
        assert!(
            told.is_err(),
            "there was no cut, and it was knocked once at least"
        );
        drop(listener);
        // Long enough for one knock that nobody answers.
        let told = timeout(Duration::from_secs(5), link_up.notified()).await;
        assert!(told.is_err(), "it is cut");
        let _listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .expect("our port");
        let told = timeout(patience, link_up.notified()).await;
        assert!(told.is_ok(), "the network is back");
        signs.send_replace(vitals(Health::Up));
        drop(signs);
        assert_eq!(looking.await.expect("it does not panic"), Ended::Meant);
        assert!(
            health::BEAT < Duration::from_millis(PAUSE.start),
            "it is seen in time that chat is up"
        );
    }
}
