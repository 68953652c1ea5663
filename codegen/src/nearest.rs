//! The name that a misspelt one may stand for.

use strsim::damerau_levenshtein;

use crate::model::name_of;

/// The candidate that is nearest to `name`: with shape ids, one of the same name in another namespace, or
/// else the one that differs in the fewest letters, a third of the name at most.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let most = (name_of(name).chars().count() / 3).max(1);
    let distance = |known: &str| match name_of(known) == name_of(name) {
        true => 0,
        false => damerau_levenshtein(known, name),
    };
    let near = candidates
        .into_iter()
        .map(|known| (distance(known), known))
        .filter(|(distance, known)| *distance <= most && *known != name);
    near.min().map(|(_, known)| known)
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
