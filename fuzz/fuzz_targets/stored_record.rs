//! Whatever stands in a column or in a key file, it is read or refused; what was not sealed here never opens.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use store::{Cell, ClientKind, Key, Seal};
use types::{Login, ScopeSet, Secret};

static KEY: LazyLock<Secret> = LazyLock::new(|| Key::generate().expect("random bytes").to_text());

fuzz_target!(|input: (String, String, String, u16)| {
    let (text, user, secret, place) = input;
    let seal = Seal::new(&Key::parse(&KEY).expect("a key that was written"));
    let cell = Cell {
        table: "credential",
        user: &user,
        client: "client1",
        column: "access_token",
    };
    for text in [text.clone(), format!("sealed1:{text}")] {
        assert!(seal.open(&cell, &text).is_err(), "made up: {text}");
    }

    let secret = Secret::new(secret);
    let mut sealed = seal.seal(&cell, &secret).expect("random bytes");
    assert_eq!(seal.open(&cell, &sealed).as_ref(), Ok(&secret));
    let place = usize::from(place) % sealed.len();
    let instead = text
        .get(..1)
        .filter(|letter| *letter != &sealed[place..=place]);
    if let Some(letter) = instead {
        sealed.replace_range(place..=place, letter);
        assert!(seal.open(&cell, &sealed).is_err(), "changed: {sealed}");
    }

    if let Ok(key) = Key::parse(&Secret::new(text.clone())) {
        let again = Key::parse(&key.to_text()).expect("a key that was written");
        assert_eq!(again.to_text(), key.to_text());
    }
    let scopes = ScopeSet::parse(&text);
    assert_eq!(ScopeSet::parse(&scopes.to_string()), scopes);
    if let Ok(kind) = text.parse::<ClientKind>() {
        assert_eq!(kind.name(), text);
    }
    if let Ok(login) = text.parse::<Login>() {
        assert_eq!(login.as_str().parse::<Login>().as_ref(), Ok(&login));
    }
    for url in [
        format!("postgres://{user}:{CANARY}{text}@db.example/x"),
        format!("postgres://db.example/{user}?password={text}{CANARY}"),
    ] {
        let shown = store::without_password(&url);
        // Inputs learn the word and may stand for a database of that name.
        assert!(
            !shown.contains(CANARY) || user.contains(CANARY),
            "{url}: {shown}"
        );
    }
});

const CANARY: &str = "s3cret-canary";
