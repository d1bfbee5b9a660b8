//! AutoMod: what it finds in a text, and what the sender is told. How strict it is stands in the world, what waits for a moderator in `held`.

use crate::chat::said::Dropped;
use crate::world::discipline::{AutomodLevels, BlockedTerm, CATEGORIES, Discipline};

/// Why AutoMod does not let a text pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finding {
    /// It holds a term that the channel blocks; nobody is asked.
    BlockedTerm,
    /// A moderator decides.
    Doubtful,
}

impl Finding {
    /// What the sender is told.
    pub(crate) fn dropped(self) -> Dropped {
        match self {
            Self::BlockedTerm => Dropped {
                code: "channel_settings",
                notice: Some("msg_rejected_mandatory"),
                text: "Your message wasn't posted due to conflicts with the channel's moderation settings.".to_owned(),
            },
            Self::Doubtful => Dropped {
                code: "automod_held",
                notice: Some("msg_rejected"),
                text: "Your message is being checked by mods and has not been sent.".to_owned(),
            },
        }
    }
}

/// What there is against a text in a channel.
pub(crate) fn find(discipline: &Discipline, text: &str) -> Option<Finding> {
    if discipline.blocked_terms.is_empty() && discipline.automod.is_off() {
        return None;
    }
    let text = text.to_lowercase();
    let is_blocked = |term: &BlockedTerm| holds_term(&text, &term.text.to_lowercase());
    if discipline.blocked_terms.iter().any(is_blocked) {
        Some(Finding::BlockedTerm)
    } else {
        is_doubtful(&discipline.automod, &text).then_some(Finding::Doubtful)
    }
}

fn is_doubtful(levels: &AutomodLevels, text: &str) -> bool {
    let mut words = text.split(|character: char| !character.is_alphanumeric() && character != '_');
    words.any(|word| {
        let known = WORDS.iter().find(|(known, _, _)| *known == word);
        known.is_some_and(|(_, category, from)| level(levels, category) >= *from)
    })
}

fn level(levels: &AutomodLevels, category: &str) -> u8 {
    let position = CATEGORIES.iter().position(|name| *name == category);
    position.map_or(0, |position| levels.single[position])
}

/// Whether a text holds a term as words of their own; a star at an end of the term lets a word go on there.
fn holds_term(text: &str, term: &str) -> bool {
    let (is_open_left, term) = match term.strip_prefix('*') {
        Some(rest) => (true, rest),
        None => (false, term),
    };
    let (is_open_right, term) = match term.strip_suffix('*') {
        Some(rest) => (true, rest),
        None => (false, term),
    };
    let is_border = |character: Option<char>| character.is_none_or(|c| !c.is_alphanumeric());
    !term.is_empty()
        && text.match_indices(term).any(|(start, found)| {
            let before = text.get(..start).and_then(|left| left.chars().next_back());
            let after = text.get(start + found.len()..);
            let after = after.and_then(|right| right.chars().next());
            (is_open_left || is_border(before)) && (is_open_right || is_border(after))
        })
}

/// A word, what it is, and the level from which on it is held. Nothing worse is needed to try a bot.
const WORDS: [(&str, &str, u8); 15] = [
    ("automod_disability", "disability", 1),
    ("automod_aggression", "aggression", 1),
    ("automod_sexuality", "sexuality_sex_or_gender", 1),
    ("automod_misogyny", "misogyny", 1),
    ("automod_bullying", "bullying", 1),
    ("automod_swearing", "swearing", 1),
    ("automod_race", "race_ethnicity_or_religion", 1),
    ("automod_sex", "sex_based_terms", 1),
    ("dumb", "disability", 3),
    ("punch", "aggression", 2),
    ("fight", "aggression", 4),
    ("loser", "bullying", 1),
    ("noob", "bullying", 3),
    ("crap", "swearing", 2),
    ("damn", "swearing", 4),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_a_word_of_its_own_unless_a_star_lets_it_go_on() {
        for (term, text, expected) in [
            ("crac", "what a crac", true),
            ("crac", "what a crack", false),
            ("crac*", "what a CRACKER!", true),
            ("crac*", "a wisecrac", false),
            ("*crac", "a wisecrac", true),
            ("*crac*", "wisecracks", true),
            ("two words", "these two words.", true),
            ("*", "anything", false),
        ] {
            let is_held = holds_term(&text.to_lowercase(), term);
            assert_eq!(is_held, expected, "{term:?} in {text:?}");
        }
    }

    #[test]
    fn the_stricter_automod_is_the_more_it_finds() {
        for (level, text, expected) in [
            (0, "automod_aggression", false),
            (1, "Automod_Aggression!", true),
            (1, "punch it", false),
            (2, "punch it", true),
            (3, "a damn fight", false),
            (4, "a damn fight", true),
            (4, "a firefight", false),
        ] {
            let discipline = Discipline {
                automod: AutomodLevels::overall(level),
                ..Discipline::default()
            };
            let finding = find(&discipline, text);
            assert_eq!(finding.is_some(), expected, "{text:?} at {level}");
        }
    }
}
