//! A value of a fixed list on the command line: completion knows it, and what is not in the list is answered with the nearest that is.

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use spec::Field;
use spec::model::field::Kind;

/// Takes one of some values, and JSON for a whole list of them.
#[derive(Debug, Clone)]
pub(crate) struct OneOf {
    values: &'static [&'static str],
    is_open: bool,
}

impl OneOf {
    /// Takes these and nothing else.
    pub(crate) fn new(values: &'static [&'static str]) -> Self {
        Self {
            values,
            is_open: false,
        }
    }

    /// Takes what a field takes.
    pub(crate) fn of(field: &'static Field) -> Self {
        let element = match field.kind {
            Kind::Array(element) => element,
            _ => field,
        };
        // Where a label describes more than the list, such as any color, only the table's own check knows.
        let is_open = element.values_open || element.pattern.is_some() || field.pattern.is_some();
        Self {
            values: element.values,
            is_open,
        }
    }
}

impl TypedValueParser for OneOf {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        let text = value
            .to_str()
            .ok_or_else(|| clap::Error::new(ErrorKind::InvalidUtf8).with_cmd(command))?;
        if self.is_open || self.values.contains(&text) || text.starts_with('[') {
            return Ok(text.to_owned());
        }
        let mut error = clap::Error::new(ErrorKind::InvalidValue).with_cmd(command);
        if let Some(argument) = argument {
            let name = ContextValue::String(argument.to_string());
            error.insert(ContextKind::InvalidArg, name);
        }
        error.insert(
            ContextKind::InvalidValue,
            ContextValue::String(text.to_owned()),
        );
        let values = self
            .values
            .iter()
            .map(|value| (*value).to_owned())
            .collect();
        error.insert(ContextKind::ValidValue, ContextValue::Strings(values));
        let distance = |value: &&&str| strsim::damerau_levenshtein(text, value);
        if let Some(nearest) = self.values.iter().min_by_key(distance) {
            let nearest = ContextValue::String((*nearest).to_owned());
            error.insert(ContextKind::SuggestedValue, nearest);
        }
        Err(error)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let values = self.values.iter().map(|value| PossibleValue::new(*value));
        Some(Box::new(values))
    }
}
