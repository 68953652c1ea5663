//! Finds the lines of problems: from a file, a shape and the steps from there to a place in a text. The
//! files are parsed for it once more, by a parser that keeps positions, and only if there are problems.

use std::ops::Range;

use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::{Diagnostic, Excerpt, Problem, Spot};
use crate::model::Source;

/// The files of a run, with the positions of all that they hold.
pub(super) struct Files<'a>(Vec<File<'a>>);

struct File<'a> {
    source: &'a Source,
    /// None if the file is not valid JSON.
    root: Option<Value<'a>>,
}

/// Where the steps to a place lead in a file.
struct Found {
    /// How many steps lead nowhere.
    missing: usize,
    place: Range<usize>,
}

impl<'a> Files<'a> {
    pub(super) fn parse(sources: &'a [Source]) -> Self {
        let file = |source: &'a Source| {
            let parsed = parse_to_ast(
                &source.text,
                &CollectOptions::default(),
                &ParseOptions::default(),
            );
            let root = parsed.ok().and_then(|result| result.value);
            File { source, root }
        };
        Self(sources.iter().map(file).collect())
    }

    /// The diagnostic of a problem. Its file is the one in which the place is found: a trait may be in
    /// another file than the shape.
    pub(super) fn locate(&self, problem: Problem) -> Diagnostic {
        let found = match &problem.spot {
            Spot::Position(line, column) => self.position(&problem.file, *line, *column),
            Spot::Path { steps, key } => self.path(&problem, steps, *key),
        };
        let (file, excerpt) = match found {
            Some((file, excerpt)) => (file.to_owned(), Some(excerpt)),
            None => (problem.file, None),
        };
        Diagnostic {
            severity: problem.severity,
            id: problem.id,
            file,
            excerpt,
            shape: problem.shape,
            message: problem.message,
            help: problem.help,
        }
    }

    fn position(&self, file: &str, line: usize, column: usize) -> Option<(&'a str, Excerpt)> {
        let mut files = self.0.iter();
        let source = files.find(|known| known.source.name == file)?.source;
        let text = &source.text;
        let mut starts = text.split_inclusive('\n').map(str::len);
        let start: usize = starts.by_ref().take(line.saturating_sub(1)).sum();
        // The column counts bytes, and is 0 at the end of a line.
        let place = (start + column.saturating_sub(1)).min(text.len());
        let place = text.floor_char_boundary(place);
        Some((&source.name, excerpt(text, place..place)))
    }

    fn path(&self, problem: &Problem, steps: &[String], key: bool) -> Option<(&'a str, Excerpt)> {
        if problem.file.is_empty() || (problem.shape.is_none() && steps.is_empty()) {
            return None;
        }
        let files = self.0.iter();
        let found = files.flat_map(|file| {
            let is_other = file.source.name != problem.file;
            let ways = ways(problem.shape.as_deref(), is_other);
            let root = file.root.as_ref();
            let found = ways.into_iter().filter_map(move |way| {
                let found = follow(root?, &way, steps, key)?;
                Some((found, is_other, file.source))
            });
            found.collect::<Vec<_>>()
        });
        let (found, _, source) = found.min_by_key(|(found, other, _)| (found.missing, *other))?;
        Some((&source.name, excerpt(&source.text, found.place)))
    }
}

/// The ways from the root of a file to a shape or member: where it is defined, and the `apply`
/// statements about it. What has no shape is looked for in its own file.
fn ways(shape: Option<&str>, is_other: bool) -> Vec<Vec<&str>> {
    match shape {
        None if is_other => Vec::new(),
        None => vec![Vec::new()],
        Some(id) => match id.split_once('$') {
            None => vec![vec!["shapes", id]],
            Some((shape, member)) => vec![
                vec!["shapes", shape, "members", member],
                vec!["shapes", shape, member],
                vec!["shapes", id],
            ],
        },
    }
}

/// Follows the steps `way` to a shape or member and then `steps`, as far as they lead, to a value or, with
/// `by_key`, to its key. Nothing if not even the shape is there.
fn follow(root: &Value<'_>, way: &[&str], steps: &[String], by_key: bool) -> Option<Found> {
    let (mut value, mut place) = (root, None);
    let (mut taken, count) = (0, way.len() + steps.len());
    for step in way.iter().copied().chain(steps.iter().map(String::as_str)) {
        let Some((key, next)) = child(value, step) else {
            break;
        };
        value = next;
        taken += 1;
        // On the way to a member the shape is the place, until the member is found.
        if taken == 2 || taken >= way.len() {
            place = Some(key);
        }
    }
    let mut place = place?;
    if taken == count && !steps.is_empty() && !by_key && is_scalar(value) {
        place = value.range().start..value.range().end;
    }
    let missing = count - taken;
    Some(Found { missing, place })
}

/// The place and the value of a key or index.
fn child<'v, 'a>(value: &'v Value<'a>, step: &str) -> Option<(Range<usize>, &'v Value<'a>)> {
    match value {
        Value::Object(object) => property(object, step),
        Value::Array(items) => {
            let item = items.elements.get(step.parse::<usize>().ok()?)?;
            Some((item.range().start..item.range().end, item))
        }
        _ => None,
    }
}

fn property<'v, 'a>(object: &'v Object<'a>, key: &str) -> Option<(Range<usize>, &'v Value<'a>)> {
    let property = object.get(key)?;
    let name = property.name.range();
    Some((name.start..name.end, &property.value))
}

fn is_scalar(value: &Value<'_>) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}

/// The most bytes of a line that are shown on either side of where a place begins.
const SIDE: usize = 120;

/// The line of a place, and the place in it.
fn excerpt(text: &str, place: Range<usize>) -> Excerpt {
    let start = text[..place.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[place.start..].find('\n');
    let end = end.map_or(text.len(), |length| place.start + length);
    let end = match text[start..end].strip_suffix('\r') {
        Some(line) => start + line.len(),
        None => end,
    };
    let place = place.start.min(end)..place.end.min(end);
    let from = text
        .ceil_char_boundary(place.start.saturating_sub(SIDE))
        .max(start);
    let to = text.floor_char_boundary(place.start + SIDE).min(end);
    Excerpt {
        line: text[..start].matches('\n').count() + 1,
        column: text[start..place.start].chars().count() + 1,
        text: text[from..to].to_owned(),
        mark: place.start - from..place.end.min(to) - from,
    }
}
