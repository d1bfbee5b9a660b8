//! What goes on beside the rounds of a bot, each in a task that is watched over. What each of them does is said in its own file.

use std::path::PathBuf;
use std::sync::Arc;

use auth::Http;
use store::{Claim, Store};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::health::{self, Teller};
use super::rounds::Outlets;
use super::scout::{self, Scout};
use super::{backups, lookout, standing};
use crate::accounts::LoggedIn;
use crate::cli;
use crate::context::Context;
use crate::features::off::Off;
use crate::screen::shown::Shown;
use crate::supervision::{Ended, Supervisor};

/// The tasks beside the rounds; they end when this is dropped.
pub(super) struct Beside<'context> {
    pub(super) tasks: JoinSet<()>,
    context: &'context Context,
    supervisor: Supervisor,
}

impl<'context> Beside<'context> {
    /// Without any yet.
    pub(super) fn new(context: &'context Context, supervisor: Supervisor) -> Self {
        Self {
            tasks: JoinSet::new(),
            context,
            supervisor,
        }
    }

    /// Says how the bot is.
    pub(super) fn tell_health(&mut self, outlets: &Outlets) {
        let teller = Teller {
            vitals: outlets.vitals.subscribe(),
            counters: Arc::clone(&outlets.counters),
            show: outlets.show.downgrade(),
            file: self.health_file(),
        };
        self.keep("word on its health", move || health::keep(teller.clone()));
    }

    /// Finds out when the network is back.
    pub(super) fn look_for_network(
        &mut self,
        http: &Http,
        accounts: &[(cli::Role, LoggedIn)],
        outlets: &Outlets,
    ) {
        let tokens = accounts.iter().map(|(_, account)| account.tokens.clone());
        let scout = Scout {
            vitals: outlets.vitals.subscribe(),
            address: self.context.config.twitch.irc.clone(),
            link_up: Arc::clone(&outlets.link_up),
            accounts: tokens.collect(),
            http: http.clone(),
        };
        self.keep("lookout for the network", move || {
            scout::keep(scout.clone())
        });
    }

    /// Lets each broadcaster who allows it be asked whether the bot is a moderator.
    pub(super) fn check_standing(
        &mut self,
        http: &Http,
        (accounts, off): (&[(cli::Role, LoggedIn)], &[Off]),
        show: &mpsc::Sender<Shown>,
    ) {
        let Some(((_, bot), broadcasters)) = accounts.split_first() else {
            return;
        };
        for (_, broadcaster) in broadcasters {
            let is_off = |off: &Off| {
                off.feature.id == "moderator-check" && off.channel() == Some(&broadcaster.login)
            };
            if !off.iter().any(is_off) {
                let helix = self.context.helix_as(http, &broadcaster.tokens);
                let (broadcaster, bot) = (broadcaster.clone(), bot.clone());
                let asking = standing::tell(helix, broadcaster, bot, show.downgrade());
                let supervisor = self.supervisor.clone();
                self.tasks
                    .spawn(supervisor.once("check of its standing", asking));
            }
        }
    }

    /// Watches over the accounts.
    pub(super) fn look_out(&mut self, accounts: &[(cli::Role, LoggedIn)], outlets: &Outlets) {
        for (role, account) in accounts {
            let watched = lookout::Watched::new(&self.context.config, *role, account);
            let counters = Arc::clone(&outlets.counters);
            let show = outlets.show.downgrade();
            self.keep("watch over an account", move || {
                lookout::keep(watched.clone(), Arc::clone(&counters), show.clone())
            });
        }
    }

    /// Holds the claim; if the server that holds it for us lets it go, another bot may start, so this one ends.
    pub(super) fn guard_claim(&mut self, claim: Claim, stop: &watch::Sender<bool>) {
        let (claim, stop) = (Arc::new(claim), stop.clone());
        self.keep("guard of its claim", move || {
            guard(Arc::clone(&claim), stop.clone())
        });
    }

    /// Has the store make its backups.
    pub(super) fn back_up(&mut self, store: &Store, show: &mpsc::Sender<Shown>) {
        let (store, show) = (store.clone(), show.downgrade());
        self.keep("backups", move || {
            backups::keep(store.clone(), show.clone())
        });
    }

    fn keep<Work>(&mut self, name: &'static str, begin: impl FnMut() -> Work + Send + 'static)
    where
        Work: Future<Output = Ended> + Send + 'static,
    {
        let supervisor = self.supervisor.clone();
        self.tasks.spawn(supervisor.keep(name, begin));
    }

    fn health_file(&self) -> PathBuf {
        crate::health::file(self.context.folders.data_dir())
    }
}

async fn guard(claim: Arc<Claim>, stop: watch::Sender<bool>) -> Ended {
    claim.lost().await;
    tracing::error!(
        "lost the right to be the bot of the store; another one may run, so this one ends"
    );
    stop.send_replace(true);
    Ended::Meant
}
