//! Logging an account in, whoever shows the link: from the first request to tokens that are safe in the store. It prints nothing.

mod browser;
mod device;
mod guest;
mod news;
mod page;
mod presenter;
mod purpose;
mod qr;
mod reception;

use auth::{ClientKind, Http, Scheme};
use store::Store;
use types::{Login, ScopeSet, UserId};

use crate::cli::{self, Flow};
use crate::context::Context;
use crate::failure::Failure;

pub(crate) use news::{News, Tell};
pub(crate) use presenter::Presenter;
pub(crate) use reception::adopt;

/// Which account is to be logged in.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    /// The part that it will play.
    pub role: cli::Role,
    /// What it must be called, if that is known.
    pub login: Option<Login>,
    /// What it must allow.
    pub scopes: ScopeSet,
}

/// How it is to be logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Manner {
    /// By code or on a page.
    pub flow: Flow,
    /// How the page is served, if there is one.
    pub scheme: Scheme,
    /// Who is there.
    pub audience: Audience,
}

/// Who is there while a login goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// A person at a terminal, who can try another account.
    Person,
    /// A program, which wants to know how it ended.
    Program,
}

/// An account that has just been logged in.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    /// Its id, which stays when it is renamed.
    pub user_id: UserId,
    /// Its login.
    pub login: Login,
    /// What people call it.
    pub name: String,
    /// What it allowed.
    pub scopes: ScopeSet,
    /// What kind of application it was logged in for, as far as that was found out.
    pub client_kind: ClientKind,
}

/// Logs an account in and keeps what it gets.
///
/// A wrong account does not end it as long as somebody is there who can try another one: a fresh
/// code is shown, or the page offers a fresh link.
///
/// # Errors
/// If nobody answers, Twitch refuses, the wrong account consents, another account plays the part already, or the store fails.
pub(crate) async fn log_in(
    context: &Context,
    doors: (&Store, &Http),
    wanted: &Wanted,
    (manner, tell): (Manner, Tell<'_>),
) -> Result<Account, Failure> {
    match manner.flow {
        Flow::Device => device::log_in(context, doors, wanted, (manner.audience, tell)).await,
        Flow::Code => page::log_in(context, doors, wanted, (manner.scheme, tell)).await,
    }
}
