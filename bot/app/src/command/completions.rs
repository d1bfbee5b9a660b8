//! `streamhand completions`: what makes a shell complete our commands, and the answers that it then asks for. It opens neither config nor store.

mod bash;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap_complete::CompleteEnv;
use clap_complete::env::{EnvCompleter, Fish, Powershell, Shells, Zsh};

use crate::cli::Shell;
use crate::command::{output, tree};
use crate::failure::{Failure, Status};

use bash::Bash;

/// Prints the script that a shell reads when it starts.
///
/// # Errors
/// If this program does not know where it is.
pub(crate) fn run(shell: Shell) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    completer(shell)
        .write_registration(VARIABLE, PROGRAM, PROGRAM, &program()?, &mut script)
        .map_err(|error| failed(&error.to_string()))?;
    output::line(String::from_utf8_lossy(&script).trim_end());
    Ok(ExitCode::SUCCESS)
}

/// Answers a shell that asks what could be typed; says whether one has asked.
///
/// # Errors
/// If the shell is one that nobody knows here.
pub(crate) fn answer() -> Result<bool, Failure> {
    let here = std::env::current_dir().ok();
    CompleteEnv::with_factory(tree::whole)
        .var(VARIABLE)
        .bin(PROGRAM)
        .shells(Shells(&[&Bash, &Fish, &Powershell, &Zsh]))
        .try_complete(std::env::args_os(), here.as_deref())
        .map_err(|error| failed(error.to_string().trim_end()))
}

fn completer(shell: Shell) -> &'static dyn EnvCompleter {
    match shell {
        Shell::Bash => &Bash,
        Shell::Zsh => &Zsh,
        Shell::Fish => &Fish,
        Shell::Powershell => &Powershell,
    }
}

/// How the shell finds us again: by name if it has found us so, else by the whole path.
fn program() -> Result<String, Failure> {
    let called: OsString = std::env::args_os().next().unwrap_or_default();
    if !called.is_empty() && Path::new(&called).components().count() == 1 {
        return Ok(called.to_string_lossy().into_owned());
    }
    let path = std::env::current_exe()
        .map_err(|error| failed(&format!("this program does not know where it is: {error}")))?;
    Ok(path.to_string_lossy().into_owned())
}

fn failed(cause: &str) -> Failure {
    let cause = cause.trim_start_matches("error: ");
    Failure::new(Status::Failed, format!("cannot complete: {cause}")).advice(
        "the variable COMPLETE is for shells that complete; unset it, and make the script again with `streamhand completions SHELL`",
    )
}

/// The variable by which a shell asks; other programs with completions of this kind use the same.
const VARIABLE: &str = "COMPLETE";

/// The name under which the shell knows us.
const PROGRAM: &str = "streamhand";

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;
    use crate::command::api_help;

    /// Asks as a shell does, for the last of these words, and looks for what is expected, in its order.
    fn check(words: &[&str], expected: &[&str]) {
        assert_eq!(offered(words), expected, "{words:?}");
    }

    /// Asks as a shell does; these are there among others, and those are not.
    fn check_some(words: &[&str], (these, not): (&[&str], &[&str])) {
        let offered = offered(words);
        for expected in these {
            assert!(
                offered.iter().any(|one| one == expected),
                "{words:?} should offer {expected}: {offered:?}"
            );
        }
        for unexpected in not {
            assert!(
                !offered.iter().any(|one| one == unexpected),
                "{words:?} should not offer {unexpected}: {offered:?}"
            );
        }
    }

    fn offered(words: &[&str]) -> Vec<String> {
        let words: Vec<OsString> = [PROGRAM].iter().chain(words).map(OsString::from).collect();
        let last = words.len() - 1;
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let found =
            clap_complete::engine::complete(&mut tree::whole(), words, last, Some(here)).unwrap();
        let values = found.iter().map(|one| one.get_value());
        values
            .map(|value| value.to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn commands_and_calls_are_completed_from_a_part_of_their_name() {
        check(&["whoa"], &["whoami"]);
        check(&["config", "sh"], &["show"]);
        check(&["api", "create-po"], &["create-poll"]);
        check(&["api", "get_users"], &["get_users"]);
        check(
            &["api", "end-"],
            &["end-guest-star-session", "end-poll", "end-prediction"],
        );
        check_some(&[""], (&["run", "api", "--config"], &["get-users"]));
        check_some(&["api", ""], (&["get-users", "start-a-raid"], &["run"]));
    }

    #[test]
    fn a_call_offers_its_own_parameters_and_no_options_that_it_would_refuse() {
        check(
            &["api", "update-chat-settings", "--slow-m"],
            &["--slow-mode", "--slow-mode-wait-time"],
        );
        check_some(
            &["api", "get-polls", "--"],
            (
                &["--broadcaster-id", "--id", "--first", "--after", "--json"],
                &["--title", "--config", "--data-dir", "--version"],
            ),
        );
    }

    #[test]
    fn values_come_from_the_table() {
        check(
            &["api", "send-chat-announcement", "--color", "p"],
            &["purple", "primary"],
        );
        check(
            &["api", "update-chat-settings", "--emote-mode", ""],
            &["true", "false"],
        );
        check(
            &["api", "start-commercial", "--broadcaster-id", ""],
            &["me"],
        );
        check_some(
            &[
                "api",
                "create-eventsub-subscription",
                "--type",
                "channel.poll.",
            ],
            (
                &["channel.poll.begin", "channel.poll.end"],
                &["channel.raid"],
            ),
        );
    }

    #[test]
    fn options_of_every_command_stand_behind_a_commands_own() {
        check(&["--color", "n"], &["never"]);
        check(&["run", "--color=a"], &["--color=auto", "--color=always"]);
        check(&["login", "--flow", ""], &["device", "code"]);
        check(
            &["login", "--scope", "channel:manage:p"],
            &["channel:manage:polls", "channel:manage:predictions"],
        );
        let options = offered(&["logout", "--"]);
        assert_eq!(options[..2], ["--account", "--forget"], "{options:?}");
        let position = |name| options.iter().position(|option| option == name);
        assert!(position("--forget") < position("--config"), "{options:?}");
    }

    #[test]
    fn files_are_completed_where_a_file_is_meant() {
        check(&["--config", "Carg"], &["Cargo.toml"]);
        check(&["man", "tes"], &["tests/"]);
        check(&["completions", "f"], &["fish"]);
    }

    #[test]
    fn every_call_completes_each_of_its_parameters_and_each_value_that_the_table_names() {
        let mut tree = tree::whole();
        let mut offered = |words: &[&str]| -> Vec<String> {
            let all = [&[PROGRAM, "api"], words].concat();
            let last = all.len() - 1;
            let all = all.iter().map(OsString::from).collect();
            let found = clap_complete::engine::complete(&mut tree, all, last, None).unwrap();
            let values = found.iter().map(|one| one.get_value().to_string_lossy());
            values.map(Cow::into_owned).collect()
        };
        let mut count = 0;
        for endpoint in spec::ENDPOINTS {
            let name = endpoint.anchor();
            for (field, _) in api_help::fields(endpoint) {
                let option = format!("--{}", field.name.replace('_', "-"));
                let found = offered(&[&name, &option]);
                assert!(found.contains(&option), "{name} {option}: {found:?}");
                let found = offered(&[&name, &option, ""]);
                for value in field.values {
                    assert!(found.iter().any(|one| one == value), "{option} {value}");
                    count += 1;
                }
            }
        }
        assert!(count > 50, "the table has more values than {count}");
    }
}
