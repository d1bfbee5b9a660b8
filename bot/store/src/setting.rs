//! The table `setting`: what the store has to know about itself. What the settings mean is known where they are used.

use sqlx::{AnyConnection, Row};

use crate::error::Error;

/// A setting, by the name that the table has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setting {
    /// Whether the key comes from a passphrase.
    SealKind,
    /// How a passphrase becomes the key.
    SealRecipe,
    /// A known text, sealed; it opens with the right key alone, and changes with the key.
    SealCheck,
    /// There while pages of the file may still hold what was removed from the tables.
    Scrub,
    /// The bot that runs on this store, or did.
    Bot,
    /// The names by which accounts were known.
    Names,
}

impl Setting {
    const ALL: [Self; 6] = [
        Self::SealKind,
        Self::SealRecipe,
        Self::SealCheck,
        Self::Scrub,
        Self::Bot,
        Self::Names,
    ];

    /// The setting of that name; a newer version may know more of them.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::SealKind => "seal_kind",
            Self::SealRecipe => "seal_recipe",
            Self::SealCheck => "seal_check",
            Self::Scrub => "scrub",
            Self::Bot => "bot",
            Self::Names => "names",
        }
    }
}

pub(crate) async fn read(
    connection: &mut AnyConnection,
    setting: Setting,
) -> Result<Option<String>, Error> {
    let row = sqlx::query("SELECT setting_value FROM setting WHERE setting_name = $1")
        .bind(setting.name())
        .fetch_optional(connection)
        .await
        .map_err(Error::reading(TABLE))?;
    let value = row.map(|row| row.try_get("setting_value"));
    value.transpose().map_err(Error::reading(TABLE))
}

pub(crate) async fn put(
    connection: &mut AnyConnection,
    setting: Setting,
    value: &str,
) -> Result<(), Error> {
    sqlx::query(
        "INSERT INTO setting (setting_name, setting_value) VALUES ($1, $2) \
         ON CONFLICT (setting_name) DO UPDATE SET setting_value = excluded.setting_value",
    )
    .bind(setting.name())
    .bind(value)
    .execute(connection)
    .await
    .map_err(Error::writing(TABLE))?;
    Ok(())
}

pub(crate) async fn delete(connection: &mut AnyConnection, setting: Setting) -> Result<(), Error> {
    sqlx::query("DELETE FROM setting WHERE setting_name = $1")
        .bind(setting.name())
        .execute(connection)
        .await
        .map_err(Error::writing(TABLE))?;
    Ok(())
}

const TABLE: &str = "setting";
