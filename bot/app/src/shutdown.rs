//! How the system asks the program to end; each system's way stands here and nowhere else.

use std::process::ExitCode;

use crate::failure::Status;

/// Who asked for the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Request {
    /// A person pressed Ctrl-C.
    Interrupted,
    /// The system, or a service manager, wants the program gone.
    Terminated,
}

impl Request {
    /// Ending a service is success; breaking off by hand is told apart from it.
    pub(crate) fn exit_code(self) -> ExitCode {
        match self {
            Self::Interrupted => ExitCode::from(Status::Interrupted as u8),
            Self::Terminated => ExitCode::SUCCESS,
        }
    }
}

/// Waits until the end is asked for. Where signals cannot be had, it waits for ever.
pub(crate) async fn requested() -> Request {
    tokio::select! {
        () = interrupted() => Request::Interrupted,
        () = terminated() => Request::Terminated,
    }
}

async fn interrupted() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::warn!(%error, "Ctrl-C cannot be noticed");
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be noticed");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(windows)]
async fn terminated() {
    use tokio::signal::windows::{ctrl_close, ctrl_shutdown};
    let (Ok(mut close), Ok(mut shutdown)) = (ctrl_close(), ctrl_shutdown()) else {
        tracing::warn!("the end of the session cannot be noticed");
        return std::future::pending::<()>().await;
    };
    tokio::select! {
        _ = close.recv() => {}
        _ = shutdown.recv() => {}
    }
}

#[cfg(not(any(unix, windows)))]
async fn terminated() {
    std::future::pending::<()>().await;
}
