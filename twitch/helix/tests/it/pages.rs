//! H03: walks through pages that move, overlap, are empty or lead in circles.

use streamhand_helix::moderation::GetModerators;
use streamhand_helix::{Request, Walk};

fn page(ids: &[&str], cursor: &str) -> <GetModerators as Request>::Response {
    let data: Vec<_> = ids
        .iter()
        .map(|id| serde_json::json!({"user_id": id}))
        .collect();
    let pagination = match cursor {
        "" => serde_json::json!({}),
        cursor => serde_json::json!({"cursor": cursor}),
    };
    let answer = serde_json::json!({"data": data, "pagination": pagination});
    GetModerators::<()>::decode(answer.to_string().as_bytes()).unwrap()
}

/// What is left of each page, and the cursor that is asked for next.
fn walk(pages: &[(&[&str], &str)]) -> Vec<(Vec<String>, Option<String>)> {
    let mut walk = Walk::new();
    pages
        .iter()
        .map(|(ids, cursor)| {
            let (items, next) = walk.take::<GetModerators>(page(ids, cursor));
            let ids = items.into_iter().map(|item| item.user_id.to_string());
            (ids.collect(), next)
        })
        .collect()
}

fn left(ids: &[&str], next: Option<&str>) -> (Vec<String>, Option<String>) {
    let ids = ids.iter().map(|id| (*id).to_owned());
    (ids.collect(), next.map(str::to_owned))
}

#[test]
fn h03_what_was_on_an_earlier_page_is_left_out() {
    let pages: [(&[&str], &str); 3] = [
        (&["1", "2"], "a"),
        (&["2", "3"], "b"),
        (&["1", "4", "4"], ""),
    ];
    let expected = [
        left(&["1", "2"], Some("a")),
        left(&["3"], Some("b")),
        left(&["4"], None),
    ];
    assert_eq!(walk(&pages), expected);
}

#[test]
fn h04_items_whose_key_was_left_out_are_not_taken_for_one_another() {
    let pages: [(&[&str], &str); 2] = [(&["", "", "1"], "a"), (&["", "1"], "")];
    let expected = [left(&["", "", "1"], Some("a")), left(&[""], None)];
    assert_eq!(walk(&pages), expected);
}

#[test]
fn h03_an_empty_page_is_not_the_end_but_a_missing_cursor_is() {
    let pages: [(&[&str], &str); 2] = [(&[], "a"), (&["1"], "")];
    assert_eq!(walk(&pages), [left(&[], Some("a")), left(&["1"], None)]);
}

#[test]
fn h03_a_cursor_that_comes_back_ends_the_walk() {
    let pages: [(&[&str], &str); 3] = [(&["1"], "a"), (&["2"], "b"), (&["3"], "a")];
    let expected = [
        left(&["1"], Some("a")),
        left(&["2"], Some("b")),
        left(&["3"], None),
    ];
    assert_eq!(walk(&pages), expected);
}
