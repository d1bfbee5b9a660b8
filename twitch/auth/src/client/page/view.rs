//! What the page says, as HTML. Decides nothing about the login, and never sees a token or a code.

use askama::Template;
use http::{HeaderValue, StatusCode};

use crate::client::page::response::Page;
use crate::reception::{Guest, Invitation};

/// How the login stands.
#[derive(Debug)]
pub(crate) enum Stand {
    /// Somebody is to go to Twitch; after a first attempt with what became of that.
    Open { notice: Option<String> },
    /// Somebody consented, and is being looked at.
    Working,
    /// Somebody is welcome. The end.
    Welcome(Guest),
    /// It cannot go on. The end.
    Failed { title: String, lines: Vec<String> },
}

/// What stays the same as long as the page is there.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) invitation: Invitation,
    pub(crate) current: String,
    pub(crate) addresses: [String; 3],
}

#[derive(Template)]
#[template(path = "start.html")]
struct Start<'a> {
    invitation: &'a Invitation,
    notice: Option<&'a str>,
    is_again: bool,
    link: &'a str,
    current: &'a str,
    addresses: &'a [String; 3],
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct Welcome<'a> {
    invitation: &'a Invitation,
    guest: &'a Guest,
    has_picture: bool,
    initial: String,
}

#[derive(Template)]
#[template(path = "mismatch.html")]
struct Mismatch<'a> {
    invitation: &'a Invitation,
    current: &'a str,
    addresses: &'a [String; 3],
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message<'a> {
    title: &'a str,
    lines: &'a [&'a str],
    is_waiting: bool,
    has_way_back: bool,
}

impl Frame {
    /// The page that sends people to Twitch.
    pub(crate) fn start(&self, notice: Option<&str>, link: &str) -> Page {
        let page = Start {
            invitation: &self.invitation,
            notice,
            is_again: notice.is_some(),
            link,
            current: &self.current,
            addresses: &self.addresses,
        };
        html(StatusCode::OK, &page)
    }

    /// The page that is left at the end.
    pub(crate) fn welcome(&self, guest: &Guest) -> Page {
        let initial = guest.name.chars().next().unwrap_or('?').to_uppercase();
        let page = Welcome {
            invitation: &self.invitation,
            guest,
            has_picture: picture(guest).is_some(),
            initial: initial.to_string(),
        };
        html(StatusCode::OK, &page)
    }

    /// What to register at Twitch.
    pub(crate) fn mismatch(&self) -> Page {
        let page = Mismatch {
            invitation: &self.invitation,
            current: &self.current,
            addresses: &self.addresses,
        };
        html(StatusCode::BAD_REQUEST, &page)
    }
}

/// The picture of whoever logged in, if it is one.
pub(crate) fn picture(guest: &Guest) -> Option<Page> {
    let picture = guest.picture.as_ref()?;
    let known = PICTURES
        .iter()
        .find(|known| picture.media_type.eq_ignore_ascii_case(known))?;
    let media_type = HeaderValue::from_static(known);
    Some(Page::file(media_type, picture.bytes.clone()))
}

/// How it looks.
pub(crate) fn style() -> Page {
    let media_type = HeaderValue::from_static("text/css; charset=utf-8");
    Page::file(media_type, include_str!("../../../templates/page.css"))
}

/// Somebody came back with a key that opens nothing.
pub(crate) fn stale() -> Page {
    let page = Message {
        title: "This link is no longer good",
        lines: &[
            "It was used already, is older than ten minutes, or belongs to another login.",
            "Nothing was changed by it.",
        ],
        is_waiting: false,
        has_way_back: true,
    };
    html(StatusCode::BAD_REQUEST, &page)
}

/// Tokens are being looked at; the browser asks again by itself.
pub(crate) fn working() -> Page {
    let page = Message {
        title: "One moment …",
        lines: &["Twitch is being asked whose login this is. This page goes on by itself."],
        is_waiting: true,
        has_way_back: false,
    };
    html(StatusCode::OK, &page)
}

/// The login ended while somebody was asking.
pub(crate) fn closed() -> Page {
    plain(StatusCode::SERVICE_UNAVAILABLE, "The login has ended.")
}

/// The login cannot go on.
pub(crate) fn failed(title: &str, lines: &[String]) -> Page {
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let page = Message {
        title,
        lines: &lines,
        is_waiting: false,
        has_way_back: false,
    };
    html(StatusCode::OK, &page)
}

/// One sentence for somebody who is not a person with a browser.
pub(crate) fn plain(status: StatusCode, sentence: &str) -> Page {
    let page = Message {
        title: sentence,
        lines: &[],
        is_waiting: false,
        has_way_back: false,
    };
    html(status, &page)
}

fn html(status: StatusCode, template: &impl Template) -> Page {
    let body = template
        .render()
        .expect("the templates only write text into memory");
    Page::html(status, body)
}

/// Where the picture is.
pub(crate) const PICTURE: &str = "/picture";
/// Where the style is.
pub(crate) const STYLE: &str = "/style.css";
/// What counts as a picture.
const PICTURES: [&str; 5] = [
    "image/png",
    "image/jpeg",
    "image/webp",
    "image/gif",
    "image/svg+xml",
];
