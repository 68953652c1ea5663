//! From the model's documentation to rustdoc's Markdown. Models write CommonMark, and those of AWS
//! write HTML into it.

/// The documentation of an item as Markdown that rustdoc takes without warnings.
pub(crate) fn markdown(text: &str) -> String {
    let text = plain(text);
    let text = if is_html(&text) {
        htmd::convert(&text).unwrap_or(text)
    } else {
        text
    };
    let mut blocks = Blocks::default();
    for line in text.lines() {
        blocks.line(line);
    }
    blocks.finish().trim().to_owned()
}

/// The text of the first paragraph, in one line.
pub(crate) fn summary(markdown: &str) -> String {
    let lines = markdown.lines().map(str::trim);
    let lines: Vec<&str> = lines
        .take_while(|line| !line.is_empty() && Fence::open(line).is_none())
        .collect();
    let text = lines.join(" ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as a code span, in one line.
pub(crate) fn code(text: &str) -> String {
    let text: String = text.chars().map(visible).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    match (longest, text.as_str()) {
        (0, "") => "` `".to_owned(),
        (0, text) => format!("`{text}`"),
        (longest, text) => {
            let ticks = "`".repeat(longest + 1);
            format!("{ticks} {text} {ticks}")
        }
    }
}

fn visible(c: char) -> String {
    if c.is_control() || is_direction(c) {
        c.escape_default().to_string()
    } else {
        c.to_string()
    }
}

/// A text without what source code must not have: control characters, and those that change the
/// direction of the text around them.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.replace('\t', "    ");
    text.chars()
        .filter(|c| *c == '\n' || !(c.is_control() || is_direction(*c)))
        .collect()
}

fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_html(text: &str) -> bool {
    ["</p>", "</code>", "</a>", "</ul>", "</b>", "</i>"]
        .iter()
        .any(|tag| text.contains(tag))
}

/// The lines of a text as they are written. Code stays as it is, but is never Rust, which rustdoc
/// would compile; other lines are tamed.
#[derive(Default)]
struct Blocks {
    written: String,
    fence: Option<Fence>,
    /// Where the text of the list's last item begins; 0 outside of lists.
    item: usize,
}

impl Blocks {
    fn line(&mut self, line: &str) {
        let text = line.trim_start();
        let indentation = line.len() - text.len();
        if let Some(fence) = &self.fence {
            let closes = fence.closes(text);
            self.write(line);
            if closes {
                self.fence = None;
            }
        } else if let Some(fence) = Fence::open(text) {
            let indentation = indentation.min(self.item);
            self.write(&format!("{:indentation$}{}text", "", fence.mark));
            self.fence = Some(fence);
        } else {
            let marker = item_marker(text);
            // More spaces would make the line code.
            let most = if marker > 0 { self.item + 3 } else { self.item };
            let indentation = if text.is_empty() {
                0
            } else {
                indentation.min(most)
            };
            if marker > 0 {
                self.item = indentation + marker;
            } else if indentation == 0 && !text.is_empty() {
                self.item = 0;
            }
            self.write(&format!("{:indentation$}{}", "", tame(text)));
        }
    }

    fn write(&mut self, line: &str) {
        self.written.push_str(line.trim_end());
        self.written.push('\n');
    }

    fn finish(mut self) -> String {
        if let Some(fence) = self.fence.take() {
            self.write(&fence.mark);
        }
        self.written
    }
}

/// The length of the marker of a list's item, with the spaces after it; 0 if the line has none.
fn item_marker(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let marker = match text.as_bytes().get(digits) {
        Some(b'*' | b'-' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if (1..10).contains(&digits) => digits + 1,
        _ => return 0,
    };
    let rest = &text[marker..];
    match rest.len() - rest.trim_start().len() {
        0 => 0,
        spaces @ 1..=4 => marker + spaces,
        _ => marker + 1,
    }
}

/// The line that opens a block of code: three or more backticks or tildes.
struct Fence {
    mark: String,
}

impl Fence {
    fn open(text: &str) -> Option<Self> {
        let letter = text.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let mark: String = text.chars().take_while(|c| *c == letter).collect();
        let info = &text[mark.len()..];
        (mark.len() >= 3 && !(letter == '`' && info.contains('`'))).then_some(Self { mark })
    }

    fn closes(&self, text: &str) -> bool {
        let text = text.trim_end();
        text.starts_with(&self.mark) && text.chars().all(|c| self.mark.starts_with(c))
    }
}

/// Escapes what rustdoc would read as a link to an item or as HTML, and makes links of bare URLs.
/// Code spans stay as they are.
fn tame(line: &str) -> String {
    let mut tamed = String::new();
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let mut taken = letter.len_utf8();
        match letter {
            '\\' => {
                // What follows is escaped, if it can be.
                let next = rest[1..].chars().next();
                let escaped = next.filter(char::is_ascii_punctuation);
                taken += escaped.map_or(0, char::len_utf8);
                tamed.push_str(&rest[..taken]);
            }
            '`' => {
                let run = rest.len() - rest.trim_start_matches('`').len();
                taken = code_span(rest, run).unwrap_or(run);
                match taken {
                    taken if taken == run => tamed.push_str(&"\\`".repeat(run)),
                    taken => tamed.push_str(&rest[..taken]),
                }
            }
            '[' => match link(rest) {
                Some(link) => {
                    tamed.push_str(link);
                    taken = link.len();
                }
                None => tamed.push_str("\\["),
            },
            ']' => tamed.push_str("\\]"),
            '<' => match angle_link(rest) {
                Some(link) => {
                    tamed.push_str(link);
                    taken = link.len();
                }
                None => tamed.push_str("\\<"),
            },
            'h' if is_url(rest) => {
                let url = bare_url(rest);
                tamed.push_str(&format!("<{url}>"));
                taken = url.len();
            }
            _ => tamed.push(letter),
        }
        rest = &rest[taken..];
    }
    tamed
}

/// The length of the code span at the beginning, which has `run` backticks; none if nothing closes it.
fn code_span(text: &str, run: usize) -> Option<usize> {
    let mut at = run;
    while let Some(found) = text[at..].find('`') {
        at += found;
        let length = text[at..].len() - text[at..].trim_start_matches('`').len();
        at += length;
        if length == run {
            return Some(at);
        }
    }
    None
}

/// The link `[text](https://..)` at the beginning.
fn link(text: &str) -> Option<&str> {
    let (label, after) = text.split_once(']')?;
    let target = after.strip_prefix('(')?;
    let (url, _) = target.split_once(')')?;
    let is_odd = |c: char| c.is_whitespace() || matches!(c, '<' | '`' | '\\' | '(');
    let simple = !label[1..].contains(['[', '<', '`', '\\']) && !url.contains(is_odd);
    (simple && is_url(url)).then(|| &text[..label.len() + url.len() + 3])
}

/// The link `<https://..>` at the beginning.
fn angle_link(text: &str) -> Option<&str> {
    let (link, _) = text.split_once('>')?;
    let url = &link[1..];
    let is_odd = |c: char| c.is_whitespace() || c == '<';
    (is_url(url) && !url.contains(is_odd)).then(|| &text[..link.len() + 1])
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

fn bare_url(text: &str) -> &str {
    let end = text
        .find(|c: char| c.is_whitespace() || "<>()[]\"'`*,;\\".contains(c))
        .unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ':', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::{code, markdown, summary};

    #[test]
    fn html_becomes_markdown() {
        let table = [
            (
                "<p>The <code>id</code> of the app.</p>",
                "The `id` of the app.",
            ),
            ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
            (
                "<ul><li><p>a</p></li><li><p>b</p></li></ul>",
                "*   a\n\n*   b",
            ),
            (
                "<p>See <a href=\"https://example.com/x\">there</a>.</p>",
                "See [there](https://example.com/x).",
            ),
        ];
        for (html, expected) in table {
            assert_eq!(markdown(html), expected, "{html}");
        }
    }

    #[test]
    fn what_rustdoc_would_misread_is_escaped() {
        let table = [
            ("a list [x] of <T>", "a list \\[x\\] of \\<T>"),
            ("`[x] <T>` stays", "`[x] <T>` stays"),
            ("at https://example.com/a.", "at <https://example.com/a>."),
            (
                "[there](https://example.com)",
                "[there](https://example.com)",
            ),
            ("an open ` tick", "an open \\` tick"),
            ("```\n[x] <T>\n```", "```text\n[x] <T>\n```"),
            ("```rust\nopen", "```text\nopen\n```"),
            ("~~~\n```\n~~~", "~~~text\n```\n~~~"),
            ("` [x] ```", "\\` \\[x\\] \\`\\`\\`"),
            ("a\n\n    let code = 1;", "a\n\nlet code = 1;"),
            ("- a\n\n  b\n\n      code", "- a\n\n  b\n\n  code"),
            ("one\rtwo\u{202e}", "one\ntwo"),
            ("\\[a\\] \\w", "\\[a\\] \\w"),
        ];
        for (text, expected) in table {
            assert_eq!(markdown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_summary_is_one_line() {
        let table = [
            ("One\nline.\n\nTwo.", "One line."),
            ("Before\n```text\ncode\n```", "Before"),
            ("", ""),
        ];
        for (text, expected) in table {
            assert_eq!(summary(text), expected, "{text}");
        }
    }

    #[test]
    fn any_text_is_a_code_span() {
        let table = [
            ("a", "`a`"),
            ("a`b", "`` a`b ``"),
            ("", "` `"),
            ("a\nb", "`a\\nb`"),
        ];
        for (text, expected) in table {
            assert_eq!(code(text), expected, "{text}");
        }
    }
}
