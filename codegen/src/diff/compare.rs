//! From two surfaces to the changes between them. Knows neither models nor formats.

use std::collections::BTreeSet;

use super::item::{Aspect, Class, FactKey, Flow, Item, Key, Surface};
use super::kinds::{self, Facts, Step, Subject};
use super::member::{includes, is_narrower};
use super::{Action, Change};

/// All changes, in the order of the table of kinds' classes and of names.
pub(super) fn compare(old: &Surface, new: &Surface) -> Vec<Change> {
    let comparison = Comparison { old, new };
    let keys: BTreeSet<&Key> = old.keys().chain(new.keys()).collect();
    let changes = keys.into_iter().flat_map(|key| comparison.item(key));
    changes.collect()
}

struct Comparison<'a> {
    old: &'a Surface,
    new: &'a Surface,
}

impl Comparison<'_> {
    fn item(&self, key: &Key) -> Vec<Change> {
        match (self.old.get(key), self.new.get(key)) {
            (Some(old), Some(new)) => self.facts(key.0, old, new),
            (None, Some(new)) => self.whole(key, new, Step::Added).into_iter().collect(),
            (Some(old), None) => self.whole(key, old, Step::Removed).into_iter().collect(),
            (None, None) => Vec::new(),
        }
    }

    /// The change of an item that one side lacks, unless it is that of what it is a part of.
    fn whole(&self, key: &Key, item: &Item, step: Step) -> Option<Change> {
        let parent = item.parent.as_ref();
        let is_in_both = |key: &Key| self.old.contains_key(key) && self.new.contains_key(key);
        if !parent.is_none_or(is_in_both) {
            return None;
        }
        // What an older client does not send, it cannot send wrong.
        let owner = parent.and_then(|parent| self.old.get(parent));
        let flow = owner.map_or(item.flow, |owner| owner.flow);
        change(Subject::Item(key.0), step, item, flow)
    }

    fn facts(&self, class: Class, old: &Item, new: &Item) -> Vec<Change> {
        let keys: BTreeSet<&FactKey> = old.facts.keys().chain(new.facts.keys()).collect();
        let changes = keys.into_iter().filter_map(|key| {
            let (before, after) = (old.facts.get(key), new.facts.get(key));
            let (aspect, name) = key;
            let step = step(
                *aspect,
                name,
                before.map(String::as_str),
                after.map(String::as_str),
            )?;
            let is_auth = class == Class::Operation && *aspect == Aspect::Auth;
            if is_auth && self.is_general(before, after) {
                return None;
            }
            let item = if step == Step::Removed { old } else { new };
            let change = change(Subject::Fact(*aspect), step, item, old.flow)?;
            let shown = |value: Option<&String>| value.filter(|_| is_shown(*aspect)).cloned();
            let what = match name.as_str() {
                "" => change.what,
                name => format!("{}, {name}", change.what),
            };
            Some(Change {
                what,
                old: shown(before),
                new: shown(after),
                ..change
            })
        });
        changes.collect()
    }

    /// Whether an operation is authenticated in another way because the service is.
    fn is_general(&self, before: Option<&String>, after: Option<&String>) -> bool {
        let general = |surface: &Surface| {
            let service = surface.get(&(Class::Service, String::new()));
            let auth = service?.facts.get(&(Aspect::Auth, String::new()));
            auth.cloned()
        };
        general(self.old).as_ref() == before && general(self.new).as_ref() == after
    }
}

/// How a fact changes, if it does.
fn step(aspect: Aspect, name: &str, old: Option<&str>, new: Option<&str>) -> Option<Step> {
    if old == new {
        return None;
    }
    let is_narrower = match aspect {
        Aspect::Limit => is_narrower(name, old, new),
        Aspect::Auth => !includes(new.unwrap_or_default(), old.unwrap_or_default()),
        _ => {
            return Some(match (old, new) {
                (None, _) => Step::Added,
                (_, None) => Step::Removed,
                _ => Step::Changed,
            });
        }
    };
    Some(if is_narrower {
        Step::Narrowed
    } else {
        Step::Widened
    })
}

fn change(subject: Subject, step: Step, item: &Item, flow: Flow) -> Option<Change> {
    let kind = kinds::kind(subject, step, &Facts { item, flow })?;
    let action = match (subject, step) {
        (Subject::Item(_), Step::Added) => Action::Added,
        (Subject::Item(_), _) => Action::Removed,
        (Subject::Fact(Aspect::Deprecated), Step::Added) => Action::Deprecated,
        (Subject::Fact(_), _) => Action::Changed,
    };
    Some(Change {
        kind: kind.name,
        action,
        shape: item.shape.clone(),
        what: item.label.clone(),
        old: None,
        new: None,
        api: kind.api,
        wire: kind.wire,
        reason: kind.reason,
        syntax: Vec::new(),
    })
}

/// Whether the values of a fact are for readers.
fn is_shown(aspect: Aspect) -> bool {
    let unreadable = [
        Aspect::Acceptors,
        Aspect::Documentation,
        Aspect::EndpointRules,
    ];
    !unreadable.contains(&aspect)
}
