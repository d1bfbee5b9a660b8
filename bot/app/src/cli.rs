//! The command line: what can be typed, and nothing of what it does.

pub(crate) mod short_form;
mod span;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use auth::Scheme;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use types::Login;

use crate::config::place::Choices;
use crate::short_forms;
use crate::typed_login;
use short_form::ShortForm;

/// A hand for your stream: a self-hosted Twitch bot, and a small Twitch to try it against.
#[derive(Debug, Parser)]
#[command(
    name = "streamhand",
    version,
    about,
    propagate_version = true,
    arg_required_else_help = true
)]
pub(crate) struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What holds for every command.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// The config file [default: streamhand.toml in the platform's config folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The folder for data [default: the platform's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Print results as JSON, one object a line
    #[arg(long, global = true)]
    pub json: bool,
    /// How much to log to standard error: error, warn, info, debug, trace, or a filter such as streamhand_auth=debug
    #[arg(long, global = true, value_name = "LEVEL", default_value = "warn")]
    pub log: String,
    /// When to use colors
    #[arg(long, global = true, value_enum, default_value_t = ColorChoice::Auto)]
    pub color: ColorChoice,
}

/// When to use colors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// If the output is a terminal and `NO_COLOR` is not set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show everything at once: a simulated Twitch, a bot in it, and lively viewers
    Demo(Demo),
    /// Run the simulated Twitch alone, for any client in any language
    Sim(Sim),
    /// From nothing to a running bot: asks, checks every answer, and writes the config
    Setup(Setup),
    /// Log an account in
    Login(LoginOptions),
    /// Forget an account, and tell Twitch that its token is void
    Logout(Logout),
    /// Show the accounts that are logged in, checked against Twitch
    Whoami,
    /// Print a valid access token, for scripts
    Token(TokenOptions),
    /// Run the bot
    Run,
    /// Read, chat and moderate in a terminal; without one, or with --json, lines that come in are said as the bot
    Chat(Chat),
    /// Say how the bot that runs here is; the exit status is 0 only if it serves
    Health,
    /// Show what became of the bot's last messages
    Outbox(Outbox),
    /// Look at everything that a bot needs, and say what to do about what is wrong
    Doctor,
    /// Make a copy of everything that the bot remembers
    Backup(Backup),
    /// Bring such a copy back; alone it lists them
    Restore(Restore),
    /// Make any call of Twitch's API; alone it lists them all
    Api(Api),
    /// The words of every day.
    #[command(flatten)]
    Short(ShortForm),
    /// Look at the config
    #[command(subcommand)]
    Config(ConfigAction),
    /// Print what makes a shell complete commands, calls, parameters and values
    Completions(Completions),
    /// Print the manual page, or write one for every command
    Man(Man),
}

/// Options of `demo`.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// End by itself after this time, such as 20s or 2m
    #[arg(long = "for", value_name = "TIME", value_parser = duration)]
    pub duration: Option<Duration>,
    /// What makes a run repeatable
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many chat lines the viewers say in a second
    #[arg(long, value_name = "LINES", value_parser = rate)]
    pub rate: Option<f64>,
    /// Let the viewers say the lines of a file of raw IRC lines
    #[arg(long, value_name = "FILE")]
    pub corpus: Option<PathBuf>,
    /// Where the simulator listens
    #[command(flatten)]
    pub addresses: Addresses,
}

/// Options of `sim`.
#[derive(Debug, Args)]
pub(crate) struct Sim {
    /// Where it listens
    #[command(flatten)]
    pub addresses: Addresses,
    /// What makes a run repeatable
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// A file that describes users, channels and applications
    #[arg(long, value_name = "FILE")]
    pub world: Option<PathBuf>,
    /// Whether time passes by itself or is moved through POST /sim/clock
    #[arg(long, value_enum, default_value_t = ClockChoice::Real)]
    pub clock: ClockChoice,
    /// Give this account's consent to every login that comes
    #[arg(long, value_name = "LOGIN")]
    pub consent: Option<Login>,
    /// How often a client may ask whether a device login was approved; Twitch says 5s
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub device_interval: Option<Duration>,
    /// How many chat lines scripted viewers say in a second; none if not said
    #[arg(long, value_name = "LINES", value_parser = rate)]
    pub rate: Option<f64>,
    /// Where to write the certificate that clients of IRC over TLS have to trust
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
}

/// Where the simulator listens.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Addresses {
    /// Its HTTP address [default: a free port on the loopback]
    #[arg(long, value_name = "ADDR", value_parser = address)]
    pub http: Option<SocketAddr>,
    /// Its address for IRC over TCP [default: a free port on the loopback]
    #[arg(long, value_name = "ADDR", value_parser = address)]
    pub irc: Option<SocketAddr>,
    /// Its address for IRC over TLS [default: a free port on the loopback]
    #[arg(long, value_name = "ADDR", value_parser = address)]
    pub ircs: Option<SocketAddr>,
}

/// Whether the simulator's time passes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClockChoice {
    /// Time passes as usual
    Real,
    /// Time stands still until it is moved
    Manual,
}

/// Options of `setup`: the answers of those who cannot be asked.
#[derive(Debug, Clone, Args)]
pub(crate) struct Setup {
    /// The client id of your application in Twitch's developer console
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// A file that holds its secret, if it is a confidential one
    #[arg(long, value_name = "FILE")]
    pub client_secret_file: Option<PathBuf>,
    /// The account that speaks
    #[arg(long, value_name = "LOGIN", value_parser = typed_login::read)]
    pub bot: Option<Login>,
    /// The channel that it is in
    #[arg(long, value_name = "LOGIN", value_parser = typed_login::read)]
    pub channel: Option<Login>,
    /// How to log in
    #[arg(long, value_enum, default_value_t = Flow::Device)]
    pub flow: Flow,
    /// Serve the page of --flow code over TLS
    #[arg(long)]
    pub https: bool,
    /// Open no browser
    #[arg(long)]
    pub no_browser: bool,
    /// Leave the login of the channel's owner out
    #[arg(long, conflicts_with = "make_moderator")]
    pub without_broadcaster: bool,
    /// Make the bot a moderator of the channel
    #[arg(long)]
    pub make_moderator: bool,
    /// Start the bot in the end
    #[arg(long)]
    pub start: bool,
}

/// Options of `login`.
#[derive(Debug, Args)]
pub(crate) struct LoginOptions {
    /// Which account it is
    #[arg(value_enum, default_value_t = Role::Bot)]
    pub role: Role,
    /// How to log in
    #[arg(long, value_enum, default_value_t = Flow::Device)]
    pub flow: Flow,
    /// Serve the page of --flow code over TLS, with a certificate that is made on the spot
    #[arg(long)]
    pub https: bool,
    /// Open no browser for --flow code
    #[arg(long)]
    pub no_browser: bool,
    /// The channel, if the config names several
    #[arg(long, value_name = "LOGIN")]
    pub channel: Option<Login>,
    /// A command that this login shall be able to do, such as poll; may be repeated, and all stands for all of them
    #[arg(long = "for", value_name = "COMMAND", value_delimiter = ',', value_parser = purposes())]
    pub purposes: Vec<String>,
    /// A scope to ask for besides those that the bot needs; may be repeated
    #[arg(long, value_name = "NAME")]
    pub scope: Vec<String>,
}

/// Which account.
#[derive(Debug, Clone, Args)]
pub(crate) struct Who {
    /// Which account it is: bot, broadcaster, or a login [default: bot]
    #[arg(value_name = "ACCOUNT", value_parser = account, conflicts_with = "account")]
    pub named: Option<Account>,
    /// The same as an option
    #[arg(long, value_name = "ACCOUNT", value_parser = account)]
    pub account: Option<Account>,
}

/// Options of `token`.
#[derive(Debug, Clone, Args)]
pub(crate) struct TokenOptions {
    /// Which account
    #[command(flatten)]
    pub who: Who,
    /// The application's own token instead, for calls that take no account's
    #[arg(long, conflicts_with_all = ["named", "account"])]
    pub app: bool,
}

/// An account as a person names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Account {
    /// By the part that it plays.
    Role(Role),
    /// By its name.
    Login(Login),
}

/// Options of `logout`.
#[derive(Debug, Args)]
pub(crate) struct Logout {
    /// Which account
    #[command(flatten)]
    pub who: Who,
    /// Forget it here even if Twitch cannot be told that its token is void
    #[arg(long)]
    pub forget: bool,
}

/// The part that an account plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Role {
    /// The account that speaks
    Bot,
    /// The owner of the channel
    Broadcaster,
}

/// How to log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Flow {
    /// By a link and a code, on any device
    Device,
    /// On a page that this machine serves to its own browser; needs the application's client secret
    Code,
}

/// Options of `chat`.
#[derive(Debug, Args)]
#[command(after_help = CHAT_HELP)]
pub(crate) struct Chat {
    /// The channels to be in [default: those of the config]
    #[arg(value_name = "CHANNEL", value_parser = typed_login::read)]
    pub channels: Vec<Login>,
    /// End when the lines that come in end and all are said
    #[arg(long)]
    pub until_eof: bool,
}

/// Options of `outbox`.
#[derive(Debug, Clone, Args)]
pub(crate) struct Outbox {
    /// Only messages to this channel
    #[arg(long, value_name = "LOGIN", value_parser = typed_login::read)]
    pub channel: Option<Login>,
    /// How many of them, the newest
    #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=1_000))]
    pub count: u16,
    /// Only messages that ended like this
    #[arg(long, value_enum, value_name = "OUTCOME", conflicts_with = "dropped")]
    pub outcome: Option<OutcomeKind>,
    /// Only messages that were not sent, or of which nobody can say
    #[arg(long)]
    pub dropped: bool,
    /// How many messages ended for which reason, instead of the messages
    #[arg(long, conflicts_with_all = ["channel", "count", "outcome", "dropped"])]
    pub counts: bool,
}

/// How a message can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutcomeKind {
    /// Twitch took it
    Sent,
    /// Twitch did not let it appear
    Dropped,
    /// Nobody can say
    Unknown,
    /// It waited too long
    Expired,
    /// It was not even tried
    Refused,
}

impl OutcomeKind {
    /// The word that stands for it everywhere.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Dropped => "dropped",
            Self::Unknown => "unknown",
            Self::Expired => "expired",
            Self::Refused => "refused",
        }
    }
}

/// Options of `backup`.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// Where to write it [default: a new file in the folder for backups]
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
}

/// Options of `restore`.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The copy: a file, or the name of one in the folder for backups
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Do not ask whether what is there may be replaced
    #[arg(long)]
    pub yes: bool,
}

/// Options of `api`.
#[derive(Debug, Args)]
#[command(disable_help_flag = true)]
pub(crate) struct Api {
    /// The call, such as get-users, and its parameters: --login NAME …; --help explains them
    // One list, because what stands behind the call is the call's: some have parameters that are called as options of ours.
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "CALL|PARAMETERS"
    )]
    words: Vec<String>,
}

/// Options of `completions`.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Completions {
    /// Which shell it is for
    #[arg(value_enum)]
    pub shell: Shell,
}

/// A shell that can be taught to complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// In ~/.bashrc: source <(streamhand completions bash)
    Bash,
    /// In ~/.zshrc, below compinit: source <(streamhand completions zsh)
    Zsh,
    /// In ~/.config/fish/config.fish: streamhand completions fish | source
    Fish,
    /// In $PROFILE: streamhand completions powershell | Out-String | Invoke-Expression
    Powershell,
}

/// Options of `man`.
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// A folder to write a page for every command into; without it the first page is printed
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
}

/// What to do with the config.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigAction {
    /// Check it, and say what the bot still needs
    Check,
    /// Show every value with where it comes from
    Show,
    /// Take over what the old twitchBot and PertyBot were told
    Import(Import),
}

/// Options of `config import`.
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// The old bot's config.txt: JSON, or KEY=VALUE lines
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// A file in which PertyBot kept its tokens; may be repeated
    #[arg(long, value_name = "FILE")]
    pub perty: Vec<PathBuf>,
    /// Replace what the config says otherwise; a copy of it is kept
    #[arg(long)]
    pub force: bool,
}

impl Cli {
    /// Whether results are for machines; a call takes the option behind its name as well.
    pub(crate) fn is_json(&self) -> bool {
        let of_call = |options: &Api| options.parameters().iter().any(|word| word == "--json");
        self.global.json || matches!(&self.command, Command::Api(options) if of_call(options))
    }
}

impl Api {
    /// The call.
    pub(crate) fn call(&self) -> Option<&str> {
        self.words.first().map(String::as_str)
    }

    /// What stands behind it.
    pub(crate) fn parameters(&self) -> &[String] {
        self.words.get(1..).unwrap_or_default()
    }
}

impl LoginOptions {
    /// How the page is served, if there is one.
    pub(crate) fn scheme(&self) -> Scheme {
        scheme(self.https)
    }
}

impl Setup {
    /// How the page is served, if there is one.
    pub(crate) fn scheme(&self) -> Scheme {
        scheme(self.https)
    }
}

fn scheme(is_https: bool) -> Scheme {
    if is_https {
        Scheme::Https
    } else {
        Scheme::Http
    }
}

impl Global {
    /// What this says about the config.
    pub(crate) fn choices(&self) -> Choices {
        Choices {
            file: self.config.clone(),
            data_dir: self.data_dir.clone(),
        }
    }
}

impl Role {
    /// The name under which the store keeps it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Bot => "bot",
            Self::Broadcaster => "broadcaster",
        }
    }
}

impl Who {
    /// The account that is meant; the bot's if none was named.
    pub(crate) fn account(&self) -> Account {
        let said = self.account.as_ref().or(self.named.as_ref());
        said.cloned().unwrap_or(Account::Role(Role::Bot))
    }
}

/// What `login --for` may be said of.
fn purposes() -> PossibleValuesParser {
    let all = std::iter::once(short_forms::ALL);
    PossibleValuesParser::new(short_forms::purposes().into_iter().chain(all))
}

/// `bot` and `broadcaster` are the parts; who has such a login is named by the other part.
pub(crate) fn account(text: &str) -> Result<Account, String> {
    if let Ok(role) = Role::from_str(text, true) {
        return Ok(Account::Role(role));
    }
    let login: Login = text
        .parse()
        .map_err(|error| format!("write bot, broadcaster, or a login: {error}"))?;
    Ok(Account::Login(login))
}

/// A time such as `500ms`, `20s`, `2m` or `1h`.
fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|character: char| character.is_ascii_alphabetic());
    let number: f64 = digits
        .parse()
        .map_err(|_| format!("{text:?} is not a time such as 20s"))?;
    let unit = match &text[digits.len()..] {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3_600.0,
        other => {
            return Err(format!(
                "{other:?} is not a unit of time: use ms, s, m or h"
            ));
        }
    };
    Duration::try_from_secs_f64(number * unit)
        .map_err(|_| format!("{text:?} is not a time that can be waited for"))
}

/// An address to listen on; a name might mean several, so it must be a number.
fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .map_err(|_| "write an IP address and a port, such as 127.0.0.1:8090".to_owned())
}

fn rate(text: &str) -> Result<f64, String> {
    let rate: f64 = text
        .parse()
        .map_err(|_| format!("{text:?} is not a number"))?;
    if rate > 0.0 && rate <= MOST_LINES_PER_SECOND {
        Ok(rate)
    } else {
        Err(format!(
            "the rate must be above 0 and at most {MOST_LINES_PER_SECOND}"
        ))
    }
}

/// What the options of `chat` do not tell.
const CHAT_HELP: &str = "\
Reading needs no login. Lines of standard input are said as the bot; what became of each is told.
With several channels, a line begins with the one it is for: #somechannel Hello

Examples:
  streamhand chat somechannel
  streamhand chat somechannel otherchannel --json
  echo Hello | streamhand chat somechannel --until-eof";

/// Beyond this the simulator itself is the bottleneck, so a higher rate would be a false promise.
const MOST_LINES_PER_SECOND: f64 = 1_000_000.0;

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn an_account_is_named_by_its_part_or_its_login_in_either_place() {
        let bot = Account::Role(Role::Bot);
        let login = Account::Login("perty".parse().expect("a login"));
        for (arguments, expected) in [
            (&["token"][..], &bot),
            (&["token", "bot"], &bot),
            (&["token", "--account", "BOT"], &bot),
            (&["token", "perty"], &login),
            (&["token", "--account", "Perty"], &login),
        ] {
            let words = [&["streamhand"], arguments].concat();
            let cli = Cli::try_parse_from(&words).expect("it can be typed");
            let Command::Token(options) = cli.command else {
                panic!("{words:?} is another command");
            };
            assert_eq!(options.who.account(), *expected, "{words:?}");
        }
        for arguments in [&["bot", "--account", "bot"][..], &["no login"]] {
            let words = [&["streamhand", "token"], arguments].concat();
            assert!(Cli::try_parse_from(&words).is_err(), "{words:?}");
        }
    }

    /// What stands on a command line is seen by everybody on the machine, so secrets come by file or environment.
    #[test]
    fn x24_no_option_of_any_command_takes_a_secret() {
        let mut commands = vec![Cli::command()];
        let mut count = 0;
        while let Some(command) = commands.pop() {
            for argument in command.get_arguments() {
                count += 1;
                let name = argument.get_id().as_str();
                let takes_text = argument.get_action().takes_values();
                let is_secret = ["secret", "token", "pass", "key"]
                    .iter()
                    .any(|word| name.contains(word));
                assert!(
                    !(takes_text && is_secret && !name.ends_with("_file")),
                    "{} takes {name} on its command line",
                    command.get_name()
                );
            }
            commands.extend(command.get_subcommands().cloned());
        }
        assert!(count > 20, "only {count} options were looked at");
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, millis) in [
            ("20s", 20_000),
            ("2m", 120_000),
            ("250ms", 250),
            ("1.5", 1_500),
        ] {
            assert_eq!(duration(text), Ok(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "soon", "5d", "-1s", "1e400s"] {
            assert!(duration(text).is_err(), "{text:?} must be refused");
        }
    }
}
