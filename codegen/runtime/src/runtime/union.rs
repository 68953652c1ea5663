//! What every modelled union shares: one member of several.

use aws_smithy_schema::Schema;
use aws_smithy_schema::serde::{
    SerdeError, SerializableStruct, ShapeDeserializer, ShapeSerializer,
};

use super::schema::Shape;
use super::value::{Outcome, Value};

/// A modelled union.
pub trait Union: Sized + 'static {
    /// The shape of the model.
    const SHAPE: &'static Shape;
    /// Writes the member that is set.
    fn write_member(&self, writer: &mut UnionWriter<'_>) -> Outcome;
    /// Reads the member that `schema` describes.
    fn read_member(schema: &Schema<'_>, de: &mut dyn ShapeDeserializer)
    -> Result<Self, SerdeError>;
}

/// A union as the protocol's serialisers want it.
pub(crate) struct WritableUnion<'a, T>(pub(crate) &'a T);

impl<T: Union> SerializableStruct for WritableUnion<'_, T> {
    fn schema(&self) -> &Schema<'_> {
        T::SHAPE.schema()
    }

    fn serialize_members(&self, ser: &mut dyn ShapeSerializer) -> Outcome {
        let schema = T::SHAPE.schema();
        self.0.write_member(&mut UnionWriter { schema, ser })
    }
}

/// Writes the member of a union.
pub struct UnionWriter<'a> {
    schema: &'a Schema<'a>,
    ser: &'a mut dyn ShapeSerializer,
}

impl UnionWriter<'_> {
    /// Writes the member `name`.
    pub fn member<T: Value>(&mut self, name: &str, value: &T) -> Outcome {
        match self.schema.member_schema(name) {
            Some(member) => value.write(member, self.ser),
            None => self.unknown(),
        }
    }

    /// Writes the member `name`, which has no value.
    pub fn unit(&mut self, name: &str) -> Outcome {
        self.member(name, &Unit)
    }

    /// There is nothing to write for a member that the model does not have.
    pub fn unknown(&mut self) -> Outcome {
        let id = self.schema.shape_id();
        Err(SerdeError::custom(format!(
            "{id} has an unknown member, and cannot be sent"
        )))
    }
}

/// Reads the union that comes next. A member that is null is not set.
pub(crate) fn read_union<T: Union>(de: &mut dyn ShapeDeserializer) -> Result<T, SerdeError> {
    let schema = T::SHAPE.schema();
    let mut union = None;
    de.read_struct(schema, &mut |member, de| {
        if de.is_null() {
            return de.read_null();
        }
        let value = T::read_member(member, de)?;
        match union.replace(value) {
            None => Ok(()),
            Some(_) => Err(SerdeError::custom(format!(
                "two members of {}",
                schema.shape_id()
            ))),
        }
    })?;
    union.ok_or_else(|| SerdeError::custom(format!("no member of {}", schema.shape_id())))
}

/// Makes a union the value of members.
macro_rules! union_value {
    ($name:ident) => {
        impl crate::runtime::Value for $name {
            fn write(
                &self,
                schema: &::aws_smithy_schema::Schema<'_>,
                ser: &mut dyn ::aws_smithy_schema::serde::ShapeSerializer,
            ) -> crate::runtime::Outcome {
                let shape = <Self as crate::runtime::union::Union>::SHAPE.schema();
                let schema = crate::runtime::payload::framing(schema, shape);
                ser.write_struct(schema, &crate::runtime::union::WritableUnion(self))
            }

            fn read(
                _: &::aws_smithy_schema::Schema<'_>,
                de: &mut dyn ::aws_smithy_schema::serde::ShapeDeserializer,
            ) -> ::std::result::Result<Self, ::aws_smithy_schema::serde::SerdeError> {
                crate::runtime::union::read_union(de)
            }
        }
    };
}
pub(crate) use union_value;

/// The member of a union that has no value: an empty structure.
struct Unit;

impl Value for Unit {
    fn write(&self, schema: &Schema<'_>, ser: &mut dyn ShapeSerializer) -> Outcome {
        ser.write_struct(schema, self)
    }

    fn read(_: &Schema<'_>, de: &mut dyn ShapeDeserializer) -> Result<Self, SerdeError> {
        de.skip_value().map(|()| Self)
    }
}

impl SerializableStruct for Unit {
    fn schema(&self) -> &Schema<'_> {
        &aws_smithy_schema::prelude::DOCUMENT
    }

    fn serialize_members(&self, _: &mut dyn ShapeSerializer) -> Outcome {
        Ok(())
    }
}
