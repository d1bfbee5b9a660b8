//! Several keepers at once: processes that share a login, and accounts that share a process.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use streamhand_auth::{
    BoxFuture, Credential, Error, Hold, Http, Keeper, Lease, Setback, Status, Suspicion, Tokens,
    Vault, VaultError,
};
use tokio::sync::OwnedMutexGuard;
use types::{ClientId, UserId};

use crate::line::{Line, now, pass};
use crate::scene::public;
use crate::twitch::{Fault, HOUR, INVALID_REFRESH, MINUTE};

/// A vault in memory that keeps every account apart.
#[derive(Clone, Default)]
struct Cabinet(Arc<Mutex<BTreeMap<UserId, Drawer>>>);

#[derive(Default)]
struct Drawer {
    kept: Option<Credential>,
    has_begun: bool,
    taken: Arc<tokio::sync::Mutex<()>>,
}

impl Cabinet {
    fn drawer<Output>(&self, user: &UserId, see: impl FnOnce(&mut Drawer) -> Output) -> Output {
        see(self.0.lock().unwrap().entry(user.clone()).or_default())
    }

    /// Takes an account as a process would that never comes to its end.
    fn take(&self, user: &UserId) -> OwnedMutexGuard<()> {
        let taken = self.drawer(user, |drawer| Arc::clone(&drawer.taken));
        taken.try_lock_owned().expect("nobody refreshes yet")
    }
}

impl Vault for Cabinet {
    fn save<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, Result<(), VaultError>> {
        Box::pin(async move {
            self.drawer(&credential.user_id, |drawer| {
                drawer.kept = Some(credential.clone());
                drawer.has_begun = false;
            });
            Ok(())
        })
    }

    fn begin_refresh<'a>(
        &'a self,
        known: &'a Credential,
    ) -> BoxFuture<'a, Result<Lease, VaultError>> {
        Box::pin(async move {
            let taken = self.drawer(&known.user_id, |drawer| Arc::clone(&drawer.taken));
            let taken = tokio::time::timeout(Duration::from_secs(30), taken.lock_owned()).await;
            let taken = taken.map_err(|_| VaultError::busy("the drawer is in use"))?;
            Ok(self.drawer(&known.user_id, |drawer| {
                let is_known =
                    (drawer.kept.as_ref()).is_some_and(|kept| kept.access == known.access);
                let was_cut_off = is_known && drawer.has_begun;
                drawer.has_begun |= is_known;
                let user = known.user_id.clone();
                let cabinet = self.clone();
                let taken = Taken {
                    cabinet,
                    user,
                    _taken: taken,
                };
                Lease::noted(drawer.kept.clone(), was_cut_off, taken)
            }))
        })
    }

    fn load<'a>(
        &'a self,
        user: &'a UserId,
        _client: &'a ClientId,
    ) -> BoxFuture<'a, Result<Option<Credential>, VaultError>> {
        Box::pin(async move { Ok(self.drawer(user, |drawer| drawer.kept.clone())) })
    }
}

/// An open drawer.
struct Taken {
    cabinet: Cabinet,
    user: UserId,
    _taken: OwnedMutexGuard<()>,
}

impl Hold for Taken {
    fn strike_out(self: Box<Self>) -> BoxFuture<'static, Result<(), VaultError>> {
        Box::pin(async move {
            // As slow as a disk.
            pass(Duration::from_millis(20)).await;
            self.cabinet
                .drawer(&self.user, |drawer| drawer.has_begun = false);
            Ok(())
        })
    }
}

struct Account {
    line: Line,
    http: Http,
    credential: Credential,
}

/// Somebody who has just logged in, with a login service of their own.
async fn log_in(user: &str, cabinet: &Cabinet) -> Account {
    let line = Line::new();
    user.clone_into(&mut line.twitch().owner);
    let credential = line.twitch().issue(now());
    cabinet.save(&credential).await.unwrap();
    let http = Http::over(Arc::new(line.clone()));
    Account {
        line,
        http,
        credential,
    }
}

impl Account {
    fn keep(&self, cabinet: &Arc<Cabinet>) -> Tokens {
        let settings = public().with_base("http://id.twitch.tv/oauth2").unwrap();
        let vault = Arc::clone(cabinet) as Arc<dyn Vault>;
        let credential = Some(self.credential.clone());
        Keeper::spawn(self.http.clone(), settings, credential, vault)
    }
}

#[tokio::test(start_paused = true)]
async fn a02_four_processes_and_a_hundred_tasks_buy_each_token_once() {
    let cabinet = Arc::new(Cabinet::default());
    let account = log_in("1001", &cabinet).await;
    let processes: Vec<_> = (0..4).map(|_| account.keep(&cabinet)).collect();
    for round in 1..=50 {
        let olds = join_all(processes.iter().map(Tokens::token)).await;
        account.line.twitch().expire_access();
        let calls = processes.iter().zip(olds).flat_map(|(tokens, old)| {
            let generation = old.unwrap().generation();
            (0..25).map(move |_| async move {
                tokens.report_unauthorized(generation);
                tokens.token().await.unwrap()
            })
        });
        for token in join_all(calls).await {
            assert!(account.line.twitch().accepts(now(), token.secret()));
        }
        assert_eq!(account.line.twitch().refreshes.len(), round);
        pass(20 * MINUTE).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a02_a_process_that_is_frozen_with_the_account_is_waited_for_in_words() {
    let cabinet = Arc::new(Cabinet::default());
    let account = log_in("1001", &cabinet).await;
    let tokens = account.keep(&cabinet);
    let old = tokens.token().await.unwrap();
    let frozen = cabinet.take(&account.credential.user_id);
    account.line.twitch().expire_access();
    tokens.report_unauthorized(old.generation());
    let error = tokens.token().await.unwrap_err();
    let is_busy = |error: &Error| matches!(error, Error::Unavailable { setback: Setback::Vault(vault), .. } if vault.is_busy());
    assert!(is_busy(&error), "{error}");
    assert!(error.is_transient());
    drop(frozen);
    pass(MINUTE).await;
    assert!(tokens.token().await.is_ok());
    assert_eq!(account.line.twitch().refreshes.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a02_the_account_is_free_again_after_every_end_of_a_refresh() {
    let cabinet = Arc::new(Cabinet::default());
    let account = log_in("1001", &cabinet).await;
    let tokens = account.keep(&cabinet);
    let faults = [
        None,
        Some(Fault::Answer(503, "")),
        Some(Fault::Answer(
            403,
            r#"{"status":403,"message":"invalid client secret"}"#,
        )),
        Some(Fault::AnswerLost),
    ];
    for fault in faults {
        let old = tokens.token().await.unwrap();
        account.line.twitch().on_token = fault;
        tokens.report_unauthorized(old.generation());
        let _ = tokens.token().await;
        pass(Duration::from_millis(100)).await;
        drop(cabinet.take(&account.credential.user_id));
        account.line.twitch().on_token = None;
        if fault.is_some() {
            let again = account.line.twitch().issue(now());
            cabinet.save(&again).await.unwrap();
            tokens.adopt(again);
        }
        pass(HOUR).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a02_a_login_that_comes_while_the_account_is_waited_for_leaves_it_free() {
    let cabinet = Arc::new(Cabinet::default());
    let account = log_in("1001", &cabinet).await;
    let tokens = account.keep(&cabinet);
    let old = tokens.token().await.unwrap();
    let elsewhere = cabinet.take(&account.credential.user_id);
    tokens.report_unauthorized(old.generation());
    pass(Duration::from_secs(1)).await;
    let again = account.line.twitch().issue(now());
    cabinet.save(&again).await.unwrap();
    tokens.adopt(again.clone());
    assert_eq!(tokens.token().await.unwrap().secret(), &again.access);
    drop(elsewhere);
    pass(Duration::from_secs(1)).await;
    drop(cabinet.take(&account.credential.user_id));
    assert_eq!(account.line.twitch().refreshes.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a05_a_keeper_that_was_refused_leaves_no_note_even_if_it_is_stopped_at_once() {
    let cabinet = Arc::new(Cabinet::default());
    let account = log_in("1001", &cabinet).await;
    let tokens = account.keep(&cabinet);
    let old = tokens.token().await.unwrap();
    account.line.twitch().on_token = Some(INVALID_REFRESH);
    account.line.twitch().expire_access();
    tokens.report_unauthorized(old.generation());
    assert!(tokens.token().await.is_err());
    tokens.stop().await;
    let user = &account.credential.user_id;
    assert!(!cabinet.drawer(user, |drawer| drawer.has_begun));
    let again = account.keep(&cabinet);
    let error = again.token().await.unwrap_err();
    assert!(error.is_transient(), "{error}: an outage looks like this");
}

#[tokio::test(start_paused = true)]
async fn a03_a_keeper_killed_in_its_refresh_leaves_a_note_for_the_next_one() {
    let cabinet = Arc::new(Cabinet::default());
    let account = log_in("1001", &cabinet).await;
    let killed = cabinet.begin_refresh(&account.credential).await.unwrap();
    assert!(!killed.was_cut_off);
    // Twitch has acted on the request of the killed one.
    account.line.twitch().issue(now());
    drop(killed);
    pass(3 * HOUR + 40 * MINUTE).await;
    let tokens = account.keep(&cabinet);
    let token = tokens.token().await.unwrap();
    assert_eq!(token.secret(), &account.credential.access);
    pass(Duration::from_secs(5)).await;
    let status = tokens.status();
    assert!(
        matches!(status, Status::Suspect(Suspicion::CutOff)),
        "{status:?}"
    );
    assert!(tokens.token().await.is_ok(), "the old token lives on");
    pass(HOUR).await;
    let error = tokens.token().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no token for perty at the moment: Twitch calls its refresh token invalid, \
         most likely because the refresh before was cut off"
    );
    assert_eq!(error.advice(), Some("log in again"));
    assert!(!error.is_transient());
}

#[tokio::test(start_paused = true)]
async fn a13_a_revoked_account_does_not_touch_the_others() {
    let cabinet = Arc::new(Cabinet::default());
    let revoked = log_in("1001", &cabinet).await;
    let other = log_in("2002", &cabinet).await;
    let (revoked_tokens, other_tokens) = (revoked.keep(&cabinet), other.keep(&cabinet));
    let token = revoked_tokens.token().await.unwrap();
    let mut watch = revoked_tokens.watch();
    revoked.line.twitch().revoke_all();
    revoked_tokens.report_unauthorized(token.generation());
    let is_gone = watch.wait_for(|view| view.token.is_none());
    assert!(is_gone.await.is_ok(), "its connections end");
    for _ in 0..48 {
        let token = other_tokens.token().await.unwrap();
        assert!(other.line.twitch().accepts(now(), token.secret()));
        pass(HOUR).await;
    }
    assert!(matches!(other_tokens.status(), Status::Valid));
    assert!(matches!(revoked_tokens.status(), Status::Lost(_)));
    let kept = cabinet.drawer(&revoked.credential.user_id, |drawer| drawer.kept.clone());
    assert_eq!(kept, Some(revoked.credential));
}

#[tokio::test(start_paused = true)]
async fn a15_a_broken_login_answers_in_words_and_holds_nobody_up() {
    let cabinet = Arc::new(Cabinet::default());
    let broken = log_in("1001", &cabinet).await;
    broken.line.twitch().revoke_all();
    let other = log_in("2002", &cabinet).await;
    let (broken, other) = (broken.keep(&cabinet), other.keep(&cabinet));
    let started_at = now();
    assert!(other.token().await.is_ok());
    let error = broken.token().await.unwrap_err();
    assert!(error.advice().is_some(), "{error}");
    assert!(now() - started_at < Duration::from_secs(1));
}
