//! Accounts and their tokens.

use streamhand_store::{Account, ClientKind, Credential, Kept, Store};
use types::{ClientId, ScopeSet, Secret, Timestamp, UserId};

use crate::databases::{lasting, on_each, settings};

pub(crate) fn credential(user: &str, access: &str) -> Credential {
    Credential {
        user_id: UserId::new(user),
        login: format!("login_{user}").parse().unwrap(),
        client_id: ClientId::new("client"),
        client_kind: ClientKind::Public,
        access: Secret::new(access),
        refresh: Some(Secret::new(format!("refresh-{access}"))),
        scopes: ScopeSet::parse("user:read:chat chat:edit"),
        expires_at: Some(Timestamp::from_unix_millis(1_795_342_814_000)),
        obtained_at: Timestamp::from_unix_millis(1_795_342_800_000),
    }
}

async fn find(store: &Store, wanted: &Credential) -> Option<Kept> {
    let found = store.credential(&wanted.user_id, &wanted.client_id).await;
    found.unwrap()
}

#[tokio::test]
async fn tokens_come_back_as_they_were_saved_and_count_their_generations() {
    on_each(async |store: &Store| {
        let first = credential("5005", "a1");
        assert_eq!(find(store, &first).await, None);
        assert_eq!(store.save_credential(&first).await.unwrap(), 1);
        let generation = 1;
        let kept = Kept {
            credential: first.clone(),
            generation,
        };
        assert_eq!(find(store, &first).await, Some(kept));

        let bare = Credential {
            client_kind: ClientKind::Unknown,
            refresh: None,
            expires_at: None,
            scopes: ScopeSet::default(),
            ..credential("5005", "a2")
        };
        assert_eq!(store.save_credential(&bare).await.unwrap(), 2);
        let kept = Kept {
            credential: bare.clone(),
            generation: 2,
        };
        assert_eq!(find(store, &bare).await, Some(kept));
    })
    .await;
}

#[tokio::test]
async fn each_application_has_tokens_of_its_own_and_a_rename_shows_in_all() {
    on_each(async |store: &Store| {
        let one = credential("5005", "a1");
        let two = Credential {
            client_id: ClientId::new("other"),
            client_kind: ClientKind::Confidential,
            login: "renamed".parse().unwrap(),
            ..credential("5005", "b1")
        };
        store.save_credential(&one).await.unwrap();
        assert_eq!(store.save_credential(&two).await.unwrap(), 1);
        let found = find(store, &one).await.unwrap().credential;
        assert_eq!(found.access, one.access);
        assert_eq!(found.login.as_str(), "renamed");
        let account = Account {
            user_id: one.user_id.clone(),
            login: two.login.clone(),
        };
        assert_eq!(
            store.account(&one.user_id).await.unwrap(),
            Some(account.clone())
        );
        assert_eq!(store.accounts().await.unwrap(), [account]);
    })
    .await;
}

#[tokio::test]
async fn a_logout_forgets_the_tokens() {
    on_each(async |store: &Store| {
        let tokens = credential("5005", "a1");
        store.save_credential(&tokens).await.unwrap();
        assert!(store.delete_account(&tokens.user_id).await.unwrap());
        assert_eq!(find(store, &tokens).await, None);
        assert!(!store.delete_account(&tokens.user_id).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn x24_no_error_and_no_debug_text_shows_a_token() {
    for database in lasting().await {
        let store = Store::open(&database.url, &settings()).await.unwrap();
        let tokens = credential("5005", "canary");
        store.save_credential(&tokens).await.unwrap();
        let kept = find(&store, &tokens).await.unwrap();
        store.close().await;
        let error = store.save_credential(&tokens).await.unwrap_err();
        for shown in [
            format!("{kept:?}"),
            format!("{error} {error:?}"),
            format!("{store:?}"),
        ] {
            assert!(!shown.contains("canary"), "{shown}");
        }
        database.remove().await;
    }
}
