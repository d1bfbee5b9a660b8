//! Takes over tokens that another bot kept: asks Twitch whose they are, and keeps those that were given to our application and have a part here.

use std::time::Duration;

use auth::answer::{Grant, Identity, Refreshed};
use auth::{Credential, Http, Settings};
use store::Store;
use types::{ClientId, Login, ScopeSet, Secret, UserId};

use crate::accounts;
use crate::cli::Role;
use crate::context::Context;
use crate::failure::Failure;
use crate::import::old_tokens::OldTokens;
use crate::login;

/// Tokens with what they are called to people.
#[derive(Debug, Clone)]
pub(crate) struct Offered {
    /// Such as `AUTH_PASS (line 4)`.
    pub what: String,
    /// The tokens.
    pub tokens: OldTokens,
}

/// What became of an offer.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// They are in the store.
    Kept(Kept),
    /// They are of no use here, for this reason.
    LeftOut(String),
    /// It could not be found out, for this reason.
    Unknown(String),
}

/// An account whose tokens are in the store now.
#[derive(Debug)]
pub(crate) struct Kept {
    /// Whose they are.
    pub login: Login,
    /// What the account is used for here.
    pub parts: Vec<Role>,
    /// What it allowed.
    pub scopes: ScopeSet,
    /// How long the access token lives; none is forever.
    pub expires_in: Option<Duration>,
    /// Whether it can be renewed when it has expired.
    pub is_renewable: bool,
}

/// Whose a token is.
#[derive(Debug)]
struct Owner {
    client_id: ClientId,
    user_id: UserId,
    login: Login,
    scopes: ScopeSet,
    expires_in: Option<Duration>,
}

/// Why nothing was kept.
enum Refusal {
    Useless(String),
    Unclear(String),
}

/// Looks at all offers in their order.
///
/// # Errors
/// If the store fails, or the config names no application.
pub(crate) async fn adopt(
    context: &Context,
    (store, http): (&Store, &Http),
    offers: &[Offered],
) -> Result<Vec<(String, Outcome)>, Failure> {
    let office = Office {
        context,
        store,
        http,
        settings: context.auth_settings()?,
    };
    let mut outcomes = Vec::new();
    let mut rest = offers.iter().peekable();
    while let Some(offer) = rest.next() {
        let mut tokens = offer.tokens.clone();
        let mut what = offer.what.clone();
        // Two lone tokens in a row are a pair if only the first of them lets anybody in.
        if let Some(next) = rest.peek()
            && is_lone(&tokens)
            && is_lone(&next.tokens)
            && office.is_refresh_token_of(&tokens, &next.tokens).await
        {
            tokens.refresh.clone_from(&next.tokens.access);
            what = format!("{what} and {}", next.what);
            rest.next();
        }
        let outcome = match office.take(&tokens).await? {
            Ok(kept) => Outcome::Kept(kept),
            Err(Refusal::Useless(why)) => Outcome::LeftOut(why),
            Err(Refusal::Unclear(why)) => Outcome::Unknown(why),
        };
        outcomes.push((what, outcome));
    }
    Ok(outcomes)
}

/// Everything that it takes to look at an offer.
struct Office<'all> {
    context: &'all Context,
    store: &'all Store,
    http: &'all Http,
    settings: Settings,
}

impl Office<'_> {
    async fn take(&self, tokens: &OldTokens) -> Result<Result<Kept, Refusal>, Failure> {
        let credential = match self.credential(tokens).await {
            Ok(credential) => credential,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let parts = self.parts(&credential.login);
        if parts.is_empty() {
            let why = format!(
                "it belongs to {}, who is neither the bot nor a channel of the config",
                credential.login
            );
            return Ok(Err(Refusal::Useless(why)));
        }
        for part in &parts {
            login::reception::adopt(self.context, self.store, *part, &credential).await?;
        }
        Ok(Ok(Kept {
            parts,
            is_renewable: accounts::is_renewable(self.context, &credential),
            login: credential.login,
            scopes: credential.scopes,
            expires_in: credential.expires_in,
        }))
    }

    /// The tokens with their owner. One that has expired is renewed, because the old bot's live four hours only.
    async fn credential(&self, tokens: &OldTokens) -> Result<Credential, Refusal> {
        let (mut access, mut refresh) = (tokens.access.clone(), tokens.refresh.clone());
        let mut owner = match &access {
            Some(access) => self.owner(access).await?,
            None => None,
        };
        if let (None, Some(old)) = (&owner, &refresh) {
            let grant = self.renew(old).await?;
            owner = self.owner(&grant.access).await?;
            refresh = grant.refresh.or(refresh);
            access = Some(grant.access);
        }
        let (Some(owner), Some(access)) = (owner, access) else {
            let why = "Twitch does not know it any more; tokens end when they expire, when the password is changed, or when the app is disconnected";
            return Err(Refusal::Useless(why.to_owned()));
        };
        let ours = self.settings.client_id();
        if owner.client_id != *ours {
            let why = format!(
                "it belongs to {} and was given to the application {}, not to {ours}; Twitch lets no other application use it",
                owner.login, owner.client_id
            );
            return Err(Refusal::Useless(why));
        }
        Ok(Credential {
            user_id: owner.user_id,
            login: owner.login,
            client_id: owner.client_id,
            client_kind: auth::ClientKind::Unknown,
            access,
            refresh,
            scopes: owner.scopes,
            expires_in: owner.expires_in,
        })
    }

    /// Whose access token it is; none if it lets nobody in.
    async fn owner(&self, access: &Secret) -> Result<Option<Owner>, Refusal> {
        let identity = match auth::validate(self.http, &self.settings, access).await {
            Ok(identity) => identity,
            Err(auth::Error::Rejected { .. }) => return Ok(None),
            Err(error) => return Err(Refusal::Unclear(error.to_string())),
        };
        let Identity {
            client_id,
            user_id,
            login,
            scopes,
            expires_in,
        } = identity;
        let (Some(user_id), Some(login)) = (user_id, login) else {
            let why = "it is the token of an application, and belongs to no account";
            return Err(Refusal::Useless(why.to_owned()));
        };
        Ok(Some(Owner {
            client_id,
            user_id,
            login,
            scopes: scopes.unwrap_or_default(),
            expires_in,
        }))
    }

    async fn renew(&self, refresh: &Secret) -> Result<Grant, Refusal> {
        let request = auth::wire::refresh(&self.settings, refresh);
        let answer = match self.http.send(request).await {
            Ok(answer) => auth::answer::refreshed(&answer),
            Err(error) => return Err(Refusal::Unclear(error.to_string())),
        };
        match answer {
            Refreshed::Done(grant) => Ok(grant),
            Refreshed::Invalid => {
                let why = format!(
                    "it has expired, and Twitch does not renew it for the application {}",
                    self.settings.client_id()
                );
                Err(Refusal::Useless(why))
            }
            Refreshed::ClientRefused(refusal) => {
                let why = format!("it has expired, and Twitch refuses the application: {refusal}");
                Err(Refusal::Unclear(why))
            }
            Refreshed::Setback(setback) => Err(Refusal::Unclear(setback.to_string())),
        }
    }

    async fn is_refresh_token_of(&self, first: &OldTokens, second: &OldTokens) -> bool {
        let (Some(first), Some(second)) = (&first.access, &second.access) else {
            return false;
        };
        matches!(self.owner(first).await, Ok(Some(_)))
            && matches!(self.owner(second).await, Ok(None))
    }

    fn parts(&self, login: &Login) -> Vec<Role> {
        let config = &self.context.config;
        let is_bot = config.bot.as_ref() == Some(login);
        let is_broadcaster = config.channels.contains(login);
        let parts = [(is_bot, Role::Bot), (is_broadcaster, Role::Broadcaster)];
        let parts = parts.into_iter().filter(|(has_part, _)| *has_part);
        parts.map(|(_, part)| part).collect()
    }
}

fn is_lone(tokens: &OldTokens) -> bool {
    tokens.label.is_none() && tokens.access.is_some() && tokens.refresh.is_none()
}
