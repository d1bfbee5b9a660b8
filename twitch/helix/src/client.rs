//! Sends calls: picks a token, waits for its turn, sends, and tries again where that does no harm. What an answer means, who may call and when is decided elsewhere.

pub(crate) mod accounts;
mod loan;
mod pacer;
pub(crate) mod pages;
mod world;

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use auth::{Http, NetworkError, NetworkFailure, Token, TokenSource};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use serde_json::Value;
use spec::{Endpoint, TokenKind};
use types::UserId;

use crate::caller::Caller;
use crate::check::check;
use crate::dynamic::Call;
use crate::error::{Error, Fate};
use crate::pace::again::{Attempts, Next};
use crate::pace::delay::Cause;
use crate::pace::reading::Reading;
use crate::pace::{self, After, Wanted};
use crate::parameters::Parameters;
use crate::request::{Request, undecodable};
use crate::wire::{self, Destination};
use accounts::Directory;
use loan::{Loan, Tokens};
use pacer::Pacer;

/// Sends calls for one account, for the application, or for whomever each call needs; clones share everything.
///
/// Calls wait for their turn, so that Twitch does not have to refuse them: see [`pace`]. Clients that call
/// for the same account should be made from each other ([`with_tokens`](Self::with_tokens)), because only then one
/// knows what the other has used up.
#[derive(Debug, Clone)]
pub struct Client(Arc<Parts>);

/// Where Twitch is, and how patient calls are.
#[derive(Debug, Clone)]
pub struct Settings {
    base_url: String,
    pace: pace::Settings,
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
    ///
    /// Its status is that of a refusal only if an earlier attempt was lost on its way and the next one was told that
    /// things are as the call wants them: that who is to be banned is banned already.
    pub raw: http::Response<Bytes>,
}

#[derive(Debug)]
struct Parts {
    http: Http,
    settings: Settings,
    pacer: Pacer,
    tokens: Tokens,
}

impl Client {
    /// A client that takes its tokens from `tokens`, whatever the call.
    pub fn new(http: Http, settings: Settings, tokens: Arc<dyn TokenSource>) -> Self {
        Self::with(http, settings, Tokens::of(tokens))
    }

    /// A client that picks for each call the token that it needs, by the kinds of tokens that the endpoint takes and
    /// by whom its parameters name: `moderator_id` must be the token's user, and so on.
    pub fn with_directory(http: Http, settings: Settings, directory: Arc<dyn Directory>) -> Self {
        Self::with(http, settings, Tokens::among(directory))
    }

    fn with(http: Http, settings: Settings, tokens: Tokens) -> Self {
        Self(Arc::new(Parts {
            http,
            pacer: Pacer::new(settings.pace),
            settings,
            tokens,
        }))
    }

    /// A client for other tokens that shares connections with this one, and knows what this one has used up.
    #[must_use]
    pub fn with_tokens(&self, tokens: Arc<dyn TokenSource>) -> Self {
        self.sharing(Tokens::of(tokens))
    }

    /// A client that calls only as this user, where this one would pick somebody.
    ///
    /// A client that has only one source of tokens keeps it.
    #[must_use]
    pub fn as_user(&self, id: UserId) -> Self {
        self.sharing(self.0.tokens.only(Caller::User(id)))
    }

    /// A client that calls only as the application, where this one would pick somebody.
    ///
    /// A client that has only one source of tokens keeps it.
    #[must_use]
    pub fn as_application(&self) -> Self {
        self.sharing(self.0.tokens.only(Caller::Application))
    }

    fn sharing(&self, tokens: Tokens) -> Self {
        Self(Arc::new(Parts {
            http: self.0.http.clone(),
            settings: self.0.settings.clone(),
            pacer: self.0.pacer.clone(),
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

    /// The one way of every call, from its checks to its last attempt.
    async fn perform(
        &self,
        endpoint: &'static Endpoint,
        parameters: &Parameters,
    ) -> Result<http::Response<Bytes>, Error> {
        // Whatever is wrong whoever sends it shall not cost a token or a wait.
        check(endpoint, parameters, None)?;
        let tokens = &self.0.tokens;
        let mut loan = match needs_token(endpoint) {
            true => Some(tokens.lend(endpoint, parameters).await?),
            false => None,
        };
        let mut attempts = Attempts::new(endpoint, parameters, world::seed());
        let mut has_new_token = false;
        loop {
            let error = match self.exchange(endpoint, parameters, loan.as_ref()).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            if let (Some(lent), Error::Unauthorized { message, .. }) = (&mut loan, &error) {
                let may_help = !has_new_token && is_about_the_token(message);
                if !may_help || !tokens.renew(endpoint, lent).await? {
                    return Err(error);
                }
                has_new_token = true;
                continue;
            }
            match attempts.fail(error)? {
                Next::Wait(wait) => world::wait_until(Some(world::now() + wait)).await,
                Next::Done { status, body } => return Ok(done(status, body)),
            }
        }
    }

    /// One attempt: waits for its turn, and for another one while Twitch says that it was one too many.
    async fn exchange(
        &self,
        endpoint: &'static Endpoint,
        parameters: &Parameters,
        loan: Option<&Loan>,
    ) -> Result<http::Response<Bytes>, Error> {
        let nobody = types::ClientId::new("");
        let token = loan.map(Loan::token);
        let destination = Destination {
            base_url: &self.0.settings.base_url,
            client_id: token.map_or(&nobody, Token::client_id),
            token: token.map(Token::secret),
        };
        let request = wire::request(endpoint, parameters, destination)?;
        let Some(token) = token else {
            let answer = self.0.http.send(request).await;
            let answer = answer.map_err(|error| lost(endpoint, error))?;
            return judge(endpoint, answer, None);
        };
        check(endpoint, parameters, kind(endpoint, token))?;
        let wanted = Wanted {
            endpoint,
            parameters,
            client_id: token.client_id(),
            user_id: token.user_id(),
        };
        let mut turn = match self.0.pacer.turn(wanted).await {
            Ok(turn) => turn,
            Err(delay) => {
                let endpoint = endpoint.into();
                return Err(Error::Busy { endpoint, delay });
            }
        };
        loop {
            match self.0.http.send(request.clone()).await {
                Ok(answer) => {
                    let status = answer.status().as_u16();
                    if let Ok(After::Waits) = turn.answered(status, answer.headers()).await {
                        continue;
                    }
                    let judged = judge(endpoint, answer, Some(token));
                    if judged.is_ok() {
                        self.0.tokens.note_success(token);
                    }
                    return judged;
                }
                Err(error) => {
                    if !error.may_have_arrived() {
                        turn.unsent();
                    }
                    return Err(lost(endpoint, error));
                }
            }
        }
    }
}

impl Settings {
    /// Twitch itself.
    pub fn new() -> Self {
        Self {
            base_url: spec::limits::BASE_URL.to_owned(),
            pace: pace::Settings::default(),
        }
    }

    /// Another address, such as a simulator's `http://127.0.0.1:4000/helix`.
    #[must_use]
    pub fn with_base_url(self, base_url: impl Into<String>) -> Self {
        let base_url = base_url.into();
        Self { base_url, ..self }
    }

    /// The longest that a call waits for its turn: a minute and a bit unless said otherwise.
    ///
    /// What would take longer fails at once with [`Error::Busy`], which says how long it would take.
    #[must_use]
    pub fn with_longest_wait(mut self, wait: Duration) -> Self {
        self.pace.longest_wait = wait;
        self
    }

    /// The most calls of one account that are under way at once: sixteen unless said otherwise.
    #[must_use]
    pub fn with_most_under_way(mut self, calls: usize) -> Self {
        self.pace.most_under_way = calls;
        self
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

/// What an answer is, now that it need not wait again.
fn judge(
    endpoint: &'static Endpoint,
    answer: http::Response<Bytes>,
    token: Option<&Token>,
) -> Result<http::Response<Bytes>, Error> {
    if answer.status().is_success() && !is_page(endpoint, &answer) {
        return Ok(answer);
    }
    let secrets: Vec<_> = token.map(Token::secret).into_iter().collect();
    let mut error = wire::refusal(endpoint, &answer, &secrets);
    match (&mut error, token) {
        (Error::ScopeMissing { account, .. }, Some(token)) => *account = loan::whose(token),
        (Error::RateLimited { cause, .. }, Some(token)) if cause.is_none() => {
            let told = Reading::of(answer.headers(), world::wall());
            let usual = spec::limits::RATE_LIMIT.default_bucket_points_per_minute;
            *cause = Some(Cause::Bucket {
                user_id: token.user_id().cloned(),
                limit: told.limit.unwrap_or(usual),
            });
        }
        _ => {}
    }
    Err(error)
}

/// The refusal that told that an earlier attempt had worked, as it came.
fn done(status: u16, body: String) -> http::Response<Bytes> {
    let mut answer = http::Response::new(Bytes::from(body));
    if let Ok(status) = http::StatusCode::from_u16(status) {
        *answer.status_mut() = status;
    }
    answer
}

fn lost(endpoint: &'static Endpoint, error: NetworkError) -> Error {
    let fate = match error.failure() {
        _ if !error.may_have_arrived() => Fate::Unsent,
        NetworkFailure::TimedOut => Fate::Late,
        _ => Fate::Interrupted,
    };
    Error::Network {
        endpoint: endpoint.into(),
        fate,
        source: Box::new(error),
    }
}

fn read_any(endpoint: &'static Endpoint, bytes: &[u8]) -> Result<Value, Error> {
    match endpoint.success.body {
        spec::Body::None => Ok(Value::Null),
        spec::Body::Other(_) => Ok(Value::from(String::from_utf8_lossy(bytes))),
        spec::Body::Json(_) => serde_json::from_slice(bytes)
            .map_err(|error| undecodable(endpoint, error.to_string(), bytes)),
    }
}

/// Whether an answer that says that the call worked is a web page, as from the login of a hotel network; Twitch sends none.
fn is_page(endpoint: &Endpoint, answer: &http::Response<impl AsRef<[u8]>>) -> bool {
    let is_text = matches!(endpoint.success.body, spec::Body::Other(_));
    let kind = answer.headers().get(CONTENT_TYPE);
    let is_html = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let begins_as_page = answer.body().as_ref().trim_ascii_start().starts_with(b"<");
    begins_as_page || (is_html && !is_text)
}

/// What a 401 says when it is about who may call and not about the token.
const OTHER_REASONS: &[&str] = &[
    "incorrect user authorization",
    "do not match",
    "must match",
    "does not match",
    "phone",
];
