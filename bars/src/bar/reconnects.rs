//! B12b: ten thousand connections come and go over TLS, and the process that makes them does not grow.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::json;

use crate::footprint::Footprint;
use crate::process::{Process, numbers};
use crate::program::Program;
use crate::scale::Scale;
use crate::scene::{BOT, CHANNEL, Simulator, viewers};
use crate::verdict::Verdict;

/// Cuts the connection of a child as often as it comes.
pub(crate) fn measure(scale: &Scale) -> Result<Verdict> {
    let Some(program) = Program::find() else {
        let lacks = "the program is not built beside it; `cargo build --release` does that";
        return Ok(Verdict::unmeasured("B12b", lacks));
    };
    if !Footprint::is_measurable() {
        return Ok(Verdict::unmeasured(
            "B12b",
            "it needs Linux to look at a process",
        ));
    }
    let folder = tempfile::tempdir().context("cannot make a folder to measure in")?;
    let authority = folder.path().join("authority.pem");
    let authority = authority.to_string_lossy().into_owned();
    let simulator = Simulator::start(&program, folder.path(), &["--ca-file", &authority])?;
    let (host, port) = (
        simulator.value("SIM_IRCS_HOST"),
        simulator.value("SIM_IRCS_PORT"),
    );
    let channels: Vec<String> = viewers().take(7).chain([CHANNEL.to_owned()]).collect();
    let arguments = [
        "reconnect".to_owned(),
        format!("ircs://{host}:{port}"),
        authority,
        simulator.value("TOKEN").to_owned(),
        BOT.to_owned(),
        channels.join(","),
    ];
    let child = Process::start(&arguments)?;
    await_up(&child)?;
    let started = Instant::now();
    let mut sizes = Vec::new();
    for round in 0..scale.warm_up_reconnects + scale.reconnects {
        if round >= scale.warm_up_reconnects
            && (round - scale.warm_up_reconnects).is_multiple_of(STRIDE)
        {
            sizes.push(Footprint::of(child.id())?);
        }
        let kind = if round % 2 == 0 { "drop" } else { "reset" };
        simulator.order("/sim/mischief", &json!({"do": kind, "login": BOT}))?;
        if round % STRIDE == STRIDE - 1 {
            simulator.end_all("/sim/mischief")?;
        }
        await_up(&child)?;
    }
    sizes.push(Footprint::of(child.id())?);
    child.kill()?;
    Ok(judge(scale, &sizes, started.elapsed()))
}

/// Waits until the child is in all of its channels again.
fn await_up(child: &Process) -> Result<()> {
    let line = child.line(PATIENCE)?;
    match numbers::<0>(&line, "up") {
        Some([]) => Ok(()),
        None => bail!("the child says {line:?}"),
    }
}

fn judge(scale: &Scale, sizes: &[Footprint], time: Duration) -> Verdict {
    let (Some(first), Some(last)) = (sizes.first(), sizes.last()) else {
        return Verdict::unmeasured("B12b", "nothing was seen");
    };
    let mut breaches = Vec::new();
    let grown = i128::from(last.resident_kib) - i128::from(first.resident_kib);
    if grown >= MOST_KIB {
        breaches.push(format!("it grew by {grown} KiB"));
    }
    if last.files > first.files {
        breaches.push(format!("{} open files became {}", first.files, last.files));
    }
    let figures = format!(
        "{} reconnects over TLS with 8 channels each, {:.0} a second, after {} to warm up: memory {} to {} KiB, grown by {grown} \
         (demanded: less than 2,048), open files {} then {}, threads {} then {}",
        scale.reconnects,
        f64::from(scale.reconnects + scale.warm_up_reconnects) / time.as_secs_f64().max(0.001),
        scale.warm_up_reconnects,
        first.resident_kib,
        last.resident_kib,
        first.files,
        last.files,
        first.threads,
        last.threads
    );
    Verdict::new("B12b", figures, breaches)
}

/// So often it is looked at the child.
const STRIDE: u32 = 100;
const MOST_KIB: i128 = 2 * 1024;
const PATIENCE: Duration = Duration::from_secs(60);
