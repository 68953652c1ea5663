//! From a model and its plan to what users of the client see: the items that are compared. Knows no
//! verdicts.

use std::collections::BTreeSet;

use super::item::{Aspect, Class, Flow, Item, Key, Surface};
use super::{member, operation};
use crate::model::{Closure, Member, Model, Shape, Traits};
use crate::plan::CratePlan;
use crate::plan::auth::Scheme;
use crate::plan::operations::Operation;
use crate::plan::pagination::Pagination;
use crate::plan::shapes::{Enum, Field, Role, Structure, Union, Variant};
use crate::plan::waiters::Waiter;

/// What users of the client of a model see.
pub(super) fn of(model: &Model, plan: &CratePlan) -> Surface {
    let mut sketch = Sketch {
        model,
        plan,
        sent: reached(model, plan.operations.iter().map(|o| &o.input.id)),
        received: reached(
            model,
            plan.operations
                .iter()
                .map(|o| &o.output.id)
                .chain(plan.errors.iter().map(|error| &error.id)),
        ),
        surface: Surface::new(),
    };
    sketch.service();
    for operation in &plan.operations {
        sketch.operation(operation);
    }
    for structure in plan.structures.iter().chain(&plan.errors) {
        let flow = sketch.flow(&structure.id);
        sketch.structure(structure, None, flow);
    }
    for union in &plan.unions {
        sketch.union(union);
    }
    for plan in &plan.enums {
        sketch.enumeration(plan);
    }
    sketch.endpoint();
    sketch.surface
}

/// All shapes that some shapes reach.
fn reached<'a>(model: &Model, ids: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    ids.flat_map(|id| Closure::from(model, id)).collect()
}

struct Sketch<'a> {
    model: &'a Model,
    plan: &'a CratePlan,
    /// The shapes that inputs reach.
    sent: BTreeSet<String>,
    /// The shapes that outputs and errors reach.
    received: BTreeSet<String>,
    surface: Surface,
}

impl Sketch<'_> {
    fn flow(&self, id: &str) -> Flow {
        Flow {
            sent: self.sent.contains(id),
            received: self.received.contains(id),
        }
    }

    fn add(&mut self, class: Class, name: &str, item: Item) -> Key {
        let key = (class, name.to_owned());
        self.surface.insert(key.clone(), item);
        key
    }

    fn service(&mut self) {
        let (shape, service) = (self.model.service().0, &self.plan.service);
        let auth = &self.plan.auth;
        let mut item = Item::new(format!("service `{}`", service.sdk_id), &shape.id);
        documented(&mut item, &shape.traits, None);
        item.says(Aspect::SdkId, &service.sdk_id);
        item.says(Aspect::Title, &service.title);
        item.says(Aspect::ApiVersion, &service.version);
        item.says(Aspect::SigningName, &auth.signing_name);
        item.says(Aspect::Auth, operation::schemes(&auth.defaults));
        item.says(
            Aspect::EndpointRules,
            operation::json(&self.plan.endpoints.rules),
        );
        // Every configuration has the methods of the others.
        let with_methods = |scheme: &&Scheme| !matches!(scheme, Scheme::SigV4 | Scheme::NoAuth);
        for scheme in auth.schemes.iter().filter(with_methods) {
            item.says_of(Aspect::AuthScheme, &operation::scheme_name(scheme), "");
        }
        // The service is what it is about, whatever its name.
        self.add(Class::Service, "", item);
    }

    fn operation(&mut self, plan: &Operation) {
        let shape = self.model.shape(&plan.id);
        let mut item = Item::new(format!("operation `{}`", plan.name), &plan.id);
        documented(&mut item, &shape.traits, plan.deprecated.as_ref());
        operation::describe(self.plan, shape, plan, &mut item);
        let key = self.add(Class::Operation, &plan.name, item);

        let [sent, received] = [true, false].map(|sent| Flow {
            sent,
            received: !sent,
        });
        self.structure(&plan.input, Some(&key), sent);
        self.structure(&plan.output, Some(&key), received);
        if let Some(pagination) = &plan.pagination {
            self.paginator(plan, pagination, &key);
        }
        for waiter in &plan.waiters {
            self.waiter(plan, waiter, &key);
        }
    }

    fn paginator(&mut self, operation: &Operation, plan: &Pagination, parent: &Key) {
        let mut item = Item::new(format!("paginator `{}`", plan.paginator), &operation.id);
        operation::paginator(plan, &mut item);
        let item = item.of(parent, Flow::default());
        self.add(Class::Paginator, &operation.name, item);
    }

    fn waiter(&mut self, operation: &Operation, plan: &Waiter, parent: &Key) {
        let mut item = Item::new(format!("waiter `{}`", plan.method), &operation.id);
        operation::waiter(plan, &mut item);
        self.add(
            Class::Waiter,
            &plan.method,
            item.of(parent, Flow::default()),
        );
    }

    /// A structure, and its members: of an operation, or a type of its own.
    fn structure(&mut self, plan: &Structure, parent: Option<&Key>, flow: Flow) {
        let shape = self.model.shape(&plan.id);
        let (class, noun) = match plan.role {
            Role::Error => (Class::Error, "error"),
            _ => (Class::Structure, "structure"),
        };
        let mut item = Item::new(format!("{noun} `{}`", plan.name), &plan.id);
        documented(&mut item, &shape.traits, plan.deprecated.as_ref());
        let traits = [
            ("Clone", plan.stream().is_none()),
            ("Default", plan.is_own_draft()),
            ("PartialEq", plan.stream().is_none()),
        ];
        for (name, _) in traits.into_iter().filter(|(_, is_there)| *is_there) {
            item.says_of(Aspect::Trait, name, "");
        }
        // What builds an input may fail whatever its members are.
        item.says_if(
            plan.role != Role::Input && plan.is_fallible(),
            Aspect::FallibleBuilder,
        );
        if plan.role == Role::Error {
            item.says(Aspect::Code, plan.shape_name());
            let status = shape.traits.get("smithy.api#httpError");
            item.says_some(Aspect::StatusCode, status.map(ToString::to_string));
            item.says_some(
                Aspect::Retryable,
                plan.retryable.map(|kind| format!("{kind:?}")),
            );
        }
        item.parent = parent.cloned();
        item.flow = flow;
        let key = self.add(class, &plan.name, item);
        for field in &plan.members {
            self.member(plan, field, &key, flow);
        }
    }

    fn member(&mut self, structure: &Structure, field: &Field, parent: &Key, flow: Flow) {
        let (shape, members) = self.model.structure(&structure.id);
        let label = format!("member `{}::{}`", structure.name, field.name);
        let mut item = Item::new(label, &shape.id);
        let member = field.wire.as_ref().and_then(|wire| members.get(&wire.name));
        // Every error has a message, whether or not the model says so.
        match member {
            Some(member) => {
                item.shape = shape.member_id(member);
                member_docs(&mut item, self.model, member, field.deprecated.as_ref());
                member::describe(self.model, member, field, &structure.role, &mut item);
                let is_token = member.traits.has("smithy.api#idempotencyToken");
                item.says_if(
                    structure.role == Role::Input && is_token,
                    Aspect::IdempotencyToken,
                );
            }
            None => item.says(Aspect::Type, member::type_name(&field.ty)),
        }
        let name = format!("{}::{}", structure.name, field.name);
        self.add(Class::Member, &name, item.of(parent, flow));
    }

    fn union(&mut self, plan: &Union) {
        let shape = self.model.shape(&plan.id);
        let flow = self.flow(&plan.id);
        let mut item = Item::new(format!("union `{}`", plan.name), &plan.id);
        documented(&mut item, &shape.traits, plan.deprecated.as_ref());
        if let Some(events) = &plan.events {
            operation::error_cases(&mut item, &events.cases, |case| &case.code);
        }
        item.flow = flow;
        let key = self.add(Class::Union, &plan.name, item);
        for variant in &plan.members {
            let name = format!("{}::{}", plan.name, variant.variant);
            let mut item = Item::new(format!("variant `{name}`"), &plan.id);
            let member = shape
                .named_members()
                .and_then(|m| m.get(&variant.wire.name));
            let ty = variant.ty.as_ref();
            item.says(Aspect::Type, ty.map_or("()".to_owned(), member::type_name));
            item.says_if(variant.sensitive, Aspect::Sensitive);
            if let Some(member) = member {
                item.shape = shape.member_id(member);
                member_docs(&mut item, self.model, member, variant.deprecated.as_ref());
                member::carried(self.model, member, &variant.wire, &mut item);
                member::limits(self.model, member, "", &mut item);
            }
            self.add(Class::Variant, &name, item.of(&key, flow));
        }
    }

    fn enumeration(&mut self, plan: &Enum) {
        let shape = self.model.shape(&plan.id);
        let flow = self.flow(&plan.id);
        let mut item = Item::new(format!("enum `{}`", plan.name), &plan.id);
        documented(&mut item, &shape.traits, plan.deprecated.as_ref());
        item.says_if(plan.is_named, Aspect::NamedValues);
        item.flow = flow;
        let key = self.add(Class::Enum, &plan.name, item);
        for variant in &plan.variants {
            let (class, name) = match plan.is_named {
                true => (Class::Value, &variant.name),
                false => (Class::UnnamedValue, &variant.value),
            };
            let name = format!("{}::{name}", plan.name);
            let mut item = Item::new(format!("value `{name}`"), &plan.id);
            value(&mut item, shape, variant);
            self.add(class, &name, item.of(&key, flow));
        }
    }

    fn endpoint(&mut self) {
        let (service, endpoints) = (self.model.service().0, &self.plan.endpoints);
        let parent = (Class::Service, String::new());
        for param in &endpoints.client_params {
            let label = format!("setting `{}`", param.method);
            let mut item = Item::new(label, &service.id);
            item.says(Aspect::Type, format!("{:?}", param.ty));
            item.says(Aspect::Documentation, &param.docs);
            let item = item.of(&parent, Flow::default());
            self.add(Class::Setting, &param.method, item);
        }
        for param in &endpoints.params {
            let label = format!("endpoint parameter `{}`", param.field);
            let mut item = Item::new(label, &service.id);
            item.says(Aspect::Type, format!("{:?}", param.ty));
            item.says_some(Aspect::Default, param.default.as_ref().map(operation::json));
            item.says(Aspect::Documentation, &param.docs);
            let item = item.of(&parent, Flow::default());
            self.add(Class::Parameter, &param.field, item);
        }
    }
}

/// Says what documentation says of a shape.
fn documented(item: &mut Item, traits: &Traits, deprecated: Option<&String>) {
    let text = traits.text("smithy.api#documentation");
    item.says_some(Aspect::Documentation, text.map(str::to_owned));
    item.says_some(Aspect::Deprecated, deprecated.cloned());
}

/// Says what documentation says of a member, or else of its target.
fn member_docs(item: &mut Item, model: &Model, member: &Member, deprecated: Option<&String>) {
    let text = model.member_trait(member, "smithy.api#documentation");
    let text = text.and_then(|text| text.as_str());
    item.says_some(Aspect::Documentation, text.map(str::to_owned));
    item.says_some(Aspect::Deprecated, deprecated.cloned());
}

fn value(item: &mut Item, shape: &Shape, variant: &Variant) {
    item.says(Aspect::Code, &variant.value);
    item.says(Aspect::Documentation, &variant.docs);
    item.says_some(Aspect::Deprecated, variant.deprecated.clone());
    let mut members = shape.named_members().into_iter().flat_map(|m| m.values());
    let is_it = |member: &&Member| {
        let value = member.traits.text("smithy.api#enumValue");
        value.unwrap_or(&member.name) == variant.value
    };
    if let Some(member) = members.find(is_it) {
        item.shape = shape.member_id(member);
    }
}
