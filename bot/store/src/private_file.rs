//! Files that only their owner may read, on every system. What is in them is decided elsewhere.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;
use types::Secret;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::refusal::Refusal;
#[cfg(not(unix))]
use inherited as system;
#[cfg(unix)]
use unix as system;

#[cfg(not(unix))]
mod inherited;
#[cfg(unix)]
mod unix;

/// Creates a database's file and its missing folders for their owner alone; what is there already is closed to others.
pub(crate) fn prepare(path: &Path) -> Result<(), Error> {
    make_parent(path)?;
    for companion in with_companions(path) {
        close(&companion)?;
    }
    match create(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(failed(path)(error)),
    }
}

/// Creates the missing folders above a path for their owner alone, and refuses one that everybody may change.
pub(crate) fn make_parent(path: &Path) -> Result<(), Error> {
    make_folder(&parent(path))
}

/// The same for the folder itself.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Error> {
    system::create_folders(folder).map_err(failed(folder))?;
    system::judge_folder(folder)
        .map_err(failed(folder))?
        .map_err(refused(folder))
}

/// Closes a file to others if it is there; refuses what is not a plain file of ours.
pub(crate) fn close(path: &Path) -> Result<(), Error> {
    match path.symlink_metadata() {
        Ok(found) => {
            judge(&found).map_err(refused(path))?;
            system::close_to_others(path, &found).map_err(failed(path))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(path)(error)),
    }
}

/// Creates an empty file that was not there.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    system::make_private(&mut options);
    options.open(path)
}

/// Opens a file to lock it; makes it if it is missing, and never writes to it.
pub(crate) fn open_to_lock(path: &Path) -> Result<File, Error> {
    close(path)?;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    system::make_private(&mut options);
    options.open(path).map_err(failed(path))
}

/// Reads a short text of ours; `None` if there is no such file.
pub(crate) fn read(path: &Path) -> Result<Option<Secret>, Error> {
    close(path)?;
    let mut options = OpenOptions::new();
    options.read(true);
    system::make_private(&mut options);
    let file = match options.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(path)(error)),
    };
    let mut text = Zeroizing::new(String::new());
    file.take(LONGEST_TEXT)
        .read_to_string(&mut text)
        .map_err(failed(path))?;
    Ok(Some(Secret::new(text.as_str())))
}

/// Writes a file that was not there: all of it or none, and safe on disk when this returns.
pub(crate) fn write_new(path: &Path, content: &[u8]) -> Result<(), Error> {
    make_parent(path)?;
    let writing = || -> io::Result<()> {
        let mut file = temporary_beside(path)?;
        file.write_all(content)?;
        file.as_file().sync_all()?;
        file.persist_noclobber(path)
            .map_err(|refused| refused.error)?;
        sync_folder(&parent(path))
    };
    writing().map_err(failed(path))
}

/// A file for its owner alone, under a name that nobody can guess; it is gone with the value unless it is kept.
pub(crate) fn temporary_beside(path: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PART_PREFIX).suffix(PART_SUFFIX);
    builder.tempfile_in(parent(path))
}

/// Removes the temporary files that killed processes left in a folder, if they are at least that old.
pub(crate) fn sweep(folder: &Path, age: Duration) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with(PART_PREFIX) || !name.ends_with(PART_SUFFIX) {
            continue;
        }
        // A clock that was set back makes files from the future; they are left for another day.
        let written = entry.metadata().and_then(|found| found.modified());
        let is_old = written.is_ok_and(|at| at.elapsed().is_ok_and(|elapsed| elapsed >= age));
        if is_old {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Makes new names in a folder survive a power cut.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    system::sync_folder(folder)
}

/// The file with what the database keeps beside it.
pub(crate) fn with_companions(path: &Path) -> [PathBuf; 4] {
    ["", "-wal", "-shm", "-journal"].map(|suffix| beside(path, suffix))
}

/// The path with something behind its name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The folder that a file is in.
pub(crate) fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// What is there under the name of a file, if it is something else; a link counts as what it leads to.
pub(crate) fn no_file(path: &Path) -> Option<&'static str> {
    let found = path.metadata().ok()?;
    if found.is_file() {
        return None;
    }
    Some(if found.is_dir() {
        "a folder"
    } else {
        "a pipe or a device"
    })
}

fn judge(found: &std::fs::Metadata) -> Result<(), Refusal> {
    if found.is_symlink() {
        return Err(Refusal::Link);
    }
    if !found.is_file() {
        return Err(Refusal::NotAFile);
    }
    system::judge_owner(found)
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> Error + use<> {
    let path = path.to_owned();
    move |source| Error::File {
        path,
        source: source.into(),
    }
}

fn refused(path: &Path) -> impl FnOnce(Refusal) -> Error + use<> {
    let path = path.to_owned();
    move |refusal| Error::Unsafe { path, refusal }
}

const PART_PREFIX: &str = ".streamhand-";
const PART_SUFFIX: &str = ".part";

/// A key file is much shorter; what is longer is none.
const LONGEST_TEXT: u64 = 64 * 1024;
