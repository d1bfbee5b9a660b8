//! `streamhand sim`: the simulated Twitch alone.

use std::process::ExitCode;

use sim::Server;
use sim::server::{Clock, Settings};
use types::Timestamp;

use crate::cli;
use crate::command::output;
use crate::failure::Failure;
use crate::shutdown;
use crate::simulator;

/// Serves until the end is asked for.
///
/// # Errors
/// If it cannot start, with the address or the file that is to blame.
pub(crate) async fn run(options: cli::Sim, is_json: bool) -> Result<ExitCode, Failure> {
    let end = shutdown::Listener::start();
    let world = options
        .world
        .as_deref()
        .map(simulator::read_world)
        .transpose()?;
    let clock = match options.clock {
        cli::ClockChoice::Real => Clock::Real,
        cli::ClockChoice::Manual => Clock::Manual(MANUAL_START),
    };
    let mut settings = Settings {
        seed: options.seed,
        world,
        clock,
        consent: options.consent,
        device_interval: options.device_interval,
        ..Settings::default()
    };
    simulator::choose_addresses(&mut settings, options.addresses, options.ca_file);
    let server = simulator::start(settings).await?;
    if let Some(rate) = options.rate {
        server.start_viewers(simulator::scripted_viewers(options.seed, rate));
    }
    announce(&server, is_json)?;
    let request = end.requested().await;
    server.shut_down().await;
    Ok(request.exit_code())
}

/// Tells everything that a client needs.
fn announce(server: &Server, is_json: bool) -> Result<(), Failure> {
    let env = server.env();
    if is_json {
        let mut ready = serde_json::to_value(&env).map_err(anyhow::Error::from)?;
        ready["event"] = "ready".into();
        output::line(&ready.to_string());
    } else {
        let origin = server.places().origin();
        output::line(&format!(
            "# The simulated Twitch is at {origin}/sim; GET {origin}/sim/env gives these lines with fresh tokens."
        ));
        output::line(env.shell_lines().trim_end());
    }
    Ok(())
}

/// Where a clock that is moved by hand begins: the day this was written, so that dates look like dates.
const MANUAL_START: Timestamp = Timestamp::from_unix_millis(1_795_305_600_000);
