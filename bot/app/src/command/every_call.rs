//! Every call of the reference by way of the command line, against the simulator: as it should be made, and as it should not. Whoever gets it wrong is told in words.

mod preparations;
mod stage;

use serde_json::Value;
use sim::played::{self, How};
use sim::sample::{beyond, plain};
use sim::shape;
use spec::{Body, Endpoint, Field, Identity, TokenKind};

use crate::failure::{Failure, Status};
use crate::manual::reference::example;
use preparations::Values;
use stage::Stage;

#[test]
fn every_call_works_and_answers_what_the_reference_promises() {
    let stage = Stage::with_scopes("all");
    let mut wrong = Vec::new();
    let mut count = 0;
    for endpoint in living() {
        let values = preparations::prepare(&stage, endpoint.id);
        let line = line_with(endpoint, values);
        let problem = match stage.printed(&line) {
            Err(failure) => vec![failure.to_string()],
            Ok(printed) => problems(endpoint, &printed),
        };
        if !problem.is_empty() {
            wrong.push((line.join(" "), problem));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count}: {wrong:#?}", wrong.len());
    assert_eq!(count, 147, "a call that is gone or new is thought about");
}

#[test]
fn every_call_about_something_that_is_not_there_is_told_what_twitch_said() {
    let stage = Stage::with_scopes("all");
    let mut count = 0;
    for endpoint in living() {
        let Err(failure) = stage.run(&line(endpoint, |_| true)) else {
            continue;
        };
        let said = failure.to_string();
        let refusal = format!("Twitch refused {} with status 4", endpoint.name);
        assert!(said.contains(&refusal), "{}: {said}", endpoint.id);
        assert_eq!(failure.status(), Status::Refused, "{said}");
        check_words(endpoint, &failure);
        count += 1;
    }
    assert!(count > 25, "more calls need what is not there than {count}");
}

#[test]
fn every_parameter_that_is_missing_is_named_before_anything_is_sent() {
    let stage = Stage::with_scopes("all");
    let mut count = 0;
    for endpoint in living() {
        let filled = super::api::identity::filled(endpoint);
        let needed = fields(endpoint).filter(|field| field.required);
        for field in needed.filter(|field| filled.iter().all(|(name, _)| *name != field.name)) {
            let line = line(endpoint, |path| path.split('.').next() != Some(field.name));
            let failure = stage.run(&line).expect_err(&line.join(" "));
            let said = failure.to_string();
            let option = format!("--{}", field.name.replace('_', "-"));
            let is_named = said.contains(&option) || said.contains(&format!("`{}`", field.name));
            assert!(is_named, "{option}: {said}");
            assert_eq!(failure.status(), Status::Usage, "{said}");
            check_words(endpoint, &failure);
            count += 1;
        }
    }
    assert!(count > 80, "more parameters are needed than {count}");
    stage.check_that_nothing_was_asked();
}

#[test]
fn every_value_beyond_its_limit_is_refused_with_the_limit_before_anything_is_sent() {
    let stage = Stage::with_scopes("all");
    let mut count = 0;
    for endpoint in living() {
        for field in fields(endpoint).filter(|field| !field.repeated) {
            for bad in beyond(field) {
                let option = format!("--{}", field.name.replace('_', "-"));
                let mut line = line(endpoint, |path| path != field.name);
                let values = match &bad {
                    Value::Array(values) if values.iter().all(Value::is_string) => values.clone(),
                    other => vec![other.clone()],
                };
                for value in values {
                    line.push(format!("{option}={}", plain(&value)));
                }
                let failure = stage.run(&line).expect_err(&line.join(" "));
                let said = failure.to_string();
                let is_named =
                    said.contains(&option) || said.contains(&format!("`{}`", field.name));
                assert!(is_named, "{option}: {said}");
                assert_eq!(failure.status(), Status::Usage, "{said}");
                assert!(says_limit(field, &said), "{option} {bad}: {said}");
                check_words(endpoint, &failure);
                count += 1;
            }
        }
    }
    assert!(count > 150, "there are more limits than {count}");
    stage.check_that_nothing_was_asked();
}

#[test]
fn every_missing_scope_is_told_with_the_account_and_the_login_that_mends_it() {
    let stage = Stage::with_scopes("");
    let mut count = 0;
    for endpoint in living().filter(|endpoint| endpoint.takes(TokenKind::User)) {
        let scopes = [endpoint.scopes.all_of, endpoint.scopes.any_of].concat();
        if scopes.is_empty() {
            continue;
        }
        let failure = stage.run(&line(endpoint, |_| true)).expect_err(endpoint.id);
        let said = failure.to_string();
        assert!(
            scopes.iter().any(|scope| said.contains(scope)),
            "{}: {said}",
            endpoint.id
        );
        for words in [
            "somechannel has not granted",
            "`streamhand login broadcaster",
        ] {
            assert!(said.contains(words), "{}: {said}", endpoint.id);
        }
        assert_eq!(failure.status(), Status::LoginNeeded, "{said}");
        check_words(endpoint, &failure);
        count += 1;
    }
    assert!(count > 90, "more calls need a scope than {count}");
    stage.check_that_nothing_was_asked();
}

#[test]
fn every_wrong_kind_of_token_is_told_before_anything_is_sent() {
    let stage = Stage::with_scopes("all");
    let mut count = 0;
    for endpoint in living() {
        for (kind, who) in [(TokenKind::User, "broadcaster"), (TokenKind::App, "app")] {
            let is_free =
                endpoint.takes(TokenKind::None) || endpoint.takes(TokenKind::ExtensionJwt);
            if endpoint.takes(kind) || is_free {
                continue;
            }
            let line = with_caller(line(endpoint, |_| true), who);
            let failure = stage.run(&line).expect_err(endpoint.id);
            let said = failure.to_string();
            let knows = ["application", "account"]
                .iter()
                .any(|word| said.contains(word));
            assert!(knows, "{} as {who}: {said}", endpoint.id);
            assert!(failure.status() != Status::Refused, "{said}");
            check_words(endpoint, &failure);
            count += 1;
        }
    }
    assert!(
        count > 70,
        "more calls take one kind of token alone than {count}"
    );
    stage.check_that_nothing_was_asked();
}

#[test]
fn every_call_in_another_persons_name_is_told_whose_it_would_be() {
    let stage = Stage::with_scopes("all");
    let mut count = 0;
    for endpoint in living().filter(|endpoint| endpoint.tokens == [TokenKind::User]) {
        let claims = endpoint
            .identity
            .iter()
            .filter_map(|identity| match identity {
                Identity::Is(claim) => claim.when.is_none().then_some(claim.param),
                Identity::AnyOf(_) => None,
            });
        for name in claims {
            let option = format!("--{}", name.replace('_', "-"));
            let mut line = line(endpoint, |path| path != name);
            line.push(format!("{option}=1002"));
            line.retain(|word| word != "--as" && word != "broadcaster");
            let failure = stage.run(&line).expect_err(endpoint.id);
            let said = failure.to_string();
            let knows = ["otherchannel", "1002"]
                .iter()
                .any(|word| said.contains(word));
            assert!(
                knows && said.contains("may make it"),
                "{}: {said}",
                endpoint.id
            );
            assert_eq!(failure.status(), Status::LoginNeeded, "{said}");
            check_words(endpoint, &failure);
            count += 1;
        }
    }
    assert!(count > 40, "more calls belong to somebody than {count}");
    stage.check_that_nothing_was_asked();
}

/// In what the pages that were printed differ from the table.
fn problems(endpoint: &Endpoint, printed: &[String]) -> Vec<String> {
    let has_body = !matches!(endpoint.success.body, Body::None);
    let mut problems: Vec<String> = printed
        .iter()
        .flat_map(|page| shape::answer_problems(endpoint, page.as_bytes()))
        .collect();
    if has_body == printed.is_empty() {
        problems.push(format!("{} lines were printed", printed.len()));
    }
    for page in printed {
        let page: Value = serde_json::from_str(page).unwrap_or_default();
        let is_empty = |name: &str| page[name].as_array().map(Vec::is_empty);
        if is_empty("data") == Some(true) {
            problems.push("the list is empty, which shows nothing of its shape".to_owned());
        }
        // Of shards that cannot be changed an answer tells although it is a good one.
        if is_empty("errors") == Some(false) {
            problems.push(page["errors"].to_string());
        }
    }
    problems
}

/// The complete call with other values for some of its parameters.
fn line_with(endpoint: &'static Endpoint, values: Values) -> Vec<String> {
    let is_kept = |path: &str| values.iter().all(|(name, _)| *name != path);
    let mut line = line(endpoint, is_kept);
    for (name, value) in values {
        match name {
            "as" => line = with_caller(line, &value),
            name => line.push(format!("--{}={value}", name.replace('_', "-"))),
        }
    }
    line
}

/// What a person reads names no type of ours and shows no JSON, and says what to do where that is up to them.
fn check_words(endpoint: &Endpoint, failure: &Failure) {
    let said = failure.to_string();
    for odd in ["::", "Some(", "None)", "Err(", "{\"", "Error {", "unwrap"] {
        assert!(
            !said.contains(odd),
            "{odd:?} in the words about {}: {said}",
            endpoint.id
        );
    }
    let is_ours = failure.status() != Status::Refused;
    assert!(
        !is_ours || failure.what_to_do().is_some(),
        "{}: {said}",
        endpoint.id
    );
}

/// The sentence names what would have been right.
fn says_limit(field: &Field, said: &str) -> bool {
    let numbers = [field.min, field.max].into_iter().flatten();
    let lengths = [field.max_length, field.max_items].into_iter().flatten();
    let mut limits: Vec<String> = numbers.map(|number| number.to_string()).collect();
    limits.extend(lengths.map(|length| length.to_string()));
    limits.extend(field.values.iter().map(|value| (*value).to_owned()));
    limits.extend(["number", "moment"].map(str::to_owned));
    limits.iter().any(|limit| said.contains(limit))
}

/// The words behind `streamhand api` of the complete call, with those parameters that are wanted.
fn line(endpoint: &'static Endpoint, is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let mut line = vec![endpoint.anchor()];
    for (path, value) in example::arguments(endpoint) {
        if is_wanted(&path) {
            line.push(format!("--{}={value}", path.replace('_', "-")));
        }
    }
    if endpoint.tokens == [TokenKind::ExtensionJwt] {
        line.push(format!("--token-file={}", stage::TOKEN));
        return line;
    }
    match endpoint.takes(TokenKind::User) {
        true => with_caller(line, "broadcaster"),
        false => line,
    }
}

fn with_caller(mut line: Vec<String>, who: &str) -> Vec<String> {
    line.retain(|word| word != "--as" && word != "broadcaster");
    line.extend(["--as".to_owned(), who.to_owned()]);
    line
}

fn fields(endpoint: &'static Endpoint) -> impl Iterator<Item = &'static Field> {
    endpoint
        .query
        .iter()
        .chain(endpoint.body.unwrap_or_default())
}

fn living() -> impl Iterator<Item = &'static Endpoint> {
    let all = spec::ENDPOINTS.iter().copied();
    all.filter(|endpoint| played::played(endpoint).how != How::Gone)
}
