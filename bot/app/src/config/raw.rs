//! What was written: the file's text cut into known keys, each with its place; nothing is interpreted here.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use compact_str::{CompactString, ToCompactString};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::key::{self, Key, Kind};
use super::source::Source;
use crate::failure::{Failure, Status};

/// The values that a file gives, by section and name; a section that may repeat gives several.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) values: BTreeMap<(&'static str, &'static str), Vec<Written>>,
}

/// One value and where it stands.
pub(super) struct Written {
    pub(super) text: CompactString,
    pub(super) origin: Origin,
}

/// Where a value comes from.
#[derive(Debug, Clone)]
pub(super) enum Origin {
    Default,
    Variable(String),
    /// A file whose text is at hand, to draw the place.
    Span {
        source: Arc<Source>,
        span: Range<usize>,
        is_secret: bool,
    },
    /// A file that was read.
    Line {
        path: Arc<Path>,
        line: usize,
    },
}

impl Written {
    /// Nothing will be found wrong with it any more: the text of the file, which may hold secrets, need not be kept.
    pub(super) fn let_text_go(&mut self) {
        if let Origin::Span { source, span, .. } = &self.origin {
            self.origin = Origin::Line {
                path: Arc::clone(&source.path),
                line: source.line(span.start),
            };
        }
    }

    /// A failure that says what is wrong with this value, and where it stands.
    pub(super) fn wrong(&self, section: &str, name: &str, what: &str) -> Failure {
        let happened = format!("{}: {section}.{name}: {what}", self.origin);
        let failure = Failure::new(Status::Usage, happened);
        match &self.origin {
            // A secret must not travel in a snippet, so its place is told by the line alone.
            Origin::Span {
                source,
                span,
                is_secret: false,
            } => failure.at(source.snippet(span.clone())),
            _ => failure,
        }
    }
}

impl Raw {
    /// Cuts a file's text into known keys.
    ///
    /// # Errors
    /// Bad TOML, an unknown section or key, a value of the wrong kind; each with its line and a caret.
    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, Failure> {
        let source = Arc::new(Source::new(path, text));
        let document = DeTable::parse(text).map_err(|error| source.syntax(&error))?;
        let mut raw = Self::default();
        for (name, content) in document.get_ref() {
            let sections = key::sections();
            let Some(section) = sections
                .iter()
                .copied()
                .find(|known| known == name.get_ref())
            else {
                return Err(source.unknown_section(name.get_ref(), name.span()));
            };
            raw.take_section(&source, section, content)?;
        }
        Ok(raw)
    }

    fn take_section(
        &mut self,
        source: &Arc<Source>,
        section: &'static str,
        content: &Spanned<DeValue<'_>>,
    ) -> Result<(), Failure> {
        match (content.get_ref(), section == "channel") {
            (DeValue::Table(table), false) => self.take_table(source, section, table),
            (DeValue::Array(tables), true) => {
                for element in tables {
                    let DeValue::Table(table) = element.get_ref() else {
                        return Err(source.wrong_form(section, element.span()));
                    };
                    self.take_table(source, section, table)?;
                }
                Ok(())
            }
            _ => Err(source.wrong_form(section, content.span())),
        }
    }

    fn take_table(
        &mut self,
        source: &Arc<Source>,
        section: &'static str,
        table: &DeTable<'_>,
    ) -> Result<(), Failure> {
        for (name, value) in table {
            let Some(key) = key::find(section, name.get_ref()) else {
                return Err(source.unknown_key(section, name.get_ref(), name.span()));
            };
            if key.is_only_variable {
                return Err(source.only_variable(key, name.span()));
            }
            let written = source.values(key, value)?;
            self.values
                .entry((section, key.name))
                .or_default()
                .extend(written);
        }
        Ok(())
    }
}

impl std::fmt::Debug for Written {
    /// Shows where, not what: the value may be a secret.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Written({:?})", self.origin)
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Default => formatter.write_str("default"),
            Self::Variable(name) => formatter.write_str(name),
            Self::Span { source, span, .. } => {
                let line = source.line(span.start);
                write!(formatter, "{}, line {line}", source.path.display())
            }
            Self::Line { path, line } => write!(formatter, "{}, line {line}", path.display()),
        }
    }
}

impl Source {
    fn syntax(&self, error: &toml::de::Error) -> Failure {
        let span = error.span().unwrap_or(0..0);
        let what = error
            .message()
            .lines()
            .next()
            .unwrap_or("it is not TOML")
            .to_owned();
        self.failure(&format!("is not valid TOML: {what}"), span)
            .advice("correct the place that the caret points at; a text stands in double quotes")
    }

    fn unknown_section(&self, name: &str, span: Range<usize>) -> Failure {
        let failure = self.failure(&format!("there is no section [{name}]"), span);
        match key::nearest(name, key::sections()) {
            Some(known) => failure.advice(format!("write [{known}]")),
            None => failure.advice(format!("use one of: {}", key::sections().join(", "))),
        }
    }

    fn unknown_key(&self, section: &str, name: &str, span: Range<usize>) -> Failure {
        let failure = self.failure(&format!("[{section}] has no key \"{name}\""), span);
        let here: Vec<_> = key::KEYS
            .iter()
            .filter(|key| key.section == section)
            .map(|key| key.name)
            .collect();
        match key::nearest(name, here.iter().copied()) {
            Some(known) => failure.advice(format!("write \"{known}\"")),
            None => failure.advice(format!("use one of: {}", here.join(", "))),
        }
    }

    /// The line is named and not shown, as it holds the secret.
    fn only_variable(&self, key: &Key, span: Range<usize>) -> Failure {
        let line = self.line(span.start);
        let happened = format!(
            "{}, line {line}: \"{}\" in [{}] may not stand in the config file",
            self.path.display(),
            key.name,
            key.section
        );
        Failure::new(Status::Usage, happened)
            .meaning("Whoever reads the config could then read the tokens as well.")
            .advice(format!(
                "set the variable {}, or name a file with {}_file",
                key.variable(),
                key.name
            ))
    }

    fn wrong_form(&self, section: &str, span: Range<usize>) -> Failure {
        let form = if section == "channel" {
            "[[channel]], once for each channel"
        } else {
            "a table"
        };
        self.failure(&format!("\"{section}\" must be written as {form}"), span)
            .advice(if section == "channel" {
                "write [[channel]] with two brackets"
            } else {
                "write it in brackets"
            })
    }

    /// What is written for a key: one value, or for a list as many as it holds.
    fn values(
        self: &Arc<Self>,
        key: &Key,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Vec<Written>, Failure> {
        let text = |value: &Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::String(text) => Ok(Written {
                text: CompactString::new(text),
                origin: self.origin(key, value.span()),
            }),
            _ => Err(self.wrong_kind(key, value.span())),
        };
        match (key.kind, value.get_ref()) {
            (Kind::Text, _) => Ok(vec![text(value)?]),
            (Kind::List, DeValue::Array(elements)) => elements.iter().map(text).collect(),
            (Kind::Switch, DeValue::Boolean(is_on)) => Ok(vec![Written {
                text: is_on.to_compact_string(),
                origin: self.origin(key, value.span()),
            }]),
            (Kind::List | Kind::Switch, _) => Err(self.wrong_kind(key, value.span())),
        }
    }

    fn wrong_kind(&self, key: &Key, span: Range<usize>) -> Failure {
        let (kind, advice) = match key.kind {
            Kind::Text => ("a text", "put it in double quotes"),
            Kind::List => ("a list of texts", "write it as [\"one\", \"two\"]"),
            Kind::Switch => ("true or false", "write it without quotes"),
        };
        let what = format!(
            "the value of \"{}\" in [{}] must be {kind}",
            key.name, key.section
        );
        self.failure(&what, span).advice(advice)
    }

    fn origin(self: &Arc<Self>, key: &Key, span: Range<usize>) -> Origin {
        Origin::Span {
            source: Arc::clone(self),
            span,
            is_secret: key.is_secret,
        }
    }
}
