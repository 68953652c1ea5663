//! Rules as a binary decision diagram (`smithy.rules#endpointBdd`).

use serde::Serialize;
use serde_json::Value;

use super::Report;
use super::rules::{Condition, Reader, Rule};

/// A decision diagram, as the runtime describes it.
#[derive(Debug, Serialize)]
pub(crate) struct Diagram {
    pub(crate) conditions: Vec<Condition>,
    pub(crate) results: Vec<Rule>,
    pub(crate) nodes: Vec<[i32; 3]>,
    pub(crate) root: i32,
}

/// The reference to the first result.
const RESULTS: i32 = 100_000_000;

/// Reads a diagram. All its conditions and results share one scope.
pub(super) fn read(diagram: &Value, reader: &mut Reader<'_, '_>) -> Diagram {
    let list = |key: &str| {
        let list = diagram.get(key).and_then(Value::as_array);
        list.map(Vec::as_slice).unwrap_or_default()
    };
    let conditions = list("conditions")
        .iter()
        .map(|c| reader.condition(c))
        .collect();
    let results = list("results")
        .iter()
        .map(|rule| reader.rule(rule))
        .collect();
    let integer = |key: &str| {
        let number = diagram.get(key).and_then(Value::as_i64);
        number
            .and_then(|number| i32::try_from(number).ok())
            .unwrap_or_default()
    };
    let nodes = diagram.get("nodes").and_then(Value::as_str);
    let plan = Diagram {
        conditions,
        results,
        nodes: nodes.and_then(decode).unwrap_or_default(),
        root: integer("root"),
    };
    check(&plan, integer("nodeCount"), reader.report);
    plan
}

fn check(plan: &Diagram, count: i32, report: &mut Report<'_>) {
    let help = "compile the trait `endpointBdd` again";
    if plan.nodes.is_empty() || usize::try_from(count) != Ok(plan.nodes.len()) {
        report.problem("`nodes` is not base64, or `nodeCount` is wrong", help);
        return;
    }
    let root_fits = plan.root > 0 && plan.leads_on(plan.root, -1);
    let nodes_fit = plan.nodes.iter().skip(1).all(|[condition, high, low]| {
        plan.leads_on(*high, *condition) && plan.leads_on(*low, *condition)
    });
    if !root_fits || !nodes_fit {
        report.problem("the diagram has a reference that leads nowhere", help);
    }
}

impl Diagram {
    /// Whether the reference `to` of a node with the condition `from` is one to a result, or to a node
    /// with a later condition.
    fn leads_on(&self, to: i32, from: i32) -> bool {
        if to >= RESULTS {
            return usize::try_from(to - RESULTS).is_ok_and(|result| result <= self.results.len());
        }
        let index = usize::try_from(to.unsigned_abs()).unwrap_or_default();
        match index
            .checked_sub(1)
            .map(|index| (index, self.nodes.get(index)))
        {
            Some((0, _)) => true,
            Some((_, Some([condition, ..]))) => {
                let exists = usize::try_from(*condition).is_ok_and(|c| c < self.conditions.len());
                *condition > from && exists
            }
            _ => false,
        }
    }
}

/// Nodes are three integers of four bytes each, the highest first, in base64.
fn decode(text: &str) -> Option<Vec<[i32; 3]>> {
    let mut bytes = Vec::new();
    for letters in text.trim_end_matches('=').as_bytes().chunks(4) {
        let bits = letters
            .iter()
            .try_fold(0u32, |bits, letter| Some(bits << 6 | digit(*letter)?))?;
        let bits = bits << (6 * (4 - letters.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..letters.len()]);
    }
    let (numbers, rest) = bytes.as_chunks::<4>();
    let numbers: Vec<i32> = numbers
        .iter()
        .map(|bytes| i32::from_be_bytes(*bytes))
        .collect();
    let (nodes, last) = numbers.as_chunks::<3>();
    (rest.is_empty() && last.is_empty()).then(|| nodes.to_vec())
}

fn digit(letter: u8) -> Option<u32> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let at = alphabet.iter().position(|known| *known == letter)?;
    u32::try_from(at).ok()
}
