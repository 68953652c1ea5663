//! Endpoint rules, bindings and endpoint tests that are wrong, each in one way.

use codegen::model::Source;
use codegen::settings::Settings;
use serde_json::{Value, json};

#[test]
fn every_mistake_is_named() {
    let source = Source {
        name: "model.json".to_owned(),
        text: include_str!("endpoint_wrong.json").to_owned(),
    };
    let outcome = codegen::generate(&[source], &Settings::default(), &mut |_| {});
    let problems = outcome.expect_err("the model is wrong");
    let lines = problems.iter().map(|problem| {
        let shape = problem.shape.as_deref().unwrap_or_default();
        format!("{shape}: {}\n", problem.message)
    });
    insta::assert_snapshot!(lines.collect::<String>());
}

/// A diagram must not send the evaluator in circles, or anywhere that does not exist.
#[test]
fn diagrams_that_lead_nowhere() {
    let diagram = "/shapes/fixture.diagram#Service/traits/smithy.rules#endpointBdd";
    for (key, value) in [
        ("root", json!(-2)),
        ("root", json!(9)),
        ("nodeCount", json!(9)),
        ("nodes", json!("no base64!")),
        ("results", json!([])),
        ("conditions", json!([])),
        // The second node follows itself.
        (
            "nodes",
            json!("/////wAAAAH/////AAAAAAAAAAIF9eEBAAAAAAX14QEF9eEBAAAAAAX14QEF9eEB"),
        ),
    ] {
        let text = include_str!("../../tests/fixtures/endpoint_diagram/model.json");
        let mut model: Value = serde_json::from_str(text).expect("the fixture is JSON");
        let traits = model
            .pointer_mut(diagram)
            .expect("the fixture has a diagram");
        traits[key] = value.clone();
        let source = Source {
            name: "model.json".to_owned(),
            text: model.to_string(),
        };
        let outcome = codegen::generate(&[source], &Settings::default(), &mut |_| {});
        assert!(outcome.is_err(), "{key}: {value}");
    }
}
