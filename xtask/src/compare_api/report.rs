//! Reports a comparison. In: the lines of a list, what became of each, and what to leave out. Out: a
//! table of numbers, every item that does not hold, and the verdict.

use std::collections::BTreeMap;
use std::fmt;

use super::build::{Outcome, State};
use super::listing::{Item, Line};
use super::skip::Skip;

/// The columns of the table.
const STATES: [(State, &str); 5] = [
    (State::Held, "Held"),
    (State::Missing, "Missing"),
    (State::Differs, "Differs"),
    (State::NotProbed, "Not probed"),
    (State::LeftOut, "Left out"),
];

/// A comparison, ready to print.
pub(super) struct Report<'a> {
    skip: &'a Skip,
    /// How many items each row of the skip table leaves out.
    used: Vec<usize>,
    /// How many items of a kind are in a state.
    counts: BTreeMap<&'static str, BTreeMap<State, usize>>,
    /// Why items were checked loosely, with how many.
    loose: BTreeMap<&'a str, usize>,
    failing: Vec<(&'a Line, &'a Outcome)>,
}

impl<'a> Report<'a> {
    pub(super) fn new(lines: &'a [Line], outcomes: &'a [Outcome], skip: &'a Skip) -> Self {
        let mut report = Report {
            skip,
            used: vec![0; skip.rows.len()],
            counts: BTreeMap::new(),
            loose: BTreeMap::new(),
            failing: Vec::new(),
        };
        for (line, outcome) in lines.iter().zip(outcomes) {
            let state = report.add(line, outcome);
            for kind in [kind(line), "**all**"] {
                let counts = report.counts.entry(kind).or_default();
                *counts.entry(state).or_default() += 1;
            }
        }
        report
    }

    /// Files an item: the state to count it under.
    fn add(&mut self, line: &'a Line, outcome: &'a Outcome) -> State {
        if outcome.state == State::Held {
            if !outcome.why.is_empty() {
                *self.loose.entry(&outcome.why).or_default() += 1;
            }
        } else if let Some(row) = self.skip.row(&line.text, outcome.state) {
            self.used[row] += 1;
            return State::LeftOut;
        } else {
            self.failing.push((line, outcome));
        }
        outcome.state
    }

    /// An error where an item does not hold, or where a row of the skip table is stale.
    pub(super) fn verdict(&self) -> Result<(), String> {
        if !self.failing.is_empty() {
            return Err(format!("{} listed items do not hold", self.failing.len()));
        }
        match self.used.iter().filter(|used| **used == 0).count() {
            0 => Ok(()),
            stale => Err(format!("{stale} rows of the skip table leave nothing out")),
        }
    }

    fn table(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let titles = STATES.map(|(_, title)| title).join(" | ");
        writeln!(
            f,
            "| Kind | Listed | {titles} |\n|---|--:|--:|--:|--:|--:|--:|"
        )?;
        for (kind, counts) in &self.counts {
            write!(f, "| {kind} | {} |", counts.values().sum::<usize>())?;
            for (state, _) in STATES {
                write!(f, " {} |", counts.get(&state).unwrap_or(&0))?;
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

impl fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.table(f)?;
        for (why, items) in &self.loose {
            writeln!(f, "\nChecked loosely ({items}): {why}.")?;
        }
        writeln!(f)?;
        for (row, items) in self.skip.rows.iter().zip(&self.used) {
            writeln!(f, "Left out ({items}) by `{}`: {}", row.entry, row.reason)?;
        }
        for (line, Outcome { state, why }) in &self.failing {
            let title = STATES
                .iter()
                .find(|(it, _)| it == state)
                .map_or("", |it| it.1);
            writeln!(
                f,
                "\n{title}, line {}: `{}`\n    {why}",
                line.number, line.text
            )?;
        }
        Ok(())
    }
}

/// The row of the table that counts a line.
fn kind(line: &Line) -> &'static str {
    match &line.item {
        None => "not understood",
        Some(Item::Module(_)) => "modules",
        Some(Item::ReExport(_)) => "re-exports",
        Some(Item::Type(_)) => "structs and enums",
        Some(Item::Trait { .. }) => "traits",
        Some(Item::Alias { block: None, .. }) => "type aliases",
        Some(Item::Alias { .. }) => "associated types",
        Some(Item::Value(..)) => "statics and constants",
        Some(Item::Field(..)) => "fields",
        Some(Item::Variant(..)) => "variants",
        Some(Item::Impl(block)) if block.of.is_some() => "impls of traits",
        Some(Item::Impl(_)) => "inherent impls",
        Some(Item::Function(function)) => match &function.block {
            None => "free functions",
            Some(block) if block.is_definition => "functions of traits",
            Some(block) if block.of.is_some() => "functions of impls of traits",
            Some(_) => "inherent functions",
        },
    }
}
