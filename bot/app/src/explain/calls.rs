//! Why a call did not bring an answer, in the words of somebody who knows who is logged in: which account, which scope, which login mends it.

use helix::{Caller, Error, Whose};
use spec::Endpoint;
use types::{Login, Scope, UserId};

use super::unreachable_service;
use crate::calling::account::{self, Account};
use crate::cli::Role;
use crate::failure::{Failure, Status};

/// Who is logged in, and what the config says about it.
pub(crate) struct Standing<'a> {
    /// Everybody who is logged in.
    pub accounts: &'a [Account],
    /// The channels of the config.
    pub channels: &'a [Login],
    /// Whether the application can have tokens of its own.
    pub has_secret: bool,
    /// What somebody is called, as far as it is known.
    pub login_of: &'a dyn Fn(&UserId) -> Option<Login>,
}

/// A call that failed.
pub(crate) fn failed(error: &Error, standing: &Standing<'_>) -> Failure {
    match error {
        Error::ScopeMissing {
            endpoint,
            scope,
            account,
        } => scope_missing((endpoint.0, scope), account, standing)
            .unwrap_or_else(|| super::helix(error)),
        Error::AccountMissing { endpoint, needed } => {
            account_missing(endpoint.0, needed, standing)
        }
        Error::Busy { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("Twitch takes only so many calls a minute. Nothing was sent.")
            .advice("try again then"),
        Error::RateLimited { until, .. } => {
            let failure = Failure::new(Status::Refused, error.to_string());
            match until {
                Some(until) => failure.advice(format!("try again after {until}")),
                None => failure.advice("wait a minute and try again"),
            }
        }
        Error::Intercepted { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("Networks of hotels and companies answer in Twitch's place until somebody has logged in to them.")
            .advice("open any page in a browser on this machine, or look at the proxy"),
        Error::Network { .. } if error.may_have_happened() => {
            unreachable_service(error.to_string())
                .meaning("The answer got lost, so Twitch may have done what was asked. No login was deleted.")
                .advice("look whether it was done before you try again")
        }
        Error::Undecodable { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("Whatever answered is not Twitch, or has trouble.")
            .advice("try again in a minute, and check the addresses under [twitch]"),
        Error::Rejected {
            status: 403,
            message,
            ..
        } if is_about_moderators(message) => super::helix(error)
            .meaning("Whoever makes this call has to be a moderator of the channel, or its broadcaster.")
            .advice("write --as broadcaster, or make the account a moderator with `streamhand mod add LOGIN`"),
        _ => super::helix(error),
    }
}

/// Twitch tells that the caller is no moderator in words only, and in several.
fn is_about_moderators(message: &str) -> bool {
    message.to_lowercase().contains("moderator")
}

fn scope_missing(
    (endpoint, scope): (&Endpoint, &Scope),
    account: &Whose,
    standing: &Standing<'_>,
) -> Option<Failure> {
    let Whose::User { id, login } = account else {
        return None;
    };
    let account = standing
        .accounts
        .iter()
        .find(|known| known.user_id == *id)?;
    let command = login_command(account, standing.channels);
    let happened = format!(
        "cannot call {}: {login} has not granted the scope {scope}",
        endpoint.name
    );
    let failure = Failure::new(Status::LoginNeeded, happened)
        .meaning("An account has to allow this once. Nothing was sent.")
        .advice(format!(
            "run `{command} --scope {scope}`, which asks for it besides what was allowed before"
        ));
    Some(failure)
}

fn account_missing(endpoint: &Endpoint, needed: &[Caller], standing: &Standing<'_>) -> Failure {
    let name = endpoint.name;
    let user = needed.iter().find_map(|caller| match caller {
        Caller::User(id) => Some(id),
        Caller::Application | Caller::AnyUser => None,
    });
    if let Some(id) = user {
        return user_missing(endpoint, id, standing);
    }
    let takes_app = needed.contains(&Caller::Application);
    if needed.contains(&Caller::AnyUser) {
        let happened = match standing.accounts {
            [] => "nobody is logged in who could make this call".to_owned(),
            _ => format!("cannot call {name} as the application, which has no account"),
        };
        let failure = Failure::new(Status::LoginNeeded, happened);
        return match standing.accounts {
            [] => failure.advice("run `streamhand login bot` or `streamhand login broadcaster`"),
            _ => failure.advice("leave --as app out"),
        };
    }
    if takes_app && standing.has_secret {
        return Failure::new(
            Status::Usage,
            format!("cannot call {name} as an account: it is for applications"),
        )
        .advice("leave --as out, or write --as app");
    }
    Failure::new(
        Status::LoginNeeded,
        format!("cannot call {name} without a token of the application itself"),
    )
    .meaning("Only a confidential application has such tokens; it gets them with its secret.")
    .advice("put the secret of a confidential application into the config as [app] client_secret")
}

/// The call takes nothing but a token that nobody here can make.
pub(crate) fn unsigned(endpoint: &Endpoint) -> Failure {
    let happened = format!(
        "cannot call {} without the token of an extension",
        endpoint.name
    );
    Failure::new(Status::LoginNeeded, happened)
        .meaning("An extension signs such tokens itself, with a secret that only its owner has.")
        .advice("write a signed token into a file and name it with --token-file FILE")
}

/// The call names somebody whose token it takes, and that one is not here, or may not be asked.
fn user_missing(endpoint: &Endpoint, id: &UserId, standing: &Standing<'_>) -> Failure {
    let name = endpoint.name;
    if let Some(account) = standing.accounts.iter().find(|known| known.user_id == *id) {
        return Failure::new(
            Status::Usage,
            format!(
                "cannot call {name} so: with these ids only {} may make it",
                account.login
            ),
        )
        .advice(format!("leave --as out, or write --as {}", account.login));
    }
    let login = (standing.login_of)(id);
    let who = match &login {
        Some(login) => login.to_string(),
        None => format!("the account {id}"),
    };
    let failure = Failure::new(
        Status::LoginNeeded,
        format!(
            "cannot call {name}: with these ids only {who} may make it, and that account is not logged in here"
        ),
    );
    let failure = match standing.accounts {
        [] => failure,
        accounts => failure.meaning(format!("Logged in: {}.", account::described(accounts))),
    };
    let advice = match (&login, standing.channels) {
        (Some(login), [only]) if login == only => "run `streamhand login broadcaster`".to_owned(),
        (Some(login), _) => format!(
            "run `streamhand login broadcaster --channel {login}`, or name somebody who is logged in"
        ),
        (None, _) => "name somebody who is logged in, such as me".to_owned(),
    };
    failure.advice(advice)
}

/// The command that logs an account in again.
pub(crate) fn login_command(account: &Account, channels: &[Login]) -> String {
    if account.plays(Role::Bot) {
        return "streamhand login bot".to_owned();
    }
    match channels {
        [only] if *only == account.login => "streamhand login broadcaster".to_owned(),
        _ => format!("streamhand login broadcaster --channel {}", account.login),
    }
}

/// Nobody plays a part that is needed.
pub(crate) fn nobody(role: Role, login: Option<&Login>) -> Failure {
    let happened = match (role, login) {
        (Role::Bot, _) => "nobody is logged in as the bot".to_owned(),
        (Role::Broadcaster, None) => "nobody is logged in as the broadcaster".to_owned(),
        (Role::Broadcaster, Some(login)) => {
            format!("{login} is not logged in as the broadcaster of #{login}")
        }
    };
    let command = match (role, login) {
        (Role::Bot, _) => "streamhand login bot".to_owned(),
        (Role::Broadcaster, None) => "streamhand login broadcaster".to_owned(),
        (Role::Broadcaster, Some(login)) => {
            format!("streamhand login broadcaster --channel {login}")
        }
    };
    Failure::new(Status::LoginNeeded, happened)
        .meaning("Twitch lets only logged-in accounts do this.")
        .advice(format!("run `{command}`"))
}

/// An account was named that is not logged in.
pub(crate) fn no_such_account(login: &Login, accounts: &[Account]) -> Failure {
    let failure = Failure::new(
        Status::LoginNeeded,
        format!("nobody is logged in as {login}"),
    );
    match accounts {
        [] => failure.advice("run `streamhand login bot`"),
        accounts => failure.advice(format!("name one of: {}", account::described(accounts))),
    }
}

/// Twitch was asked about a name and knows nobody.
pub(crate) fn unknown_login(login: &Login) -> Failure {
    Failure::new(
        Status::Refused,
        format!("Twitch knows nobody named {login}"),
    )
    .advice("check the spelling")
}

#[cfg(test)]
mod tests {
    use spec::endpoints::{chat, conduits, polls};

    use super::*;

    fn account(login: &str, id: &str, roles: &[Role]) -> Account {
        Account {
            user_id: UserId::new(id),
            login: login.parse().expect("a login"),
            scopes: types::ScopeSet::default(),
            roles: roles.to_vec(),
        }
    }

    fn check(error: &Error, accounts: &[Account], words: &[&str]) {
        let channels = ["somechannel".parse().expect("a login")];
        let login_of =
            |id: &UserId| (id.as_str() == "9").then(|| "other".parse().expect("a login"));
        let standing = Standing {
            accounts,
            channels: &channels,
            has_secret: false,
            login_of: &login_of,
        };
        let said = failed(error, &standing).to_string();
        for word in words {
            assert!(said.contains(word), "{word:?} is not in: {said}");
        }
    }

    fn missing(endpoint: &'static Endpoint, needed: &[Caller]) -> Error {
        Error::AccountMissing {
            endpoint: endpoint.into(),
            needed: needed.to_vec(),
        }
    }

    #[test]
    fn a_missing_scope_is_told_with_the_login_that_asks_for_it() {
        let lacking = |id: &str, login: &str| Error::ScopeMissing {
            endpoint: (&polls::CREATE_POLL).into(),
            scope: Scope::new("channel:manage:polls"),
            account: Whose::User {
                id: UserId::new(id),
                login: login.parse().expect("a login"),
            },
        };
        let accounts = [
            account("perty", "1", &[Role::Bot]),
            account("somechannel", "2", &[Role::Broadcaster]),
            account("other", "3", &[Role::Broadcaster]),
        ];
        for (id, login, command) in [
            (
                "1",
                "perty",
                "`streamhand login bot --scope channel:manage:polls`",
            ),
            (
                "2",
                "somechannel",
                "`streamhand login broadcaster --scope channel:manage:polls`",
            ),
            (
                "3",
                "other",
                "`streamhand login broadcaster --channel other --scope channel:manage:polls`",
            ),
        ] {
            let who = format!("{login} has not granted the scope channel:manage:polls");
            check(&lacking(id, login), &accounts, &[&who, command]);
        }
    }

    #[test]
    fn a_missing_account_is_told_with_who_it_is_and_who_is_here() {
        let here = [account("perty", "1", &[Role::Bot])];
        let user = |id: &str| Caller::User(UserId::new(id));
        for (endpoint, needed, accounts, words) in [
            (
                &polls::CREATE_POLL,
                vec![user("9")],
                &here[..],
                &[
                    "only other may make it",
                    "Logged in: perty (bot).",
                    "`streamhand login broadcaster --channel other`",
                ][..],
            ),
            (
                &polls::CREATE_POLL,
                vec![user("8")],
                &here,
                &["only the account 8 may make it"],
            ),
            (
                &polls::CREATE_POLL,
                vec![user("1")],
                &here,
                &["leave --as out, or write --as perty"],
            ),
            (
                &chat::GET_CHANNEL_EMOTES,
                vec![Caller::Application, Caller::AnyUser],
                &[],
                &["nobody is logged in", "streamhand login bot"],
            ),
            (
                &conduits::GET_CONDUITS,
                vec![Caller::Application],
                &here,
                &["[app] client_secret"],
            ),
        ] {
            check(&missing(endpoint, &needed), accounts, words);
        }
    }
}
