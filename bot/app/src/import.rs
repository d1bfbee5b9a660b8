//! What the files of an older bot say, read as text. It opens no file and asks nobody: whether a token still lives is not known here.

pub(crate) mod entry;
pub(crate) mod finding;
pub(crate) mod old_config;
pub(crate) mod old_tokens;
pub(crate) mod spelling;
