//! What a short form has at hand: whose channel it is about, who acts there, and how the outcome is told. What is done is the business of each command.

use std::time::Duration;

use helix::Error;
use serde_json::Value;
use types::{Login, UserId};

use super::refusal::{self, About};
use crate::calling::account::Account;
use crate::calling::names::Name;
use crate::calling::{Calling, Channel};
use crate::command::api_help;
use crate::context::Context;
use crate::explain::calls::login_command;
use crate::failure::{Failure, Status};
use crate::screen::visible::visible;
use crate::spoken;
use crate::typed_login;

/// What every short form starts from: the config, and who is logged in.
pub(crate) type Door<'a> = (&'a Context, &'a Calling);

/// What a short form has at hand.
#[derive(Debug)]
pub(crate) struct Errand<'a> {
    /// Who is logged in, and the way to Twitch.
    pub calling: &'a Calling,
    /// The channel that it is about.
    pub channel: Channel,
    /// Whether the outcome is for scripts.
    pub is_json: bool,
    form: &'static str,
}

/// Somebody whom a person named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// Who it is.
    pub id: UserId,
    /// The name in sentences.
    pub name: String,
}

impl<'a> Errand<'a> {
    /// Something that only the broadcaster may do.
    ///
    /// # Errors
    /// If the broadcaster is not logged in, or it is not clear whose channel is meant.
    pub(crate) fn of_broadcaster(
        (context, calling): Door<'a>,
        chosen: Option<&Login>,
        form: &'static str,
    ) -> Result<Self, Failure> {
        let account = calling.broadcaster(chosen).map_err(|failure| {
            match (failure.status(), calling.channel_login(chosen)) {
                // Whoever logs in for this shall not have to do it twice.
                (Status::LoginNeeded, Ok(login)) => failure.advice(format!(
                    "run `streamhand login broadcaster --channel {login} --for {}`",
                    purpose(form)
                )),
                _ => failure,
            }
        })?;
        let channel = Channel {
            id: account.user_id.clone(),
            login: account.login.clone(),
        };
        Ok(Self {
            calling,
            channel,
            is_json: context.is_json,
            form,
        })
    }

    /// Something in a channel whose broadcaster need not be logged in.
    ///
    /// # Errors
    /// If it is not clear which channel is meant, or Twitch does not know it.
    pub(crate) async fn in_channel(
        (context, calling): Door<'a>,
        chosen: Option<&Login>,
        form: &'static str,
    ) -> Result<Self, Failure> {
        Ok(Self {
            calling,
            channel: calling.channel(chosen).await?,
            is_json: context.is_json,
            form,
        })
    }

    /// The way to Twitch.
    pub(crate) fn helix(&self) -> &helix::Client {
        &self.calling.helix
    }

    /// Whom a person means: by login, @login, id, or the address of the channel's page.
    ///
    /// # Errors
    /// If Twitch knows nobody of that name.
    pub(crate) async fn person(&self, typed: &str) -> Result<Person, Failure> {
        let typed = name(typed);
        let id = self.calling.id_of(&typed).await?;
        let name = match Name::parse(&typed)? {
            Name::Login(login) => login.to_string(),
            Name::Id(id) => format!("the account {id}"),
            Name::Me => self.channel.login.to_string(),
        };
        Ok(Person { id, name })
    }

    /// Does what a moderator may do: through the bot if it is one and has allowed this, else through the broadcaster.
    ///
    /// # Errors
    /// If neither of them may, or Twitch refuses it to whoever may.
    pub(crate) async fn as_moderator<Done>(
        &self,
        who: &str,
        call: impl AsyncFn(&helix::Client, &UserId) -> Result<Done, Error>,
    ) -> Result<Done, Failure> {
        let bot = self.calling.bot().ok();
        let bot = bot.filter(|bot| bot.user_id != self.channel.id);
        let mut refused = None;
        if let Some(bot) = bot {
            match call(&self.as_user(&bot.user_id), &bot.user_id).await {
                Ok(done) => return Ok(done),
                // A refusal has changed nothing, so the other one may try.
                Err(error) if is_about_the_account(&error) => refused = Some((bot, error)),
                Err(error) => return Err(self.refused(who, &error)),
            }
        }
        let id = &self.channel.id;
        let error = match call(&self.as_user(id), id).await {
            Ok(done) => return Ok(done),
            Err(error) => error,
        };
        match (&refused, &error) {
            (Some(bot), Error::ScopeMissing { .. } | Error::AccountMissing { .. }) => {
                Err(self.neither(bot, &error))
            }
            (None, Error::AccountMissing { .. }) => Err(self.nobody()),
            _ => Err(self.refused(who, &error)),
        }
    }

    /// Only as this user: the application may act for people who allowed it something once, but nobody has asked it to.
    fn as_user(&self, id: &UserId) -> helix::Client {
        self.helix().as_user(id.clone())
    }

    /// What it means that a call failed; `who` is the person that it was about, if there is one.
    pub(crate) fn refused(&self, who: &str, error: &Error) -> Failure {
        let about = About {
            channel: self.channel.login.as_str(),
            who,
        };
        if let Some(failure) = refusal::explain(error, about) {
            return failure;
        }
        let failure = self.calling.explain(error);
        let failure = match time_limits(error) {
            Some(limits) => failure.meaning(limits),
            None => failure,
        };
        let is_about_words = matches!(error, Error::Invalid { .. });
        if is_about_words || failure.what_to_do().is_none() {
            let form = self.form;
            return failure.advice(format!("`streamhand {form} --help` tells what can be said"));
        }
        failure
    }

    /// Tells what happened, in a sentence or as an object.
    pub(crate) fn tell(&self, sentence: &str, event: &Value) {
        if self.is_json {
            self.calling.outlet.line(&event.to_string());
        } else {
            self.calling.outlet.line(&visible(sentence));
        }
    }

    /// Neither the bot nor the broadcaster is logged in.
    fn nobody(&self) -> Failure {
        let (channel, purpose) = (&self.channel.login, purpose(self.form));
        Failure::new(
            Status::LoginNeeded,
            format!("nobody is logged in who may do this in the channel of {channel}"),
        )
        .meaning("A moderator can do this, or the broadcaster.")
        .advice(format!(
            "run `streamhand login broadcaster --channel {channel} --for {purpose}`, or `streamhand login bot --for {purpose}` if the bot is a moderator there"
        ))
    }

    /// Neither the bot nor the broadcaster may.
    fn neither(&self, (bot, error): &(&Account, Error), broadcasters: &Error) -> Failure {
        let channel = &self.channel.login;
        let purpose = purpose(self.form);
        let as_broadcaster =
            format!("streamhand login broadcaster --channel {channel} --for {purpose}");
        let is_absent = matches!(broadcasters, Error::AccountMissing { .. });
        let broadcaster = match is_absent {
            true => format!("{channel} is not logged in here"),
            false => format!("{channel} has not allowed it"),
        };
        if let Error::ScopeMissing { scope, .. } = error {
            let bot_again = login_command(bot, std::slice::from_ref(channel));
            return Failure::new(
                Status::LoginNeeded,
                format!("{} has not granted the scope {scope}, and {broadcaster}", bot.login),
            )
            .meaning("The bot can do this where it is a moderator; the broadcaster always can.")
            .advice(format!(
                "run `{bot_again} --for {purpose}` if {} is a moderator of {channel}, else `{as_broadcaster}`",
                bot.login
            ));
        }
        let is_no_moderator = matches!(error, Error::Rejected { .. });
        if !is_no_moderator {
            return self.calling.explain(error);
        }
        Failure::new(
            Status::Refused,
            format!(
                "{} is no moderator of {channel}, and {broadcaster}",
                bot.login
            ),
        )
        .meaning("A moderator can do this, or the broadcaster.")
        .advice(format!(
            "let {channel} type /mod {} in the chat, or run `{as_broadcaster}`",
            bot.login
        ))
    }
}

/// Whether another account may be allowed what this one was not.
fn is_about_the_account(error: &Error) -> bool {
    match error {
        Error::Rejected { status, .. } => *status == 403,
        Error::ScopeMissing { .. }
        | Error::AccountMissing { .. }
        | Error::Unauthorized { .. }
        | Error::TokenLost { .. } => true,
        _ => false,
    }
}

/// The limits of a time in the words in which it was typed; the error has them in Twitch's unit, under Twitch's name.
fn time_limits(error: &Error) -> Option<String> {
    let Error::Invalid {
        endpoint,
        violation,
    } = error
    else {
        return None;
    };
    let path = violation.parameter();
    let (_, unit) = TIMES.iter().find(|(name, _)| path.ends_with(name))?;
    let parameters = api_help::parameters(endpoint.0);
    let field = parameters.iter().find(|known| known.path == path)?.field;
    let said = |limit: i64| Some(spoken::exactly(*unit * u32::try_from(limit).ok()?));
    let (least, most) = (said(field.min?)?, said(field.max?)?);
    Some(format!("The time may be from {least} to {most}."))
}

/// Fields that are times, by the end of their names, and how long one of them is.
const TIMES: [(&str, Duration); 4] = [
    ("follower_mode_duration", Duration::from_secs(60)),
    ("duration", Duration::from_secs(1)),
    ("prediction_window", Duration::from_secs(1)),
    ("slow_mode_wait_time", Duration::from_secs(1)),
];

/// What `login --for` calls a short form.
fn purpose(form: &str) -> &str {
    form.split(' ').next().unwrap_or(form)
}

/// The address of a channel's page names its owner as well; everything else is left as it was typed.
fn name(typed: &str) -> String {
    match typed_login::read(typed) {
        Ok(login) if typed.contains('/') => format!("@{login}"),
        _ => typed.to_owned(),
    }
}
