//! Which of several outcomes a person means: by number, by letter, or by title. Points of many people depend on it, so nothing is guessed.

/// Why it is not clear.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unclear {
    /// None of them is meant.
    None,
    /// The word means each of these: what is called 2 need not be the second.
    Several(Vec<usize>),
}

/// The position of the one that is meant.
///
/// # Errors
/// If it is none of them, or may be more than one.
pub(crate) fn choose(titles: &[&str], typed: &str) -> Result<usize, Unclear> {
    let typed = typed.trim();
    let folded = typed.to_lowercase();
    let is_meant = |(position, title): (usize, &&str)| {
        let by_title = title.trim().to_lowercase() == folded;
        let by_number = typed.parse() == Ok(position + 1);
        let by_letter = letter(position).is_some_and(|letter| folded == letter.to_string());
        (by_title || by_number || by_letter).then_some(position)
    };
    let meant: Vec<usize> = titles.iter().enumerate().filter_map(is_meant).collect();
    match meant.as_slice() {
        [one] => Ok(*one),
        [] => Err(Unclear::None),
        _ => Err(Unclear::Several(meant)),
    }
}

fn letter(position: usize) -> Option<char> {
    let position = u8::try_from(position).ok()?;
    let letter = b'a'.checked_add(position)?;
    letter.is_ascii_lowercase().then_some(char::from(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_is_meant_by_number_letter_or_title() {
        let titles = ["Yes", "No", "It depends"];
        for (typed, expected) in [
            ("1", Ok(0)),
            ("b", Ok(1)),
            ("C", Ok(2)),
            ("no", Ok(1)),
            (" IT DEPENDS ", Ok(2)),
            ("4", Err(Unclear::None)),
            ("0", Err(Unclear::None)),
            ("perhaps", Err(Unclear::None)),
            ("", Err(Unclear::None)),
        ] {
            assert_eq!(choose(&titles, typed), expected, "{typed:?}");
        }
    }

    #[test]
    fn a_title_that_is_another_ones_number_or_letter_is_not_guessed() {
        assert_eq!(choose(&["2", "1"], "2"), Err(Unclear::Several(vec![0, 1])));
        assert_eq!(choose(&["2", "1"], "a"), Ok(0));
        assert_eq!(choose(&["B", "A"], "a"), Err(Unclear::Several(vec![0, 1])));
        assert_eq!(choose(&["B", "A"], "1"), Ok(0));
        assert_eq!(choose(&["1", "2"], "2"), Ok(1));
    }
}
