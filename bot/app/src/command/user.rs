//! `streamhand user`: who somebody is, by login or id.

use helix::users::{User, UserBroadcasterType};
use serde_json::json;

use crate::calling::names::Name;
use crate::cli::short_form;
use crate::failure::{Failure, Status};
use crate::screen::visible::visible;
use crate::short_forms::errand::Door;
use crate::typed_login;

/// Shows somebody.
///
/// # Errors
/// If Twitch knows nobody of that name, or cannot be asked.
pub(super) async fn run(
    options: &short_form::User,
    (context, calling): Door<'_>,
) -> Result<(), Failure> {
    let typed = match typed_login::read(&options.who) {
        Ok(login) if options.who.contains('/') => format!("@{login}"),
        _ => options.who.clone(),
    };
    let request = calling.helix.get_users();
    let request = match Name::parse(&typed)? {
        Name::Login(login) => request.login(&login),
        Name::Id(id) => request.id(&id),
        Name::Me => request.id(&calling.id_of(&typed).await?),
    };
    let users = request.await.map_err(|error| calling.explain(&error))?;
    let Some(user) = users.first() else {
        let sought = typed.trim_start_matches('@');
        return Err(Failure::new(
            Status::Refused,
            format!("Twitch knows nobody named {sought}"),
        )
        .meaning("There is no such account, or it is suspended.")
        .advice("check the spelling; digits alone are an id, and @12345 is the login 12345"));
    };
    if context.is_json {
        calling.outlet.line(&as_json(user).to_string());
    } else {
        lines(user)
            .iter()
            .for_each(|line| calling.outlet.line(line));
    }
    Ok(())
}

fn as_json(user: &User) -> serde_json::Value {
    json!({
        "event": "user",
        "id": user.id,
        "login": user.login,
        "display_name": user.display_name,
        "type": user.kind.as_str(),
        "broadcaster_type": user.broadcaster_type.as_str(),
        "description": user.description,
        "profile_image_url": user.profile_image_url,
        "created_at": user.created_at,
    })
}

fn lines(user: &User) -> Vec<String> {
    let what = match &user.broadcaster_type {
        UserBroadcasterType::Affiliate => "an affiliate",
        UserBroadcasterType::Partner => "a partner",
        _ => "neither affiliate nor partner",
    };
    let staff = match user.kind.as_str() {
        "" => String::new(),
        kind => format!(", {kind} of Twitch"),
    };
    let since = user.created_at.map_or_else(String::new, |moment| {
        let day: String = moment.to_string().chars().take(10).collect();
        format!(", on Twitch since {day}")
    });
    let mut lines = vec![
        format!(
            "{} (login {}, id {}) is {what}{staff}{since}.",
            visible(&user.display_name),
            visible(&user.login),
            visible(user.id.as_str())
        ),
        format!("https://www.twitch.tv/{}", visible(&user.login)),
    ];
    if !user.description.is_empty() {
        lines.push(visible(&user.description).into_owned());
    }
    lines
}
