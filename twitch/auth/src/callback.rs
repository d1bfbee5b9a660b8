//! What a browser brings back from Twitch's consent page, read out of the query. Believes nothing of it: whether it belongs to a login, the login decides.

use types::Secret;

/// The parameters of a redirect. Each may stand there once; a query that repeats one is read as empty.
#[derive(Debug, Default)]
pub(crate) struct Callback {
    pub(crate) state: Option<Secret>,
    pub(crate) code: Option<Secret>,
    pub(crate) error: Option<String>,
    pub(crate) description: Option<String>,
}

impl Callback {
    /// Reads the part of the address behind the question mark.
    pub(crate) fn read(query: &str) -> Self {
        if query.len() > QUERY_LIMIT {
            return Self::default();
        }
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).unwrap_or_default();
        let mut callback = Self::default();
        for (name, value) in pairs {
            let is_repeated = match name.as_str() {
                "state" => callback.state.replace(Secret::new(value)).is_some(),
                "code" => callback.code.replace(Secret::new(value)).is_some(),
                "error" => callback.error.replace(plain(&value)).is_some(),
                "error_description" => callback.description.replace(plain(&value)).is_some(),
                _ => false,
            };
            if is_repeated {
                return Self::default();
            }
        }
        callback
    }

    /// Whether Twitch says that it does not know the address which it was to send the browser to.
    pub(crate) fn is_mismatch(&self) -> bool {
        self.error.as_deref() == Some("redirect_mismatch")
    }

    /// Whether any part of a redirect is there at all.
    pub(crate) fn is_empty(&self) -> bool {
        self.state.is_none() && self.code.is_none() && self.error.is_none()
    }
}

/// Words of a stranger, fit to be shown.
fn plain(text: &str) -> String {
    let printable = text.chars().filter(|character| !character.is_control());
    printable.take(WORDS_LIMIT).collect()
}

/// Far longer than any redirect of Twitch's.
const QUERY_LIMIT: usize = 8 * 1024;
/// Enough for any description, in characters.
const WORDS_LIMIT: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_is_read_as_twitch_writes_it() {
        let callback = Callback::read("code=0a1b&scope=chat%3Aread+chat%3Aedit&state=7f3c");
        assert_eq!(callback.code, Some(Secret::new("0a1b")));
        assert_eq!(callback.state, Some(Secret::new("7f3c")));
        let refusal = "error=access_denied&error_description=The+user+denied+you+access&state=7f3c";
        let callback = Callback::read(refusal);
        assert_eq!(callback.error.as_deref(), Some("access_denied"));
        let words = callback.description.as_deref();
        assert_eq!(words, Some("The user denied you access"));
    }

    #[test]
    fn a_repeated_parameter_spoils_the_whole() {
        for query in ["state=a&state=b", "code=a&state=b&code=a", "error=a&error="] {
            assert!(Callback::read(query).is_empty(), "{query}");
        }
    }

    #[test]
    fn an_endless_query_is_not_read() {
        let query = format!("state={}", "a".repeat(QUERY_LIMIT));
        assert!(Callback::read(&query).is_empty());
    }
}
