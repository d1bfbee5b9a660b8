//! `streamhand man`: the manual pages, made from the command line itself. They say nothing that `--help` does not say.

use std::path::Path;
use std::process::ExitCode;

use clap::Command;
use clap_mangen::Man;

use crate::cli::{self, Global};
use crate::command::{output, tree};
use crate::failure::{Failure, Status};

/// Prints streamhand(1), or writes a page for every command into a folder.
///
/// # Errors
/// If the folder or a page cannot be written.
pub(crate) fn run(options: &cli::Man, global: &Global) -> Result<ExitCode, Failure> {
    let mut tree = tree::whole().disable_help_subcommand(true);
    tree.build();
    let Some(folder) = &options.folder else {
        let mut text = Vec::new();
        page(tree)
            .render(&mut text)
            .map_err(|error| unwritable(Path::new("standard output"), &error))?;
        output::line(String::from_utf8_lossy(&text).trim_end());
        return Ok(ExitCode::SUCCESS);
    };
    std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    let pages = pages(tree);
    for page in &pages {
        page.generate_to(folder)
            .map_err(|error| unwritable(&folder.join(page.get_filename()), &error))?;
    }
    tell(folder, pages.len(), global.json);
    Ok(ExitCode::SUCCESS)
}

fn tell(folder: &Path, count: usize, is_json: bool) {
    if is_json {
        let event = serde_json::json!({
            "event": "man_written",
            "folder": folder.display().to_string(),
            "pages": count,
        });
        output::line(&event.to_string());
    } else {
        output::line(&format!(
            "{count} pages are in {}. `man` finds them in a folder man1, such as ~/.local/share/man/man1.",
            folder.display()
        ));
    }
}

/// A page for the command and for each below it.
fn pages(command: Command) -> Vec<Man> {
    let below = command.get_subcommands().filter(|one| !one.is_hide_set());
    let mut all: Vec<Man> = below.cloned().flat_map(pages).collect();
    all.push(page(command));
    all
}

fn page(command: Command) -> Man {
    Man::new(command)
        .source(concat!("Streamhand ", env!("CARGO_PKG_VERSION")))
        .manual("Streamhand")
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(
        Status::Failed,
        format!("cannot write {}: {error}", path.display()),
    )
    .advice("name a folder that you may write to")
}
