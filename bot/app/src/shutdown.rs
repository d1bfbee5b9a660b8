//! How the system asks the program to end; each system's way stands here and nowhere else.

use std::process::ExitCode;

use tokio::sync::watch;

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

/// Hears the wish for the end, whenever it comes.
///
/// One listener serves a command from its first step to its last: a signal that comes between two
/// steps would be lost if each step listened anew.
#[derive(Debug, Clone)]
pub(crate) struct Listener(watch::Receiver<Option<Request>>);

impl Listener {
    /// Listens from now on.
    pub(crate) fn start() -> Self {
        let (told, listener) = watch::channel(None);
        tokio::spawn(async move {
            let request = heard().await;
            told.send_replace(Some(request));
        });
        Self(listener)
    }

    /// Waits until the end is asked for. Where signals cannot be had, it waits for ever.
    pub(crate) async fn requested(&self) -> Request {
        let mut listener = self.0.clone();
        if let Ok(heard) = listener.wait_for(Option::is_some).await
            && let Some(request) = *heard
        {
            return request;
        }
        // Whoever listened broke down: from now on this one listens.
        heard().await
    }
}

async fn heard() -> Request {
    tokio::select! {
        () = interrupted() => Request::Interrupted,
        () = terminated() => Request::Terminated,
    }
}

async fn interrupted() {
    tokio::select! {
        () = ctrl_c() => {}
        () = quit() => {}
    }
}

async fn ctrl_c() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::warn!(%error, "Ctrl-C cannot be noticed");
        std::future::pending::<()>().await;
    }
}

/// Ctrl-\ at a terminal. A shell has what it starts in the background ignore it, and would be obeyed if nobody listened.
#[cfg(unix)]
async fn quit() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::quit()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(error) => {
            tracing::warn!(%error, "SIGQUIT cannot be noticed");
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(not(unix))]
async fn quit() {
    std::future::pending::<()>().await;
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
