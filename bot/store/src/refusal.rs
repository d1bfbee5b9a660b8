//! Why a file or folder of the store is not safe to use. Who looks is elsewhere.

/// Why a file or folder is not safe to use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// It is a link to somewhere else, which another may have laid.
    #[error("it is a symbolic link")]
    Link,
    /// It is a folder, a pipe or a device.
    #[error("it is not a plain file")]
    NotAFile,
    /// It belongs to another user of the machine.
    #[error("it belongs to another user (id {owner}, and this program runs as id {user})")]
    ForeignOwner {
        /// Whose it is.
        owner: u32,
        /// Who we are.
        user: u32,
    },
    /// Anybody may put files into the folder and take them away.
    #[error("everybody may change what is in it")]
    OpenFolder,
}
