//! Lists of people: a line each, so that other programs can go on with them; the heading goes to standard error.

use serde_json::Value;

use crate::screen::visible::visible;
use crate::short_forms::errand::Errand;

/// Somebody in a list.
#[derive(Debug)]
pub(super) struct Listed<'a> {
    /// The login.
    pub login: &'a str,
    /// The name as it is shown.
    pub name: &'a str,
    /// The same for scripts.
    pub event: Value,
}

/// Prints a list of people by their logins.
pub(super) fn list<'a>(
    errand: &Errand<'_>,
    heading: &str,
    people: impl Iterator<Item = Listed<'a>>,
) {
    let (outlet, is_json) = (&errand.calling.outlet, errand.is_json);
    let mut people: Vec<Listed<'_>> = people.collect();
    people.sort_by_key(|person| person.login);
    if !is_json {
        outlet.aside(heading);
    }
    for person in people {
        if is_json {
            outlet.line(&person.event.to_string());
        } else if person.name.eq_ignore_ascii_case(person.login) || person.name.is_empty() {
            outlet.line(&visible(person.login));
        } else {
            // Names in other scripts do not tell how to address somebody.
            let line = format!("{} ({})", person.login, person.name);
            outlet.line(&visible(&line));
        }
    }
}
