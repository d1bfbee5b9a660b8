//! `streamhand config import`: takes over what an older bot was told, and says exactly what it took and what it left out.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;
use types::{Login, ScopeSet, Secret};

use crate::adopt::{self, Kept, Offered, Outcome};
use crate::cli::{Global, Import};
use crate::command::output;
use crate::config::draft::{Difference, Draft};
use crate::config::place::Folders;
use crate::config::plain_file;
use crate::context::Context;
use crate::failure::{Failure, Status};
use crate::import::entry;
use crate::import::finding::{At, LeftOut};
use crate::import::old_config::{self, OldConfig};
use crate::import::old_tokens::{self, OldTokens};
use crate::spoken;

/// Reads the old files, writes the config, and keeps the tokens that are ours.
///
/// # Errors
/// If a file cannot be read, the config says something else already, or not every token could be checked.
pub(crate) async fn run(options: &Import, global: &Global) -> Result<ExitCode, Failure> {
    let teller = Teller {
        is_json: global.json,
    };
    if options.file.is_none() && options.perty.is_empty() {
        return Err(nothing_named());
    }
    let config = match &options.file {
        Some(path) => {
            old_config::parse(&read(path)?).map_err(|error| error.in_file(&name(path)))?
        }
        None => OldConfig::default(),
    };
    let mut offers = offered(&config);
    for path in &options.perty {
        let tokens = old_tokens::parse(&read(path)?).map_err(|error| error.in_file(&name(path)))?;
        let offered = tokens.into_iter().map(|tokens| Offered {
            what: describe(path, &tokens),
            tokens,
        });
        offers.extend(offered);
    }
    let folders = Folders::find(&global.choices())?;
    let usual = folders.config_file();
    let mut draft = Draft::open(global.config.as_deref().unwrap_or(&usual))?;
    fill(&mut draft, &config);
    let differences = draft.differences();
    // What cannot be a config is refused before anything is written.
    let context = Context {
        config: draft.config()?,
        folders,
        is_json: global.json,
        keepers: Arc::default(),
    };
    if let Some(path) = &options.file {
        teller.file(path, &config);
    }
    write(&mut draft, (&differences, options.force), &teller)?;
    let is_clear = keep(&context, &offers, &teller).await?;
    teller.what_is_missing(&context);
    if is_clear {
        return Ok(ExitCode::SUCCESS);
    }
    Err(Failure::new(Status::Failed, "not every token could be checked")
        .meaning("Those that could not be checked were not kept; everything else was taken over.")
        .advice("run the same command again when Twitch can be reached, or log in with `streamhand setup`"))
}

fn nothing_named() -> Failure {
    Failure::new(Status::Usage, "no file is named that could be taken over")
        .meaning("Nothing was changed.")
        .advice("name the old bot's config.txt: `streamhand config import config.txt`; PertyBot's tokens are taken over with --perty FILE, with or without it")
}

fn read(path: &Path) -> Result<String, Failure> {
    let bytes = plain_file::read(path).map_err(|error| {
        Failure::new(
            Status::Usage,
            format!("cannot read {}: {error}", path.display()),
        )
        .advice("check the path, and that you may read the file")
    })?;
    entry::decode(&bytes).map_err(|error| error.in_file(&name(path)))
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

fn describe(path: &Path, tokens: &OldTokens) -> String {
    let file = name(path);
    match &tokens.label {
        Some(label) => format!("{label} ({file}, line {})", tokens.line),
        None => format!("the token ({file}, line {})", tokens.line),
    }
}

/// The token that chat was entered with.
fn offered(config: &OldConfig) -> Vec<Offered> {
    let Some(line) = config
        .access
        .as_ref()
        .or(config.refresh.as_ref())
        .map(|found| found.line)
    else {
        return Vec::new();
    };
    let secret = |found: &Option<At<Secret>>| found.as_ref().map(|found| found.value.clone());
    vec![Offered {
        what: format!("the chat token (line {line})"),
        tokens: OldTokens {
            label: Some("chat".to_owned()),
            access: secret(&config.access),
            refresh: secret(&config.refresh),
            line,
        },
    }]
}

fn fill(draft: &mut Draft, config: &OldConfig) {
    if let Some(id) = &config.client_id {
        draft.set("app", "client_id", id.value.as_str());
    }
    if let Some(secret) = &config.client_secret {
        draft.set_client_secret(&secret.value);
    }
    if let Some(nick) = &config.nick {
        draft.set("bot", "login", nick.value.as_str());
    }
    for channel in &config.channels {
        draft.add_channel(&channel.value);
    }
}

/// Values that are new are written; one that says something else than now is not replaced without being asked.
fn write(
    draft: &mut Draft,
    (differences, force): (&[Difference], bool),
    teller: &Teller,
) -> Result<(), Failure> {
    let replaces = |difference: &&Difference| {
        difference.now.is_some() && !difference.key.starts_with("channel.")
    };
    let replaced: Vec<_> = differences.iter().filter(replaces).collect();
    if !replaced.is_empty() && !force {
        let lines: Vec<_> = replaced
            .iter()
            .map(|difference| format!("  {difference}"))
            .collect();
        return Err(Failure::new(
            Status::Usage,
            format!("{} says something else already", draft.path().display()),
        )
        .at(lines.join("\n"))
        .meaning("Nothing was changed.")
        .advice("add --force to take the values of the old file; a copy of the present one is kept beside it"));
    }
    let copy = draft.save()?;
    teller.written(draft.path(), differences, copy.as_deref());
    Ok(())
}

/// Keeps the tokens that are ours; whether every one could be checked.
async fn keep(context: &Context, offers: &[Offered], teller: &Teller) -> Result<bool, Failure> {
    if offers.is_empty() {
        return Ok(true);
    }
    if context.config.app.client_id.is_none() {
        for offer in offers {
            teller.left_out(
                &offer.what,
                "without a client id nobody can tell whether it can be used here",
            );
        }
        return Ok(true);
    }
    let store = context.store().await?;
    let http = context.http()?;
    let outcomes = adopt::adopt(context, (&store, &http), offers).await;
    store.close().await;
    let mut is_clear = true;
    for (what, outcome) in outcomes? {
        match outcome {
            Outcome::Kept(kept) => teller.kept(&what, &kept),
            Outcome::LeftOut(why) => teller.left_out(&what, &why),
            Outcome::Unknown(why) => {
                is_clear = false;
                teller.left_out(&what, &format!("it could not be checked: {why}"));
            }
        }
    }
    Ok(is_clear)
}

/// Tells what was done, for people or for programs; never a secret.
struct Teller {
    is_json: bool,
}

impl Teller {
    fn file(&self, path: &Path, config: &OldConfig) {
        let file = name(path);
        if !self.is_json {
            output::line(&format!("{file}:"));
        }
        if let Some(id) = &config.client_id {
            self.took("client id", id.line, Some(id.value.as_str()));
        }
        if let Some(secret) = &config.client_secret {
            self.took("client secret", secret.line, None);
        }
        if let Some(nick) = &config.nick {
            self.took("bot", nick.line, Some(nick.value.as_str()));
        }
        for channel in &config.channels {
            self.took("channel", channel.line, Some(channel.value.as_str()));
        }
        for LeftOut { line, what, why } in &config.left_out {
            self.left_out(&format!("{what} (line {line})"), why);
        }
    }

    fn took(&self, what: &str, line: usize, value: Option<&str>) {
        if self.is_json {
            let event = json!({"event": "taken", "what": what, "line": line, "value": value});
            output::line(&event.to_string());
        } else {
            let value = value.unwrap_or("(hidden)");
            output::line(&format!("  took      {what} (line {line}): {value}"));
        }
    }

    fn left_out(&self, what: &str, why: &str) {
        if self.is_json {
            output::line(&json!({"event": "left_out", "what": what, "why": why}).to_string());
        } else {
            output::line(&format!("  left out  {what}: {why}"));
        }
    }

    fn written(&self, path: &Path, differences: &[Difference], copy: Option<&Path>) {
        let path = name(path);
        let copy = copy.map(name);
        if self.is_json {
            let lines: Vec<_> = differences.iter().map(ToString::to_string).collect();
            let event = json!({"event": "config", "path": path, "copy": copy, "changes": lines});
            output::line(&event.to_string());
            return;
        }
        if differences.is_empty() {
            output::line(&format!("{path}: nothing had to be changed."));
            return;
        }
        output::line(&format!("{path}:"));
        for difference in differences {
            output::line(&format!("  {difference}"));
        }
        if let Some(copy) = copy {
            output::line(&format!("  What it said before is kept in {copy}."));
        }
    }

    fn kept(&self, what: &str, kept: &Kept) {
        let parts: Vec<_> = kept.parts.iter().map(|part| part.as_str()).collect();
        let Kept { login, scopes, .. } = kept;
        if self.is_json {
            output::line(&kept_event(what, (login, scopes), kept, &parts).to_string());
            return;
        }
        let life = match kept.expires_in {
            Some(life) => format!("it lives for {}", spoken::duration(life)),
            None => "it does not expire".to_owned(),
        };
        let renewal = if kept.is_renewable {
            "and is then renewed"
        } else {
            "and cannot be renewed, so log in before that with `streamhand login`"
        };
        // An old bot may have asked for dozens; a list of them would hide the rest.
        let scopes = match scopes.len() {
            0..=6 => format!("scopes {scopes}"),
            count => format!("{count} scopes"),
        };
        output::line(&format!(
            "  kept      {what}: {login} is logged in as the {}; {scopes}; {life} {renewal}",
            parts.join(" and the ")
        ));
    }

    fn what_is_missing(&self, context: &Context) {
        let missing = context.config.missing_for_a_bot();
        if self.is_json {
            output::line(&json!({"event": "done", "missing": missing}).to_string());
            return;
        }
        let next =
            "`streamhand setup` checks everything, asks for what is missing and starts the bot.";
        output::aside(&match missing.as_slice() {
            [] => format!("Next: {next}"),
            keys => format!("The bot still needs {}. Next: {next}", keys.join(" and ")),
        });
    }
}

fn kept_event(
    what: &str,
    (login, scopes): (&Login, &ScopeSet),
    kept: &Kept,
    parts: &[&str],
) -> serde_json::Value {
    json!({
        "event": "kept",
        "what": what,
        "login": login,
        "parts": parts,
        "scopes": scopes,
        "expires_in": kept.expires_in.map(|life| life.as_secs()),
        "is_renewable": kept.is_renewable,
    })
}
