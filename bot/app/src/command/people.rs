//! Lists of people: a line each, so that other programs can go on with them; the heading goes to standard error.

use serde_json::Value;

use crate::command::output;
use crate::screen::visible::visible;

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
pub(super) fn list<'a>(heading: &str, people: impl Iterator<Item = Listed<'a>>, is_json: bool) {
    let mut people: Vec<Listed<'_>> = people.collect();
    people.sort_by_key(|person| person.login);
    if !is_json {
        output::aside(heading);
    }
    for person in people {
        if is_json {
            output::line(&person.event.to_string());
        } else if person.name.eq_ignore_ascii_case(person.login) || person.name.is_empty() {
            output::line(&visible(person.login));
        } else {
            // Names in other scripts do not tell how to address somebody.
            let line = format!("{} ({})", person.login, person.name);
            output::line(&visible(&line));
        }
    }
}
