//! Lends the tokens of an account that was made for a test, and keeps what was reported of them.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use auth::{BoxFuture, Credential, Error, Generation, Token, TokenSource};
use types::{ClientId, ScopeSet, Secret, UserId};

/// Lends token 1, and after a report of the current one the next.
#[derive(Debug)]
pub(crate) struct Lender {
    user: Option<(&'static str, &'static str)>,
    scopes: ScopeSet,
    current: AtomicU64,
    reports: Mutex<Vec<String>>,
}

impl Lender {
    /// Of a user, by id and login, with scopes.
    pub(crate) fn of(user: (&'static str, &'static str), scopes: &str) -> Arc<Self> {
        Self::new(Some(user), scopes)
    }

    /// Of the application.
    pub(crate) fn of_app() -> Arc<Self> {
        Self::new(None, "")
    }

    fn new(user: Option<(&'static str, &'static str)>, scopes: &str) -> Arc<Self> {
        Arc::new(Self {
            user,
            scopes: ScopeSet::parse(scopes),
            current: AtomicU64::new(1),
            reports: Mutex::new(Vec::new()),
        })
    }

    pub(crate) fn reports(&self) -> Vec<String> {
        self.reports.lock().unwrap().clone()
    }
}

impl TokenSource for Lender {
    fn token(&self) -> BoxFuture<'_, Result<Token, Error>> {
        let number = self.current.load(Ordering::SeqCst);
        let generation = (1..number).fold(Generation::FIRST, |generation, _| generation.next());
        let client_id = ClientId::new("client");
        let token = match self.user {
            None => Token::of_app(client_id, Secret::new(format!("app{number}")), generation),
            Some((id, login)) => {
                let credential = Credential {
                    user_id: UserId::new(id),
                    login: login.parse().unwrap(),
                    client_id,
                    client_kind: Default::default(),
                    access: Secret::new(format!("{login}{number}")),
                    refresh: None,
                    scopes: self.scopes.clone(),
                    expires_in: None,
                };
                Token::of_user(&credential, generation)
            }
        };
        Box::pin(async move { Ok(token) })
    }

    fn report_unauthorized(&self, generation: Generation) {
        self.reports.lock().unwrap().push(generation.to_string());
        self.current.fetch_add(1, Ordering::SeqCst);
    }
}
