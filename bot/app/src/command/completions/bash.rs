//! How bash asks, which takes words apart at `=` and `:` and fills in the last part alone. Clap's own script leaves them apart, so that `--color=al` and scopes are not completed.

use std::ffi::{OsStr, OsString};
use std::io::{Error, Write};
use std::path::Path;

use clap::Command;
use clap_complete::env::EnvCompleter;

/// Bash.
pub(super) struct Bash;

impl EnvCompleter for Bash {
    fn name(&self) -> &'static str {
        "bash"
    }

    fn is(&self, name: &str) -> bool {
        name == self.name()
    }

    fn write_registration(
        &self,
        variable: &str,
        name: &str,
        program: &str,
        completer: &str,
        script: &mut dyn Write,
    ) -> Result<(), Error> {
        let text = SCRIPT
            .replace("VARIABLE", variable)
            .replace("FUNCTION", &format!("_{name}_complete"))
            .replace("PROGRAM", &quoted(program))
            .replace("COMPLETER", &quoted(completer));
        script.write_all(text.as_bytes())
    }

    /// The last word is the one that is completed; the script leaves out what stands behind it.
    fn write_complete(
        &self,
        command: &mut Command,
        words: Vec<OsString>,
        here: Option<&Path>,
        answer: &mut dyn Write,
    ) -> Result<(), Error> {
        let typed = words.last().cloned().unwrap_or_default();
        let words = joined(words);
        let last = words.len().saturating_sub(1);
        let whole = words.last().cloned().unwrap_or_default();
        let kept = whole.len() - typed.len();
        for candidate in clap_complete::engine::complete(command, words, last, here)? {
            let value = candidate.get_value().to_string_lossy();
            let value = value.get(kept..).unwrap_or_default();
            write!(answer, "{value}{BETWEEN}")?;
        }
        Ok(())
    }
}

/// Puts together again what was written without a space.
fn joined(words: Vec<OsString>) -> Vec<OsString> {
    let mut all: Vec<OsString> = Vec::new();
    let mut goes_on = false;
    for word in words {
        let is_mark = is_mark(&word);
        match all.last_mut() {
            Some(last) if goes_on || is_mark => last.push(word),
            _ => all.push(word),
        }
        goes_on = is_mark;
    }
    all
}

fn is_mark(word: &OsStr) -> bool {
    let text = word.to_string_lossy();
    !text.is_empty() && text.chars().all(|character| matches!(character, '=' | ':'))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// What stands between two candidates; no file name has it.
const BETWEEN: char = '\u{b}';

/// Bash 3.2, which macOS has, knows no `compopt` and no `nosort`.
const SCRIPT: &str = r#"FUNCTION() {
    local IFS=$'\013'
    local words=("${COMP_WORDS[@]:0:COMP_CWORD}")
    local current="${COMP_WORDS[COMP_CWORD]}"
    if [[ -z "$2" && "$current" =~ ^[=:]+$ ]]; then
        words+=("$current")
    fi
    words+=("$2")
    COMPREPLY=( $(VARIABLE=bash COMPLETER -- "${words[@]}" 2>/dev/null) )
    compopt +o nospace 2>/dev/null || return 0
    if [[ ${#COMPREPLY[@]} -eq 1 && "${COMPREPLY[0]}" =~ [=/:]$ ]]; then
        compopt -o nospace
    fi
}
complete -o nospace -o bashdefault -o nosort -F FUNCTION PROGRAM 2>/dev/null ||
    complete -o nospace -o bashdefault -F FUNCTION PROGRAM
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_bash_took_apart_are_one_again() {
        for (words, expected) in [
            (&["a", "--color", "=", "al"][..], &["a", "--color=al"][..]),
            (&["a", "--color", "=", ""], &["a", "--color="]),
            (
                &["a", "--scope", "channel", ":", "manage", ":", "p"],
                &["a", "--scope", "channel:manage:p"],
            ),
            (&["a", "api", ""], &["a", "api", ""]),
            (&["=", "b"], &["=b"]),
        ] {
            let words = words.iter().map(OsString::from).collect();
            assert_eq!(joined(words), expected, "{expected:?}");
        }
    }

    #[test]
    fn only_the_part_behind_the_mark_is_answered() {
        let answer = |words: &[&str]| {
            let words = words.iter().map(OsString::from).collect();
            let mut answer = Vec::new();
            let mut tree = crate::command::tree::whole();
            Bash.write_complete(&mut tree, words, None, &mut answer)
                .unwrap();
            String::from_utf8(answer).unwrap()
        };
        let color = ["streamhand", "--color", "=", "al"];
        assert_eq!(answer(&color), "always\u{b}");
        let scope = ["streamhand", "login", "--scope", "chat", ":", "r"];
        assert_eq!(answer(&scope), "read\u{b}");
        assert_eq!(answer(&["streamhand", "who"]), "whoami\u{b}");
    }
}
