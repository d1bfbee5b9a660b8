//! The tokens that extensions sign themselves: their claims are checked, their signature is not, because no extension is registered here.

use serde_json::Value;
use spec::Jwt;
use types::Timestamp;

use super::refusal::Refusal;

/// Whether a token claims what the endpoint wants.
pub(super) fn check(text: &str, wanted: &Jwt, now: Timestamp) -> Result<(), Refusal> {
    let claims = claims(text).ok_or_else(|| Refusal::unauthorized("JWT token is malformed"))?;
    for path in wanted.claims {
        let pointer = format!("/{}", path.replace('.', "/"));
        if claims.pointer(&pointer).is_none() {
            let message = format!("JWT token is missing the claim {path}");
            return Err(Refusal::unauthorized(message));
        }
    }
    if claims["role"] != wanted.role {
        let message = format!("JWT token must have the role {}", wanted.role);
        return Err(Refusal::unauthorized(message));
    }
    let expires_at = claims["exp"]
        .as_i64()
        .map(|seconds| seconds.saturating_mul(1_000));
    if expires_at.is_some_and(|expires_at| expires_at <= now.as_unix_millis()) {
        return Err(Refusal::unauthorized("JWT token is expired"));
    }
    Ok(())
}

fn claims(text: &str) -> Option<Value> {
    let mut parts = text.split('.');
    let (_head, body, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    serde_json::from_slice(&decode(body)?).ok()
}

/// Base64 with the alphabet for addresses, without padding.
fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            let [.., last] = (bits >> count).to_be_bytes();
            bytes.push(last);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WANTED: Jwt = Jwt {
        claims: &["exp", "role", "pubsub_perms.send"],
        role: "external",
    };

    #[test]
    fn a_token_is_taken_if_it_claims_what_is_wanted() {
        // The middle is {"exp":2000000000,"role":"external","pubsub_perms":{"send":["*"]}}.
        let good = "h.eyJleHAiOjIwMDAwMDAwMDAsInJvbGUiOiJleHRlcm5hbCIsInB1YnN1Yl9wZXJtcyI6eyJzZW5kIjpbIioiXX19.s";
        let early = Timestamp::from_unix_millis(1_999_999_999_000);
        let late = Timestamp::from_unix_millis(2_000_000_000_000);
        assert_eq!(check(good, &WANTED, early), Ok(()));
        for (text, now) in [
            (good, late),
            ("h.e30.s", early),
            ("h.!.s", early),
            ("h", early),
        ] {
            assert!(check(text, &WANTED, now).is_err(), "{text}");
        }
    }
}
