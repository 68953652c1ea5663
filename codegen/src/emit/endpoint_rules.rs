//! Endpoint rules, as constant data.

use proc_macro2::TokenStream;
use quote::quote;

use super::tokens::ident;
use crate::plan::endpoints::{Condition, Diagram, Expr, Rule, RuleSet, Then};

pub(super) fn rule_set(plan: &RuleSet) -> TokenStream {
    let value = match plan {
        RuleSet::Tree(rules) => {
            let rules = rules.iter().map(rule);
            quote!(RuleSet::Tree(&[#(#rules),*]))
        }
        RuleSet::Diagram(plan) => diagram(plan),
    };
    quote! {
        static RULES: crate::runtime::rules::RuleSet = {
            #[allow(unused_imports, reason = "which of them depends on the rules")]
            use crate::runtime::rules::{
                Diagram, Expr, RuleSet, assign, endpoint, endpoint_with, error, holds, rules,
            };
            #value
        };
    }
}

fn diagram(plan: &Diagram) -> TokenStream {
    let conditions = plan.conditions.iter().map(condition);
    let results = plan.results.iter().map(rule);
    let nodes = plan.nodes.iter().map(|[condition, high, low]| {
        let numbers = [condition, high, low].map(|number| number.to_string());
        let numbers = numbers.iter().filter_map(|n| n.parse::<TokenStream>().ok());
        quote!([#(#numbers),*])
    });
    let root = proc_macro2::Literal::i32_unsuffixed(plan.root);
    quote! {
        RuleSet::Diagram(Diagram {
            conditions: &[#(#conditions),*],
            results: &[#(#results),*],
            nodes: &[#(#nodes),*],
            root: #root,
        })
    }
}

pub(super) fn rule(rule: &Rule) -> TokenStream {
    let conditions = rule.conditions.iter().map(condition);
    let conditions = quote!(&[#(#conditions),*]);
    match &rule.then {
        Then::Endpoint {
            url,
            headers,
            properties,
        } if headers.is_empty() && properties.is_empty() => {
            let url = expr(url);
            quote!(endpoint(#conditions, #url))
        }
        Then::Endpoint {
            url,
            headers,
            properties,
        } => {
            let (url, properties) = (expr(url), fields(properties));
            let headers = headers.iter().map(|(name, values)| {
                let values = values.iter().map(expr);
                quote!((#name, &[#(#values),*]))
            });
            quote!(endpoint_with(#conditions, #url, &[#(#headers),*], #properties))
        }
        Then::Error(message) => {
            let message = expr(message);
            quote!(error(#conditions, #message))
        }
        Then::Rules(rules) => {
            let rules = rules.iter().map(self::rule);
            quote!(rules(#conditions, &[#(#rules),*]))
        }
    }
}

fn condition(condition: &Condition) -> TokenStream {
    let test = expr(&condition.test);
    match &condition.assign {
        Some(name) => quote!(assign(#name, #test)),
        None => quote!(holds(#test)),
    }
}

fn fields(fields: &[(String, Expr)]) -> TokenStream {
    let fields = fields.iter().map(|(name, value)| {
        let value = expr(value);
        quote!((#name, #value))
    });
    quote!(&[#(#fields),*])
}

fn expr(plan: &Expr) -> TokenStream {
    match plan {
        Expr::Bool(value) => quote!(Expr::Bool(#value)),
        Expr::Int(value) => {
            let value = proc_macro2::Literal::usize_unsuffixed(*value);
            quote!(Expr::Int(#value))
        }
        Expr::Text(text) => quote!(Expr::Text(#text)),
        Expr::List(items) => {
            let items = items.iter().map(expr);
            quote!(Expr::List(&[#(#items),*]))
        }
        Expr::Object(object) => {
            let object = fields(object);
            quote!(Expr::Object(#object))
        }
        Expr::Ref(name) => quote!(Expr::Ref(#name)),
        Expr::Attr(of, path) => {
            let of = expr(of);
            quote!(Expr::Attr(&#of, #path))
        }
        Expr::Call(function, arguments) => {
            let function = ident(function);
            let arguments = arguments.iter().map(expr);
            quote!(Expr::#function(#(&#arguments),*))
        }
    }
}
