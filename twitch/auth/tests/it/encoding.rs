//! Whatever a secret looks like, it arrives as it is, and only where nobody looks.

use std::collections::BTreeMap;

use proptest::prelude::*;
use streamhand_auth::{Settings, wire};
use types::{ClientId, ScopeSet, Secret};

use crate::twitch::form;

proptest! {
    #[test]
    fn a09_any_text_survives_the_form(refresh in ".*", secret in ".+", client in ".*") {
        let settings = Settings::new(ClientId::new(&client)).with_secret(Secret::new(&*secret));
        let request = wire::refresh(&settings, &Secret::new(&*refresh));
        let expected: BTreeMap<_, _> = [
            ("client_id", client),
            ("client_secret", secret),
            ("grant_type", "refresh_token".to_owned()),
            ("refresh_token", refresh),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into();
        prop_assert_eq!(form(&request), expected);
    }

    #[test]
    fn x24_no_secret_is_in_an_address(token in "[a-zA-Z0-9/+%=&?#]{8,60}") {
        let settings = Settings::new(ClientId::new("client1")).with_secret(Secret::new(&*token));
        let secret = Secret::new(&*token);
        for request in [
            wire::refresh(&settings, &secret),
            wire::validate(&settings, &secret),
            wire::revoke(&settings, &secret),
            wire::exchange_code(&settings, &secret, "http://localhost:3000"),
            wire::poll_device_login(&settings, &secret, &ScopeSet::parse("chat:read")),
            wire::request_app_token(&settings),
        ] {
            let address = request.uri().to_string();
            prop_assert!(!address.contains(&token), "{}", address);
            prop_assert!(request.uri().query().is_none());
            let headers = format!("{:?}", request.headers());
            prop_assert!(!headers.contains(&token), "{}", headers);
        }
    }

    #[test]
    fn a09_no_token_breaks_the_header_of_a_validation(token in any::<String>()) {
        let settings = Settings::new(ClientId::new("client1"));
        let request = wire::validate(&settings, &Secret::new(token));
        prop_assert!(request.headers().contains_key("authorization"));
    }
}

#[test]
fn the_forms_are_those_of_the_fact_sheet() {
    let settings = Settings::new(ClientId::new("abc"));
    let scopes = ScopeSet::parse("user:read:chat user:write:chat");
    let confidential = settings.clone().with_secret(Secret::new("def"));
    for (request, path, body) in [
        (
            wire::start_device_login(&settings, &scopes),
            "/oauth2/device",
            "client_id=abc&scopes=user%3Aread%3Achat+user%3Awrite%3Achat",
        ),
        (
            wire::poll_device_login(&confidential, &Secret::new("Zk3"), &scopes),
            "/oauth2/token",
            "client_id=abc&scopes=user%3Aread%3Achat+user%3Awrite%3Achat&device_code=Zk3\
             &grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code",
        ),
        (
            wire::refresh(&settings, &Secret::new("r1")),
            "/oauth2/token",
            "client_id=abc&grant_type=refresh_token&refresh_token=r1",
        ),
        (
            wire::request_app_token(&confidential),
            "/oauth2/token",
            "client_id=abc&grant_type=client_credentials&client_secret=def",
        ),
        (
            wire::exchange_code(&confidential, &Secret::new("0a1b"), "http://localhost:3000"),
            "/oauth2/token",
            "client_id=abc&code=0a1b&grant_type=authorization_code\
             &redirect_uri=http%3A%2F%2Flocalhost%3A3000&client_secret=def",
        ),
        (
            wire::revoke(&settings, &Secret::new("u1")),
            "/oauth2/revoke",
            "client_id=abc&token=u1",
        ),
    ] {
        assert_eq!(request.uri().path(), path);
        assert_eq!(request.uri().host(), Some("id.twitch.tv"));
        assert_eq!(String::from_utf8_lossy(request.body()), body);
    }
    let validation = wire::validate(&settings, &Secret::new("u1"));
    assert_eq!(validation.headers()["authorization"], "OAuth u1");
    assert_eq!(validation.uri().path(), "/oauth2/validate");
}
