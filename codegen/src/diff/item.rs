//! What two models are compared by: items with facts, all of them plain texts. Knows neither models nor
//! verdicts.

use std::collections::BTreeMap;

/// What an item is, in the order in which changes are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Service,
    Operation,
    Paginator,
    Waiter,
    Structure,
    Error,
    Union,
    Enum,
    /// A member of a structure or error.
    Member,
    /// A member of a union.
    Variant,
    /// A value of an enum.
    Value,
    /// A value of an enum whose values have no names.
    UnnamedValue,
    /// A parameter of the endpoint rules that the client's configuration has a setting for.
    Setting,
    /// A parameter of the endpoint rules.
    Parameter,
}

/// What is said of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Aspect {
    // Of anything.
    Deprecated,
    Documentation,

    // Of members, variants, settings and parameters.
    /// The Rust type, `Option` aside.
    Type,
    /// There if the field is no `Option`.
    Bare,
    /// There if a message without the member is wrong.
    Required,
    Default,
    /// The form of the value in a message.
    WireType,
    /// The place in a message.
    Binding,
    MediaType,
    Sensitive,
    IdempotencyToken,
    /// A limit of values.
    Limit,

    // Of operations and unions.
    ErrorCase,

    // Of operations.
    Http,
    HostPrefix,
    StatusCode,
    Auth,
    /// A checksum that the service demands.
    Checksum,
    /// What else happens to bodies.
    Body,
    EndpointRules,

    // Of paginators and waiters.
    Pagination,
    PaginatorMethod,
    Acceptors,

    // Of structures, errors and enums.
    Trait,
    FallibleBuilder,
    NamedValues,
    Retryable,
    /// What a message calls an error or value.
    Code,

    // Of services.
    ApiVersion,
    AuthScheme,
    SdkId,
    SigningName,
    Title,
}

/// What identifies an item in both models: its class and its name in Rust, so that what has another name
/// in the model, and the same in Rust, is the same.
pub(super) type Key = (Class, String);

/// What identifies a fact of an item: some aspects have several, each of a name.
pub(super) type FactKey = (Aspect, String);

/// Who says what an item is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Flow {
    /// Requests carry it.
    pub(super) sent: bool,
    /// Responses carry it.
    pub(super) received: bool,
}

/// Something that users of a client see.
#[derive(Debug)]
pub(super) struct Item {
    /// What it is called in text.
    pub(super) label: String,
    /// The absolute shape id.
    pub(super) shape: String,
    /// The item that it is a part of: added and removed with it.
    pub(super) parent: Option<Key>,
    pub(super) flow: Flow,
    pub(super) facts: BTreeMap<FactKey, String>,
}

impl Item {
    pub(super) fn new(label: String, shape: &str) -> Self {
        Self {
            label,
            shape: shape.to_owned(),
            parent: None,
            flow: Flow::default(),
            facts: BTreeMap::new(),
        }
    }

    /// The item as a part of another.
    pub(super) fn of(self, parent: &Key, flow: Flow) -> Self {
        Self {
            parent: Some(parent.clone()),
            flow,
            ..self
        }
    }

    /// Says something of the item.
    pub(super) fn says(&mut self, aspect: Aspect, value: impl Into<String>) {
        self.says_of(aspect, "", value);
    }

    /// Says something of the item, where it may say the like of something else.
    pub(super) fn says_of(&mut self, aspect: Aspect, name: &str, value: impl Into<String>) {
        self.facts.insert((aspect, name.to_owned()), value.into());
    }

    /// Says something of the item, if there is something to say.
    pub(super) fn says_some(&mut self, aspect: Aspect, value: Option<String>) {
        if let Some(value) = value {
            self.says(aspect, value);
        }
    }

    /// Says something of the item, if it is so.
    pub(super) fn says_if(&mut self, is_so: bool, aspect: Aspect) {
        if is_so {
            self.says(aspect, "");
        }
    }

    pub(super) fn has(&self, aspect: Aspect) -> bool {
        self.facts.contains_key(&(aspect, String::new()))
    }
}

/// All that users of a client see.
pub(super) type Surface = BTreeMap<Key, Item>;
