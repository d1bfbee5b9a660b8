//! The whole command line as one tree, in which every call of the API is a command of its own; for completions and manual pages. Nothing is parsed with it.

use clap::{Arg, Command, CommandFactory};
use clap_complete::engine::ArgValueCandidates;
use spec::endpoints::eventsub;
use spec::model::field::{Field, Kind};
use spec::{Endpoint, ScopeKind};

use crate::cli::Cli;
use crate::command::api_help;

/// Every command with all of its options, and below `api` every call with its parameters and their values.
pub(crate) fn whole() -> Command {
    let root = Cli::command();
    let common: Vec<Arg> = root
        .get_arguments()
        .filter(|argument| argument.is_global_set())
        .map(|argument| for_every_command(argument.clone()))
        .collect();
    root.mut_args(|argument| match argument.is_global_set() {
        true => for_every_command(argument),
        false => argument,
    })
    .mut_subcommands(|command| with_common(command, &common))
}

/// It is put into each command by hand, because the calls take it in front of their name only.
fn for_every_command(argument: Arg) -> Arg {
    argument
        .global(false)
        .help_heading(COMMON)
        .display_order(LAST)
}

fn with_common(command: Command, common: &[Arg]) -> Command {
    match command.get_name() {
        "api" => with_calls(&command).args(common),
        "login" => with_scopes(command).args(common),
        _ => command
            .args(common)
            .mut_subcommands(|below| with_common(below, common)),
    }
}

/// `login`, which knows what can be asked for.
fn with_scopes(login: Command) -> Command {
    let names = || {
        let scopes = spec::SCOPES.iter();
        let granted = scopes.filter(|scope| matches!(scope.kind, ScopeKind::Api | ScopeKind::Irc));
        granted.map(|scope| scope.name.into()).collect()
    };
    login.mut_arg("scope", |scope| scope.add(ArgValueCandidates::new(names)))
}

/// The command `api`, in which the name of a call is no longer any word.
fn with_calls(api: &Command) -> Command {
    let about = api.get_about().cloned().unwrap_or_default();
    Command::new("api")
        .about(about)
        .disable_help_subcommand(true)
        .subcommand_value_name("CALL")
        .subcommand_help_heading("Calls")
        .subcommands(spec::ENDPOINTS.iter().map(|endpoint| call(endpoint)))
}

fn call(endpoint: &'static Endpoint) -> Command {
    api_help::command(endpoint)
        .alias(endpoint.id)
        .disable_version_flag(true)
        .mut_args(|argument| with_values(endpoint, argument))
}

/// An argument that knows what may stand behind it, where the table knows.
fn with_values(endpoint: &'static Endpoint, argument: Arg) -> Arg {
    let mut fields = api_help::fields(endpoint).map(|(field, _)| field);
    let Some(field) = fields.find(|field| argument.get_id() == field.name) else {
        return argument;
    };
    let values = values(endpoint, field);
    if values.is_empty() {
        return argument;
    }
    argument.add(ArgValueCandidates::new(move || {
        values.iter().map(Into::into).collect()
    }))
}

fn values(endpoint: &Endpoint, field: &Field) -> Vec<String> {
    if endpoint.heading == eventsub::HEADING && field.name == "type" {
        let names = spec::EVENT_TYPES.iter().map(|kind| kind.name.to_owned());
        let mut names: Vec<String> = names.collect();
        // Some stand there in several versions, one below the other.
        names.dedup();
        return names;
    }
    let element = match field.kind {
        Kind::Array(element) => element,
        _ => field,
    };
    let texts = element.values.iter().map(|value| (*value).to_owned());
    let numbers = element.numbers.iter().map(ToString::to_string);
    let known: Vec<String> = texts.chain(numbers).collect();
    match element.kind {
        _ if !known.is_empty() => known,
        Kind::Boolean => vec!["true".to_owned(), "false".to_owned()],
        Kind::String if is_claimed(endpoint, field.name) => vec!["me".to_owned()],
        _ => Vec::new(),
    }
}

/// Whether the parameter has to hold the caller's own id.
fn is_claimed(endpoint: &Endpoint, name: &str) -> bool {
    endpoint.claims().any(|claim| claim.param == name)
}

/// Above what every command takes, in manual pages.
const COMMON: &str = "Options of every command";

/// Where those stand: behind what a command has of its own.
const LAST: usize = 900;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_consistent_and_has_every_call_with_every_parameter() {
        let mut tree = whole();
        tree.build();
        let api = tree.find_subcommand("api").expect("there is api");
        for endpoint in spec::ENDPOINTS {
            let call = api
                .find_subcommand(endpoint.anchor())
                .unwrap_or_else(|| panic!("{} is missing", endpoint.id));
            for (field, _) in api_help::fields(endpoint) {
                let long = field.name.replace('_', "-");
                let mut longs = call.get_arguments().filter_map(Arg::get_long);
                assert!(longs.any(|name| name == long), "{} {long}", endpoint.id);
            }
        }
    }

    #[test]
    fn every_command_takes_what_the_command_line_takes_in_that_place() {
        let tree = whole();
        let mut names: Vec<_> = tree.get_subcommands().map(Command::get_name).collect();
        let cli = Cli::command();
        let expected: Vec<_> = cli.get_subcommands().map(Command::get_name).collect();
        assert_eq!(names, expected);
        names.retain(|name| *name != "api");
        for name in names {
            let command = tree.find_subcommand(name).expect("it was listed");
            let mut longs = command.get_arguments().filter_map(Arg::get_long);
            assert!(longs.any(|long| long == "data-dir"), "{name}");
        }
    }
}
