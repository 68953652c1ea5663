//! Pages.

use serde_json::{Value, json};

use super::Case;

const PAGINATED: &str = "/shapes/t#Get/traits/smithy.api#paginated";

pub(super) fn cases() -> Vec<Case> {
    let pages = |name, paginated: Value| (name, vec![(PAGINATED, paginated)]);
    let tokens = |input: &str, output: &str| json!({"inputToken": input, "outputToken": output});
    let with = |key: &str, value: &str| {
        let mut paginated = tokens("token", "token");
        paginated[key] = json!(value);
        paginated
    };
    vec![
        pages("pages without a token", json!({"inputToken": "token"})),
        pages("a token that the input lacks", tokens("next", "token")),
        pages("a token that the output lacks", tokens("token", "next")),
        pages("tokens of two types", tokens("count", "token")),
        pages(
            "a token in what is no structure",
            tokens("token", "kind.token"),
        ),
        pages("a size that is a text", with("pageSize", "id")),
        pages("pages of what is no list", with("items", "kind")),
    ]
}
