//! Lists that come in pages: the cursor in an answer, and the guard that ends a walk which would never end. Fetches nothing.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::decode::skip::{skip_lists, skip_scalars_but_text};
use crate::decode::{FieldReader, Lenient, Record};
use crate::request::Request;

/// One page of a list.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<Item> {
    /// What the page holds; it may be empty although pages follow.
    pub data: Vec<Item>,
    /// Where the next page begins.
    pub pagination: Pagination,
}

/// Where the next page begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pagination {
    /// To be handed back as `after`; none on the last page.
    pub cursor: Option<String>,
}

/// A request whose list comes in pages.
pub trait Paged: Request + Clone {
    /// What the list holds.
    type Item;

    /// Sets the cursor of the page that is wanted next.
    fn set_cursor(&mut self, cursor: &str);

    /// Takes an answer apart into what it holds and the cursor of the next page.
    fn unwrap(response: Self::Response) -> (Vec<Self::Item>, Pagination);

    /// What tells an item from the others of the list, if anything does.
    fn key(item: &Self::Item) -> Option<&str>;
}

/// Watches over a walk through pages: no item twice, no cursor twice, no endless row of pages.
///
/// Lists move while they are read, so that pages overlap; and a cursor that comes back would lead in circles.
#[derive(Debug, Default)]
pub struct Walk {
    keys: HashSet<String>,
    cursors: HashSet<String>,
    pages: usize,
}

impl Walk {
    /// A walk that has seen nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a page: drops what was there before, and says which page to ask for next, if any.
    pub fn take<R: Paged>(&mut self, response: R::Response) -> (Vec<R::Item>, Option<String>) {
        let (mut items, pagination) = R::unwrap(response);
        // An item whose key was left out is none that was there before.
        items.retain(|item| match R::key(item) {
            None | Some("") => true,
            Some(key) => self.keys.insert(key.to_owned()),
        });
        self.pages += 1;
        let next = pagination
            .cursor
            .filter(|cursor| self.pages < PAGE_LIMIT && self.cursors.insert(cursor.clone()));
        (items, next)
    }
}

impl Pagination {
    /// This one, or the other if this one ends the list; for answers that have been seen with two.
    #[must_use]
    pub(crate) fn or(self, other: &Self) -> Self {
        Self {
            cursor: self.cursor.or_else(|| other.cursor.clone()),
        }
    }
}

impl<Item: Lenient> Record for Page<Item> {
    fn blank() -> Self {
        Self {
            data: Vec::new(),
            pagination: Pagination::default(),
        }
    }

    fn read_field<'de, Map: MapAccess<'de>>(
        &mut self,
        name: &str,
        field: FieldReader<'_, Map>,
    ) -> Result<(), Map::Error> {
        match name {
            "data" => field.read_into(&mut self.data),
            "pagination" => field.read_into(&mut self.pagination),
            _ => field.skip(),
        }
    }
}

/// Usually an object with a cursor; one endpoint sends the cursor itself.
impl Lenient for Pagination {
    fn absent() -> Self {
        Self::default()
    }

    fn read<'de, Source: Deserializer<'de>>(source: Source) -> Result<Option<Self>, Source::Error> {
        source.deserialize_any(PaginationVisitor)
    }
}

impl From<String> for Pagination {
    fn from(cursor: String) -> Self {
        let cursor = Some(cursor).filter(|cursor| !cursor.is_empty());
        Self { cursor }
    }
}

struct PaginationVisitor;

impl<'de> Visitor<'de> for PaginationVisitor {
    type Value = Option<Pagination>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON value")
    }

    fn visit_map<Map: MapAccess<'de>>(self, mut map: Map) -> Result<Self::Value, Map::Error> {
        let mut pagination = Pagination::default();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "cursor" => FieldReader::new(&mut map).read_into(&mut pagination.cursor)?,
                _ => FieldReader::new(&mut map).skip()?,
            }
        }
        Ok(Some(Pagination::from(
            pagination.cursor.unwrap_or_default(),
        )))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Pagination::from(text.to_owned())))
    }

    skip_lists!('de, None);
    skip_scalars_but_text!(None);
}

/// With 100 to a page more than a million items, which no list of Twitch has; the guard is for a service gone wrong.
const PAGE_LIMIT: usize = 20_000;
