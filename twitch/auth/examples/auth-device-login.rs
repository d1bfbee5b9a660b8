//! Logs an account in by device code and says whose it is: `auth-device-login CLIENT_ID SCOPES [BASE_URL]`.
//!
//! Nothing is kept; `auth-keep-token` shows how that is done. The address is that of a simulator, if one is to be asked.

use streamhand_auth::device_login::Event;
use streamhand_auth::types::{ClientId, ScopeSet};
use streamhand_auth::{Http, Settings, device_login};

#[expect(clippy::print_stdout, reason = "printing is what this program is for")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(client_id), Some(scopes)) = (arguments.next(), arguments.next()) else {
        return Err("usage: auth-device-login CLIENT_ID \"SCOPE SCOPE\" [BASE_URL]".into());
    };
    let settings = Settings::new(ClientId::new(client_id));
    let settings = match arguments.next() {
        Some(base_url) => settings.with_base(&base_url)?,
        None => settings,
    };
    let scopes = ScopeSet::parse(&scopes);

    let credential = device_login(&Http::new(), settings, scopes, |event| match event {
        Event::CodeReady(prompt) => println!(
            "open {} (code {}, good for {} minutes)",
            prompt.verification_uri,
            prompt.user_code,
            prompt.expires_in.as_secs() / 60
        ),
        Event::CodeExpired => println!("that code is over; here comes another one"),
        Event::Interrupted(setback) => println!("{setback}; trying again"),
        _ => {}
    })
    .await?;
    println!(
        "{} ({}) allows: {}",
        credential.login, credential.user_id, credential.scopes
    );
    Ok(())
}
