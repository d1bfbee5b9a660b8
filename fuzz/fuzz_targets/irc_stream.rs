//! However a stream is cut, the same lines come out of it, and no byte disappears without a word.
#![no_main]

use irc::{LINE_LIMIT, Piece, Splitter};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<u16>, Vec<u8>)| {
    let (cuts, pattern) = input;
    // Half of the streams begin just below the limit of a line, which small inputs would never reach.
    let stream = match pattern.first() {
        Some(first @ 128..) => {
            let filler = LINE_LIMIT - 64 + usize::from(first % 64);
            [vec![b'x'; filler].as_slice(), pattern.as_slice()].concat()
        }
        _ => pattern,
    };
    let mut whole = Vec::new();
    let mut uncut = Splitter::new();
    uncut.feed(&stream, |piece| whole.push(check(&piece)));

    let mut pieces = Vec::new();
    let mut splitter = Splitter::new();
    let mut rest = stream.as_slice();
    for cut in cuts {
        let (head, tail) = rest.split_at(usize::from(cut).min(rest.len()));
        splitter.feed(head, |piece| pieces.push(check(&piece)));
        rest = tail;
    }
    splitter.feed(rest, |piece| pieces.push(check(&piece)));
    assert_eq!(pieces, whole);
    assert_eq!(splitter.pending(), uncut.pending());

    let last_end = stream.iter().rposition(|byte| *byte == b'\n');
    let unfinished = stream.len() - last_end.map_or(0, |end| end + 1);
    assert_eq!(splitter.pending(), unfinished);
    splitter.finish(|piece| assert!(matches!(piece, Piece::Unfinished { .. })));
    assert_eq!(splitter.pending(), 0);

    let ended = stream.get(..stream.len() - unfinished).unwrap_or_default();
    let expected = ended.split(|byte| *byte == b'\n').filter(|line| {
        let text = line.strip_suffix(b"\r").unwrap_or(line);
        text.len() > LINE_LIMIT || text.iter().any(|byte| !matches!(byte, b' ' | b'\r'))
    });
    assert_eq!(pieces.len(), expected.count());
});

/// What the piece says: its text, and how long the line was if that is not all of it.
fn check(piece: &Piece<'_>) -> (String, Option<usize>) {
    match piece {
        Piece::Line(line) => {
            assert!(!line.is_empty() && !line.contains('\n'));
            (line.to_string(), None)
        }
        Piece::TooLong { beginning, length } => {
            assert!(*length > LINE_LIMIT);
            (beginning.to_string(), Some(*length))
        }
        Piece::Unfinished { .. } => panic!("only the end of a stream leaves a line unfinished"),
    }
}
