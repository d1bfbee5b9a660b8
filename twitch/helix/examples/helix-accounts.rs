//! Calls as whomever each call needs: `helix-accounts CLIENT_ID APP_TOKEN BOT_TOKEN BOT_ID BOT_LOGIN BROADCASTER_ID [BASE_URL]`.
//!
//! The application looks the channel up, and the bot, who has granted `user:write:chat`, greets it.

use std::sync::Arc;

use auth::{Credential, Generation, Http, Token};
use streamhand_helix::{Accounts, Client, Settings};
use types::{ClientId, ScopeSet, Secret, UserId};

#[expect(clippy::print_stdout, reason = "printing is what this program is for")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [
        client_id,
        app_token,
        bot_token,
        bot,
        login,
        channel,
        rest @ ..,
    ] = arguments.as_slice()
    else {
        return Err("usage: helix-accounts CLIENT_ID APP_TOKEN BOT_TOKEN BOT_ID BOT_LOGIN BROADCASTER_ID [BASE_URL]".into());
    };
    let settings = match rest {
        [base_url, ..] => Settings::new().with_base_url(base_url),
        [] => Settings::new(),
    };
    // A login brings such a credential, and an `auth::Keeper` keeps it alive.
    let credential = Credential {
        user_id: UserId::new(bot),
        login: login.parse()?,
        client_id: ClientId::new(client_id),
        client_kind: Default::default(),
        access: Secret::new(bot_token),
        refresh: None,
        scopes: ScopeSet::parse("user:write:chat"),
        expires_in: None,
    };
    let application = Token::of_app(
        ClientId::new(client_id),
        Secret::new(app_token),
        Generation::FIRST,
    );
    let accounts = Accounts::new()
        .with_application(Arc::new(application))
        .with_user(
            UserId::new(bot),
            Arc::new(Token::of_user(&credential, Generation::FIRST)),
        );
    let helix = Client::with_directory(Http::new(), settings, Arc::new(accounts));

    let channels = helix.get_channel_information([channel.as_str()]).await?;
    let game = channels
        .first()
        .map_or("nothing", |channel| channel.game_name.as_str());
    let greeting = format!("I like {game}!");
    let sent = helix
        .send_chat_message(channel.as_str(), bot.as_str(), greeting)
        .await?;
    println!("{sent:?}");
    // Nobody here may do this: the error says whose login it takes.
    if let Err(error) = helix.cancel_a_raid(channel.as_str()).await {
        println!("{error}");
    }
    Ok(())
}
