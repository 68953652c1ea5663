//! From the model's documentation to rustdoc's Markdown. Models write CommonMark, and those of AWS
//! write HTML into it.

/// The documentation of an item as Markdown that rustdoc takes without warnings.
pub(crate) fn markdown(text: &str) -> String {
    let text = if is_html(text) {
        htmd::convert(text).unwrap_or_else(|_| text.to_owned())
    } else {
        text.to_owned()
    };
    let lines: Vec<String> = fenced(&text)
        .map(|(line, code)| if code { line.to_owned() } else { tame(line) })
        .collect();
    lines.join("\n").trim().to_owned()
}

/// The first paragraph, in one line.
pub(crate) fn summary(markdown: &str) -> String {
    let paragraph = markdown.split("\n\n").next().unwrap_or_default();
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_html(text: &str) -> bool {
    ["</p>", "</code>", "</a>", "</ul>", "</b>", "</i>"]
        .iter()
        .any(|tag| text.contains(tag))
}

/// The lines, each with whether it is code: in a fence, or the fence itself.
fn fenced(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut open = false;
    text.lines().map(move |line| {
        let fence = line.trim_start().starts_with("```");
        let code = open || fence;
        open ^= fence;
        (line, code)
    })
}

/// Escapes what rustdoc would read as a link to an item or as HTML, and makes links of bare URLs.
/// Code spans stay as they are.
fn tame(line: &str) -> String {
    let mut tamed = String::new();
    let mut code = false;
    let mut rest = line;
    while let Some(letter) = rest.chars().next() {
        let mut taken = letter.len_utf8();
        match letter {
            '`' => {
                code ^= !tamed.ends_with('\\');
                tamed.push('`');
            }
            _ if code => tamed.push(letter),
            '[' | ']' | '<' if tamed.ends_with('\\') => tamed.push(letter),
            '[' => match link(rest) {
                Some(link) => {
                    tamed.push_str(link);
                    taken = link.len();
                }
                None => tamed.push_str("\\["),
            },
            ']' => tamed.push_str("\\]"),
            '<' if rest.starts_with("<http") => tamed.push('<'),
            '<' => tamed.push_str("\\<"),
            'h' if is_bare_url(rest, &tamed) => {
                let url = bare_url(rest);
                tamed.push_str(&format!("<{url}>"));
                taken = url.len();
            }
            _ => tamed.push(letter),
        }
        rest = &rest[taken..];
    }
    if code {
        // A backtick that nothing closes.
        return line
            .replace('`', "\\`")
            .replace('[', "\\[")
            .replace('<', "\\<");
    }
    tamed
}

/// The link `[text](https://..)` at the beginning.
fn link(text: &str) -> Option<&str> {
    let (label, after) = text.split_once(']')?;
    let target = after.strip_prefix('(')?;
    let (url, _) = target.split_once(')')?;
    let simple = !label[1..].contains(['[', '<']) && !url.contains(char::is_whitespace);
    (simple && url.starts_with("http")).then(|| &text[..label.len() + url.len() + 3])
}

fn is_bare_url(text: &str, before: &str) -> bool {
    (text.starts_with("http://") || text.starts_with("https://")) && !before.ends_with('<')
}

fn bare_url(text: &str) -> &str {
    let end = text
        .find(|c: char| c.is_whitespace() || "<>()[]\"'`*,;".contains(c))
        .unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ':', '!', '?'])
}

#[cfg(test)]
mod tests {
    use super::markdown;

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
            ("```\n[x] <T>\n```", "```\n[x] <T>\n```"),
        ];
        for (text, expected) in table {
            assert_eq!(markdown(text), expected, "{text}");
        }
    }
}
