//! Folders that are ours alone, and what makes a new name in them last; each system's way stands here and nowhere else.

use std::io;
use std::path::Path;

/// Makes a folder, and those above it, that nobody else may look into; one that is there stays as it is.
///
/// # Errors
/// If it cannot be made.
#[cfg(unix)]
pub(super) fn create_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

/// A user's folders on other systems are private from the start.
///
/// # Errors
/// If it cannot be made.
#[cfg(not(unix))]
pub(super) fn create_private(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// Makes sure that a file that got its name a moment ago still has it after a power cut.
///
/// # Errors
/// If the system refuses.
#[cfg(unix)]
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    std::fs::File::open(folder)?.sync_all()
}

/// Other systems have no such call for folders.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub(super) fn sync(_folder: &Path) -> io::Result<()> {
    Ok(())
}
