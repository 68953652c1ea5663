//! The shapes of the tests' service.

use std::collections::HashMap;

use aws_smithy_types::error::ErrorMetadata;
use aws_smithy_types::error::operation::BuildError;

use crate::primitives::{Blob, DateTime};
use crate::runtime::schema::*;
use crate::runtime::value::required;
use crate::runtime::{
    Builder, Draft, ErrorStructure, Members, ModeledError, Outcome, Present, Slots, Stage,
    Structure, modeled_error, string_enum, structure_value,
};

/// Defines a structure whose members are all optional: the generator prints the same at length.
macro_rules! structure_of {
    (
        $(#[$meta:meta])*
        $name:ident { $($field:ident: $ty:ty,)* } $(+ $extra:ident: $extra_ty:ty)?
        = $shape:expr
    ) => {
        $(#[$meta])*
        #[derive(Clone, Default, PartialEq)]
        pub struct $name {
            $(pub(crate) $field: Option<$ty>,)*
            $(pub(crate) $extra: $extra_ty,)?
        }

        impl<S: crate::runtime::Stage<$name>> crate::runtime::Builder<$name, S> {
            $(#[allow(dead_code, reason = "no test sets it")]
            pub(crate) fn $field(mut self, input: impl Into<$ty>) -> Self {
                self.stage.draft_mut().$field = Some(input.into());
                self
            })*
        }

        impl crate::runtime::Structure for $name {
            type Draft = $name;
            const SHAPE: &'static crate::runtime::schema::Shape = {
                static SHAPE: crate::runtime::schema::Shape = $shape;
                &SHAPE
            };

            fn values(
                &self,
                members: &mut dyn crate::runtime::Members,
            ) -> crate::runtime::Outcome {
                members.take(&[$(&self.$field),*])
            }

            fn from_response(draft: $name) -> Self {
                draft
            }
        }

        impl crate::runtime::Draft for $name {
            fn slots(
                &mut self,
                slots: &mut crate::runtime::Slots<'_>,
            ) -> crate::runtime::Outcome {
                slots.fill(&mut [$(&mut self.$field),*])
            }
        }
    };
}
pub(super) use structure_of;

/// An enum.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Mood {
    Calm,
    Wild,
    #[deprecated(note = "a later model may have the value: match on `as_str()` instead")]
    Unknown(crate::runtime::enums::UnknownVariantValue),
}

#[allow(deprecated)]
impl Mood {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Calm => "CALM",
            Self::Wild => "WILD",
            Self::Unknown(value) => value.as_str(),
        }
    }
}

#[allow(deprecated)]
impl From<&str> for Mood {
    fn from(value: &str) -> Self {
        match value {
            "CALM" => Self::Calm,
            "WILD" => Self::Wild,
            other => Self::Unknown(crate::runtime::enums::UnknownVariantValue(other.into())),
        }
    }
}

string_enum!(Mood);

structure_of! {
    /// A structure with a member of every kind.
    #[derive(Debug)]
    Animal {
        flag: bool,
        byte: i8,
        short: i16,
        int: i32,
        long: i64,
        float: f32,
        double: f64,
        text: String,
        data: Blob,
        epoch: DateTime,
        iso: DateTime,
        rfc: DateTime,
        mood: Mood,
        ints: Vec<i32>,
        gaps: Vec<Option<i32>>,
        moods: Vec<Mood>,
        rows: Vec<Vec<String>>,
        by_mood: HashMap<Mood, i32>,
        notes: HashMap<String, Option<String>>,
        herd: HashMap<String, Animal>,
        litter: Vec<Animal>,
        parent: Box<Animal>,
        tag: Tag,
    } = structure(
        "test.zoo#Animal",
        &[
            boolean("Flag"),
            byte("Byte"),
            short("Short"),
            integer("Int").json_name("int"),
            long("Long"),
            float("Float"),
            double("Double"),
            string("Text"),
            blob("Data"),
            timestamp("Epoch"),
            timestamp("Iso").date_time(),
            timestamp("Rfc").http_date(),
            string("Mood"),
            list("Ints", &integer("member")),
            list("Gaps", &integer("member")),
            list("Moods", &string("member")),
            list("Rows", &list("member", &string("member"))),
            map("ByMood", &string("key"), &integer("value")),
            map("Notes", &string("key"), &string("value")),
            map("Herd", &string("key"), &nested("value")),
            list("Litter", &nested("member")),
            nested("Parent"),
            nested("Tag"),
        ],
    )
}

structure_value!(Animal);

/// A structure with required members and a secret.
#[derive(Clone, PartialEq)]
pub struct Tag {
    pub(crate) name: String,
    pub(crate) kind: Mood,
    pub(crate) born: DateTime,
    pub(crate) chip: Blob,
    pub(crate) legs: i32,
    pub(crate) pin: Option<String>,
}

impl std::fmt::Debug for Tag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tag")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("born", &self.born)
            .field("chip", &self.chip)
            .field("legs", &self.legs)
            .field("pin", &"*** Sensitive Data Redacted ***")
            .finish()
    }
}

#[doc(hidden)]
#[derive(Clone, Default, PartialEq)]
pub struct TagDraft {
    name: Option<String>,
    kind: Option<Mood>,
    born: Option<DateTime>,
    chip: Option<Blob>,
    legs: Option<i32>,
    pin: Option<String>,
}

impl std::fmt::Debug for TagDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TagDraft")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("born", &self.born)
            .field("chip", &self.chip)
            .field("legs", &self.legs)
            .field("pin", &"*** Sensitive Data Redacted ***")
            .finish()
    }
}

impl Tag {
    pub(crate) fn builder() -> Builder<Tag> {
        Default::default()
    }
}

impl<S: Stage<Tag>> Builder<Tag, S> {
    pub(crate) fn name(mut self, input: impl Into<String>) -> Self {
        self.stage.draft_mut().name = Some(input.into());
        self
    }

    pub(crate) fn set_name(mut self, input: Option<String>) -> Self {
        self.stage.draft_mut().name = input;
        self
    }

    pub(crate) fn get_name(&self) -> &Option<String> {
        &self.stage.draft().name
    }

    pub(crate) fn set_kind(mut self, input: Option<Mood>) -> Self {
        self.stage.draft_mut().kind = input;
        self
    }

    pub(crate) fn set_born(mut self, input: Option<DateTime>) -> Self {
        self.stage.draft_mut().born = input;
        self
    }

    pub(crate) fn set_chip(mut self, input: Option<Blob>) -> Self {
        self.stage.draft_mut().chip = input;
        self
    }

    pub(crate) fn set_legs(mut self, input: Option<i32>) -> Self {
        self.stage.draft_mut().legs = input;
        self
    }

    pub(crate) fn pin(mut self, input: impl Into<String>) -> Self {
        self.stage.draft_mut().pin = Some(input.into());
        self
    }
}

impl Builder<Tag> {
    pub(crate) fn build(self) -> Result<Tag, BuildError> {
        let draft = self.stage.0;
        Ok(Tag {
            name: required(draft.name, "name")?,
            kind: required(draft.kind, "kind")?,
            born: required(draft.born, "born")?,
            chip: required(draft.chip, "chip")?,
            legs: required(draft.legs, "legs")?,
            pin: draft.pin,
        })
    }
}

impl Structure for Tag {
    type Draft = TagDraft;
    const SHAPE: &'static Shape = {
        static SHAPE: Shape = structure(
            "test.zoo#Tag",
            &[
                string("Name"),
                string("Kind"),
                timestamp("Born"),
                blob("Chip"),
                integer("Legs"),
                string("Pin").sensitive(),
            ],
        );
        &SHAPE
    };

    fn values(&self, members: &mut dyn Members) -> Outcome {
        members.take(&[
            &Present(&self.name),
            &Present(&self.kind),
            &Present(&self.born),
            &Present(&self.chip),
            &Present(&self.legs),
            &self.pin,
        ])
    }

    fn from_response(draft: TagDraft) -> Self {
        Self {
            name: draft.name.unwrap_or_default(),
            kind: draft.kind.unwrap_or_else(|| "".into()),
            born: draft.born.unwrap_or(DateTime::from_secs(0)),
            chip: draft.chip.unwrap_or_else(|| Blob::new("")),
            legs: draft.legs.unwrap_or_default(),
            pin: draft.pin,
        }
    }
}

impl Draft for TagDraft {
    fn slots(&mut self, slots: &mut Slots<'_>) -> Outcome {
        slots.fill(&mut [
            &mut self.name,
            &mut self.kind,
            &mut self.born,
            &mut self.chip,
            &mut self.legs,
            &mut self.pin,
        ])
    }
}

structure_value!(Tag);

structure_of! {
    /// An error.
    #[derive(Debug)]
    Hungry { message: String, since: i32, door: String, } + meta: ErrorMetadata
    = structure(
        "test.zoo#Hungry",
        &[
            string("message"),
            integer("Since").json_name("since"),
            string("Door").header("X-Door"),
        ],
    )
}

impl Hungry {
    pub(crate) fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }
}

impl ErrorStructure for Hungry {
    fn set_meta(draft: &mut Hungry, meta: ErrorMetadata) {
        if draft.message.is_none() {
            draft.message = meta.message().map(Into::into);
        }
        draft.meta = meta;
    }
}

impl ModeledError for Hungry {}
modeled_error!(Hungry);
