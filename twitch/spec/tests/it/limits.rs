//! What must hold between the general facts and the tables.

use streamhand_spec::limits::{BASE_URL, HEADERS_NOT_REQUIRED_FOR};
use streamhand_spec::{ENDPOINTS, TokenKind};

#[test]
fn only_endpoints_without_a_token_work_without_headers() {
    let without_token: Vec<&str> = ENDPOINTS
        .iter()
        .filter(|endpoint| endpoint.takes(TokenKind::None))
        .map(|endpoint| endpoint.id)
        .collect();
    assert_eq!(without_token, HEADERS_NOT_REQUIRED_FOR);
}

#[test]
fn the_base_url_and_a_path_make_an_address() {
    assert!(BASE_URL.starts_with("https://") && !BASE_URL.ends_with('/'));
}
