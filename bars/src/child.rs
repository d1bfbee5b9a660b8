//! What a child process does until it is killed. It judges nothing: it works as the bot does, and tells each step in a line.

mod crowd;
mod reconnect;
mod refresh;
pub(crate) mod save;

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::place::Place;

/// Does what the command line behind `child` says.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    // One thread besides those of the database, as on a small machine.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    if let [kind, rest @ ..] = arguments
        && kind == "reconnect"
    {
        let rest: &[String; 5] = rest.try_into().context("a child lacks arguments")?;
        return runtime.block_on(reconnect::run(rest));
    }
    let [kind, folder, url, rest @ ..] = arguments else {
        bail!("a child needs a kind, a folder and a store");
    };
    let place = Place::of(Path::new(folder), url);
    match (kind.as_str(), rest) {
        ("save", [first, count]) => {
            runtime.block_on(save::run(&place, first.parse()?, count.parse()?))
        }
        ("refresh", [address, first, accounts]) => {
            let accounts = (first.parse()?, accounts.parse()?);
            runtime.block_on(refresh::run(&place, address, accounts))
        }
        ("crowd", [address, accounts, tasks]) => {
            let (accounts, tasks) = (accounts.parse()?, tasks.parse()?);
            runtime.block_on(crowd::run(&place, address, (accounts, tasks)))
        }
        _ => bail!("there is no child {kind:?} with {} arguments", rest.len()),
    }
}
