//! The errors of all crates as sentences for people; the one place where they are worded.

pub(crate) mod calls;

use crate::failure::{Failure, Status};

/// A failure of the store.
pub(crate) fn store(error: &store::Error) -> Failure {
    match error {
        store::Error::Url { .. } => Failure::new(Status::Usage, error.to_string())
            .advice("write sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE as store.url"),
        store::Error::NewerSchema { .. } => Failure::new(Status::Usage, error.to_string())
            .meaning("A newer version of Streamhand has used this database; this one would misread it. Nothing was changed.")
            .advice("run the newer version, or restore a copy from before the update"),
        store::Error::RoleTaken { role, .. } => {
            let command = match role {
                store::Role::Bot => "streamhand logout bot",
                store::Role::Broadcaster { .. } => "streamhand logout broadcaster",
            };
            Failure::new(Status::Refused, error.to_string())
                .meaning("Another account plays this part already, and it is not replaced without being asked.")
                .advice(format!("if that is what you want, run `{command}` first"))
        }
        store::Error::Open { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("Without its database the bot would forget everything, so it does not start.")
            .advice("check that the file or server exists and that you may write to it; `streamhand config show` tells where it is"),
        store::Error::KeyMissing { .. }
        | store::Error::WrongKey { .. }
        | store::Error::OtherKeyKind { .. }
        | store::Error::KeyUnusable { .. }
        | store::Error::KeyChanged { .. }
        | store::Error::SealLost { .. }
        | store::Error::Broken { .. } => seal(error),
        store::Error::Damaged { .. }
        | store::Error::Foreign { .. }
        | store::Error::NotABackup { .. }
        | store::Error::BackupSealed { .. }
        | store::Error::BackupName { .. }
        | store::Error::NoBackups
        | store::Error::ProgramMissing { .. }
        | store::Error::Backup { .. } => damage(error),
        store::Error::Unsafe { path, refusal } => {
            let advice = match refusal {
                store::Refusal::Link => "put the file itself there, or name its real place in the config",
                store::Refusal::ForeignOwner { .. } => "run the program as the user whose file it is, or give it to the right user with chown",
                store::Refusal::OpenFolder => "take the right to write from everybody else, for example with chmod go-w on the folder",
                _ => "move away what is there; a plain file belongs there",
            };
            Failure::new(Status::Failed, error.to_string())
                .meaning(format!(
                    "Somebody else could read or replace what is kept in {}. Nothing was read from it or written to it.",
                    path.display()
                ))
                .advice(advice)
        }
        store::Error::BotRuns { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("Two bots on one store would answer everything twice.")
            .advice("end the other one first, or give this one a data folder of its own with --data-dir"),
        store::Error::InUse { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("A backup is being restored, or a bot runs while one should be.")
            .advice("wait until the other program is done, or end it"),
        store::Error::RefreshBusy { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("The token that is there goes on being used as long as it lives.")
            .advice("look whether another program of the bot hangs, and end that one"),
        store::Error::File { .. } | store::Error::Lock { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("Without its files the bot would forget everything, so it does not start. Nothing was lost.")
            .advice("check that you may write to the data folder and that its disk is not full; a folder on another machine may not be able to lock files"),
        store::Error::Migration { .. } | store::Error::Query { .. } => {
            Failure::new(Status::Failed, error.to_string())
                .meaning("The database is there, but could not do that. What it held before, it still holds.")
                .advice("check that the disk is not full and that you may write to the data folder; `streamhand config show` tells where it is")
        }
        _ => Failure::new(Status::Failed, error.to_string()),
    }
}

/// What is sealed does not open.
fn seal(error: &store::Error) -> Failure {
    match error {
        store::Error::KeyMissing { file, .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("The tokens are sealed with that key, and no other key opens them. Nothing was changed, and no new key was made.")
            .advice(format!(
                "put the key file back as {}, from where you keep a copy of it; without one, move the database away and log in again",
                file.display()
            )),
        store::Error::WrongKey { .. } | store::Error::OtherKeyKind { .. } => {
            Failure::new(Status::Usage, error.to_string())
                .meaning("The tokens in it were sealed with another one. Nothing was changed.")
                .advice("give the key or passphrase that was used before: [store] key_file or passphrase_file, or their variables; `streamhand config show` tells which one is used now")
        }
        store::Error::KeyUnusable { .. } => Failure::new(Status::Usage, error.to_string())
            .meaning("A key is 32 bytes as base64 on a line of its own. Nothing was changed.")
            .advice("give the whole key as it stands in the key file"),
        store::Error::KeyChanged { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("Another program has given the database a new key or restored a backup meanwhile.")
            .advice("start it again"),
        store::Error::SealLost { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("The database was changed by another program. Nothing was overwritten.")
            .advice("restore a backup with `streamhand restore`"),
        store::Error::Broken { user, .. } => Failure::new(Status::LoginNeeded, error.to_string())
            .meaning("Another program has changed this login in the database. It is kept as it is, and the other accounts work.")
            .advice(format!("restore a backup with `streamhand restore`, or log the account {user} in again")),
        _ => Failure::new(Status::Failed, error.to_string()),
    }
}

/// A database or a backup is not fit for use.
fn damage(error: &store::Error) -> Failure {
    match error {
        store::Error::Damaged { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("Nothing was moved or overwritten.")
            .advice("restore a backup that you keep elsewhere with `streamhand restore FILE`; without one, move the file away and log in again"),
        store::Error::Foreign { .. } => Failure::new(Status::Usage, error.to_string())
            .meaning("Nothing was written to it.")
            .advice("name another file as [store] url"),
        store::Error::NotABackup { .. } => Failure::new(Status::Usage, error.to_string())
            .meaning("Nothing was changed.")
            .advice("`streamhand restore` alone lists the backups that can be used"),
        store::Error::BackupSealed { .. } => Failure::new(Status::Usage, error.to_string())
            .meaning("A backup opens only with the key of the bot that it was made of, and the key is not in it. Nothing was changed.")
            .advice("name the key that belongs to the backup: [store] key_file or passphrase_file, or their variables; the bot needs that one from then on"),
        store::Error::BackupName { .. } => Failure::new(Status::Usage, error.to_string())
            .meaning("Nothing was written.")
            .advice("choose a name that is not there yet, in a folder that is"),
        store::Error::NoBackups => Failure::new(Status::Usage, error.to_string())
            .advice("name a folder as [store] backups, or a file after `streamhand backup`"),
        store::Error::ProgramMissing { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("Backups of PostgreSQL are made and read by its own programs.")
            .advice("install PostgreSQL's client programs; on Debian: apt install postgresql-client"),
        store::Error::Backup { .. } => Failure::new(Status::Failed, error.to_string())
            .meaning("What the database holds is not touched by that.")
            .advice("check that you may write to the folder for backups and that its disk is not full"),
        _ => Failure::new(Status::Failed, error.to_string()),
    }
}

/// A damaged database that was mended when it was opened.
pub(crate) fn recovery(recovery: &store::Recovery) -> Failure {
    Failure::new(
        Status::Failed,
        format!(
            "the database was damaged ({}) and is now the backup of {}",
            recovery.damage, recovery.backup.made_at
        ),
    )
    .meaning(format!(
        "What was written after that backup is missing. The damaged file is kept as {}.",
        recovery.kept_aside.display()
    ))
    .advice(
        "see with `streamhand whoami` which logins are missing or too old, and log those in again",
    )
}

/// A failure with tokens.
pub(crate) fn auth(error: &auth::Error) -> Failure {
    use auth::{ClientRefusal, Error, Setback, Suspicion};
    let failure = match error {
        Error::Unavailable {
            setback: Setback::RefreshRefused(Suspicion::CutOff),
            login,
        } => {
            return Failure::new(Status::LoginNeeded, error.to_string())
                .meaning("A new token was on its way when the program was killed or the network broke, and Twitch gives each of them out once. Nothing was deleted here.")
                .advice(format!("log {login} in again with `streamhand login`"));
        }
        Error::Unavailable {
            setback: Setback::RefreshRefused(_),
            login,
        } => {
            return Failure::new(Status::LoginNeeded, error.to_string())
                .meaning("Most likely the app was disconnected on Twitch, or the password was changed. Nothing was deleted here.")
                .advice(format!(
                    "log {login} in again with `streamhand login`; if Twitch has an outage, just wait"
                ));
        }
        Error::SecretNeeded => {
            return Failure::new(Status::Usage, error.to_string())
                .meaning("On a page Twitch hands over a code, and only an application with a secret may turn it into a login.")
                .advice("log in with --flow device, or put the secret of a confidential application into the config as [app] client_secret");
        }
        Error::ClientRefused { refusal: ClientRefusal::Public, .. } => {
            return Failure::new(Status::Usage, error.to_string())
                .meaning("This application is public. Such applications have no secret, and Twitch lets them log in by device code only.")
                .advice("log in with --flow device, and leave client_secret out of the config");
        }
        Error::NoPage { .. } => {
            return Failure::new(Status::Failed, error.to_string())
                .meaning("Twitch sends browsers back to fixed ports of this machine, and another program has them.")
                .advice("log in with --flow device, which needs no port, or end the programs that use these ports");
        }
        Error::TimedOut => {
            return Failure::new(Status::Failed, error.to_string())
                .meaning("Nothing was changed.")
                .advice("start the login again");
        }
        Error::InvalidBase { .. } | Error::NoScopes => {
            Failure::new(Status::Usage, error.to_string())
        }
        Error::ClientRefused { refusal, .. }
        | Error::Unavailable {
            setback: Setback::Client(refusal),
            ..
        } => Failure::new(Status::Usage, error.to_string()).meaning(refused_application(*refusal)),
        Error::Unavailable {
            setback: Setback::Vault(vault),
            ..
        } if vault.is_busy() => Failure::new(Status::Failed, error.to_string())
            .meaning("Only one program may refresh a token at a time, because Twitch gives each new one out once."),
        Error::Unavailable {
            setback: Setback::Vault(_),
            ..
        } => Failure::new(Status::Failed, error.to_string())
            .meaning("A new token that cannot be kept is not used, because it would be lost."),
        Error::Declined | Error::Rejected { .. } => {
            Failure::new(Status::Refused, error.to_string())
        }
        Error::TokenLost { .. } | Error::NotLoggedIn | Error::OtherClient { .. } => {
            Failure::new(Status::LoginNeeded, error.to_string())
        }
        // These have their advice already: a command that ends does not try again.
        Error::Unavailable { setback, .. } | Error::Interrupted { setback, .. } => {
            return passing(error, setback);
        }
        _ => Failure::new(Status::Failed, error.to_string()),
    };
    match error.advice() {
        Some(advice) => failure.advice(advice),
        None => failure,
    }
}

/// What it means that Twitch refuses the application.
fn refused_application(refusal: auth::ClientRefusal) -> &'static str {
    use auth::ClientRefusal;
    match refusal {
        ClientRefusal::SecretMissing => {
            "The application is a confidential one, and the config has no client secret for it. No login was deleted."
        }
        ClientRefusal::WrongSecret => {
            "The client secret in the config is not the one that the application has on Twitch. No login was deleted."
        }
        _ => {
            "The application in the config is not the one that Twitch knows. No login was deleted."
        }
    }
}

/// Something that passes by itself; only who does not answer is said not to.
fn passing(error: &auth::Error, setback: &auth::Setback) -> Failure {
    let failure = Failure::new(Status::Failed, error.to_string());
    match setback {
        auth::Setback::Answer { .. } => failure
            .meaning("Twitch, or something on the way there, has trouble of its own. No login was deleted.")
            .advice("wait a minute and try again; if it stays, check a proxy and the addresses under [twitch]"),
        auth::Setback::TooManyRefreshes => failure
            .meaning("No login was deleted.")
            .advice("wait an hour, and end what asks for tokens so often"),
        _ => unreachable_service(error.to_string()),
    }
}

/// Nobody answered when a login was to begin.
pub(crate) fn no_login_service(error: &auth::NetworkError) -> Failure {
    unreachable_service(format!("cannot begin a login: {error}"))
}

/// A failure of a call.
pub(crate) fn helix(error: &helix::Error) -> Failure {
    use helix::Error;
    match error {
        Error::Invalid { .. } => Failure::new(Status::Usage, error.to_string()).advice(format!(
            "`streamhand api {} --help` explains every parameter",
            error.endpoint().anchor()
        )),
        Error::Unauthorized { .. } => Failure::new(Status::Refused, error.to_string())
            .advice("check with `streamhand whoami` that the right account is logged in"),
        Error::ScopeMissing { scope, .. } => Failure::new(Status::LoginNeeded, error.to_string())
            .meaning("The account that is logged in has not allowed this yet.")
            .advice(format!(
                "log in again with `streamhand login bot --scope {scope}`, or `streamhand login broadcaster --scope {scope}`"
            )),
        Error::TokenLost { source, .. } | Error::TokenUnavailable { source, .. } => {
            match source.downcast_ref() {
                Some(cause) => auth(cause),
                None => Failure::new(Status::LoginNeeded, error.to_string())
                    .advice("log in again with `streamhand login`"),
            }
        }
        // 501 is the simulator's word for a call that it does not act out.
        Error::Rejected { status, .. } if *status >= 500 && *status != 501 => {
            Failure::new(Status::Failed, error.to_string())
                .meaning("Twitch has trouble of its own. Whether it did what was asked is not certain.")
                .advice("wait a minute, look whether it was done, and try again")
        }
        Error::Rejected { .. } | Error::RateLimited { .. } => {
            Failure::new(Status::Refused, error.to_string())
        }
        Error::Network { .. } => unreachable_service(error.to_string()),
        _ => Failure::new(Status::Failed, error.to_string()),
    }
}

/// Nobody answered.
pub(crate) fn unreachable_service(happened: String) -> Failure {
    Failure::new(Status::Failed, happened)
        .meaning("Twitch, or the simulator that [twitch] in the config names, did not answer. No login was deleted.")
        .advice("check the network and the addresses under [twitch]; for a simulator, start `streamhand sim` first")
}

#[cfg(test)]
mod tests {
    use auth::{Attempt, ClientRefusal, Error, Setback};

    use super::*;

    #[test]
    fn what_it_means_fits_what_twitch_has_said() {
        let refused = |refusal| {
            auth(&Error::ClientRefused {
                attempt: Attempt::Refresh,
                client_id: types::ClientId::new("ours"),
                refusal,
            })
        };
        let answered = auth(&Error::Interrupted {
            attempt: Attempt::Refresh,
            setback: Setback::Answer {
                status: 502,
                message: None,
            },
        });
        for (failure, words) in [
            (
                refused(ClientRefusal::SecretMissing),
                "has no client secret",
            ),
            (
                refused(ClientRefusal::WrongSecret),
                "is not the one that the application has",
            ),
            (
                refused(ClientRefusal::UnknownClient),
                "is not the one that Twitch knows",
            ),
            (answered, "has trouble of its own"),
        ] {
            let meaning = failure.what_it_means().expect("it means something");
            assert!(meaning.contains(words), "{failure}");
            assert!(!meaning.contains("did not answer"), "{failure}");
        }
    }
}
