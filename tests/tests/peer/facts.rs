//! What a case shows of itself, and the comparison of what the two sides show.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// Named observations of one case, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts(Vec<(String, String)>);

impl Facts {
    /// Adds one observation; a name that is there already gets a number.
    pub(crate) fn note(&mut self, name: impl Display, value: impl Display) {
        let name = name.to_string();
        let same = |fact: &str| {
            let rest = fact.strip_prefix(&name);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(" #"))
        };
        let seen = self.0.iter().filter(|(fact, _)| same(fact)).count();
        let name = if seen == 0 {
            name
        } else {
            format!("{name} #{}", seen + 1)
        };
        self.0.push((name, value.to_string()));
    }

    /// Adds all observations of `other`.
    pub(crate) fn append(&mut self, other: Self) {
        for (name, value) in other.0 {
            self.note(name, value);
        }
    }

    /// How many observations there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The value that was observed under `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(fact, _)| fact == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Replaces what was observed wherever `change`, given name and value, has something else.
    pub(crate) fn replace(&mut self, mut change: impl FnMut(&str, &str) -> Option<String>) {
        for (name, value) in &mut self.0 {
            if let Some(new) = change(name, value) {
                *value = new;
            }
        }
    }

    /// The names of the observations that `other` has, too.
    fn names_in(&self, other: &Self) -> impl Iterator<Item = &str> {
        let names = self.0.iter().map(|(name, _)| name.as_str());
        names.filter(|name| other.get(name).is_some())
    }
}

/// The cases of one side by name, in the order in which they ran.
pub(crate) type Cases = Vec<(String, Facts)>;

/// A fact that differs, within all that its case shows on either side.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    /// The name of the case.
    pub(crate) case: &'a str,
    /// The name of the fact.
    pub(crate) fact: &'a str,
    /// What the case shows of the official crate.
    pub(crate) official: &'a Facts,
    /// What the case shows of ours.
    pub(crate) ours: &'a Facts,
}

/// Whether a difference is meant to be.
pub(crate) type Excuse<'a> = &'a mut dyn FnMut(Seen<'_>) -> bool;

/// Fails with every difference between the two sides' cases that has no excuse, after printing how many
/// were compared.
#[track_caller]
pub(crate) fn assert_same(group: &str, official: &Cases, ours: &Cases, excuse: Excuse<'_>) {
    println!("{group}: {} cases", official.len());
    let differences = differences(official, ours, excuse);
    let mut counts = BTreeMap::new();
    let mut report = String::new();
    for (case, facts) in &differences {
        report.push_str(&format!("{case}\n"));
        for (fact, difference) in facts {
            *counts.entry(fact).or_insert(0) += 1;
            report.push_str(&format!("    {fact}\n{difference}"));
        }
    }
    assert!(
        differences.is_empty(),
        "{group}: {} of {} cases differ (- official, + ours)\n{report}\
         facts and in how many cases they differ: {counts:#?}",
        differences.len(),
        official.len()
    );
}

/// A case that differs, and the facts that differ with both values.
type Difference = (String, Vec<(String, String)>);

fn differences(official: &Cases, ours: &Cases, excuse: Excuse<'_>) -> Vec<Difference> {
    assert!(
        !official.is_empty(),
        "a group without cases compares nothing"
    );
    let names = |cases: &Cases| {
        cases
            .iter()
            .map(|(name, _)| name.clone())
            .collect::<Vec<_>>()
    };
    let all = names(official);
    assert_eq!(all, names(ours), "both sides run the same cases");
    let distinct = all.iter().collect::<BTreeSet<_>>().len();
    assert_eq!(all.len(), distinct, "the names of cases are distinct");
    let pairs = official.iter().zip(ours);
    pairs
        .filter(|((_, official), (_, ours))| official != ours)
        .map(|((name, official), (_, ours))| {
            (name.clone(), difference(name, official, ours, excuse))
        })
        .filter(|(_, facts)| !facts.is_empty())
        .collect()
}

/// The facts that differ without an excuse; an order that differs is a difference that has none.
fn difference(
    case: &str,
    official: &Facts,
    ours: &Facts,
    excuse: Excuse<'_>,
) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut names: Vec<&String> = Vec::new();
    for (name, _) in official.0.iter().chain(&ours.0) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    for fact in names {
        let (left, right) = (official.get(fact), ours.get(fact));
        let seen = Seen {
            case,
            fact,
            official,
            ours,
        };
        if left != right && !excuse(seen) {
            let skipped = common_prefix(left.unwrap_or_default(), right.unwrap_or_default());
            let show = |value: Option<&str>| match value {
                None => "(absent)".to_owned(),
                Some(value) if skipped > 0 => format!("...{:?}", &value[skipped..]),
                Some(value) => format!("{value:?}"),
            };
            let lines = format!("      - {}\n      + {}\n", show(left), show(right));
            found.push((fact.clone(), lines));
        }
    }
    if !official.names_in(ours).eq(ours.names_in(official)) {
        let lines = format!("      - {official:?}\n      + {ours:?}\n");
        found.push(("order".to_owned(), lines));
    }
    found
}

/// How many bytes of two long values to leave out because they are the same.
fn common_prefix(left: &str, right: &str) -> usize {
    const CONTEXT: usize = 40;
    if left.len().max(right.len()) < 100 {
        return 0;
    }
    let pairs = left.char_indices().zip(right.chars());
    let same = pairs.take_while(|((_, left), right)| left == right);
    let starts: Vec<usize> = same.map(|((at, _), _)| at).collect();
    starts.len().checked_sub(CONTEXT).map_or(0, |at| starts[at])
}

/// The comparison itself reports what differs, what is missing and what is out of order.
#[test]
fn differences_are_reported() {
    let facts = |facts: &[(&str, &str)]| {
        let mut noted = Facts::default();
        for (name, value) in facts {
            noted.note(name, value);
        }
        noted
    };
    let case = |name: &str, noted: &[(&str, &str)]| (name.to_owned(), facts(noted));
    let official = vec![
        case("same", &[("uri", "/a")]),
        case("value", &[("uri", "/a"), ("body", "{}")]),
        case("absent", &[("uri", "/a"), ("body", "{}")]),
        case("order", &[("uri", "/a"), ("body", "{}")]),
    ];
    let ours = vec![
        case("same", &[("uri", "/a")]),
        case("value", &[("uri", "/b"), ("body", "{}")]),
        case("absent", &[("uri", "/a")]),
        case("order", &[("body", "{}"), ("uri", "/a")]),
    ];
    let found = differences(&official, &ours, &mut |_| false);
    let names = found
        .iter()
        .map(|(name, facts)| (name.as_str(), facts[0].0.as_str()));
    let expected = [("value", "uri"), ("absent", "body"), ("order", "order")];
    assert_eq!(names.collect::<Vec<_>>(), expected);
    assert_eq!(found[0].1[0].1, "      - \"/a\"\n      + \"/b\"\n");
    assert_eq!(found[1].1[0].1, "      - \"{}\"\n      + (absent)\n");
    assert!(differences(&official, &official, &mut |_| false).is_empty());
    let excused = differences(&official, &ours, &mut |seen| seen.case == "value");
    let left = excused.iter().map(|(name, _)| name.as_str());
    assert_eq!(left.collect::<Vec<_>>(), ["absent", "order"]);
    let excused = differences(&official, &ours, &mut |_| true);
    assert_eq!(
        excused[0].1[0].0, "order",
        "there is no excuse for an order"
    );
    let failed = std::panic::catch_unwind(|| {
        assert_same("the test itself", &official, &ours, &mut |_| false);
    });
    assert!(failed.is_err(), "a difference fails the test");
}
