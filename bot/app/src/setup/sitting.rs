//! One sitting: what is known, who can be asked, and where answers go. It asks for nothing by itself.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use auth::{AppTokens, Http, TokenSource};
use serde_json::{Value, json};
use store::Store;
use types::{Login, Secret, UserId};

use super::plan::{Ending, Fact, Known, Step};
use crate::accounts::LoggedIn;
use crate::cli::{self, Flow, Global};
use crate::command::output;
use crate::config::Config;
use crate::config::draft::Draft;
use crate::config::key;
use crate::config::place::Folders;
use crate::context::Context;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::terminal::{Question, Silence, Terminal};
use crate::typed_login;

/// One sitting.
#[derive(Debug)]
pub(super) struct Sitting {
    /// What is known.
    pub known: Known,
    /// What was said on the command line and not used yet.
    pub options: cli::Setup,
    /// The config as it is now, and what follows from it.
    pub context: Context,
    /// The store.
    pub store: Store,
    /// The way to Twitch.
    pub http: Http,
    /// The account that speaks, once it is logged in.
    pub bot: Option<LoggedIn>,
    /// The owner's account, once it is logged in.
    pub broadcaster: Option<LoggedIn>,
    /// The channel that this is about; the config may name several.
    pub channel: Option<Login>,
    /// Its id, once it is found.
    pub channel_id: Option<UserId>,
    /// The channel that this sitting wrote into the config, which may be taken out again without asking.
    pub added_channel: Option<Login>,
    /// How it is to end.
    pub ending: Ending,
    /// How to register an application is explained once.
    pub is_registration_told: bool,
    terminal: Option<Terminal>,
    draft: Draft,
    /// Where the config is kept as it was before.
    copy: Option<PathBuf>,
}

impl Sitting {
    /// Reads what is there.
    ///
    /// # Errors
    /// If the config or the store cannot be used.
    pub(super) async fn begin(options: &cli::Setup, global: &Global) -> Result<Self, Failure> {
        let folders = Folders::find(&global.choices())?;
        let usual = folders.config_file();
        let draft = Draft::open(global.config.as_deref().unwrap_or(&usual))?;
        let context = Context {
            config: draft.config()?,
            folders,
            is_json: global.json,
            keepers: Arc::default(),
        };
        let known = Known {
            is_secret_needed: options.flow == Flow::Code,
            ..Known::default()
        };
        Ok(Self {
            known,
            options: options.clone(),
            store: context.store().await?,
            http: context.http()?,
            context,
            bot: None,
            broadcaster: None,
            channel: None,
            channel_id: None,
            added_channel: None,
            is_registration_told: false,
            ending: Ending::Ready,
            terminal: Terminal::find(global.json),
            draft,
            copy: None,
        })
    }

    /// Lets go of everything.
    pub(super) async fn close(self) {
        for account in [self.bot, self.broadcaster].into_iter().flatten() {
            account.tokens.stop().await;
        }
        self.context.keepers.ended().await;
        self.store.close().await;
    }

    /// How it is to end.
    pub(super) fn ending(&self) -> Ending {
        self.ending
    }

    /// Asks a person; without one, the option that should have said it is named.
    ///
    /// # Errors
    /// If nobody is there, or the person breaks off.
    pub(super) async fn ask(
        &self,
        question: Question,
        option: &'static str,
    ) -> Result<String, Failure> {
        match self.terminal {
            Some(terminal) => terminal.ask(question).await.map_err(silent),
            None => Err(Failure::new(
                Status::Usage,
                format!("{option} is not said, and there is no terminal to ask at"),
            )
            .meaning("What was checked before this is kept.")
            .advice(format!(
                "run `streamhand setup` in a terminal, or again with {option}"
            ))),
        }
    }

    /// Asks a person a question that is answered by yes or no; without one, what an option says holds.
    ///
    /// # Errors
    /// If the person breaks off.
    pub(super) async fn ask_yes_or_no(
        &self,
        question: &str,
        (usual, option): (bool, bool),
    ) -> Result<bool, Failure> {
        match self.terminal {
            Some(_) if option => Ok(true),
            Some(terminal) => terminal
                .ask_yes_or_no(question, usual)
                .await
                .map_err(silent),
            None => Ok(option),
        }
    }

    /// Whether somebody can be asked.
    pub(super) fn has_person(&self) -> bool {
        self.terminal.is_some()
    }

    /// Tells a person something; a program has no use for it.
    pub(super) fn say(&self, text: &str) {
        if !self.context.is_json {
            output::line(text);
        }
    }

    /// Tells that a step is done: a sentence for people, and an object with the facts for programs.
    pub(super) fn done(&self, step: Step, sentence: &str, facts: Value) {
        if !self.context.is_json {
            output::line(&format!("  {sentence}"));
            return;
        }
        let mut event = json!({"event": "step", "step": step.as_str(), "said": sentence});
        if let (Some(event), Value::Object(facts)) = (event.as_object_mut(), facts) {
            event.extend(facts);
        }
        output::line(&event.to_string());
    }

    /// A wrong answer: a person hears why and is asked again, for a program it is the end.
    ///
    /// # Errors
    /// The failure itself, if nobody is there.
    pub(super) fn refuse(&self, failure: Failure) -> Result<(), Failure> {
        if self.terminal.is_none() {
            return Err(failure);
        }
        output::aside(&format!("{failure}\n"));
        Ok(())
    }

    /// What the config would mean with a change, which is not made.
    ///
    /// # Errors
    /// Whatever would be wrong with it.
    pub(super) fn preview(&self, change: impl FnOnce(&mut Draft)) -> Result<Config, Failure> {
        let mut draft = self.draft.clone();
        change(&mut draft);
        draft.config()
    }

    /// Changes the config file at once, so that nothing that was checked is asked for again.
    ///
    /// # Errors
    /// If it cannot be written, or a variable of the environment says something else and wins.
    pub(super) fn write(&mut self, change: impl FnOnce(&mut Draft)) -> Result<(), Failure> {
        change(&mut self.draft);
        if let Some(copy) = self.draft.save()? {
            self.say(&format!(
                "  What the config said before is kept in {}.",
                copy.display()
            ));
            self.copy = Some(copy);
        }
        self.context.config = self.draft.config()?;
        Ok(())
    }

    /// Writes the application's secret to where it is kept: the file that the config names for it, or the config itself.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub(super) fn write_client_secret(&mut self, secret: &Secret) -> Result<(), Failure> {
        match self.draft.write_client_secret_file(secret)? {
            Some(file) => {
                self.say(&format!("  It is written to {}.", file.display()));
                self.context.config = self.draft.config()?;
                Ok(())
            }
            None => self.write(|draft| draft.set_client_secret(secret)),
        }
    }

    /// Notes that nothing goes on without the application's secret, or not with the one that is known.
    pub(super) fn needs_secret(&mut self) {
        self.known.client_secret = Fact::Absent;
        self.known.is_secret_needed = true;
    }

    /// Where the config is kept as it was before this sitting, if it has changed and there was one.
    pub(super) fn copy(&self) -> Option<&Path> {
        self.copy.as_deref()
    }

    /// Asks for the name of an account; nothing if what was typed is none, which the person has been told.
    ///
    /// # Errors
    /// As [`Self::ask`].
    pub(super) async fn ask_for_login(
        &self,
        question: Question,
        option: &'static str,
    ) -> Result<Option<Login>, Failure> {
        let text = self.ask(question, option).await?;
        match typed_login::read(&text) {
            Ok(login) => Ok(Some(login)),
            Err(error) => {
                let failure = Failure::new(Status::Usage, error.to_string());
                self.refuse(failure.advice("write the name as it stands behind twitch.tv/ in the address of the channel's page"))?;
                Ok(None)
            }
        }
    }

    /// Why an account of this name cannot be meant, if Twitch can be asked already and knows none.
    ///
    /// # Errors
    /// If Twitch does not answer.
    pub(super) async fn unknown_account(&self, login: &Login) -> Result<Option<Failure>, Failure> {
        let helix = match &self.bot {
            Some(bot) => self.helix(bot),
            None if self.known.client_secret == Fact::Checked => {
                let tokens = AppTokens::new(self.http.clone(), self.context.auth_settings()?);
                self.helix_with(Arc::new(tokens))
            }
            None => return Ok(None),
        };
        let users = helix.get_users().login(login).await;
        let users = users.map_err(|error| explain::helix(&error))?;
        Ok(users.is_empty().then(|| no_such_account(login)))
    }

    /// The REST API as this account.
    pub(super) fn helix(&self, account: &LoggedIn) -> helix::Client {
        self.helix_with(Arc::new(account.tokens.clone()))
    }

    fn helix_with(&self, tokens: Arc<dyn TokenSource>) -> helix::Client {
        helix::Client::new(self.http.clone(), self.context.helix_settings(), tokens)
    }

    /// Notes whether the bot speaks with the account of the channel's owner.
    pub(super) fn compare_names(&mut self) {
        let bot = self.context.config.bot.as_ref();
        self.known.is_own_channel = bot.is_some() && bot == self.channel.as_ref();
    }

    /// Where the config file is.
    pub(super) fn config_file(&self) -> String {
        self.draft.path().display().to_string()
    }
}

/// Nobody answers any more.
fn silent(silence: Silence) -> Failure {
    match silence {
        Silence::BrokenOff => Failure::new(Status::Interrupted, "the setup was broken off")
            .meaning("What was checked is kept.")
            .advice("run `streamhand setup` again; it goes on from here"),
        Silence::Unusable(cause) => Failure::new(
            Status::Failed,
            format!("cannot ask at this terminal: {cause}"),
        )
        .advice("say everything by options: `streamhand setup --help` lists them"),
    }
}

/// Twitch knows nobody of that name.
pub(super) fn no_such_account(login: &Login) -> Failure {
    Failure::new(
        Status::Refused,
        format!("Twitch knows no account named {login}"),
    )
    .advice(
        "check the spelling; it is the name behind twitch.tv/ in the address of the channel's page",
    )
}

/// A variable of the environment says something else than the answer, and wins.
pub(super) fn overruled(section: &str, name: &str) -> Failure {
    let variable = key::find(section, name).map_or_else(String::new, key::Key::variable);
    Failure::new(
        Status::Usage,
        format!(
            "the environment variable {variable} says something else, and wins over the config file"
        ),
    )
    .advice(format!(
        "unset {variable}, or set it to the right value, and run `streamhand setup` again"
    ))
}
