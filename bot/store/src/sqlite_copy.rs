//! Makes a copy of a SQLite database by the database's own means, and trusts it only after opening and checking it.

use std::fs::File;
use std::path::Path;

use sqlx::{AnyConnection, AssertSqlSafe};

use crate::backend::Backend;
use crate::error::{Cause, Error};
use crate::examination::{Finding, Manner, examine};
use crate::private_file;
use crate::summary::{self, Summary};

/// Copies what the connection sees to a file that is not there yet; the file has its name only once it is known to be good.
pub(crate) async fn make(connection: &mut AnyConnection, target: &Path) -> Result<Summary, Error> {
    private_file::make_parent(target)?;
    try_make(connection, target)
        .await
        .map_err(|source| Error::Backup {
            path: target.to_owned(),
            source,
        })
}

async fn try_make(connection: &mut AnyConnection, target: &Path) -> Result<Summary, Cause> {
    let mut attempt = 1;
    loop {
        let before = summary::read(connection, Backend::Sqlite).await?;
        let copy = private_file::temporary_beside(target)?.into_temp_path();
        let path = copy.to_str().ok_or("its name is not Unicode")?;
        // The file is there already and empty, because one that SQLite makes could be read by others.
        let command = format!("VACUUM INTO '{}'", path.replace('\'', "''"));
        sqlx::raw_sql(AssertSqlSafe(command))
            .execute(&mut *connection)
            .await?;
        File::open(&copy)?.sync_all()?;
        let copied = check(&copy).await?;
        let after = summary::read(connection, Backend::Sqlite).await?;
        if copied == before || copied == after {
            copy.persist_noclobber(target)
                .map_err(|refused| refused.error)?;
            private_file::sync_folder(&private_file::parent(target))?;
            return Ok(copied);
        }
        // Somebody wrote at the same time; that does not happen for ever.
        if attempt == ATTEMPTS {
            return Err("the copy does not hold what the database holds".into());
        }
        attempt += 1;
    }
}

/// Opens a copy and checks all of it.
pub(crate) async fn check(copy: &Path) -> Result<Summary, Cause> {
    match examine(copy, Manner::Still).await? {
        Finding::Whole(summary) => Ok(summary),
        Finding::Empty => Err("it is empty".into()),
        Finding::Foreign => Err("it belongs to another program".into()),
        Finding::Damaged(reason) => Err(reason.into()),
    }
}

const ATTEMPTS: u32 = 5;
