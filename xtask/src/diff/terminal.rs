//! The report for a terminal, in colour.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use codegen::diff::{Change, Report, Semver};

use super::{by_shape, from_to, groups, verdict, word};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// The report.
pub(super) fn show(report: &Report) -> String {
    let mut text = format!("{BOLD}{}{BOLD:#}\n", report.headline);
    for (title, changes) in groups(report) {
        let style = BOLD.fg_color(Some(colour(title).into()));
        let _ = writeln!(text, "\n{style}{title}: {}{style:#}", changes.len());
        for changes in changes.chunk_by(|a, b| a.kind == b.kind) {
            kind(title, changes, &mut text);
        }
    }
    let style = BOLD.fg_color(Some(of_step(report.semver).into()));
    let _ = writeln!(text, "\n{style}{}{style:#}", verdict(report));
    text
}

/// The changes of one kind.
fn kind(title: &str, changes: &[&Change], text: &mut String) {
    let first = changes[0];
    let (api, wire) = (word(first.api), word(first.wire));
    let _ = writeln!(
        text,
        "\n  {BOLD}{}{BOLD:#} {DIM}(API: {api}, wire: {wire}){DIM:#}\n  {}",
        first.kind, first.reason
    );
    match title {
        "Documentation" => {
            for (shape, members) in by_shape(changes) {
                let members: String = members.iter().map(|name| format!(" ${name}")).collect();
                let _ = writeln!(text, "    {shape}{members}");
            }
        }
        _ => list(changes, text),
    }
}

/// Changes, each with its syntax.
fn list(changes: &[&Change], text: &mut String) {
    for change in changes {
        let (what, shape) = (format!("{}{}", change.what, from_to(change)), &change.shape);
        let _ = writeln!(text, "    {what} {DIM}{shape}{DIM:#}");
        for syntax in &change.syntax {
            let lines = syntax
                .text
                .lines()
                .map(|line| format!("          {line}\n"));
            let _ = writeln!(text, "        {DIM}{}{DIM:#}", syntax.title);
            text.extend(lines);
        }
    }
}

fn colour(title: &str) -> AnsiColor {
    match title {
        "Breaking" => AnsiColor::Red,
        "Behaviour" => AnsiColor::Yellow,
        "Additive" => AnsiColor::Green,
        _ => AnsiColor::Cyan,
    }
}

fn of_step(step: Semver) -> AnsiColor {
    match step {
        Semver::Major => AnsiColor::Red,
        Semver::Minor => AnsiColor::Green,
        Semver::Patch | Semver::None => AnsiColor::Cyan,
    }
}
