//! B1a: a kill, an I/O error and a full disk at every system call that touches the store while it is opened, saved to and closed.
//!
//! strace puts the faults in; it counts the calls of each kind that touch the store's files, so that each can be hit alone.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use super::acknowledged::{acknowledged, breach};
use crate::child::save::ACCOUNTS;
use crate::place::{Place, kept};
use crate::process::{Process, own_arguments, own_program};
use crate::scale::Scale;
use crate::verdict::Verdict;

/// Hits every call with every fault.
pub(crate) fn measure(scale: &Scale) -> Result<Verdict> {
    if !has_strace() {
        return Ok(Verdict::unmeasured(
            "B1a",
            "it needs strace and the right to trace a child (Debian, Ubuntu: apt-get install strace)",
        ));
    }
    let template = template()?;
    let calls = calls(template.path())?;
    let mut points = Vec::new();
    for (call, count) in &calls {
        for number in 1..=*count {
            points.extend(Fault::ALL.map(|fault| (call.as_str(), number, fault)));
        }
    }
    let mut breaches = Vec::new();
    let (mut hits, mut misses) = (BTreeMap::new(), 0);
    for (call, number, fault) in points.iter().step_by(scale.save_path_stride) {
        match hit(template.path(), (call, *number), *fault)? {
            None => misses += 1,
            Some(found) => {
                *hits.entry(fault.word()).or_insert(0) += 1;
                let told = found
                    .into_iter()
                    .map(|breach| format!("{} at {call} number {number}: {breach}", fault.word()));
                breaches.extend(told);
            }
        }
    }
    let hits: Vec<String> = hits
        .iter()
        .map(|(word, count)| format!("{count} × {word}"))
        .collect();
    let figures = format!(
        "{} system calls of {} kinds on the store's files: {}, {misses} not reached again: {} corrupt or acknowledged and lost (demanded: 0)",
        calls.values().sum::<u32>(),
        calls.len(),
        hits.join(", "),
        breaches.len()
    );
    Ok(Verdict::new("B1a", figures, breaches))
}

#[derive(Debug, Clone, Copy)]
enum Fault {
    Kill,
    /// This one call fails.
    Broken,
    /// This call fails, and all later ones of its kind if it is one that takes space.
    Full,
}

impl Fault {
    const ALL: [Self; 3] = [Self::Kill, Self::Broken, Self::Full];

    fn word(self) -> &'static str {
        match self {
            Self::Kill => "KILL",
            Self::Broken => "EIO",
            Self::Full => "ENOSPC",
        }
    }

    /// What strace is told.
    fn injection(self, (call, number): (&str, u32)) -> String {
        match self {
            Self::Kill => format!("inject={call}:signal=KILL:when={number}"),
            Self::Broken => format!("inject={call}:error=EIO:when={number}"),
            Self::Full if ALLOCATING.contains(&call) => {
                format!("inject={call}:error=ENOSPC:when={number}+")
            }
            Self::Full => format!("inject={call}:error=ENOSPC:when={number}"),
        }
    }
}

/// A store as a former run of the program has left it.
fn template() -> Result<TempDir> {
    let (place, folder) = Place::new()?;
    let [path, url] = place.arguments();
    let save = ["save", &path, &url, "1", "1"].map(str::to_owned);
    let (told, status) = Process::start(&save)?.end()?;
    if !status.success() || !told.iter().any(|line| line == "done") {
        bail!("a child cannot save although nothing is wrong: {told:?}");
    }
    Ok(folder)
}

/// How often each system call touches the store's files, in the thread that calls it most often.
fn calls(template: &Path) -> Result<BTreeMap<String, u32>> {
    let stage = Stage::set(template)?;
    let (told, _) = Process::start_as(&mut stage.strace(&[])?)?.end()?;
    if !told.iter().any(|line| line == "done") {
        return Err(anyhow::anyhow!(
            "a traced child does not come to its end: {told:?}"
        ));
    }
    let mut counts: BTreeMap<(String, String), u32> = BTreeMap::new();
    for line in stage.log()?.lines() {
        if let Some((thread, call)) = begun_call(line) {
            *counts
                .entry((thread.to_owned(), call.to_owned()))
                .or_insert(0) += 1;
        }
    }
    let mut most = BTreeMap::new();
    for ((_, call), count) in counts {
        let entry = most.entry(call).or_insert(count);
        *entry = count.max(*entry);
    }
    if most.is_empty() {
        bail!("strace saw no call that touches the store");
    }
    Ok(most)
}

/// Thread and name of a call in a line of strace's log; lines about signals and the second halves of calls are none.
fn begun_call(line: &str) -> Option<(&str, &str)> {
    let (thread, rest) = line.split_once(char::is_whitespace)?;
    let (call, _) = rest.trim_start().split_once('(')?;
    let is_name = call
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || character == '_');
    (is_name && !call.is_empty()).then_some((thread, call))
}

/// What the fault has spoiled, or `None` if the call did not come about this time.
fn hit(template: &Path, point: (&str, u32), fault: Fault) -> Result<Option<Vec<String>>> {
    let stage = Stage::set(template)?;
    let injection = fault.injection(point);
    let trace = format!("trace={}", point.0);
    let process = Process::start_as(&mut stage.strace(&["-e", &trace, "-e", &injection])?)?;
    let told = process.end_by_force(PATIENCE)?;
    let was_hit = match fault {
        Fault::Kill => !told.iter().any(|line| line == "done") || !stage.log()?.contains("exited"),
        Fault::Broken | Fault::Full => stage.log()?.contains("(INJECTED)"),
    };
    if !was_hit {
        return Ok(None);
    }
    let newest = acknowledged(&told);
    let mut breaches = Vec::new();
    // A lock that was not given back is held until the process ends; anything else passes.
    if matches!(fault, Fault::Broken) && point.0 != "fcntl" {
        breaches.extend(lasting_harm(&told, &stage.log()?));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let vault = match stage.place.open().await {
            Ok(vault) => vault,
            Err(error) => {
                return breaches.push(format!("the store does not open any more: {error:#}"));
            }
        };
        for person in 1..=ACCOUNTS {
            let least = newest.get(&person).copied().unwrap_or(1);
            breaches.extend(breach(&kept(&vault, person).await, least, 1 + ROUNDS));
        }
        vault.close().await;
    });
    Ok(Some(breaches))
}

/// More saves that failed than calls that were made to fail. There can be several of those, as strace counts in each thread anew.
fn lasting_harm(told: &[String], log: &str) -> Option<String> {
    let mut failed = told.iter().filter(|line| line.starts_with("failed"));
    let injected = log.matches("(INJECTED)").count();
    let count = failed.clone().count();
    let last = failed.next_back()?;
    (count > injected)
        .then(|| format!("{injected} errors, and {count} saves failed, the last one: {last}"))
}

/// A copy of the template, and a log beside it.
struct Stage {
    place: Place,
    folder: PathBuf,
    /// What is in it at one time or another.
    files: BTreeSet<OsString>,
    _whole: TempDir,
}

impl Stage {
    fn set(template: &Path) -> Result<Self> {
        let whole = tempfile::tempdir()?;
        // strace compares paths as they are after all links.
        let folder = whole.path().canonicalize()?.join("store");
        fs::create_dir(&folder)?;
        make_private(&folder)?;
        let mut files: BTreeSet<OsString> = JOURNALS.map(OsString::from).into();
        for entry in fs::read_dir(template)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                fs::copy(entry.path(), folder.join(entry.file_name()))?;
                files.insert(entry.file_name());
            }
        }
        let url = format!("sqlite:{}", folder.join(DATABASE).display());
        Ok(Self {
            place: Place::of(&folder, &url),
            folder,
            files,
            _whole: whole,
        })
    }

    /// The child that saves, under strace with these orders.
    fn strace(&self, orders: &[&str]) -> Result<Command> {
        let mut command = Command::new("strace");
        // It can be interrupted, and then ends its child as well.
        command.args(["-I", "2", "-f", "-q", "-o"]);
        command.arg(self.log_path());
        command.arg("-P").arg(&self.folder);
        for file in &self.files {
            command.arg("-P").arg(self.folder.join(file));
        }
        let [folder, url] = self.place.arguments();
        let rounds = ROUNDS.to_string();
        let save = ["save", &folder, &url, "2", &rounds].map(str::to_owned);
        command.args(orders).arg("--");
        command.arg(own_program()?).args(own_arguments(&save));
        Ok(command)
    }

    fn log(&self) -> Result<String> {
        let bytes = fs::read(self.log_path()).context("strace left no log")?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn log_path(&self) -> PathBuf {
        self.folder.with_file_name("strace.log")
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(fs::set_permissions(
        folder,
        fs::Permissions::from_mode(0o700),
    )?)
}

/// There is no strace either.
#[cfg(not(unix))]
fn make_private(_folder: &Path) -> Result<()> {
    Ok(())
}

/// Whether strace is there and may trace.
fn has_strace() -> bool {
    Command::new("strace")
        .args(["-q", "-o"])
        .arg(if cfg!(windows) { "NUL" } else { "/dev/null" })
        .args(["--", "true"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// How many pairs of each account the child saves.
const ROUNDS: u32 = 3;
/// What waits for a lock that never comes is ended; an undisturbed child takes a fraction of a second.
const PATIENCE: Duration = Duration::from_secs(6);
const DATABASE: &str = "streamhand.db";
/// What SQLite makes beside the database and takes away again.
const JOURNALS: [&str; 3] = [
    "streamhand.db-wal",
    "streamhand.db-shm",
    "streamhand.db-journal",
];
/// The calls that fail when a disk is full, each and all.
const ALLOCATING: [&str; 8] = [
    "openat",
    "write",
    "pwrite64",
    "ftruncate",
    "fallocate",
    "fsync",
    "fdatasync",
    "mkdir",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_that_goes_on_failing_saves_is_told_from_one_that_passes() {
        let told = |lines: &[&str]| lines.iter().copied().map(str::to_owned).collect::<Vec<_>>();
        let once = "7 fsync(5) = -1 EIO (Input/output error) (INJECTED)";
        assert_eq!(lasting_harm(&told(&["saved 1 2", "done"]), once), None);
        assert_eq!(
            lasting_harm(&told(&["failed 1 2 x", "saved 2 2"]), once),
            None
        );
        let harm = lasting_harm(&told(&["failed 1 2 x", "failed 1 4 y"]), once);
        assert!(harm.unwrap().contains("the last one: failed 1 4 y"));
    }

    #[test]
    fn only_the_beginnings_of_calls_are_counted() {
        for (line, expected) in [
            (
                "101 pwrite64(5, \"\\0\", 1, 4095) = 1",
                Some(("101", "pwrite64")),
            ),
            ("101  fsync(5 <unfinished ...>", Some(("101", "fsync"))),
            ("101 <... fsync resumed>) = 0", None),
            ("101 --- SIGCHLD {si_signo=SIGCHLD} ---", None),
            ("101 +++ exited with 0 +++", None),
            ("", None),
        ] {
            assert_eq!(begun_call(line), expected, "{line}");
        }
    }
}
