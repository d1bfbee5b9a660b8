//! Instructions per line, counted by valgrind in children that read the corpus a fixed number of times.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::wish::Wish;

/// Whether valgrind can be started.
pub fn is_there() -> bool {
    let mut version = Command::new("valgrind");
    version.arg("--version").stdout(Stdio::null());
    version.status().is_ok_and(|status| status.success())
}

/// How many instructions a reader needs for a line.
///
/// Start and end of the process are left out: what is counted is the difference between two runs.
///
/// # Errors
/// If a child fails, or valgrind says nothing that can be understood.
pub fn instructions_per_line(wish: &Wish, name: &str, lines: usize) -> Result<f64> {
    let program = std::env::current_exe().context("cannot tell which program this is")?;
    let few = instructions(&program, wish, (name, FEW))?;
    let many = instructions(&program, wish, (name, MANY))?;
    let passes = f64::from(MANY - FEW);
    Ok(many.saturating_sub(few) as f64 / passes / lines as f64)
}

fn instructions(program: &Path, wish: &Wish, (name, passes): (&str, u32)) -> Result<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg("--cachegrind-out-file=/dev/null")
        .arg(program)
        .args(wish.words())
        .args(["--child", name, &passes.to_string()])
        .output()
        .context("cannot start valgrind")?;
    let told = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        bail!("valgrind ended with {}: {}", output.status, told.trim());
    }
    let count = told.lines().find_map(count_of);
    count.with_context(|| format!("valgrind counted nothing: {}", told.trim()))
}

/// Reads `==123== I refs:        1,234,567`, whose middle is `I   refs:` in older versions.
fn count_of(line: &str) -> Option<u64> {
    let (before, count) = line.split_once("refs:")?;
    if !before.trim_end().ends_with('I') {
        return None;
    }
    count.trim().replace(',', "").parse().ok()
}

const FEW: u32 = 1;
const MANY: u32 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_found_in_what_valgrind_says() {
        assert_eq!(
            count_of("==123== I refs:        1,234,567"),
            Some(1_234_567)
        );
        assert_eq!(count_of("==1== I   refs:      12"), Some(12));
        assert_eq!(count_of("==1== D   refs:      12"), None);
        assert_eq!(count_of("==1== Command: x"), None);
    }
}
