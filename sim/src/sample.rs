//! A complete call of every endpoint, and values just beyond each limit, made from the table for the usual world; for tests of clients and for examples in manuals. What must be there before a call works is not looked at.

use serde_json::{Map, Value as Json, json};
use spec::{Endpoint, Field, Format, Kind, Method, Rule, Value};
use url::form_urlencoded::Serializer;

/// A call that has everything that the table wants.
#[derive(Debug, Clone, PartialEq)]
pub struct SampleCall {
    path: &'static str,
    /// The query, in the order of the table.
    pub query: Vec<(&'static str, String)>,
    /// The fields of the body; none if the call takes none.
    pub body: Map<String, Json>,
}

impl SampleCall {
    /// The complete call.
    pub fn of(endpoint: &'static Endpoint) -> Self {
        let wanted = wanted(endpoint, endpoint.query_rules);
        let is_wanted = |field: &&Field| field.required || wanted.contains(&field.name);
        let query = endpoint.query.iter().filter(is_wanted);
        let query = query
            .map(|field| (field.name, plain(&sample(field))))
            .collect();
        let mut call = Self {
            path: endpoint.path,
            query,
            body: body(endpoint),
        };
        call.change_something(endpoint);
        call.aim_at_somebody_else(endpoint);
        call
    }

    /// The same call without one of its parameters.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.query.retain(|(other, _)| *other != name);
        self.body.remove(name);
        self
    }

    /// The path below the base URL, with the query.
    pub fn path(&self) -> String {
        if self.query.is_empty() {
            return self.path.to_owned();
        }
        let query = Serializer::new(String::new())
            .extend_pairs(&self.query)
            .finish();
        format!("{}?{query}", self.path)
    }
}

impl SampleCall {
    /// An update that changes nothing is allowed, and of no use to anybody.
    fn change_something(&mut self, endpoint: &Endpoint) {
        let is_update = matches!(endpoint.method, Method::Put | Method::Patch);
        let names = self.query.iter().map(|(name, _)| *name);
        let mut names = names.chain(self.body.keys().map(String::as_str));
        if !is_update || names.any(|name| !is_id(name)) {
            return;
        }
        let is_change = |field: &&Field| !is_id(field.name) && !field.required;
        if let Some(field) = endpoint.body.into_iter().flatten().find(is_change) {
            self.body.insert(field.name.to_owned(), sample(field));
        } else if let Some(field) = endpoint.query.iter().find(is_change) {
            // To switch something off asks for less than to switch it on.
            let is_switch = matches!(field.kind, Kind::Boolean);
            let value = if is_switch {
                json!(false)
            } else {
                sample(field)
            };
            self.query.push((field.name, plain(&value)));
        }
    }

    /// Nobody can be banned, made a moderator or invited in their own channel.
    fn aim_at_somebody_else(&mut self, endpoint: &Endpoint) {
        let is_aim = |name: &str| {
            matches!(name, "user_id" | "guest_id") && !claimed(endpoint).any(|other| other == name)
        };
        for (_, value) in self.query.iter_mut().filter(|(name, _)| is_aim(name)) {
            OTHER.clone_into(value);
        }
        let inside = self.body.get_mut("data").and_then(Json::as_object_mut);
        if let Some(value) = inside.and_then(|inside| inside.get_mut("user_id")) {
            *value = json!(OTHER);
        }
        for (_, value) in self.body.iter_mut().filter(|(name, _)| is_aim(name)) {
            *value = json!(OTHER);
        }
    }
}

/// A value that keeps every limit of a field.
pub fn sample(field: &Field) -> Json {
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
        Kind::String => json!(text(field)),
        Kind::Integer | Kind::Number => json!(field.min.unwrap_or(1)),
        Kind::Boolean => json!(true),
        Kind::Object(fields) => object(fields),
        Kind::Array(element) => {
            let count = field.min_items.unwrap_or(1);
            Json::Array((0..count).map(|number| nth(element, number)).collect())
        }
        Kind::Map(_) if field.name == "condition" => json!({ "broadcaster_user_id": BROADCASTER }),
        Kind::Map(element) => json!({ "1": sample(element) }),
    }
}

/// Values just beyond each limit of a field, and of the wrong kind.
pub fn beyond(field: &Field) -> Vec<Json> {
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
        bad.push(json!(repeated("x", max + 1)));
    }
    if let (Kind::Array(element), Some(max)) = (field.kind, field.max_items) {
        bad.push((0..=max).map(|number| nth(element, number)).collect());
    }
    if field.format == Some(Format::DateTime) {
        bad.push(json!("yesterday"));
    }
    bad
}

/// A token that an extension could have signed; nobody looks at the signature.
///
/// The middle is `{"exp":2000000000,"role":"external","user_id":"1001","channel_id":"1001","pubsub_perms":{"send":["*"]}}`.
pub fn extension_token() -> String {
    "h.eyJleHAiOjIwMDAwMDAwMDAsInJvbGUiOiJleHRlcm5hbCIsInVzZXJfaWQiOiIxMDAxIiwiY2hhbm5lbF9pZCI6IjEwMDEiLCJwdWJzdWJfcGVybXMiOnsic2VuZCI6WyIqIl19fQ.s".to_owned()
}

/// A value as it is written in a query or on a command line.
pub fn plain(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn body(endpoint: &Endpoint) -> Map<String, Json> {
    let wanted = wanted(endpoint, endpoint.body_rules);
    let mut body = Map::new();
    for field in endpoint.body.into_iter().flatten() {
        let is_any = endpoint.body_rules.contains(&Rule::AnyField) && body.is_empty();
        if field.required || wanted.contains(&field.name) || is_any {
            body.insert(field.name.to_owned(), sample(field));
        }
    }
    body
}

/// What is needed beside the required ones: one parameter of each choice, what the first value of a deciding field asks for, and who the caller is, even where that may be left out.
fn wanted(endpoint: &Endpoint, rules: &[Rule]) -> Vec<&'static str> {
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
    wanted.extend(claimed(endpoint));
    wanted
}

/// The parameters that say who the caller is.
fn claimed(endpoint: &Endpoint) -> impl Iterator<Item = &'static str> {
    endpoint.claims().map(|claim| claim.param)
}

fn is_id(name: &str) -> bool {
    name == "id" || name.ends_with("_id") && name != "game_id"
}

/// Elements of one list differ, because some must.
fn nth(element: &Field, number: u32) -> Json {
    let mut value = sample(element);
    if let Some(Json::String(title)) = value.get_mut("title") {
        *title = ["Tea", "Coffee"]
            .get(number as usize)
            .map_or_else(|| format!("Tea {number}"), |word| (*word).to_owned());
    }
    value
}

/// What an object needs, and its first field if it needs none.
fn object(fields: &[Field]) -> Json {
    let is_free = fields.iter().all(|field| !field.required);
    let wanted = fields.iter().enumerate();
    let wanted = wanted.filter(|(number, field)| field.required || is_free && *number == 0);
    Json::Object(
        wanted
            .map(|(_, field)| (field.name.to_owned(), sample(field)))
            .collect(),
    )
}

fn text(field: &Field) -> String {
    let fitting = TEXTS.iter().find(|(name, _)| *name == field.name);
    match (field.format, field.name) {
        (Some(Format::DateTime), _) => "2026-11-22T09:00:00Z".to_owned(),
        (Some(Format::NumericString), _) => field.min.unwrap_or(1).to_string(),
        (Some(Format::IanaTimezone), _) => "Europe/Berlin".to_owned(),
        (_, "to_broadcaster_id" | "to_user_id" | "target_user_id") => OTHER.to_owned(),
        // An extension is an application, and asks about itself.
        (_, "extension_id") => EXTENSION.to_owned(),
        (_, name) if is_id(name) && name != "id" => BROADCASTER.to_owned(),
        _ => match fitting {
            Some((_, text)) => (*text).to_owned(),
            None => repeated("1", field.min_length.unwrap_or(1)),
        },
    }
}

fn repeated(text: &str, count: u32) -> String {
    text.repeat(count as usize)
}

/// An account that may everything in its own channel.
const BROADCASTER: &str = "1001";

/// An account that may nothing there.
const OTHER: &str = "1002";

const EXTENSION: &str = "c0nf1dentialc0nf1dentialc0nf1d";

/// What people would write, by the name of the field.
const TEXTS: &[(&str, &str)] = &[
    ("color", "#9147FF"),
    ("description", "About the kettle"),
    ("game_id", "509658"),
    ("login", "somechannel"),
    ("message", "The kettle is on"),
    ("prompt", "Say something nice"),
    ("query", "chat"),
    ("reason", "Asked to"),
    ("resolution_text", "Welcome back"),
    ("text", "The kettle is on"),
    ("title", "Tea or coffee?"),
    ("type", "stream.online"),
];
