//! The look of every page for people: one small style, no scripts, every text escaped.

use std::fmt::{self, Display};

/// A text that may hold anything, as it has to be written inside a page.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '&' => formatter.write_str("&amp;")?,
                '<' => formatter.write_str("&lt;")?,
                '>' => formatter.write_str("&gt;")?,
                '"' => formatter.write_str("&quot;")?,
                '\'' => formatter.write_str("&#39;")?,
                other => write!(formatter, "{other}")?,
            }
        }
        Ok(())
    }
}

/// A whole page; `content` is HTML already.
pub(crate) fn whole(title: &str, content: &str) -> String {
    let title = Escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n\
         <main>\n<p class=\"mark\">Simulated Twitch</p>\n<h1>{title}</h1>\n{content}</main>\n</html>\n"
    )
}

const STYLE: &str = include_str!("page/style.css");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_become_markup() {
        assert_eq!(
            Escaped("<b>&\"'x</b>").to_string(),
            "&lt;b&gt;&amp;&quot;&#39;x&lt;/b&gt;"
        );
    }
}
