//! Reading columns that hold more than a text or a number. Which columns there are is known by the files of the tables.

use std::str::FromStr;

use sqlx::Row;
use sqlx::any::AnyRow;

use crate::error::Cause;

/// Reads a text column and what it means.
pub(crate) fn parse<Value>(row: &AnyRow, column: &str) -> sqlx::Result<Value>
where
    Value: FromStr<Err: Into<Cause>>,
{
    parse_with(row, column, str::parse)
}

/// Reads a text column by a function of its own.
pub(crate) fn parse_with<Value, Problem: Into<Cause>>(
    row: &AnyRow,
    column: &str,
    meaning: impl FnOnce(&str) -> Result<Value, Problem>,
) -> sqlx::Result<Value> {
    let text: String = row.try_get(column)?;
    meaning(&text).map_err(|problem| unreadable(column, problem))
}

/// The column holds something that has no meaning.
pub(crate) fn unreadable(column: &str, problem: impl Into<Cause>) -> sqlx::Error {
    sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: problem.into(),
    }
}
