//! Who is welcome: the account that was asked for, for a part that nobody else plays. Keeps its tokens before anybody is told.

use std::sync::{Mutex, PoisonError};

use auth::{BoxFuture, Credential, Guest, Http, Reception, Vault, Verdict};
use store::{Binding, Role, Store};

use super::guest;
use super::news::{News, Tell};
use super::wanted::{Account, Wanted};
use crate::cli;
use crate::clock;
use crate::context::Context;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::renamed::{self, KnownNames};

/// Looks at those who log in, and remembers how it ended.
pub(super) struct Receptionist<'a> {
    context: &'a Context,
    store: &'a Store,
    http: &'a Http,
    wanted: &'a Wanted,
    tell: Tell<'a>,
    outcome: Mutex<Option<Result<Account, Refusal>>>,
}

/// Why somebody was not welcome, or could not be kept.
#[derive(Debug)]
struct Refusal {
    failure: Failure,
    /// What to tell somebody who can try another account; nothing if none would do.
    sentence: Option<Box<str>>,
}

impl<'a> Receptionist<'a> {
    pub(super) fn new(
        context: &'a Context,
        (store, http): (&'a Store, &'a Http),
        wanted: &'a Wanted,
        tell: Tell<'a>,
    ) -> Self {
        Self {
            context,
            store,
            http,
            wanted,
            tell,
            outcome: Mutex::new(None),
        }
    }

    /// What was last said to somebody who was turned away.
    pub(super) fn sentence(&self) -> Option<String> {
        let outcome = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        match outcome.as_ref() {
            Some(Err(refusal)) => refusal.sentence.as_deref().map(str::to_owned),
            Some(Ok(_)) | None => None,
        }
    }

    /// How it ended.
    pub(super) fn into_outcome(self) -> Result<Account, Failure> {
        let outcome = self.outcome.into_inner();
        match outcome.unwrap_or_else(PoisonError::into_inner) {
            Some(outcome) => outcome.map_err(|refusal| refusal.failure),
            None => Err(Failure::new(Status::Failed, "nobody logged in")),
        }
    }

    async fn look_at(&self, credential: &Credential) -> Result<Guest, Refusal> {
        let names = KnownNames::read(self.store).await?;
        check_account((self.wanted, &names), credential)?;
        keep(self.context, self.store, self.wanted.role, credential).await?;
        (self.tell)(News::Kept(account(credential, credential.login.as_str())));
        Ok(guest::look_up(self.context, self.http, credential).await)
    }
}

impl Reception for Receptionist<'_> {
    fn receive<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, Verdict> {
        Box::pin(async move {
            let looked_at = self.look_at(credential).await;
            let (outcome, verdict) = match looked_at {
                Ok(guest) => (
                    Ok(account(credential, &guest.name)),
                    Verdict::Welcome(guest),
                ),
                Err(refusal) => {
                    let verdict = match &refusal.sentence {
                        Some(sentence) => Verdict::TurnedAway(sentence.to_string()),
                        None => Verdict::Failed(refusal.failure.happened().to_owned()),
                    };
                    (Err(refusal), verdict)
                }
            };
            let mut kept = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
            *kept = Some(outcome);
            verdict
        })
    }

    fn hear(&self, event: auth::PageEvent) {
        if let auth::PageEvent::Interrupted(setback) = event {
            (self.tell)(News::Interrupted(setback));
        }
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self {
            failure,
            sentence: None,
        }
    }
}

fn account(credential: &Credential, name: &str) -> Account {
    Account {
        user_id: credential.user_id.clone(),
        login: credential.login.clone(),
        name: name.to_owned(),
        scopes: credential.scopes.clone(),
        client_kind: credential.client_kind,
    }
}

/// The wrong account is the commonest mistake: browsers remember the streamer, not the bot.
fn check_account(
    (wanted, names): (&Wanted, &KnownNames),
    credential: &Credential,
) -> Result<(), Refusal> {
    let account = (&credential.login, &credential.user_id);
    match &wanted.login {
        Some(login) if !names.mean(login, account) => {
            let part = wanted.role.as_str();
            let came = &credential.login;
            let what = format!("{came} consented, but the {part} is {login}");
            let failure = Failure::new(Status::Refused, what)
                .meaning(
                    "The browser was logged in to Twitch with another account. Nothing was kept.",
                )
                .advice(format!(
                    "open the link where {login} is logged in, for example in a private window"
                ));
            let sentence = format!(
                "That was {came}, but the {part} is {login}. Nothing was kept. \
                 Change the account on Twitch’s page, or open this where {login} is logged in, for example in a private window."
            );
            Err(Refusal {
                failure,
                sentence: Some(sentence.into()),
            })
        }
        _ => Ok(()),
    }
}

/// Keeps tokens that came without a login here, and gives their account its part.
///
/// # Errors
/// If another account plays the part already, or the store fails.
pub(crate) async fn adopt(
    context: &Context,
    store: &Store,
    role: cli::Role,
    credential: &Credential,
) -> Result<(), Failure> {
    let kept = keep(context, store, role, credential).await;
    kept.map_err(|refusal| refusal.failure)
}

/// The tokens are safe before the part is given away; those of somebody who cannot have it are not kept.
async fn keep(
    context: &Context,
    store: &Store,
    role: cli::Role,
    credential: &Credential,
) -> Result<(), Refusal> {
    let binding = Binding {
        role: match role {
            cli::Role::Bot => Role::Bot,
            cli::Role::Broadcaster => Role::Broadcaster {
                channel: credential.user_id.clone(),
            },
        },
        user_id: credential.user_id.clone(),
        client_id: credential.client_id.clone(),
        bound_at: clock::now(),
    };
    check_free(store, &binding, credential).await?;
    save(context, store, credential).await?;
    renamed::remember(store, [(&credential.login, &credential.user_id)]).await?;
    if let Role::Broadcaster { channel } = &binding.role {
        let channel = store::Channel {
            id: channel.clone(),
            login: credential.login.clone(),
            display_name: credential.login.to_string(),
            added_at: clock::now(),
        };
        store
            .put_channel(&channel)
            .await
            .map_err(|error| explain::store(&error))?;
    }
    store
        .bind_role(&binding)
        .await
        .map_err(|error| explain::store(&error))?;
    Ok(())
}

/// Under the lease of the account, so that a running bot that is refreshing the former tokens does not put them back.
async fn save(context: &Context, store: &Store, credential: &Credential) -> Result<(), Failure> {
    let vault = context.vault(store);
    let failed = |error: auth::VaultError| {
        Failure::new(Status::Failed, format!("cannot keep the login: {error}"))
    };
    let lease = vault.begin_refresh(credential).await.map_err(failed)?;
    let saved = vault.save(credential).await.map_err(failed);
    drop(lease);
    saved
}

async fn check_free(
    store: &Store,
    wanted: &Binding,
    credential: &Credential,
) -> Result<(), Refusal> {
    let holder = store.role(&wanted.role).await;
    match holder.map_err(|error| explain::store(&error))? {
        Some(holder) if holder.user_id != wanted.user_id => {
            let failure = explain::store(&store::Error::RoleTaken {
                role: wanted.role.clone(),
                holder: holder.user_id,
                wanted: wanted.user_id.clone(),
            });
            let sentence = format!(
                "That was {}, but another account is logged in as this already. Nothing was kept. \
                 Log that one out first, or come back with it.",
                credential.login
            );
            Err(Refusal {
                failure,
                sentence: Some(sentence.into()),
            })
        }
        _ => Ok(()),
    }
}
