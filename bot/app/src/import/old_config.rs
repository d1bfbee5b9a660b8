//! The old twitchBot's `config.txt`, as JSON or as `key=value` lines. It takes what has a place here and says why it leaves the rest.

use types::{ClientId, Login, Secret};

use super::entry::{self, Entry};
use super::finding::{At, LeftOut, Unreadable};
use super::spelling::{self, Meaning};

/// What an old config says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct OldConfig {
    /// The application's id.
    pub client_id: Option<At<ClientId>>,
    /// The application's secret.
    pub client_secret: Option<At<Secret>>,
    /// The account that speaks.
    pub nick: Option<At<Login>>,
    /// The access token of that account.
    pub access: Option<At<Secret>>,
    /// The refresh token of that account.
    pub refresh: Option<At<Secret>>,
    /// The channels that it was in.
    pub channels: Vec<At<Login>>,
    /// What has no place here.
    pub left_out: Vec<LeftOut>,
}

/// Reads an old config.
///
/// # Errors
/// If a line is no setting, or a value cannot be what its key says.
pub(crate) fn parse(text: &str) -> Result<OldConfig, Unreadable> {
    let mut config = OldConfig::default();
    for entry in entry::entries(text)? {
        config.take(&keyed(entry)?)?;
    }
    let is_empty = config == OldConfig::default();
    if is_empty {
        return Err(Unreadable {
            line: 1,
            what: "the file holds no setting".to_owned(),
            advice: "name the old bot's config.txt, which holds the client id, AUTH_NICK and so on",
        });
    }
    Ok(config)
}

/// A line without `=` is a setting if its first word is a known key.
fn keyed(entry: Entry) -> Result<Entry, Unreadable> {
    if entry.key().is_some() {
        return Ok(entry);
    }
    let parted = entry.text.split_once(char::is_whitespace);
    match parted {
        Some((key, value)) if spelling::meaning(key).is_some() => Ok(Entry {
            path: vec![key.to_owned()],
            text: value.trim().to_owned(),
            line: entry.line,
        }),
        _ => Err(Unreadable {
            line: entry.line,
            what: "this is no setting".to_owned(),
            advice: "write it as KEY=VALUE, or put # in front of it if it is a comment",
        }),
    }
}

impl OldConfig {
    fn take(&mut self, entry: &Entry) -> Result<(), Unreadable> {
        let Some(meaning) = meaning(entry) else {
            self.leave(entry, "no setting of this name is known");
            return Ok(());
        };
        if is_placeholder(&entry.text) {
            self.leave(entry, "nothing is filled in there");
            return Ok(());
        }
        match meaning {
            Meaning::ClientId => {
                let id = At {
                    value: client_id(entry)?,
                    line: entry.line,
                };
                let earlier = put(&mut self.client_id, id);
                self.leave_second(entry, earlier);
            }
            Meaning::ClientSecret => {
                let earlier = put(&mut self.client_secret, secret(entry)?);
                self.leave_second(entry, earlier);
            }
            Meaning::Nick => {
                let login = login(&entry.text).ok_or_else(|| not_a_login(entry))?;
                let earlier = put(
                    &mut self.nick,
                    At {
                        value: login,
                        line: entry.line,
                    },
                );
                self.leave_second(entry, earlier);
            }
            Meaning::Access => {
                let earlier = put(&mut self.access, secret(entry)?);
                self.leave_second(entry, earlier);
            }
            Meaning::Refresh => {
                let earlier = put(&mut self.refresh, secret(entry)?);
                self.leave_second(entry, earlier);
            }
            Meaning::Channel => self.take_channels(entry)?,
            Meaning::Host => self.leave_host(entry),
            Meaning::Port => self.leave(
                entry,
                "the port comes with Twitch's chat, which is always spoken to over TLS here",
            ),
            Meaning::AboutToken => {
                self.leave(entry, "Twitch tells this itself when the token is checked")
            }
        }
        Ok(())
    }

    fn take_channels(&mut self, entry: &Entry) -> Result<(), Unreadable> {
        // A list of JSON may stand behind a key in a file of lines.
        let parts = entry.text.split([',', ' ', ';', '\t', '[', ']', '"', '\'']);
        for part in parts.filter(|part| !part.is_empty()) {
            let channel = login(part).ok_or_else(|| not_a_login(entry))?;
            if self.channels.iter().all(|known| known.value != channel) {
                self.channels.push(At {
                    value: channel,
                    line: entry.line,
                });
            }
        }
        Ok(())
    }

    fn leave_host(&mut self, entry: &Entry) {
        let host = entry.text.to_ascii_lowercase();
        let why = if host.contains("twitch.tv") {
            "Streamhand knows where Twitch's chat is".to_owned()
        } else {
            "it is not Twitch's chat; if you want it, write the address as irc under [twitch]"
                .to_owned()
        };
        self.leave(entry, &why);
    }

    fn leave(&mut self, entry: &Entry, why: &str) {
        let key = entry.key().unwrap_or_default();
        self.left_out.push(LeftOut::new(entry.line, key, why));
    }

    fn leave_second(&mut self, entry: &Entry, earlier: Option<usize>) {
        if let Some(line) = earlier {
            let why = format!("line {line} says something else, and comes first");
            self.leave(entry, &why);
        }
    }
}

/// What an entry means: by its key, or by the list of channels that it names one of.
fn meaning(entry: &Entry) -> Option<Meaning> {
    let is_channels = |step: &String| spelling::meaning(step) == Some(Meaning::Channel);
    let mut above = entry
        .path
        .iter()
        .rev()
        .skip_while(|step| entry::is_position(step));
    let own = spelling::meaning(above.next()?);
    if above.any(is_channels) {
        let bare = entry.key().unwrap_or_default().to_lowercase();
        let is_name = own == Some(Meaning::Nick) || ["name", "display_name"].contains(&&*bare);
        return if is_name { Some(Meaning::Channel) } else { own };
    }
    own
}

/// Puts a value into an empty place. The line of another value that was there first, if there is one.
fn put<Value: PartialEq>(place: &mut Option<At<Value>>, found: At<Value>) -> Option<usize> {
    match place {
        Some(first) if first.value == found.value => None,
        Some(first) => Some(first.line),
        None => {
            *place = Some(found);
            None
        }
    }
}

fn client_id(entry: &Entry) -> Result<ClientId, Unreadable> {
    let is_id = |sign: char| sign.is_ascii_alphanumeric() || "-_".contains(sign);
    if entry.text.chars().all(is_id) {
        return Ok(ClientId::new(&entry.text));
    }
    Err(Unreadable {
        line: entry.line,
        what: "the client id holds signs that no client id has".to_owned(),
        advice: "copy it again from Twitch's developer console; it is letters and digits only",
    })
}

/// A token or secret without what IRC wants in front of it.
fn secret(entry: &Entry) -> Result<At<Secret>, Unreadable> {
    match bare_secret(&entry.text) {
        Some(secret) => Ok(At {
            value: secret,
            line: entry.line,
        }),
        None => Err(Unreadable {
            line: entry.line,
            what: format!(
                "the value of {} holds signs that no token or secret has",
                entry.key().unwrap_or("this line")
            ),
            advice: "copy it again; tokens and secrets are letters and digits only",
        }),
    }
}

/// A token or secret, without the `oauth:` that chat wants in front of it.
pub(super) fn bare_secret(text: &str) -> Option<Secret> {
    let prefix = text
        .get(..OAUTH.len())
        .filter(|start| start.eq_ignore_ascii_case(OAUTH));
    let bare = prefix.map_or(text, |prefix| &text[prefix.len()..]).trim();
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "-_.~+/=%".contains(sign);
    (!bare.is_empty() && bare.chars().all(is_plain)).then(|| Secret::new(bare))
}

/// A name, with the signs and addresses that people write in front of it.
fn login(text: &str) -> Option<Login> {
    let lower = text.to_lowercase();
    let bare = lower
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_start_matches("www.")
        .trim_start_matches("twitch.tv/")
        .trim_start_matches(['#', '@'])
        .trim_end_matches('/');
    bare.parse().ok()
}

fn not_a_login(entry: &Entry) -> Unreadable {
    Unreadable {
        line: entry.line,
        what: format!(
            "the value of {} is not the name of a Twitch account",
            entry.key().unwrap_or("this line")
        ),
        advice: "write the name as it stands behind twitch.tv/ in the address of the channel's page",
    }
}

/// What stands in a file that was never filled in.
fn is_placeholder(text: &str) -> bool {
    let lower = text.to_lowercase();
    let is_bracketed = lower.starts_with('<') && lower.ends_with('>');
    let is_dummy = lower.chars().all(|sign| "x.*- …".contains(sign));
    let is_line = lower.chars().all(|sign| sign == '_');
    let begins = [
        "your ", "your_", "your-", "enter ", "insert ", "changeme", "todo",
    ];
    lower.is_empty()
        || is_bracketed
        || is_dummy
        || is_line
        || begins.iter().any(|begin| lower.starts_with(begin))
}

const OAUTH: &str = "oauth:";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Everything that was found, in one line; secrets are shown because these are none.
    fn told(config: &OldConfig) -> String {
        let secret = |found: &Option<At<Secret>>| {
            found
                .as_ref()
                .map_or_else(|| "-".to_owned(), |found| found.value.expose().to_owned())
        };
        let id = config
            .client_id
            .as_ref()
            .map_or("-", |found| found.value.as_str());
        let nick = config
            .nick
            .as_ref()
            .map_or("-", |found| found.value.as_str());
        let channels: Vec<_> = config
            .channels
            .iter()
            .map(|found| found.value.as_str())
            .collect();
        let left: Vec<_> = config
            .left_out
            .iter()
            .map(|left| left.what.as_str())
            .collect();
        format!(
            "id {id} secret {} nick {nick} access {} refresh {} channels {} left {}",
            secret(&config.client_secret),
            secret(&config.access),
            secret(&config.refresh),
            channels.join("+"),
            left.join("+"),
        )
    }

    fn check(text: &str, expected: &str) {
        match parse(text) {
            Ok(config) => assert_eq!(told(&config), expected, "{text}"),
            Err(error) => panic!("{error:?} in {text}"),
        }
    }

    #[test]
    fn one_config_is_read_alike_in_every_form_that_people_write() {
        let expected = "id abc123 secret s3cret nick perty access t0ken refresh - channels somechannel left HOST+PORT";
        check(
            "client id=abc123\nclient secret=s3cret\nAUTH_NICK=perty\nAUTH_PASS=oauth:t0ken\nHOST=irc.chat.twitch.tv\nPORT=6667\nchannel=somechannel\n",
            expected,
        );
        check(
            "\u{feff}Client-ID: \"abc123\"\r\nclient_secret : 's3cret'\r\nNick: @Perty\r\npass: OAUTH:t0ken\r\n# old\r\nHOST: irc.twitch.tv\r\nPORT: 6697\r\nCHANNEL: #SomeChannel\r\n",
            expected,
        );
        check(
            r##"{"CLIENT_ID":"abc123","clientSecret":"s3cret","AUTH_NICK":"perty","AUTH_PASS":"t0ken","HOST":"irc.chat.twitch.tv","PORT":6667,"channel":["#somechannel"]}"##,
            expected,
        );
        check(
            "[twitch]\nCLIENT_ID abc123\nCLIENT_SECRET s3cret\nAUTH_NICK perty\nAUTH_PASS t0ken\nHOST irc.chat.twitch.tv\nPORT 6667\nchannel https://www.twitch.tv/somechannel",
            expected,
        );
        check(
            r#"{"app":{"client_id":"abc123","client_secret":"s3cret"},"irc":{"nick":"perty","pass":"oauth:t0ken","HOST":"x","PORT":1,"channels":"somechannel, somechannel"}}"#,
            expected,
        );
    }

    #[test]
    fn every_form_of_a_list_of_channels_is_taken() {
        let expected = "id - secret - nick perty access - refresh - channels one+two left ";
        check(
            r##"{"nick": "perty", "channels": ["one", "#two"]}"##,
            expected,
        );
        check(
            r#"{"nick": "perty", "channels": [{"name": "one"}, {"login": "Two"}]}"#,
            expected,
        );
        check("nick = perty\nchannels = [\"one\", 'two']", expected);
    }

    #[test]
    fn what_has_no_place_is_named_with_its_line_and_reason() {
        let config = parse(
            "client_id=abc\n\ncolour=red\nAUTH_PASS=<your token>\nclient_id=other\nHOST=10.0.0.1",
        )
        .expect("it is a config");
        let told: Vec<_> = config.left_out.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "colour (line 3): no setting of this name is known",
                "AUTH_PASS (line 4): nothing is filled in there",
                "client_id (line 5): line 1 says something else, and comes first",
                "HOST (line 6): it is not Twitch's chat; if you want it, write the address as irc under [twitch]",
            ]
        );
    }

    #[test]
    fn wrong_input_is_told_with_its_line_and_never_with_a_secret() {
        for (text, line, part) in [
            ("client_id=abc\nnonsense\n", 2, "no setting"),
            ("AUTH_NICK=two words!\n", 1, "AUTH_NICK is not the name"),
            ("client_id=a b c", 1, "client id holds signs"),
            ("nick=perty\npass=oauth:hush hush", 2, "value of pass"),
            ("{\"nick\":\"perty\"", 1, "not valid JSON"),
            ("", 1, "holds no setting"),
            ("# nothing\n\n", 1, "holds no setting"),
        ] {
            let error = parse(text).expect_err("it is wrong");
            assert_eq!(error.line, line, "{text:?}: {error:?}");
            assert!(error.what.contains(part), "{text:?}: {error:?}");
            assert!(!error.what.contains("hush"), "{error:?}");
        }
    }

    #[test]
    fn what_was_never_filled_in_is_told_from_a_name() {
        for (text, expected) in [
            ("", true),
            ("xxxx", true),
            ("xxx-xxx", true),
            ("____", true),
            ("<your nick>", true),
            ("your_bot", true),
            ("x___", false),
            ("x_perty_x", false),
        ] {
            assert_eq!(is_placeholder(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(client|id|nick|pass|channel|oauth|[ =:#\"'\n{}\\[\\],a-zé0-9]){0,60}") {
            let _ = parse(&text);
        }

        #[test]
        fn what_was_written_is_read(id in "[a-z0-9]{30}", nick in "[a-z][a-z0-9_]{3,20}", sign in "=|: | = ") {
            prop_assume!(!is_placeholder(&nick) && !is_placeholder(&id));
            let config = parse(&format!("Client_Id{sign}{id}\nAUTH NICK{sign}{nick}")).expect("it is a config");
            prop_assert_eq!(config.client_id.map(|found| found.value), Some(ClientId::new(id)));
            prop_assert_eq!(config.nick.map(|found| found.value.to_string()), Some(nick));
        }
    }
}
