//! A PostgreSQL server for one run of the tests: its own folder, a free loopback port, a password nobody else knows.
//!
//! It is gone afterwards whatever happens. A small shell program waits for the end of a pipe that only this
//! process holds; when the pipe closes, by a return, a panic or a kill, it stops the server and removes the folder.

use std::ffi::OsString;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::program;

/// Where the store's tests look for a server on which they may create databases.
pub(crate) const URL_VARIABLE: &str = "STREAMHAND_TEST_POSTGRES";

/// A server that ends when this value is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    port: u16,
    password: String,
    watchdog: Child,
}

impl Server {
    /// Makes a database cluster in a temporary folder and serves it.
    pub(crate) fn start() -> Result<Self> {
        let programs = find_programs().context("cannot find PostgreSQL's initdb and pg_ctl")?;
        let owner = Owner::find()?;
        let password = random_word();
        let folder = private_folder(&password)?;
        let watchdog = start_watchdog(&owner, &programs, &folder)
            .context("cannot start the watchdog of the PostgreSQL server")?;
        let server = Self {
            port: free_port()?,
            password,
            watchdog,
        };
        owner.take_over(&folder)?;
        make_cluster(&owner, &programs, &folder)?;
        server.serve(&owner, &programs, &folder)?;
        Ok(server)
    }

    /// How the tests reach it.
    pub(crate) fn url(&self) -> String {
        format!(
            "postgres://{USER}:{}@127.0.0.1:{}/postgres",
            self.password, self.port
        )
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    fn serve(&self, owner: &Owner, programs: &Path, folder: &Path) -> Result<()> {
        // Nothing in it outlives the run, so it need not wait for the disk.
        let options = format!(
            "-c listen_addresses=127.0.0.1 -c port={} -c unix_socket_directories='' \
             -c fsync=off -c full_page_writes=off -c max_connections=200",
            self.port
        );
        let log = folder.join("log");
        let started = program::output(
            owner
                .command(&programs.join("pg_ctl"), folder)
                .args(["start", "-w", "-t", "60"])
                .arg("-D")
                .arg(folder.join("data"))
                .arg("-l")
                .arg(&log)
                .args(["-o", &options]),
        );
        started.map(drop).with_context(|| {
            let log = std::fs::read_to_string(&log).unwrap_or_default();
            format!(
                "cannot start PostgreSQL on port {}: {}",
                self.port,
                log.trim()
            )
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The end of the pipe is the watchdog's sign.
        drop(self.watchdog.stdin.take());
        // A watchdog that cannot be waited for works on by itself; there is nothing left to do here.
        let _ = self.watchdog.wait();
    }
}

/// The folder with `initdb` and `pg_ctl`, from the search path or where systems keep them.
pub(crate) fn find_programs() -> Option<PathBuf> {
    let on_search_path = program::find("pg_ctl").filter(|_| program::find("initdb").is_some());
    if let Some(folder) = on_search_path.as_deref().and_then(Path::parent) {
        return Some(folder.to_owned());
    }
    // Several versions may stand side by side, each in a folder of its own outside the search path.
    FOLDERS_OF_VERSIONS
        .into_iter()
        .filter_map(|parent| std::fs::read_dir(parent).ok())
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .filter(|folder| folder.join("pg_ctl").is_file() && folder.join("initdb").is_file())
        .max_by_key(|folder| version_of(folder))
}

/// The major version of a folder such as `postgresql/17/bin` or `postgresql@17/bin`.
fn version_of(folder: &Path) -> u32 {
    folder
        .parent()
        .and_then(Path::file_name)
        .and_then(|version| version.to_str()?.rsplit('@').next()?.parse().ok())
        .unwrap_or(0)
}

/// Who the server runs as: PostgreSQL refuses to be root.
#[derive(Debug)]
enum Owner {
    Ourselves,
    /// We are root, and the system has a user for this.
    PostgresUser,
}

impl Owner {
    fn find() -> Result<Self> {
        if !program::is_root() {
            return Ok(Self::Ourselves);
        }
        if program::find("runuser").is_none() {
            bail!(
                "PostgreSQL does not run as root, and `runuser` is missing; \
                 run the check as an ordinary user, or set {URL_VARIABLE}"
            );
        }
        Ok(Self::PostgresUser)
    }

    /// A command that runs as this user, in a folder that this user may enter.
    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut words = self.command_line(program).into_iter();
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).current_dir(folder);
        command
    }

    fn command_line(&self, program: &Path) -> Vec<OsString> {
        let mut words: Vec<OsString> = Vec::new();
        if matches!(self, Self::PostgresUser) {
            words.extend(["runuser", "-u", "postgres", "--"].map(OsString::from));
        }
        words.push(program.into());
        words
    }

    fn take_over(&self, folder: &Path) -> Result<()> {
        if matches!(self, Self::PostgresUser) {
            program::output(Command::new("chown").args(["-R", "postgres"]).arg(folder))?;
        }
        Ok(())
    }
}

/// A folder nobody else can look into, with the password in a file.
fn private_folder(password: &str) -> Result<PathBuf> {
    let name = format!("streamhand-postgres-{}", random_word());
    let folder = std::env::temp_dir().join(name);
    let doing = || format!("cannot make the folder {}", folder.display());
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder).with_context(doing)?;
    std::fs::write(folder.join("password"), password).with_context(doing)?;
    Ok(folder)
}

fn make_cluster(owner: &Owner, programs: &Path, folder: &Path) -> Result<()> {
    let made = program::output(
        owner
            .command(&programs.join("initdb"), folder)
            .arg("-D")
            .arg(folder.join("data"))
            .arg(format!("--pwfile={}", folder.join("password").display()))
            .args(["-U", USER, "-A", "scram-sha-256"])
            .args(["-E", "UTF8", "--locale=C", "--no-sync"]),
    );
    made.map(drop)
        .context("cannot make a PostgreSQL cluster for the tests")
}

/// The program that outlives us, to stop the server and remove the folder.
fn start_watchdog(owner: &Owner, programs: &Path, folder: &Path) -> std::io::Result<Child> {
    let mut command = Command::new("sh");
    command
        .args(["-c", WATCHDOG, "watchdog"])
        .arg(folder)
        .args(owner.command_line(&programs.join("pg_ctl")))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // Ctrl-C reaches a whole process group; the watchdog must outlive it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn()
}

fn free_port() -> Result<u16> {
    let listener =
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("cannot find a free loopback port")?;
    Ok(listener.local_addr()?.port())
}

/// A word nobody can guess: the standard library seeds its hashers from the system's randomness.
fn random_word() -> String {
    let part = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", part(), part())
}

/// Debian, and Homebrew on both kinds of Mac.
const FOLDERS_OF_VERSIONS: [&str; 3] =
    ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"];

const USER: &str = "streamhand";

/// `$1` is the folder, the rest the call of `pg_ctl`.
const WATCHDOG: &str = r#"
trap '' HUP INT TERM
folder=$1
shift
cat > /dev/null
cd "$folder" || exit 1
"$@" stop -D "$folder/data" -m immediate -w
cd /
rm -rf -- "$folder"
"#;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_wins_by_number_not_by_letters() {
        let newest = ["postgresql/9", "postgresql@17", "postgresql/15", "openssl"]
            .map(|version| Path::new(version).join("bin"))
            .into_iter()
            .max_by_key(|folder| version_of(folder));
        assert_eq!(newest, Some(PathBuf::from("postgresql@17/bin")));
    }

    #[test]
    fn no_two_passwords_are_equal() {
        assert_ne!(random_word(), random_word());
        assert_eq!(random_word().len(), 32);
    }

    #[test]
    fn root_hands_the_server_to_the_user_postgres() {
        let line = Owner::PostgresUser.command_line(Path::new("pg_ctl"));
        assert_eq!(line, ["runuser", "-u", "postgres", "--", "pg_ctl"]);
        assert_eq!(
            Owner::Ourselves.command_line(Path::new("pg_ctl")),
            ["pg_ctl"]
        );
    }
}
