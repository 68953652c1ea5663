//! The parameters that operations set: from their input, or the same in every call.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::super::types::Types;
use super::path::{self, Path};
use super::{Param, ParamType, ParamValue, Report};
use crate::diagnostics::Diagnostics;
use crate::model::Shape;

/// A parameter that an operation sets.
#[derive(Debug, Serialize)]
pub(crate) struct Binding {
    /// The parameter's setter.
    pub(crate) setter: String,
    pub(crate) source: Source,
}

/// Where an operation has the value of a parameter from.
#[derive(Debug, Serialize)]
pub(crate) enum Source {
    Static(ParamValue),
    /// What is found in the input, where something is.
    Input(ParamType, Path),
    /// A member that has to be there, and its name.
    Required(Path, String),
}

/// Decides what each operation sets. What is more specific to the operation comes later, and wins:
/// `operationContextParams`, `contextParam`, `staticContextParams`.
pub(super) fn plan(
    types: &Types<'_>,
    params: &[Param],
    problems: &mut Diagnostics,
) -> BTreeMap<String, Vec<Binding>> {
    let operations = types.closure.operations.iter().map(|id| {
        let (shape, operation) = types.model.operation(id);
        let mut binder = Binder {
            types,
            params,
            input: &operation.input,
            report: &mut Report::at(shape, problems),
        };
        let mut bindings = binder.paths(shape);
        bindings.extend(binder.members());
        bindings.extend(binder.constants(shape));
        (id.clone(), bindings)
    });
    operations
        .filter(|(_, bindings)| !bindings.is_empty())
        .collect()
}

struct Binder<'a, 'r> {
    types: &'a Types<'a>,
    params: &'a [Param],
    /// The absolute id of the input.
    input: &'a str,
    report: &'a mut Report<'r>,
}

impl<'a> Binder<'a, '_> {
    fn param(&mut self, name: &str) -> Option<&'a Param> {
        let found = self.params.iter().find(|param| param.name == name);
        if found.is_none() {
            let message = format!("the operation sets `{name}`, which is no parameter");
            self.report
                .problem(message, "name a parameter of the rules");
        }
        found
    }

    fn path(&mut self, param: &Param, path: &str) -> Option<Path> {
        let path_plan = path::plan(self.types, self.input, path, param.ty);
        let path_plan = path_plan.map_err(|problem| {
            let message = format!("the path `{path}` to `{}`: {problem}", param.name);
            self.report.problem(message, "correct the path");
        });
        path_plan.ok()
    }

    fn paths(&mut self, shape: &Shape) -> Vec<Binding> {
        let given = given(shape, "smithy.rules#operationContextParams");
        let bindings = given.filter_map(|(name, given)| {
            let param = self.param(name)?;
            let path = given
                .get("path")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let path = self.path(param, path)?;
            Some(Binding {
                setter: param.setter.clone(),
                source: Source::Input(param.ty, path),
            })
        });
        bindings.collect()
    }

    fn members(&mut self) -> Vec<Binding> {
        let (_, members) = self.types.model.structure(self.input);
        let bindings = members.values().filter_map(|member| {
            let given = member.traits.get("smithy.rules#contextParam")?;
            let name = given
                .get("name")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let param = self.param(name)?;
            let path = self.path(param, &member.name)?;
            let required = member.traits.has("smithy.api#required");
            let source = match (required, param.ty) {
                (true, ParamType::Text) => Source::Required(path, member.name.clone()),
                (_, ty) => Source::Input(ty, path),
            };
            let setter = param.setter.clone();
            Some(Binding { setter, source })
        });
        bindings.collect()
    }

    fn constants(&mut self, shape: &Shape) -> Vec<Binding> {
        let given = given(shape, "smithy.rules#staticContextParams");
        let bindings = given.filter_map(|(name, given)| {
            let param = self.param(name)?;
            let value = param.ty.value(given.get("value").unwrap_or(&Value::Null));
            if value.is_none() {
                let message = format!("the value of `{name}` is not of the parameter's type");
                self.report
                    .problem(message, "correct the trait `staticContextParams`");
            }
            Some(Binding {
                setter: param.setter.clone(),
                source: Source::Static(value?),
            })
        });
        bindings.collect()
    }
}

fn given<'a>(shape: &'a Shape, id: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let given = shape.traits.get(id).and_then(Value::as_object);
    given.into_iter().flatten()
}
