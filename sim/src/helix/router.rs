//! From a method and a path to the entry of the table.

use http::StatusCode;
use spec::{Endpoint, Method};

use super::refusal::Refusal;
use crate::request::Request;

/// The endpoint that a request is for.
pub(super) fn find(request: &Request) -> Result<&'static Endpoint, Refusal> {
    let path = request.path.strip_prefix("/helix").unwrap_or_default();
    let is_meant =
        |method: Method, listed: &str| listed == path && name(method) == request.method.as_str();
    let mut endpoints = spec::ENDPOINTS.iter();
    if let Some(endpoint) = endpoints.find(|endpoint| is_meant(endpoint.method, endpoint.path)) {
        let gone = endpoint
            .deprecation
            .and_then(|deprecation| deprecation.gone_since);
        return match gone {
            Some(day) => Err(removed(endpoint.name, Some(day))),
            None => Ok(endpoint),
        };
    }
    let mut removed_endpoints = spec::REMOVED_ENDPOINTS.iter();
    match removed_endpoints.find(|endpoint| is_meant(endpoint.method, endpoint.path)) {
        Some(endpoint) => Err(removed(endpoint.id, endpoint.removed)),
        None => Err(Refusal::new(StatusCode::NOT_FOUND, "")),
    }
}

fn removed(name: &str, day: Option<&str>) -> Refusal {
    let message = match day {
        Some(day) => format!("{name} was removed on {day}"),
        None => format!("{name} was removed"),
    };
    Refusal::new(StatusCode::GONE, message)
}

fn name(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}
