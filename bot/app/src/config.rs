//! The config: what was written (file, environment, command line) and what it means. Only here files and environment are read.

pub(crate) mod draft;
pub(crate) mod key;
pub(crate) mod place;
pub(crate) mod plain_file;
mod raw;
mod seal;
mod secret_file;
mod source;

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use engine::BlockedWords;
use types::{ClientId, Login, Secret};

use crate::failure::{Failure, Status};
use crate::outbox;
use key::{KEYS, Key, Kind};
use place::{Choices, Folders};
use raw::{Origin, Raw, Written};
use seal::{Said, Seal};

/// What the config means.
#[derive(Debug)]
pub(crate) struct Config {
    /// The application that Twitch knows us as.
    pub app: App,
    /// The account that speaks, if it is said.
    pub bot: Option<Login>,
    /// The channels that the bot is in.
    pub channels: Vec<Login>,
    /// How the bot writes.
    pub send: Send,
    /// What it never says.
    pub never_say: BlockedWords,
    /// What holds for the messages that it writes.
    pub outbox: outbox::Settings,
    /// Where things are remembered; the address may hold a password.
    pub store: Secret,
    /// What seals the tokens there.
    pub seal: Seal,
    /// The folder for backups, in the data folder unless it is absolute.
    pub backups: PathBuf,
    /// Where Twitch is.
    pub twitch: Twitch,
    entries: Vec<Entry>,
}

/// The application that Twitch knows us as.
#[derive(Debug, Clone, Default)]
pub(crate) struct App {
    /// Public.
    pub client_id: Option<ClientId>,
    /// Only confidential clients have one.
    pub client_secret: Option<Secret>,
}

/// The way a message goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Send {
    /// Send Chat Message; says why a message did not appear.
    Helix,
    /// PRIVMSG.
    Irc,
}

/// Where Twitch is.
#[derive(Debug, Clone)]
pub(crate) struct Twitch {
    /// The base of the token endpoints.
    pub auth: String,
    /// The base of the REST API.
    pub helix: String,
    /// The chat server.
    pub irc: irc::client::Address,
    /// A certificate to trust besides the usual ones.
    pub ca_file: Option<PathBuf>,
}

/// One value as it may be shown.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Setting {
    key: String,
    value: String,
    origin: String,
}

/// One value with where it comes from.
#[derive(Debug)]
struct Entry {
    key: &'static Key,
    written: Written,
}

impl Config {
    /// Reads file and environment.
    ///
    /// # Errors
    /// Whatever is wrong with them, with its place and what to do.
    pub(crate) fn load(choices: &Choices, folders: &Folders) -> Result<Self, Failure> {
        let usual = folders.config_file();
        let path = match &choices.file {
            Some(path) => Some(path),
            None => usual.exists().then_some(&usual),
        };
        let raw = path.map_or_else(|| Ok(Raw::default()), |path| read(path))?;
        let config = Self::resolve(raw, |variable| std::env::var(variable).ok())?;
        if let Some(path) = path.filter(|_| config.holds_secret_in_file()) {
            plain_file::keep_to_owner(path, "the client secret or a password");
        }
        Ok(config)
    }

    /// What a file's text means, without any environment.
    ///
    /// # Errors
    /// Whatever is wrong with it.
    pub(crate) fn from_text(path: &Path, text: &str) -> Result<Self, Failure> {
        Self::resolve(Raw::parse(path, text)?, |_| None)
    }

    fn resolve(raw: Raw, variable: impl Fn(&str) -> Option<String>) -> Result<Self, Failure> {
        let entries = entries(raw, &variable);
        let found = Found(&entries);
        let client_secret = match (
            found.one("app", "client_secret"),
            found.one("app", "client_secret_file"),
        ) {
            (Some(_), Some(file)) => {
                let what = "client_secret is written as well, and only one of them can be meant";
                return Err(file
                    .wrong("app", "client_secret_file", what)
                    .advice("leave one of the two out"));
            }
            (Some(secret), None) => Some(Secret::new(&*secret.text)),
            (None, Some(file)) => Some(secret_file::read("app", "client_secret_file", file)?),
            (None, None) => None,
        };
        let app = App {
            client_id: found
                .one("app", "client_id")
                .map(|id| ClientId::new(&id.text)),
            client_secret,
        };
        found.check_choice("chat", "read", &["irc"])?;
        let send = match found.check_choice("chat", "send", &["helix", "irc"])? {
            "irc" => Send::Irc,
            _ => Send::Helix,
        };
        let outbox = outbox::Settings {
            vary_duplicates: found.is_on("chat", "vary_duplicates")?,
            is_verified: found.is_on("bot", "verified")?,
        };
        let twitch = Twitch {
            auth: found.web_address("auth")?,
            helix: found.web_address("helix")?,
            irc: found
                .parse("twitch", "irc")?
                .ok_or_else(|| missing("twitch", "irc"))?,
            ca_file: found
                .one("twitch", "ca_file")
                .map(|file| PathBuf::from(&file.text)),
        };
        let bot = found.parse("bot", "login")?;
        let mut channels: Vec<Login> = found.parse_all("channel", "login")?;
        channels.shrink_to_fit();
        let store = Secret::new(found.store_url()?);
        let credentials = variable(seal::CREDENTIALS);
        let said = Said {
            key: found.one("store", "key"),
            key_file: found.one("store", "key_file"),
            passphrase: found.one("store", "passphrase"),
            passphrase_file: found.one("store", "passphrase_file"),
        };
        let seal = Seal::choose(said, credentials.as_deref())?;
        let backups = found
            .one("store", "backups")
            .map(|folder| PathBuf::from(&folder.text))
            .ok_or_else(|| missing("store", "backups"))?;
        Ok(Self {
            app,
            bot,
            channels,
            send,
            never_say: found.blocked_words("chat", "never_say")?,
            outbox,
            store,
            seal,
            backups,
            twitch,
            entries: without_text(entries),
        })
    }

    /// Whether the config file itself holds something that nobody else may read.
    fn holds_secret_in_file(&self) -> bool {
        self.entries.iter().any(|entry| {
            let written = &entry.written;
            let holds_password = store::without_password(&written.text) != written.text;
            let is_hidden = entry.key.is_secret || (entry.key.section == "store" && holds_password);
            is_hidden && matches!(written.origin, Origin::Line { .. })
        })
    }

    /// The key file of the store, if that is what seals it.
    pub(crate) fn key_file(&self, folders: &Folders) -> Option<PathBuf> {
        match &self.seal {
            Seal::KeyFile(file) => Some(folders.data_dir().join(file)),
            Seal::Key { .. } | Seal::Passphrase { .. } => None,
        }
    }

    /// The client id, without which nothing can be asked of Twitch.
    ///
    /// # Errors
    /// If it is not there.
    pub(crate) fn client_id(&self) -> Result<ClientId, Failure> {
        self.app.client_id.clone().ok_or_else(|| {
            missing("app", "client_id").advice(
                "run `streamhand setup`, which tells how to register an application at Twitch and writes its client id into the config",
            )
        })
    }

    /// The keys without which the bot cannot run, as they are written in the file.
    pub(crate) fn missing_for_a_bot(&self) -> Vec<&'static str> {
        let needed = [
            (self.app.client_id.is_some(), "[app] client_id"),
            (!self.channels.is_empty(), "[[channel]] login"),
        ];
        let missing = needed.into_iter().filter(|(is_there, _)| !is_there);
        missing.map(|(_, key)| key).collect()
    }

    /// The database's URL with a file name put into the data folder.
    pub(crate) fn store_url(&self, folders: &Folders) -> String {
        let url = self.store.expose();
        let file = url.strip_prefix("sqlite:");
        // Many write two slashes, as in a web address; the file is the same.
        match file.map(|file| file.strip_prefix("//").unwrap_or(file)) {
            Some(file) if !file.starts_with(':') && Path::new(file).is_relative() => {
                format!("sqlite:{}", folders.data_dir().join(file).display())
            }
            _ => url.to_owned(),
        }
    }

    /// How the store is to be opened.
    pub(crate) fn store_settings(&self, folders: &Folders) -> store::Settings {
        let data_dir = folders.data_dir();
        store::Settings::new(self.seal.source(data_dir)).with_backups(self.backups_dir(folders))
    }

    /// Where backups are kept.
    pub(crate) fn backups_dir(&self, folders: &Folders) -> PathBuf {
        folders.data_dir().join(&self.backups)
    }

    /// What `config show` shows: each value with where it comes from, secrets hidden.
    pub(crate) fn settings(&self) -> Vec<Setting> {
        let setting = |entry: &Entry| {
            // The address of a database, or of a proxy, may hold a password.
            let value = if entry.key.is_secret {
                "(hidden)".to_owned()
            } else if entry.written.text.contains("://") {
                store::without_password(&entry.written.text)
            } else {
                entry.written.text.to_string()
            };
            Setting {
                key: format!("{}.{}", entry.key.section, entry.key.name),
                value,
                origin: entry.written.origin.to_string(),
            }
        };
        self.entries.iter().map(setting).collect()
    }
}

impl fmt::Display for Setting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} = {}  ({})",
            self.key, self.value, self.origin
        )
    }
}

fn without_text(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.shrink_to_fit();
    for entry in &mut entries {
        entry.written.let_text_go();
    }
    entries
}

/// The value of each key that has one, the environment before the file before the default.
fn entries(mut raw: Raw, variable: &impl Fn(&str) -> Option<String>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for key in KEYS {
        let name = key.variable();
        let written = match (
            variable(&name),
            raw.values.remove(&(key.section, key.name)),
            key.default,
        ) {
            (Some(text), _, _) => from_variable(key, &text, name),
            (None, Some(written), _) => written,
            (None, None, Some(text)) => vec![Written {
                text: text.into(),
                origin: Origin::Default,
            }],
            (None, None, None) => Vec::new(),
        };
        let entry = |written| Entry { key, written };
        entries.extend(written.into_iter().map(entry));
    }
    entries
}

/// What may be there several times is listed with commas in a variable.
fn from_variable(key: &Key, text: &str, name: String) -> Vec<Written> {
    let origin = Origin::Variable(name);
    if key.section == "channel" || key.kind == Kind::List {
        let parts = text.split(',').filter(|part| !part.trim().is_empty());
        return parts
            .map(|part| Written {
                text: part.trim().into(),
                origin: origin.clone(),
            })
            .collect();
    }
    vec![Written {
        text: text.into(),
        origin,
    }]
}

/// All values that were found, with the ways to ask for them.
#[derive(Clone, Copy)]
struct Found<'all>(&'all [Entry]);

impl<'all> Found<'all> {
    fn all(self, section: &str, name: &str) -> impl Iterator<Item = &'all Written> {
        let matching = move |entry: &&Entry| entry.key.section == section && entry.key.name == name;
        self.0.iter().filter(matching).map(|entry| &entry.written)
    }

    fn one(self, section: &str, name: &str) -> Option<&'all Written> {
        self.all(section, name).next()
    }

    fn parse<Value>(self, section: &str, name: &str) -> Result<Option<Value>, Failure>
    where
        Value: FromStr<Err: fmt::Display>,
    {
        self.one(section, name)
            .map(|written| parse(section, name, written))
            .transpose()
    }

    fn parse_all<Value>(self, section: &str, name: &str) -> Result<Vec<Value>, Failure>
    where
        Value: FromStr<Err: fmt::Display>,
    {
        self.all(section, name)
            .map(|written| parse(section, name, written))
            .collect()
    }

    fn check_choice(
        self,
        section: &str,
        name: &str,
        choices: &[&str],
    ) -> Result<&'all str, Failure> {
        let written = self
            .one(section, name)
            .ok_or_else(|| missing(section, name))?;
        if choices.contains(&written.text.as_str()) {
            return Ok(&written.text);
        }
        let what = format!(
            "\"{}\" is not one of the choices that this version knows",
            written.text
        );
        Err(written
            .wrong(section, name, &what)
            .advice(format!("write one of: {}", choices.join(", "))))
    }

    fn blocked_words(self, section: &str, name: &str) -> Result<BlockedWords, Failure> {
        let words = || self.all(section, name).map(|written| written.text.as_str());
        BlockedWords::new(words()).map_err(|error| {
            let is_wrong = |written: &&Written| BlockedWords::new([&*written.text]).is_err();
            match self.all(section, name).find(is_wrong) {
                Some(written) => written.wrong(section, name, &error.to_string()),
                None => Failure::new(Status::Usage, format!("{section}.{name}: {error}")),
            }
            .advice("write whole words, or their beginnings and ends with a *: \"word\", \"begin*\", \"*end\"")
        })
    }

    fn is_on(self, section: &str, name: &str) -> Result<bool, Failure> {
        let choice = self.check_choice(section, name, &["true", "false"])?;
        Ok(choice == "true")
    }

    /// Only its kind is looked at; whether it can be opened, opening it tells.
    fn store_url(self) -> Result<String, Failure> {
        let written = self
            .one("store", "url")
            .ok_or_else(|| missing("store", "url"))?;
        if ["sqlite:", "postgres://", "postgresql://"]
            .iter()
            .any(|kind| written.text.starts_with(kind))
        {
            return Ok(written.text.to_string());
        }
        // The address may hold a password, so it is not repeated.
        Err(written
            .wrong(
                "store",
                "url",
                "it names no database that this version knows",
            )
            .advice("write sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE"))
    }

    fn web_address(self, name: &str) -> Result<String, Failure> {
        let written = self
            .one("twitch", name)
            .ok_or_else(|| missing("twitch", name))?;
        let address = written.text.trim_end_matches('/').to_owned();
        match address.parse::<http::Uri>() {
            Ok(uri) if uri.scheme_str() == Some("https") && uri.host().is_some() => Ok(address),
            Ok(uri)
                if uri.scheme_str() == Some("http") && uri.host().is_some_and(is_this_machine) =>
            {
                Ok(address)
            }
            Ok(uri) if uri.scheme_str() == Some("http") && uri.host().is_some() => {
                let what = format!(
                    "\"{}\" would send tokens over the network without encryption",
                    written.text
                );
                Err(written
                    .wrong("twitch", name, &what)
                    .advice("begin it with https://; http:// is for a simulator on this machine"))
            }
            _ => {
                let what = format!("\"{}\" is not a web address", written.text);
                Err(written
                    .wrong("twitch", name, &what)
                    .advice("begin it with http:// or https://"))
            }
        }
    }
}

/// Whether what is sent to this host stays on this machine.
fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let is_loopback = |ip: std::net::IpAddr| ip.is_loopback();
    bare == "localhost" || bare.parse().is_ok_and(is_loopback)
}

fn parse<Value>(section: &str, name: &str, written: &Written) -> Result<Value, Failure>
where
    Value: FromStr<Err: fmt::Display>,
{
    written
        .text
        .parse()
        .map_err(|error: Value::Err| {
            let failure = written.wrong(section, name, &error.to_string());
            match name {
                "login" => failure.advice("write the name as it stands behind twitch.tv/ in the address of the channel's page"),
                _ => failure,
            }
        })
}

fn missing(section: &str, name: &str) -> Failure {
    Failure::new(Status::Usage, format!("the config has no {section}.{name}"))
}

fn read(path: &Path) -> Result<Raw, Failure> {
    Raw::parse(path, &read_text(path)?)
}

fn read_text(path: &Path) -> Result<String, Failure> {
    plain_file::read_text(path).map_err(|error| {
        let advice = match error.kind() {
            std::io::ErrorKind::InvalidData => {
                "save it as UTF-8 text; editors offer that beside the file name, as the encoding"
            }
            _ => "check the path after --config, and that you may read the file",
        };
        Failure::new(
            Status::Usage,
            format!("cannot read the config file {}: {error}", path.display()),
        )
        .advice(advice)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parses a config as if it stood in `streamhand.toml`, and gives what a person would read.
    fn check(text: &str, expected: &str) {
        let words = match Config::from_text(Path::new("streamhand.toml"), text) {
            Ok(config) => shown(&config),
            Err(failure) => failure.to_string(),
        };
        assert!(
            words.contains(expected),
            "expected to read\n{expected}\nbut it says\n{words}"
        );
    }

    /// What `config show` prints.
    fn shown(config: &Config) -> String {
        let lines = config.settings().into_iter();
        let lines: Vec<_> = lines.map(|setting| setting.to_string()).collect();
        lines.join("\n")
    }

    #[test]
    fn an_unknown_key_is_shown_with_its_line_and_the_nearest_real_one() {
        check(
            "[bot]\nlgoin = \"perty\"\n",
            "error: streamhand.toml, line 2: [bot] has no key \"lgoin\"\n    |\n  2 | lgoin = \"perty\"\n    | ^^^^^\n  \
             What to do: write \"login\"",
        );
    }

    #[test]
    fn bad_toml_is_shown_with_a_caret() {
        check("[bot\nlogin = \"perty\"\n", "  1 | [bot\n    |     ^");
    }

    #[test]
    fn a_section_that_does_not_exist_is_led_to_the_nearest_one() {
        check("[twich]\n", "What to do: write [twitch]");
    }

    #[test]
    fn one_bracket_too_few_for_a_channel_is_explained() {
        check(
            "[channel]\nlogin = \"a\"\n",
            "write [[channel]] with two brackets",
        );
    }

    #[test]
    fn a_login_that_cannot_be_one_is_refused_at_its_place() {
        check(
            "[bot]\nlogin = \"my bot\"\n",
            "streamhand.toml, line 2: bot.login: \"my bot\" is not a Twitch login",
        );
    }

    #[test]
    fn a_list_is_shown_value_by_value() {
        check(
            "[chat]\nnever_say = [\"one\", \"two*\"]\n",
            "chat.never_say = two*",
        );
    }

    #[test]
    fn a_word_that_cannot_be_blocked_is_refused_at_its_place() {
        check(
            "[chat]\nnever_say = [\"one\", \"t*o\"]\n",
            "streamhand.toml, line 2: chat.never_say: the blocked word \"t*o\" has a * in the middle",
        );
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_told_the_right_one() {
        check(
            "[chat]\nnever_say = \"one\"\n",
            "write it as [\"one\", \"two\"]",
        );
        check("[chat]\nnever_say = [1]\n", "must be a list of texts");
        check("[chat]\nsend = 1\n", "put it in double quotes");
        check("[chat]\nvary_duplicates = \"true\"\n", "without quotes");
        check(
            "[chat]\nvary_duplicates = true\n",
            "chat.vary_duplicates = true",
        );
    }

    #[test]
    fn x24_a_secret_is_shown_neither_by_show_nor_in_an_error() {
        check(
            "[app]\nclient_secret = \"hush\"\n",
            "app.client_secret = (hidden)",
        );
        let failure = Config::from_text(Path::new("a.toml"), "[app]\nclient_secret = \"hush\n")
            .unwrap_err()
            .to_string();
        assert!(!failure.contains("hush"), "{failure}");
    }

    #[test]
    fn x24_a_password_in_the_address_of_the_database_is_shown_nowhere() {
        let address = "postgres://bot:hush@db.example/x";
        let config = Config::from_text(
            Path::new("a.toml"),
            &format!("[store]\nurl = \"{address}\"\n"),
        );
        let shown = shown(&config.expect("valid"));
        assert!(shown.contains("postgres://…@db.example/x"), "{shown}");
        assert!(!shown.contains("hush"), "{shown}");
        let failure = Config::from_text(
            Path::new("a.toml"),
            &format!("[store]\nurl = \"{address}\n"),
        );
        let failure = failure
            .expect_err("a quotation mark is missing")
            .to_string();
        assert!(!failure.contains("hush"), "{failure}");
    }

    #[test]
    fn a_database_without_a_folder_is_in_the_data_folder_however_it_is_written() {
        let folders = Folders::within(Path::new("/data"));
        for (url, expected) in [
            ("sqlite:x.db", Path::new("/data").join("x.db")),
            ("sqlite://x.db", Path::new("/data").join("x.db")),
        ] {
            let text = format!("[store]\nurl = \"{url}\"\n");
            let config = Config::from_text(Path::new("a.toml"), &text).expect("valid");
            let expected = format!("sqlite:{}", expected.display());
            assert_eq!(config.store_url(&folders), expected, "{url}");
        }
        for url in ["sqlite::memory:", "postgres://db.example/x"] {
            let text = format!("[store]\nurl = \"{url}\"\n");
            let config = Config::from_text(Path::new("a.toml"), &text).expect("valid");
            assert_eq!(config.store_url(&folders), url);
        }
    }

    #[test]
    fn x29_tokens_are_not_sent_unencrypted_to_another_machine() {
        check(
            "[twitch]\nhelix = \"http://api.twitch.tv/helix\"\n",
            "without encryption",
        );
        for host in ["localhost", "127.0.0.1", "[::1]"] {
            let text = format!("[twitch]\nhelix = \"http://{host}:8090/helix\"\n");
            check(&text, &format!("twitch.helix = http://{host}:8090/helix"));
        }
    }

    #[test]
    fn what_cannot_work_is_refused_before_it_is_tried() {
        check(
            "[store]\nurl = \"mysql://x\"\n",
            "store.url: it names no database that this version knows",
        );
        check(
            "[app]\nclient_secret = \"a\"\nclient_secret_file = \"b\"\n",
            "only one of them can be meant",
        );
    }

    /// A panic may print what was at hand.
    #[test]
    fn x24_nothing_secret_is_in_what_a_panic_could_print_of_the_config() {
        let raw = Raw::parse(
            Path::new("a.toml"),
            "[app]\nclient_secret = \"hush\"\n[store]\nurl = \"postgres://bot:hush@db.example/x\"\n",
        );
        let passphrase =
            |name: &str| (name == "STREAMHAND_STORE_PASSPHRASE").then(|| "hush".to_owned());
        let config = Config::resolve(raw.expect("valid"), passphrase).expect("valid");
        let printed = format!("{config:?}");
        assert!(printed.contains("Config"), "{printed}");
        assert!(!printed.contains("hush"), "{printed}");
    }

    #[test]
    fn x25_what_opens_the_store_may_not_stand_beside_it() {
        for name in ["key", "passphrase"] {
            let text = format!("[store]\n{name} = \"hush\"\n");
            let failure = Config::from_text(Path::new("a.toml"), &text);
            let words = failure.expect_err("it is refused").to_string();
            assert!(words.contains("may not stand in the config"), "{words}");
            assert!(words.contains(&format!("{name}_file")), "{words}");
            assert!(!words.contains("hush"), "{words}");
            let broken = format!("[store]\n{name} = \"hush\n");
            let failure = Config::from_text(Path::new("a.toml"), &broken);
            let words = failure.expect_err("a quotation mark is missing");
            assert!(!words.to_string().contains("hush"), "{words}");
        }
    }

    /// What seals the store with this file's text and these variables, in words.
    fn sealed_by(text: &str, variables: &[(&str, &str)]) -> String {
        let raw = Raw::parse(Path::new("a.toml"), text).expect("valid");
        let variable = |wanted: &str| {
            let found = variables.iter().find(|(name, _)| *name == wanted);
            found.map(|(_, value)| (*value).to_owned())
        };
        match Config::resolve(raw, variable) {
            Ok(config) => config.seal.to_string(),
            Err(failure) => failure.to_string(),
        }
    }

    #[test]
    fn what_seals_the_store_is_what_was_said_or_else_the_usual_file() {
        let key = ("STREAMHAND_STORE_KEY", "a key");
        let passphrase = ("STREAMHAND_STORE_PASSPHRASE", "a phrase");
        for (text, variables, expected) in [
            ("", &[][..], "the key file streamhand.key"),
            ("", &[key], "the key from STREAMHAND_STORE_KEY"),
            (
                "",
                &[passphrase],
                "the passphrase from STREAMHAND_STORE_PASSPHRASE",
            ),
            ("[store]\nkey_file = \"/a/b\"\n", &[], "the key file /a/b"),
            (
                "[store]\nkey_file = \"/a/b\"\n",
                &[key],
                "only one of them can be meant",
            ),
            ("", &[key, passphrase], "only one of them can be meant"),
            (
                "",
                &[("STREAMHAND_STORE_PASSPHRASE", " ")],
                "store.passphrase: it is empty",
            ),
        ] {
            let words = sealed_by(text, variables);
            assert!(
                words.contains(expected),
                "{text:?} {variables:?} gives {words}"
            );
        }
    }

    #[test]
    fn a_key_that_systemd_hands_over_takes_the_place_of_the_usual_file() {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let path = folder.path().to_str().expect("plain").to_owned();
        let credentials = [("CREDENTIALS_DIRECTORY", path.as_str())];
        assert_eq!(sealed_by("", &credentials), "the key file streamhand.key");
        let file = folder.path().join("streamhand.key");
        std::fs::write(&file, "# a key\nabc\n").expect("the folder is ours");
        let expected = format!("the key from {}", file.display());
        assert_eq!(sealed_by("", &credentials), expected);
        let chosen = "[store]\nkey_file = \"mine\"\n";
        assert_eq!(sealed_by(chosen, &credentials), "the key file mine");
    }

    #[test]
    fn the_environment_wins_over_the_file() {
        let raw = Raw::parse(Path::new("a.toml"), "[[channel]]\nlogin = \"one\"\n").expect("valid");
        let variable =
            |name: &str| (name == "STREAMHAND_CHANNEL_LOGIN").then(|| "two,Three".to_owned());
        let config = Config::resolve(raw, variable).expect("valid");
        let channels: Vec<_> = config.channels.iter().map(Login::as_str).collect();
        assert_eq!(channels, ["two", "three"]);
    }
}
