//! Every endpoint of the table, called as it should be and as it should not: what the table says is what the simulator does.

use serde_json::{Value as Json, json};
use spec::{Endpoint, Method, TokenKind};
use streamhand_sim::sample::{SampleCall, beyond, extension_token, plain};

use crate::scene::Scene;

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
fn complete(endpoint: &'static Endpoint) -> (String, Json) {
    without(endpoint, "")
}

/// A call that has everything that the table wants, but for one parameter.
fn without(endpoint: &'static Endpoint, missing: &str) -> (String, Json) {
    let call = SampleCall::of(endpoint).without(missing);
    (call.path(), Json::Object(call.body))
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
