//! Reading a described world, and whether it holds together: everybody named is described, nobody twice. It builds nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use types::{Color, Login};

use super::blueprint::{Blueprint, BlueprintError, ChannelPlan, ClientPlan, UserPlan};
use super::{category, user};
use crate::duration;
use crate::mischief::given::Given;
use crate::mischief::order::{self, Order};

impl Blueprint {
    /// Reads a description in TOML, or in JSON if it begins with `{`, and checks that everybody named is described.
    ///
    /// # Errors
    /// [`BlueprintError`]; its text is a sentence for the person who wrote the file, with the place where there is one.
    pub fn parse(text: &str) -> Result<Self, BlueprintError> {
        let unreadable =
            |problem: String| BlueprintError::Unreadable(problem.trim_end().to_owned());
        let blueprint: Self = if text.trim_start().starts_with('{') {
            serde_json::from_str(text).map_err(|error| unreadable(error.to_string()))?
        } else {
            toml::from_str(text).map_err(|error| unreadable(error.to_string()))?
        };
        verify(&blueprint)?;
        Ok(blueprint)
    }

    /// The orders of mischief; what cannot be read was refused when the description was.
    pub(crate) fn mischief(&self) -> Vec<Order> {
        let read = self.mischief.iter().map(|plan| order::read(&given(plan)));
        read.flat_map(Result::unwrap_or_default).collect()
    }
}

fn verify(blueprint: &Blueprint) -> Result<(), BlueprintError> {
    let usual = super::people::usual_users();
    let users = if blueprint.users.is_empty() {
        &usual
    } else {
        &blueprint.users
    };
    unique("login", users.iter().map(|user| user.login.as_str()))?;
    unique("id", users.iter().filter_map(|user| user.id.as_deref()))?;
    unique(
        "client id",
        blueprint.clients.iter().map(|client| client.id.as_str()),
    )?;
    users.iter().try_for_each(verify_user)?;
    blueprint.clients.iter().try_for_each(verify_client)?;
    verify_lifetimes(blueprint)?;
    let logins: BTreeSet<&Login> = users.iter().map(|user| &user.login).collect();
    verify_mischief(blueprint, &logins)?;
    for (role, login) in [
        ("broadcaster", &blueprint.broadcaster),
        ("bot", &blueprint.bot),
    ] {
        if let Some(login) = login.as_ref().filter(|login| !logins.contains(login)) {
            let login = login.clone();
            return Err(BlueprintError::UnknownOwner { login, role });
        }
    }
    blueprint
        .channels
        .iter()
        .try_for_each(|channel| verify_channel(channel, &logins))
}

fn verify_mischief(blueprint: &Blueprint, logins: &BTreeSet<&Login>) -> Result<(), BlueprintError> {
    for plan in &blueprint.mischief {
        let given = given(plan);
        let malformed = |problem| BlueprintError::Malformed {
            what: "the mischief",
            value: given.text("do").unwrap_or_default().to_owned(),
            owner: "this world".to_owned(),
            problem,
        };
        order::read(&given).map_err(malformed)?;
        for (field, role) in [
            ("login", "the victim of mischief"),
            ("channel", "the channel of mischief"),
        ] {
            let Some(name) = given.text(field) else {
                continue;
            };
            let login: Login = name
                .parse()
                .map_err(|_| malformed(format!("{name:?} is no login")))?;
            if !logins.contains(&login) {
                return Err(BlueprintError::UnknownOwner { login, role });
            }
        }
    }
    Ok(())
}

/// Numbers and truths as people would type them in a form.
fn given(plan: &BTreeMap<String, Value>) -> Given {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let fields = plan.iter().map(|(name, value)| (name.clone(), text(value)));
    Given(fields.collect())
}

fn verify_lifetimes(blueprint: &Blueprint) -> Result<(), BlueprintError> {
    let lifetimes = [
        ("token_lifetime", &blueprint.token_lifetime),
        ("refresh_token_lifetime", &blueprint.refresh_token_lifetime),
    ];
    for (what, text) in lifetimes {
        if let Some(text) = text
            && let Err(problem) = duration::parse(text)
        {
            return Err(BlueprintError::Malformed {
                what,
                value: text.clone(),
                owner: "this world".to_owned(),
                problem,
            });
        }
    }
    Ok(())
}

fn verify_user(plan: &UserPlan) -> Result<(), BlueprintError> {
    let malformed = |what, value: &str, problem: String| BlueprintError::Malformed {
        what,
        value: value.to_owned(),
        owner: plan.login.to_string(),
        problem,
    };
    if user::is_anonymous(plan.login.as_str()) {
        let problem = "chat keeps such names for those who listen without an account";
        return Err(malformed(
            "the login",
            plan.login.as_str(),
            problem.to_owned(),
        ));
    }
    if let Some(color) = &plan.color {
        color
            .parse::<Color>()
            .map_err(|error| malformed("the color", color, error.to_string()))?;
    }
    if let Some(id) = &plan.id
        && (id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return Err(malformed(
            "the id",
            id,
            "ids of users are numbers".to_owned(),
        ));
    }
    match plan.badges.iter().find(|badge| !badge.contains('/')) {
        Some(badge) => Err(malformed(
            "the badge",
            badge,
            "a badge is written name/version".to_owned(),
        )),
        None => Ok(()),
    }
}

fn verify_client(client: &ClientPlan) -> Result<(), BlueprintError> {
    if client.id.trim().is_empty() {
        return Err(BlueprintError::Malformed {
            what: "the client id",
            value: client.id.clone(),
            owner: client.name.clone(),
            problem: "an application is known by its id, so it needs one".to_owned(),
        });
    }
    Ok(())
}

fn verify_channel(channel: &ChannelPlan, logins: &BTreeSet<&Login>) -> Result<(), BlueprintError> {
    if !logins.contains(&channel.login) {
        return Err(BlueprintError::UnknownOwner {
            login: channel.login.clone(),
            role: "the owner of a channel",
        });
    }
    if let Some(name) = &channel.category
        && category::by_name(name).is_none()
    {
        return Err(BlueprintError::Malformed {
            what: "the category",
            value: name.clone(),
            owner: channel.login.to_string(),
            problem: format!("there are only {}", category::names()),
        });
    }
    let roles: [(&str, Vec<&Login>); 6] = [
        ("moderator", channel.moderators.iter().collect()),
        ("VIP", channel.vips.iter().collect()),
        ("editor", channel.editors.iter().collect()),
        ("follower", channel.followers.iter().collect()),
        ("subscriber", channel.subscribers.keys().collect()),
        ("banned", channel.banned.keys().collect()),
    ];
    for (role, named) in roles {
        if let Some(login) = named.into_iter().find(|login| !logins.contains(login)) {
            return Err(BlueprintError::UnknownPerson {
                channel: channel.login.clone(),
                login: login.clone(),
                role,
            });
        }
    }
    Ok(())
}

fn unique<'a>(
    what: &'static str,
    values: impl Iterator<Item = &'a str>,
) -> Result<(), BlueprintError> {
    let mut seen = BTreeSet::new();
    for value in values {
        if !seen.insert(value) {
            let value = value.to_owned();
            return Err(BlueprintError::Twice { what, value });
        }
    }
    Ok(())
}
