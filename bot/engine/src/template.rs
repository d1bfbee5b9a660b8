//! Fills the placeholders of a command's text. One pass: what is filled in is data and is never looked at again.

/// What can be filled in.
#[derive(Debug)]
pub(crate) struct Values<'a> {
    /// The name of the person who used the command.
    pub(crate) user: &'a str,
    /// What stands behind the command.
    pub(crate) arguments: &'a str,
}

/// The text with its placeholders filled; what is no placeholder stays as it is.
pub(crate) fn fill(template: &str, values: &Values<'_>) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('$') {
        // Enough for any message; many placeholders and long words must not multiply.
        if filled.len() > ENOUGH_BYTES {
            return filled;
        }
        filled.push_str(before);
        let found =
            placeholder(behind).and_then(|(name, behind_it)| Some((values.find(name)?, behind_it)));
        let (value, behind) = found.unwrap_or(("$", behind));
        filled.push_str(value);
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

impl<'a> Values<'a> {
    fn find(&self, name: &str) -> Option<&'a str> {
        match name {
            "user" => Some(self.user),
            "touser" => match self.word(1).trim_start_matches('@') {
                "" => Some(self.user),
                name => Some(name),
            },
            _ => match name.as_bytes() {
                [digit @ b'1'..=b'9'] => Some(self.word(usize::from(digit - b'0'))),
                _ => None,
            },
        }
    }

    /// The word at that place, counted from 1; empty if there are not so many.
    fn word(&self, place: usize) -> &'a str {
        let mut words = self.arguments.split_whitespace();
        words.nth(place - 1).unwrap_or_default()
    }
}

/// The name in `(name)` or `{name}` at the beginning, and what stands behind it.
fn placeholder(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('(') {
        Some(text) => text.split_once(')'),
        None => text.strip_prefix('{')?.split_once('}'),
    }
}

const ENOUGH_BYTES: usize = 4_096;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(template: &str, arguments: &str, expected: &str) {
        let user = "Ann";
        assert_eq!(
            fill(template, &Values { user, arguments }),
            expected,
            "{template:?} filled with {arguments:?}"
        );
    }

    #[test]
    fn placeholders_are_filled() {
        check("hi $(user), ${user}!", "", "hi Ann, Ann!");
        check("$(user) hugs $(touser)", "@Bob now", "Ann hugs Bob");
        check("$(user) hugs $(touser)", "", "Ann hugs Ann");
        check("$(2)-$(1)-$(3)-", "a b", "b-a--");
    }

    #[test]
    fn everything_else_is_text() {
        for text in [
            "$",
            "$5",
            "$(",
            "${user",
            "$(user}",
            "$(0)",
            "$(10)",
            "$(token)",
            "$$",
            "a(user)",
            "$( user )",
        ] {
            check(text, "x", text);
        }
        check("$$(user)$", "", "$Ann$");
        check("$(é)$(1)", "b", "$(é)b");
    }

    #[test]
    fn x19_what_a_viewer_types_is_never_filled_again() {
        check("$(1)", "$(user)", "$(user)");
        check("$(1)$(2)", "$( user)", "$(user)");
        check("$(1)(user)", "$", "$(user)");
        check("$(touser)", "@$(token)", "$(token)");
    }

    #[test]
    fn x23_many_placeholders_and_long_words_do_not_multiply() {
        let template = "$(1)".repeat(125);
        let word = "x".repeat(2_000);
        let user = "Ann";
        let filled = fill(
            &template,
            &Values {
                user,
                arguments: &word,
            },
        );
        assert!(filled.len() < 3 * ENOUGH_BYTES, "{} bytes", filled.len());
    }
}
