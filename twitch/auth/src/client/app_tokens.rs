//! Lends the application's own token; whoever comes first gets it for all who wait.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::app_token::{AppToken, Demand};
use crate::client::http::Http;
use crate::client::world;
use crate::error::Error;
use crate::settings::Settings;
use crate::source::{BoxFuture, TokenSource};
use crate::token::{Generation, Token};

/// The source of app access tokens; share it by `Arc`.
#[derive(Debug)]
pub struct AppTokens {
    http: Http,
    machine: Mutex<AppToken>,
    /// Held while the token is got, so that it is got once.
    flight: tokio::sync::Mutex<()>,
}

impl AppTokens {
    /// A source that asks when the first token is wanted.
    pub fn new(http: Http, settings: Settings) -> Self {
        Self {
            http,
            machine: Mutex::new(AppToken::new(settings, world::seed())),
            flight: tokio::sync::Mutex::new(()),
        }
    }

    async fn obtain(&self) -> Result<Token, Error> {
        let _flight = self.flight.lock().await;
        loop {
            let demand = self.machine().demand(world::now());
            match demand {
                Demand::Lend(token) => return Ok(token),
                Demand::Refuse(error) => return Err(error),
                Demand::Send(request) => {
                    let result = self.http.send(request).await;
                    self.machine().handle_response(world::now(), result);
                }
            }
        }
    }

    /// The machine is whole between its inputs, so a panic elsewhere does not spoil it.
    fn machine(&self) -> MutexGuard<'_, AppToken> {
        self.machine.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenSource for AppTokens {
    fn token(&self) -> BoxFuture<'_, Result<Token, Error>> {
        Box::pin(self.obtain())
    }

    fn report_unauthorized(&self, generation: Generation) {
        self.machine().report_unauthorized(world::now(), generation);
    }
}
