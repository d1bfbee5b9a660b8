//! Calls made from names and texts, and the HTTP requests that come of them.

use serde_json::{Value, json};
use spec::{ENDPOINTS, endpoint};
use streamhand_helix::dynamic::{Call, nearest};
use streamhand_helix::polls::CreatePoll;
use streamhand_helix::users::GetUsers;
use streamhand_helix::{Destination, Request, check};
use types::{ClientId, Secret};

use crate::specimen;

fn call(id: &str, parameters: &[(&str, &str)]) -> Result<Call, String> {
    let endpoint = endpoint(id).unwrap();
    Call::with_parameters(endpoint, parameters.iter().copied()).map_err(|error| error.to_string())
}

fn send(call: &Call) -> Result<http::Request<Vec<u8>>, String> {
    let destination = Destination {
        base_url: "http://127.0.0.1:4000/helix/",
        client_id: &ClientId::new("client"),
        token: Some(&Secret::new("secret-token")),
    };
    call.to_http(destination).map_err(|error| error.to_string())
}

fn body(call: &Call) -> Value {
    call.parameters()
        .body()
        .cloned()
        .map_or(Value::Null, Value::Object)
}

#[test]
fn the_least_that_the_table_asks_for_is_taken_by_every_endpoint() {
    for endpoint in ENDPOINTS {
        let parameters = specimen::minimal(endpoint);
        if let Err(error) = check(endpoint, &parameters, None) {
            panic!("{error}");
        }
        let mut call = Call::new(endpoint);
        for (name, text) in parameters.query() {
            call.set(name, text).unwrap();
        }
        if let Some(body) = parameters.body() {
            call.set_body(Value::Object(body.clone())).unwrap();
        }
        let request = send(&call).unwrap();
        let path = format!("/helix{}", endpoint.path);
        assert_eq!(request.uri().path(), path, "{}", endpoint.id);
        assert_eq!(
            request.method().as_str(),
            format!("{:?}", endpoint.method).to_uppercase()
        );
        let has_body = endpoint.body.is_some();
        assert_eq!(!request.body().is_empty(), has_body, "{}", endpoint.id);
        assert_eq!(request.headers().contains_key("content-type"), has_body);
    }
}

#[test]
fn names_and_texts_make_the_same_request_as_the_typed_form() {
    let typed = CreatePoll::new("1", "Heads or tails?", ["Heads", "Tails"], 60)
        .channel_points_voting_enabled(true)
        .channel_points_per_vote(100);
    let parameters = [
        ("broadcaster-id", "1"),
        ("title", "Heads or tails?"),
        ("choices", "Heads"),
        ("choices", "Tails"),
        ("duration", "60"),
        ("channel-points-voting-enabled", "true"),
        ("channel_points_per_vote", "100"),
    ];
    assert_eq!(
        body(&call("create_poll", &parameters).unwrap()),
        typed.body().unwrap()
    );
}

#[test]
fn paths_lead_into_objects_and_lists() {
    for (id, parameters, expected) in [
        (
            "ban_user",
            vec![
                ("user_id", "7"),
                ("data.duration", "600"),
                ("reason", "spam"),
            ],
            json!({"data": {"user_id": "7", "duration": 600, "reason": "spam"}}),
        ),
        (
            "create_poll",
            vec![
                ("choices[].title", "A"),
                ("choices[].title", "B"),
                ("choices", r#"{"title":"C"}"#),
            ],
            json!({"choices": [{"title": "A"}, {"title": "B"}, {"title": "C"}]}),
        ),
        (
            "modify_channel_information",
            vec![
                ("content_classification_labels[].id", "Gambling"),
                ("content_classification_labels[].is_enabled", "true"),
                ("content_classification_labels[].id", "SexualThemes"),
                ("content_classification_labels[].is_enabled", "false"),
                ("tags", "English"),
                ("tags", r#"["Chatty","Cozy"]"#),
            ],
            json!({
                "content_classification_labels": [
                    {"id": "Gambling", "is_enabled": true},
                    {"id": "SexualThemes", "is_enabled": false},
                ],
                "tags": ["English", "Chatty", "Cozy"],
            }),
        ),
        (
            "update_conduit_shards",
            vec![
                ("shards[0].id", "0"),
                ("shards[0].transport.method", "websocket"),
                ("shards[1].id", "1"),
                ("shards[].transport.method", "webhook"),
            ],
            json!({"shards": [
                {"id": "0", "transport": {"method": "websocket"}},
                {"id": "1", "transport": {"method": "webhook"}},
            ]}),
        ),
        (
            "create_eventsub_subscription",
            vec![
                ("condition", "user_id=1"),
                ("condition.broadcaster_user_id", "2"),
                ("transport", r#"{"method":"conduit"}"#),
            ],
            json!({
                "condition": {"user_id": "1", "broadcaster_user_id": "2"},
                "transport": {"method": "conduit"},
            }),
        ),
        (
            "update_user_extensions",
            vec![("panel.1.active", "true"), ("panel.1.id", "abc")],
            json!({"data": {"panel": {"1": {"active": true, "id": "abc"}}}}),
        ),
    ] {
        assert_eq!(body(&call(id, &parameters).unwrap()), expected, "{id}");
    }
}

#[test]
fn what_cannot_be_set_gets_a_sentence_with_the_nearest_real_name() {
    for (id, parameters, expected) in [
        (
            "get_users",
            vec![("logn", "x")],
            "cannot call Get Users: `logn` is no parameter of this call; the nearest is `login`",
        ),
        (
            "ban_user",
            vec![("user-ids", "7")],
            "cannot call Ban User: `user-ids` is no parameter of this call; the nearest is `user_id`",
        ),
        (
            "create_poll",
            vec![("choices[].titel", "A")],
            "cannot call Create Poll: `choices[].titel` has no field `titel` inside; the nearest is `title`",
        ),
        (
            "create_poll",
            vec![("title.text", "A")],
            "cannot call Create Poll: `title.text` is no object, so that nothing can stand inside it",
        ),
        (
            "create_poll",
            vec![("title", "A"), ("title", "B")],
            "cannot call Create Poll: `title` is given twice, but may be given only once",
        ),
        (
            "create_poll",
            vec![("choices[3].title", "A")],
            "cannot call Create Poll: `choices[3].title` names element 3, but those before it are not there",
        ),
        (
            "get_global_emotes",
            vec![("first", "1")],
            "cannot call Get Global Emotes: `first` is no parameter of this call, which takes none",
        ),
    ] {
        assert_eq!(
            call(id, &parameters).map(|call| body(&call)),
            Err(expected.to_owned())
        );
    }
}

#[test]
fn what_has_the_wrong_type_is_named_when_the_call_is_checked() {
    for (id, parameters, expected) in [
        (
            "get_chatters",
            vec![
                ("broadcaster_id", "1"),
                ("moderator_id", "1"),
                ("first", "many"),
            ],
            "cannot call Get Chatters: `first` is \"many\", but must be a whole number",
        ),
        (
            "get_chatters",
            vec![("broadcaster_id", "1"), ("moderator_id", "")],
            "cannot call Get Chatters: `moderator_id` is missing",
        ),
        (
            "get_chatters",
            vec![
                ("broadcaster_id", "1"),
                ("moderator_id", "1"),
                ("first", "1"),
                ("first", "2"),
            ],
            "cannot call Get Chatters: `first` is given twice, but may be given only once",
        ),
        (
            "start_commercial",
            vec![("broadcaster_id", "1"), ("length", "long")],
            "cannot call Start Commercial: `length` is \"long\", but must be a whole number",
        ),
        (
            "update_shield_mode_status",
            vec![
                ("broadcaster_id", "1"),
                ("moderator_id", "1"),
                ("is_active", "yes"),
            ],
            "cannot call Update Shield Mode Status: `is_active` is \"yes\", but must be true or false",
        ),
    ] {
        assert_eq!(
            send(&call(id, &parameters).unwrap()).map(drop),
            Err(expected.to_owned())
        );
    }
}

#[test]
fn fields_that_the_table_does_not_know_are_sent_if_the_whole_body_is_given() {
    let mut call = call("create_poll", &[]).unwrap();
    let whole = json!({"broadcaster_id": "1", "title": "?", "choices": [{"title": "A"}, {"title": "B"}],
                       "duration": 60, "brand_new": true});
    call.set_body(whole.clone()).unwrap();
    let sent: Value = serde_json::from_slice(send(&call).unwrap().body()).unwrap();
    assert_eq!(sent, whole);
    assert!(call.set_body(json!([])).is_err());
}

#[test]
fn values_are_escaped_and_the_base_address_may_end_with_a_slash() {
    let request = GetUsers::new()
        .login("a&b=c d+é")
        .id("1")
        .to_http(Destination {
            base_url: "http://127.0.0.1:4000/helix/",
            client_id: &ClientId::new("client"),
            token: None,
        })
        .unwrap();
    let expected = "http://127.0.0.1:4000/helix/users?login=a%26b%3Dc%20d%2B%C3%A9&id=1";
    assert_eq!(request.uri(), expected);
    assert_eq!(request.headers()["client-id"], "client");
    assert!(!request.headers().contains_key("authorization"));
}

#[test]
fn x24_the_token_is_on_the_wire_and_in_nothing_that_is_printed() {
    let call = call("get_users", &[("login", "x")]).unwrap();
    let request = send(&call).unwrap();
    assert_eq!(request.headers()["authorization"], "Bearer secret-token");
    assert!(!format!("{request:?}").contains("secret-token"));
    let broken = Destination {
        base_url: "not an address",
        client_id: &ClientId::new("client"),
        token: Some(&Secret::new("secret\ntoken")),
    };
    let error = call.to_http(broken).unwrap_err();
    assert!(!error.is_transient());
    assert!(
        !format!("{error} {error:?}").contains("secret"),
        "{error:?}"
    );
}

#[test]
fn the_nearest_name_is_found_whatever_the_case_and_the_dashes() {
    let names = || ENDPOINTS.iter().map(|endpoint| endpoint.id);
    for (typed, expected) in [
        ("get-user", "get_users"),
        ("CreatePol", "create_poll"),
        ("send-chat-mesage", "send_chat_message"),
    ] {
        assert_eq!(nearest(typed, names()), Some(expected), "{typed}");
    }
}
