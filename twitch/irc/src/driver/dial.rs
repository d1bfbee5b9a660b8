//! The way to a server that has several addresses, of which some may lead nowhere; what is said there is not its business.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{sleep, timeout};

/// The addresses that a name had when it was last found; they are used again while nobody can tell them.
#[derive(Debug, Clone, Default)]
pub(super) struct KnownAddresses(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    addresses: Vec<SocketAddr>,
    /// Which address answered first the last time.
    winner: Option<SocketAddr>,
}

impl KnownAddresses {
    /// Connects to the first address that answers.
    pub(super) async fn connect(&self, host: &str, port: u16) -> io::Result<TcpStream> {
        let lookup = timeout(LOOKUP_TIME, lookup_host((host, port))).await;
        let found = lookup.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()));
        let addresses = self.choose(found.map(Iterator::collect))?;
        let stream = race(addresses, TcpStream::connect).await?;
        self.known().winner = stream.peer_addr().ok();
        Ok(stream)
    }

    /// The addresses to try: those that were found, or the ones of the last time.
    ///
    /// The winner of the last time comes last: an address that takes connections and then swallows what is sent would
    /// win for ever.
    fn choose(&self, found: io::Result<Vec<SocketAddr>>) -> io::Result<VecDeque<SocketAddr>> {
        let mut known = self.known();
        match found {
            Ok(found) if !found.is_empty() => known.addresses = found,
            Ok(_) if known.addresses.is_empty() => {
                let reason = "the name has no address";
                return Err(io::Error::new(io::ErrorKind::NotFound, reason));
            }
            Err(error) if known.addresses.is_empty() => return Err(error),
            Ok(_) | Err(_) => {}
        }
        let mut addresses = alternate(&known.addresses);
        let winner = known.winner;
        addresses
            .make_contiguous()
            .sort_by_key(|address| Some(*address) == winner);
        Ok(addresses)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts IPv6 and IPv4 in turns, beginning with what the system put first.
fn alternate(addresses: &[SocketAddr]) -> VecDeque<SocketAddr> {
    let is_first_kind = |address: &&SocketAddr| {
        let first = addresses.first();
        first.is_some_and(|first| first.is_ipv6() == address.is_ipv6())
    };
    let mut first = addresses.iter().filter(is_first_kind);
    let mut second = addresses.iter().filter(|address| !is_first_kind(address));
    let mut mixed = VecDeque::new();
    loop {
        let pair = [first.next(), second.next()];
        if pair == [None, None] {
            return mixed;
        }
        mixed.extend(pair.into_iter().flatten());
    }
}

/// Tries one address after the other without waiting long for any of them; the first that answers wins.
async fn race<Stream, Attempt>(
    mut addresses: VecDeque<SocketAddr>,
    connect: impl Fn(SocketAddr) -> Attempt,
) -> io::Result<Stream>
where
    Attempt: Future<Output = io::Result<Stream>>,
{
    let mut attempts = FuturesUnordered::new();
    let mut failure = io::Error::new(io::ErrorKind::NotFound, "there is no address");
    loop {
        if let Some(address) = addresses.pop_front() {
            attempts.push(connect(address));
        }
        if attempts.is_empty() {
            return Err(failure);
        }
        tokio::select! {
            Some(outcome) = attempts.next() => match outcome {
                Ok(stream) => return Ok(stream),
                Err(error) => failure = error,
            },
            () = sleep(HEAD_START), if !addresses.is_empty() => {}
        }
    }
}

/// How long the system may look for the name; less than a login may take, so that there is time left for the addresses of the last time.
const LOOKUP_TIME: Duration = Duration::from_secs(8);

/// How long an address has before the next one is tried beside it.
const HEAD_START: Duration = Duration::from_millis(250);

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::time::Instant;

    use super::*;

    fn addresses(texts: &[&str]) -> Vec<SocketAddr> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn n06_addresses_of_both_kinds_are_tried_in_turns() {
        let found = addresses(&["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1", "1.1.1.2:1"]);
        let expected = addresses(&["[::1]:1", "1.1.1.1:1", "[::2]:1", "1.1.1.2:1", "[::3]:1"]);
        assert_eq!(alternate(&found), expected);
        assert!(alternate(&[]).is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn n06_an_address_that_swallows_everything_costs_a_quarter_of_a_second() {
        let begun = Instant::now();
        let both = addresses(&["[::1]:1", "127.0.0.1:1"]).into();
        let winner = race(both, |address| async move {
            if address.is_ipv6() {
                pending::<()>().await;
            }
            Ok(address)
        });
        assert_eq!(winner.await.unwrap(), addresses(&["127.0.0.1:1"])[0]);
        assert_eq!(begun.elapsed(), HEAD_START);
    }

    #[tokio::test(start_paused = true)]
    async fn n06_an_address_that_refuses_costs_nothing_and_the_last_refusal_is_told() {
        let begun = Instant::now();
        let refuse = |_| async { Err::<(), _>(io::Error::from(io::ErrorKind::ConnectionRefused)) };
        let both = addresses(&["[::1]:1", "127.0.0.1:1"]).into();
        let error = race(both, refuse).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionRefused);
        assert_eq!(begun.elapsed(), Duration::ZERO);
    }

    #[test]
    fn n01_a_name_that_cannot_be_found_for_a_while_leads_where_it_led_before() {
        let lost = || Err(io::Error::other("no answer from the resolver"));
        let known = KnownAddresses::default();
        assert!(known.choose(lost()).is_err(), "nothing is known yet");
        assert!(known.choose(Ok(Vec::new())).is_err());
        let here = addresses(&["127.0.0.1:1"]);
        assert_eq!(known.choose(Ok(here.clone())).unwrap(), here);
        assert_eq!(known.choose(lost()).unwrap(), here);
        assert_eq!(known.choose(Ok(Vec::new())).unwrap(), here);
        let there = addresses(&["127.0.0.2:1"]);
        assert_eq!(known.choose(Ok(there.clone())).unwrap(), there);
        assert_eq!(known.choose(lost()).unwrap(), there, "the newest counts");
    }

    #[test]
    fn n09_an_address_that_was_taken_is_the_last_to_be_taken_again() {
        let all = addresses(&["127.0.0.1:1", "127.0.0.2:1", "127.0.0.3:1"]);
        let known = KnownAddresses::default();
        for (winner, first) in [
            (None, all[0]),
            (Some(all[0]), all[1]),
            (Some(all[1]), all[0]),
        ] {
            known.known().winner = winner;
            let chosen = known.choose(Ok(all.clone())).unwrap();
            assert_eq!(chosen.front(), Some(&first), "{winner:?} answered before");
            assert_eq!(chosen.len(), 3);
        }
    }
}
