//! A request as the doors read it: path, parameters and headers in decoded form. It judges nothing.

use http::{HeaderMap, Method};
use url::form_urlencoded;

/// Names and values in the order in which they were sent; a name may be repeated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Parameters(Vec<(String, String)>);

/// One request.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Parameters,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn new(request: http::Request<Vec<u8>>) -> Self {
        let (head, body) = request.into_parts();
        Self {
            method: head.method,
            path: head.uri.path().to_owned(),
            query: Parameters::decode(head.uri.query().unwrap_or_default().as_bytes()),
            headers: head.headers,
            body,
        }
    }

    /// The value of a header, if it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The token behind one of these words (`Bearer`, `OAuth`) in the `Authorization` header.
    pub(crate) fn token(&self, words: &[&str]) -> Option<&str> {
        let (word, token) = self.header("authorization")?.split_once(' ')?;
        let is_known = words.iter().any(|known| known.eq_ignore_ascii_case(word));
        is_known
            .then(|| token.trim())
            .filter(|token| !token.is_empty())
    }

    /// The content type without its parameters, in lower case.
    pub(crate) fn content_type(&self) -> Option<String> {
        let (kind, _) = split_once_or_all(self.header("content-type")?, ';');
        Some(kind.trim().to_ascii_lowercase())
    }

    /// What a form holds, wherever the client put it: in the body (urlencoded or multipart), then in the query.
    pub(crate) fn form(&self) -> Parameters {
        let mut form = match self.content_type().as_deref() {
            Some("multipart/form-data") => self.multipart(),
            // Some clients forget to say what they send; Twitch takes it for a form.
            None | Some("application/x-www-form-urlencoded") => Parameters::decode(&self.body),
            Some("application/json") => self.json_object(),
            Some(_) => Parameters::default(),
        };
        form.0.extend(self.query.0.iter().cloned());
        form
    }

    fn json_object(&self) -> Parameters {
        let object: serde_json::Map<String, serde_json::Value> =
            serde_json::from_slice(&self.body).unwrap_or_default();
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        Parameters(
            object
                .into_iter()
                .map(|(name, value)| (name, text(value)))
                .collect(),
        )
    }

    fn multipart(&self) -> Parameters {
        let content_type = self.header("content-type").unwrap_or_default();
        let Some((_, boundary)) = content_type.split_once("boundary=") else {
            return Parameters::default();
        };
        let (boundary, _) = split_once_or_all(boundary, ';');
        let delimiter = format!("--{}", boundary.trim().trim_matches('"'));
        let body = String::from_utf8_lossy(&self.body);
        Parameters(body.split(delimiter.as_str()).filter_map(part).collect())
    }
}

impl Parameters {
    pub(crate) fn decode(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The first value of that name that is not empty.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.values(name).find(|value| !value.is_empty())
    }

    /// Every value of that name.
    pub(crate) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }

    /// Every name, as often as it was sent.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// Whether the name was sent, with or without a value.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.values(name).next().is_some()
    }
}

/// One part of a multipart body: the name in its head, and its text.
fn part(part: &str) -> Option<(String, String)> {
    let (head, text) = part.split_once("\r\n\r\n")?;
    let (_, name) = head.split_once("name=\"")?;
    let (name, _) = name.split_once('"')?;
    Some((name.to_owned(), text.trim_end_matches("\r\n").to_owned()))
}

fn split_once_or_all(text: &str, separator: char) -> (&str, &str) {
    text.split_once(separator).unwrap_or((text, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(content_type: &str, body: &str) -> Request {
        let request = http::Request::post("/oauth2/token?client_id=from-query&state=a%20b")
            .header("content-type", content_type)
            .body(body.as_bytes().to_vec())
            .unwrap();
        Request::new(request)
    }

    #[test]
    fn a_form_is_read_wherever_the_client_put_it() {
        let multipart =
            "--x\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\nbody\r\n--x--\r\n";
        for (content_type, body, expected) in [
            (
                "application/x-www-form-urlencoded",
                "client_id=body",
                "body",
            ),
            (
                "application/x-www-form-urlencoded; charset=UTF-8",
                "client_id=body",
                "body",
            ),
            ("multipart/form-data; boundary=x", multipart, "body"),
            ("application/json", r#"{"client_id":"body"}"#, "body"),
            ("application/x-www-form-urlencoded", "", "from-query"),
            ("text/plain", "client_id=body", "from-query"),
        ] {
            let form = request(content_type, body).form();
            assert_eq!(
                form.value("client_id"),
                Some(expected),
                "{content_type}: {body}"
            );
            assert_eq!(form.value("state"), Some("a b"), "{content_type}: {body}");
        }
    }

    #[test]
    fn an_empty_value_counts_as_none() {
        let form = request("application/x-www-form-urlencoded", "code=").form();
        assert_eq!(form.value("code"), None);
        assert!(form.has("code"));
    }
}
