//! What a login is asked for and what comes of it, as values.

use auth::{ClientKind, Scheme};
use types::{Login, ScopeSet, UserId};

use crate::cli::{self, Flow};

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
