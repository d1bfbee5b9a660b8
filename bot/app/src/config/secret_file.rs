//! A secret out of a file that the config names. Whether it is a good one is not judged here.

use types::Secret;

use super::raw::Written;
use crate::failure::Failure;

/// Reads the file that this value names; the newline that editors put at its end is no part of the secret.
///
/// # Errors
/// If the file cannot be read or holds nothing.
pub(super) fn read(section: &str, name: &str, file: &Written) -> Result<Secret, Failure> {
    let path = &file.text;
    let text = std::fs::read_to_string(path)
        .map_err(|error| file.wrong(section, name, &format!("cannot read {path}: {error}")))?;
    match text.trim() {
        "" => Err(file
            .wrong(section, name, &format!("{path} is empty"))
            .advice("write the secret into it, or leave the key out")),
        secret => Ok(Secret::new(secret)),
    }
}
