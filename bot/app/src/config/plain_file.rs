//! Plain files that are read as a whole: what is none is refused, and those that hold secrets are kept to their owner. What they say is read elsewhere.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Reads a file. A pipe would make us wait for ever, and a device may never end, so both are refused.
///
/// # Errors
/// If it is no plain file, or cannot be read.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path, &path.metadata()?)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The same for text.
///
/// # Errors
/// If it is no plain file, cannot be read, or holds no UTF-8.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    open(path, &path.metadata()?)?.read_to_string(&mut text)?;
    Ok(text)
}

/// The same for a file that holds nothing but a secret: a link is refused, because another may have laid it.
///
/// # Errors
/// If it is a link or no plain file, or cannot be read as text.
pub(super) fn read_secret(path: &Path) -> io::Result<String> {
    let found = path.symlink_metadata()?;
    if found.is_symlink() {
        return Err(refused("it is a symbolic link"));
    }
    let mut text = String::new();
    open(path, &found)?.read_to_string(&mut text)?;
    keep_to_owner(path, "the secret");
    Ok(text)
}

/// Takes from others the right to read a file of ours, and says that they had it; whose file it is not, can only say so.
pub(crate) fn keep_to_owner(path: &Path, secret: &str) {
    let Ok(found) = path.symlink_metadata() else {
        return;
    };
    let name = path.display();
    if found.is_symlink() {
        tracing::warn!(
            "{name} is a symbolic link and holds {secret}; see that nobody else may read or replace the file that it leads to"
        );
        return;
    }
    if !found.is_file() || !system::is_open_to_others(&found) {
        return;
    }
    match system::close_to_others(path) {
        Ok(()) => tracing::warn!(
            "{name} could be read by others on this machine, and holds {secret}; it is closed to them now. If somebody may have read it, replace what it holds"
        ),
        Err(error) => tracing::warn!(
            "{name} can be read by others on this machine, and holds {secret}; take that right from them ({error})"
        ),
    }
}

fn open(path: &Path, found: &Metadata) -> io::Result<File> {
    if found.is_dir() {
        return Err(refused("it is a folder"));
    }
    if !found.is_file() {
        return Err(refused("it is a pipe or a device, not a file"));
    }
    File::open(path)
}

fn refused(why: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidInput, why)
}

#[cfg(unix)]
mod system {
    use std::fs::{File, Metadata, Permissions};
    use std::io;
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    pub(super) fn is_open_to_others(found: &Metadata) -> bool {
        found.permissions().mode() & 0o077 != 0
    }

    /// By the open file and not by its name, which may lead elsewhere a moment later.
    pub(super) fn close_to_others(path: &Path) -> io::Result<()> {
        let file = File::open(path)?;
        let mode = file.metadata()?.permissions().mode() & 0o700;
        file.set_permissions(Permissions::from_mode(mode))
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::Metadata;
    use std::io;
    use std::path::Path;

    /// A file has the rights of its folder, and a user's own folder is closed to others.
    pub(super) fn is_open_to_others(_found: &Metadata) -> bool {
        false
    }

    pub(super) fn close_to_others(_path: &Path) -> io::Result<()> {
        Ok(())
    }
}
