//! Every key of the config, declared once; names of environment variables, suggestions, docs and `config show` come from here.

/// One key.
#[derive(Debug)]
pub(crate) struct Key {
    /// The table it stands in.
    pub section: &'static str,
    /// Its name there.
    pub name: &'static str,
    /// What may be written.
    pub kind: Kind,
    /// What is taken if nothing is written.
    pub default: Option<&'static str>,
    /// Whether its value must never be shown.
    pub is_secret: bool,
    /// Whether it is taken from the environment alone: a secret that opens the store must not lie beside it.
    pub is_only_variable: bool,
    /// What it is for, in a sentence.
    pub about: &'static str,
}

/// What may be written for a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text.
    Text,
    /// Any number of texts.
    List,
    /// `true` or `false`.
    Switch,
}

/// All keys, in the order in which a person meets them.
pub(crate) const KEYS: &[Key] = &[
    Key::new("app", "client_id")
        .about("The client id of your application in Twitch's developer console."),
    Key::new("app", "client_secret")
        .secret()
        .about("Its secret; leave it out for a public client."),
    Key::new("app", "client_secret_file")
        .about("A file that holds the secret, instead of writing it here."),
    Key::new("bot", "login").about("The account that speaks."),
    Key::new("bot", "verified")
        .switch()
        .about("Whether Twitch has made the bot a verified one, which may join channels, log in and speak much more often."),
    Key::new("channel", "login")
        .about("A channel that the bot is in; one [[channel]] table for each."),
    Key::new("chat", "read")
        .default("irc")
        .about("How chat is read: irc."),
    Key::new("chat", "send")
        .default("helix")
        .about("How chat is written: helix or irc."),
    Key::new("chat", "never_say")
        .list()
        .about("Words that the bot never says, whatever viewers make it repeat; a * at an end stands for any letters."),
    Key::new("chat", "vary_duplicates")
        .switch()
        .about("Whether a text that was said a moment ago, which Twitch would drop, gets a difference that nobody sees."),
    Key::new("store", "url")
        .default("sqlite:streamhand.db")
        .about("Where things are remembered: sqlite:FILE (in the data folder) or postgres://…"),
    Key::new("store", "key")
        .only_variable()
        .about("The key that seals tokens, as text; it takes the place of the key file."),
    Key::new("store", "key_file")
        .default("streamhand.key")
        .about("The file with the key that seals tokens (in the data folder); it is made when it is needed first."),
    Key::new("store", "passphrase")
        .only_variable()
        .about("A passphrase that seals tokens, in place of a key."),
    Key::new("store", "passphrase_file")
        .about("A file that holds such a passphrase."),
    Key::new("store", "backups")
        .default("backups")
        .about("The folder for backups of the database (in the data folder)."),
    Key::new("twitch", "auth")
        .default("https://id.twitch.tv/oauth2")
        .about("Where tokens come from."),
    Key::new("twitch", "helix")
        .default("https://api.twitch.tv/helix")
        .about("Where the REST API is."),
    Key::new("twitch", "irc")
        .default("ircs://irc.chat.twitch.tv:6697")
        .about("Where chat is: irc, ircs, ws or wss."),
    Key::new("twitch", "eventsub")
        .default("wss://eventsub.wss.twitch.tv/ws")
        .about("Where events come from; not used by this version."),
    Key::new("twitch", "ca_file")
        .about("A certificate (PEM) to trust besides the usual ones, for a simulator or a proxy."),
    Key::new("web", "listen")
        .default("127.0.0.1:8080")
        .about("Where the bot's page will be; not used by this version."),
];

impl Key {
    const fn new(section: &'static str, name: &'static str) -> Self {
        Self {
            section,
            name,
            kind: Kind::Text,
            default: None,
            is_secret: false,
            is_only_variable: false,
            about: "",
        }
    }

    const fn default(mut self, value: &'static str) -> Self {
        self.default = Some(value);
        self
    }

    const fn list(mut self) -> Self {
        self.kind = Kind::List;
        self
    }

    const fn secret(mut self) -> Self {
        self.is_secret = true;
        self
    }

    const fn switch(mut self) -> Self {
        self.kind = Kind::Switch;
        self.default("false")
    }

    const fn only_variable(mut self) -> Self {
        self.is_only_variable = true;
        self.secret()
    }

    const fn about(mut self, sentence: &'static str) -> Self {
        self.about = sentence;
        self
    }

    /// The environment variable that wins over the file.
    pub(crate) fn variable(&self) -> String {
        format!("STREAMHAND_{}_{}", self.section, self.name).to_ascii_uppercase()
    }
}

/// The key of that name in that section.
pub(crate) fn find(section: &str, name: &str) -> Option<&'static Key> {
    KEYS.iter()
        .find(|key| key.section == section && key.name == name)
}

/// The known sections, each once.
pub(crate) fn sections() -> Vec<&'static str> {
    let mut sections: Vec<_> = KEYS.iter().map(|key| key.section).collect();
    sections.dedup();
    sections
}

/// The known word that is most like the given one, if any is like it at all.
pub(crate) fn nearest<'word>(
    given: &str,
    known: impl IntoIterator<Item = &'word str>,
) -> Option<&'word str> {
    let scored = known
        .into_iter()
        .map(|word| (strsim::jaro_winkler(given, word), word));
    let best = scored.max_by(|left, right| left.0.total_cmp(&right.0));
    best.filter(|(likeness, _)| *likeness > LIKE_ENOUGH)
        .map(|(_, word)| word)
}

/// Below this, a suggestion confuses more than it helps; found by trying typing errors of our own keys.
const LIKE_ENOUGH: f64 = 0.7;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_of_a_key_is_made_of_its_section_and_name() {
        let key = find("twitch", "irc").expect("the table holds it");
        assert_eq!(key.variable(), "STREAMHAND_TWITCH_IRC");
    }

    #[test]
    fn a_typing_error_is_led_to_the_nearest_key() {
        for (typed, meant) in [
            ("lgoin", Some("login")),
            ("client-id", Some("client_id")),
            ("zzz", None),
        ] {
            assert_eq!(
                nearest(typed, KEYS.iter().map(|key| key.name)),
                meant,
                "{typed}"
            );
        }
    }
}
