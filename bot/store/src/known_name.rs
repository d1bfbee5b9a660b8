//! The names by which the config has known accounts, kept in the table `setting`. Whether one of them is still right, Twitch knows.

use std::collections::BTreeMap;

use types::{Login, UserId};

use crate::error::Error;
use crate::setting::{self, Setting};
use crate::store::Store;

impl Store {
    /// Whose name each name was when it was last used here; an account that was renamed has several.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails.
    pub async fn known_names(&self) -> Result<BTreeMap<Login, UserId>, Error> {
        let mut connection = self
            .reader()
            .acquire()
            .await
            .map_err(Error::reading(TABLE))?;
        let text = setting::read(&mut connection, Setting::Names).await?;
        Ok(parse(&text.unwrap_or_default()))
    }

    /// Remembers whose names these are, in place of whoever had them before; all at once, for they are kept in one text.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails.
    pub async fn remember_names(
        &self,
        named: impl IntoIterator<Item = (&Login, &UserId)>,
    ) -> Result<(), Error> {
        let mut transaction = self.begin().await.map_err(Error::writing(TABLE))?;
        let text = setting::read(&mut transaction, Setting::Names).await?;
        let mut names = parse(&text.unwrap_or_default());
        let mut is_changed = false;
        for (login, user) in named {
            if names.get(login) != Some(user) {
                names.insert(login.clone(), user.clone());
                is_changed = true;
            }
        }
        if !is_changed {
            return Ok(());
        }
        setting::put(&mut transaction, Setting::Names, &write(&names)).await?;
        transaction.commit().await.map_err(Error::writing(TABLE))
    }
}

/// One name and its account a line; what is no such line is passed over, because it only helps.
fn parse(text: &str) -> BTreeMap<Login, UserId> {
    let pairs = text.lines().filter_map(|line| line.split_once(' '));
    pairs
        .filter_map(|(login, user)| Some((login.parse().ok()?, UserId::new(user))))
        .collect()
}

fn write(names: &BTreeMap<Login, UserId>) -> String {
    let lines = names.iter().map(|(login, user)| format!("{login} {user}"));
    lines.collect::<Vec<_>>().join("\n")
}

const TABLE: &str = "setting";
