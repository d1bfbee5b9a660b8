//! Scenes in which a login dies or was never alive: refused for a day, revoked, deleted, broken in the store, refused by chat alone.

use std::time::Duration;

use streamhand_auth::{Credential, Loss, Status, Suspicion};
use types::{ClientId, ScopeSet, Secret, UserId};

use crate::scene::{Scene, public};
use crate::twitch::{Fault, HOUR, INVALID_REFRESH, MINUTE};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const SECOND: Duration = Duration::from_secs(1);

#[test]
fn a05_b4_a_refresh_token_called_invalid_for_a_day_to_the_second_survives() {
    for seed in 0..10 {
        let mut scene = Scene::new(seed);
        let before = scene.vault.clone();
        let first = suspected_at(&mut scene);
        run_until(&mut scene, first + DAY);
        assert!(matches!(scene.account.status(), Status::Suspect(_)));
        assert_eq!(scene.vault, before, "byte for byte");
        scene.twitch.on_token = None;
        scene.run_for(HOUR);
        assert!(matches!(scene.account.status(), Status::Valid));
        assert_eq!(scene.call(), Ok(()));
        assert_eq!((scene.told("Suspected"), scene.told("Lost")), (1, 0));
    }
}

#[test]
fn a05_the_first_refusal_after_a_day_ends_it_and_nothing_is_deleted() {
    let mut scene = Scene::new(5);
    let before = scene.vault.clone();
    let first = suspected_at(&mut scene);
    // One, five, fifteen minutes, then hours: the last within the day, and the first after it.
    let last = first + 23 * HOUR + 21 * MINUTE;
    run_until(&mut scene, last + HOUR - SECOND);
    assert_eq!(scene.twitch.refreshes.last(), Some(&last));
    assert!(matches!(scene.account.status(), Status::Suspect(_)));
    scene.run_for(SECOND);
    assert!(matches!(
        scene.account.status(),
        Status::Lost(Loss::RefreshRefused(Suspicion::Refused))
    ));
    assert_eq!(scene.told("Lost"), 1);
    assert_eq!(scene.vault, before);
}

#[test]
fn a08_a_chat_that_refuses_every_login_costs_one_refresh_and_no_storm() {
    let mut scene = Scene::new(8);
    for _ in 0..HOUR.as_secs() / 5 {
        if let Some(token) = scene.lent.clone() {
            scene.report(&token);
        }
        scene.run_for(5 * SECOND);
    }
    assert_eq!(scene.twitch.refreshes.len(), 1);
    let validations = scene.twitch.validations.len();
    assert!(
        validations <= 1 + 7,
        "at start, then one per ten minutes: {validations}"
    );
    assert!(scene.lent.is_some(), "everything else may still use it");
    assert!(scene.told("UnauthorizedThoughValid") > 0);
}

#[test]
fn a13_a_login_revoked_in_mid_stream_stops_being_lent_at_the_first_refused_call() {
    let refusals = [
        None,
        // Documented for a changed password or a disconnected app, and no reason to give up sooner.
        Some(Fault::Answer(
            401,
            r#"{"status":401,"message":"Invalid refresh token"}"#,
        )),
    ];
    for refusal in refusals {
        let mut scene = Scene::new(13);
        let before = scene.vault.clone();
        scene.run_for(2 * HOUR);
        scene.twitch.revoke_all();
        scene.twitch.on_token = refusal;
        assert_eq!(scene.call(), Err("nothing lent"));
        let Status::Suspect(suspicion) = scene.account.status() else {
            panic!("{:?}", scene.account.status());
        };
        assert!(suspicion.advice().contains("log in again"));
        assert_eq!(scene.told("Suspected"), 1);
        scene.run_for(DAY + 2 * HOUR);
        assert!(scene.lent.is_none());
        assert_eq!((scene.told("Suspected"), scene.told("Lost")), (1, 1));
        assert_eq!(scene.vault, before, "only a person takes it away");
    }
}

#[test]
fn a18_a_deleted_account_is_found_out_within_the_hour_and_another_one_does_not_slip_in() {
    let mut scene = Scene::new(18);
    scene.twitch.revoke_all();
    scene.run_for(HOUR);
    assert!(scene.lent.is_none());
    assert_eq!(scene.told("Suspected"), 1);
    "2002".clone_into(&mut scene.twitch.owner);
    let other = scene.twitch.issue(scene.now);
    scene.hand_in(other);
    assert!(scene.lent.is_none());
    assert_eq!(scene.told("OtherAccountRefused"), 1);
    crate::twitch::USER.clone_into(&mut scene.twitch.owner);
    let again = scene.twitch.issue(scene.now);
    scene.vault = Some(again.clone());
    scene.hand_in(again);
    assert_eq!(scene.call(), Ok(()));
}

#[test]
fn a15_an_account_starts_with_every_kind_of_broken_credential_and_says_what_is_wrong() {
    for (name, spoil) in BROKEN {
        let mut scene = Scene::prepared(15, public(), |_| {});
        let mut broken = scene.vault.clone().unwrap();
        spoil(&mut broken);
        scene.twitch.expire_access();
        scene.vault = Some(broken.clone());
        scene.restart(16, public());
        scene.run_for(MINUTE);
        let told = scene.told("Suspected") + scene.told("Lost");
        assert_eq!(told, 1, "{name}: {:?}", scene.account.status());
        assert!(scene.lent.is_none(), "{name}");
        assert_eq!(scene.vault, Some(broken), "{name}: it is left as it is");
        let good = scene.twitch.issue(scene.now);
        scene.vault = Some(good.clone());
        scene.restart(17, public());
        assert_eq!(scene.call(), Ok(()), "{name}: a new login mends it");
    }
}

type Spoil = (&'static str, fn(&mut Credential));

const BROKEN: [Spoil; 11] = [
    ("spent", |it| it.refresh = Some(Secret::new("spent"))),
    ("without refresh token", |it| it.refresh = None),
    ("empty refresh token", |it| {
        it.refresh = Some(Secret::new(""))
    }),
    ("empty tokens", |it| {
        it.access = Secret::new("");
        it.refresh = Some(Secret::new(""));
    }),
    ("line breaks", |it| {
        it.access = Secret::new("a\r\nHost: b");
        it.refresh = Some(Secret::new("\r\n\0"));
    }),
    ("no ASCII", |it| {
        it.access = Secret::new("\u{feff}тöken");
        it.refresh = Some(Secret::new("\u{202e}🎟"));
    }),
    ("a megabyte", |it| {
        it.access = Secret::new("x".repeat(1 << 20));
        it.refresh = Some(Secret::new("&=".repeat(1 << 19)));
    }),
    ("no scopes", |it| {
        it.scopes = ScopeSet::default();
        it.refresh = Some(Secret::new("spent"));
    }),
    ("no time", |it| {
        it.expires_in = Some(Duration::ZERO);
        it.refresh = Some(Secret::new("spent"));
    }),
    ("all time", |it| {
        it.expires_in = Some(Duration::MAX);
        it.refresh = Some(Secret::new("spent"));
    }),
    ("nobody's", |it| {
        it.user_id = UserId::new("");
        it.client_id = ClientId::new("");
        it.refresh = Some(Secret::new("spent"));
    }),
];

/// Refuses every refresh until the login is doubted; when that was, since the start.
fn suspected_at(scene: &mut Scene) -> Duration {
    scene.twitch.on_token = Some(INVALID_REFRESH);
    scene.run_for(4 * HOUR - 20 * MINUTE);
    scene.twitch.refreshes[0]
}

fn run_until(scene: &mut Scene, since_start: Duration) {
    let elapsed = scene.elapsed();
    scene.run_for(since_start - elapsed);
}
