//! Whatever is ordered as mischief, by control API or world file: it is done or refused in words, and the simulator lives on.
#![no_main]

#[path = "../scene.rs"]
mod scene;

use http::{Request, StatusCode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (bool, String)| {
    let (is_body, order) = input;
    let mut twitch = scene::twitch();
    let id = twitch.open_irc();
    twitch.handle_irc(id, scene::HELLO);
    let request = Request::builder().method("POST");
    let request = if is_body {
        let request = request
            .uri("/sim/mischief")
            .header("content-type", "application/json");
        request.body(order.into_bytes())
    } else {
        let query: String = form_urlencoded::byte_serialize(order.as_bytes()).collect();
        // The signs that part a query stay, or nothing would ever be understood.
        let query = query.replace("%26", "&").replace("%3D", "=");
        request
            .uri(format!("/sim/mischief?{query}"))
            .body(Vec::new())
    };
    let Ok(request) = request else { return };
    let answer = twitch.handle_http(request);
    let body = String::from_utf8_lossy(answer.body());
    assert!(
        answer.status() == StatusCode::OK || answer.status().is_client_error(),
        "{}: {body}",
        answer.status()
    );
    assert!(!body.is_empty());
    for second in 1..5 {
        twitch.set_now(scene::later(second * 20));
        twitch.handle_irc(id, b"PING :there\r\n");
        let _written = twitch.poll_irc(id);
    }
});
