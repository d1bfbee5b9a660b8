//! How long the system itself goes on with a connection that nobody answers; each system's way stands here and nowhere else.
//!
//! It is a second net: our own PING notices first, and knows more. But a PING needs a program that runs, and a
//! connection that was given up would otherwise linger in the system for a quarter of an hour.

use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::TcpStream;

/// Limits it. A system that knows no such limit leaves all to the PING, so nothing that fails here matters.
pub(super) fn limit(stream: &TcpStream) {
    let socket = SockRef::from(stream);
    let _unsupported = socket.set_tcp_keepalive(&keepalive());
    limit_unanswered(&socket);
}

/// Asks after this much silence, which also keeps routers from forgetting the connection.
const fn keepalive() -> TcpKeepalive {
    TcpKeepalive::new()
        .with_time(IDLE)
        .with_interval(BETWEEN)
        .with_retries(RETRIES)
}

/// Gives up what was sent and not acknowledged for so long.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn limit_unanswered(socket: &SockRef<'_>) {
    let _unsupported = socket.set_tcp_user_timeout(Some(UNANSWERED));
}

/// Windows and macOS have such a limit under other names, which no safe library sets; the PING does it there.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn limit_unanswered(_socket: &SockRef<'_>) {}

const IDLE: Duration = Duration::from_secs(30);
const BETWEEN: Duration = Duration::from_secs(10);
const RETRIES: u32 = 3;

/// As long as a silent connection is waited for beside its heir; a link that loses a fifth of all packets is not given up before.
#[cfg(any(target_os = "linux", target_os = "android"))]
const UNANSWERED: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn i01_the_system_is_told_how_long_a_connection_may_stay_unanswered() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap());
        let stream = stream.await.unwrap();
        limit(&stream);
        let socket = SockRef::from(&stream);
        assert!(socket.keepalive().unwrap());
        #[cfg(any(target_os = "linux", target_os = "android"))]
        assert_eq!(socket.tcp_user_timeout().unwrap(), Some(UNANSWERED));
    }
}
