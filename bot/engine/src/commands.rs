//! The table of what is built in; one file per command, and everything that lists them derives from here.

mod add;
mod delete;
mod edit;
mod list;
mod options;
mod ping;
mod show;
pub(crate) mod uptime;

use crate::builtin::Builtin;

/// All built-in commands, in the order in which lists show them.
pub static BUILTINS: &[Builtin] = &[
    ping::PING,
    uptime::UPTIME,
    list::LIST,
    add::ADD,
    edit::EDIT,
    delete::DELETE,
    options::OPTIONS,
    show::SHOW,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::command::CommandName;
    use crate::text::{MAX_LENGTH, length};

    #[test]
    fn no_word_calls_two_commands_and_every_word_can_be_typed() {
        let mut words = BTreeSet::new();
        for word in BUILTINS.iter().flat_map(|builtin| builtin.words) {
            assert!(words.insert(*word), "!{word} calls two commands");
            let name = CommandName::parse(word).unwrap();
            assert_eq!(
                name.as_str(),
                *word,
                "!{word} is in the form that is compared"
            );
        }
        let mut subwords = BTreeSet::new();
        for subword in BUILTINS.iter().flat_map(|builtin| builtin.subwords) {
            assert!(
                subwords.insert(*subword),
                "!cmd {subword} calls two commands"
            );
        }
    }

    #[test]
    fn help_fits_into_one_message() {
        for builtin in BUILTINS {
            let help = format!("{} - {}", builtin.usage_line(), builtin.help);
            assert!(length(&help) <= MAX_LENGTH, "{help}");
            assert!(builtin.help.ends_with('.'), "{help}");
        }
    }
}
