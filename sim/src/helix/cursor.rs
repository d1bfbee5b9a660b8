//! Paging: lists in a fixed order, cursors that stay right when the list changes between two pages.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::call::Call;
use super::refusal::Refusal;

/// One element of a list, with the text that the list is ordered by.
pub(super) struct Item<Element> {
    pub(super) key: String,
    pub(super) element: Element,
}

/// One page of a list.
pub(super) struct Page<Element> {
    pub(super) elements: Vec<Element>,
    /// The object `pagination` of the answer.
    pub(super) pagination: Value,
}

/// Cuts the page that a call asks for out of a list that is ordered by its keys.
///
/// The cursor names the last key seen and not a number, so that somebody who leaves does not make somebody else vanish.
pub(super) fn page<Element>(
    call: &Call<'_>,
    items: Vec<Item<Element>>,
) -> Result<Page<Element>, Refusal> {
    let after = cursor(call, "after")?;
    let before = cursor(call, "before")?;
    let size = call.page_size();
    let mut rest: Vec<Item<Element>> = items
        .into_iter()
        .filter(|item| after.as_ref().is_none_or(|after| item.key > *after))
        .filter(|item| before.as_ref().is_none_or(|before| item.key < *before))
        .collect();
    if before.is_some() && rest.len() > size {
        rest.drain(..rest.len() - size);
    }
    let has_more = rest.len() > size || before.is_some();
    rest.truncate(size);
    let pagination = match rest.last() {
        Some(last) if has_more => json!({ "cursor": encode(&last.key) }),
        _ => json!({}),
    };
    Ok(Page {
        elements: rest.into_iter().map(|item| item.element).collect(),
        pagination,
    })
}

/// The key that puts what came later before what was there, so that something new shifts nothing.
pub(super) fn newest_first(position: usize) -> String {
    format!("{:010}", u32::MAX as usize - position)
}

/// The key that keeps things in the order in which they came.
pub(super) fn oldest_first(position: usize) -> String {
    format!("{position:010}")
}

fn cursor(call: &Call<'_>, name: &str) -> Result<Option<String>, Refusal> {
    let Some(given) = call.query.value(name) else {
        return Ok(None);
    };
    match decode(given) {
        Some(key) => Ok(Some(key)),
        None => Err(Refusal::malformed(name, "the cursor is not valid")),
    }
}

/// Nobody should be tempted to read a cursor, so it is written in digits.
fn encode(key: &str) -> String {
    let mut text = String::from(MARK);
    for byte in key.bytes() {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn decode(text: &str) -> Option<String> {
    let digits = text.strip_prefix(MARK)?.as_bytes();
    if digits.len() % 2 != 0 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let bytes = digits.chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(pair, 16).ok()
    });
    String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?).ok()
}

const MARK: &str = "eyJw";
