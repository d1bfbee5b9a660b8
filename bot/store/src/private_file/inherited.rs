//! Rights of files where they come from the folder, as on Windows: a user's own folder is closed to others,
//! and what is made in it inherits that. Nothing here changes rights.

use std::fs::{Metadata, OpenOptions};
use std::io;
use std::path::Path;

use crate::refusal::Refusal;

pub(super) fn create_folders(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// A file inherits the rights of its folder.
pub(super) fn make_private(_options: &mut OpenOptions) {}

/// As they were inherited, so they stay.
pub(super) fn close_to_others(_path: &Path, _found: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Whoever may open the file in the user's folder is the user, or an administrator.
pub(super) fn judge_owner(_found: &Metadata) -> Result<(), Refusal> {
    Ok(())
}

pub(super) fn judge_folder(_folder: &Path) -> io::Result<Result<(), Refusal>> {
    Ok(Ok(()))
}

/// A folder cannot be flushed here; the file system writes new names in order.
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}
