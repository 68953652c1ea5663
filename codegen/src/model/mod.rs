//! READ: from the bytes of Smithy JSON AST files to a [`Model`] in which every target exists and every
//! trait that changes the client's behaviour is one that we support. Knows Smithy, knows no Rust.

mod ast;
mod auth;
mod bindings;
mod bodies;
mod closure;
mod definitions;
mod json;
mod lint;
mod load;
mod mixins;
mod prelude;
mod recursion;
mod rename;
mod resources;
mod restate;
mod streams;
mod subset;
mod suppressions;
mod traits;
mod upgrade;
mod validate;
mod values;

use std::collections::BTreeMap;

use indexmap::IndexMap;

pub use self::auth::{AUTH_SCHEMES, Auth};
pub use self::bodies::CHECKSUM_ALGORITHMS;
pub use self::closure::Closure;
pub(crate) use self::load::is_identifier;
pub use self::load::{Source, load};
pub use self::subset::Unused;
pub(crate) use self::subset::unused;
pub use self::traits::Traits;
use crate::diagnostics::Place;

/// A service with all shapes that its files define.
#[derive(Debug)]
pub struct Model {
    /// The absolute shape id of the service.
    pub service: String,
    /// All shapes by their absolute ids, the prelude's included.
    pub shapes: BTreeMap<String, Shape>,
}

/// A shape.
#[derive(Debug)]
pub struct Shape {
    /// The absolute id.
    pub id: String,
    /// The file that defines it.
    pub file: String,
    /// The name that the service gives it, in place of the one in the id.
    pub renamed: Option<String>,
    /// Its traits, with those that `apply` statements added.
    pub traits: Traits,
    /// What it is.
    pub kind: Kind,
}

/// What a shape is.
#[derive(Debug)]
pub enum Kind {
    /// A simple type other than an enum.
    Simple(Simple),
    /// An enum of strings.
    Enum(Members),
    /// An enum of integers.
    IntEnum(Members),
    /// A list, or a set of an older model.
    List(Member),
    /// A map.
    Map(Box<(Member, Member)>),
    /// A structure.
    Structure(Members),
    /// A union.
    Union(Members),
    /// An operation.
    Operation(Operation),
    /// A service.
    Service(Service),
    /// A shape of a kind that no client of ours can use yet.
    Unsupported(&'static str),
}

/// Members by their names, in model order.
pub type Members = IndexMap<String, Member>;

/// A simple type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are Smithy's")]
pub enum Simple {
    BigDecimal,
    BigInteger,
    Blob,
    Boolean,
    Byte,
    Document,
    Double,
    Float,
    Integer,
    Long,
    Short,
    String,
    Timestamp,
}

/// A member of a shape.
#[derive(Debug)]
pub struct Member {
    /// Its name in the model.
    pub name: String,
    /// The absolute id of the shape that it targets.
    pub target: String,
    /// Its own traits.
    pub traits: Traits,
}

/// What an operation refers to.
#[derive(Debug)]
pub struct Operation {
    /// The input structure; `smithy.api#Unit` if there is none.
    pub input: String,
    /// The output structure; `smithy.api#Unit` if there is none.
    pub output: String,
    /// The error structures, in model order.
    pub errors: Vec<String>,
}

/// What a service refers to.
#[derive(Debug)]
pub struct Service {
    /// The version of the API.
    pub version: String,
    /// The operations, those of resources included.
    pub operations: Vec<String>,
    /// Errors that every operation can return.
    pub errors: Vec<String>,
    /// The names that shapes have in a client, by their ids.
    pub rename: BTreeMap<String, String>,
}

/// The structure without members.
pub const UNIT: &str = "smithy.api#Unit";

impl Model {
    /// The shape `id`, which exists: [`load`] checked every target.
    pub fn shape(&self, id: &str) -> &Shape {
        &self.shapes[id]
    }

    /// The shape of the service.
    pub fn service(&self) -> (&Shape, &Service) {
        let shape = self.shape(&self.service);
        match &shape.kind {
            Kind::Service(service) => (shape, service),
            _ => unreachable!("`load` chose a service"),
        }
    }

    /// The operation `id`, which is one: [`load`] checked it.
    pub fn operation(&self, id: &str) -> (&Shape, &Operation) {
        let shape = self.shape(id);
        match &shape.kind {
            Kind::Operation(operation) => (shape, operation),
            _ => unreachable!("`load` checked the operations"),
        }
    }

    /// The members of the structure `id`, which is one: [`load`] checked it.
    pub fn structure(&self, id: &str) -> (&Shape, &Members) {
        let shape = self.shape(id);
        match &shape.kind {
            Kind::Structure(members) => (shape, members),
            _ => unreachable!("`load` checked the structures"),
        }
    }

    /// Whether a member is a stream: of bytes, or of events.
    pub fn is_stream(&self, member: &Member) -> bool {
        let target = self.shape(&member.target);
        target.traits.has("smithy.api#streaming")
            && matches!(target.kind, Kind::Simple(Simple::Blob) | Kind::Union(_))
    }

    /// Whether a member is an error.
    pub fn is_error(&self, member: &Member) -> bool {
        let target = self.shape(&member.target);
        target.traits.has("smithy.api#error")
    }

    /// The trait `id` of a member, or else of its target.
    pub fn member_trait<'a>(
        &'a self,
        member: &'a Member,
        id: &str,
    ) -> Option<&'a serde_json::Value> {
        member
            .traits
            .get(id)
            .or_else(|| self.shape(&member.target).traits.get(id))
    }
}

impl Shape {
    /// The name for clients: the part of the id after the namespace, unless the service has another.
    /// What goes over the wire has [`name_of`] the id.
    pub fn name(&self) -> &str {
        self.renamed.as_deref().unwrap_or(name_of(&self.id))
    }

    /// The shape as the place of a problem.
    pub fn place(&self) -> Place<'_> {
        Place::shape(&self.file, &self.id)
    }

    /// The absolute id of a member.
    pub fn member_id(&self, member: &Member) -> String {
        format!("{}${}", self.id, member.name)
    }

    /// Where the member with the absolute id `id` is.
    pub fn member_place<'a>(&'a self, id: &'a str) -> Place<'a> {
        Place::shape(&self.file, id)
    }

    /// The members, those of lists and maps included.
    pub fn members(&self) -> impl Iterator<Item = &Member> {
        let rest = match &self.kind {
            Kind::List(member) => vec![member],
            Kind::Map(entry) => vec![&entry.0, &entry.1],
            _ => vec![],
        };
        let named = self.named_members().into_iter();
        named.flat_map(IndexMap::values).chain(rest)
    }

    /// The members that the model names.
    pub fn named_members(&self) -> Option<&Members> {
        match &self.kind {
            Kind::Enum(members)
            | Kind::IntEnum(members)
            | Kind::Structure(members)
            | Kind::Union(members) => Some(members),
            _ => None,
        }
    }

    /// Whether the shape is a stream of events.
    pub fn is_event_stream(&self) -> bool {
        matches!(self.kind, Kind::Union(_)) && self.traits.has("smithy.api#streaming")
    }

    /// Whether the shape is an enum, whose members are values rather than places of values.
    pub fn is_enum(&self) -> bool {
        matches!(self.kind, Kind::Enum(_) | Kind::IntEnum(_))
    }
}

/// The part of an absolute shape id after the namespace.
pub fn name_of(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}
