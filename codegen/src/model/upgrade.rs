//! What models said before Smithy 2.0 is said as Smithy 2.0 does
//! (<https://smithy.io/2.0/guides/migrating-idl-1-to-2.html>).

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::definitions::Definition;
use super::{UNIT, ast};
use crate::diagnostics::{Diagnostics, Place};

const BOX: &str = "smithy.api#box";
const DEFAULT: &str = "smithy.api#default";
const ENUM: &str = "smithy.api#enum";
const RANGE: &str = "smithy.api#range";

/// Upgrades all shapes. Sets and enum traits are upgraded in models of Smithy 2.0 too, which may still
/// have them.
pub(super) fn upgrade(shapes: &mut BTreeMap<String, Definition>, problems: &mut Diagnostics) {
    add_defaults(shapes);
    for (id, shape) in shapes {
        if shape.ast.kind == "set" {
            shape.ast.kind = "list".to_owned();
            let traits = &mut shape.ast.traits;
            traits.insert("smithy.api#uniqueItems".to_owned(), json!({}));
        }
        if shape.ast.kind == "string" {
            let place = Place::shape(&shape.file, id);
            enumerate(&mut shape.ast, place, problems);
        }
    }
}

/// In Smithy 1.0, a member of a structure whose target is a number or boolean is zero where it is
/// absent, unless the member or the target has the trait `box`.
fn add_defaults(shapes: &mut BTreeMap<String, Definition>) {
    let zeros: BTreeMap<String, Value> = shapes
        .iter()
        .filter(|(_, shape)| shape.is_old && !shape.ast.traits.contains_key(BOX))
        .filter_map(|(id, shape)| Some((id.clone(), zero(&shape.ast.kind)?)))
        .collect();
    for shape in shapes.values_mut().filter(|shape| shape.is_old) {
        shape.ast.traits.remove(BOX);
        let is_structure = shape.ast.kind == "structure";
        for (_, member) in shape.ast.members_mut() {
            let boxed = member.traits.remove(BOX).is_some();
            let zero = zeros.get(&member.target).cloned();
            let zero = zero.or_else(|| prelude_zero(&member.target));
            if let Some(zero) = zero
                && is_structure
                && !boxed
                && admits_zero(member)
            {
                member.traits.entry(DEFAULT).or_insert(zero);
            }
        }
    }
}

fn zero(kind: &str) -> Option<Value> {
    match kind {
        "boolean" => Some(json!(false)),
        "byte" | "short" | "integer" | "long" | "float" | "double" => Some(json!(0)),
        _ => None,
    }
}

fn prelude_zero(id: &str) -> Option<Value> {
    let kind = id.strip_prefix("smithy.api#Primitive")?;
    zero(&kind.to_ascii_lowercase())
}

/// Whether the range of a member, if it has one, has zero in it.
fn admits_zero(member: &ast::Member) -> bool {
    let limit = |key: &str| member.traits.get(RANGE)?.get(key)?.as_f64();
    limit("min").is_none_or(|min| min <= 0.0) && limit("max").is_none_or(|max| max >= 0.0)
}

/// A string with the trait `enum` is an enum. It keeps the trait if the values have no names.
fn enumerate(shape: &mut ast::Shape, place: Place<'_>, problems: &mut Diagnostics) {
    let Some(values) = shape.traits.get(ENUM) else {
        return;
    };
    let values = values.as_array().filter(|values| {
        let text = |value: &Value| value.get("value").is_some_and(Value::is_string);
        !values.is_empty() && values.iter().all(text)
    });
    let Some(values) = values else {
        let message = "the trait `enum` is not a list of values";
        let help = "a value is `{\"value\": .., \"name\": ..}`";
        return problems.error(place.of_trait(ENUM), message, help);
    };
    let name = |value: &Value| value.get("name")?.as_str().map(str::to_owned);
    let names: Option<Vec<String>> = values.iter().map(name).collect();
    let is_named = names.is_some();
    let numbers = || (0..values.len()).map(|number| format!("_{number}"));
    let names = names.unwrap_or_else(|| numbers().collect());
    let members: IndexMap<_, _> = names
        .into_iter()
        .zip(values.iter().map(enum_member))
        .collect();
    if members.len() < values.len() {
        let message = "two values of the trait `enum` have the same name";
        return problems.error(place.of_trait(ENUM), message, "rename one of them");
    }
    shape.kind = "enum".to_owned();
    shape.members = members;
    if is_named {
        shape.traits.remove(ENUM);
    }
}

/// The member for a value.
fn enum_member(value: &Value) -> ast::Member {
    let mut traits = Map::new();
    let mut add = |id: &str, value: Value| traits.insert(format!("smithy.api#{id}"), value);
    add("enumValue", value["value"].clone());
    for key in ["documentation", "tags"] {
        if let Some(value) = value.get(key) {
            add(key, value.clone());
        }
    }
    if value.get("deprecated").and_then(Value::as_bool) == Some(true) {
        add("deprecated", json!({}));
    }
    let target = UNIT.to_owned();
    ast::Member { target, traits }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{BTreeMap, DEFAULT, Definition, Diagnostics, upgrade};

    /// Upgrades shapes of a model of Smithy 1.0 and one of Smithy 2.0, and returns the default of each
    /// member of the structure `a#S`.
    fn defaults(is_old: bool, shapes: Value) -> BTreeMap<String, Option<Value>> {
        let shapes = shapes.as_object().cloned().unwrap_or_default();
        let define = |(id, shape)| {
            let ast = serde_json::from_value(shape).expect("a shape");
            let file = "a.json".to_owned();
            (id, Definition { file, is_old, ast })
        };
        let mut shapes: BTreeMap<String, Definition> = shapes.into_iter().map(define).collect();
        upgrade(&mut shapes, &mut Diagnostics::default());
        let structure = shapes.remove("a#S").expect("the structure");
        let members = structure.ast.members.into_iter();
        members
            .map(|(name, member)| (name, member.traits.get(DEFAULT).cloned()))
            .collect()
    }

    fn structure() -> Value {
        json!({
            "a#Count": {"type": "integer"},
            "a#Boxed": {"type": "integer", "traits": {"smithy.api#box": {}}},
            "a#S": {"type": "structure", "members": {
                "boxed": {"target": "a#Boxed"},
                "boxedHere": {"target": "a#Count", "traits": {"smithy.api#box": {}}},
                "count": {"target": "a#Count"},
                "flag": {"target": "smithy.api#PrimitiveBoolean"},
                "prelude": {"target": "smithy.api#Integer"},
                "positive": {"target": "a#Count", "traits": {"smithy.api#range": {"min": 1}}},
                "text": {"target": "smithy.api#String"},
            }},
        })
    }

    #[test]
    fn numbers_of_smithy_1_0_are_zero_where_absent() {
        let defaults = defaults(true, structure());
        assert_eq!(defaults["count"], Some(json!(0)));
        assert_eq!(defaults["flag"], Some(json!(false)));
        for name in ["boxed", "boxedHere", "prelude", "positive", "text"] {
            assert_eq!(defaults[name], None, "{name}");
        }
    }

    #[test]
    fn numbers_of_smithy_2_0_are_absent() {
        let defaults = defaults(false, structure());
        assert!(defaults.values().all(Option::is_none), "{defaults:?}");
    }
}
