//! Whatever a browser brings back, only the key of the link that is out buys an exchange, and it buys one.
#![no_main]

use std::time::Instant;

use auth::code_login::{Action, Return};
use auth::{CodeLogin, Consent, Settings};
use libfuzzer_sys::fuzz_target;
use types::{ClientId, ScopeSet, Secret};

fuzz_target!(|queries: Vec<String>| {
    let now = Instant::now();
    let settings = Settings::new(ClientId::new("client1")).with_secret(Secret::new("secret"));
    let scopes = ScopeSet::parse("chat:read");
    let mut login = CodeLogin::new(settings, scopes, "http://localhost:1024/", [7; 32])
        .expect("scopes and a secret are there");
    let link = login
        .authorize_address(now, Consent::AskAgain)
        .expect("a link");
    let key = link
        .split_once("state=")
        .map(|(_, rest)| rest.split('&').next().unwrap_or_default().to_owned())
        .expect("a link has a key");
    let mut is_open = true;
    for query in queries {
        // A guess would never come true by chance, so the inputs have a word for the key.
        let knows_key = query.contains("KEY");
        let query = query.replace("KEY", &key);
        let back = login.handle_callback(now, &query);
        match back {
            Return::Consented => {
                assert!(is_open && knows_key, "{query}");
                let action = login.poll_action();
                assert!(matches!(action, Some(Action::Send { .. })));
                is_open = false;
            }
            Return::Declined | Return::Refused { .. } => {
                assert!(is_open && knows_key, "{query}");
                is_open = false;
            }
            // With the key it ends the link; without it is only a hint.
            Return::Mismatch => is_open = is_open && !knows_key,
            _ => {}
        }
        if let Return::Refused { message } = &back {
            assert!(message.chars().count() < 1_000);
            assert!(!message.chars().any(char::is_control));
        }
        assert!(login.poll_action().is_none(), "{query}");
    }
});
