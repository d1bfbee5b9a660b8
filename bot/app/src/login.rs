//! Logging an account in, whoever shows the link: from the first request to tokens that are safe in the store. It prints nothing.

mod browser;
mod device;
mod guest;
pub(crate) mod news;
mod page;
pub(crate) mod presenter;
mod purpose;
mod qr;
pub(crate) mod reception;
pub(crate) mod wanted;

use auth::Http;
use store::Store;

use crate::cli::Flow;
use crate::context::Context;
use crate::failure::Failure;
use crate::login::news::Tell;
use crate::login::wanted::{Account, Manner, Wanted};

/// Logs an account in and keeps what it gets.
///
/// A wrong account does not end it as long as somebody is there who can try another one: a fresh
/// code is shown, or the page offers a fresh link.
///
/// # Errors
/// If nobody answers, Twitch refuses, the wrong account consents, another account plays the part already, or the store fails.
pub(crate) async fn log_in(
    context: &Context,
    doors: (&Store, &Http),
    wanted: &Wanted,
    (manner, tell): (Manner, Tell<'_>),
) -> Result<Account, Failure> {
    match manner.flow {
        Flow::Device => device::log_in(context, doors, wanted, (manner.audience, tell)).await,
        Flow::Code => page::log_in(context, doors, wanted, (manner.scheme, tell)).await,
    }
}
