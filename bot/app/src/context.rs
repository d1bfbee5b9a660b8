//! What every command starts from: the config, the folders, and the doors to the store and to Twitch that they describe.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use auth::Http;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use store::Store;

use crate::cli::Global;
use crate::command::output;
use crate::config::Config;
use crate::config::place::Folders;
use crate::config::plain_file;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::keepers::Keepers;
use crate::vault::StoreVault;

/// What every command starts from.
#[derive(Debug)]
pub(crate) struct Context {
    /// What the config means.
    pub config: Config,
    /// Where config and data live.
    pub folders: Folders,
    /// Whether results are for machines.
    pub is_json: bool,
    /// Who looks after the tokens of the accounts that were opened.
    pub keepers: Arc<Keepers>,
}

impl Context {
    /// Reads the config that the command line names.
    ///
    /// # Errors
    /// Whatever is wrong with it.
    pub(crate) fn load(global: &Global) -> Result<Self, Failure> {
        let choices = global.choices();
        let folders = Folders::find(&choices)?;
        let config = Config::load(&choices, &folders)?;
        Ok(Self {
            config,
            folders,
            is_json: global.json,
            keepers: Arc::default(),
        })
    }

    /// Runs what needs accounts, and waits for the keepers of the accounts that it has opened.
    ///
    /// # Errors
    /// Whatever is wrong with the config, a missing application included: without one nobody can log in either.
    pub(crate) async fn with_accounts(
        global: &Global,
        work: impl AsyncFnOnce(&Self) -> Result<ExitCode, Failure>,
    ) -> Result<ExitCode, Failure> {
        let context = Self::load(global)?;
        context.config.client_id()?;
        let result = work(&context).await;
        context.keepers.ended().await;
        result
    }

    /// Whether there is a store already; one on a server is taken to be there.
    pub(crate) fn has_store(&self) -> bool {
        let url = self.config.store_url(&self.folders);
        match url.strip_prefix("sqlite:") {
            Some(file) => file.starts_with(':') || Path::new(file).exists(),
            None => true,
        }
    }

    /// Opens the store; the data folder is made if it is missing, and what had to be mended is told.
    ///
    /// # Errors
    /// If it cannot be opened, or belongs to a newer version.
    pub(crate) async fn store(&self) -> Result<Store, Failure> {
        // The store closes it as well, but tells nobody.
        if let Some(key) = self.config.key_file(&self.folders) {
            plain_file::keep_to_owner(&key, "the key of the tokens");
        }
        let settings = self.config.store_settings(&self.folders);
        let store = Store::open(&self.config.store_url(&self.folders), &settings).await;
        let store = store.map_err(|error| explain::store(&error))?;
        if let Some(recovery) = store.recovery() {
            self.tell_recovery(&explain::recovery(recovery));
        }
        Ok(store)
    }

    /// Whatever the command was to do, a person must hear of it.
    fn tell_recovery(&self, failure: &Failure) {
        tracing::error!("{}", failure.happened());
        if self.is_json {
            let mut event = failure.to_json();
            event["event"] = "store_recovered".into();
            output::line(&event.to_string());
        } else {
            output::aside(&failure.to_string());
        }
    }

    /// The HTTP client, which trusts the configured certificate too.
    ///
    /// # Errors
    /// If the certificate cannot be read.
    pub(crate) fn http(&self) -> Result<Http, Failure> {
        match self.trusted()? {
            Some(pem) => Http::trusting(&pem).map_err(|error| untrusted(&error.to_string())),
            None => Ok(Http::new()),
        }
    }

    /// Whom chat over TLS trusts.
    ///
    /// # Errors
    /// If the certificate cannot be read.
    pub(crate) fn chat_tls(&self) -> Result<irc::client::Tls, Failure> {
        let pem = self.trusted()?.unwrap_or_default();
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
        let certificates = certificates.map_err(|error| untrusted(&error.to_string()))?;
        let trusted = certificates
            .into_iter()
            .map(|certificate| certificate.to_vec());
        irc::client::Tls::trusting(trusted).map_err(|error| untrusted(&error.to_string()))
    }

    /// Who asks for tokens, and where.
    ///
    /// # Errors
    /// If the config names no application.
    pub(crate) fn auth_settings(&self) -> Result<auth::Settings, Failure> {
        let settings = auth::Settings::new(self.config.client_id()?);
        let settings = match &self.config.app.client_secret {
            Some(secret) => settings.with_secret(secret.clone()),
            None => settings,
        };
        settings
            .with_base(&self.config.twitch.auth)
            .map_err(|error| explain::auth(&error))
    }

    /// Where the REST API is.
    pub(crate) fn helix_settings(&self) -> helix::Settings {
        helix::Settings::new().with_base_url(self.config.twitch.helix.as_str())
    }

    /// The REST API as the account that these tokens are of.
    pub(crate) fn helix_as(&self, http: &Http, tokens: &auth::Tokens) -> helix::Client {
        helix::Client::new(
            http.clone(),
            self.helix_settings(),
            Arc::new(tokens.clone()),
        )
    }

    /// The same for somebody whom nobody waits for longer than seconds: what Twitch's limits would hold up is told at once.
    pub(crate) fn hurried_helix_as(&self, http: &Http, tokens: &auth::Tokens) -> helix::Client {
        let settings = self.helix_settings().with_longest_wait(HURRY);
        helix::Client::new(http.clone(), settings, Arc::new(tokens.clone()))
    }

    /// Where tokens are kept.
    pub(crate) fn vault(&self, store: &Store) -> Arc<StoreVault> {
        Arc::new(StoreVault::new(store.clone()))
    }

    fn trusted(&self) -> Result<Option<Vec<u8>>, Failure> {
        let Some(path) = &self.config.twitch.ca_file else {
            return Ok(None);
        };
        let pem = std::fs::read(path).map_err(|error| {
            Failure::new(
                Status::Usage,
                format!("cannot read twitch.ca_file {}: {error}", path.display()),
            )
            .advice(
                "name the file that `streamhand sim --ca-file FILE` wrote, or leave the key out",
            )
        })?;
        Ok(Some(pem))
    }
}

fn untrusted(cause: &str) -> Failure {
    Failure::new(
        Status::Usage,
        format!("cannot use the certificate in twitch.ca_file: {cause}"),
    )
    .advice("give a file with a certificate in PEM form")
}

/// An answer in chat is worth ten seconds, and may have waited for most of them already.
const HURRY: std::time::Duration = std::time::Duration::from_secs(3);
