//! The config file as it is to become: values are put in their places, everything else in the file stays as somebody wrote it. It judges no value.

mod folder;

use std::fmt;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value, value};
use types::{Login, Secret};

use super::Config;
use super::key::{self, KEYS};
use super::raw::Raw;
use crate::clock;
use crate::failure::{Failure, Status};

/// A config file that is being changed.
#[derive(Clone)]
pub(crate) struct Draft {
    path: PathBuf,
    /// What stands in the file now; none if there is no file.
    former: Option<String>,
    document: DocumentMut,
    /// What stands above everything else in a file that has no value yet; TOML would put it behind what is added.
    heading: String,
    /// A file is copied once before the first change, not before each.
    is_copied: bool,
}

/// A value that the file will say otherwise than now; secrets are hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The key, such as `app.client_id`.
    pub key: String,
    /// What the file says now.
    pub now: Option<String>,
    /// What it will say.
    pub then: Option<String>,
}

impl Draft {
    /// Begins with what stands in the file, or with nothing if there is none.
    ///
    /// # Errors
    /// If it cannot be read, or is no config.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let former = match super::plain_file::read_text(path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(_) => Some(super::read_text(path)?),
        };
        let text = former.as_deref().unwrap_or_default();
        Raw::parse(path, text)?;
        let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
            Failure::new(
                Status::Usage,
                format!("{} is not valid TOML: {}", path.display(), error.message()),
            )
        })?;
        let mut heading = String::new();
        if document.is_empty() {
            document = DocumentMut::new();
            heading.push_str(former.as_deref().unwrap_or(HEADING));
        }
        Ok(Self {
            path: path.to_owned(),
            former,
            document,
            heading,
            is_copied: false,
        })
    }

    /// What it means together with the environment.
    ///
    /// # Errors
    /// Whatever is wrong with it.
    pub(crate) fn config(&self) -> Result<Config, Failure> {
        let raw = Raw::parse(&self.path, &self.text())?;
        Config::resolve(raw, |variable| std::env::var(variable).ok())
    }

    /// Writes a value under its key, with the sentence that explains it if the key is new.
    pub(crate) fn set(&mut self, section: &'static str, name: &'static str, text: &str) {
        let table = self.section(section);
        match table.get_mut(name) {
            // What was written around the value, such as a comment behind it, stays.
            Some(Item::Value(old)) => {
                let decor = old.decor().clone();
                *old = Value::from(text);
                *old.decor_mut() = decor;
            }
            _ => {
                table.insert(name, value(text));
                explain(table, section, name);
            }
        }
    }

    /// Writes the application's secret, in the place of a file that held it.
    pub(crate) fn set_client_secret(&mut self, secret: &Secret) {
        self.section("app").remove("client_secret_file");
        self.set("app", "client_secret", secret.expose());
    }

    /// Writes the application's secret into the file that this one names for it, readable by its owner alone. Where, if it names one.
    ///
    /// # Errors
    /// If it cannot be written; then what it held is still there.
    pub(crate) fn write_client_secret_file(
        &self,
        secret: &Secret,
    ) -> Result<Option<PathBuf>, Failure> {
        let named = listed(&self.document, "app", "client_secret_file");
        let Some(path) = named.first().map(PathBuf::from) else {
            return Ok(None);
        };
        write(&path, &format!("{}\n", secret.expose()))?;
        Ok(Some(path))
    }

    /// Names a file that holds the application's secret, in the place of the secret.
    pub(crate) fn set_client_secret_file(&mut self, path: &str) {
        self.section("app").remove("client_secret");
        self.set("app", "client_secret_file", path);
    }

    /// Adds a channel, unless it is there.
    pub(crate) fn add_channel(&mut self, channel: &Login) {
        if self
            .channels()
            .iter()
            .any(|known| known == channel.as_str())
        {
            return;
        }
        let item = self
            .document
            .entry("channel")
            .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
        match item {
            Item::Value(Value::Array(list)) => {
                let mut table = InlineTable::new();
                table.insert("login", channel.as_str().into());
                list.push(table);
            }
            _ => {
                let Some(tables) = item.as_array_of_tables_mut() else {
                    return;
                };
                let is_first = tables.is_empty();
                let mut table = Table::new();
                table.decor_mut().set_prefix("\n");
                table.insert("login", value(channel.as_str()));
                if is_first {
                    explain(&mut table, "channel", "login");
                }
                tables.push(table);
            }
        }
    }

    /// Takes a channel out.
    pub(crate) fn remove_channel(&mut self, channel: &Login) {
        let name = |table: &dyn TableLike| table.get("login")?.as_str().map(str::to_lowercase);
        let is_it = |table: &dyn TableLike| name(table).as_deref() == Some(channel.as_str());
        match self.document.get_mut("channel") {
            Some(Item::ArrayOfTables(tables)) => tables.retain(|table| !is_it(table)),
            Some(Item::Value(Value::Array(list))) => {
                list.retain(|value| !value.as_inline_table().is_some_and(|table| is_it(table)));
            }
            _ => {}
        }
    }

    /// The channels that it names.
    pub(crate) fn channels(&self) -> Vec<String> {
        listed(&self.document, "channel", "login")
    }

    /// What the file will say otherwise than now.
    pub(crate) fn differences(&self) -> Vec<Difference> {
        let former = self.former.as_deref().unwrap_or_default();
        let former: DocumentMut = former.parse().unwrap_or_default();
        let mut found = Vec::new();
        for key in KEYS {
            let words = |document: &DocumentMut| {
                let listed = listed(document, key.section, key.name);
                (!listed.is_empty()).then(|| listed.join(", "))
            };
            let (now, then) = (words(&former), words(&self.document));
            if now == then {
                continue;
            }
            let shown = |words: Option<String>| {
                words.map(|words| {
                    if key.is_secret {
                        HIDDEN.to_owned()
                    } else {
                        words
                    }
                })
            };
            found.push(Difference {
                key: format!("{}.{}", key.section, key.name),
                now: shown(now),
                then: shown(then),
            });
        }
        found
    }

    /// Writes the file in one step, readable by its owner alone; the former one is kept beside it. Where, if there was one.
    ///
    /// # Errors
    /// If the folder cannot be written to; then the former file is still there.
    pub(crate) fn save(&mut self) -> Result<Option<PathBuf>, Failure> {
        let text = self.text();
        if self.former.as_ref() == Some(&text) {
            return Ok(None);
        }
        // A link to a file that is kept elsewhere stays a link.
        let target = std::fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let copy = match &self.former {
            Some(former) if !self.is_copied => {
                let stamp = clock::now().to_string().replace(':', "-");
                let copy = target.with_extension(format!("toml.{stamp}"));
                write(&copy, former)?;
                Some(copy)
            }
            _ => None,
        };
        write(&target, &text)?;
        self.former = Some(text);
        self.is_copied = true;
        Ok(copy)
    }

    /// Where the file is.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    fn text(&self) -> String {
        format!("{}{}", self.heading, self.document)
    }

    fn section(&mut self, section: &'static str) -> &mut dyn TableLike {
        let item = self.document.entry(section).or_insert_with(|| {
            let mut table = Table::new();
            table.decor_mut().set_prefix("\n");
            Item::Table(table)
        });
        item.as_table_like_mut()
            .expect("Raw::parse accepted the file, so its sections are tables")
    }
}

impl fmt::Debug for Draft {
    /// Shows where, not what: the file may hold a secret.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Draft({})", self.path.display())
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, now, then } = self;
        match (now, then) {
            (None, Some(then)) => write!(formatter, "+ {key} = {then}"),
            (Some(now), None) => write!(formatter, "- {key} = {now}"),
            (Some(now), Some(then)) => write!(formatter, "~ {key} = {then}  (now {now})"),
            (None, None) => write!(formatter, "  {key}"),
        }
    }
}

/// All values of a key as texts, in the order in which they stand in the file.
fn listed(document: &DocumentMut, section: &str, name: &str) -> Vec<String> {
    let text = |table: &dyn TableLike| table.get(name)?.as_str().map(str::to_owned);
    match document.get(section) {
        Some(Item::ArrayOfTables(tables)) => {
            tables.iter().filter_map(|table| text(table)).collect()
        }
        Some(Item::Value(Value::Array(list))) => {
            let tables = list.iter().filter_map(Value::as_inline_table);
            tables.filter_map(|table| text(table)).collect()
        }
        Some(item) => item.as_table_like().and_then(text).into_iter().collect(),
        None => Vec::new(),
    }
}

/// Puts the sentence from the table of keys above a key.
fn explain(table: &mut dyn TableLike, section: &str, name: &str) {
    let about = key::find(section, name).map_or("", |key| key.about);
    if let Some(mut key) = table.key_mut(name) {
        key.leaf_decor_mut().set_prefix(format!("# {about}\n"));
    }
}

/// Writes a file so that at every moment the old or the new text is there, and nobody else may read it.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let written = folder::create_private(folder)
        .and_then(|()| tempfile::NamedTempFile::new_in(folder))
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(path).map_err(|error| error.error)?;
            folder::sync(folder)
        });
    written.map_err(|error| {
        Failure::new(
            Status::Failed,
            format!("cannot write {}: {error}", path.display()),
        )
        .meaning("What was there before is still there.")
        .advice("check that the disk is not full and that you may write to the folder, or choose another file with --config")
    })
}

const HEADING: &str = "# What Streamhand's bot is told; docs/configuration.md lists all keys.\n";

const HIDDEN: &str = "(hidden)";

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str) -> (tempfile::TempDir, Draft) {
        let folder = tempfile::tempdir().expect("temporary folders can be made");
        let path = folder.path().join("streamhand.toml");
        if !text.is_empty() {
            std::fs::write(&path, text).expect("the folder is ours");
        }
        let draft = Draft::open(&path).expect("it is a config");
        (folder, draft)
    }

    fn fill(draft: &mut Draft) {
        draft.set("app", "client_id", "abc");
        draft.set_client_secret(&Secret::new("hush"));
        draft.set("bot", "login", "perty");
        draft.add_channel(&"somechannel".parse().expect("a login"));
    }

    fn words(draft: &Draft) -> Vec<String> {
        draft
            .differences()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_new_file_explains_every_key_and_is_a_config() {
        let (folder, mut draft) = draft("");
        fill(&mut draft);
        assert_eq!(
            draft.save().expect("the folder is ours"),
            None,
            "there was nothing to copy"
        );
        let text = std::fs::read_to_string(draft.path()).expect("it was written");
        assert!(text.starts_with(HEADING), "{text}");
        let config = Config::from_text(draft.path(), &text).expect("it is a config");
        assert_eq!(
            config.bot.as_ref().map(Login::as_str),
            Some("perty"),
            "{text}"
        );
        for (section, name) in [
            ("app", "client_id"),
            ("app", "client_secret"),
            ("bot", "login"),
            ("channel", "login"),
        ] {
            let about = key::find(section, name).expect("the table holds it").about;
            assert!(text.contains(&format!("# {about}\n{name} = ")), "{text}");
        }
        assert_eq!(
            std::fs::read_dir(folder.path())
                .expect("it is there")
                .count(),
            1
        );
    }

    #[test]
    fn what_somebody_wrote_stays_with_its_comments() {
        let before = "# mine\n[app]\nclient_id = \"old\" # from the console\nclient_secret_file = \"s\"\n\n[twitch]\nauth = \"http://127.0.0.1:1/oauth2\"\n[[channel]]\nlogin = \"other\"\n";
        let (folder, mut draft) = draft(before);
        fill(&mut draft);
        assert_eq!(
            words(&draft),
            [
                "~ app.client_id = abc  (now old)",
                "+ app.client_secret = (hidden)",
                "- app.client_secret_file = s",
                "+ bot.login = perty",
                "~ channel.login = other, somechannel  (now other)",
            ]
        );
        let copy = draft
            .save()
            .expect("the folder is ours")
            .expect("there was a file");
        assert_eq!(std::fs::read_to_string(copy).ok().as_deref(), Some(before));
        let text = std::fs::read_to_string(draft.path()).expect("it was written");
        for kept in [
            "# mine\n",
            "client_id = \"abc\" # from the console",
            "auth = \"http://127.0.0.1:1/oauth2\"",
        ] {
            assert!(text.contains(kept), "{kept:?} is gone: {text}");
        }
        assert_eq!(words(&draft), [""; 0]);
        draft.set("bot", "login", "kettle_on");
        assert_eq!(
            draft.save().expect("the folder is ours"),
            None,
            "one copy is enough"
        );
        assert_eq!(
            std::fs::read_dir(folder.path())
                .expect("it is there")
                .count(),
            2
        );
    }

    #[test]
    fn every_form_of_a_table_is_changed_in_place() {
        for before in [
            "app.client_id = \"old\"\n",
            "app = { client_id = \"old\" }\nchannel = [{ login = \"other\" }]\n",
            "[app]\n[bot]\n",
            "# mine\n",
        ] {
            let (_folder, mut draft) = draft(before);
            fill(&mut draft);
            let text = draft.document.to_string();
            let config = Config::from_text(draft.path(), &text)
                .unwrap_or_else(|failure| panic!("{failure}\n{text}"));
            assert_eq!(
                config.channels.last().map(Login::as_str),
                Some("somechannel"),
                "{text}"
            );
            assert_eq!(
                config.app.client_id.as_ref().map(types::ClientId::as_str),
                Some("abc"),
                "{text}"
            );
        }
    }

    #[cfg(unix)]
    #[test]
    fn x25_nobody_else_may_read_the_file_or_its_copy() {
        use std::os::unix::fs::PermissionsExt;
        let (folder, mut draft) = draft("[bot]\nlogin = \"other\"\n");
        fill(&mut draft);
        draft.save().expect("the folder is ours");
        for file in std::fs::read_dir(folder.path()).expect("it is there") {
            let file = file.expect("it is there");
            let mode = file.metadata().expect("it is there").permissions().mode();
            assert_eq!(mode & 0o077, 0, "{file:?}");
        }
    }
}
