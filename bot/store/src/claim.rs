//! The right to be the bot of a store: one process has it. Commands that only look something up do not need it.

use crate::clock;
use crate::error::Error;
use crate::holder::Holder;
use crate::lock::Held;
use crate::setting::{self, Setting};
use crate::store::Store;

/// The right to be the bot of a store, until it is dropped or the process ends.
#[derive(Debug)]
pub struct Claim {
    held: Held,
}

impl Store {
    /// Takes the store for the one bot that runs on it, or tells at once who has it.
    ///
    /// # Errors
    /// [`Error::BotRuns`] if another process has it, [`Error::Lock`] if locks do not work here,
    /// [`Error::Query`] if the database fails.
    pub async fn claim_bot(&self) -> Result<Claim, Error> {
        let mut connection = self
            .writer()
            .acquire()
            .await
            .map_err(Error::writing(TABLE))?;
        let Some(held) = self.try_lock(LOCK).await? else {
            let holder = setting::read(&mut connection, Setting::Bot).await?;
            return Err(Error::BotRuns {
                database: self.name().to_owned(),
                holder: holder.and_then(|text| text.parse().ok()),
            });
        };
        let holder = Holder {
            process: std::process::id(),
            since: clock::now(),
            host: gethostname::gethostname().to_string_lossy().into_owned(),
        };
        setting::put(&mut connection, Setting::Bot, &holder.to_string()).await?;
        Ok(Claim { held })
    }
}

impl Claim {
    /// Whether the store is still ours.
    pub fn is_held(&self) -> bool {
        self.held.is_held()
    }

    /// Returns when the claim was lost: the connection to the server that held it has ended, and another bot may start.
    ///
    /// On SQLite that does not happen.
    pub async fn lost(&self) {
        self.held.lost().await;
    }
}

const LOCK: &str = "bot";
const TABLE: &str = "setting";
