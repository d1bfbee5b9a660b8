//! The memory of the token that the server refused last, so that nobody goes on knocking with it.

use std::time::{Duration, Instant};

use types::Secret;

/// What is known about the last refused token, until a login with it works after all.
#[derive(Debug, Default)]
pub(crate) struct RefusedToken(Option<Refused>);

#[derive(Debug)]
struct Refused {
    token: Secret,
    news: News,
    /// When the same token may be tried again: the refusal may have been the server's mistake.
    until: Instant,
    /// How long it rests after this refusal.
    rest: Duration,
}

/// Whether the refusal was told to whoever fetches tokens.
#[derive(Debug, PartialEq, Eq)]
enum News {
    Fresh,
    Told,
}

impl RefusedToken {
    /// The server refused this token; if it is the same once more, it rests longer, and that is no news.
    pub(crate) fn note(&mut self, now: Instant, token: Secret) {
        // Connections that logged in at the same time hear the same; that is one refusal.
        if self.has_to_rest(now, &token) {
            return;
        }
        let before = self.0.take().filter(|refused| refused.token == token);
        let (news, rest) = before.map_or((News::Fresh, FIRST_REST), |before| {
            (News::Told, (before.rest * 2).min(LONGEST_REST))
        });
        self.0 = Some(Refused {
            token,
            news,
            until: now + rest,
            rest,
        });
    }

    /// The refused token, if whoever fetches tokens has not heard of it.
    ///
    /// It is told once, so that a server in trouble causes no storm of refreshes.
    pub(crate) fn take_news(&mut self) -> Option<Secret> {
        let refused = self
            .0
            .as_mut()
            .filter(|refused| refused.news == News::Fresh)?;
        refused.news = News::Told;
        Some(refused.token.clone())
    }

    /// The server took this token; if it was the refused one, that was a mistake.
    pub(crate) fn forgive(&mut self, token: &Secret) {
        self.0.take_if(|refused| refused.token == *token);
    }

    /// Whether this is the refused token and must not be tried yet.
    pub(crate) fn has_to_rest(&self, now: Instant, token: &Secret) -> bool {
        let refused = self.0.as_ref();
        refused.is_some_and(|refused| refused.token == *token && now < refused.until)
    }
}

const FIRST_REST: Duration = Duration::from_secs(300);
const LONGEST_REST: Duration = Duration::from_secs(3600);
