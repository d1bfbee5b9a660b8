//! What the service manager of the system is told about this program: systemd, where it started us. Each system's way stands here and nowhere else.

/// The program has begun. It may still have to wait for Twitch, which is no reason to end it.
pub(crate) fn begun() {
    system::tell_begun();
}

/// The program goes on; `status` says how it is. Without this a watchdog ends and restarts it.
pub(crate) fn is_alive(status: &str) {
    system::tell_alive(status);
}

/// The program is about to end.
pub(crate) fn stopping() {
    system::tell_stopping();
}

#[cfg(target_os = "linux")]
mod system {
    use sd_notify::{NotifyState, notify};

    pub(super) fn tell_begun() {
        tell(&[NotifyState::Ready]);
    }

    pub(super) fn tell_alive(status: &str) {
        tell(&[NotifyState::Watchdog, NotifyState::Status(status)]);
    }

    pub(super) fn tell_stopping() {
        tell(&[NotifyState::Stopping]);
    }

    /// Nothing happens where systemd did not ask for it.
    fn tell(states: &[NotifyState<'_>]) {
        if let Err(error) = notify(states) {
            tracing::debug!(%error, "the service manager cannot be told how the bot is");
        }
    }
}

/// Windows and macOS have nothing that a program started from a shell could tell; `streamhand health` answers there too.
#[cfg(not(target_os = "linux"))]
mod system {
    pub(super) fn tell_begun() {}

    pub(super) fn tell_alive(_status: &str) {}

    pub(super) fn tell_stopping() {}
}
