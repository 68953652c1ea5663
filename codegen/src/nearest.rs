//! The names that a misspelt one may stand for.

use strsim::damerau_levenshtein;

use crate::model::name_of;

/// The candidate that is nearest to `name`, if one is near.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    near(name, candidates).min().map(|(_, known)| known)
}

/// A help that asks whether the nearest candidate is meant, or else the other help.
pub(crate) fn meant<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    otherwise: impl Into<String>,
) -> String {
    nearest(name, candidates).map_or_else(|| otherwise.into(), ask)
}

/// The question whether a name is meant.
pub(crate) fn ask(name: &str) -> String {
    format!("is `{name}` meant?")
}

/// The candidates that are near to `name`, each with how many letters differ: a third at most. A shape id is
/// near to one of the same name in another namespace, or of another name in the same namespace.
pub(crate) fn near<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> impl Iterator<Item = (usize, &'a str)> {
    let wanted = name_of(name);
    let most = (wanted.chars().count() / 3).max(1);
    let distance = move |known: &str| match name_of(known) {
        same if same == wanted => Some(0),
        other if other.len().abs_diff(wanted.len()) > most => None,
        other => (namespace(known) == namespace(name)).then(|| damerau_levenshtein(other, wanted)),
    };
    candidates
        .into_iter()
        .filter(move |known| *known != name)
        .filter_map(move |known| Some((distance(known)?, known)))
        .filter(move |(distance, _)| *distance <= most)
}

/// What stands before the name of a shape id.
fn namespace(id: &str) -> &str {
    id.strip_suffix(name_of(id)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn the_nearest_name_is_found() {
        let near = |name| {
            nearest(
                name,
                ["a#Kind", "a#Kinds", "smithy.api#String", "structure"],
            )
        };
        assert_eq!(near("a#Kin"), Some("a#Kind"));
        assert_eq!(near("a#Knid"), Some("a#Kind"));
        assert_eq!(near("String"), Some("smithy.api#String"));
        assert_eq!(near("strucure"), Some("structure"));
        assert_eq!(near("a#Nowhere"), None);
        assert_eq!(near("x"), None);
    }
}
