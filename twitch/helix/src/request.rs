//! What every typed request can do, and how its answer is unwrapped; the requests themselves are made from the table.

use serde_json::Value;
use spec::Endpoint;

use crate::check::check;
use crate::decode::{FieldReader, Lenient, Record, read_answer};
use crate::error::Error;
use crate::parameters::Parameters;
use crate::wire::{self, Destination};

/// One call of one endpoint.
pub trait Request {
    /// Its entry in the table.
    const ENDPOINT: &'static Endpoint;

    /// What comes back: the `data` of the answer, or a record of everything where there is more than that.
    type Response;

    /// Everything that goes into the query and the body.
    fn parameters(&self) -> &Parameters;

    /// Reads an answer that says that the call worked.
    ///
    /// # Errors
    /// [`Error::Undecodable`] if the bytes are no JSON object. Nothing inside an object is an error.
    fn decode(bytes: &[u8]) -> Result<Self::Response, Error>;

    /// The pairs of the query.
    fn query(&self) -> Vec<(String, String)> {
        let pairs = self.parameters().query();
        pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// The body, if there is one.
    fn body(&self) -> Option<Value> {
        self.parameters().body().cloned().map(Value::Object)
    }

    /// Checks the call against the table.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the first parameter that is wrong, its limit and its value.
    fn check(&self) -> Result<(), Error> {
        check(Self::ENDPOINT, self.parameters(), None)
    }

    /// Checks the call and makes the HTTP request, which anything may send.
    ///
    /// # Errors
    /// [`Error::Invalid`] as [`check`](Self::check) says; [`Error::Unsendable`] if the destination cannot
    /// stand in a request.
    fn to_http(&self, destination: Destination<'_>) -> Result<http::Request<Vec<u8>>, Error> {
        to_http(Self::ENDPOINT, self.parameters(), destination)
    }
}

/// Checks a call and makes the HTTP request.
///
/// # Errors
/// As [`Request::to_http`].
pub(crate) fn to_http(
    endpoint: &'static Endpoint,
    parameters: &Parameters,
    destination: Destination<'_>,
) -> Result<http::Request<Vec<u8>>, Error> {
    check(endpoint, parameters, None)?;
    wire::request(endpoint, parameters, destination)
}

/// Reads an answer whose `data` is all that there is.
pub(crate) fn read_data<T: Lenient>(bytes: &[u8]) -> Result<T, String> {
    read_answer::<Data<T>>(bytes).map(|answer| answer.data)
}

/// Reads an answer that holds more than its `data`.
pub(crate) fn read_everything<T: Lenient>(bytes: &[u8]) -> Result<T, String> {
    read_answer(bytes)
}

/// Takes an answer that is nothing but a status.
pub(crate) fn read_nothing(_bytes: &[u8]) -> Result<(), String> {
    Ok(())
}

/// Takes an answer that is a text of another kind than JSON.
pub(crate) fn read_text(bytes: &[u8]) -> Result<String, String> {
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

/// Says which call could not be read, and keeps what can be shown of the answer.
pub(crate) fn undecodable(endpoint: &'static Endpoint, reason: String, bytes: &[u8]) -> Error {
    Error::Undecodable {
        endpoint: endpoint.into(),
        reason,
        body: wire::readable(bytes, &[]),
    }
}

struct Data<T> {
    data: T,
}

impl<T: Lenient> Record for Data<T> {
    fn blank() -> Self {
        Self { data: T::absent() }
    }

    fn read_field<'de, Map: serde::de::MapAccess<'de>>(
        &mut self,
        name: &str,
        field: FieldReader<'_, Map>,
    ) -> Result<(), Map::Error> {
        match name {
            "data" => field.read_into(&mut self.data),
            _ => field.skip(),
        }
    }
}
