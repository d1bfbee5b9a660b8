//! Walks through the pages of a list, one call at a time and only as far as somebody asks.

use futures_util::stream::{self, Stream};

use crate::client::Client;
use crate::error::Error;
use crate::page::{Paged, Walk};

/// A list that is fetched page by page; see [`Walk`] for what it guards against.
#[derive(Debug)]
pub struct Pages<R> {
    client: Client,
    request: R,
    walk: Walk,
    is_done: bool,
}

impl<R: Paged> Pages<R> {
    /// Starts before the first page.
    pub(crate) fn new(client: Client, request: R) -> Self {
        Self {
            client,
            request,
            walk: Walk::new(),
            is_done: false,
        }
    }

    /// The next page without what was on earlier ones; `None` after the last.
    ///
    /// After an error the same page is asked for again.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn next(&mut self) -> Result<Option<Vec<R::Item>>, Error> {
        if self.is_done {
            return Ok(None);
        }
        let response = self.client.send(&self.request).await?;
        let (items, next) = self.walk.take::<R>(response);
        match next {
            Some(cursor) => self.request.set_cursor(&cursor),
            None => self.is_done = true,
        }
        Ok(Some(items))
    }

    /// Everything on all pages together.
    ///
    /// # Errors
    /// As [`Client::send`]; what was fetched before is lost then.
    pub async fn all(mut self) -> Result<Vec<R::Item>, Error> {
        let mut all = Vec::new();
        while let Some(items) = self.next().await? {
            all.extend(items);
        }
        Ok(all)
    }

    /// The items one by one, fetching a page when the one before is used up; an error ends it.
    pub fn items(self) -> impl Stream<Item = Result<R::Item, Error>> {
        let start = (self, Vec::new().into_iter());
        stream::try_unfold(start, async |(mut pages, mut items)| {
            loop {
                if let Some(item) = items.next() {
                    return Ok(Some((item, (pages, items))));
                }
                match pages.next().await? {
                    Some(page) => items = page.into_iter(),
                    None => return Ok(None),
                }
            }
        })
    }
}
