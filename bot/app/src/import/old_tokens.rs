//! The tokens that PertyBot kept, in whatever shape: a pair, several pairs, or one token a line. Whose they are, only Twitch can say.

use types::Secret;

use super::entry::{self, Entry};
use super::finding::Unreadable;
use super::old_config::bare_secret;
use super::spelling::{self, Meaning};

/// One login of an older bot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct OldTokens {
    /// What the file calls it, if it does.
    pub label: Option<String>,
    /// The access token.
    pub access: Option<Secret>,
    /// The refresh token.
    pub refresh: Option<Secret>,
    /// The line of the first of them.
    pub line: usize,
}

/// Reads a file of tokens.
///
/// # Errors
/// If it cannot be read, or holds no token.
pub(crate) fn parse(text: &str) -> Result<Vec<OldTokens>, Unreadable> {
    let mut found = Gathered::default();
    for entry in entry::entries(text)? {
        found.take(&entry)?;
    }
    if found.logins.is_empty() {
        return Err(Unreadable {
            line: 1,
            what: "the file holds no token".to_owned(),
            advice: "name the file in which the old bot kept access_token and refresh_token",
        });
    }
    Ok(found.logins)
}

#[derive(Default)]
struct Gathered {
    logins: Vec<OldTokens>,
    /// Where the tokens of the last login stand.
    parent: Vec<String>,
}

impl Gathered {
    fn take(&mut self, entry: &Entry) -> Result<(), Unreadable> {
        let key = entry.path.last().filter(|key| !entry::is_position(key));
        match key.map(|key| (key, spelling::meaning(key))) {
            Some((_, Some(Meaning::Access))) => self.put(entry, |login| &mut login.access),
            Some((_, Some(Meaning::Refresh))) => self.put(entry, |login| &mut login.refresh),
            // `bot: …` and the like name a whole login by its token.
            Some((key, None | Some(Meaning::Nick))) if looks_like_token(&entry.text) => {
                self.lone(entry, Some(key.clone()))
            }
            Some(_) => Ok(()),
            // The elements of a list are what the list is called.
            None if entry.text.is_empty() || is_about_token(entry) => Ok(()),
            None => self.lone(entry, label(&entry.path)),
        }
    }

    /// A token that stands by itself.
    fn lone(&mut self, entry: &Entry, label: Option<String>) -> Result<(), Unreadable> {
        let access = Some(token(entry)?);
        self.parent.clear();
        self.logins.push(OldTokens {
            label,
            access,
            refresh: None,
            line: entry.line,
        });
        Ok(())
    }

    /// Puts a token beside the others of its place; one that is there already begins the next login.
    fn put(
        &mut self,
        entry: &Entry,
        place: impl Fn(&mut OldTokens) -> &mut Option<Secret>,
    ) -> Result<(), Unreadable> {
        if entry.text.is_empty() {
            return Ok(());
        }
        let token = token(entry)?;
        let parent = entry
            .path
            .split_last()
            .map(|(_, parent)| parent)
            .unwrap_or_default();
        // The place of a pair at the top of a file is empty, so it begins with a mark of its own.
        let here: Vec<String> = std::iter::once(String::new())
            .chain(parent.iter().cloned())
            .collect();
        let is_same = self.parent == here;
        if is_same
            && let Some(free) = self
                .logins
                .last_mut()
                .map(&place)
                .filter(|place| place.is_none())
        {
            *free = Some(token);
            return Ok(());
        }
        let mut login = OldTokens {
            label: label(parent),
            line: entry.line,
            ..OldTokens::default()
        };
        *place(&mut login) = Some(token);
        self.logins.push(login);
        self.parent = here;
        Ok(())
    }
}

/// What the place of a token is called.
fn label(path: &[String]) -> Option<String> {
    let named = path.iter().rev().find(|step| !entry::is_position(step));
    named.cloned()
}

fn is_about_token(entry: &Entry) -> bool {
    entry.key().and_then(spelling::meaning) == Some(Meaning::AboutToken)
}

fn token(entry: &Entry) -> Result<Secret, Unreadable> {
    bare_secret(&entry.text).ok_or_else(|| Unreadable {
        line: entry.line,
        what: "this is no token".to_owned(),
        advice: "leave only tokens in the file: as JSON with access_token and refresh_token, or one a line",
    })
}

/// Tokens are long and without blanks; nothing else that stands beside them is.
fn looks_like_token(text: &str) -> bool {
    text.len() >= SHORTEST_TOKEN && bare_secret(text).is_some()
}

/// Twitch's access tokens have 30 signs and its refresh tokens 50; a shorter one may be a test's.
const SHORTEST_TOKEN: usize = 20;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ONE: &str = "aaaaaaaaaabbbbbbbbbbcccccccccc";
    const TWO: &str = "ddddddddddeeeeeeeeeeffffffffff";

    /// Reads a file and writes each login as `line label access/refresh`.
    fn check(text: &str, expected: &[&str]) {
        let text = text.replace("ONE", ONE).replace("TWO", TWO);
        let logins = parse(&text).unwrap_or_else(|error| panic!("{error:?} in {text}"));
        let name = |token: &Option<Secret>| match token.as_ref().map(Secret::expose) {
            Some(ONE) => "one",
            Some(TWO) => "two",
            Some(other) => panic!("{other:?} was not written"),
            None => "-",
        };
        let told: Vec<_> = logins
            .iter()
            .map(|login| {
                let label = login.label.as_deref().unwrap_or("?");
                format!(
                    "{} {label} {}/{}",
                    login.line,
                    name(&login.access),
                    name(&login.refresh)
                )
            })
            .collect();
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn tokens_are_found_in_every_shape() {
        check(
            r#"{"access_token":"ONE","refresh_token":"TWO","expires_in":14000,"scope":["chat:read"],"token_type":"bearer"}"#,
            &["1 ? one/two"],
        );
        check(
            r#"{"refreshToken":"TWO","accessToken":"oauth:ONE"}"#,
            &["1 ? one/two"],
        );
        check(
            "{\"bot\":{\"access_token\":\"ONE\"},\n\"streamer\":{\"access_token\":\"TWO\"}}",
            &["1 bot one/-", "2 streamer two/-"],
        );
        check(
            "[{\"access_token\":\"ONE\",\"refresh_token\":\"TWO\"},\n{\"access_token\":\"TWO\"}]",
            &["1 ? one/two", "2 ? two/-"],
        );
        check(
            r#"{"tokens":{"perty":{"token":"ONE","refresh":"TWO","user_id":"12"}}}"#,
            &["1 perty one/two"],
        );
        check(
            r#"{"bot":"ONE","streamer":"TWO"}"#,
            &["1 bot one/-", "1 streamer two/-"],
        );
        check(r#"["ONE","TWO"]"#, &["1 ? one/-", "1 ? two/-"]);
        check("access_token=ONE\nrefresh_token=TWO\n", &["1 ? one/two"]);
        check(
            "access_token=ONE\naccess_token=TWO\n",
            &["1 ? one/-", "2 ? two/-"],
        );
        check(
            "# kept\r\noauth:ONE\r\n\r\nTWO\r\n",
            &["2 ? one/-", "4 ? two/-"],
        );
    }

    #[test]
    fn a_file_without_tokens_is_told_with_its_line() {
        for (text, line) in [
            ("", 1),
            ("{}", 1),
            ("two words", 1),
            ("\n\nno token here!", 3),
            ("{\"access_token\":", 1),
        ] {
            let error = parse(text).expect_err("it holds no token");
            assert_eq!(error.line, line, "{text:?}: {error:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(access_token|refresh|bot|[ =:#\"\n{}\\[\\],a-zé0-9]){0,60}") {
            let _ = parse(&text);
        }
    }
}
