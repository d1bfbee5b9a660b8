//! Rust text with code, comments and strings told apart. It knows words and brackets, no grammar.

/// A Rust file in two layers of the same lines: what belongs to the other layer is blank.
#[derive(Debug)]
pub(crate) struct RustText {
    code: String,
    comments: String,
}

/// A word or a sign of the code layer, with the line it stands on, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) text: &'a str,
    pub(crate) line: usize,
}

impl RustText {
    pub(crate) fn new(text: &str) -> Self {
        let mut reader = Reader {
            rest: text,
            code: String::with_capacity(text.len()),
            comments: String::with_capacity(text.len()),
        };
        while !reader.rest.is_empty() {
            reader.step();
        }
        Self {
            code: reader.code,
            comments: reader.comments,
        }
    }

    /// The lines of code; strings keep their quotes and lose their content.
    pub(crate) fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        numbered(&self.code)
    }

    pub(crate) fn comment_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        numbered(&self.comments)
    }

    /// Words, `::`, and every other sign by itself.
    pub(crate) fn tokens(&self) -> Vec<Token<'_>> {
        self.code_lines()
            .flat_map(|(line, text)| words(text).map(move |text| Token { text, line }))
            .collect()
    }
}

/// Whether a token is a name or a keyword.
pub(crate) fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

fn numbered(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = line;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let length = if first.is_alphanumeric() || first == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(length);
        rest = after;
        Some(word)
    })
}

/// Takes the text apart from front to back.
struct Reader<'a> {
    rest: &'a str,
    code: String,
    comments: String,
}

impl Reader<'_> {
    fn step(&mut self) {
        if self.rest.starts_with("//") {
            let length = self.rest.find('\n').unwrap_or(self.rest.len());
            self.take_comment(length);
        } else if self.rest.starts_with("/*") {
            let length = block_comment_length(self.rest);
            self.take_comment(length);
        } else if let Some((opening, length)) = string_length(self.rest) {
            self.take_string(opening, length);
        } else if self.rest.starts_with('\'') {
            self.take_quote();
        } else {
            // A whole word at once, so that the `r` of `for"` is not taken for a raw string.
            let word_length = self
                .rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(self.rest.len());
            let first_length = self.rest.chars().next().map_or(1, char::len_utf8);
            let length = word_length.max(first_length);
            self.take_code(length);
        }
    }

    fn take_code(&mut self, length: usize) {
        let (text, rest) = self.rest.split_at(length);
        self.code.push_str(text);
        self.comments.push_str(&blank(text));
        self.rest = rest;
    }

    fn take_comment(&mut self, length: usize) {
        let (text, rest) = self.rest.split_at(length);
        self.code.push_str(&blank(text));
        self.comments.push_str(text);
        self.rest = rest;
    }

    fn take_string(&mut self, opening: usize, length: usize) {
        let (text, rest) = self.rest.split_at(length);
        let (prefix, content) = text.split_at(opening);
        self.code.push_str(prefix);
        self.code.push_str(&blank(content));
        self.comments.push_str(&blank(text));
        self.rest = rest;
    }

    /// A character in quotes, or the start of a lifetime.
    fn take_quote(&mut self) {
        let after = &self.rest[1..];
        let is_escape = after.starts_with('\\');
        let closing = after
            .char_indices()
            .skip(if is_escape { 2 } else { 1 })
            .find(|(_, c)| *c == '\'')
            .map(|(index, _)| index);
        let is_plain = after.chars().nth(1) == Some('\'');
        match closing {
            Some(index) if is_escape || is_plain => self.take_string(1, index + 2),
            _ => self.take_code(1),
        }
    }
}

fn blank(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\n' { '\n' } else { ' ' })
        .collect()
}

fn block_comment_length(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut position = 0;
    while let Some(rest) = text.get(position..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            position += 2;
        } else if rest.starts_with("*/") {
            depth = depth.saturating_sub(1);
            position += 2;
            if depth == 0 {
                return position;
            }
        } else {
            position += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of the opening and of the whole, if the text begins with a string of any kind.
fn string_length(text: &str) -> Option<(usize, usize)> {
    let letters = text.find(|c: char| !c.is_ascii_lowercase())?;
    let (prefix, rest) = text.split_at(letters);
    if !matches!(prefix, "" | "b" | "c" | "r" | "br" | "cr") {
        return None;
    }
    if !prefix.ends_with('r') {
        let content = rest.strip_prefix('"')?;
        return Some((letters + 1, letters + 1 + plain_content_length(content)));
    }
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let content = rest[hashes..].strip_prefix('"')?;
    let closing = format!("\"{}", "#".repeat(hashes));
    let opening = letters + hashes + 1;
    let end = content
        .find(&closing)
        .map_or(content.len(), |start| start + closing.len());
    Some((opening, opening + end))
}

/// Up to and with the closing quote.
fn plain_content_length(content: &str) -> usize {
    let mut is_escaped = false;
    for (index, c) in content.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return index + 1,
            _ => {}
        }
    }
    content.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_not_code() {
        for (text, expected) in [
            ("a // b", "a"),
            ("a /* b /* c */ d */ e", "a e"),
            ("say(\"mod x;\") ; y", "say ( \" ) ; y"),
            (r##"r#"quote " inside"# z"##, "r # \" z"),
            ("for\"x\" y", "for \" y"),
            ("b\"x\\\"y\" z", "b \" z"),
            ("'\"' a '\\'' b '\\\\' c", "' a ' b ' c"),
            ("fn f<'a>(x: &'a str)", "fn f < ' a > ( x : & ' a str )"),
            ("a::b", "a :: b"),
        ] {
            let rust = RustText::new(text);
            let words: Vec<&str> = rust.tokens().iter().map(|token| token.text).collect();
            assert_eq!(words.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn lines_keep_their_numbers_in_both_layers() {
        let rust = RustText::new("let a = \"x\n\ny\"; // one\n/* two\n*/ b\n");
        let tokens = rust.tokens();
        let last = tokens.last().map(|token| (token.text, token.line));
        assert_eq!(last, Some(("b", 5)));
        let comments: Vec<(usize, &str)> = rust
            .comment_lines()
            .map(|(line, text)| (line, text.trim()))
            .filter(|(_, text)| !text.is_empty())
            .collect();
        assert_eq!(comments, [(3, "// one"), (4, "/* two"), (5, "*/")]);
    }
}
