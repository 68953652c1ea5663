//! The shapes that every model may use without defining them
//! (<https://smithy.io/2.0/spec/model.html#prelude>).

use super::traits::Traits;
use super::{Kind, Members, Shape, Simple, UNIT};

/// The shapes of the namespace `smithy.api`.
pub(super) fn shapes() -> impl Iterator<Item = Shape> {
    let simple = SIMPLE
        .iter()
        .map(|(name, simple)| shape(format!("smithy.api#{name}"), Kind::Simple(*simple)));
    simple.chain([shape(UNIT.to_owned(), Kind::Structure(Members::new()))])
}

fn shape(id: String, kind: Kind) -> Shape {
    Shape {
        id,
        file: String::new(),
        renamed: None,
        traits: Traits::default(),
        kind,
    }
}

const SIMPLE: &[(&str, Simple)] = &[
    ("BigDecimal", Simple::BigDecimal),
    ("BigInteger", Simple::BigInteger),
    ("Blob", Simple::Blob),
    ("Boolean", Simple::Boolean),
    ("Byte", Simple::Byte),
    ("Document", Simple::Document),
    ("Double", Simple::Double),
    ("Float", Simple::Float),
    ("Integer", Simple::Integer),
    ("Long", Simple::Long),
    ("PrimitiveBoolean", Simple::Boolean),
    ("PrimitiveByte", Simple::Byte),
    ("PrimitiveDouble", Simple::Double),
    ("PrimitiveFloat", Simple::Float),
    ("PrimitiveInteger", Simple::Integer),
    ("PrimitiveLong", Simple::Long),
    ("PrimitiveShort", Simple::Short),
    ("Short", Simple::Short),
    ("String", Simple::String),
    ("Timestamp", Simple::Timestamp),
];
