//! Which account plays which role.

use streamhand_store::{Binding, Error, Role, Store};
use types::{ClientId, Timestamp, UserId};

use crate::credentials::credential;
use crate::databases::on_each;

fn binding(role: Role, user: &str) -> Binding {
    Binding {
        role,
        user_id: UserId::new(user),
        client_id: ClientId::new("client"),
        bound_at: Timestamp::from_unix_millis(5),
    }
}

fn owner_of(channel: &str) -> Role {
    let channel = UserId::new(channel);
    Role::Broadcaster { channel }
}

#[tokio::test]
async fn a11_a_role_is_not_handed_to_another_account_unless_somebody_confirms_it() {
    on_each(async |store: &Store| {
        for user in ["5005", "6006"] {
            let tokens = credential(user, "a1");
            store.save_credential(&tokens).await.unwrap();
        }
        let bot = binding(Role::Bot, "5005");
        store.bind_role(&bot).await.unwrap();
        store.bind_role(&bot).await.unwrap();

        let wrong = binding(Role::Bot, "6006");
        let error = store.bind_role(&wrong).await.unwrap_err();
        assert!(
            matches!(&error, Error::RoleTaken { holder, .. } if holder.as_str() == "5005"),
            "{error}"
        );
        assert_eq!(store.role(&Role::Bot).await.unwrap(), Some(bot));

        store.replace_role(&wrong).await.unwrap();
        assert_eq!(store.role(&Role::Bot).await.unwrap(), Some(wrong));
    })
    .await;
}

#[tokio::test]
async fn each_channel_has_a_broadcaster_of_its_own() {
    on_each(async |store: &Store| {
        for user in ["1001", "1002"] {
            store
                .save_credential(&credential(user, "a1"))
                .await
                .unwrap();
            store
                .bind_role(&binding(owner_of(user), user))
                .await
                .unwrap();
        }
        let found = store.role(&owner_of("1002")).await.unwrap();
        assert_eq!(found, Some(binding(owner_of("1002"), "1002")));
        assert_eq!(store.role(&owner_of("1003")).await.unwrap(), None);
        assert_eq!(store.role(&Role::Bot).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_role_needs_an_account_that_has_logged_in_and_ends_with_it() {
    on_each(async |store: &Store| {
        let bot = binding(Role::Bot, "5005");
        for refused in [store.bind_role(&bot).await, store.replace_role(&bot).await] {
            let error = refused.unwrap_err();
            assert!(
                matches!(&error, Error::UnknownAccount { user } if user.as_str() == "5005"),
                "{error}"
            );
        }
        store
            .save_credential(&credential("5005", "a1"))
            .await
            .unwrap();
        store.bind_role(&bot).await.unwrap();
        store.delete_account(&bot.user_id).await.unwrap();
        assert_eq!(store.role(&Role::Bot).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_renamed_account_is_found_by_each_of_its_names() {
    on_each(async |store: &Store| {
        assert!(store.known_names().await.unwrap().is_empty());
        for (login, user) in [("perty", "5005"), ("perty2", "5005"), ("oakmoss", "6006")] {
            let (login, user) = (login.parse().unwrap(), UserId::new(user));
            store.remember_names([(&login, &user)]).await.unwrap();
            store.remember_names([(&login, &user)]).await.unwrap();
        }
        // Twitch gives a name away again some months after it became free.
        let (login, other) = ("perty".parse().unwrap(), UserId::new("7007"));
        let (new, third) = ("brook".parse().unwrap(), UserId::new("8008"));
        let both = [(&login, &other), (&new, &third)];
        store.remember_names(both).await.unwrap();
        let names = store.known_names().await.unwrap();
        let names: Vec<_> = names
            .iter()
            .map(|(login, user)| (login.as_str(), user.as_str()))
            .collect();
        let expected = [
            ("brook", "8008"),
            ("oakmoss", "6006"),
            ("perty", "7007"),
            ("perty2", "5005"),
        ];
        assert_eq!(names, expected);
    })
    .await;
}
