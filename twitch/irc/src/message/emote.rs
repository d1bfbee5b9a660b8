//! Where emotes stand in a text: Twitch counts code points, everybody else needs bytes.

use std::ops::Range;

/// One emote in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmoteSpan<'a> {
    /// The emote's id; not always a number.
    pub id: &'a str,
    /// The bytes of the text that the emote replaces; both ends lie between characters.
    pub bytes: Range<usize>,
}

/// Reads an `emotes` tag, `id:start-end,start-end/id:start-end`, and finds the bytes that it speaks of.
///
/// Twitch is sometimes off by one or points behind the end, so ranges are cut to the text, and what
/// is empty or overlaps an earlier range is left out.
pub(crate) fn emote_spans<'a>(tag: &'a str, text: &str) -> Vec<EmoteSpan<'a>> {
    let mut occurrences: Vec<_> = occurrences(tag).collect();
    if occurrences.is_empty() {
        return Vec::new();
    }
    occurrences.sort_by_key(|(_, range)| range.start);
    let mut spans = Vec::with_capacity(occurrences.len());
    let mut cursor = Cursor {
        text,
        place: 0,
        offset: 0,
    };
    for (id, range) in occurrences {
        if range.start < cursor.place {
            continue;
        }
        let bytes = cursor.advance(range.start)..cursor.advance(range.end);
        if !bytes.is_empty() {
            spans.push(EmoteSpan { id, bytes });
        }
    }
    spans
}

/// Walks through a text forwards only, so that all ranges together cost one pass.
struct Cursor<'text> {
    text: &'text str,
    /// How many code points lie behind the cursor.
    place: usize,
    /// How many bytes lie behind it.
    offset: usize,
}

impl Cursor<'_> {
    /// Goes to that code point, or to the end of the text, and returns the byte it has reached.
    fn advance(&mut self, place: usize) -> usize {
        let rest = self.text.get(self.offset..).unwrap_or("");
        let steps = place.saturating_sub(self.place);
        let bytes = rest.char_indices().nth(steps).map(|(bytes, _)| bytes);
        self.offset += bytes.unwrap_or(rest.len());
        self.place = place;
        self.offset
    }
}

fn occurrences(tag: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    tag.split('/')
        .filter_map(|emote| emote.rsplit_once(':'))
        .filter(|(id, _)| !id.is_empty())
        .flat_map(|(id, ranges)| ranges.split(',').map(move |range| (id, range)))
        .filter_map(|(id, range)| {
            let (first, last) = range.split_once('-')?;
            let first: usize = first.parse().ok()?;
            let last: usize = last.parse().ok()?;
            let end = last.checked_add(1)?;
            (first < end).then_some((id, first..end))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tag: &str, text: &str, expected: &[(&str, &str)]) {
        let spans = emote_spans(tag, text);
        let found: Vec<_> = spans
            .iter()
            .map(|span| (span.id, text.get(span.bytes.clone()).unwrap()))
            .collect();
        assert_eq!(found, expected, "{tag:?} in {text:?}");
    }

    #[test]
    fn p05_positions_count_code_points() {
        check("25:0-4", "Kappa hello", &[("25", "Kappa")]);
        check("25:2-6", "\u{1F389} Kappa", &[("25", "Kappa")]);
        check(
            "emotesv2_1:6-8/25:0-4,10-14",
            "Kappa abc Kappa",
            &[("25", "Kappa"), ("emotesv2_1", "abc"), ("25", "Kappa")],
        );
    }

    #[test]
    fn p05_ranges_that_make_no_sense_are_cut_or_left_out() {
        check("1:0-99", "é!", &[("1", "é!")]);
        check("1:5-9", "abc", &[]);
        check("1:2-1", "abc", &[]);
        check("1:0-1/2:1-2", "abc", &[("1", "ab")]);
        check("1:0-18446744073709551615", "abc", &[]);
        check(":0-1/x/2:/3:a-b/4:1/5", "abc", &[]);
        check("", "abc", &[]);
        check("1:0-0", "", &[]);
    }
}
