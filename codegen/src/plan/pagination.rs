//! Pagination (`smithy.api#paginated`): an operation that is called for page after page.

use serde::Serialize;
use serde_json::Value;

use super::names;
use super::shapes::{self, Field, Role, Structure};
use super::types::{Type, Types};
use crate::diagnostics::Diagnostics;
use crate::model::{Kind, Shape};

/// `smithy.api#paginated`
#[derive(Debug, Serialize)]
pub(crate) struct Pagination {
    pub(crate) paginator: String,
    /// The type of the tokens.
    pub(crate) token: Type,
    /// Field of the input.
    pub(crate) input_token: String,
    pub(crate) output_token: OutputPath,
    /// The list or map, and its type.
    pub(crate) items: Option<(OutputPath, Type)>,
    /// Field of the input, and its type.
    pub(crate) page_size: Option<(String, Type)>,
}

/// A field of a paginated output: the fields on the way to it, and itself.
pub(crate) type OutputPath = Vec<OutputField>;

/// A field on an [`OutputPath`].
#[derive(Debug, Serialize)]
pub(crate) struct OutputField {
    pub(crate) name: String,
    /// Whether it is an `Option`.
    pub(crate) optional: bool,
}

/// Decides how the operation `shape` is paginated.
pub(crate) fn plan(
    types: &Types<'_>,
    shape: &Shape,
    input: &Structure,
    output: &Structure,
    problems: &mut Diagnostics,
) -> Option<Pagination> {
    let mut reader = Reader {
        types,
        shape,
        problems,
        own: shape.traits.get(PAGINATED)?,
    };
    for key in ["inputToken", "outputToken"] {
        if reader.named(key).is_none() {
            reader.problem(key, format!("`{key}` is missing"));
        }
    }
    let input_token = reader.member(input, "inputToken");
    let output_token = reader.path(output, "outputToken");
    let items = reader.path(output, "items");
    let page_size = reader.member(input, "pageSize");
    let (input_token, (output_token, output_type)) = input_token.zip(output_token)?;
    if input_token.ty != output_type {
        let message = "the tokens of the input and of the output differ in their types";
        reader.problem("outputToken", message);
    }
    if page_size.is_some_and(|field| !is_integer(&field.ty)) {
        reader.problem("pageSize", "the page size is not an integer");
    }
    if let Some((_, ty)) = &items
        && !matches!(ty, Type::List(_) | Type::Map(..))
    {
        reader.problem("items", "the items are not a list or a map");
    }
    Some(Pagination {
        paginator: format!("{}Paginator", names::pascal(shape.name())),
        token: output_type,
        input_token: input_token.name.clone(),
        output_token,
        items,
        page_size: page_size.map(|field| (field.name.clone(), field.ty.clone())),
    })
}

const PAGINATED: &str = "smithy.api#paginated";

fn is_integer(ty: &Type) -> bool {
    matches!(ty, Type::I8 | Type::I16 | Type::I32 | Type::I64)
}

struct Reader<'a> {
    types: &'a Types<'a>,
    shape: &'a Shape,
    problems: &'a mut Diagnostics,
    /// The trait of the operation.
    own: &'a Value,
}

impl<'a> Reader<'a> {
    /// Adds a problem of what the trait says by `key`.
    fn problem(&mut self, key: &str, message: impl std::fmt::Display) {
        let message = format!("`paginated` is wrong: {message}");
        let help = "see https://smithy.io/2.0/spec/behavior-traits.html#paginated-trait";
        let path = [key];
        let place = self.shape.place().of_trait(PAGINATED).at(&path);
        self.problems.error(place, message, help);
    }

    /// What the trait of the operation, or else that of the service, says.
    fn named(&self, key: &str) -> Option<&'a str> {
        let (service, _) = self.types.model.service();
        let general = service.traits.get(PAGINATED);
        let value = self.own.get(key).or_else(|| general?.get(key));
        value.and_then(Value::as_str)
    }

    /// The member of the input that the trait names.
    fn member<'s>(&mut self, input: &'s Structure, key: &str) -> Option<&'s Field> {
        let name = self.named(key)?;
        let field = find(input, name);
        if field.is_none() {
            let id = &input.id;
            self.problem(
                key,
                format!("`{key}` has to be a member of `{id}`, and is `{name}`"),
            );
        }
        field
    }

    /// The path into the output that the trait names, and the type of what it leads to.
    fn path(&mut self, output: &Structure, key: &str) -> Option<(OutputPath, Type)> {
        let names: Vec<&str> = self.named(key)?.split('.').collect();
        let (last, parents) = names.split_last()?;
        let mut path = Vec::new();
        let mut nested: Option<Structure> = None;
        for name in parents {
            let structure = nested.as_ref().unwrap_or(output);
            path.push(self.field(structure, key, name)?.0);
            nested = Some(self.target(&structure.id, key, name)?);
        }
        let (field, ty) = self.field(nested.as_ref().unwrap_or(output), key, last)?;
        path.push(field);
        Some((path, ty))
    }

    fn field(
        &mut self,
        structure: &Structure,
        key: &str,
        name: &str,
    ) -> Option<(OutputField, Type)> {
        let Some(field) = find(structure, name) else {
            let id = &structure.id;
            self.problem(key, format!("`{key}` names `{name}`, which `{id}` lacks"));
            return None;
        };
        let (name, optional) = (field.name.clone(), field.optional);
        Some((OutputField { name, optional }, field.ty.clone()))
    }

    /// The structure that a member targets.
    fn target(&mut self, parent: &str, key: &str, name: &str) -> Option<Structure> {
        let model = self.types.model;
        let (_, members) = model.structure(parent);
        let target = &members.get(name)?.target;
        if !matches!(model.shape(target).kind, Kind::Structure(_)) {
            self.problem(
                key,
                format!("`{key}` goes through `{name}`, which is not a structure"),
            );
            return None;
        }
        // The shape is planned for its own sake too, where its problems are told.
        let mut told = Diagnostics::default();
        let (types, name) = (self.types, String::new());
        Some(shapes::structure(
            types,
            target,
            name,
            Role::Type,
            &mut told,
        ))
    }
}

/// The field of the member `name`.
fn find<'s>(structure: &'s Structure, name: &str) -> Option<&'s Field> {
    let is = |field: &&Field| field.wire.as_ref().is_some_and(|wire| wire.name == name);
    structure.members.iter().find(is)
}
