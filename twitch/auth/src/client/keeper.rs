//! One task per account that drives its machine: sends, reads and keeps what it asks for, and lends what it lends.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use http::Response;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use types::{ClientId, Login, UserId};

use crate::account::Account;
use crate::account::action::{Action, Event, Note, Status};
use crate::client::absence::Absence;
use crate::client::http::Http;
use crate::client::world;
use crate::credential::Credential;
use crate::error::{Error, Setback, VaultError};
use crate::network::NetworkError;
use crate::settings::Settings;
use crate::source::{BoxFuture, Hold, Lease, TokenSource, Vault};
use crate::ticket::Ticket;
use crate::token::{Generation, Token};

/// Keeps the token of one account alive; what it lends is asked for through [`Tokens`].
pub struct Keeper {
    settings: Settings,
    account: Account,
    http: Http,
    vault: Arc<dyn Vault>,
    open: FuturesUnordered<BoxFuture<'static, Answer>>,
    /// Dropped with the keeper, at the latest.
    leases: Vec<(Ticket, Box<dyn Hold>)>,
    /// Notes that are being struck out.
    endings: JoinSet<Result<(), VaultError>>,
    waiting: Vec<oneshot::Sender<Result<Token, Error>>>,
    view: watch::Sender<View>,
}

/// What a keeper lends; clones share one keeper, which stops when the last one is dropped.
#[derive(Debug, Clone)]
pub struct Tokens {
    wishes: mpsc::UnboundedSender<Wish>,
    view: watch::Receiver<View>,
}

/// How an account stands, and the token that is lent at the moment.
#[derive(Debug, Clone)]
pub struct View {
    /// How it stands.
    pub status: Status,
    /// What the account is called; nothing before the first login.
    pub login: Option<Login>,
    /// What is lent; a connection that uses another token, or any while there is none, should end.
    pub token: Option<Token>,
}

enum Wish {
    Lend(oneshot::Sender<Result<Token, Error>>),
    Unauthorized(Generation),
    Adopt(Box<Credential>),
    Wake,
    Stop,
}

enum Answer {
    Response(Ticket, Result<Response<Bytes>, NetworkError>),
    Begun(Ticket, Result<Lease, VaultError>),
    Loaded(Ticket, Result<Option<Credential>, VaultError>),
    Saved(Ticket, Result<(), VaultError>),
}

impl Keeper {
    /// Starts the task that keeps a credential alive, or waits for one to be handed in.
    ///
    /// The vault must hold the credential already: it is read again before each refresh, and a credential that it
    /// holds no more counts as logged out.
    pub fn spawn(
        http: Http,
        settings: Settings,
        credential: Option<Credential>,
        vault: Arc<dyn Vault>,
    ) -> Tokens {
        let mut account = Account::new(settings.clone(), world::seed());
        if let Some(credential) = credential {
            account.handle_stored(world::now(), credential);
        }
        let (wishes, wanted) = mpsc::unbounded_channel();
        let (view, seen) = watch::channel(View {
            status: account.status(),
            login: None,
            token: None,
        });
        let keeper = Self {
            settings,
            account,
            http,
            vault,
            open: FuturesUnordered::new(),
            leases: Vec::new(),
            endings: JoinSet::new(),
            waiting: Vec::new(),
            view,
        };
        tokio::spawn(keeper.keep_on(wanted));
        Tokens { wishes, view: seen }
    }

    /// Runs until it is wanted no more. If it breaks down, it goes on with what the vault holds: who waits for a token
    /// hears nothing of it, and an account is never without a keeper.
    async fn keep_on(mut self, mut wishes: mpsc::UnboundedReceiver<Wish>) {
        let mut pause = FIRST_PAUSE;
        loop {
            let whose = self.whose();
            let run = AssertUnwindSafe(self.run(&mut wishes)).catch_unwind();
            if run.await.is_ok() {
                return;
            }
            // What it panicked with may hold anything, so it is not repeated here.
            tracing::error!(user = ?whose.as_ref().map(|(user, _)| user), ?pause, "the keeper of a token broke down; it begins anew");
            world::wait_until(Some(world::now() + pause)).await;
            pause = LONGEST_PAUSE.min(2 * pause);
            self.begin_anew(whose).await;
        }
    }

    /// Whose token it is, to find it again in the vault.
    fn whose(&self) -> Option<(UserId, ClientId)> {
        let credential = self.account.credential()?;
        Some((credential.user_id.clone(), credential.client_id.clone()))
    }

    /// Forgets everything but what the vault holds and who waits.
    async fn begin_anew(&mut self, whose: Option<(UserId, ClientId)>) {
        self.open = FuturesUnordered::new();
        self.leases = Vec::new();
        self.endings = JoinSet::new();
        self.account = Account::new(self.settings.clone(), world::seed());
        let Some((user_id, client_id)) = whose else {
            return;
        };
        let kept = loop {
            let vault = Arc::clone(&self.vault);
            let (user_id, client_id) = (user_id.clone(), client_id.clone());
            let load = async move { vault.load(&user_id, &client_id).await };
            match guarded(load).await {
                Ok(kept) => break kept,
                Err(error) => {
                    tracing::error!(%error, "cannot read what is kept of a token; trying again")
                }
            }
            world::wait_until(Some(world::now() + LONGEST_PAUSE)).await;
        };
        if let Some(credential) = kept {
            self.account.handle_stored(world::now(), credential);
        }
    }

    async fn run(&mut self, wishes: &mut mpsc::UnboundedReceiver<Wish>) {
        let mut is_wanted = true;
        let mut absence = Absence::new(world::now(), world::wall());
        loop {
            self.drain();
            self.answer_waiting();
            // A token that is on its way is taken in and kept even if nobody wants it any more.
            if !is_wanted && self.account.is_at_rest() {
                while self.endings.join_next().await.is_some() {}
                return;
            }
            let timeout = self.account.poll_timeout();
            tokio::select! {
                biased;
                wish = wishes.recv(), if is_wanted => match wish {
                    Some(Wish::Stop) | None => is_wanted = false,
                    Some(wish) => self.fulfil(wish),
                },
                Some(answer) = self.open.next() => self.take(answer),
                () = world::wait_until(timeout) => self.account.handle_timeout(world::now()),
                () = world::wait_until(Some(absence.look_at())) => {
                    if absence.was_away(world::now(), world::wall()) {
                        self.account.handle_wake(world::now());
                    }
                }
            }
        }
    }

    fn fulfil(&mut self, wish: Wish) {
        let now = world::now();
        match wish {
            Wish::Lend(asker) => {
                // Who was asleep may be asked before the timer fires, and must not lend what has ended since.
                self.account.handle_timeout(now);
                self.waiting.push(asker);
            }
            Wish::Unauthorized(generation) => self.account.report_unauthorized(now, generation),
            Wish::Adopt(credential) => self.account.handle_stored(now, *credential),
            Wish::Wake => self.account.handle_wake(now),
            Wish::Stop => {}
        }
    }

    fn take(&mut self, answer: Answer) {
        let now = world::now();
        match answer {
            Answer::Response(ticket, result) => self.account.handle_response(now, ticket, result),
            Answer::Begun(ticket, result) => {
                let result = result.map(|lease| {
                    let (begun, guard) = lease.into_parts();
                    self.leases.push((ticket, guard));
                    begun
                });
                self.account.handle_begun(now, ticket, result);
            }
            Answer::Loaded(ticket, result) => self.account.handle_loaded(now, ticket, result),
            Answer::Saved(ticket, result) => self.account.handle_saved(now, ticket, result),
        }
    }

    fn drain(&mut self) {
        let mut token = self.view.borrow().token.clone();
        let mut is_news = false;
        while let Some(action) = self.account.poll_action() {
            is_news = true;
            match action {
                Action::Lend(lent) => token = lent,
                Action::Report(event) => log(self.login(), &event),
                Action::End { ticket, note } => self.give_free(ticket, note),
                action => self.open(action),
            }
        }
        if is_news {
            let status = self.account.status();
            let login = self.login().cloned();
            self.view.send_replace(View {
                status,
                login,
                token,
            });
        }
    }

    fn give_free(&mut self, ticket: Ticket, note: Note) {
        // A note that could not be struck out does harm only if a later start is refused as well.
        while self.endings.try_join_next().is_some() {}
        let taken = self.leases.extract_if(.., |(taken, _)| *taken == ticket);
        for (_, hold) in taken {
            match note {
                Note::Keep => drop(hold),
                Note::StrikeOut => drop(self.endings.spawn(hold.strike_out())),
            }
        }
    }

    /// Asks the world what the machine wants to know.
    fn open(&mut self, action: Action) {
        let http = self.http.clone();
        let vault = Arc::clone(&self.vault);
        self.open.push(match action {
            Action::Send { ticket, request } => {
                Box::pin(async move { Answer::Response(ticket, http.send(request).await) })
            }
            Action::Begin { ticket, credential } => {
                let begin = async move { vault.begin_refresh(&credential).await };
                Box::pin(async move { Answer::Begun(ticket, guarded(begin).await) })
            }
            Action::Load {
                ticket,
                user_id,
                client_id,
            } => {
                let load = async move { vault.load(&user_id, &client_id).await };
                Box::pin(async move { Answer::Loaded(ticket, guarded(load).await) })
            }
            Action::Save { ticket, credential } => {
                let save = async move { vault.save(&credential).await };
                Box::pin(async move { Answer::Saved(ticket, guarded(save).await) })
            }
            Action::Lend(_) | Action::Report(_) | Action::End { .. } => return,
        });
    }

    /// Gives those who wait the token, or the reason why waiting is no use.
    fn answer_waiting(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let answer = match (&self.view.borrow().token, self.account.status()) {
            (Some(token), _) => Ok(token.clone()),
            (None, status) => match self.refusal(status) {
                Some(error) => Err(error),
                None => return,
            },
        };
        for asker in self.waiting.drain(..) {
            // Who has stopped waiting needs no answer.
            let _ = asker.send(answer.clone());
        }
    }

    fn refusal(&self, status: Status) -> Option<Error> {
        let Some(login) = self.login().cloned() else {
            return Some(Error::NotLoggedIn);
        };
        match status {
            Status::Absent => Some(Error::NotLoggedIn),
            Status::Lost(loss) => Some(Error::TokenLost { login, loss }),
            Status::Waiting(setback) => Some(Error::Unavailable { login, setback }),
            Status::Suspect(suspicion) => {
                let setback = Setback::RefreshRefused(suspicion);
                Some(Error::Unavailable { login, setback })
            }
            Status::Valid | Status::Checking | Status::Refreshing | Status::Saving => None,
        }
    }

    fn login(&self) -> Option<&Login> {
        self.account
            .credential()
            .map(|credential| &credential.login)
    }
}

impl Tokens {
    /// A token that should work now; waits while one is being got.
    ///
    /// # Errors
    /// As [`TokenSource::token`].
    pub async fn token(&self) -> Result<Token, Error> {
        let (asker, answer) = oneshot::channel();
        // If the keeper is gone the asker is dropped with the wish, and the answer says so.
        let _ = self.wishes.send(Wish::Lend(asker));
        answer.await.unwrap_or(Err(Error::Stopped))
    }

    /// Says that Twitch answered 401 to a call with the token of this generation.
    pub fn report_unauthorized(&self, generation: Generation) {
        self.wish(Wish::Unauthorized(generation));
    }

    /// Hands in a credential that a login has brought and the vault holds.
    pub fn adopt(&self, credential: Credential) {
        self.wish(Wish::Adopt(Box::new(credential)));
    }

    /// Says that the machine was asleep or without a network until now; a sleep is noticed within half a minute anyway.
    pub fn wake(&self) {
        self.wish(Wish::Wake);
    }

    /// How the account stands now.
    pub fn status(&self) -> Status {
        self.view.borrow().status.clone()
    }

    /// Follows how the account stands and what it lends; ends when the keeper does.
    pub fn watch(&self) -> watch::Receiver<View> {
        self.view.clone()
    }

    /// Stops the keeper and waits until a token that is on its way is kept.
    pub async fn stop(mut self) {
        self.wish(Wish::Stop);
        while self.view.changed().await.is_ok() {}
    }

    /// A keeper that is gone has no wishes to fulfil.
    fn wish(&self, wish: Wish) {
        let _ = self.wishes.send(wish);
    }
}

impl TokenSource for Tokens {
    fn token(&self) -> BoxFuture<'_, Result<Token, Error>> {
        Box::pin(self.token())
    }

    fn report_unauthorized(&self, generation: Generation) {
        self.report_unauthorized(generation);
    }
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Keeper")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Wish {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Wish")
    }
}

/// Keeps a panic of the vault from taking a new token with it: saving is tried again instead.
async fn guarded<Output: Send + 'static>(
    work: impl Future<Output = Result<Output, VaultError>> + Send + 'static,
) -> Result<Output, VaultError> {
    match tokio::spawn(work).await {
        Ok(result) => result,
        // What it panicked with may hold anything, so it is not repeated here.
        Err(_) => Err(VaultError::new("cannot use the vault: it panicked")),
    }
}

/// How long a keeper waits that broke down for the first time.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// How long it waits at most.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

fn log(account: Option<&Login>, event: &Event) {
    let account = account.map_or("", Login::as_str);
    match event {
        Event::Validated => tracing::debug!(account, "the token is valid"),
        Event::Refreshed { generation } => {
            tracing::info!(account, %generation, "got and kept a new token");
        }
        Event::Adopted { generation } => {
            tracing::info!(account, %generation, "took over a newer credential");
        }
        Event::Renamed { login } => tracing::info!(account, %login, "the account was renamed"),
        Event::Interrupted(setback) => {
            tracing::warn!(account, %setback, "the token cannot be looked after; trying again");
        }
        Event::Recovered => tracing::info!(account, "the token is looked after again"),
        Event::Suspected(suspicion) => tracing::warn!(
            account,
            advice = suspicion.advice(),
            "Twitch calls the refresh token invalid; keeping it and trying for a day"
        ),
        Event::UnauthorizedThoughValid { generation } => tracing::warn!(
            account,
            %generation,
            "a call was refused as unauthorized although the token is valid"
        ),
        Event::Lost(loss) => tracing::error!(account, %loss, "the account has to log in again"),
        Event::OtherAccountRefused { login } => {
            tracing::error!(account, %login, "a credential of another account was refused");
        }
    }
}
