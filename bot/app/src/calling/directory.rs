//! The tokens of everybody who is logged in, each kept alive from when a call first takes it. Which call takes whose is decided by `helix`.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use auth::{AppTokens, Credential, Http, Keeper, Settings, TokenSource, Tokens};
use store::Store;
use types::UserId;

use crate::keepers::Keepers;
use crate::vault::{self, StoreVault};

/// Everybody whose token a call may take.
#[derive(Debug)]
pub(super) struct Directory {
    /// The bot first: where anybody would do, it is asked.
    order: Vec<UserId>,
    members: BTreeMap<UserId, Member>,
    application: Option<Arc<AppTokens>>,
    settings: Settings,
    doors: Doors,
}

/// What keepers need.
#[derive(Debug)]
pub(super) struct Doors {
    /// The way to Twitch.
    pub http: Http,
    /// Where tokens are kept.
    pub store: Store,
    /// Who waits for the keepers in the end.
    pub keepers: Arc<Keepers>,
}

#[derive(Debug)]
struct Member {
    credential: Credential,
    tokens: OnceLock<Tokens>,
}

impl Directory {
    /// Nobody yet but the application, which has tokens of its own if it has a secret.
    pub(super) fn new(settings: Settings, has_secret: bool, doors: Doors) -> Self {
        let application = || Arc::new(AppTokens::new(doors.http.clone(), settings.clone()));
        Self {
            order: Vec::new(),
            members: BTreeMap::new(),
            application: has_secret.then(application),
            settings,
            doors,
        }
    }

    /// One account more, which is not asked for anything yet.
    pub(super) fn add(&mut self, row: store::Credential) {
        let credential = vault::from_row(row);
        let id = credential.user_id.clone();
        let member = Member {
            credential,
            tokens: OnceLock::new(),
        };
        if self.members.insert(id.clone(), member).is_none() {
            self.order.push(id);
        }
    }

    /// The tokens of an account; its keeper is set to work when they are first wanted.
    fn tokens(&self, member: &Member) -> Tokens {
        let spawned = member.tokens.get_or_init(|| {
            let Doors {
                http,
                store,
                keepers,
            } = &self.doors;
            let vault = Arc::new(StoreVault::new(store.clone()));
            let credential = Some(member.credential.clone());
            let tokens = Keeper::spawn(http.clone(), self.settings.clone(), credential, vault);
            keepers.add(&tokens);
            tokens
        });
        spawned.clone()
    }
}

impl helix::Directory for Directory {
    fn application(&self) -> Option<Arc<dyn TokenSource>> {
        let tokens = self.application.clone()?;
        Some(tokens)
    }

    fn user(&self, id: &UserId) -> Option<Arc<dyn TokenSource>> {
        let member = self.members.get(id)?;
        Some(Arc::new(self.tokens(member)))
    }

    fn users(&self) -> Vec<UserId> {
        self.order.clone()
    }
}
