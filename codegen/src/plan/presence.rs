//! Whether a member may be absent (<https://smithy.io/2.0/spec/aggregate-types.html#optionality>), by
//! the rules of the official client: what a later model may turn optional is optional already.

use serde_json::Value;

use super::types::{Type, Types};
use crate::model::Member;

/// Whether a structure cannot be built without the member: it is required, has no default, and is of a
/// type that has to be there.
pub(crate) fn is_demanded(types: &Types<'_>, member: &Member) -> bool {
    member.traits.has("smithy.api#required")
        && default(member).is_none()
        && can_be_bare(types, member)
}

/// The default of a member that is never absent because of it.
pub(crate) fn bare_default<'a>(types: &Types<'_>, member: &'a Member) -> Option<&'a Value> {
    default(member).filter(|_| can_be_bare(types, member))
}

/// Whether the field of a member is an `Option`, in a structure that is not an input.
pub(crate) fn is_optional(types: &Types<'_>, member: &Member) -> bool {
    bare_default(types, member).is_none() && !is_demanded(types, member)
}

fn default(member: &Member) -> Option<&Value> {
    let default = member.traits.get("smithy.api#default");
    default.filter(|value| !value.is_null() && !member.traits.has("smithy.api#addedDefault"))
}

/// Structures and unions may get members without a default later. (A stream is never absent, whatever
/// its traits say.)
fn can_be_bare(types: &Types<'_>, member: &Member) -> bool {
    !member.traits.has("smithy.api#clientOptional")
        && !types.model.is_stream(member)
        && !matches!(
            types.of(&member.target),
            Type::Structure(_) | Type::Error(_) | Type::Union(_)
        )
}
