//! The first mistakes that one makes with a model written by hand, and what is said of each. Each model is
//! the good one with a piece of its text replaced.

use codegen::diagnostics::Diagnostic;

use crate::diagnostics::{problems, source};
use crate::{fixtures, snapshots};

const GOOD: &str = r#"{
  "smithy": "2.0",
  "shapes": {
    "example.recipes#Recipes": {
      "type": "service",
      "version": "2026-01-01",
      "operations": [{ "target": "example.recipes#GetRecipe" }],
      "traits": { "aws.protocols#restJson1": {}, "smithy.api#httpBearerAuth": {} }
    },
    "example.recipes#GetRecipe": {
      "type": "operation",
      "input": { "target": "example.recipes#GetRecipeInput" },
      "output": { "target": "example.recipes#Recipe" },
      "errors": [{ "target": "example.recipes#NoSuchRecipe" }],
      "traits": {
        "smithy.api#http": { "method": "GET", "uri": "/recipes/{id}" }
      }
    },
    "example.recipes#GetRecipeInput": {
      "type": "structure",
      "members": {
        "id": {
          "target": "smithy.api#String",
          "traits": { "smithy.api#httpLabel": {}, "smithy.api#required": {} }
        }
      }
    },
    "example.recipes#Recipe": {
      "type": "structure",
      "members": {
        "name": { "target": "smithy.api#String" },
        "steps": { "target": "example.recipes#Steps" }
      }
    },
    "example.recipes#Steps": {
      "type": "list",
      "member": { "target": "smithy.api#String" }
    },
    "example.recipes#NoSuchRecipe": {
      "type": "structure",
      "members": { "message": { "target": "smithy.api#String" } },
      "traits": { "smithy.api#error": "client" }
    }
  }
}
"#;

/// The mistakes: what each is, which text is replaced, and by what.
const MISTAKES: &[(&str, &str, &str)] = &[
    (
        "a comma too many",
        "\"smithy.api#error\": \"client\" }\n",
        "\"smithy.api#error\": \"client\" },\n",
    ),
    (
        "a target without its namespace",
        "\"name\": { \"target\": \"smithy.api#String\" }",
        "\"name\": { \"target\": \"String\" }",
    ),
    (
        "a misspelt target",
        "\"example.recipes#Steps\" }",
        "\"example.recipes#Step\" }",
    ),
    (
        "a target that is no object",
        "\"name\": { \"target\": \"smithy.api#String\" }",
        "\"name\": \"smithy.api#String\"",
    ),
    (
        "a misspelt trait",
        "\"smithy.api#required\"",
        "\"smithy.api#requird\"",
    ),
    (
        "a trait without its value",
        ", \"uri\": \"/recipes/{id}\" }",
        " }",
    ),
    (
        "a trait whose value is of the wrong type",
        "\"smithy.api#error\": \"client\"",
        "\"smithy.api#error\": {}",
    ),
    ("a misspelt key of a shape", "\"member\": {", "\"membr\": {"),
    (
        "a type that Smithy lacks",
        "\"type\": \"list\"",
        "\"type\": \"array\"",
    ),
    (
        "a label that is not in the URI",
        "/recipes/{id}",
        "/recipes",
    ),
    (
        "a label in the URI that is no member",
        "/recipes/{id}",
        "/recipes/{id}/{step}",
    ),
    (
        "a label that may be absent",
        ", \"smithy.api#required\": {}",
        "",
    ),
    (
        "an error that does not say so",
        ",\n      \"traits\": { \"smithy.api#error\": \"client\" }",
        "",
    ),
    (
        "an operation that the service does not list",
        "[{ \"target\": \"example.recipes#GetRecipe\" }]",
        "[]",
    ),
    ("no protocol", "\"aws.protocols#restJson1\": {}, ", ""),
];

fn of(text: &str) -> Vec<Diagnostic> {
    problems(&[source("recipes.json", text)])
}

#[test]
fn the_good_model_is_good() {
    assert_eq!(of(GOOD), []);
}

/// Wherever a file ends, however its lines do, its problem can be shown.
#[test]
fn files_that_end_too_early_are_shown() {
    for text in [GOOD.to_owned(), GOOD.replace('\n', "  \r\n")] {
        for end in (0..text.len()).step_by(7) {
            for tail in ["", "      ", "  \r\n"] {
                for problem in of(&format!("{}{tail}", &text[..end])) {
                    assert!(problem.to_string().contains(&problem.help), "{problem:?}");
                }
            }
        }
    }
}

/// A long line is cut around the place, also where that is among blanks.
#[test]
fn places_in_long_lines_are_shown() {
    for blanks in 0..150 {
        let uri = format!("/{}{}x/{{id}}x", "x".repeat(100), " ".repeat(blanks));
        let problems = of(&GOOD.replace("/recipes/{id}", &uri));
        assert!(!problems.is_empty());
        for problem in problems {
            assert!(problem.to_string().contains(&problem.help), "{problem:?}");
        }
    }
}

/// Names in a model do not command the terminal.
#[test]
fn control_characters_are_not_printed() {
    let name = "Steps\\u001b[31m\\u001b]0;x\\u0007\\rover";
    let problems = of(&GOOD.replace("example.recipes#Steps\": {", &format!("{name}\": {{")));
    assert!(!problems.is_empty());
    for problem in problems {
        let is_raw = |c: char| c.is_control() && c != '\n';
        assert!(!problem.to_string().contains(is_raw), "{problem:?}");
    }
}

#[test]
fn what_newcomers_read() {
    let mut shown = String::new();
    for (name, old, new) in MISTAKES {
        assert_eq!(GOOD.matches(old).count(), 1, "{name}");
        let problems = of(&GOOD.replace(old, new));
        assert!(!problems.is_empty(), "{name}");
        for problem in &problems {
            assert!(problem.excerpt.is_some(), "{name}: {problem}");
        }
        shown.push_str(&format!("## {name}\n{}\n\n", fixtures::show(&problems)));
    }
    snapshots::assert("newcomers", shown.trim());
}
