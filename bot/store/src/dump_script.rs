//! Reads the script that stands for a PostgreSQL dump: what is in it, and how to know its key. Making and running it is elsewhere.

use crate::keyring::Note;
use crate::setting::Setting;
use crate::summary::Summary;

/// What is in a dump.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) summary: Summary,
    pub(crate) note: Note,
}

/// Counts the rows of a script, and picks out of them what is asked for.
pub(crate) fn read(script: &str) -> Content {
    let mut content = Content::default();
    let mut lines = script.lines();
    while let Some(line) = lines.next() {
        let Some((table, columns)) = read_copy(line) else {
            continue;
        };
        let rows = lines
            .by_ref()
            .take_while(|line| *line != "\\.")
            .map(|line| line.split('\t').collect());
        let rows = Rows {
            columns,
            rows: rows.collect(),
        };
        take(&mut content, table, &rows);
    }
    content
}

/// The rows of one table.
struct Rows<'a> {
    columns: Vec<&'a str>,
    rows: Vec<Vec<&'a str>>,
}

impl Rows<'_> {
    fn column(&self, name: &str) -> Vec<String> {
        let Some(place) = self.columns.iter().position(|column| *column == name) else {
            return Vec::new();
        };
        let cells = self.rows.iter().filter_map(|row| row.get(place));
        cells.map(|cell| (*cell).to_owned()).collect()
    }

    fn sorted_column(&self, name: &str) -> Vec<String> {
        let mut cells = self.column(name);
        cells.sort();
        cells
    }
}

fn take(content: &mut Content, table: &str, rows: &Rows<'_>) {
    let Content { summary, note } = content;
    let count = rows.rows.len() as u64;
    match table {
        "account" => summary.accounts = rows.sorted_column("login"),
        "channel" => summary.channels = rows.sorted_column("login"),
        "credential" => summary.credentials = count,
        "role" => summary.roles = count,
        "command" => summary.commands = count,
        "migration" => {
            let versions = rows.column("migration_version");
            let versions = versions.iter().filter_map(|version| version.parse().ok());
            summary.schema_version = versions.max().unwrap_or(0);
        }
        "setting" => {
            let names = rows.column("setting_name");
            for (name, value) in names.iter().zip(rows.column("setting_value")) {
                match Setting::from_name(name) {
                    Some(Setting::SealKind) => note.kind = Some(value),
                    Some(Setting::SealRecipe) => note.recipe = Some(value),
                    Some(Setting::SealCheck) => note.check = Some(value),
                    Some(Setting::Scrub | Setting::Bot | Setting::Names) | None => {}
                }
            }
        }
        _ => {}
    }
}

/// Reads `COPY schema.table (column, column) FROM stdin;`.
fn read_copy(line: &str) -> Option<(&str, Vec<&str>)> {
    let rest = line.strip_prefix("COPY ")?;
    let (name, rest) = rest.split_once(" (")?;
    let (columns, _) = rest.split_once(") FROM stdin;")?;
    let table = name.rsplit_once('.').map_or(name, |(_, table)| table);
    Some((table, columns.split(", ").collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_counted_by_its_tables() {
        let script = "--\nCOPY s.account (user_id, login) FROM stdin;\n5005\tperty\n6006\tanna\n\\.\n\n\
             COPY s.credential (user_id) FROM stdin;\n5005\n\\.\nCOPY s.command (x) FROM stdin;\n\\.\n\
             COPY s.setting (setting_value, setting_name) FROM stdin;\nkey\tseal_kind\nx\tbot\n\\.\n\
             COPY s.migration (migration_version, name) FROM stdin;\n1\ta\n10\tb\n\\.\n";
        let expected = Content {
            summary: Summary {
                schema_version: 10,
                accounts: vec!["anna".to_owned(), "perty".to_owned()],
                credentials: 1,
                ..Summary::default()
            },
            note: Note {
                kind: Some("key".to_owned()),
                ..Note::default()
            },
        };
        assert_eq!(read(script), expected);
    }
}
