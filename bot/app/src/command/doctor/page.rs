//! The page of `login --flow code`: the addresses to register at Twitch, and whether their ports are free.

use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

use auth::{REDIRECT_PORTS, Scheme, redirect_address, redirect_addresses};

use super::finding::Finding;

/// The login page.
pub(super) async fn look() -> Vec<Finding> {
    let addresses = redirect_addresses(Scheme::Http).join(", ");
    let busy = REDIRECT_PORTS.into_iter().filter(|port| !is_free(*port));
    let busy: Vec<_> = busy
        .map(|port| redirect_address(Scheme::Http, port))
        .collect();
    let text = format!("for `login --flow code`, register as redirect URLs: {addresses}");
    vec![match busy.len() {
        0 => Finding::ok("login page", text),
        all if all == REDIRECT_PORTS.len() => Finding::warning(
            "login page",
            format!("{text}; all of their ports are in use by other programs now"),
            "end one of the programs that listen there, or log in with --flow device",
        ),
        _ => Finding::ok(
            "login page",
            format!(
                "{text}; {} is in use by another program now",
                busy.join(", ")
            ),
        ),
    }]
}

/// Free on both addresses of this machine; a machine without IPv6 has only one.
fn is_free(port: u16) -> bool {
    let is_taken = |bound: std::io::Result<TcpListener>| {
        bound.is_err_and(|error| error.kind() == std::io::ErrorKind::AddrInUse)
    };
    !is_taken(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))
        && !is_taken(TcpListener::bind((Ipv6Addr::LOCALHOST, port)))
}
