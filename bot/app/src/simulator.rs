//! The simulator as the commands start it: options into settings, failures into words.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use sim::server::{Settings, StartError};
use sim::{Blueprint, Corpus, Server, Viewers};

use crate::cli::Addresses;
use crate::failure::{Failure, Status};

/// Puts the chosen addresses into the settings; what is left out is a free port on the loopback.
pub(crate) fn choose_addresses(
    settings: &mut Settings,
    addresses: Addresses,
    ca_file: Option<PathBuf>,
) {
    settings.http = addresses.http.unwrap_or(ANYWHERE);
    settings.irc = addresses.irc.unwrap_or(ANYWHERE);
    settings.ircs = Some(addresses.ircs.unwrap_or(ANYWHERE));
    settings.ca_file = ca_file;
}

/// Starts the simulator.
///
/// # Errors
/// If a port is taken or a file cannot be written.
pub(crate) async fn start(settings: Settings) -> Result<Server, Failure> {
    Server::start(settings).await.map_err(explain)
}

/// Reads the description of a world.
///
/// # Errors
/// If the file cannot be read or describes no world; with the place.
pub(crate) fn read_world(path: &Path) -> Result<Blueprint, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::new(
            Status::Usage,
            format!("cannot read the world file {}: {error}", path.display()),
        )
        .advice("check the path after --world")
    })?;
    Blueprint::parse(&text).map_err(|error| {
        Failure::new(
            Status::Usage,
            format!("{} does not describe a world: {error}", path.display()),
        )
        .advice("docs/simulator.md lists what may stand in it")
    })
}

/// Viewers who make up their words.
pub(crate) fn scripted_viewers(seed: u64, rate: f64) -> Viewers {
    Viewers::scripted(seed, rate)
}

/// Viewers who say the lines of a file.
///
/// # Errors
/// If the file cannot be read or holds no line of chat.
pub(crate) fn corpus_viewers(path: &Path, seed: u64, rate: f64) -> Result<Viewers, Failure> {
    let bytes = std::fs::read(path).map_err(|error| {
        Failure::new(
            Status::Usage,
            format!("cannot read the corpus {}: {error}", path.display()),
        )
        .advice("check the path after --corpus")
    })?;
    let corpus = Corpus::parse(&String::from_utf8_lossy(&bytes));
    if corpus.is_empty() {
        return Err(Failure::new(
            Status::Usage,
            format!("{} holds no line of chat", path.display()),
        )
        .advice("give a file of raw IRC lines, one PRIVMSG, USERNOTICE or CLEARCHAT a line"));
    }
    Ok(Viewers::replaying(corpus, seed, rate))
}

#[expect(clippy::needless_pass_by_value, reason = "it is given to map_err")]
fn explain(error: StartError) -> Failure {
    match &error {
        StartError::Listen {
            address, source, ..
        } if source.kind() == std::io::ErrorKind::AddrInUse => Failure::new(
            Status::Failed,
            format!("port {} on {} is in use", address.port(), address.ip()),
        )
        .meaning("Another program listens there, perhaps a simulator that still runs.")
        .advice("end that program, choose another address, or leave it out for a free port"),
        StartError::Listen { address, .. } => Failure::new(Status::Failed, error.to_string())
            .meaning(format!(
                "The system does not let this program listen on {address}."
            ))
            .advice("choose another address; ports below 1024 usually need special rights"),
        StartError::CertificateFile { .. } => Failure::new(Status::Failed, error.to_string())
            .advice("choose a file in a folder that you may write to"),
        _ => Failure::new(Status::Failed, error.to_string()),
    }
}

/// A free port that only this machine can reach.
const ANYWHERE: SocketAddr =
    SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 0);
