//! Holds the parameters of a call against the table before anything is sent; knows no endpoint by name.
//!
//! Typed requests and calls made from names and texts go through here alike, so that both are refused in the same words.

mod facts;
mod rule;
mod value;

use spec::{Endpoint, TokenKind};

use crate::error::{Error, Violation};
use crate::parameters::Parameters;

/// Checks a call: what is required, every limit of a single parameter, and every rule between them.
///
/// Rules that depend on the kind of the token are skipped while it is not known.
///
/// # Errors
/// [`Error::Invalid`] with the first parameter that is wrong, its limit and its value.
pub fn check(
    endpoint: &'static Endpoint,
    parameters: &Parameters,
    token: Option<TokenKind>,
) -> Result<(), Error> {
    find_violation(endpoint, parameters, token).map_err(|violation| Error::Invalid {
        endpoint: endpoint.into(),
        violation,
    })
}

fn find_violation(
    endpoint: &Endpoint,
    parameters: &Parameters,
    token: Option<TokenKind>,
) -> Result<(), Violation> {
    let query = facts::of_query(endpoint.query, parameters)?;
    let waived = rule::waived(endpoint.query_rules, &query);
    value::check_fields(endpoint.query, &query, &waived)?;
    rule::check_all(endpoint.query_rules, &query, token)?;

    match (endpoint.body, parameters.body()) {
        (None, None) => Ok(()),
        (None, Some(_)) => Err(Violation::new("body", "is not taken by this call")),
        (Some(fields), body) => {
            let nothing = serde_json::Map::new();
            let body = body.unwrap_or(&nothing);
            let waived = rule::waived(endpoint.body_rules, body);
            value::check_fields(fields, body, &waived)?;
            rule::check_all(endpoint.body_rules, body, token)
        }
    }
}
