//! How values are written to and read from a protocol's codec: one implementation per Rust type, so
//! that a structure needs no more than the list of its members.

use std::collections::HashMap;

use aws_smithy_schema::serde::{
    SerdeError, SerializableStruct, ShapeDeserializer, ShapeSerializer,
};
use aws_smithy_schema::{Schema, prelude};
use aws_smithy_types::error::operation::BuildError;
use aws_smithy_types::{BigDecimal, BigInteger, Blob, DateTime, Document};

use super::payload::framing;
use super::schema::Shape;

/// The outcome of writing or reading members.
pub type Outcome = Result<(), SerdeError>;

/// Takes the members of a structure, in model order.
pub trait Members {
    /// Takes them.
    fn take(&mut self, members: &[&dyn WriteMember]) -> Outcome;
}

/// Fills the members of a structure, in model order.
pub struct Slots<'a> {
    schema: &'a Schema<'a>,
    de: &'a mut dyn ShapeDeserializer,
}

/// A modelled structure.
pub trait Structure: Sized + 'static {
    /// The shape of the model.
    const SHAPE: &'static Shape;
    /// The same structure with every member optional: what a builder fills. It is `Self` where no
    /// member has to be present.
    type Draft: Draft;
    /// Hands the members to `members`, in model order.
    fn values(&self, members: &mut dyn Members) -> Outcome;
    /// The structure that a response described. A required member that the response lacked takes the
    /// value that Smithy prescribes for it ("client error correction").
    fn from_response(draft: Self::Draft) -> Self;
}

/// A structure while it is filled, by a builder or from a response.
pub trait Draft: Default + 'static {
    /// Lets `slots` fill the places of the members, in model order.
    fn slots(&mut self, slots: &mut Slots<'_>) -> Outcome;
}

/// A structure as the protocol's serialisers want it.
#[derive(Debug)]
pub(crate) struct Writable<'a, T>(pub(crate) &'a T);

impl<T: Structure> SerializableStruct for Writable<'_, T> {
    fn schema(&self) -> &Schema<'_> {
        T::SHAPE.schema()
    }

    fn serialize_members(&self, ser: &mut dyn ShapeSerializer) -> Outcome {
        let members = T::SHAPE.schema().members();
        self.0.values(&mut Writer { members, ser })
    }
}

struct Writer<'a> {
    members: &'a [&'a Schema<'a>],
    ser: &'a mut dyn ShapeSerializer,
}

impl Members for Writer<'_> {
    fn take(&mut self, members: &[&dyn WriteMember]) -> Outcome {
        for (value, member) in members.iter().zip(self.members) {
            value.write_member(member, self.ser)?;
        }
        Ok(())
    }
}

/// Reads the structure that comes next.
pub(crate) fn read_structure<T: Structure>(
    de: &mut dyn ShapeDeserializer,
) -> Result<T, SerdeError> {
    let mut draft = T::Draft::default();
    read_draft::<T>(&mut draft, de)?;
    Ok(T::from_response(draft))
}

/// Reads the structure that comes next into `draft`.
pub(crate) fn read_draft<T: Structure>(
    draft: &mut T::Draft,
    de: &mut dyn ShapeDeserializer,
) -> Outcome {
    let schema = T::SHAPE.schema();
    draft.slots(&mut Slots { schema, de })
}

impl Slots<'_> {
    /// Fills the members.
    pub fn fill(&mut self, slots: &mut [&mut dyn ReadMember]) -> Outcome {
        self.de
            .read_struct(self.schema, &mut |member, de| match member
                .member_index()
                .and_then(|index| slots.get_mut(index))
            {
                Some(slot) => slot.read_member(member, de),
                None => Ok(()),
            })
    }
}

/// A member that can be written.
pub trait WriteMember {
    /// Writes the member, unless it is absent.
    fn write_member(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome;
    /// The text of a string or enum member that is present.
    fn text(&self) -> Option<&str> {
        None
    }
}

impl<T: Value> WriteMember for Option<T> {
    fn write_member(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome {
        match self {
            Some(value) => value.write(schema, ser),
            None => Ok(()),
        }
    }

    fn text(&self) -> Option<&str> {
        match self {
            Some(value) => value.text(),
            None => None,
        }
    }
}

/// A member that is always present.
pub struct Present<'a, T>(pub &'a T);

impl<T: Value> WriteMember for Present<'_, T> {
    fn write_member(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome {
        self.0.write(schema, ser)
    }

    fn text(&self) -> Option<&str> {
        self.0.text()
    }
}

/// A member that can be read.
pub trait ReadMember {
    /// Reads the member; a null is an absent member.
    fn read_member(&mut self, schema: &Schema<'_>, de: &mut dyn ShapeDeserializer) -> Outcome;
}

impl<T: Value> ReadMember for Option<T> {
    fn read_member(&mut self, schema: &Schema<'_>, de: &mut dyn ShapeDeserializer) -> Outcome {
        *self = if de.is_null() {
            de.read_null()?;
            None
        } else {
            Some(T::read(schema, de)?)
        };
        Ok(())
    }
}

/// A type that a modelled value can have.
pub trait Value: Sized {
    /// Writes the value.
    fn write(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome;
    /// Reads a value that is not null.
    fn read(schema: &Schema<'_>, de: &mut dyn ShapeDeserializer) -> Result<Self, SerdeError>;
    /// The value that a null in a list or map stands for: there is one if the collection is sparse.
    fn null() -> Option<Self> {
        None
    }
    /// The text of a string or enum.
    fn text(&self) -> Option<&str> {
        None
    }
}

macro_rules! values {
    ($($type:ty: $read:ident, $write:ident, |$value:ident| $argument:expr;)*) => {
        $(impl Value for $type {
            fn write(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome {
                let $value = self;
                ser.$write(schema, $argument)
            }

            fn read(schema: &Schema<'_>, de: &mut dyn ShapeDeserializer) -> Result<Self, SerdeError> {
                de.$read(schema)
            }
        })*
    };
}

values! {
    bool: read_boolean, write_boolean, |value| *value;
    i8: read_byte, write_byte, |value| *value;
    i16: read_short, write_short, |value| *value;
    i32: read_integer, write_integer, |value| *value;
    i64: read_long, write_long, |value| *value;
    f32: read_float, write_float, |value| *value;
    f64: read_double, write_double, |value| *value;
    BigInteger: read_big_integer, write_big_integer, |value| value;
    BigDecimal: read_big_decimal, write_big_decimal, |value| value;
    Blob: read_blob, write_blob, |value| value.clone();
}

impl Value for DateTime {
    fn write(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome {
        ser.write_timestamp(schema, self)
    }

    /// Seconds that a time has no room for are an error: the codec takes the time that is nearest.
    fn read(schema: &Schema<'_>, de: &mut dyn ShapeDeserializer) -> Result<Self, SerdeError> {
        let time = de.read_timestamp(schema)?;
        if matches!(time.secs(), i64::MIN | i64::MAX) {
            let id = schema.shape_id();
            return Err(SerdeError::custom(format!("{id} is out of range")));
        }
        Ok(time)
    }
}

impl Value for Document {
    fn write(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome {
        ser.write_document(framing(schema, &prelude::DOCUMENT), self)
    }

    fn read(schema: &Schema<'_>, de: &mut dyn ShapeDeserializer) -> Result<Self, SerdeError> {
        de.read_document(schema)
    }
}

impl Value for String {
    fn write(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome {
        ser.write_string(schema, self)
    }

    fn read(schema: &Schema<'_>, de: &mut dyn ShapeDeserializer) -> Result<Self, SerdeError> {
        de.read_string(schema)
    }

    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

/// Makes a structure the value of members. (A blanket implementation would forbid the one for `Box`.)
macro_rules! structure_value {
    ($name:ident) => {
        impl crate::runtime::Value for $name {
            fn write(
                &self,
                schema: &::aws_smithy_schema::Schema<'_>,
                ser: &mut dyn ::aws_smithy_schema::serde::ShapeSerializer,
            ) -> crate::runtime::Outcome {
                let shape = <Self as crate::runtime::Structure>::SHAPE.schema();
                let schema = crate::runtime::payload::framing(schema, shape);
                ser.write_struct(schema, &crate::runtime::Writable(self))
            }

            fn read(
                _: &::aws_smithy_schema::Schema<'_>,
                de: &mut dyn ::aws_smithy_schema::serde::ShapeDeserializer,
            ) -> ::std::result::Result<Self, ::aws_smithy_schema::serde::SerdeError> {
                crate::runtime::value::read_structure(de)
            }
        }
    };
}
pub(crate) use structure_value;

impl<T: Value> Value for Box<T> {
    fn write(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome {
        (**self).write(schema, ser)
    }

    fn read(schema: &Schema<'_>, de: &mut dyn ShapeDeserializer) -> Result<Self, SerdeError> {
        T::read(schema, de).map(Box::new)
    }
}

/// An element of a sparse list or map.
impl<T: Value> Value for Option<T> {
    fn write(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome {
        match self {
            Some(value) => value.write(schema, ser),
            None => ser.write_null(schema),
        }
    }

    fn read(schema: &Schema<'_>, de: &mut dyn ShapeDeserializer) -> Result<Self, SerdeError> {
        T::read(schema, de).map(Some)
    }

    fn null() -> Option<Self> {
        Some(None)
    }
}

/// Reads an element; `None` for a null that has no meaning here.
fn read_element<T: Value>(
    schema: &Schema<'_>,
    de: &mut dyn ShapeDeserializer,
) -> Result<Option<T>, SerdeError> {
    if de.is_null() {
        de.read_null()?;
        return Ok(T::null());
    }
    T::read(schema, de).map(Some)
}

impl<T: Value> Value for Vec<T> {
    fn write(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome {
        let element = schema.member().unwrap_or(&prelude::DOCUMENT);
        ser.write_list_with_length(schema, self.len(), &|ser| {
            self.iter().try_for_each(|item| item.write(element, ser))
        })
    }

    fn read(schema: &Schema<'_>, de: &mut dyn ShapeDeserializer) -> Result<Self, SerdeError> {
        let element = schema.member().unwrap_or(&prelude::DOCUMENT);
        let mut items = Vec::new();
        de.read_list(schema, &mut |de| {
            let item = read_element(element, de)?.ok_or_else(|| {
                SerdeError::custom(format!("null in the list {}", schema.shape_id()))
            })?;
            items.push(item);
            Ok(())
        })?;
        Ok(items)
    }
}

/// The key of a map: a string, or an enum.
pub trait Key: Eq + std::hash::Hash + Sized {
    /// The key as it is written.
    fn as_key(&self) -> &str;
    /// The key that was read.
    fn from_key(key: String) -> Self;
}

impl Key for String {
    fn as_key(&self) -> &str {
        self
    }

    fn from_key(key: String) -> Self {
        key
    }
}

impl<K: Key, V: Value> Value for HashMap<K, V> {
    fn write(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome {
        let key = schema.key().unwrap_or(&prelude::STRING);
        let element = schema.member().unwrap_or(&prelude::DOCUMENT);
        ser.write_map_with_length(schema, self.len(), &|ser| {
            self.iter().try_for_each(|(name, value)| {
                ser.write_string(key, name.as_key())?;
                value.write(element, ser)
            })
        })
    }

    /// A null in a map that is not sparse is dropped, as Smithy's protocol tests prescribe.
    fn read(schema: &Schema<'_>, de: &mut dyn ShapeDeserializer) -> Result<Self, SerdeError> {
        let element = schema.member().unwrap_or(&prelude::DOCUMENT);
        let mut entries = HashMap::new();
        de.read_map(schema, &mut |key, de| {
            if let Some(value) = read_element(element, de)? {
                entries.insert(K::from_key(key), value);
            }
            Ok(())
        })?;
        Ok(entries)
    }
}

/// The required member `name` of a draft, for `build()`.
///
/// # Errors
/// When the member was not set.
pub(crate) fn required<T>(value: Option<T>, name: &'static str) -> Result<T, BuildError> {
    value.ok_or_else(|| BuildError::missing_field(name, "it is required, and was not set"))
}
