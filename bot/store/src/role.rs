//! The table `role`: which account speaks as the bot, and which one acts as the broadcaster of a channel.

use sqlx::Row;
use sqlx::any::AnyRow;
use types::{ClientId, Timestamp, UserId};

use crate::error::{Error, lacks_parent};
use crate::role_name::Role;
use crate::store::Store;

/// The account that has a role, by its id and not by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The role.
    pub role: Role,
    /// The account.
    pub user_id: UserId,
    /// The application whose tokens are used.
    pub client_id: ClientId,
    /// When the account got the role.
    pub bound_at: Timestamp,
}

impl Store {
    /// Gives a role to an account, unless another account has it.
    ///
    /// # Errors
    /// [`Error::RoleTaken`] if another account has it; somebody has to confirm the change, and then
    /// [`replace_role`](Self::replace_role) makes it. [`Error::UnknownAccount`] if the account never logged in,
    /// [`Error::Query`] if the database fails.
    pub async fn bind_role(&self, binding: &Binding) -> Result<(), Error> {
        let mut transaction = self.begin().await.map_err(Error::writing(TABLE))?;
        let bound = sqlx::query(
            "INSERT INTO role (role_name, channel_id, user_id, client_id, bound_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (role_name, channel_id) DO UPDATE SET client_id = excluded.client_id, \
             bound_at = excluded.bound_at WHERE role.user_id = excluded.user_id",
        )
        .bind(binding.role.name())
        .bind(binding.role.channel())
        .bind(binding.user_id.as_str())
        .bind(binding.client_id.as_str())
        .bind(binding.bound_at.as_unix_millis())
        .execute(&mut *transaction)
        .await
        .map_err(|error| unbound(binding, error))?;
        if bound.rows_affected() > 0 {
            return transaction.commit().await.map_err(Error::writing(TABLE));
        }
        let row = sqlx::query("SELECT user_id FROM role WHERE role_name = $1 AND channel_id = $2")
            .bind(binding.role.name())
            .bind(binding.role.channel())
            .fetch_one(&mut *transaction)
            .await
            .map_err(Error::reading(TABLE))?;
        let holder: String = row.try_get("user_id").map_err(Error::reading(TABLE))?;
        Err(Error::RoleTaken {
            role: binding.role.clone(),
            holder: UserId::new(holder),
            wanted: binding.user_id.clone(),
        })
    }

    /// Gives a role to an account, whoever has it; only after somebody confirmed it.
    ///
    /// # Errors
    /// [`Error::UnknownAccount`] if the account never logged in, [`Error::Query`] if the database fails.
    pub async fn replace_role(&self, binding: &Binding) -> Result<(), Error> {
        sqlx::query(
            "INSERT INTO role (role_name, channel_id, user_id, client_id, bound_at) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (role_name, channel_id) DO UPDATE SET user_id = excluded.user_id, \
             client_id = excluded.client_id, bound_at = excluded.bound_at",
        )
        .bind(binding.role.name())
        .bind(binding.role.channel())
        .bind(binding.user_id.as_str())
        .bind(binding.client_id.as_str())
        .bind(binding.bound_at.as_unix_millis())
        .execute(self.writer())
        .await
        .map_err(|error| unbound(binding, error))?;
        Ok(())
    }

    /// Who has a role.
    ///
    /// # Errors
    /// [`Error::Query`] if the database fails.
    pub async fn role(&self, role: &Role) -> Result<Option<Binding>, Error> {
        let row = sqlx::query(
            "SELECT user_id, client_id, bound_at FROM role WHERE role_name = $1 AND channel_id = $2",
        )
        .bind(role.name())
        .bind(role.channel())
        .fetch_optional(self.reader())
        .await
        .map_err(Error::reading(TABLE))?;
        let binding = row.as_ref().map(|row| read(row, role.clone()));
        binding.transpose().map_err(Error::reading(TABLE))
    }
}

fn unbound(binding: &Binding, error: sqlx::Error) -> Error {
    if lacks_parent(&error) {
        let user = binding.user_id.clone();
        Error::UnknownAccount { user }
    } else {
        Error::writing(TABLE)(error)
    }
}

fn read(row: &AnyRow, role: Role) -> sqlx::Result<Binding> {
    Ok(Binding {
        role,
        user_id: UserId::new(row.try_get::<String, _>("user_id")?),
        client_id: ClientId::new(row.try_get::<String, _>("client_id")?),
        bound_at: Timestamp::from_unix_millis(row.try_get("bound_at")?),
    })
}

const TABLE: &str = "role";
