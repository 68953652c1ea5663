//! The files that are not Rust: they come from templates.

use std::collections::BTreeMap;

use tera::{Context, Tera};

use super::{Content, Printed};
use crate::plan::CratePlan;

pub(super) fn emit(plan: &CratePlan) -> Vec<Printed> {
    TEMPLATES
        .iter()
        .map(|(path, template)| Printed {
            path: (*path).to_owned(),
            content: Content::Text(render(template, plan)),
        })
        .collect()
}

static TEMPLATES: &[(&str, &str)] = &[
    ("Cargo.toml", include_str!("templates/Cargo.toml.tera")),
    ("README.md", include_str!("templates/README.md.tera")),
];

fn render(template: &str, plan: &CratePlan) -> String {
    let mut context = Context::new();
    context.insert("package", &plan.package);
    context.insert("service", &plan.service);
    let operations: Vec<BTreeMap<&str, String>> = plan
        .operations
        .iter()
        .map(|operation| {
            BTreeMap::from([
                ("name", operation.model_name.clone()),
                ("method", operation.method.clone()),
                ("summary", crate::plan::docs::summary(&operation.docs)),
            ])
        })
        .collect();
    context.insert("operations", &operations);
    match Tera::one_off(template, &context, false) {
        Ok(text) => text,
        Err(error) => unreachable!("the templates are tested: {error}"),
    }
}
