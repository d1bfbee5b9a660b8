//! Reading what clients send: bytes into lines, lines into commands. Written for this side alone; the clients' reader is another.

use crate::chat::line::unescape;

/// Cuts bytes into lines.
#[derive(Debug, Default)]
pub(super) struct Reader {
    waiting: Vec<u8>,
    /// Whether the line that is coming in has become too long and is thrown away.
    is_skipping: bool,
}

/// One line of a client.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ClientLine {
    pub(super) tags: Vec<(String, String)>,
    /// In capitals.
    pub(super) command: String,
    pub(super) params: Vec<String>,
}

impl Reader {
    /// Takes bytes and returns the lines that are whole now.
    ///
    /// A lone CR ends a line as well, so that a client that lets one through shows what could be smuggled in behind it.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Vec<ClientLine> {
        let mut lines = Vec::new();
        for byte in bytes {
            match byte {
                b'\r' | b'\n' => {
                    let line = std::mem::take(&mut self.waiting);
                    let is_skipped = std::mem::take(&mut self.is_skipping);
                    if !line.is_empty() && !is_skipped {
                        lines.push(ClientLine::parse(&String::from_utf8_lossy(&line)));
                    }
                }
                _ if self.waiting.len() >= LONGEST_LINE => self.is_skipping = true,
                _ => self.waiting.push(*byte),
            }
        }
        lines
    }
}

impl ClientLine {
    fn parse(line: &str) -> Self {
        let mut rest = line.trim_start_matches(' ');
        let mut tags = Vec::new();
        if let Some(tagged) = rest.strip_prefix('@') {
            let (text, behind) = tagged.split_once(' ').unwrap_or((tagged, ""));
            let set = text.split(';').filter(|tag| !tag.is_empty());
            tags = set.map(parse_tag).collect();
            rest = behind.trim_start_matches(' ');
        }
        // Clients may name themselves in front; nobody believes them.
        if rest.starts_with(':') {
            rest = rest.split_once(' ').map_or("", |(_, behind)| behind);
        }
        let mut params = Vec::new();
        while !rest.is_empty() {
            if let Some(trailing) = rest.strip_prefix(':').filter(|_| !params.is_empty()) {
                params.push(trailing.to_owned());
                break;
            }
            let (param, behind) = rest.split_once(' ').unwrap_or((rest, ""));
            if !param.is_empty() {
                params.push(param.to_owned());
            }
            rest = behind;
        }
        let command = if params.is_empty() {
            String::new()
        } else {
            params.remove(0).to_ascii_uppercase()
        };
        Self {
            tags,
            command,
            params,
        }
    }

    /// A parameter, or an empty text if it is missing.
    pub(super) fn param(&self, position: usize) -> &str {
        self.params.get(position).map_or("", String::as_str)
    }

    /// The value of a tag that is set.
    pub(super) fn tag(&self, key: &str) -> Option<&str> {
        let found = self.tags.iter().find(|(name, _)| name == key);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// The channel names of a list such as `#a,#b`, in lower case; what does not look like one is passed over.
    pub(super) fn channels(&self) -> Vec<String> {
        let names = self.param(0).split(',');
        let channels = names.filter_map(|name| name.trim().strip_prefix('#'));
        channels.map(str::to_lowercase).collect()
    }
}

fn parse_tag(tag: &str) -> (String, String) {
    let (key, value) = tag.split_once('=').unwrap_or((tag, ""));
    (key.to_owned(), unescape(value))
}

/// Reported by clients, not confirmed by Twitch; a longer line is passed over.
const LONGEST_LINE: usize = 4_096;

#[cfg(test)]
mod tests {
    use super::*;

    fn line(command: &str, params: &[&str]) -> ClientLine {
        ClientLine {
            tags: Vec::new(),
            command: command.to_owned(),
            params: params.iter().map(|param| (*param).to_owned()).collect(),
        }
    }

    #[test]
    fn a_line_is_read_however_it_is_written() {
        for (text, expected) in [
            ("PING", line("PING", &[])),
            ("ping :a b", line("PING", &["a b"])),
            ("PRIVMSG #a hello", line("PRIVMSG", &["#a", "hello"])),
            (":me!me@me PRIVMSG  #a  ::)", line("PRIVMSG", &["#a", ":)"])),
            ("PRIVMSG #a :", line("PRIVMSG", &["#a", ""])),
            ("@", line("", &[])),
            (":", line("", &[])),
        ] {
            assert_eq!(ClientLine::parse(text), expected, "{text:?}");
        }
    }

    #[test]
    fn tags_lose_their_escapes() {
        let line =
            ClientLine::parse("@client-nonce=a\\sb\\:\\\\c\\;reply-parent-msg-id= PRIVMSG #a :b");
        assert_eq!(line.tag("client-nonce"), Some("a b;\\c"));
        assert_eq!(line.tag("reply-parent-msg-id"), None);
        assert_eq!(line.command, "PRIVMSG");
    }

    #[test]
    fn lines_are_the_same_wherever_the_bytes_are_cut() {
        let bytes = b"PASS oauth:x\r\nNICK a\n\r\nJOIN #a\rPRIVMSG #a :\xFF\r\nPIN";
        let mut whole = Reader::default();
        let expected = whole.read(bytes);
        assert_eq!(expected.len(), 4);
        let mut slow = Reader::default();
        let mut lines = Vec::new();
        for byte in bytes {
            lines.extend(slow.read(&[*byte]));
        }
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_and_the_next_one_is_read() {
        let mut reader = Reader::default();
        let long = vec![b'a'; LONGEST_LINE + 1];
        assert_eq!(reader.read(&long), []);
        assert_eq!(reader.read(b"\r\nPING\r\n"), [line("PING", &[])]);
    }
}
