//! A secret out of a file that the config names. Whether it is a good one is not judged here.

use std::io;
use std::path::Path;

use types::Secret;

use super::plain_file;
use super::raw::Written;
use crate::failure::Failure;

/// Reads the file that this value names; the newline that editors put at its end is no part of the secret.
///
/// # Errors
/// If the file is a link or no plain file, cannot be read or holds nothing.
pub(super) fn read(section: &str, name: &str, file: &Written) -> Result<Secret, Failure> {
    let text = plain_file::read_secret(Path::new(&file.text));
    take((section, name), file, text)
}

/// The same for a file that the system has put there for us, whose rights are its own affair.
///
/// # Errors
/// If the file cannot be read or holds nothing.
pub(super) fn read_handed_over(
    section: &str,
    name: &str,
    file: &Written,
) -> Result<Secret, Failure> {
    let text = plain_file::read_text(Path::new(&file.text));
    take((section, name), file, text)
}

fn take(
    (section, name): (&str, &str),
    file: &Written,
    text: io::Result<String>,
) -> Result<Secret, Failure> {
    let path = &file.text;
    let text = text.map_err(|error| {
        let failure = file.wrong(section, name, &format!("cannot read {path}: {error}"));
        match error.kind() {
            io::ErrorKind::InvalidInput => {
                failure.advice("name a plain file that only you may read, by its real place")
            }
            _ => failure,
        }
    })?;
    match text.trim() {
        "" => Err(file
            .wrong(section, name, &format!("{path} is empty"))
            .advice("write the secret into it, or leave the key out")),
        secret => Ok(Secret::new(secret)),
    }
}
