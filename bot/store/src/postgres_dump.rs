//! Dumps and restores a PostgreSQL database by PostgreSQL's own programs. Where dumps are kept is decided elsewhere.

use std::fs::File;
use std::path::Path;
use std::process::{Output, Stdio};

use percent_encoding::percent_decode_str;
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, Row};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::backend::Backend;
use crate::dump_script::{self, Content};
use crate::error::{Cause, Error};
use crate::private_file;
use crate::summary::{self, Summary, TABLES};

/// Dumps the tables of the store to a file that is not there yet; the file has its name only once it is known to be good.
pub(crate) async fn make(
    options: &AnyConnectOptions,
    connection: &mut AnyConnection,
    target: &Path,
) -> Result<Summary, Error> {
    private_file::make_parent(target)?;
    try_make(options, connection, target)
        .await
        .map_err(|problem| problem.about(target))
}

/// Puts a dump in the place of what the store holds: all of it or nothing.
pub(crate) async fn restore(
    options: &AnyConnectOptions,
    connection: &mut AnyConnection,
    dump: &Path,
) -> Result<(), Error> {
    try_restore(options, connection, dump)
        .await
        .map_err(|problem| problem.about(dump))
}

/// What is in a dump.
pub(crate) async fn read(dump: &Path) -> Result<Content, Error> {
    let script = script(dump, Part::Data).await;
    let script = script.map_err(|problem| problem.about(dump))?;
    Ok(dump_script::read(&script))
}

/// What went wrong with a program.
enum Problem {
    Missing(&'static str),
    Other(Cause),
}

impl<Source: Into<Cause>> From<Source> for Problem {
    fn from(source: Source) -> Self {
        Self::Other(source.into())
    }
}

impl Problem {
    fn about(self, path: &Path) -> Error {
        match self {
            Self::Missing(program) => Error::ProgramMissing { program },
            Self::Other(source) => Error::Backup {
                path: path.to_owned(),
                source,
            },
        }
    }
}

async fn try_make(
    options: &AnyConnectOptions,
    connection: &mut AnyConnection,
    target: &Path,
) -> Result<Summary, Problem> {
    let schema = schema(connection).await?;
    let mut attempt = 1;
    loop {
        let before = summary::read(connection, Backend::Postgres).await?;
        let copy = private_file::temporary_beside(target)?.into_temp_path();
        let mut command = program("pg_dump", options);
        command.args(["--format=custom", "--no-owner", "--no-privileges"]);
        for table in TABLES
            .iter()
            .filter(|table| table.since <= before.schema_version)
        {
            command.arg(format!("--table={}.{}", quoted(&schema), table.name));
        }
        // Into our file, because one that the program makes could be read by others.
        let file = File::options().write(true).open(&copy)?;
        command.stdout(Stdio::from(file));
        finished("pg_dump", command, "").await?;
        File::open(&copy)?.sync_all()?;
        let copied = dump_script::read(&script(&copy, Part::Data).await?).summary;
        let after = summary::read(connection, Backend::Postgres).await?;
        if copied == before || copied == after {
            copy.persist_noclobber(target)
                .map_err(|refused| refused.error)?;
            private_file::sync_folder(&private_file::parent(target))?;
            return Ok(copied);
        }
        // Somebody wrote at the same time; that does not happen for ever.
        if attempt == ATTEMPTS {
            return Err("the dump does not hold what the database holds".into());
        }
        attempt += 1;
    }
}

async fn try_restore(
    options: &AnyConnectOptions,
    connection: &mut AnyConnection,
    dump: &Path,
) -> Result<(), Problem> {
    let content = script(dump, Part::All).await?;
    let schema = quoted(&schema(connection).await?);
    // A table that the dump does not know would be in the way of the next migration.
    let tables = TABLES.map(|table| format!("{schema}.{}", table.name));
    let script = format!("DROP TABLE IF EXISTS {};\n{content}", tables.join(", "));
    let mut command = program("psql", options);
    command.args(["--no-psqlrc", "--quiet", "--single-transaction"]);
    command.args(["--set=ON_ERROR_STOP=1", "--file=-"]);
    command.stdout(Stdio::null());
    finished("psql", command, &script).await?;
    Ok(())
}

/// What of a dump is wanted.
enum Part {
    All,
    Data,
}

/// A dump as the statements that it stands for.
async fn script(dump: &Path, part: Part) -> Result<String, Problem> {
    let mut command = Command::new("pg_restore");
    command.args(["--no-owner", "--no-privileges", "--file=-"]);
    if matches!(part, Part::Data) {
        command.arg("--data-only");
    }
    command.arg(dump).stdout(Stdio::piped());
    let output = finished("pg_restore", command, "").await?;
    Ok(String::from_utf8(output.stdout)?)
}

/// Runs a program to its end, and makes its complaints the cause if it fails.
async fn finished(
    name: &'static str,
    mut command: Command,
    input: &str,
) -> Result<Output, Problem> {
    command
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Problem::Missing(name),
        _ => error.into(),
    })?;
    let stdin = child.stdin.take();
    let feeding = async {
        if let Some(mut stdin) = stdin {
            // A program that ended early does not read on; its own complaint tells more.
            let _ = stdin.write_all(input.as_bytes()).await;
        }
    };
    let (output, ()) = tokio::join!(child.wait_with_output(), feeding);
    let output = output?;
    if output.status.success() {
        return Ok(output);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let complaint = complaint.lines().next().unwrap_or("it tells no reason");
    Err(format!("{name} failed: {complaint}").into())
}

/// A program that connects as the store does. The password goes by the environment, never by the arguments.
fn program(name: &str, options: &AnyConnectOptions) -> Command {
    let url = &options.database_url;
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let mut command = Command::new(name);
    if let Some(host) = url.host_str().filter(|host| !host.is_empty()) {
        command.env("PGHOST", decoded(host.trim_matches(['[', ']'])));
    }
    if let Some(port) = url.port() {
        command.env("PGPORT", port.to_string());
    }
    if !url.username().is_empty() {
        command.env("PGUSER", decoded(url.username()));
    }
    if let Some(password) = url.password() {
        command.env("PGPASSWORD", decoded(password));
    }
    let database = url.path().trim_start_matches('/');
    if !database.is_empty() {
        command.env("PGDATABASE", decoded(database));
    }
    for (key, value) in url.query_pairs() {
        let known = PARAMETERS.iter().find(|(parameter, _)| *parameter == key);
        if let Some((_, variable)) = known {
            command.env(variable, value.as_ref());
        }
    }
    command
}

/// Where the tables are.
async fn schema(connection: &mut AnyConnection) -> sqlx::Result<String> {
    let row = sqlx::query("SELECT CAST(current_schema() AS text) AS name")
        .fetch_one(connection)
        .await?;
    row.try_get("name")
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// What a URL may say of the connection, as it is called in the environment of PostgreSQL's programs.
const PARAMETERS: [(&str, &str); 15] = [
    ("sslmode", "PGSSLMODE"),
    ("ssl-mode", "PGSSLMODE"),
    ("sslrootcert", "PGSSLROOTCERT"),
    ("ssl-root-cert", "PGSSLROOTCERT"),
    ("ssl-ca", "PGSSLROOTCERT"),
    ("sslcert", "PGSSLCERT"),
    ("ssl-cert", "PGSSLCERT"),
    ("sslkey", "PGSSLKEY"),
    ("ssl-key", "PGSSLKEY"),
    ("host", "PGHOST"),
    ("hostaddr", "PGHOSTADDR"),
    ("port", "PGPORT"),
    ("dbname", "PGDATABASE"),
    ("user", "PGUSER"),
    ("password", "PGPASSWORD"),
];

const ATTEMPTS: u32 = 5;

/// The file of a dump, for those who list backups.
pub(crate) fn is_dump(path: &Path) -> bool {
    let beginning = || -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::Read::take(File::open(path)?, 5), &mut bytes)?;
        Ok(bytes)
    };
    beginning().is_ok_and(|bytes| bytes == b"PGDMP")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x25_a_password_is_in_no_argument() {
        let options = "postgres://bot:s3%40cret@[::1]:5433/stream?sslmode=require&user=other"
            .parse()
            .unwrap();
        let command = program("pg_dump", &options);
        let command = command.as_std();
        assert_eq!(command.get_args().count(), 0);
        let variables: Vec<_> = command.get_envs().collect();
        for (name, value) in [
            ("PGHOST", "::1"),
            ("PGPORT", "5433"),
            ("PGUSER", "other"),
            ("PGPASSWORD", "s3@cret"),
            ("PGDATABASE", "stream"),
            ("PGSSLMODE", "require"),
        ] {
            assert!(
                variables.contains(&(name.as_ref(), Some(value.as_ref()))),
                "{name}"
            );
        }
    }
}
