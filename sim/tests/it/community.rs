//! What the people of a channel do together, as clients see it; the orders that tests give stand here, what comes of them in the files below.

mod bits;
mod giving;
mod polls;
mod predictions;
mod raids;
mod rewards;
mod viewers;

use serde_json::Value;
use streamhand_sim::IrcId;

use crate::scene::{Answer, Scene};

/// A viewer does something by `POST /sim/community`.
pub(crate) fn take_part(scene: &mut Scene, order: &Value) -> Answer {
    let request = http::Request::post("/sim/community")
        .header("content-type", "application/json")
        .body(order.to_string().into_bytes());
    scene.send(request.unwrap())
}

/// The same, and it has to work.
fn took_part(scene: &mut Scene, order: &Value) -> u64 {
    let answer = take_part(scene, order);
    assert_eq!(answer.status, 200, "{order}: {answer:?}");
    answer.body["channel_points"].as_u64().unwrap()
}

/// The token of the broadcaster, who may everything.
fn broadcaster(scene: &Scene) -> String {
    scene.env.peer.token.expose().to_owned()
}

/// Somebody who only reads, in one channel.
fn reader(scene: &mut Scene, channel: &str) -> IrcId {
    let reader = scene.twitch.open_irc();
    let lines = format!(
        "CAP REQ :twitch.tv/tags twitch.tv/commands\r\nNICK justinfan9\r\nJOIN #{channel}\r\n"
    );
    scene.twitch.handle_irc(reader, lines.as_bytes());
    scene.twitch.poll_irc(reader);
    reader
}

fn heard(scene: &mut Scene, reader: IrcId) -> String {
    String::from_utf8(scene.twitch.poll_irc(reader).lines.concat()).unwrap()
}

/// Every element of a list, by following its cursors to the end.
fn all(scene: &mut Scene, token: &str, path: &str) -> Vec<Value> {
    let mut elements = Vec::new();
    let mut next = path.to_owned();
    for _ in 0..100 {
        let answer = scene.call(token, ("GET", &next), "");
        assert_eq!(answer.status, 200, "{next}: {answer:?}");
        elements.extend(answer.body["data"].as_array().unwrap().iter().cloned());
        let Some(cursor) = answer.body["pagination"]["cursor"].as_str() else {
            return elements;
        };
        next = format!("{path}&after={cursor}");
    }
    panic!("the list never ends");
}
