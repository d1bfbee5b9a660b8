//! Whether the login service and the API answer, and whether this machine's clock goes with Twitch's.

use std::time::{Duration, Instant};

use auth::Http;
use types::{ClientId, Timestamp};

use super::finding::Finding;
use crate::clock;
use crate::context::Context;
use crate::explain;
use crate::failure::{Failure, Status};
use crate::spoken;

/// The login service, and the time that it tells.
pub(super) async fn login_service(context: &Context) -> Vec<Finding> {
    let http = match context.http() {
        Ok(http) => http,
        Err(failure) => return vec![Finding::red("login service", &failure)],
    };
    // Where it is does not depend on who asks.
    let settings = auth::Settings::new(ClientId::new("")).with_base(&context.config.twitch.auth);
    let settings = match settings {
        Ok(settings) => settings,
        Err(error) => return vec![Finding::red("login service", &explain::auth(&error))],
    };
    let (asked_at, begun) = (clock::now(), Instant::now());
    match auth::service_date(&http, &settings).await {
        Ok(date) => {
            let way = begun.elapsed();
            vec![
                reached("login service", settings.base(), way),
                clock_skew(asked_at.plus(way / 2), date),
            ]
        }
        Err(error) => vec![Finding::red("login service", &explain::auth(&error))],
    }
}

/// The API; it needs no token to say that one is missing.
pub(super) async fn api(context: &Context) -> Vec<Finding> {
    let http = match context.http() {
        Ok(http) => http,
        Err(failure) => return vec![Finding::red("API", &failure)],
    };
    vec![ask_api(&http, &context.config.twitch.helix).await]
}

async fn ask_api(http: &Http, base: &str) -> Finding {
    let request = http::Request::get(format!("{base}/users")).body(Vec::new());
    let request = match request {
        Ok(request) => request,
        Err(error) => {
            let what = format!("cannot ask {base}: {error}");
            return Finding::red("API", &Failure::new(Status::Usage, what));
        }
    };
    let begun = Instant::now();
    match http.send(request).await {
        Ok(answer) if answer.status().as_u16() == 401 => reached("API", base, begun.elapsed()),
        Ok(answer) => Finding::warning(
            "API",
            format!(
                "{base} answers {}, which is not what Twitch says to somebody without a token",
                answer.status()
            ),
            "check the address [twitch] helix; if it is Twitch's, wait, as it has an outage",
        ),
        Err(error) => Finding::red("API", &explain::unreachable_service(error.to_string())),
    }
}

fn reached(part: &'static str, address: &str, way: Duration) -> Finding {
    Finding::ok(
        part,
        format!("{address} answers within {} ms", way.as_millis()),
    )
}

/// Waits and expiries go by a clock that nobody sets, so a wrong one does less harm than elsewhere; certificates still need it.
fn clock_skew(ours: Timestamp, theirs: Timestamp) -> Finding {
    let (skew, direction) = if ours.as_unix_millis() > theirs.as_unix_millis() {
        (ours.since(theirs), "fast")
    } else {
        (theirs.since(ours), "slow")
    };
    let advice = "let the system set its clock by the network (NTP)";
    // What is told is cut to a second.
    if skew < Duration::from_secs(3) {
        return Finding::ok("clock", "this machine's clock goes with Twitch's");
    }
    let text = format!(
        "this machine's clock is {} {direction}",
        spoken::duration(skew)
    );
    if skew <= HARMLESS {
        return Finding::warning("clock", text, advice);
    }
    let failure = Failure::new(Status::Failed, text)
        .meaning("Certificates are judged by it, and the times that are shown are wrong.")
        .advice(advice);
    Finding::red("clock", &failure)
}

const HARMLESS: Duration = Duration::from_secs(60);

#[cfg(test)]
mod tests {
    use super::super::finding::State;
    use super::*;

    #[test]
    fn n04_a_clock_is_red_from_a_minute_on_in_either_direction() {
        let now = Timestamp::from_unix_millis(1_795_342_800_000);
        for (seconds, expected) in [
            (0, State::Ok),
            (2, State::Ok),
            (30, State::Warning),
            (60, State::Warning),
            (61, State::Red),
            (90_000, State::Red),
        ] {
            let other = now.plus(Duration::from_secs(seconds));
            for (ours, theirs, word) in [(now, other, "slow"), (other, now, "fast")] {
                let found = clock_skew(ours, theirs);
                assert_eq!(found.state, expected, "{seconds} s {word}");
                assert!(
                    expected == State::Ok || found.happened.contains(word),
                    "{found:?}"
                );
            }
        }
    }
}
