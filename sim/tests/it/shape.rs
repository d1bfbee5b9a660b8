//! Whether an answer has the shape that the table gives it, looked at for every call that any test makes; what it says is up to the tests.

use serde_json::Value;
use spec::{Body, Endpoint};
use streamhand_sim::shape::{answer_problems, problems};

/// Fails if a call of the REST API worked and its answer is not what the table describes.
pub(crate) fn check((method, path): (&str, &str), (status, text): (u16, &[u8])) {
    let Some(endpoint) = endpoint(method, path) else {
        return;
    };
    if !(200..300).contains(&status) {
        return;
    }
    assert_eq!(status, endpoint.success.status, "{}", endpoint.id);
    let problems = answer_problems(endpoint, text);
    let id = endpoint.id;
    assert!(
        problems.is_empty(),
        "{id} {path}: {problems:#?} in {}",
        String::from_utf8_lossy(text)
    );
}

fn endpoint(method: &str, path: &str) -> Option<&'static Endpoint> {
    let path = path.strip_prefix("/helix")?;
    let mut endpoints = spec::ENDPOINTS.iter().copied();
    endpoints.find(|endpoint| {
        endpoint.path == path && format!("{:?}", endpoint.method).eq_ignore_ascii_case(method)
    })
}

#[test]
fn an_answer_that_differs_from_the_table_is_noticed() {
    let get_color = spec::endpoint("get_user_chat_color").unwrap();
    let Body::Json(fields) = get_color.success.body else {
        panic!("colors come as JSON");
    };
    let body = |color: &str| {
        let text = format!(
            r#"{{"data":[{{"user_id":"1","user_login":"one","user_name":"One"{color}}}]}}"#
        );
        serde_json::from_str::<Value>(&text).unwrap()
    };
    for (color, expected) in [
        (r##","color":"#FF0000""##, vec![]),
        (r#","color":"""#, vec![]),
        ("", vec![".data[0].color is missing"]),
        (r#","color":7"#, vec![".data[0].color is 7, not String"]),
        (
            r#","color":"","shade":1"#,
            vec![".data[0].shade is not in the table"],
        ),
    ] {
        assert_eq!(problems(fields, &body(color)), expected, "{color}");
    }
}
