//! What a person reads first: what this is, and what was found from before.

use super::sitting::Sitting;

/// Says hello, and what the config says already.
pub(super) fn say(sitting: &Sitting) {
    sitting.say(HELLO);
    let config = &sitting.context.config;
    let mut found = Vec::new();
    if let Some(id) = &config.app.client_id {
        found.push(format!("client id {}", id.as_str()));
    }
    if config.app.client_secret.is_some() {
        found.push("a client secret".to_owned());
    }
    if let Some(bot) = &config.bot {
        found.push(format!("bot {bot}"));
    }
    found.extend(
        config
            .channels
            .iter()
            .map(|channel| format!("channel {channel}")),
    );
    let file = sitting.config_file();
    sitting.say(&if found.is_empty() {
        format!("What you answer is written to {file}.\n")
    } else {
        format!(
            "Found in {file}: {}. It is checked again.\n",
            found.join(", ")
        )
    });
}

const HELLO: &str = "\
From here to a running bot in a few questions. Every answer is checked with Twitch, a name at the latest when somebody logs in.
Ctrl-C breaks off at any time; what was checked is kept, and `streamhand setup` goes on from there.
";
