//! Who comes to the page and what for: the checks that need no login. Answers what anybody may see and passes on the rest.

use http::header::HOST;
use http::{Method, Request, StatusCode};
use tokio::sync::oneshot;

use crate::client::page::response::Page;
use crate::client::page::view;

/// Something that only the login can answer.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) wish: Wish,
    pub(crate) reply: oneshot::Sender<Page>,
}

/// What a browser wants of the login.
#[derive(Debug)]
pub(crate) enum Wish {
    /// To see how the login stands.
    Look,
    /// The picture of whoever logged in.
    Picture,
    /// To bring something from Twitch: the query.
    Return(String),
}

/// What becomes of a request.
pub(crate) enum Admission {
    /// To the login with it.
    Admitted(Wish),
    /// Answered at once.
    Answered(Page),
}

/// Looks at a request before anybody else does.
///
/// The name in `Host` must be one of this machine's: a foreign name that leads here is somebody's
/// attempt to read the page from a site of their own.
pub(crate) fn admit<Body>(request: &Request<Body>, port: u16) -> Admission {
    if !is_ours(request, port) {
        return Admission::Answered(view::plain(StatusCode::MISDIRECTED_REQUEST, WRONG_HOST));
    }
    if request.method() != Method::GET {
        return Admission::Answered(view::plain(StatusCode::METHOD_NOT_ALLOWED, WRONG_METHOD));
    }
    match (request.uri().path(), request.uri().query()) {
        ("/", None | Some("")) => Admission::Admitted(Wish::Look),
        ("/", Some(query)) => Admission::Admitted(Wish::Return(query.to_owned())),
        (view::PICTURE, _) => Admission::Admitted(Wish::Picture),
        (view::STYLE, _) => Admission::Answered(view::style()),
        _ => Admission::Answered(view::plain(StatusCode::NOT_FOUND, NOTHING_HERE)),
    }
}

fn is_ours<Body>(request: &Request<Body>, port: u16) -> bool {
    let mut hosts = request.headers().get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        return false;
    };
    let Some((name, found)) = host.to_str().ok().and_then(|host| host.rsplit_once(':')) else {
        return false;
    };
    let is_name = NAMES.iter().any(|known| name.eq_ignore_ascii_case(known));
    is_name && found == port.to_string()
}

/// What this machine calls itself, as far as nobody else can claim it.
const NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
const WRONG_HOST: &str = "This page answers to localhost only.";
const WRONG_METHOD: &str = "This page can only be looked at.";
const NOTHING_HERE: &str = "There is nothing here.";

#[cfg(test)]
mod tests {
    use super::*;

    fn status(request: &Request<()>) -> Option<StatusCode> {
        match admit(request, 17563) {
            Admission::Admitted(_) => None,
            Admission::Answered(page) => Some(page.into_response().status()),
        }
    }

    #[test]
    fn x10_only_this_machines_own_names_are_answered() {
        for (host, expected) in [
            ("localhost:17563", None),
            ("LOCALHOST:17563", None),
            ("127.0.0.1:17563", None),
            ("[::1]:17563", None),
            ("localhost:17564", Some(421)),
            ("localhost", Some(421)),
            ("localhost.example:17563", Some(421)),
            ("127.0.0.1.example:17563", Some(421)),
            ("192.168.1.2:17563", Some(421)),
            ("0.0.0.0:17563", Some(421)),
            ("::1:17563", Some(421)),
            ("evil@localhost:17563", Some(421)),
            ("localhost:17563,evil", Some(421)),
            ("", Some(421)),
        ] {
            let request = Request::get("/").header(HOST, host).body(()).unwrap();
            let found = status(&request).map(|status| status.as_u16());
            assert_eq!(found, expected, "{host:?}");
        }
        let nobody = Request::get("/").body(()).unwrap();
        assert_eq!(status(&nobody), Some(StatusCode::MISDIRECTED_REQUEST));
        let both = Request::get("/").header(HOST, "localhost:17563");
        let both = both.header(HOST, "evil.example").body(()).unwrap();
        assert_eq!(status(&both), Some(StatusCode::MISDIRECTED_REQUEST));
    }

    #[test]
    fn x07_no_path_but_our_own_leads_anywhere() {
        for path in [
            "//evil.example",
            "/\\evil.example",
            "/%2fevil.example",
            "/?next=//evil.example",
            "/next",
            "/favicon.ico",
        ] {
            let request = Request::get(path).header(HOST, "localhost:17563");
            let request = request.body(()).unwrap();
            match admit(&request, 17563) {
                Admission::Answered(page) => {
                    let response = page.into_response();
                    assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
                    assert!(!response.headers().contains_key("location"), "{path}");
                }
                Admission::Admitted(wish) => assert!(path.starts_with("/?"), "{path}: {wish:?}"),
            }
        }
    }
}
