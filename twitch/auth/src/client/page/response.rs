//! An answer to a browser, with the headers that every one of them carries. Knows nothing of what is on the page.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, REFERRER_POLICY};
use http::{HeaderName, HeaderValue, Response, StatusCode};
use http_body_util::Full;

/// What a browser gets.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    status: StatusCode,
    media_type: HeaderValue,
    location: Option<&'static str>,
    body: Bytes,
}

impl Page {
    /// A page of text and forms.
    pub(crate) fn html(status: StatusCode, body: String) -> Self {
        Self {
            status,
            media_type: HeaderValue::from_static("text/html; charset=utf-8"),
            location: None,
            body: body.into(),
        }
    }

    /// A file of another kind.
    pub(crate) fn file(media_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        Self {
            status: StatusCode::OK,
            media_type,
            location: None,
            body: body.into(),
        }
    }

    /// To a path of our own, written here and nowhere else, so that no address of a stranger can get in.
    pub(crate) fn see_other(path: &'static str) -> Self {
        Self {
            status: StatusCode::SEE_OTHER,
            media_type: HeaderValue::from_static("text/plain; charset=utf-8"),
            location: Some(path),
            body: Bytes::new(),
        }
    }

    /// The same as it goes over the wire.
    pub(crate) fn into_response(self) -> Response<Full<Bytes>> {
        let mut response = Response::new(Full::new(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, self.media_type);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        for (name, value) in GUARDS {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        if let Some(location) = self.location {
            headers.insert(LOCATION, HeaderValue::from_static(location));
        }
        response
    }
}

/// A page loads its own style and picture and nothing else, runs nothing, is framed by nobody and shared with nobody.
const GUARDS: [(&str, &str); 5] = [
    (
        "content-security-policy",
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];
