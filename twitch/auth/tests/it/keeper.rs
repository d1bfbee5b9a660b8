//! The drivers, over real HTTP in memory and with a clock that jumps to the next thing that is due.

use std::error::Error as StdError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use http::Uri;
use streamhand_auth::{
    AppTokens, BoxFuture, ClientKind, Connect, Credential, Error, Http, Keeper, Lease, Loss,
    Settings, Socket, Status, Suspicion, TokenSource, Tokens, Vault, VaultError, revoke,
    service_date, validate,
};
use tokio::sync::Semaphore;
use types::{ClientId, Secret, UserId};

use crate::line::{Line, now, pass};
use crate::scene::{confidential, public};
use crate::twitch::{HOUR, INVALID_REFRESH, MINUTE, OFFLINE};

/// Keeps one credential in memory, and lets a test hold up the saving.
struct Shelf {
    kept: Mutex<Option<Credential>>,
    may_save: Semaphore,
    refreshing: Arc<tokio::sync::Mutex<()>>,
    panics_left: AtomicUsize,
}

impl Shelf {
    fn new(credential: &Credential) -> Arc<Self> {
        Arc::new(Self {
            kept: Mutex::new(Some(credential.clone())),
            may_save: Semaphore::new(Semaphore::MAX_PERMITS),
            refreshing: Arc::default(),
            panics_left: AtomicUsize::new(0),
        })
    }

    fn kept(&self) -> Credential {
        self.kept.lock().unwrap().clone().unwrap()
    }
}

impl Vault for Shelf {
    fn save<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, Result<(), VaultError>> {
        Box::pin(async move {
            self.may_save.acquire().await.unwrap().forget();
            let panics_left = self.panics_left.load(Ordering::Relaxed);
            if panics_left > 0 {
                self.panics_left.store(panics_left - 1, Ordering::Relaxed);
                panic!("the shelf breaks");
            }
            *self.kept.lock().unwrap() = Some(credential.clone());
            Ok(())
        })
    }

    fn begin_refresh<'a>(
        &'a self,
        _known: &'a Credential,
    ) -> BoxFuture<'a, Result<Lease, VaultError>> {
        Box::pin(async move {
            // An owned lock, so that the lease may outlive this borrow.
            let taken = Arc::clone(&self.refreshing).lock_owned().await;
            let kept = self.kept.lock().unwrap().clone();
            Ok(Lease::new(kept, false, taken))
        })
    }

    fn load<'a>(
        &'a self,
        _user_id: &'a UserId,
        _client_id: &'a ClientId,
    ) -> BoxFuture<'a, Result<Option<Credential>, VaultError>> {
        Box::pin(async move { Ok(self.kept.lock().unwrap().clone()) })
    }
}

struct Stage {
    line: Line,
    http: Http,
    shelf: Arc<Shelf>,
    tokens: Tokens,
}

fn stage() -> Stage {
    let line = Line::new();
    let credential = line.twitch().issue(now());
    let http = Http::over(Arc::new(line.clone()));
    let shelf = Shelf::new(&credential);
    let vault = Arc::clone(&shelf) as Arc<dyn Vault>;
    let tokens = Keeper::spawn(http.clone(), plain(public()), Some(credential), vault);
    Stage {
        line,
        http,
        shelf,
        tokens,
    }
}

/// The line in memory speaks no TLS.
fn plain(settings: Settings) -> Settings {
    settings.with_base("http://id.twitch.tv/oauth2").unwrap()
}

#[tokio::test(start_paused = true)]
async fn a01_a_thousand_tasks_with_a_401_share_one_refresh() {
    let Stage { line, tokens, .. } = stage();
    let old = tokens.token().await.unwrap();
    line.twitch().expire_access();
    let calls = (0..1_000).map(|_| async {
        tokens.report_unauthorized(old.generation());
        tokens.token().await.unwrap()
    });
    let tokens = join_all(calls).await;
    assert_eq!(line.twitch().refreshes.len(), 1);
    for token in &tokens {
        assert!(token.generation() > old.generation());
        assert!(line.twitch().accepts(now(), token.secret()));
    }
}

#[tokio::test(start_paused = true)]
async fn a10_an_idle_keeper_validates_hourly_and_refreshes_in_time() {
    let Stage {
        line,
        tokens,
        shelf,
        ..
    } = stage();
    let first = tokens.token().await.unwrap();
    pass(24 * HOUR).await;
    let token = tokens.token().await.unwrap();
    assert!(line.twitch().accepts(now(), token.secret()));
    assert_ne!(token.secret(), first.secret());
    assert_eq!(token.secret(), &shelf.kept().access, "what is lent is kept");
    let validations = line.twitch().validations.clone();
    let late = validations.windows(2).find(|pair| pair[1] - pair[0] > HOUR);
    assert_eq!(late, None);
}

#[tokio::test(start_paused = true)]
async fn a03_a_keeper_that_is_stopped_keeps_the_token_that_is_on_its_way() {
    let Stage {
        line,
        tokens,
        shelf,
        ..
    } = stage();
    let old = tokens.token().await.unwrap();
    let may_save = shelf.may_save.available_permits();
    shelf.may_save.forget_permits(may_save);
    line.twitch().expire_access();
    tokens.report_unauthorized(old.generation());
    let mut watch = tokens.watch();
    let is_saving = watch.wait_for(|view| matches!(view.status, Status::Saving));
    is_saving.await.unwrap();
    let mut stopping = std::pin::pin!(tokens.stop());
    let early = tokio::time::timeout(MINUTE, &mut stopping).await;
    assert!(early.is_err(), "the new token exists nowhere else yet");
    shelf.may_save.add_permits(1);
    stopping.await;
    assert!(line.twitch().accepts(now(), &shelf.kept().access));
}

#[tokio::test(start_paused = true)]
async fn a03_a_vault_that_panics_does_not_cost_the_new_token() {
    let Stage {
        line,
        tokens,
        shelf,
        ..
    } = stage();
    let old = tokens.token().await.unwrap();
    shelf.panics_left.store(2, Ordering::Relaxed);
    line.twitch().expire_access();
    tokens.report_unauthorized(old.generation());
    pass(MINUTE).await;
    let token = tokens.token().await.unwrap();
    assert_eq!(token.secret(), &shelf.kept().access);
    assert!(line.twitch().accepts(now(), token.secret()));
    assert_eq!(line.twitch().refreshes.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a13_waiting_for_a_revoked_login_ends_with_a_sentence() {
    let Stage { line, tokens, .. } = stage();
    let old = tokens.token().await.unwrap();
    line.twitch().revoke_all();
    tokens.report_unauthorized(old.generation());
    let error = tokens.token().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no token for perty at the moment: Twitch calls its refresh token invalid"
    );
    assert!(error.is_transient());
    pass(27 * HOUR).await;
    let error = tokens.token().await.unwrap_err();
    let loss = Loss::RefreshRefused(Suspicion::Refused);
    assert!(matches!(error, Error::TokenLost { loss: found, .. } if found == loss));
}

#[tokio::test(start_paused = true)]
async fn a04_waiting_while_nothing_can_be_reached_ends_at_once_and_works_a_minute_later() {
    let Stage { line, tokens, .. } = stage();
    let old = tokens.token().await.unwrap();
    line.twitch().expire_access();
    (line.twitch().on_token, line.twitch().on_validate) = (Some(OFFLINE), Some(OFFLINE));
    tokens.report_unauthorized(old.generation());
    let error = tokens.token().await.unwrap_err();
    assert!(matches!(error, Error::Unavailable { .. }), "{error}");
    (line.twitch().on_token, line.twitch().on_validate) = (None, None);
    pass(MINUTE).await;
    assert!(tokens.token().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn those_who_watch_see_the_token_go_and_come_back() {
    let Stage { line, tokens, .. } = stage();
    let old = tokens.token().await.unwrap();
    let mut watch = tokens.watch();
    line.twitch().on_token = Some(INVALID_REFRESH);
    line.twitch().expire_access();
    tokens.report_unauthorized(old.generation());
    let view = watch.wait_for(|view| view.token.is_none()).await;
    assert_eq!(view.unwrap().login.as_ref().unwrap().as_str(), "perty");
    watch
        .wait_for(|view| matches!(view.status, Status::Suspect(_)))
        .await
        .unwrap();
    line.twitch().on_token = None;
    let view = watch.wait_for(|view| view.token.is_some()).await;
    assert!(matches!(view.unwrap().status, Status::Valid));
}

#[tokio::test(start_paused = true)]
async fn a_keeper_without_a_login_waits_for_one() {
    let line = Line::new();
    let credential = line.twitch().issue(now());
    let http = Http::over(Arc::new(line.clone()));
    let shelf = Shelf::new(&credential);
    let tokens = Keeper::spawn(http, plain(public()), None, shelf);
    assert!(matches!(tokens.token().await, Err(Error::NotLoggedIn)));
    tokens.adopt(credential.clone());
    let token = tokens.token().await.unwrap();
    assert_eq!(token.secret(), &credential.access);
    let watch = tokens.watch();
    drop(tokens);
    pass(Duration::from_secs(1)).await;
    assert!(watch.has_changed().is_err(), "nobody is left who could ask");
}

#[tokio::test(start_paused = true)]
async fn a_token_can_be_asked_about_and_ended() {
    let Stage { http, shelf, .. } = stage();
    let settings = plain(public());
    let identity = validate(&http, &settings, &shelf.kept().access)
        .await
        .unwrap();
    assert_eq!(identity.login.unwrap().as_str(), "perty");
    let error = validate(&http, &settings, &Secret::new("dead"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Rejected { status: 401, .. }));
    assert!(service_date(&http, &settings).await.is_ok());
    let unreachable = Http::over(Arc::new(crate::http::Nowhere));
    let error = service_date(&unreachable, &settings).await.unwrap_err();
    assert!(error.is_transient());
    assert_eq!(
        error.to_string(),
        "cannot compare the clock with Twitch's: cannot reach id.twitch.tv: client error (Connect): no route"
    );
    let error = revoke(&unreachable, &settings, &Secret::new("dead"))
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "cannot revoke the token: cannot reach id.twitch.tv: client error (Connect): no route"
    );
}

#[tokio::test(start_paused = true)]
async fn a01_a_hundred_calls_share_one_app_token() {
    let line = Line::new();
    line.twitch().client_kind = ClientKind::Confidential;
    let http = Http::over(Arc::new(line.clone()));
    let source = AppTokens::new(http, plain(confidential()));
    let tokens = join_all((0..100).map(|_| source.token())).await;
    let token = tokens[0].clone().unwrap();
    assert!(tokens.iter().all(|other| *other.as_ref().unwrap() == token));
    pass(HOUR).await;
    for _ in 0..100 {
        source.report_unauthorized(token.generation());
    }
    let renewed = source.token().await.unwrap();
    assert!(renewed.generation() > token.generation());
    assert_eq!(line.twitch().refreshes.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_application_that_cannot_be_reached_is_refused_in_words() {
    let unreachable = Http::over(Arc::new(crate::http::Nowhere));
    let tokens = AppTokens::new(unreachable, plain(confidential()));
    let error = tokens.token().await.unwrap_err();
    assert!(error.is_transient(), "{error}");
    let source: &dyn TokenSource = &tokens;
    assert!(source.token().await.is_err());
}

/// A way to the login service that breaks the program down a few times.
#[derive(Debug)]
struct Breaking {
    line: Line,
    panics_left: AtomicUsize,
}

impl Connect for Breaking {
    fn connect(
        &self,
        address: Uri,
    ) -> BoxFuture<'static, Result<Box<dyn Socket>, Box<dyn StdError + Send + Sync>>> {
        let left = self.panics_left.load(Ordering::Relaxed);
        if left > 0 {
            self.panics_left.store(left - 1, Ordering::Relaxed);
            panic!("the way breaks");
        }
        self.line.connect(address)
    }
}

#[tokio::test(start_paused = true)]
async fn i13_a_keeper_that_breaks_down_is_back_within_five_seconds_with_what_the_vault_holds() {
    for panics in [1, 8] {
        let line = Line::new();
        let credential = line.twitch().issue(now());
        let breaking = Arc::new(Breaking {
            line: line.clone(),
            panics_left: AtomicUsize::new(panics),
        });
        let shelf = Shelf::new(&credential);
        let http = Http::over(Arc::clone(&breaking) as Arc<dyn Connect>);
        let tokens = Keeper::spawn(http, plain(public()), Some(credential), shelf);
        let begun = now();
        let token = tokens.token().await.unwrap();
        assert!(line.twitch().accepts(now(), token.secret()));
        while breaking.panics_left.load(Ordering::Relaxed) > 0 {
            pass(Duration::from_secs(1)).await;
            assert!(now() - begun <= Duration::from_secs(5) * u32::try_from(panics).unwrap());
        }
        pass(3 * HOUR).await;
        let token = tokens.token().await.unwrap();
        assert!(
            line.twitch().accepts(now(), token.secret()),
            "it is kept alive"
        );
        assert!(matches!(tokens.status(), Status::Valid));
        tokens.stop().await;
    }
}
