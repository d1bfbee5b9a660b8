//! Opens a page in the person's browser, by whatever the system has for that. That it cannot is no failure: the link is on the screen.

/// Opens an address without waiting for the browser; gives whether there was one to start.
pub(super) fn open(address: &str) -> bool {
    match open::that_detached(address) {
        Ok(()) => true,
        Err(error) => {
            tracing::debug!(%error, "no browser could be opened");
            false
        }
    }
}
