//! Logs in once and keeps the token alive for as long as it runs, over any number of starts: `auth-keep-token CLIENT_ID FILE [BASE_URL]`.
//!
//! Two of these may share one file: they take turns. The file holds tokens as they are; a program that is made for
//! others would seal them. The address is that of a simulator, if one is to be asked.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use streamhand_auth::device_login::Event;
use streamhand_auth::types::{ClientId, ScopeSet, Secret, UserId};
use streamhand_auth::{
    BoxFuture, ClientKind, Credential, Hold, Http, Keeper, Lease, Settings, Vault, VaultError,
    device_login,
};

#[expect(clippy::print_stdout, reason = "printing is what this program is for")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(client_id), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("usage: auth-keep-token CLIENT_ID FILE [BASE_URL]".into());
    };
    let settings = Settings::new(ClientId::new(client_id));
    let settings = match arguments.next() {
        Some(base_url) => settings.with_base(&base_url)?,
        None => settings,
    };
    let vault = Arc::new(FileVault(PathBuf::from(path)));
    let http = Http::new();

    let credential = match vault.read()? {
        Some(page) => page.credential,
        None => {
            let scopes = ScopeSet::parse("chat:read chat:edit");
            let login = device_login(&http, settings.clone(), scopes, |event| {
                if let Event::CodeReady(prompt) = event {
                    println!("open {}", prompt.verification_uri);
                }
            });
            let credential = login.await?;
            vault.save(&credential).await?;
            credential
        }
    };
    let tokens = Keeper::spawn(http, settings, Some(credential), vault);
    // Whoever calls Twitch asks for a token before each call, and reports its generation after a 401.
    let token = tokens.token().await?;
    println!("a token of {:?} is valid", token.login());
    let mut watch = tokens.watch();
    while watch.changed().await.is_ok() {
        println!("{:?}", watch.borrow_and_update().status);
    }
    Ok(())
}

/// The file beside is locked as long as this lives.
struct Taken {
    vault: FileVault,
    _file: File,
}

impl Hold for Taken {
    fn strike_out(self: Box<Self>) -> BoxFuture<'static, Result<(), VaultError>> {
        Box::pin(async move {
            match self.vault.read().map_err(|it| explain(&it))? {
                Some(page) => {
                    (self.vault.write(&page.credential, false)).map_err(|it| explain(&it))
                }
                None => Ok(()),
            }
        })
    }
}

/// One login in one file, with a file beside it that whoever refreshes has locked.
#[derive(Clone)]
struct FileVault(PathBuf);

/// What stands in the file.
struct Page {
    credential: Credential,
    /// A refresh of it has begun and is not known to have ended.
    has_begun: bool,
}

impl Vault for FileVault {
    fn save<'a>(&'a self, credential: &'a Credential) -> BoxFuture<'a, Result<(), VaultError>> {
        Box::pin(async move { self.write(credential, false).map_err(|it| explain(&it)) })
    }

    fn begin_refresh<'a>(
        &'a self,
        known: &'a Credential,
    ) -> BoxFuture<'a, Result<Lease, VaultError>> {
        Box::pin(async move {
            let taken = self.take().await?;
            let Some(page) = self.read().map_err(|it| explain(&it))? else {
                return Ok(Lease::new(None, false, taken));
            };
            let kept = page.credential;
            let is_known = kept.access == known.access && kept.refresh == known.refresh;
            if is_known {
                self.write(&kept, true).map_err(|it| explain(&it))?;
            }
            let was_cut_off = is_known && page.has_begun;
            let taken = Taken {
                vault: self.clone(),
                _file: taken,
            };
            Ok(Lease::noted(Some(kept), was_cut_off, taken))
        })
    }

    fn load<'a>(
        &'a self,
        _user_id: &'a UserId,
        _client_id: &'a ClientId,
    ) -> BoxFuture<'a, Result<Option<Credential>, VaultError>> {
        Box::pin(async move {
            let page = self.read().map_err(|it| explain(&it))?;
            Ok(page.map(|page| page.credential))
        })
    }
}

impl FileVault {
    /// Locks the file beside; the system unlocks it when the lease is dropped or the process ends.
    async fn take(&self) -> Result<File, VaultError> {
        let file = private(
            &self.0.with_extension("lock"),
            OpenOptions::new().write(true),
        );
        let file = file.map_err(|it| explain(&it))?;
        for _ in 0..PATIENCE {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(TryLockError::WouldBlock) => pause().await,
                Err(TryLockError::Error(error)) => return Err(explain(&error)),
            }
        }
        Err(VaultError::busy("another process is refreshing the token"))
    }

    /// Beside, on disk, and only then in place: the file is always the old one or the new one.
    fn write(&self, credential: &Credential, has_begun: bool) -> io::Result<()> {
        let page = json!({
            "user_id": credential.user_id.as_str(),
            "login": credential.login.as_str(),
            "client_id": credential.client_id.as_str(),
            "access": credential.access.expose(),
            "refresh": credential.refresh.as_ref().map(Secret::expose),
            "scopes": credential.scopes.to_string(),
            "expires_in": credential.expires_in.map(|life| life.as_secs()),
            "has_begun": has_begun,
        });
        let beside = self.0.with_extension("new");
        let mut file = private(&beside, OpenOptions::new().write(true).truncate(true))?;
        file.write_all(page.to_string().as_bytes())?;
        file.sync_all()?;
        fs::rename(beside, &self.0)
    }

    fn read(&self) -> io::Result<Option<Page>> {
        let text = match fs::read(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text?,
        };
        let page: Value = serde_json::from_slice(&text)?;
        let text = |name: &str| page[name].as_str().unwrap_or_default();
        Ok(Some(Page {
            credential: Credential {
                user_id: UserId::new(text("user_id")),
                login: text("login").parse().map_err(io::Error::other)?,
                client_id: ClientId::new(text("client_id")),
                client_kind: ClientKind::default(),
                access: Secret::new(text("access")),
                refresh: page["refresh"].as_str().map(Secret::new),
                scopes: ScopeSet::parse(text("scopes")),
                expires_in: page["expires_in"].as_u64().map(Duration::from_secs),
            },
            has_begun: page["has_begun"].as_bool().unwrap_or(false),
        }))
    }
}

/// Makes a file that only this user can read; on Windows it inherits that from its folder.
fn private(path: &PathBuf, options: &mut OpenOptions) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options.create(true).open(path)
}

/// The sentence for people; neither path nor cause holds a secret.
fn explain(error: &io::Error) -> VaultError {
    VaultError::new(format!("cannot use the file of the login: {error}"))
}

#[expect(clippy::disallowed_methods, reason = "a driver waits")]
async fn pause() {
    tokio::time::sleep(Duration::from_millis(50)).await;
}

/// How many pauses somebody waits for another process: half a minute.
const PATIENCE: usize = 600;
