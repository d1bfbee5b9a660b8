//! Tags made wrong on a line that was right. The rest of the line stays as it is.

use bytes::Bytes;
use rand::RngExt;
use rand_chacha::ChaCha12Rng;

use super::kind::TagTrouble;

/// The line with wrong tags; a line without tags stays as it is.
pub(super) fn spoil(line: &Bytes, trouble: TagTrouble, random: &mut ChaCha12Rng) -> Bytes {
    let end = line.iter().position(|byte| *byte == b' ');
    let Some(end) = end.filter(|_| line.starts_with(b"@")) else {
        return line.clone();
    };
    let text = String::from_utf8_lossy(&line[1..end]);
    let tags: Vec<(&str, &str)> = text
        .split(';')
        .map(|tag| tag.split_once('=').unwrap_or((tag, "")))
        .collect();
    let trouble = match trouble {
        TagTrouble::Any => TROUBLES[random.random_range(0..TROUBLES.len())],
        given => given,
    };
    let written: Vec<String> = match trouble {
        TagTrouble::NoId => {
            let others = tags.iter().filter(|(name, _)| *name != "id");
            others
                .map(|(name, value)| format!("{name}={value}"))
                .collect()
        }
        TagTrouble::Emotes => {
            let others = tags.iter().filter(|(name, _)| *name != "emotes");
            let others = others.map(|(name, value)| format!("{name}={value}"));
            others.chain([WRONG_EMOTES.to_owned()]).collect()
        }
        TagTrouble::Empty => tags.iter().map(|(name, _)| format!("{name}=")).collect(),
        TagTrouble::Unknown | TagTrouble::Any => {
            let number: u32 = random.random();
            let whole = tags.iter().map(|(name, value)| format!("{name}={value}"));
            let unknown = [
                format!("zz-{number}=1"),
                "vendor.example/x".to_owned(),
                "+y=\\".to_owned(),
            ];
            whole.chain(unknown).collect()
        }
    };
    let mut spoiled = Vec::with_capacity(line.len() + 64);
    spoiled.push(b'@');
    spoiled.extend_from_slice(written.join(";").as_bytes());
    spoiled.extend_from_slice(&line[end..]);
    Bytes::from(spoiled)
}

const TROUBLES: [TagTrouble; 4] = [
    TagTrouble::NoId,
    TagTrouble::Unknown,
    TagTrouble::Emotes,
    TagTrouble::Empty,
];
/// Beyond the end, backwards, overlapping, not numbers, and too large for any.
const WRONG_EMOTES: &str = "emotes=25:900-904,7-3/1902:0-4,2-6/x:a-b/33:0-99999999999999999999";
