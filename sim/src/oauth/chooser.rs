//! The middle of both consent pages: which account, what it permits, yes or no. It decides nothing.

use std::fmt::Write as _;

use types::{ScopeSet, UserId};

use super::pending::Decision;
use super::wording;
use crate::page::Escaped;
use crate::picture;
use crate::request::{Parameters, Request};
use crate::world::World;
use crate::world::user::{BroadcasterType, User};

/// A question to a person.
pub(super) struct Question<'a> {
    /// Where the answer goes.
    pub(super) action: &'static str,
    pub(super) scopes: &'a ScopeSet,
    /// What has to come back with the answer.
    pub(super) hidden: &'a [(&'a str, &'a str)],
    /// Who used this browser last.
    pub(super) last: Option<UserId>,
}

/// The form that asks.
pub(super) fn form(world: &World, question: &Question<'_>) -> String {
    let mut html = format!(
        "{}<form method=\"post\" action=\"{}\">\n",
        scope_list(question.scopes),
        question.action,
    );
    for (name, value) in question.hidden {
        // Writing into a string cannot fail.
        let _ = writeln!(
            html,
            "<input type=\"hidden\" name=\"{name}\" value=\"{}\">",
            Escaped(value)
        );
    }
    html.push_str("<fieldset>\n<legend>Whose consent is it?</legend>\n<div class=\"accounts\">\n");
    let accounts = accounts(world);
    let first = accounts.first().map(|(user, _)| &user.id);
    let chosen = question.last.as_ref().or(first);
    for (user, parts) in &accounts {
        html.push_str(&account(user, parts, Some(&user.id) == chosen));
    }
    html.push_str(
        "</div>\n</fieldset>\n<p class=\"buttons\"><button class=\"yes\" name=\"decision\" value=\"approve\">Authorize</button> \
         <button name=\"decision\" value=\"deny\">Cancel</button></p>\n</form>\n",
    );
    html
}

/// What a person decided; none if they named an account that is not there.
pub(super) fn decision(world: &World, form: &Parameters) -> Option<Decision> {
    if form.value("decision") == Some("deny") {
        return Some(Decision::Deny);
    }
    let user = world.users.by_login(form.value("login")?)?;
    user.is_active().then(|| Decision::Approve(user.id.clone()))
}

/// Who consented last in this browser, as its cookie tells.
pub(super) fn last_user(world: &World, request: &Request) -> Option<UserId> {
    let cookies = request.header("cookie")?;
    let id = cookies
        .split(';')
        .find_map(|cookie| cookie.trim().strip_prefix(COOKIE))?
        .strip_prefix('=')?;
    let user = world.users.get(id).filter(|user| user.is_active())?;
    Some(user.id.clone())
}

/// The cookie by which a browser is known to be somebody's from now on.
pub(super) fn cookie(user: &UserId) -> String {
    format!("{COOKIE}={user}; Path=/; HttpOnly; SameSite=Lax")
}

fn scope_list(scopes: &ScopeSet) -> String {
    if scopes.is_empty() {
        return "<p>It asks for no permission beyond knowing who it is.</p>\n".to_owned();
    }
    let item = |scope: &str| {
        let words = wording::of(scope).unwrap_or("use a permission that is not described");
        let (words, scope) = (Escaped(words), Escaped(scope));
        format!("<li>{words} <code>{scope}</code></li>\n")
    };
    let items: String = scopes.iter().map(|scope| item(scope.as_str())).collect();
    format!("<h2>It will be allowed to</h2>\n<ul class=\"scopes\">\n{items}</ul>\n")
}

fn account(user: &User, parts: &[String], is_chosen: bool) -> String {
    let checked = if is_chosen { " checked" } else { "" };
    let parts = if parts.is_empty() {
        "viewer".to_owned()
    } else {
        parts.join(" · ")
    };
    format!(
        "<label class=\"account\"><input type=\"radio\" name=\"login\" value=\"{login}\"{checked}>\
         <img src=\"{picture}\" width=\"40\" height=\"40\" alt=\"\">\
         <span><strong>{name}</strong><small>{login} · {parts}</small></span></label>\n",
        login = user.login,
        picture = picture::path(&user.id),
        name = Escaped(&user.display_name),
    )
}

/// What somebody is here, so that nobody takes the bot for the broadcaster; nothing for a viewer.
fn parts(world: &World, user: &User) -> Vec<String> {
    let mut parts = Vec::new();
    if user.id == world.cast.bot {
        parts.push("the bot".to_owned());
    }
    let is_known =
        user.id == world.cast.broadcaster || user.broadcaster_type != BroadcasterType::Normal;
    if is_known {
        parts.push(format!("broadcaster of #{}", user.login));
    }
    for channel in world.channels.values() {
        let Some(owner) = world.users.get(channel.broadcaster.as_str()) else {
            continue;
        };
        if channel.moderators.contains(&user.id) {
            parts.push(format!("moderator of #{}", owner.login));
        } else if channel.vips.contains(&user.id) {
            parts.push(format!("VIP of #{}", owner.login));
        }
    }
    parts
}

/// Everybody with their parts: the accounts that clients under test use first, then those who are something, then viewers.
fn accounts(world: &World) -> Vec<(&User, Vec<String>)> {
    let active = world.users.iter().filter(|user| user.is_active());
    let mut accounts: Vec<(&User, Vec<String>)> =
        active.map(|user| (user, parts(world, user))).collect();
    accounts.sort_by_key(|(user, parts)| {
        let is_bot = user.id == world.cast.bot;
        let is_broadcaster = user.id == world.cast.broadcaster;
        (!is_bot, !is_broadcaster, parts.is_empty())
    });
    accounts
}

/// Remembers in a browser who consented there last, by the id, because logins change.
const COOKIE: &str = "sim_user";
