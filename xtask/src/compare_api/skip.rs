//! The table of items to leave out of a comparison. In: its text, one row `LINE // REASON` or
//! `names PATH // REASON` a line. Out: the row, if any, for an item that does not hold.

use super::build::State;
use super::listing::paths;

/// The table.
#[derive(Debug, Default)]
pub(super) struct Skip {
    pub(super) rows: Vec<Row>,
}

/// A row of the table.
#[derive(Debug)]
pub(super) struct Row {
    /// What comes before the reason.
    pub(super) entry: String,
    pub(super) reason: String,
}

impl Skip {
    /// Reads a table, without empty rows and comments. (A listed line may begin with `#[`.)
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let rows = lines.filter(|line| !line.starts_with('#') || line.starts_with("#["));
        let rows = rows.map(|row| {
            let (entry, reason) = row
                .split_once(" // ")
                .ok_or_else(|| format!("no ` // reason` in `{row}` of the skip table"))?;
            Ok(Row {
                entry: entry.trim().to_owned(),
                reason: reason.trim().to_owned(),
            })
        });
        Ok(Skip {
            rows: rows.collect::<Result<_, String>>()?,
        })
    }

    /// Where the row stands that leaves a failing item out.
    pub(super) fn row(&self, line: &str, state: State) -> Option<usize> {
        self.rows
            .iter()
            .position(|row| match row.entry.strip_prefix("names ") {
                Some(path) => state == State::Missing && names(line, path.trim()),
                None => row.entry == line.trim(),
            })
    }
}

/// Whether a line names a path or something in it.
fn names(line: &str, path: &str) -> bool {
    paths(line).any(|it| {
        it.strip_prefix(path)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_by_path() {
        let line = "pub fn x::Client::get_thing(&self) -> x::operation::get_thing::Builder";
        for (path, is_named) in [
            ("x::operation::get_thing", true),
            ("x::Client::get_thing", true),
            ("x::operation::get", false),
        ] {
            let skip = Skip::parse(&format!("# table\n\nnames {path} // later"));
            let skip = skip.expect("all rows have reasons");
            assert_eq!(skip.row(line, State::Missing).is_some(), is_named, "{path}");
            assert_eq!(skip.row(line, State::Differs), None, "{path}");
        }
    }

    #[test]
    fn rows_by_line() {
        let skip = Skip::parse("#[non_exhaustive] pub struct x::A // on purpose");
        let skip = skip.expect("all rows have reasons");
        let row = skip.row("#[non_exhaustive] pub struct x::A", State::Differs);
        assert_eq!(row, Some(0));
        assert!(Skip::parse("pub struct x::A").is_err());
    }
}
