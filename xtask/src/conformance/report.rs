//! Counts the cases, and prints what came of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use codegen::cases::{Case, Fate};

use super::Subject;
use super::exceptions::Exceptions;
use super::outcomes::{Outcome, Outcomes};

/// The most lines that are shown of what a failure said.
const LINES: usize = 50;

/// Prints the table, the exclusions and the failures.
///
/// # Errors
///
/// With a summary, if anything failed.
pub(super) fn report(subjects: &[Subject], exceptions: &Exceptions) -> Result<(), String> {
    let mut report = Report::default();
    for subject in subjects {
        match &subject.outcomes {
            Ok(outcomes) => report.subject(subject, outcomes, exceptions),
            Err((what, said)) => report.broken(subject, what, said, exceptions),
        }
    }
    subjects.iter().for_each(|it| report.complaints(it));
    report.unreached(subjects);
    let tested = subjects.iter().filter(|subject| subject.outcomes.is_ok());
    let tested: Vec<&str> = tested.map(|subject| subject.service.as_str()).collect();
    report
        .stale
        .extend(exceptions.stale(&tested, &report.known));
    report.print();
    report.summary()
}

/// How many cases came to what.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    passed: usize,
    failed: usize,
    excluded: usize,
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.excluded += other.excluded;
    }
}

/// What is printed.
#[derive(Debug, Default)]
struct Report<'a> {
    /// The counts, with the model, the service, and the kind or what did not work.
    table: Vec<([&'a str; 3], Count)>,
    /// How many cases are excluded, by place in the table and reason.
    excluded: BTreeMap<([&'a str; 3], String), usize>,
    /// Headings, and what was said.
    failures: Vec<(String, String)>,
    /// What is wrong with exceptions.
    stale: Vec<String>,
    /// Cases that an exception is for, with their services.
    known: Vec<(&'a str, &'a Case)>,
    /// Services without a crate that compiles.
    broken: usize,
    /// Complaints of clippy and rustdoc.
    unclean: usize,
    /// Those that are known to be so, with the reason.
    known_broken: Vec<([&'a str; 3], String)>,
}

impl<'a> Report<'a> {
    /// Adds to the last row, if that is its place, or else as a new row.
    fn count(&mut self, place: [&'a str; 3], count: Count) {
        match self.table.iter_mut().find(|(known, _)| *known == place) {
            Some((_, sum)) => *sum += count,
            None => self.table.push((place, count)),
        }
    }

    /// A service without tests.
    fn broken(
        &mut self,
        subject: &'a Subject,
        what: &'static str,
        said: &str,
        exceptions: &Exceptions,
    ) {
        let place = [&subject.model, subject.service_name(), what];
        self.count(place, Count::default());
        if let Some(reason) = exceptions.without_crate(&subject.service) {
            self.known_broken.push((place, reason.to_owned()));
            return;
        }
        let heading = format!("{what}: {} {}", subject.model, subject.service);
        self.failures.push((heading, said.to_owned()));
        self.broken += 1;
    }

    /// What clippy and rustdoc say of a crate.
    fn complaints(&mut self, subject: &Subject) {
        for (what, said) in &subject.complaints {
            let heading = format!("{what}: {} {}", subject.model, subject.service);
            self.failures.push((heading, said.clone()));
            self.unclean += 1;
        }
    }

    /// A service with tests.
    fn subject(&mut self, subject: &'a Subject, outcomes: &Outcomes, exceptions: &'a Exceptions) {
        let reached = |case: &&Case| case.fate != Fate::Unreached;
        let mut cases: Vec<&Case> = subject.cases.iter().filter(reached).collect();
        cases.sort_by_key(|case| case.kind);
        if cases.is_empty() {
            let place = [&subject.model, subject.service_name(), "no cases"];
            self.count(place, Count::default());
        }
        for case in cases {
            self.case(subject, case, outcomes.of(case), exceptions);
        }
    }

    /// Counts a case.
    fn case(
        &mut self,
        subject: &'a Subject,
        case: &'a Case,
        outcome: Outcome,
        exceptions: &Exceptions,
    ) {
        let (model, service) = (&subject.model, &subject.service);
        let place = [model, subject.service_name(), case.kind.name()];
        match (outcome, exceptions.reason(service, case)) {
            (Outcome::Passed, None) => self.passed(place),
            (Outcome::Passed, Some(reason)) => {
                self.passed(place);
                self.known.push((service, case));
                let stale = format!(
                    "`{}` of {service} passes, unlike expected: {reason}",
                    case.name
                );
                self.stale.push(stale);
            }
            (Outcome::Failed(_), Some(reason)) => {
                self.exclude(place, reason.to_owned());
                self.known.push((service, case));
            }
            (Outcome::Failed(said), None) => {
                let failed = 1;
                self.count(
                    place,
                    Count {
                        failed,
                        ..Count::default()
                    },
                );
                let [_, _, kind] = place;
                let heading = format!("failed: {model} {service}, {kind}: {}", case.name);
                self.failures.push((heading, said));
            }
            (Outcome::Excluded(reason), _) => self.exclude(place, reason),
        }
    }

    fn passed(&mut self, place: [&'a str; 3]) {
        let passed = 1;
        self.count(
            place,
            Count {
                passed,
                ..Count::default()
            },
        );
    }

    fn exclude(&mut self, place: [&'a str; 3], reason: String) {
        let excluded = 1;
        self.count(
            place,
            Count {
                excluded,
                ..Count::default()
            },
        );
        *self.excluded.entry((place, reason)).or_default() += 1;
    }

    /// Counts cases of shapes that no service of their model reaches, where all services are known.
    fn unreached(&mut self, subjects: &'a [Subject]) {
        for of_model in subjects.chunk_by(|a, b| a.model == b.model) {
            let cases = || of_model.iter().flat_map(|subject| &subject.cases);
            let key = |case: &'a Case| (&case.shape, case.kind, &case.name);
            let is_reached = |case: &&Case| case.fate != Fate::Unreached;
            let reached: BTreeSet<_> = cases().filter(is_reached).map(key).collect();
            let all: BTreeSet<_> = cases().map(key).collect();
            let complete = of_model.iter().all(|subject| !subject.cases.is_empty());
            for (shape, kind, _) in all.difference(&reached).filter(|_| complete) {
                let place = [&of_model[0].model, "(no service)", kind.name()];
                self.exclude(place, format!("no service has {shape}"));
            }
        }
    }

    fn print(&self) {
        self.print_table();
        if !self.excluded.is_empty() || !self.known_broken.is_empty() {
            println!("\nexcluded:");
        }
        for (([model, service, kind], reason), count) in &self.excluded {
            println!("{count:>5} {model} {service}, {kind}: {reason}");
        }
        for ([model, service, what], reason) in &self.known_broken {
            println!("  all {model} {service}, {what}: {reason}");
        }
        for (heading, said) in &self.failures {
            println!("\n{heading}");
            let lines = said.lines().count();
            said.lines()
                .take(LINES)
                .for_each(|line| println!("    {line}"));
            if lines > LINES {
                println!("    .. and {} lines more", lines - LINES);
            }
        }
        for stale in &self.stale {
            println!("\nstale exception: {stale}");
        }
    }

    fn print_table(&self) {
        let mut total = Count::default();
        self.table.iter().for_each(|(_, count)| total += *count);
        let width = |column: usize| {
            let names = self.table.iter().map(|(place, _)| place[column].len());
            names.max().unwrap_or_default().max("service".len())
        };
        let widths = [0, 1, 2].map(width);
        let print = |place: [&str; 3], numbers: [&str; 4]| {
            for (name, width) in place.iter().zip(widths) {
                print!("{name:width$}  ");
            }
            let [cases, passed, failed, excluded] = numbers;
            println!("{cases:>5} {passed:>6} {failed:>6} {excluded:>8}");
        };
        let header = ["cases", "passed", "failed", "excluded"];
        print(["model", "service", "tests"], header);
        for (place, count) in self.table.iter().chain([&(["total", "", ""], total)]) {
            let cases = count.passed + count.failed + count.excluded;
            let numbers = [cases, count.passed, count.failed, count.excluded];
            let numbers = numbers.map(|number| number.to_string());
            print(*place, numbers.each_ref().map(String::as_str));
        }
    }

    fn summary(&self) -> Result<(), String> {
        let Report {
            broken, unclean, ..
        } = self;
        let failed = self.failures.len() - broken - unclean;
        let stale = self.stale.len();
        match broken + unclean + failed + stale {
            0 => Ok(()),
            _ => Err(format!(
                "\nerror: failed cases: {failed}, services without a crate: {broken}, \
                 crates with warnings: {unclean}, stale exceptions: {stale}"
            )),
        }
    }
}
