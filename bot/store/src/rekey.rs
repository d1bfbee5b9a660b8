//! Sealing everything with another key, as when a passphrase is set. Where the key comes from from then on is told to `open` by the caller.

use crate::claim::Claim;
use crate::credential_row::{self, TABLE};
use crate::error::Error;
use crate::keyring;
use crate::lease::lock_name;
use crate::scrub;
use crate::setting::{self, Setting};
use crate::settings::KeySource;
use crate::store::Store;

impl Store {
    /// Seals everything with another key; from then on the store opens with that key alone.
    ///
    /// No bot may run, and no account may be in the middle of a refresh: a process that opened the store before
    /// cannot save what it gets. Backups that were made before still need the former key.
    ///
    /// # Errors
    /// [`Error::RefreshBusy`] if an account is being refreshed for too long, [`Error::Broken`] if something does not
    /// open with the present key; nothing is changed then. [`Error::KeyUnusable`] if the new key is none.
    pub async fn change_key(&self, _claim: &Claim, key: &KeySource) -> Result<(), Error> {
        let mut connection = self
            .writer()
            .acquire()
            .await
            .map_err(Error::reading(TABLE))?;
        let owners = credential_row::owners(&mut connection).await?;
        drop(connection);
        let mut leases = Vec::new();
        for (user, client) in owners {
            let lease = self.lock(&lock_name(&user, &client)).await?;
            leases.push(lease.ok_or(Error::RefreshBusy { user })?);
        }
        let mut transaction = self.begin().await.map_err(Error::writing(TABLE))?;
        let former = self.ring();
        former.verify(&mut transaction, self.name()).await?;
        let ring = keyring::begin(&mut transaction, key).await?;
        credential_row::reseal(&mut transaction, Some(&former), &ring).await?;
        setting::put(&mut transaction, Setting::Scrub, "pending").await?;
        transaction.commit().await.map_err(Error::writing(TABLE))?;
        self.set_ring(ring);
        let mut connection = self
            .writer()
            .acquire()
            .await
            .map_err(Error::writing(TABLE))?;
        scrub::run(self.address(), &mut connection, self.settings()).await
    }
}
