//! A call as behaviors read it: the entry of the table, who calls, and the parameters wherever they stand.

use http::StatusCode;
use serde_json::Value;
use spec::{Endpoint, Place, TokenKind};
use types::{ClientId, ScopeSet, UserId};

use super::quirk;
use super::refusal::Refusal;
use crate::request::{Parameters, Request};

/// Who calls.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub(crate) client: ClientId,
    /// None for app tokens and for calls without a token.
    pub(crate) user: Option<UserId>,
    pub(crate) scopes: ScopeSet,
    pub(crate) kind: TokenKind,
}

/// One call.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) caller: Caller,
    pub(crate) query: &'a Parameters,
    /// An object; empty if the endpoint takes no body.
    pub(crate) body: Value,
}

impl<'a> Call<'a> {
    /// Reads the body if the endpoint takes one.
    pub(crate) fn read(
        endpoint: &'static Endpoint,
        caller: Caller,
        request: &'a Request,
    ) -> Result<Self, Refusal> {
        let body = match endpoint.body {
            Some(_) => quirk::accept(endpoint, body(request)?, &request.query),
            None => Value::Object(serde_json::Map::new()),
        };
        Ok(Self {
            endpoint,
            caller,
            query: &request.query,
            body,
        })
    }

    /// A parameter as text, wherever it stands; a dot leads into an object of the body.
    pub(crate) fn text(&self, place: Place, name: &str) -> Option<&str> {
        match place {
            Place::Query => self.query.value(name),
            Place::Body => self.field(name)?.as_str().filter(|text| !text.is_empty()),
        }
    }

    /// A parameter as text from the query or else from the body.
    pub(crate) fn anywhere(&self, name: &str) -> Option<&str> {
        self.text(Place::Query, name)
            .or_else(|| self.text(Place::Body, name))
    }

    /// A field of the body that is not null; a dot leads into an object.
    pub(crate) fn field(&self, path: &str) -> Option<&Value> {
        let mut value = &self.body;
        for name in path.split('.') {
            value = value.get(name)?;
        }
        (!value.is_null()).then_some(value)
    }

    /// A text of the body; empty if it is not there, which the checks rule out for what is required.
    pub(crate) fn body_text(&self, path: &str) -> &str {
        self.text(Place::Body, path).unwrap_or_default()
    }

    /// A whole number of the body.
    pub(crate) fn number(&self, path: &str) -> Option<u64> {
        self.field(path).and_then(Value::as_u64)
    }

    /// The titles of the objects in a list of the body.
    pub(crate) fn titles(&self, list: &str) -> impl Iterator<Item = &str> {
        let objects = self.field(list).and_then(Value::as_array);
        let objects = objects.into_iter().flatten();
        objects.filter_map(|object| object["title"].as_str())
    }

    /// How many elements a page has.
    pub(crate) fn page_size(&self) -> usize {
        let given = self
            .query
            .value("first")
            .and_then(|first| first.parse().ok());
        given.unwrap_or_else(|| self.default_page_size())
    }

    fn default_page_size(&self) -> usize {
        let mut fields = self.endpoint.query.iter();
        let first = fields.find(|field| field.name == "first");
        match first.and_then(|field| field.default) {
            Some(spec::Value::Integer(size)) => usize::try_from(size).unwrap_or(USUAL_PAGE_SIZE),
            _ => USUAL_PAGE_SIZE,
        }
    }
}

fn body(request: &Request) -> Result<Value, Refusal> {
    // What is not there has no type, whatever the client says: some call it a stream of bytes.
    if request.body.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    // Without a content type the text itself has to tell.
    if request
        .content_type()
        .is_some_and(|kind| kind != "application/json")
    {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return Err(Refusal::new(status, "the body must be application/json"));
    }
    match serde_json::from_slice(&request.body) {
        Ok(body @ Value::Object(_)) => Ok(body),
        Ok(_) => Err(Refusal::bad_request("the body must be a JSON object")),
        Err(error) => Err(Refusal::bad_request(format!(
            "the body could not be read as JSON: {error}"
        ))),
    }
}

const USUAL_PAGE_SIZE: usize = 20;
