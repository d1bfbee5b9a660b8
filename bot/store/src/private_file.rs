//! Files that only their owner may read, on every system. What is in them is decided elsewhere.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;

/// Creates the file and its missing folders for their owner alone; a file that is there already is closed to others.
pub(crate) fn prepare(path: &Path) -> io::Result<()> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        system::create_folders(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    system::make_private(&mut options);
    match options.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => system::close_to_others(path),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
mod system {
    use std::fs::{DirBuilder, OpenOptions, Permissions};
    use std::io;
    use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
    use std::path::Path;

    pub(super) fn create_folders(folder: &Path) -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)
    }

    /// The mode is given when the file is made: between making it and changing it, somebody could open it.
    pub(super) fn make_private(options: &mut OpenOptions) {
        options.mode(0o600);
    }

    pub(super) fn close_to_others(path: &Path) -> io::Result<()> {
        let mode = std::fs::metadata(path)?.permissions().mode();
        if mode & 0o077 == 0 {
            return Ok(());
        }
        std::fs::set_permissions(path, Permissions::from_mode(mode & 0o700))
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::OpenOptions;
    use std::io;
    use std::path::Path;

    /// A folder inherits the rights of the one it is in; a user's data folder is closed to others.
    pub(super) fn create_folders(folder: &Path) -> io::Result<()> {
        std::fs::create_dir_all(folder)
    }

    /// A file inherits the rights of its folder.
    pub(super) fn make_private(_options: &mut OpenOptions) {}

    /// As they were inherited, so they stay.
    pub(super) fn close_to_others(_path: &Path) -> io::Result<()> {
        Ok(())
    }
}
