//! `/sim`: the page for a person who wants to see what this Twitch is and where its doors are.

use std::fmt::Write as _;

use http::StatusCode;

use super::console::{Console, Done};
use crate::page::{self, Escaped};
use crate::reply;

/// Addresses, logins that wait for somebody, accounts and controls.
pub(super) fn page(console: &Console<'_>) -> Done {
    let mut content = String::from("<h2>Doors</h2>\n<table>\n");
    for (name, address) in doors(console) {
        row(&mut content, name, &address);
    }
    content.push_str("</table>\n<h2>Logins that wait for somebody</h2>\n");
    content.push_str(&waiting(console));
    let statistics = &console.statistics;
    content.push_str("<h2>So far</h2>\n<table>\n");
    for (name, count) in [
        ("Lines of viewers", statistics.chat_lines),
        ("Commands among them", statistics.commands),
        ("Refreshed tokens", statistics.tokens_refreshed),
        ("Requests", statistics.requests),
    ] {
        row(&mut content, name, &count.to_string());
    }
    content.push_str("</table>\n<h2>Controls</h2>\n<pre>");
    let _ = write!(content, "{}", Escaped(CONTROLS));
    content.push_str("</pre>\n<h2>Accounts</h2>\n<table>\n");
    for user in console.stage.world.users.iter() {
        row(&mut content, user.login.as_str(), &user.display_name);
    }
    content.push_str("</table>\n");
    reply::page(StatusCode::OK, page::whole("Control", &content)).into()
}

fn doors(console: &Console<'_>) -> Vec<(&'static str, String)> {
    let places = console.places;
    let mut doors = vec![
        ("OAuth", places.auth()),
        ("API", places.helix()),
        ("Chat over WebSocket", places.irc_websocket()),
    ];
    doors.extend(places.irc.map(|address| ("Chat", address.to_string())));
    doors.extend(
        places
            .ircs
            .map(|address| ("Chat over TLS", address.to_string())),
    );
    doors
}

fn waiting(console: &Console<'_>) -> String {
    let codes = console.pending.waiting_user_codes(console.stage.world.now);
    if codes.is_empty() {
        return "<p>None.</p>\n".to_owned();
    }
    let link = |code: &str| format!("<p><a href=\"/activate?device-code={code}\">{code}</a></p>\n");
    codes.into_iter().map(link).collect()
}

fn row(content: &mut String, name: &str, value: &str) {
    // Writing into a string cannot fail.
    let _ = writeln!(
        content,
        "<tr><th>{}</th><td>{}</td></tr>",
        Escaped(name),
        Escaped(value)
    );
}

const CONTROLS: &str = r#"GET  /sim/env            what a client needs, with fresh tokens (?format=json)
GET  /sim/state          accounts and counts
POST /sim/consent        user_code=CODE&login=LOGIN, or deny=true
POST /sim/clock          advance=90s, or to=2026-11-22T09:00:00Z; skew=-5m for the header Date
POST /sim/live           login=LOGIN&live=true|false, title=, category=
POST /sim/chat           login=LOGIN&text=TEXT, channel=, reply_to=; or an order in JSON:
                         {"do":"say","channel":"somechannel","user":"kettle_on","text":"hello"}
                         do is also enter, leave, clear, ban, time_out, unban, delete, settings,
                         subscribe, resubscribe, gift, pay_on, raid, cancel_raid, announce,
                         cheer_up, watch_streak, share, unshare, reconnect, cut
POST /sim/expire-tokens  login= (everybody's if left out), kind=access|refresh
POST /sim/token-lifetime access=30s, refresh=1h
POST /sim/revoke         login=LOGIN, client_id=
POST /sim/accounts       login=LOGIN&do=rename&to=LOGIN, or do=change_password,
                         suspend, unsuspend, delete
POST /sim/clients        client_id=ID&secret=SECRET, or public=true, or redirect_url=
POST /sim/faults         path=/oauth2/token&do=answer&status=503, or do=delay, hang, close;
                         GET lists them, DELETE ends them
"#;
