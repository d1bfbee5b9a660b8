//! Rights of files where each has an owner and a mode. Who is asked for is decided by the caller.

use std::fs::{DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::fs::OFlags;

use crate::refusal::Refusal;

pub(super) fn create_folders(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// The mode is given when the file is made: between making it and changing it, somebody could open it.
/// A link is not followed: between looking at a name and opening it, somebody could lay one.
pub(super) fn make_private(options: &mut OpenOptions) {
    options.mode(0o600).custom_flags(no_follow());
}

/// Takes away what others may do, by the open file and not by its name.
pub(super) fn close_to_others(path: &Path, found: &Metadata) -> io::Result<()> {
    let mode = found.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(no_follow());
    let file = options.open(path)?;
    file.set_permissions(Permissions::from_mode(mode & 0o700))
}

pub(super) fn judge_owner(found: &Metadata) -> Result<(), Refusal> {
    let user = rustix::process::geteuid().as_raw();
    if found.uid() == user {
        return Ok(());
    }
    Err(Refusal::ForeignOwner {
        owner: found.uid(),
        user,
    })
}

/// A shared folder, where everybody may add and only the owner may take away, is safe enough.
pub(super) fn judge_folder(folder: &Path) -> io::Result<Result<(), Refusal>> {
    let mode = folder.metadata()?.permissions().mode();
    let is_open = mode & 0o002 != 0;
    let is_sticky = mode & 0o1000 != 0;
    Ok(if is_open && !is_sticky {
        Err(Refusal::OpenFolder)
    } else {
        Ok(())
    })
}

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn no_follow() -> i32 {
    i32::try_from(OFlags::NOFOLLOW.bits()).unwrap_or(0)
}
