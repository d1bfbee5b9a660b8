//! Brings the database and its key together: takes the key from where it is, and has the database tell whether it is the right one.
//! A key is made only where nothing is sealed yet.

use std::path::Path;

use sqlx::{AnyConnection, Row};
use types::Secret;

use crate::error::Error;
use crate::key::{Key, Recipe};
use crate::private_file;
use crate::sealed::{Cell, Seal};
use crate::setting::{self, Setting};
use crate::settings::KeySource;

/// The key that a store is open with, and the text by which the database knows it.
#[derive(Debug)]
pub(crate) struct Ring {
    pub(crate) seal: Seal,
    check: String,
}

/// What a database tells of its key; none of it is secret.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Note {
    /// Whether the key comes from a passphrase.
    pub(crate) kind: Option<String>,
    /// How a passphrase becomes the key.
    pub(crate) recipe: Option<String>,
    /// A known text, sealed.
    pub(crate) check: Option<String>,
}

/// Takes the key that the database was sealed with.
pub(crate) async fn find(
    connection: &mut AnyConnection,
    source: &KeySource,
    database: &str,
) -> Result<Ring, Error> {
    let note = Note {
        kind: setting::read(connection, Setting::SealKind).await?,
        recipe: setting::read(connection, Setting::SealRecipe).await?,
        check: setting::read(connection, Setting::SealCheck).await?,
    };
    take(note, source, database).await
}

/// Takes the key that belongs to a note, or tells that it is not the right one.
pub(crate) async fn take(note: Note, source: &KeySource, database: &str) -> Result<Ring, Error> {
    let Some(check) = note.check else {
        return Err(Error::SealLost {
            database: database.to_owned(),
        });
    };
    if note.kind.as_deref() != Some(source.kind()) {
        return Err(Error::OtherKeyKind {
            key: source.to_string(),
            database: database.to_owned(),
            wanted: note.kind.unwrap_or_default(),
        });
    }
    let key = match source {
        KeySource::File(path) => read_file(path, source)?.ok_or_else(|| Error::KeyMissing {
            file: path.clone(),
            database: database.to_owned(),
        })?,
        KeySource::Key(text) => Key::parse(text).map_err(unusable(source))?,
        KeySource::Passphrase(passphrase) => {
            let recipe = note.recipe.unwrap_or_default();
            let recipe = recipe.parse().map_err(unusable(source))?;
            derive(passphrase.clone(), recipe, source).await?
        }
    };
    let seal = Seal::new(&key);
    if seal.open(&CHECK_CELL, &check).is_err() {
        return Err(Error::WrongKey {
            key: source.to_string(),
            database: database.to_owned(),
        });
    }
    Ok(Ring { seal, check })
}

/// Takes or makes the key for a database in which nothing is sealed yet, and notes in it how to tell the key.
///
/// The caller holds a transaction that no other process can be in, so that only one makes the key.
pub(crate) async fn begin(
    connection: &mut AnyConnection,
    source: &KeySource,
) -> Result<Ring, Error> {
    let mut recipe = None;
    let key = match source {
        KeySource::File(path) => match read_file(path, source)? {
            Some(key) => key,
            None => make_file(path, source)?,
        },
        KeySource::Key(text) => Key::parse(text).map_err(unusable(source))?,
        KeySource::Passphrase(passphrase) => {
            let made = Recipe::generate().map_err(unusable(source))?;
            recipe = Some(made.to_string());
            derive(passphrase.clone(), made, source).await?
        }
    };
    let seal = Seal::new(&key);
    let check = seal.seal(&CHECK_CELL, &Secret::new(CHECK_TEXT));
    let check = check.map_err(unusable(source))?;
    setting::put(connection, Setting::SealKind, source.kind()).await?;
    setting::put(connection, Setting::SealCheck, &check).await?;
    match recipe {
        Some(recipe) => setting::put(connection, Setting::SealRecipe, &recipe).await?,
        None => setting::delete(connection, Setting::SealRecipe).await?,
    }
    Ok(Ring { seal, check })
}

/// Whether the database tells how to know its key; if not, nothing may be sealed in it.
pub(crate) async fn has_begun(connection: &mut AnyConnection) -> Result<bool, Error> {
    let check = setting::read(connection, Setting::SealCheck).await?;
    if check.is_some() {
        return Ok(true);
    }
    let row = sqlx::query("SELECT COUNT(*) AS count FROM credential")
        .fetch_one(connection)
        .await
        .map_err(Error::reading("credential"))?;
    let count: i64 = row.try_get("count").map_err(Error::reading("credential"))?;
    Ok(count > 0)
}

impl Ring {
    /// Refuses to go on if somebody has sealed the database with another key in the meantime.
    pub(crate) async fn verify(
        &self,
        connection: &mut AnyConnection,
        database: &str,
    ) -> Result<(), Error> {
        let check = setting::read(connection, Setting::SealCheck).await?;
        if check.as_deref() == Some(&self.check) {
            return Ok(());
        }
        Err(Error::KeyChanged {
            database: database.to_owned(),
        })
    }
}

/// The key of a store that is forgotten with the process.
pub(crate) fn fresh() -> Result<KeySource, Error> {
    let key = Key::generate().map_err(|error| Error::KeyUnusable {
        key: "key for the memory".to_owned(),
        source: error.into(),
    })?;
    Ok(KeySource::Key(key.to_text()))
}

/// The key in the file; `None` if there is no file.
fn read_file(path: &Path, source: &KeySource) -> Result<Option<Key>, Error> {
    let Some(text) = private_file::read(path)? else {
        return Ok(None);
    };
    let key = Key::parse(&text).map_err(unusable(source))?;
    Ok(Some(key))
}

fn make_file(path: &Path, source: &KeySource) -> Result<Key, Error> {
    let key = Key::generate().map_err(unusable(source))?;
    private_file::write_new(path, key.to_file().as_bytes())?;
    Ok(key)
}

/// Deriving is slow on purpose, so it does not hold up the other tasks.
async fn derive(passphrase: Secret, recipe: Recipe, source: &KeySource) -> Result<Key, Error> {
    let deriving = tokio::task::spawn_blocking(move || Key::derive(&passphrase, &recipe));
    let derived = deriving.await.map_err(unusable(source))?;
    derived.map_err(|error| unusable(source)(error.to_string()))
}

fn unusable<Problem: Into<crate::error::Cause>>(
    source: &KeySource,
) -> impl FnOnce(Problem) -> Error {
    let key = source.to_string();
    move |problem| Error::KeyUnusable {
        key,
        source: problem.into(),
    }
}

const CHECK_CELL: Cell<'static> = Cell {
    table: "setting",
    user: "",
    client: "",
    column: "seal_check",
};

const CHECK_TEXT: &str = "streamhand";
