//! The middle of both consent pages: which account, what it permits, yes or no. It decides nothing.

use std::fmt::Write as _;

use types::{ScopeSet, UserId};

use super::pending::Decision;
use crate::page::Escaped;
use crate::request::Parameters;
use crate::world::World;
use crate::world::user::User;

/// A question to a person.
pub(super) struct Question<'a> {
    /// Where the answer goes.
    pub(super) action: &'static str,
    /// The application's name.
    pub(super) client: &'a str,
    pub(super) scopes: &'a ScopeSet,
    /// What has to come back with the answer.
    pub(super) hidden: &'a [(&'a str, &'a str)],
}

/// The form that asks.
pub(super) fn form(world: &World, question: &Question<'_>) -> String {
    let mut html = format!(
        "<p><strong>{}</strong> wants to act for one of these accounts.</p>\n{}<form method=\"post\" action=\"{}\">\n",
        Escaped(question.client),
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
    html.push_str("<fieldset><legend>Account</legend>\n");
    for (position, user) in accounts(world).enumerate() {
        let checked = if position == 0 { " checked" } else { "" };
        let _ = writeln!(
            html,
            "<label><input type=\"radio\" name=\"login\" value=\"{}\"{checked}> {} ({})</label>",
            user.login,
            Escaped(&user.display_name),
            user.login,
        );
    }
    html.push_str(
        "</fieldset>\n<p><button class=\"yes\" name=\"decision\" value=\"approve\">Authorize</button> \
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

fn scope_list(scopes: &ScopeSet) -> String {
    if scopes.is_empty() {
        return "<p>It asks for no permission beyond knowing who it is.</p>\n".to_owned();
    }
    let items: String = scopes
        .iter()
        .map(|scope| format!("<li>{}</li>\n", Escaped(scope.as_str())))
        .collect();
    format!("<p>It will be allowed to:</p>\n<ul class=\"scopes\">\n{items}</ul>\n")
}

/// The accounts that clients under test use first, then everybody else.
fn accounts(world: &World) -> impl Iterator<Item = &User> {
    let first: [&UserId; 2] = [&world.cast.bot, &world.cast.broadcaster];
    let leading = first
        .into_iter()
        .filter_map(|id| world.users.get(id.as_str()));
    let others = world
        .users
        .iter()
        .filter(move |user| !first.contains(&&user.id));
    leading.chain(others).filter(|user| user.is_active())
}
