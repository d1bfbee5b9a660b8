//! How often each door was knocked at, so that a test can say "once". What was answered is not counted.

use std::collections::BTreeMap;

use crate::grant;
use crate::request::Request;

/// Requests by what they asked for; what does not exist is not told apart, so that strangers cannot fill the memory.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// By method and path.
    pub(crate) requests: BTreeMap<String, u64>,
    /// Token requests by the short name of their grant.
    pub(crate) grants: BTreeMap<&'static str, u64>,
}

impl Tally {
    /// Counts a request, whatever becomes of it.
    pub(crate) fn count(&mut self, request: &Request) {
        // What a test asks of the control door is no part of what it watches.
        if request.path.starts_with("/sim") {
            return;
        }
        let name = if is_known(&request.path) {
            format!("{} {}", request.method, request.path)
        } else {
            ELSEWHERE.to_owned()
        };
        *self.requests.entry(name).or_default() += 1;
        if request.path == "/oauth2/token" {
            let form = request.form();
            let given = form.value("grant_type").map(grant::short);
            let known = grant::ALL.into_iter().find(|known| given == Some(known));
            *self.grants.entry(known.unwrap_or(ELSEWHERE)).or_default() += 1;
        }
    }
}

fn is_known(path: &str) -> bool {
    match path.strip_prefix("/helix") {
        Some(path) => spec::ENDPOINTS.iter().any(|endpoint| endpoint.path == path),
        None => OAUTH.contains(&path),
    }
}

const OAUTH: [&str; 6] = [
    "/activate",
    "/oauth2/authorize",
    "/oauth2/device",
    "/oauth2/revoke",
    "/oauth2/token",
    "/oauth2/validate",
];
const ELSEWHERE: &str = "elsewhere";
