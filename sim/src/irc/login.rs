//! How a connection says who it is: capabilities, PASS, NICK, and the refusals. The words are Twitch's.

use types::{Secret, UserId};

use crate::chat::Stage;
use crate::chat::identity;
use crate::chat::limit;
use crate::chat::line::{Line, Needs, Tags};
use crate::chat::outbox::Capabilities;
use crate::irc::line::ClientLine;
use crate::irc::session::{Guest, Session, State};
use crate::world::World;
use crate::world::user::{self, User};

impl Session {
    /// CAP: each known capability is granted, each unknown one refused, whatever stands beside it.
    pub(super) fn capability(&self, stage: &mut Stage<'_>, line: &ClientLine) {
        match line.param(0).to_ascii_uppercase().as_str() {
            "REQ" => self.request_capabilities(stage, line.param(1)),
            "LS" => self.write(
                stage,
                &Line::new(
                    Needs::Nothing,
                    format_args!(":tmi.twitch.tv CAP * LS :{COMMANDS} {MEMBERSHIP} {TAGS}"),
                ),
            ),
            // END and the like change nothing here.
            _ => {}
        }
    }

    fn request_capabilities(&self, stage: &mut Stage<'_>, wanted: &str) {
        let (known, unknown): (Vec<&str>, Vec<&str>) = wanted
            .split_whitespace()
            .partition(|name| [TAGS, COMMANDS, MEMBERSHIP].contains(name));
        let before = stage.chat.outboxes.capabilities(self.id);
        let capabilities = Capabilities {
            tags: before.tags || known.contains(&TAGS),
            commands: before.commands || known.contains(&COMMANDS),
            membership: before.membership || known.contains(&MEMBERSHIP),
        };
        stage.chat.outboxes.set_capabilities(self.id, capabilities);
        for (answer, names) in [("ACK", known), ("NAK", unknown)] {
            if !names.is_empty() {
                let names = names.join(" ");
                let line = format_args!(":tmi.twitch.tv CAP * {answer} :{names}");
                self.write(stage, &Line::new(Needs::Nothing, line));
            }
        }
    }

    /// NICK, which completes the login.
    pub(super) fn nick(&mut self, stage: &mut Stage<'_>, nick: &str) {
        let nick = nick.to_ascii_lowercase();
        let State::Registering { pass } = &self.state else {
            return;
        };
        if user::is_anonymous(&nick) {
            self.state = State::Ready(Guest::Anonymous { nick: nick.clone() });
            self.welcome(stage, &nick);
            return;
        }
        match find_account(stage, pass.as_ref()) {
            Ok((user, login, may_speak)) => {
                stage.chat.outboxes.set_owner(self.id, &user);
                self.welcome(stage, &login);
                self.global_user_state(stage, &user);
                self.state = State::Ready(Guest::Account {
                    user,
                    login,
                    may_speak,
                });
            }
            Err(refusal) => {
                let line = format_args!(":tmi.twitch.tv NOTICE * :{refusal}");
                self.write(stage, &Line::new(Needs::Nothing, line));
                self.end(stage);
            }
        }
    }

    fn welcome(&self, stage: &mut Stage<'_>, nick: &str) {
        for (number, text) in [
            ("001", "Welcome, GLHF!"),
            ("002", "Your host is tmi.twitch.tv"),
            ("003", "This server is rather new"),
            ("004", "-"),
            ("375", "-"),
            ("372", "You are in a maze of twisty passages, all alike."),
            ("376", ">"),
        ] {
            let line = format_args!(":tmi.twitch.tv {number} {nick} :{text}");
            self.write(stage, &Line::new(Needs::Nothing, line));
        }
    }

    fn global_user_state(&self, stage: &mut Stage<'_>, user: &UserId) {
        let Some(user) = stage.world.users.get(user.as_str()) else {
            return;
        };
        let badges = user.global_badges.iter();
        let badges: Vec<String> = badges
            .map(|(name, version)| format!("{name}/{version}"))
            .collect();
        let tags = Tags::default()
            .plain("badge-info", "")
            .text("badges", &badges.join(","));
        let line = identity::color_tag(tags, user)
            .text("display-name", &user.display_name)
            .plain("emote-sets", identity::EMOTE_SETS)
            .plain("user-id", &user.id)
            .plain("user-type", "")
            .line(
                Needs::Commands,
                format_args!(":tmi.twitch.tv GLOBALUSERSTATE"),
            );
        self.write(stage, &line);
    }
}

/// Whose token it is, and whether it may speak; or the words of the refusal.
fn find_account(
    stage: &mut Stage<'_>,
    pass: Option<&Secret>,
) -> Result<(UserId, String, bool), &'static str> {
    let pass = pass.map_or("", Secret::expose);
    let token = pass
        .strip_prefix("oauth:")
        .ok_or("Improperly formatted auth")?;
    let (user, may_speak) = owner(stage.world, token).ok_or("Login authentication failed")?;
    let limit = if user.is_verified_bot {
        limit::VERIFIED_LOGINS
    } else {
        limit::LOGINS
    };
    if !stage
        .chat
        .account(&user.id)
        .logins
        .try_add(stage.world.now, limit)
    {
        stage.chat.statistics.logins_refused += 1;
        // Twitch does not tell the words for this; these must not be those for a bad token, which would be thrown away.
        return Err("Login unsuccessful");
    }
    Ok((user.id.clone(), user.login.to_string(), may_speak))
}

/// The owner of a token that is good for reading chat.
fn owner<'world>(world: &'world World, token: &str) -> Option<(&'world User, bool)> {
    let token = world.valid_token(token)?;
    let user = world.users.get(token.user.as_ref()?.as_str())?;
    let is_good = token.scopes.contains("chat:read") && user.is_active();
    is_good.then(|| (user, token.scopes.contains("chat:edit")))
}

const TAGS: &str = "twitch.tv/tags";
const COMMANDS: &str = "twitch.tv/commands";
const MEMBERSHIP: &str = "twitch.tv/membership";
