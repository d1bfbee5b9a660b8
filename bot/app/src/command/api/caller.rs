//! Who makes a call, and whose ids stand in it: what was left out is filled in, `me` and `@login` become ids. It sends nothing but questions for ids.

use std::collections::VecDeque;

use helix::dynamic::Call;
use serde_json::Value;
use spec::{Endpoint, Method, TokenKind};
use types::Login;

use super::arguments::{Arguments, As};
use super::identity::{self, Who};
use crate::calling::Calling;
use crate::calling::account::{self, Account};
use crate::cli::Role;
use crate::explain;
use crate::failure::{Failure, Status};

/// Whether Twitch may be asked whose a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    /// It may.
    Allowed,
    /// Nothing may be sent.
    Forbidden,
}

/// Somebody who makes a call.
#[derive(Debug)]
pub(super) struct Caller<'a> {
    calling: &'a Calling,
    endpoint: &'static Endpoint,
    named: Option<Named<'a>>,
    channel: Option<&'a Login>,
}

#[derive(Debug, Clone, Copy)]
enum Named<'a> {
    Application,
    Account(&'a Account),
}

impl<'a> Caller<'a> {
    /// Whoever was named, or whom the ids of the call will name.
    ///
    /// # Errors
    /// If the one who was named is not logged in, or cannot make such a call.
    pub(super) fn new(calling: &'a Calling, arguments: &'a Arguments) -> Result<Self, Failure> {
        let endpoint = arguments.call.endpoint();
        let named = match &arguments.caller {
            None => None,
            Some(As::Application) => Some(Named::Application),
            Some(As::Account(account)) => Some(Named::Account(calling.account(account)?)),
        };
        let is_wrong_kind = match named {
            None => false,
            Some(Named::Application) => !endpoint.takes(TokenKind::App),
            Some(Named::Account(_)) => !identity::takes_user(endpoint),
        };
        if is_wrong_kind {
            return Err(wrong_kind(endpoint));
        }
        Ok(Self {
            calling,
            endpoint,
            named,
            channel: arguments.channel.as_ref(),
        })
    }

    /// The client that calls as this one.
    pub(super) fn client(&self) -> helix::Client {
        let helix = &self.calling.helix;
        match self.named {
            None => helix.clone(),
            Some(Named::Application) => helix.as_application(),
            Some(Named::Account(account)) => helix.as_user(account.user_id.clone()),
        }
    }

    /// The call with ids where names were, and with what was left out.
    ///
    /// # Errors
    /// If it is not clear whose id is meant, or nobody has such a name.
    pub(super) async fn complete(&self, call: &Call, asking: Asking) -> Result<Call, Failure> {
        let endpoint = self.endpoint;
        let mut call = call.clone();
        if !matches!(self.named, Some(Named::Application)) {
            for (name, who) in identity::filled(endpoint) {
                if is_left_out(&call, name) {
                    let whose = self.filling(name, who)?;
                    if let Some(whose) = whose {
                        call.set(name, &whose)
                            .map_err(|error| explain::helix(&error))?;
                    }
                }
            }
        }
        let mut query: Vec<_> = call
            .parameters()
            .query()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let mut body = call.parameters().body().cloned().map(Value::Object);
        let mut names = Vec::new();
        let mut trouble = None;
        identity::visit_users(endpoint, (&mut query, body.as_mut()), &mut |name, value| {
            if value == "me" {
                match self.me(name) {
                    Ok(whose) => *value = whose,
                    Err(failure) => trouble = trouble.take().or(Some(failure)),
                }
            }
            if value.starts_with('@') {
                names.push(value.clone());
            }
        });
        if let Some(failure) = trouble {
            return Err(failure);
        }
        let mut ids: VecDeque<String> = self.ids(&names, asking).await?.into();
        identity::visit_users(endpoint, (&mut query, body.as_mut()), &mut |_, value| {
            if value.starts_with('@') {
                // They come in the order in which the names were collected.
                if let Some(id) = ids.pop_front() {
                    *value = id;
                }
            }
        });
        rebuilt(endpoint, &query, body)
    }

    async fn ids(&self, names: &[String], asking: Asking) -> Result<Vec<String>, Failure> {
        if asking == Asking::Allowed {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let ids = self.calling.ids_of(&names).await?;
            return Ok(ids.iter().map(ToString::to_string).collect());
        }
        let known = names
            .iter()
            .map(|name| match self.calling.id_without_asking(name)? {
                Some(id) => Ok(id.to_string()),
                None => Err(only_twitch_knows(name)),
            });
        known.collect()
    }

    /// Whom `me` means, as an id or a name.
    fn me(&self, name: &str) -> Result<String, Failure> {
        match (self.named, identity::meant_by_me(name)) {
            (Some(Named::Application), _) => Err(Failure::new(
                Status::Usage,
                "the application makes this call, and is nobody's account",
            )
            .advice("write @login or an id instead of me")),
            (Some(Named::Account(account)), _)
                if identity::is_for_the_broadcaster(self.endpoint) =>
            {
                Ok(account.user_id.to_string())
            }
            (_, Who::Broadcaster) => self.channel_owner(),
            (Some(Named::Account(account)), Who::Caller) => Ok(account.user_id.to_string()),
            (None, Who::Caller) => self.likely().map(|account| account.user_id.to_string()),
        }
    }

    /// What to fill in; nothing if nobody comes into question, and the check says that it is missing.
    fn filling(&self, name: &str, who: Who) -> Result<Option<String>, Failure> {
        match (self.named, who) {
            (Some(Named::Account(_)), _) => self.me(name).map(Some),
            (_, Who::Broadcaster) => self.channel_owner().map(Some),
            (_, Who::Caller) => match self.fitting().as_slice() {
                [] => self
                    .likely()
                    .map(|account| Some(account.user_id.to_string())),
                [only] => Ok(Some(only.user_id.to_string())),
                several => match self.reader(name, several) {
                    Some(reader) => Ok(Some(reader.user_id.to_string())),
                    None => Err(ambiguous(name, several)),
                },
            },
        }
    }

    /// Who reads where several may: the broadcaster, who may always, while nobody here knows whether the bot is a moderator.
    ///
    /// What is read is the same for both. Who changes something is seen by others, so that is never chosen in silence.
    fn reader(&self, name: &str, several: &[&'a Account]) -> Option<&'a Account> {
        let is_read = self.endpoint.method == Method::Get && name == "moderator_id";
        let broadcaster = self.calling.broadcaster(self.channel).ok()?;
        let mut several = several.iter().filter(|_| is_read);
        several
            .find(|one| one.user_id == broadcaster.user_id)
            .copied()
    }

    /// The owner of the channel that the call is about: the id if it is logged in, else the name.
    fn channel_owner(&self) -> Result<String, Failure> {
        let login = self.calling.channel_login(self.channel)?;
        match self.calling.broadcaster(Some(&login)) {
            Ok(account) => Ok(account.user_id.to_string()),
            Err(_) => Ok(format!("@{login}")),
        }
    }

    /// Who makes the call most likely: whoever may, the bot first.
    fn likely(&self) -> Result<&'a Account, Failure> {
        let fitting = self.fitting();
        let first = fitting.first().copied();
        match (first, identity::is_for_the_broadcaster(self.endpoint)) {
            (Some(account), _) => Ok(account),
            (None, true) => self.calling.broadcaster(self.channel),
            (None, false) => self
                .calling
                .bot()
                .or_else(|_| self.calling.broadcaster(self.channel)),
        }
    }

    /// The accounts that have allowed what the call needs: the bot, and the broadcaster of the channel.
    fn fitting(&self) -> Vec<&'a Account> {
        let channel = self.calling.channel_login(self.channel).ok();
        let accounts = self.calling.accounts.iter();
        let fits = |account: &&Account| {
            let is_here = account.plays(Role::Bot)
                || channel
                    .as_ref()
                    .is_none_or(|channel| account.login == *channel);
            is_here
                && self
                    .endpoint
                    .scopes
                    .are_met_by(|scope| account.scopes.contains(scope))
        };
        accounts.filter(fits).collect()
    }
}

/// Checks what depends on the kind of the token, before somebody is looked for who has one.
///
/// # Errors
/// If the call is wrong with every kind of token that it takes.
pub(super) fn check_kinds(call: &Call) -> Result<(), Failure> {
    let checked = call.check(None);
    checked.map_err(|error| explain::helix(&error))?;
    let kinds = call.endpoint().tokens.iter();
    let kinds = kinds.filter(|kind| matches!(kind, TokenKind::App | TokenKind::User));
    let mut trouble = None;
    for kind in kinds {
        match call.check(Some(*kind)) {
            Ok(()) => return Ok(()),
            Err(error) => trouble = trouble.or(Some(error)),
        }
    }
    match trouble {
        None => Ok(()),
        Some(error) => Err(explain::helix(&error)),
    }
}

/// Whether every place of a user holds an id, and nothing is to be filled in.
pub(super) fn is_complete(call: &Call) -> bool {
    let endpoint = call.endpoint();
    let mut query: Vec<_> = call
        .parameters()
        .query()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut body = call.parameters().body().cloned().map(Value::Object);
    let mut is_complete = identity::filled(endpoint)
        .iter()
        .all(|(name, _)| !is_left_out(call, name));
    identity::visit_users(endpoint, (&mut query, body.as_mut()), &mut |_, value| {
        is_complete &= value != "me" && !value.starts_with('@');
    });
    is_complete
}

fn is_left_out(call: &Call, name: &str) -> bool {
    let in_query = call.parameters().query().any(|(given, _)| given == name);
    let in_body = call
        .parameters()
        .body()
        .is_some_and(|body| body.contains_key(name));
    !in_query && !in_body
}

fn rebuilt(
    endpoint: &'static Endpoint,
    query: &[(String, String)],
    body: Option<Value>,
) -> Result<Call, Failure> {
    let mut call = Call::new(endpoint);
    for (name, value) in query {
        call.set(name, value)
            .map_err(|error| explain::helix(&error))?;
    }
    if let Some(body) = body {
        call.set_body(body)
            .map_err(|error| explain::helix(&error))?;
    }
    Ok(call)
}

fn wrong_kind(endpoint: &Endpoint) -> Failure {
    let advice = match (
        endpoint.takes(TokenKind::App),
        identity::takes_user(endpoint),
    ) {
        (true, false) => "leave --as out, or write --as app",
        (false, true) => "name an account: --as bot, --as broadcaster, or a login",
        _ => "leave --as out",
    };
    let who = match (
        endpoint.takes(TokenKind::App),
        identity::takes_user(endpoint),
    ) {
        (true, _) => "only the application itself may make it",
        (false, true) => "only an account may make it",
        (false, false) => "it takes no token of an account or an application",
    };
    Failure::new(
        Status::Usage,
        format!("cannot call {} so: {who}", endpoint.name),
    )
    .advice(advice)
}

fn ambiguous(name: &str, several: &[&Account]) -> Failure {
    let several: Vec<Account> = several.iter().map(|account| (*account).clone()).collect();
    let ways = several
        .iter()
        .map(|account| format!("--as {}", account.login));
    let failure = Failure::new(
        Status::Usage,
        format!(
            "`{name}` is missing, and {} could all make this call",
            account::described(&several)
        ),
    );
    let failure = match name {
        "moderator_id" => failure.meaning(
            "The broadcaster may always; the bot may if it is a moderator of the channel.",
        ),
        _ => failure,
    };
    failure.advice(format!(
        "say who does: {}",
        ways.collect::<Vec<_>>().join(" or ")
    ))
}

fn only_twitch_knows(name: &str) -> Failure {
    let login = name.trim_start_matches('@');
    Failure::new(
        Status::Usage,
        format!("only Twitch knows the id of {login}, and --dry-run asks nobody"),
    )
    .advice(format!(
        "write the id, which `streamhand api get-users --login {login}` tells"
    ))
}
