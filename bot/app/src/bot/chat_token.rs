//! Lends the bot's token to the chat connection, and a newer one after chat refused the last.

use auth::Tokens;
use irc::client::{NoToken, TokenFuture, TokenSource};
use types::Secret;

/// The bot's token as chat wants it.
#[derive(Debug)]
pub(super) struct ChatToken(Tokens);

impl ChatToken {
    pub(super) fn new(tokens: Tokens) -> Self {
        Self(tokens)
    }
}

impl TokenSource for ChatToken {
    fn token(&self, refused: Option<Secret>) -> TokenFuture {
        let tokens = self.0.clone();
        Box::pin(async move {
            let lent = tokens.token().await.map_err(|error| {
                tracing::warn!(%error, "chat has to wait for a token");
                NoToken
            })?;
            if refused.as_ref() != Some(lent.secret()) {
                return Ok(lent.secret().clone());
            }
            tokens.report_unauthorized(lent.generation());
            // The same token would be refused again, so this waits for another one, however long that takes.
            let mut view = tokens.watch();
            drop(tokens);
            let is_newer = |view: &auth::View| {
                view.token
                    .as_ref()
                    .is_some_and(|token| token.generation() != lent.generation())
            };
            let view = view.wait_for(is_newer).await.map_err(|_| NoToken)?;
            view.token
                .as_ref()
                .map(|token| token.secret().clone())
                .ok_or(NoToken)
        })
    }
}
