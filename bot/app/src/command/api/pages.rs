//! A list over all its pages, with guards against lists that move while they are read and cursors that lead in circles.

use std::collections::HashSet;

use helix::dynamic::Call;
use serde_json::Value;
use spec::{Endpoint, Pagination};

use super::answer::{self, Shape};
use super::arguments::Reach;
use crate::explain;
use crate::failure::Failure;

/// A walk through the pages of a list.
#[derive(Debug)]
pub(super) struct Walk {
    first: Call,
    pagination: Pagination,
    shape: Shape,
    limit: usize,
    cursor: Option<String>,
    cursors: HashSet<String>,
    keys: HashSet<String>,
    count: usize,
}

impl Walk {
    /// A walk that begins with this call; none if its answers have no pages, or only one is wanted.
    pub(super) fn new(call: &Call, reach: Reach) -> Option<Self> {
        let endpoint = call.endpoint();
        let limit = match reach {
            Reach::OnePage => return None,
            Reach::All => usize::MAX,
            Reach::Limit(limit) => limit,
        };
        Some(Self {
            first: call.clone(),
            pagination: endpoint.pagination?,
            shape: answer::shape(endpoint),
            limit,
            cursor: None,
            cursors: HashSet::new(),
            keys: HashSet::new(),
            count: 0,
        })
    }

    /// The call for the next page.
    ///
    /// # Errors
    /// If the table knows no such parameter, which would be its own mistake.
    pub(super) fn call(&self) -> Result<Call, Failure> {
        let endpoint = self.first.endpoint();
        let mut call = Call::new(endpoint);
        let query = self.first.parameters().query();
        let is_moved = |name: &str| self.cursor.is_some() && name == self.pagination.cursor;
        let kept = query.filter(|(name, _)| !is_moved(name));
        let mut pairs: Vec<(String, String)> = kept
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        if let Some(size) = self.page_size(endpoint, &pairs) {
            pairs.push(size);
        }
        pairs.extend(
            self.cursor
                .clone()
                .map(|cursor| (self.pagination.cursor.to_owned(), cursor)),
        );
        for (name, value) in pairs {
            call.set(&name, &value)
                .map_err(|error| explain::helix(&error))?;
        }
        Ok(call)
    }

    /// As many as Twitch gives at once, because every page costs a call.
    fn page_size(
        &self,
        endpoint: &Endpoint,
        pairs: &[(String, String)],
    ) -> Option<(String, String)> {
        let name = self.pagination.page_size?;
        let field = endpoint.query.iter().find(|field| field.name == name)?;
        let is_said = pairs.iter().any(|(said, _)| said == name);
        let wanted = i64::try_from(self.limit - self.count).unwrap_or(i64::MAX);
        let size = field.max?.min(wanted.max(field.min.unwrap_or(1)));
        (!is_said).then(|| (name.to_owned(), size.to_string()))
    }

    /// Takes a page, and takes out of it what was there before and what is beyond the limit.
    pub(super) fn take(&mut self, page: &mut Value) -> Vec<Value> {
        self.cursor = self.next_cursor(page);
        let key = self.shape.key();
        let mut new = Vec::new();
        if let Some(list) = self.shape.list_mut(page) {
            list.retain(|element| {
                let id = key.and_then(|key| element.get(key)).and_then(Value::as_str);
                id.is_none_or(|id| id.is_empty() || self.keys.insert(id.to_owned()))
            });
            list.truncate(self.limit - self.count);
            new.clone_from(list);
        }
        self.count += new.len();
        if self.count >= self.limit {
            self.cursor = None;
        }
        new
    }

    /// Whether there is another page.
    pub(super) fn goes_on(&self) -> bool {
        self.cursor.is_some()
    }

    /// How many elements there were so far.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    fn next_cursor(&mut self, page: &Value) -> Option<String> {
        let paths = [Some(self.pagination.path), self.pagination.alternate_path];
        let cursor = paths.into_iter().flatten().find_map(|path| {
            let pointer = format!("/{}", path.replace('.', "/"));
            let cursor = page.pointer(&pointer)?.as_str()?;
            (!cursor.is_empty()).then(|| cursor.to_owned())
        })?;
        let is_new = self.cursors.len() < MOST_PAGES && self.cursors.insert(cursor.clone());
        is_new.then_some(cursor)
    }
}

/// With 100 to a page more than a million elements, which no list of Twitch has.
const MOST_PAGES: usize = 20_000;

#[cfg(test)]
mod tests {
    use serde_json::json;
    use spec::endpoints::chat::GET_CHATTERS;

    use super::*;

    fn walk(reach: Reach) -> Walk {
        let call = Call::with_parameters(
            &GET_CHATTERS,
            [("broadcaster_id", "1"), ("moderator_id", "1")],
        );
        Walk::new(&call.expect("the table has them"), reach).expect("chatters come in pages")
    }

    fn page(users: &[&str], cursor: &str) -> Value {
        let data: Vec<_> = users.iter().map(|user| json!({"user_id": user})).collect();
        json!({"data": data, "pagination": {"cursor": cursor}})
    }

    #[test]
    fn nobody_comes_twice_and_a_cursor_that_comes_back_ends_the_walk() {
        let mut walk = walk(Reach::All);
        assert_eq!(walk.take(&mut page(&["1", "2"], "a")).len(), 2);
        let query: Vec<_> = walk
            .call()
            .expect("good")
            .parameters()
            .query()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(
            query,
            [
                "broadcaster_id=1",
                "moderator_id=1",
                "first=1000",
                "after=a"
            ]
        );
        assert_eq!(walk.take(&mut page(&["2", "3"], "b")).len(), 1);
        assert!(walk.goes_on());
        walk.take(&mut page(&["4"], "a"));
        assert!(!walk.goes_on());
        assert_eq!(walk.count(), 4);
    }

    #[test]
    fn a_limit_ends_the_walk_within_a_page() {
        let mut walk = walk(Reach::Limit(3));
        walk.take(&mut page(&["1", "2"], "a"));
        let mut second = page(&["3", "4"], "b");
        walk.take(&mut second);
        assert_eq!(second["data"], json!([{"user_id": "3"}]));
        assert!(!walk.goes_on());
    }
}
