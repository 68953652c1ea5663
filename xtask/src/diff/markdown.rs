//! The report as Markdown, for a pull request or a changelog.

use std::fmt::Write as _;

use codegen::diff::{Change, Report};

use super::{by_shape, from_to, groups, verdict, word};

/// The report.
pub(super) fn show(report: &Report) -> String {
    let mut text = format!("## {}\n", report.headline);
    for (title, changes) in groups(report) {
        let _ = writeln!(text, "\n### {title}: {}\n", changes.len());
        if title == "Documentation" {
            for changes in changes.chunk_by(|a, b| a.kind == b.kind) {
                text.push_str(&ids(changes));
            }
            continue;
        }
        text.push_str("| change | what | API | wire | why |\n|---|---|---|---|---|\n");
        for change in &changes {
            text.push_str(&row(change));
        }
        for change in changes {
            text.push_str(&syntax(change));
        }
    }
    let _ = writeln!(text, "\n**{}**", verdict(report));
    text
}

fn row(change: &Change) -> String {
    let what = format!("{}{}<br>`{}`", change.what, from_to(change), change.shape);
    let cells = [
        change.kind,
        &what,
        &word(change.api),
        &word(change.wire),
        change.reason,
    ];
    let cells = cells.map(|cell| cell.replace('|', "\\|").replace('\n', " "));
    format!("| {} |\n", cells.join(" | "))
}

/// What changes of one kind are of, folded up.
fn ids(changes: &[&Change]) -> String {
    let kind = changes[0].kind;
    let ids = by_shape(changes).into_iter().map(|(shape, members)| {
        let members = members.iter().map(|name| format!(" `${name}`"));
        format!("- `{shape}`{}\n", members.collect::<String>())
    });
    format!(
        "<details><summary>{kind}: {}</summary>\n\n{}\n</details>\n",
        changes.len(),
        ids.collect::<String>()
    )
}

/// The syntax of something new, folded up.
fn syntax(change: &Change) -> String {
    if change.syntax.is_empty() {
        return String::new();
    }
    let blocks = change.syntax.iter();
    let blocks = blocks.map(|s| format!("{}:\n\n```rust\n{}\n```\n\n", s.title, s.text));
    let blocks: String = blocks.collect();
    format!(
        "\n<details><summary>{}</summary>\n\n{blocks}</details>\n",
        change.what.replace('`', "")
    )
}
