//! Which features are off because an account lacks something, why, and what mends it. Whoever runs the bot leaves them out.

use types::{Login, ScopeSet};

use super::{Feature, Weight, switched_on};
use crate::accounts::LoggedIn;
use crate::cli::Role;
use crate::config::Config;
use crate::failure::{Failure, Status};

/// A feature that the config switches on and that cannot work now. There are many of them in thousands of channels, so its words are made when asked for.
#[derive(Debug, Clone)]
pub(crate) struct Off {
    /// The feature.
    pub feature: &'static Feature,
    why: Why,
}

/// Whose login does not serve, and what is wrong with it.
#[derive(Debug, Clone)]
enum Why {
    /// The bot has not granted this; the feature is off everywhere.
    Bot { login: Login, missing: ScopeSet },
    /// The broadcaster of this channel has not granted this.
    Broadcaster { channel: Login, missing: ScopeSet },
    /// The login of this channel's broadcaster cannot be used, or there is none.
    NoBroadcaster {
        channel: Login,
        trouble: Option<String>,
    },
}

impl Off {
    /// The channel whose broadcaster it is about; the bot's features are off everywhere.
    pub(crate) const fn channel(&self) -> Option<&Login> {
        match &self.why {
            Why::Bot { .. } => None,
            Why::Broadcaster { channel, .. } | Why::NoBroadcaster { channel, .. } => Some(channel),
        }
    }

    /// What the account has to allow.
    fn missing(&self) -> ScopeSet {
        match &self.why {
            Why::Bot { missing, .. } | Why::Broadcaster { missing, .. } => missing.clone(),
            Why::NoBroadcaster { .. } => self.feature.missing(&ScopeSet::default()),
        }
    }

    /// Why, in words.
    fn reason(&self) -> String {
        match &self.why {
            Why::Bot { login, missing }
            | Why::Broadcaster {
                channel: login,
                missing,
            } => format!("{login} has not granted {missing}"),
            Why::NoBroadcaster {
                trouble: Some(trouble),
                ..
            } => trouble.clone(),
            Why::NoBroadcaster { channel, .. } => {
                format!("nobody is logged in as the broadcaster of #{channel}")
            }
        }
    }

    /// What to do.
    pub(crate) fn advice(&self) -> String {
        match &self.why {
            Why::Bot { .. } => "run `streamhand login bot` to allow it".to_owned(),
            Why::Broadcaster { channel, .. } => {
                format!("run `streamhand login broadcaster --channel {channel}` to allow it")
            }
            Why::NoBroadcaster { channel, .. } => format!(
                "if it is wanted, run `streamhand login broadcaster --channel {channel}`; the bot can do without"
            ),
        }
    }

    /// The same as an event of `--json`; the names are a contract.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        serde_json::json!({
            "event": "feature_off",
            "feature": self.feature.id,
            "channel": self.channel(),
            "missing": self.missing(),
            "happened": self.happened(),
            "advice": self.advice(),
        })
    }

    /// What is off and why, in one sentence without its end.
    pub(crate) fn happened(&self) -> String {
        let place = self.channel().map(|channel| format!(" in #{channel}"));
        format!(
            "the feature {} is off{}: {}",
            self.feature.id,
            place.unwrap_or_default(),
            self.reason()
        )
    }
}

impl std::fmt::Display for Off {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}; {}", self.happened(), self.advice())
    }
}

/// The bot's features that are off with these scopes granted.
pub(crate) fn of_bot(config: &Config, login: &Login, granted: &ScopeSet) -> Vec<Off> {
    let lacking = lacking(config, Role::Bot, granted);
    let off = lacking.map(|(feature, missing)| {
        let login = login.clone();
        let why = Why::Bot { login, missing };
        Off { feature, why }
    });
    off.collect()
}

/// The features that need the broadcaster of a channel and are off there.
pub(crate) fn of_broadcaster(config: &Config, account: &LoggedIn) -> Vec<Off> {
    let lacking = lacking(config, Role::Broadcaster, &account.scopes);
    let off = lacking.map(|(feature, missing)| {
        let channel = account.login.clone();
        let why = Why::Broadcaster { channel, missing };
        Off { feature, why }
    });
    off.collect()
}

/// The features that are off in a channel whose broadcaster cannot be used, or never logged in.
pub(crate) fn without_broadcaster(
    config: &Config,
    channel: &Login,
    trouble: Option<&Failure>,
) -> Vec<Off> {
    let off = switched_on(config, Role::Broadcaster).map(|feature| {
        let channel = channel.clone();
        let trouble = trouble.map(|failure| failure.happened().to_owned());
        let why = Why::NoBroadcaster { channel, trouble };
        Off { feature, why }
    });
    off.collect()
}

/// What people are told of all that is off: a bot in many channels is seldom logged in as their broadcasters, and that is one sentence.
pub(crate) fn in_sentences(all: &[Off]) -> Vec<String> {
    let (nobody, others): (Vec<_>, Vec<_>) = all.iter().partition(|off| {
        let why = &off.why;
        matches!(why, Why::NoBroadcaster { trouble: None, .. })
    });
    let others = others.into_iter().map(ToString::to_string);
    others.chain(without_anybody(&nobody)).collect()
}

fn without_anybody(off: &[&Off]) -> Option<String> {
    let (mut features, mut channels) = (Vec::new(), Vec::new());
    for off in off {
        if !features.contains(&off.feature.id) {
            features.push(off.feature.id);
        }
        if channels.last() != off.channel().as_ref() {
            channels.extend(off.channel());
        }
    }
    let first = channels.first()?;
    let named: Vec<_> = channels
        .iter()
        .take(NAMED)
        .map(|channel| format!("#{channel}"))
        .collect();
    let rest = match channels.len().saturating_sub(NAMED) {
        0 => String::new(),
        rest => format!(" and {rest} more"),
    };
    let example = if channels.len() == 1 {
        first.as_str()
    } else {
        "NAME"
    };
    let (subject, they) = match features.as_slice() {
        [feature] => (format!("the feature {feature} is"), "it is"),
        _ => (
            format!("the features {} are", features.join(", ")),
            "they are",
        ),
    };
    let named = named.join(", ");
    Some(format!(
        "{subject} off in {named}{rest}: nobody is logged in as the broadcaster there; if {they} wanted, run `streamhand login broadcaster --channel {example}`; the bot can do without"
    ))
}

/// How many channels are named in a sentence.
const NAMED: usize = 5;

/// Refuses if a feature is off without which nothing useful is left.
///
/// # Errors
/// With what is missing and how to allow it.
pub(crate) fn require_vital(login: &Login, off: &[Off]) -> Result<(), Failure> {
    let vital = off.iter().find(|off| off.feature.weight == Weight::Vital);
    let Some(vital) = vital else {
        return Ok(());
    };
    Err(Failure::new(
        Status::LoginNeeded,
        format!("the login of {login} lacks the scopes {}", vital.missing()),
    )
    .meaning(format!(
        "Without the feature {} nothing useful is left of the bot. It was logged in before it needed them, or they were not allowed.",
        vital.feature.id
    ))
    .advice("run `streamhand login bot` once more"))
}

/// The features of a role that lack something, with what.
fn lacking(
    config: &Config,
    role: Role,
    granted: &ScopeSet,
) -> impl Iterator<Item = (&'static Feature, ScopeSet)> {
    switched_on(config, role).filter_map(move |feature| {
        let missing = feature.missing(granted);
        (!missing.is_empty()).then_some((feature, missing))
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn off(granted: &str) -> (Vec<&'static str>, Result<(), Failure>) {
        let config = Config::from_text(Path::new("a.toml"), "").expect("valid");
        let login = "perty".parse().expect("a login");
        let off = of_bot(&config, &login, &ScopeSet::parse(granted));
        let names = off.iter().map(|off| off.feature.id).collect();
        (names, require_vital(&login, &off))
    }

    #[test]
    fn a12_each_missing_scope_turns_its_feature_off_and_no_other() {
        assert_eq!(off("chat:read user:write:chat").0, Vec::<&str>::new());
        let (names, rest) = off("chat:read");
        assert_eq!(names, ["answer"]);
        assert!(rest.is_ok(), "a bot that reads is of use");
        let (names, rest) = off("user:write:chat");
        assert_eq!(names, ["read-chat"]);
        let words = rest.expect_err("a deaf bot is of no use").to_string();
        assert!(words.contains("lacks the scopes chat:read"), "{words}");
    }

    #[test]
    fn thousands_of_channels_without_their_broadcasters_are_told_in_one_sentence() {
        let config = Config::from_text(Path::new("a.toml"), "").expect("valid");
        let off: Vec<_> = (0..7000)
            .map(|number| format!("chan{number}").parse().expect("a login"))
            .flat_map(|channel| without_broadcaster(&config, &channel, None))
            .collect();
        let sentences = in_sentences(&off);
        assert_eq!(
            sentences,
            [
                "the features moderator-check, ban-check are off in #chan0, #chan1, #chan2, #chan3, #chan4 and 6995 more: nobody is logged in as the broadcaster there; if they are wanted, run `streamhand login broadcaster --channel NAME`; the bot can do without"
            ]
        );
    }

    #[test]
    fn a_channel_without_its_broadcaster_loses_only_the_broadcasters_features() {
        let config = Config::from_text(Path::new("a.toml"), "").expect("valid");
        let channel = "somechannel".parse().expect("a login");
        let off = without_broadcaster(&config, &channel, None);
        assert!(!off.is_empty());
        for off in &off {
            assert_eq!(off.feature.role, Role::Broadcaster);
            let words = off.to_string();
            assert!(
                words.contains("in #somechannel: nobody is logged in"),
                "{words}"
            );
        }
    }
}
