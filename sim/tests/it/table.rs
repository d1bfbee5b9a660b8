//! Every endpoint of the table, called as it should be and as it should not: what the table says is what the simulator does.

use serde_json::{Map, Value as Json, json};
use spec::{Endpoint, Field, Format, Identity, Kind, Method, Rule, TokenKind, Value};

use crate::scene::Scene;

/// An account that may everything in its own channel, and another that may nothing there.
const BROADCASTER: &str = "1001";

#[test]
fn every_endpoint_takes_a_complete_call_through_its_checks() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let user = scene.env.peer.token.expose().to_owned();
    for endpoint in living() {
        let token = if endpoint.takes(TokenKind::User) {
            user.clone()
        } else if endpoint.takes(TokenKind::App) {
            app.clone()
        } else {
            extension_token()
        };
        let (path, body) = complete(endpoint);
        let answer = scene.call(&token, (method(endpoint), &path), &body.to_string());
        let status = answer.status;
        // Some get as far as looking for what was never made, or for what a broadcaster cannot be.
        let is_told = endpoint.errors.contains(&status) || !endpoint.errors_documented;
        let is_refused_for_a_reason = is_told
            && matches!(status, 400 | 403 | 404 | 409 | 422 | 425)
            && !["Missing", "malformed", "Specify"]
                .iter()
                .any(|word| answer.message().contains(word));
        assert!(
            status == endpoint.success.status || is_refused_for_a_reason,
            "{} {path} {body}: {answer:?}",
            endpoint.id
        );
    }
}

#[test]
fn every_endpoint_refuses_a_call_without_a_token() {
    let mut scene = Scene::new();
    for endpoint in living().filter(|endpoint| !endpoint.takes(TokenKind::None)) {
        let (path, body) = complete(endpoint);
        let request = http::Request::builder()
            .method(method(endpoint))
            .uri(format!("/helix{path}"))
            .header("client-id", scene.env.client.as_str())
            .body(body.to_string().into_bytes());
        let answer = scene.send(request.unwrap());
        let told =
            json!({"error": "Unauthorized", "status": 401, "message": "OAuth token is missing"});
        assert_eq!((answer.status, answer.body), (401, told), "{}", endpoint.id);
    }
}

#[test]
fn every_endpoint_refuses_the_wrong_kind_of_token() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let user = scene.env.peer.token.expose().to_owned();
    for endpoint in living().filter(|endpoint| !endpoint.takes(TokenKind::None)) {
        for (kind, token) in [(TokenKind::App, &app), (TokenKind::User, &user)] {
            if endpoint.takes(kind) {
                continue;
            }
            let (path, body) = complete(endpoint);
            let answer = scene.call(token, (method(endpoint), &path), &body.to_string());
            assert_eq!(
                answer.status, 401,
                "{} with {kind:?}: {answer:?}",
                endpoint.id
            );
        }
    }
}

#[test]
fn every_endpoint_refuses_a_user_token_without_its_scopes() {
    let mut scene = Scene::new();
    let bare = scene.user_token("somechannel", "");
    let mut count = 0;
    for endpoint in living().filter(|endpoint| endpoint.takes(TokenKind::User)) {
        if endpoint.scopes.any_of.is_empty() && endpoint.scopes.all_of.is_empty() {
            continue;
        }
        let (path, body) = complete(endpoint);
        let answer = scene.call(&bare, (method(endpoint), &path), &body.to_string());
        assert_eq!(answer.status, 401, "{}: {answer:?}", endpoint.id);
        assert!(
            answer.message().starts_with("Missing scope: "),
            "{}: {answer:?}",
            endpoint.id
        );
        count += 1;
    }
    assert!(count > 90, "most endpoints need a scope, not {count}");
}

#[test]
fn every_endpoint_names_each_required_parameter_that_is_missing() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let user = scene.env.peer.token.expose().to_owned();
    let mut count = 0;
    for endpoint in living() {
        let token = match endpoint.tokens.first() {
            Some(TokenKind::ExtensionJwt) => extension_token(),
            _ if endpoint.takes(TokenKind::User) => user.clone(),
            _ => app.clone(),
        };
        let query = endpoint.query.iter().filter(|field| field.required);
        let body = endpoint
            .body
            .into_iter()
            .flatten()
            .filter(|field| field.required);
        for field in query.chain(body) {
            let (path, body) = without(endpoint, field.name);
            let answer = scene.call(&token, (method(endpoint), &path), &body.to_string());
            let told = format!("Missing required parameter \"{}\"", field.name);
            assert_eq!(
                (answer.status, answer.message()),
                (400, told.as_str()),
                "{}",
                endpoint.id
            );
            assert_eq!(answer.body["error"], "Bad Request", "{}", endpoint.id);
            count += 1;
        }
    }
    assert!(
        count > 200,
        "the table has more required parameters than {count}"
    );
}

#[test]
fn every_endpoint_refuses_numbers_and_texts_beyond_their_limits() {
    let mut scene = Scene::new();
    let app = scene.app_token();
    let user = scene.env.peer.token.expose().to_owned();
    for endpoint in living().filter(|endpoint| !endpoint.takes(TokenKind::ExtensionJwt)) {
        let token = if endpoint.takes(TokenKind::User) {
            &user
        } else {
            &app
        };
        for field in endpoint.query.iter().filter(|field| !field.repeated) {
            for bad in beyond(field) {
                let (path, body) = without(endpoint, field.name);
                let mark = if path.contains('?') { '&' } else { '?' };
                let path = format!("{path}{mark}{}={}", field.name, plain(&bad));
                let answer = scene.call(token, (method(endpoint), &path), &body.to_string());
                assert_eq!(answer.status, 400, "{} {path}: {answer:?}", endpoint.id);
            }
        }
        for field in endpoint.body.into_iter().flatten() {
            for bad in beyond(field) {
                let (path, mut body) = complete(endpoint);
                body[field.name] = bad;
                let answer = scene.call(token, (method(endpoint), &path), &body.to_string());
                let is_long_chat = field.name == "message";
                let is_fine = answer.status == 400 || is_long_chat;
                assert!(is_fine, "{} {body}: {answer:?}", endpoint.id);
            }
        }
    }
}

#[test]
fn every_endpoint_with_an_identity_rule_refuses_somebody_else() {
    let mut scene = Scene::new();
    // The bot is nobody in that channel, though it holds every scope.
    let stranger = scene.env.account.token.expose().to_owned();
    let mut count = 0;
    for endpoint in living().filter(|endpoint| !endpoint.identity.is_empty()) {
        if !endpoint.takes(TokenKind::User) || endpoint.id == "get_channel_followers" {
            continue;
        }
        let (path, body) = complete(endpoint);
        let answer = scene.call(&stranger, (method(endpoint), &path), &body.to_string());
        let is_refused = [401, 403].contains(&answer.status);
        assert!(is_refused, "{} {path} {body}: {answer:?}", endpoint.id);
        count += 1;
    }
    assert!(count > 80, "most endpoints belong to somebody, not {count}");
}

#[test]
fn what_is_gone_says_since_when() {
    let mut scene = Scene::new();
    let token = scene.app_token();
    let gone = spec::ENDPOINTS
        .iter()
        .filter(|endpoint| !is_living(endpoint))
        .map(|endpoint| (endpoint.method, endpoint.path));
    let removed = spec::REMOVED_ENDPOINTS
        .iter()
        .map(|endpoint| (endpoint.method, endpoint.path));
    for (method, path) in gone.chain(removed) {
        let answer = scene.call(&token, (verb(method), path), "");
        assert_eq!(answer.status, 410, "{path}");
        assert!(
            answer.message().contains("was removed"),
            "{path}: {answer:?}"
        );
    }
    let nowhere = scene.call(&token, ("GET", "/nowhere"), "");
    assert_eq!(
        nowhere.body,
        json!({"error": "Not Found", "status": 404, "message": ""})
    );
}

fn living() -> impl Iterator<Item = &'static Endpoint> {
    assert_eq!(spec::ENDPOINTS.len(), 149);
    spec::ENDPOINTS
        .iter()
        .copied()
        .filter(|endpoint| is_living(endpoint))
}

fn is_living(endpoint: &Endpoint) -> bool {
    endpoint
        .deprecation
        .is_none_or(|deprecation| deprecation.gone_since.is_none())
}

/// A call that has everything that the table wants.
fn complete(endpoint: &Endpoint) -> (String, Json) {
    without(endpoint, "")
}

/// A call that has everything that the table wants, but for one parameter.
fn without(endpoint: &Endpoint, missing: &str) -> (String, Json) {
    let mut wanted = wanted_by_rules(endpoint.query_rules);
    wanted.extend(claimed(endpoint));
    let query = endpoint
        .query
        .iter()
        .filter(|field| field.required || wanted.contains(&field.name))
        .filter(|field| field.name != missing)
        .map(|field| format!("{}={}", field.name, plain(&sample(field))));
    let query: Vec<String> = query.collect();
    wanted = wanted_by_rules(endpoint.body_rules);
    wanted.extend(claimed(endpoint));
    let mut body = Map::new();
    for field in endpoint.body.into_iter().flatten() {
        let is_any = endpoint.body_rules.contains(&Rule::AnyField) && body.is_empty();
        if (field.required || wanted.contains(&field.name) || is_any) && field.name != missing {
            body.insert(field.name.to_owned(), sample(field));
        }
    }
    let mark = if query.is_empty() { "" } else { "?" };
    (
        format!("{}{mark}{}", endpoint.path, query.join("&")),
        Json::Object(body),
    )
}

/// The parameters that say who the caller is, even where they may be left out.
fn claimed(endpoint: &Endpoint) -> impl Iterator<Item = &'static str> {
    endpoint
        .identity
        .iter()
        .flat_map(|identity| match identity {
            Identity::Is(claim) => vec![claim.param],
            Identity::AnyOf(claims) => claims.iter().map(|claim| claim.param).collect(),
        })
}

/// One parameter of each choice, and what the first value of a deciding field asks for.
fn wanted_by_rules(rules: &[Rule]) -> Vec<&'static str> {
    let mut wanted = Vec::new();
    for rule in rules {
        match *rule {
            Rule::ExactlyOne(params)
            | Rule::AtLeastOne(params)
            | Rule::AtLeastOneUnlessToken(params, _) => wanted.extend(params.first()),
            Rule::RequiredIf { params, is, .. } if !is.contains(&Value::Boolean(true)) => {
                wanted.extend(params);
            }
            _ => {}
        }
    }
    wanted
}

/// A value that keeps every limit of a field.
fn sample(field: &Field) -> Json {
    // The one transport that a user token may subscribe with.
    if field.name == "method" && field.values.contains(&"websocket") {
        return json!("websocket");
    }
    if let Some(first) = field.values.first() {
        return json!(first);
    }
    if let Some(first) = field.numbers.first() {
        return json!(first);
    }
    match field.kind {
        Kind::String => json!(sample_text(field)),
        Kind::Integer | Kind::Number => json!(field.min.unwrap_or(1)),
        Kind::Boolean => json!(true),
        Kind::Object(fields) => sample_object(fields),
        Kind::Array(element) => {
            let count = field.min_items.unwrap_or(1);
            Json::Array((0..count).map(|_| sample(element)).collect())
        }
        Kind::Map(element) => json!({ "1": sample(element) }),
    }
}

fn sample_object(fields: &[Field]) -> Json {
    let required = fields.iter().filter(|field| field.required);
    Json::Object(
        required
            .map(|field| (field.name.to_owned(), sample(field)))
            .collect(),
    )
}

fn sample_text(field: &Field) -> String {
    match (field.format, field.name) {
        (Some(Format::DateTime), _) => "2026-11-22T09:00:00Z".to_owned(),
        (Some(Format::NumericString), _) => field.min.unwrap_or(1).to_string(),
        (Some(Format::IanaTimezone), _) => "Europe/Berlin".to_owned(),
        (_, "to_broadcaster_id" | "to_user_id" | "target_user_id") => "1002".to_owned(),
        // An extension is an application, and asks about itself.
        (_, "extension_id") => "c0nf1dentialc0nf1dentialc0nf1d".to_owned(),
        (_, name) if name.ends_with("_id") => BROADCASTER.to_owned(),
        _ => "1".repeat(usize::try_from(field.min_length.unwrap_or(1)).unwrap()),
    }
}

/// Values just beyond each limit of a field.
fn beyond(field: &Field) -> Vec<Json> {
    let mut bad = Vec::new();
    let is_number = matches!(field.kind, Kind::Integer | Kind::Number);
    if is_number && field.numbers.is_empty() {
        bad.extend(field.min.map(|min| json!(min - 1)));
        bad.extend(field.max.map(|max| json!(max + 1)));
        bad.push(json!("many"));
    }
    if !field.values.is_empty() && !field.values_open {
        bad.push(json!("no-such-value"));
    }
    if let Some(max) = field.max_length {
        bad.push(json!("x".repeat(usize::try_from(max).unwrap() + 1)));
    }
    if let (Kind::Array(element), Some(max)) = (field.kind, field.max_items) {
        bad.push(Json::Array((0..=max).map(|_| sample(element)).collect()));
    }
    if field.format == Some(Format::DateTime) {
        bad.push(json!("yesterday"));
    }
    bad
}

fn plain(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn method(endpoint: &Endpoint) -> &'static str {
    verb(endpoint.method)
}

fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

/// The middle is `{"exp":2000000000,"role":"external","user_id":"1001","channel_id":"1001","pubsub_perms":{"send":["*"]}}`.
pub(crate) fn extension_token() -> String {
    "h.eyJleHAiOjIwMDAwMDAwMDAsInJvbGUiOiJleHRlcm5hbCIsInVzZXJfaWQiOiIxMDAxIiwiY2hhbm5lbF9pZCI6IjEwMDEiLCJwdWJzdWJfcGVybXMiOnsic2VuZCI6WyIqIl19fQ.s".to_owned()
}
