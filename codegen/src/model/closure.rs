//! The shapes that a service's operations reach, and how.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Kind, Members, Model, Shape};

/// The shapes that a client of the service needs.
#[derive(Debug, Default)]
pub struct Closure {
    /// The operations, in the order of their names.
    pub operations: Vec<String>,
    /// Every shape that the operations reach, themselves and their inputs, outputs and errors included.
    pub shapes: BTreeSet<String>,
    /// The errors of the operations and of their streams of events.
    pub errors: BTreeSet<String>,
    /// The members that have to be boxed, since a structure or union holds itself through them without a
    /// list or map between: of each circle the one with the first shape id, the shortest circles first, as
    /// the official generator has it.
    pub boxed: Pairs,
}

/// Pairs of a shape and a member of it.
type Pairs = BTreeSet<(String, String)>;

impl Closure {
    /// What the operations of the model's service reach.
    pub fn of(model: &Model) -> Self {
        let mut closure = Self::reached(model);
        closure
            .operations
            .sort_by_key(|id| super::name_of(id).to_owned());
        closure.add_event_errors(model);
        while let Some(circle) = closure.shortest_circle(model) {
            closure.boxed.extend(circle.into_iter().min());
        }
        closure
    }

    /// The same, without what follows from it.
    pub(super) fn reached(model: &Model) -> Self {
        let (_, service) = model.service();
        let mut closure = Self::default();
        for id in &service.operations {
            let (_, operation) = model.operation(id);
            closure.operations.push(id.clone());
            closure.shapes.insert(id.clone());
            closure.reach(model, &operation.input);
            closure.reach(model, &operation.output);
            for error in operation.errors.iter().chain(&service.errors) {
                closure.errors.insert(error.clone());
                closure.reach(model, error);
            }
        }
        closure
    }

    /// The errors that may end a stream of events.
    fn add_event_errors(&mut self, model: &Model) {
        let shapes = self.shapes.iter().map(|id| model.shape(id));
        let streams = shapes.filter(|shape| shape.is_event_stream());
        let errors = streams.flat_map(Shape::members);
        let errors = errors.filter(|member| model.is_error(member));
        self.errors
            .extend(errors.map(|member| member.target.clone()));
    }

    /// A circle of the fewest members, as pairs of a shape and a member of it, none of them boxed.
    fn shortest_circle(&self, model: &Model) -> Option<Vec<(String, String)>> {
        let circles = self.shapes.iter();
        let circles = circles.filter_map(|id| circle(model, id, &self.boxed));
        circles.min_by_key(Vec::len)
    }

    /// The shapes that the shape `id` reaches, itself included.
    pub fn from(model: &Model, id: &str) -> BTreeSet<String> {
        let mut closure = Self::default();
        closure.reach(model, id);
        closure.shapes
    }

    fn reach(&mut self, model: &Model, id: &str) {
        let mut waiting = vec![id.to_owned()];
        while let Some(id) = waiting.pop() {
            if self.shapes.insert(id.clone()) {
                waiting.extend(targets(model, &id));
            }
        }
    }
}

fn targets(model: &Model, id: &str) -> Vec<String> {
    let shape = model.shape(id);
    if shape.is_enum() {
        return Vec::new();
    }
    shape
        .members()
        .map(|member| member.target.clone())
        .collect()
}

/// The shortest way from a shape back to itself.
fn circle(model: &Model, start: &str, boxed: &Pairs) -> Option<Vec<(String, String)>> {
    let mut waiting = VecDeque::from([start]);
    // How each shape was reached: from which shape, by which member.
    let mut reached: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    while let Some(id) = waiting.pop_front() {
        for member in held(model, id)
            .into_iter()
            .flat_map(|members| members.values())
        {
            let target = member.target.as_str();
            let is_boxed = boxed.contains(&(id.to_owned(), member.name.clone()));
            if is_boxed || reached.contains_key(target) {
                continue;
            }
            reached.insert(target, (id, &member.name));
            if target == start {
                return Some(way_back(start, &reached));
            }
            waiting.push_back(target);
        }
    }
    None
}

fn way_back(start: &str, reached: &BTreeMap<&str, (&str, &str)>) -> Vec<(String, String)> {
    let step = |id: &str| reached.get(id).copied();
    let steps = std::iter::successors(step(start), |(id, _)| step(id).filter(|_| *id != start));
    steps
        .map(|(id, member)| (id.to_owned(), member.to_owned()))
        .collect()
}

/// The members of a structure or union.
fn held<'a>(model: &'a Model, id: &str) -> Option<&'a Members> {
    match &model.shape(id).kind {
        Kind::Structure(members) | Kind::Union(members) => Some(members),
        _ => None,
    }
}
