//! How the short forms are typed; what each stands for is told in `short_forms.rs`.

use std::time::Duration;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand, ValueEnum};
use types::{Login, MessageId};

use super::span;
use crate::short_forms::help;
use crate::typed_login;

/// A command for every day.
#[derive(Debug, Subcommand)]
pub(crate) enum ShortForm {
    /// Look somebody up
    #[command(after_help = help("user"))]
    User(User),
    /// Ask the viewers
    #[command(subcommand)]
    Poll(Poll),
    /// Let the viewers bet channel points on how something ends
    #[command(subcommand)]
    Prediction(Prediction),
    /// Send the viewers to another channel
    #[command(after_help = help("raid"), args_conflicts_with_subcommands = true, subcommand_negates_reqs = true, arg_required_else_help = true)]
    Raid(Raid),
    /// List who is in the chat
    #[command(after_help = help("chatters"))]
    Chatters(Channel),
    /// List the moderators of the channel
    #[command(after_help = help("mods"))]
    Mods(Channel),
    /// Make somebody a moderator, or take that back
    #[command(subcommand)]
    Mod(Mod),
    /// Say something in the chat, as the bot
    #[command(after_help = help("say"))]
    Say(Say),
    /// Say something that stands out in the chat
    #[command(after_help = help("announce"))]
    Announce(Announce),
    /// Recommend another channel to the viewers
    #[command(after_help = help("shoutout"))]
    Shoutout(OneLogin),
    /// Show the title of the stream, or change it
    #[command(after_help = help("title"))]
    Title(Words),
    /// Show the category of the stream, or change it to the nearest one of that name
    #[command(after_help = help("game"))]
    Game(Words),
    /// Keep the last half minute of the stream
    #[command(after_help = help("clip"))]
    Clip(Channel),
    /// Mark this moment of the stream
    #[command(after_help = help("marker"))]
    Marker(Words),
    /// Shut somebody out of the chat
    #[command(after_help = help("ban"))]
    Ban(Ban),
    /// Silence somebody for a time
    #[command(after_help = help("timeout"))]
    Timeout(Timeout),
    /// End somebody's ban or timeout
    #[command(after_help = help("unban"))]
    Unban(OneLogin),
    /// Warn somebody, who has to acknowledge it before they chat again
    #[command(after_help = help("warn"))]
    Warn(Warn),
    /// Delete one message of the chat
    #[command(after_help = help("delete"))]
    Delete(Delete),
    /// Delete all messages of the chat
    #[command(after_help = help("clear"))]
    Clear(Channel),
    /// Make somebody a VIP, or take that back
    #[command(subcommand)]
    Vip(Vip),
    /// List the VIPs of the channel
    #[command(after_help = help("vips"))]
    Vips(Channel),
    /// Show the modes of the chat, or change one
    #[command(after_help = help("settings"), args_conflicts_with_subcommands = true)]
    Settings(Settings),
}

/// Which channel it is about.
#[derive(Debug, Clone, Args)]
pub(crate) struct Channel {
    /// The channel, if the config names several
    #[arg(long, value_name = "LOGIN", value_parser = typed_login::read)]
    pub channel: Option<Login>,
}

/// Options of `user`.
#[derive(Debug, Args)]
pub(crate) struct User {
    /// A login, @login (also where a login is a number), or an id
    #[arg(value_name = "LOGIN|ID")]
    pub who: String,
}

/// What to do with a poll.
#[derive(Debug, Subcommand)]
pub(crate) enum Poll {
    /// Start a poll
    #[command(after_help = help("poll create"))]
    Create(PollCreate),
    /// End the poll that runs, and show its result
    #[command(after_help = help("poll end"))]
    End(PollEnd),
    /// Show the poll that runs, or the last one
    #[command(after_help = help("poll show"))]
    Show(Channel),
    /// Watch the poll that runs until it is over
    #[command(after_help = help("poll watch"))]
    Watch(Channel),
}

/// Options of `poll create`.
#[derive(Debug, Args)]
pub(crate) struct PollCreate {
    /// The question
    #[arg(value_name = "TITLE")]
    pub title: String,
    /// Two to five answers
    #[arg(value_name = "CHOICE", required = true)]
    pub choices: Vec<String>,
    /// How long it runs: 15s to 30m
    #[arg(long = "for", value_name = "TIME", value_parser = span::read, default_value = "5m")]
    pub duration: Duration,
    /// Let viewers buy more votes, at so many channel points each
    #[arg(long, value_name = "NUMBER")]
    pub points: Option<u32>,
    /// Watch it until it is over
    #[arg(long)]
    pub watch: bool,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// Options of `poll end`.
#[derive(Debug, Args)]
pub(crate) struct PollEnd {
    /// Hide the result from the viewers
    #[arg(long)]
    pub archive: bool,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// What to do with a prediction.
#[derive(Debug, Subcommand)]
pub(crate) enum Prediction {
    /// Start a prediction
    #[command(after_help = help("prediction create"))]
    Create(PredictionCreate),
    /// Take no more bets
    #[command(after_help = help("prediction lock"))]
    Lock(Channel),
    /// Say how it ended, and pay the points out
    #[command(after_help = help("prediction resolve"))]
    Resolve(PredictionResolve),
    /// Give everybody their points back
    #[command(after_help = help("prediction cancel"))]
    Cancel(Channel),
    /// Show the prediction that is open, or the last one
    #[command(after_help = help("prediction show"))]
    Show(Channel),
    /// Watch the prediction that is open until it is resolved
    #[command(after_help = help("prediction watch"))]
    Watch(Channel),
}

/// Options of `prediction create`.
#[derive(Debug, Args)]
pub(crate) struct PredictionCreate {
    /// What the viewers bet on
    #[arg(value_name = "TITLE")]
    pub title: String,
    /// Two to ten ways in which it may end
    #[arg(value_name = "OUTCOME", required = true)]
    pub outcomes: Vec<String>,
    /// How long bets are taken: 30s to 30m
    #[arg(long = "for", value_name = "TIME", value_parser = span::read, default_value = "2m")]
    pub window: Duration,
    /// Watch it until it is resolved
    #[arg(long)]
    pub watch: bool,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// Options of `prediction resolve`.
#[derive(Debug, Args)]
pub(crate) struct PredictionResolve {
    /// How it ended: the outcome's number, letter or title
    #[arg(value_name = "OUTCOME")]
    pub outcome: String,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// Options of `raid`.
#[derive(Debug, Args)]
pub(crate) struct Raid {
    /// Instead of starting one
    #[command(subcommand)]
    pub action: Option<RaidAction>,
    /// The channel to go to
    #[arg(value_name = "LOGIN", required = true)]
    pub to: Option<String>,
    /// The channel that sets off, if the config names several
    #[arg(long, value_name = "LOGIN", value_parser = typed_login::read)]
    pub channel: Option<Login>,
}

/// What else to do with a raid.
#[derive(Debug, Subcommand)]
pub(crate) enum RaidAction {
    /// Call off the raid that is about to start
    #[command(after_help = help("raid cancel"))]
    Cancel(Channel),
}

/// What to do with moderators.
#[derive(Debug, Subcommand)]
pub(crate) enum Mod {
    /// Make somebody a moderator
    #[command(after_help = help("mod add"))]
    Add(OneLogin),
    /// Make somebody an ordinary viewer again
    #[command(after_help = help("mod remove"))]
    Remove(OneLogin),
}

/// What to do with VIPs.
#[derive(Debug, Subcommand)]
pub(crate) enum Vip {
    /// Make somebody a VIP
    #[command(after_help = help("vip add"))]
    Add(OneLogin),
    /// Make somebody an ordinary viewer again
    #[command(after_help = help("vip remove"))]
    Remove(OneLogin),
}

/// Options of commands that are about one person.
#[derive(Debug, Args)]
pub(crate) struct OneLogin {
    /// Whom it is about: a login, @login or an id
    #[arg(value_name = "LOGIN")]
    pub who: String,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// Options of `say`.
#[derive(Debug, Args)]
pub(crate) struct Say {
    /// What to say
    #[arg(value_name = "TEXT", required = true)]
    pub text: Vec<String>,
    /// The id of the message that is answered
    #[arg(long, value_name = "ID", value_parser = message_id)]
    pub reply: Option<MessageId>,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// Options of `announce`.
#[derive(Debug, Args)]
pub(crate) struct Announce {
    /// What to announce
    #[arg(value_name = "TEXT", required = true)]
    pub text: Vec<String>,
    /// The color of its frame; the channel's own if not said
    #[arg(long, value_name = "COLOR", value_parser = colors())]
    pub frame: Option<String>,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// Options of commands that take words or none.
#[derive(Debug, Args)]
pub(crate) struct Words {
    /// The words; quotes around them are not needed
    #[arg(value_name = "TEXT")]
    pub text: Vec<String>,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// Options of `ban`.
#[derive(Debug, Args)]
pub(crate) struct Ban {
    /// Whom: a login, @login or an id
    #[arg(value_name = "LOGIN")]
    pub who: String,
    /// Why; the person and the moderators see it
    #[arg(value_name = "REASON")]
    pub reason: Vec<String>,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// Options of `timeout`.
#[derive(Debug, Args)]
pub(crate) struct Timeout {
    /// Whom: a login, @login or an id
    #[arg(value_name = "LOGIN")]
    pub who: String,
    /// For how long: 1s to 14d
    #[arg(value_name = "TIME", value_parser = span::read)]
    pub duration: Duration,
    /// Why; the person and the moderators see it
    #[arg(value_name = "REASON")]
    pub reason: Vec<String>,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// Options of `warn`.
#[derive(Debug, Args)]
pub(crate) struct Warn {
    /// Whom: a login, @login or an id
    #[arg(value_name = "LOGIN")]
    pub who: String,
    /// What for; the person has to read it
    #[arg(value_name = "REASON", required = true)]
    pub reason: Vec<String>,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// Options of `delete`.
#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// The id of the message; `streamhand chat --json` tells it
    #[arg(value_name = "ID", value_parser = message_id)]
    pub id: MessageId,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// Options of `settings`.
#[derive(Debug, Args)]
pub(crate) struct Settings {
    /// The mode to change; without one all are shown
    #[command(subcommand)]
    pub mode: Option<Mode>,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// A mode of a chat, and what it is to be.
#[derive(Debug, Subcommand)]
pub(crate) enum Mode {
    /// How long everybody waits between two messages
    #[command(after_help = help("settings slow"))]
    Slow(TimedMode),
    /// How long somebody must have followed before they may chat; 0 is from the first moment
    #[command(after_help = help("settings followers"))]
    Followers(TimedMode),
    /// Whether only subscribers may chat
    #[command(after_help = help("settings subscribers"))]
    Subscribers(PlainMode),
    /// Whether messages may hold emotes only
    #[command(after_help = help("settings emotes"))]
    Emotes(PlainMode),
    /// Whether nobody may repeat what was said
    #[command(after_help = help("settings unique"))]
    Unique(PlainMode),
}

/// A mode with a time.
#[derive(Debug, Args)]
pub(crate) struct TimedMode {
    /// The time, or off
    #[arg(value_name = "TIME|off", value_parser = time_or_off)]
    pub value: TimeOrOff,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// A time, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimeOrOff(pub Option<Duration>);

/// A mode that is on or off.
#[derive(Debug, Args)]
pub(crate) struct PlainMode {
    /// Whether it is on
    #[arg(value_enum)]
    pub value: OnOff,
    /// Which channel
    #[command(flatten)]
    pub channel: Channel,
}

/// Whether a mode is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnOff {
    /// It is
    On,
    /// It is not
    Off,
}

impl Mode {
    /// The channel that it is about.
    pub(crate) fn channel(&self) -> &Channel {
        match self {
            Self::Slow(mode) | Self::Followers(mode) => &mode.channel,
            Self::Subscribers(mode) | Self::Emotes(mode) | Self::Unique(mode) => &mode.channel,
        }
    }
}

impl OnOff {
    /// Whether it is on.
    pub(crate) fn is_on(self) -> bool {
        self == Self::On
    }
}

/// Reads a length of time as it is typed everywhere here.
///
/// # Errors
/// If it is no such time.
pub(crate) fn read_span(text: &str) -> Result<Duration, String> {
    span::read(text)
}

fn time_or_off(text: &str) -> Result<TimeOrOff, String> {
    span::read_or_off(text).map(TimeOrOff)
}

fn message_id(text: &str) -> Result<MessageId, String> {
    match text.trim() {
        "" => Err("this is no id of a message".to_owned()),
        id => Ok(MessageId::new(id)),
    }
}

/// The colors that the call takes.
fn colors() -> PossibleValuesParser {
    let fields = spec::endpoints::chat::SEND_CHAT_ANNOUNCEMENT.body;
    let mut fields = fields.unwrap_or_default().iter();
    let color = fields.find(|field| field.name == "color");
    PossibleValuesParser::new(color.map_or(&[][..], |field| field.values))
}
