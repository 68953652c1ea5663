//! How operations are called and what they return, as launch notes show it, in the terms of the Rust
//! client: from the plan to text.

use std::collections::BTreeMap;

use super::Syntax;
use super::item::{Aspect, Class, Surface};
use crate::plan::CratePlan;
use crate::plan::operations::Operation;
use crate::plan::shapes::{Enum, Field, Structure, Union};
use crate::plan::types::{Element, Type};

/// The columns that a line may have before it is broken.
const WIDTH: usize = 88;

/// Prints the syntax of operations and types.
pub(super) struct Printer<'a> {
    surface: &'a Surface,
    operations: BTreeMap<&'a str, &'a Operation>,
    structures: BTreeMap<&'a str, &'a Structure>,
    errors: BTreeMap<&'a str, &'a Structure>,
    unions: BTreeMap<&'a str, &'a Union>,
    enums: BTreeMap<&'a str, &'a Enum>,
}

/// A value: a text in one piece, or one of parts.
enum Value {
    Text(String),
    /// What opens it, the parts, what stands between them, and what closes it.
    Parts(String, Vec<Part>, &'static str, &'static str),
}

/// A part of a value.
struct Part {
    label: String,
    value: Value,
    required: bool,
}

impl<'a> Printer<'a> {
    pub(super) fn new(plan: &'a CratePlan, surface: &'a Surface) -> Self {
        Self {
            surface,
            operations: plan
                .operations
                .iter()
                .map(|o| (o.name.as_str(), o))
                .collect(),
            structures: plan
                .structures
                .iter()
                .map(|s| (s.name.as_str(), s))
                .collect(),
            errors: plan.errors.iter().map(|e| (e.name.as_str(), e)).collect(),
            unions: plan.unions.iter().map(|u| (u.name.as_str(), u)).collect(),
            enums: plan.enums.iter().map(|e| (e.name.as_str(), e)).collect(),
        }
    }

    /// The syntax of an operation's request and response.
    pub(super) fn operation(&self, name: &str) -> Vec<Syntax> {
        let Some(operation) = self.operations.get(name) else {
            return Vec::new();
        };
        let response = self.structure(&operation.output, &mut Vec::new());
        vec![
            Syntax {
                title: "Request syntax",
                text: self.request(operation),
            },
            Syntax {
                title: "Response syntax",
                text: response.lines(0).join("\n"),
            },
        ]
    }

    /// The syntax of a type.
    pub(super) fn ty(&self, class: Class, name: &str) -> Vec<Syntax> {
        let open = &mut Vec::new();
        let value = match class {
            Class::Structure => self.structures.get(name).map(|s| self.structure(s, open)),
            Class::Error => self.errors.get(name).map(|e| self.structure(e, open)),
            Class::Union => self.unions.get(name).map(|u| self.union(u, open)),
            Class::Enum => self.enums.get(name).map(|e| Value::Text(values(e))),
            _ => None,
        };
        let syntax = value.map(|value| Syntax {
            title: "Syntax",
            text: value.lines(0).join("\n"),
        });
        syntax.into_iter().collect()
    }

    fn request(&self, operation: &Operation) -> String {
        let mut lines = vec![format!("client.{}()", operation.method)];
        for field in &operation.input.members {
            let value = self.value(&field.ty, &mut Vec::new()).lines(1);
            let note = match self.is_required(&operation.input, field) {
                true => "  // required",
                false => "",
            };
            lines.push(format!("    .{}({}){note}", field.name, value.join("\n")));
        }
        lines.push("    .send()".to_owned());
        lines.join("\n")
    }

    fn is_required(&self, structure: &Structure, field: &Field) -> bool {
        let key = (Class::Member, format!("{}::{}", structure.name, field.name));
        let item = self.surface.get(&key);
        item.is_some_and(|item| item.has(Aspect::Required))
    }

    /// A value of a type, inside of those that are `open`.
    fn value(&self, ty: &Type, open: &mut Vec<String>) -> Value {
        let text = match ty {
            Type::Bool => "true | false",
            Type::I8 | Type::I16 | Type::I32 | Type::I64 | Type::BigInteger => "123",
            Type::F32 | Type::F64 | Type::BigDecimal => "123.0",
            Type::String => "\"string\"",
            Type::Blob => "Blob",
            Type::DateTime => "DateTime",
            Type::Document => "Document",
            Type::ByteStream => "ByteStream",
            Type::Enum(name) => {
                let plan = self.enums.get(name.as_str());
                return Value::Text(plan.map_or_else(|| name.clone(), |plan| values(plan)));
            }
            Type::Structure(name) | Type::Error(name) => {
                let plans = [&self.structures, &self.errors];
                let is_error = usize::from(matches!(ty, Type::Error(_)));
                return self.nested(name, open, |open| {
                    let plan = plans[is_error].get(name.as_str())?;
                    Some(self.structure(plan, open))
                });
            }
            Type::Union(name) => {
                return self.nested(name, open, |open| {
                    Some(self.union(self.unions.get(name.as_str())?, open))
                });
            }
            Type::List(element) => return self.list(element, open),
            Type::Map(key, element) => return self.map(key, element, open),
            Type::Boxed(inner) => return self.value(inner, open),
            Type::EventReceiver(name, _) | Type::EventSender(name, _) => {
                let label = "events: ".to_owned();
                let value = self.value(&Type::Union(name.clone()), open);
                return Value::Parts("{".into(), vec![Part::new(label, value)], "", "}");
            }
        };
        Value::Text(text.to_owned())
    }

    /// A type that may hold itself.
    fn nested(
        &self,
        name: &str,
        open: &mut Vec<String>,
        value: impl FnOnce(&mut Vec<String>) -> Option<Value>,
    ) -> Value {
        if open.iter().any(|known| known == name) {
            return Value::Text(format!("{name} {{ .. }}"));
        }
        open.push(name.to_owned());
        let value = value(open);
        open.pop();
        value.unwrap_or_else(|| Value::Text(name.to_owned()))
    }

    fn structure(&self, plan: &Structure, open: &mut Vec<String>) -> Value {
        let fields = plan.members.iter().map(|field| Part {
            label: format!("{}: ", field.name),
            value: self.value(&field.ty, open),
            required: self.is_required(plan, field),
        });
        let fields = fields.collect();
        Value::Parts(format!("{} {{", plan.name), fields, ",", "}")
    }

    fn union(&self, plan: &Union, open: &mut Vec<String>) -> Value {
        let variants = plan.members.iter().map(|variant| {
            let name = format!("{}::{}", plan.name, variant.variant);
            let value = match &variant.ty {
                Some(ty) => {
                    let value = Part::new(String::new(), self.value(ty, open));
                    Value::Parts(format!("{name}("), vec![value], "", ")")
                }
                None => Value::Text(name),
            };
            Part::new(String::new(), value)
        });
        Value::Parts(String::new(), variants.collect(), " |", "")
    }

    fn list(&self, element: &Element, open: &mut Vec<String>) -> Value {
        let element = Part::new(String::new(), self.value(&element.ty, open));
        Value::Parts("[".into(), vec![element], "", "]")
    }

    fn map(&self, key: &Type, element: &Element, open: &mut Vec<String>) -> Value {
        let key = format!("{}: ", self.value(key, open).inline());
        let element = Part::new(key, self.value(&element.ty, open));
        Value::Parts("{".into(), vec![element], "", "}")
    }
}

/// The values of an enum.
fn values(plan: &Enum) -> String {
    let names = plan.variants.iter().map(|variant| match plan.is_named {
        true => variant.name.clone(),
        false => format!("{:?}", variant.value),
    });
    let names: Vec<String> = names.collect();
    match names.as_slice() {
        [] => plan.name.clone(),
        _ if !plan.is_named => names.join(" | "),
        [name] => format!("{}::{name}", plan.name),
        names => format!("{}::{{{}}}", plan.name, names.join(" | ")),
    }
}

impl Part {
    fn new(label: String, value: Value) -> Self {
        Self {
            label,
            value,
            required: false,
        }
    }
}

impl Value {
    /// Whether a note is due inside, which only the end of a line can carry.
    fn has_notes(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Parts(_, parts, ..) => {
                let mut parts = parts.iter();
                parts.any(|part| part.required || part.value.has_notes())
            }
        }
    }

    fn inline(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Parts(open, parts, between, close) => {
                let parts = parts.iter();
                let parts = parts.map(|part| format!("{}{}", part.label, part.value.inline()));
                let parts: Vec<String> = parts.collect();
                let parts = parts.join(&format!("{between} "));
                let space = if open.ends_with('{') { " " } else { "" };
                match parts.is_empty() {
                    true => format!("{open}{close}"),
                    false => format!("{open}{space}{parts}{space}{close}"),
                }
            }
        }
    }

    /// The lines of the value, all but the first indented by `depth`: one, if it is short.
    fn lines(&self, depth: usize) -> Vec<String> {
        let inline = self.inline();
        let Self::Parts(open, parts, between, close) = self else {
            return vec![inline];
        };
        if inline.len() + 4 * depth <= WIDTH && !self.has_notes() {
            return vec![inline];
        }
        let indent = "    ".repeat(depth + 1);
        let mut lines = vec![open.clone()];
        for part in parts {
            let value = part.value.lines(depth + 1).join("\n");
            let note = if part.required { "  // required" } else { "" };
            lines.push(format!("{indent}{}{value}{between}{note}", part.label));
        }
        lines.push(format!("{}{close}", "    ".repeat(depth)));
        lines
    }
}
