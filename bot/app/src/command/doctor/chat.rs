//! Whether the chat server lets somebody in who only wants to read: the way there, its certificate and its greeting.

use std::sync::Arc;
use std::time::{Duration, Instant};

use irc::client::WithoutToken;
use irc::{Event, Identity};

use super::finding::Finding;
use crate::context::Context;
use crate::failure::{Failure, Status};

/// The chat server.
pub(super) async fn look(context: &Context) -> Vec<Finding> {
    let tls = match context.chat_tls() {
        Ok(tls) => tls,
        Err(failure) => return vec![Finding::red("chat", &failure)],
    };
    let address = context.config.twitch.irc.clone();
    let name = address.to_string();
    let (driver, handle, mut events) = irc::client::prepare(irc::client::Options {
        address,
        tls,
        settings: irc::Settings::new(Identity::Anonymous),
        tokens: Arc::new(WithoutToken),
        seed: rand::random(),
        capacity: 64,
    });
    let begun = Instant::now();
    let driver = tokio::spawn(driver.run());
    let greeting = async {
        while let Some(event) = events.recv().await {
            match event {
                Event::Ready { .. } => return Ok(()),
                Event::Disconnected { why, .. } => return Err(why.to_string()),
                Event::LoginRefused { text, .. } => return Err(text),
                _ => {}
            }
        }
        Err("the connection ended".to_owned())
    };
    let greeted = match tokio::time::timeout(PATIENCE, greeting).await {
        Ok(greeted) => greeted,
        Err(_) => Err(format!("it did not answer within {} s", PATIENCE.as_secs())),
    };
    driver.abort();
    drop(handle);
    vec![match greeted {
        Ok(()) => Finding::ok(
            "chat",
            format!(
                "{name} lets us in within {} ms",
                begun.elapsed().as_millis()
            ),
        ),
        Err(why) => Finding::red("chat", &unreachable(&name, &why)),
    }]
}

fn unreachable(name: &str, why: &str) -> Failure {
    Failure::new(Status::Failed, format!("cannot reach {name}: {why}"))
        .meaning("Without chat the bot hears nothing.")
        .advice("check the network, a firewall that closes the port, and [twitch] irc and ca_file in the config")
}

const PATIENCE: Duration = Duration::from_secs(10);
