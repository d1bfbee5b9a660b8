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

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8885;--accent:#5b4bb7}\
body{font:1rem/1.5 system-ui,sans-serif;margin:0;padding:2rem 1rem}\
main{max-width:34rem;margin:auto}\
h1{font-size:1.4rem;margin:.2rem 0 1rem}\
.mark{margin:0;font-size:.85rem;opacity:.75}\
fieldset{border:1px solid var(--line);border-radius:.5rem;max-height:20rem;overflow:auto}\
fieldset label{display:block;padding:.25rem}\
ul.scopes{columns:2;padding-left:1.2rem;font-family:ui-monospace,monospace;font-size:.85rem}\
button{font:inherit;padding:.5rem 1.2rem;border-radius:.5rem;border:1px solid var(--line);cursor:pointer}\
button.yes{background:var(--accent);border-color:var(--accent);color:#fff}\
input[type=text]{font:inherit;padding:.5rem;letter-spacing:.1em}\
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25rem .5rem;border-bottom:1px solid var(--line)}\
pre{overflow:auto;border:1px solid var(--line);border-radius:.5rem;padding:.75rem;font-size:.85rem}";

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
