//! Sends calls: takes a token, sends, and tries once more after a 401 with a newer token. What an answer means is decided elsewhere.

pub(crate) mod pages;

use std::pin::Pin;
use std::sync::Arc;

use auth::{Http, Token, TokenSource};
use bytes::Bytes;
use serde_json::Value;
use spec::{Endpoint, TokenKind};

use crate::check::check;
use crate::dynamic::Call;
use crate::error::Error;
use crate::parameters::Parameters;
use crate::request::{Request, undecodable};
use crate::wire::{self, Destination};

/// Sends calls for one account, or for the application; clones share everything.
#[derive(Debug, Clone)]
pub struct Client(Arc<Parts>);

/// Where Twitch is.
#[derive(Debug, Clone)]
pub struct Settings {
    base_url: String,
}

/// A call that is under way.
pub type Sending<Response> = Pin<Box<dyn Future<Output = Result<Response, Error>> + Send>>;

/// What came back: what was understood of it, and everything as it came.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Answer<Response> {
    /// What was understood.
    pub value: Response,
    /// The answer as Twitch sent it.
    pub raw: http::Response<Bytes>,
}

#[derive(Debug)]
struct Parts {
    http: Http,
    settings: Settings,
    tokens: Arc<dyn TokenSource>,
}

impl Client {
    /// A client that takes its tokens from `tokens`.
    pub fn new(http: Http, settings: Settings, tokens: Arc<dyn TokenSource>) -> Self {
        Self(Arc::new(Parts {
            http,
            settings,
            tokens,
        }))
    }

    /// Sends a request and reads its answer; the same as awaiting a request that was made by a client.
    ///
    /// # Errors
    /// See [`Error`]; [`Error::is_transient`] tells whether waiting may help.
    pub async fn send<R: Request>(&self, request: &R) -> Result<R::Response, Error> {
        Ok(self.answer(request).await?.value)
    }

    /// Sends a request and keeps the answer as it came beside what was understood of it.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn answer<R: Request>(&self, request: &R) -> Result<Answer<R::Response>, Error> {
        let raw = self.perform(R::ENDPOINT, request.parameters()).await?;
        let value = R::decode(raw.body())?;
        Ok(Answer { value, raw })
    }

    /// Sends a call that was made from names and texts.
    ///
    /// An answer without any text gives `null`, one of another kind than JSON a text.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn call(&self, call: &Call) -> Result<Answer<Value>, Error> {
        let endpoint = call.endpoint();
        let raw = self.perform(endpoint, call.parameters()).await?;
        let value = read_any(endpoint, raw.body())?;
        Ok(Answer { value, raw })
    }

    /// Starts what awaiting a request does.
    pub(crate) fn start<R: Request>(self, parameters: Parameters) -> Sending<R::Response> {
        let endpoint = R::ENDPOINT;
        Box::pin(async move {
            let answer = self.perform(endpoint, &parameters).await?;
            R::decode(answer.body())
        })
    }

    /// The one way of every call, from its checks to the second attempt after a 401.
    async fn perform(
        &self,
        endpoint: &'static Endpoint,
        parameters: &Parameters,
    ) -> Result<http::Response<Bytes>, Error> {
        // Whatever is wrong whoever sends it shall not cost a token or a wait.
        check(endpoint, parameters, None)?;
        let token = self.token(endpoint).await?;
        let first = self.exchange(endpoint, parameters, token.as_ref()).await;
        let (Some(token), Err(Error::Unauthorized { message, .. })) = (&token, &first) else {
            return first;
        };
        if !is_about_the_token(message) {
            return first;
        }
        self.0.tokens.report_unauthorized(token.generation());
        let newer = self.token(endpoint).await?;
        match newer {
            Some(newer) if newer.generation() != token.generation() => {
                self.exchange(endpoint, parameters, Some(&newer)).await
            }
            _ => first,
        }
    }

    /// One request, one answer.
    async fn exchange(
        &self,
        endpoint: &'static Endpoint,
        parameters: &Parameters,
        token: Option<&Token>,
    ) -> Result<http::Response<Bytes>, Error> {
        if let Some(token) = token {
            check(endpoint, parameters, kind(endpoint, token))?;
        }
        let nobody = types::ClientId::new("");
        let destination = Destination {
            base_url: &self.0.settings.base_url,
            client_id: token.map_or(&nobody, Token::client_id),
            token: token.map(Token::secret),
        };
        let request = wire::request(endpoint, parameters, destination)?;
        let answer = self.0.http.send(request).await;
        let answer = answer.map_err(|error| Error::Network {
            endpoint: endpoint.into(),
            source: Box::new(error),
        })?;
        if answer.status().is_success() {
            return Ok(answer);
        }
        let secrets: Vec<_> = token.map(Token::secret).into_iter().collect();
        Err(wire::refusal(endpoint, &answer, &secrets))
    }

    async fn token(&self, endpoint: &'static Endpoint) -> Result<Option<Token>, Error> {
        if !needs_token(endpoint) {
            return Ok(None);
        }
        let token = self.0.tokens.token().await;
        token.map(Some).map_err(|error| {
            let is_transient = error.is_transient();
            let source = Box::new(error);
            if is_transient {
                Error::TokenUnavailable {
                    endpoint: endpoint.into(),
                    source,
                }
            } else {
                Error::TokenLost {
                    endpoint: endpoint.into(),
                    source,
                }
            }
        })
    }
}

impl Settings {
    /// Twitch itself.
    pub fn new() -> Self {
        Self {
            base_url: spec::limits::BASE_URL.to_owned(),
        }
    }

    /// Another address, such as a simulator's `http://127.0.0.1:4000/helix`.
    #[must_use]
    pub fn with_base_url(self, base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether an endpoint takes a token at all; the few others are open to everybody.
fn needs_token(endpoint: &Endpoint) -> bool {
    endpoint.tokens.iter().any(|kind| *kind != TokenKind::None)
}

/// The kind of a token, as far as rules ask for it; an extension's own token cannot be told from others.
fn kind(endpoint: &Endpoint, token: &Token) -> Option<TokenKind> {
    if endpoint.takes(TokenKind::ExtensionJwt) {
        return None;
    }
    let kind = token.user_id().map_or(TokenKind::App, |_| TokenKind::User);
    Some(kind)
}

/// Whether a 401 says that the token is dead, and not that it is another user's; another token would not help then.
fn is_about_the_token(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    !OTHER_REASONS.iter().any(|reason| message.contains(reason))
}

fn read_any(endpoint: &'static Endpoint, bytes: &[u8]) -> Result<Value, Error> {
    match endpoint.success.body {
        spec::Body::None => Ok(Value::Null),
        spec::Body::Other(_) => Ok(Value::from(String::from_utf8_lossy(bytes))),
        spec::Body::Json(_) => serde_json::from_slice(bytes)
            .map_err(|error| undecodable(endpoint, error.to_string(), bytes)),
    }
}

/// What a 401 says when it is about who may call and not about the token.
const OTHER_REASONS: &[&str] = &[
    "incorrect user authorization",
    "do not match",
    "must match",
    "does not match",
    "phone",
];
