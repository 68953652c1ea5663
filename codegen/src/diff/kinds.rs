//! The kinds of change, and what each means: one table. Knows no models.

use serde::Serialize;

use super::item::Aspect::{self, *};
use super::item::Class::{self, *};
use super::item::{Flow, Item};
use Api::{Additive, BehaviourChanging, SourceBreaking};
use Subject::{Fact, Item as Whole};
use Wire::{Compatible, Incompatible};

/// What a change means to programs that use the emitted crate, the gravest last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Api {
    /// Nothing.
    Unchanged,
    /// They compile as before, and can do more.
    Additive,
    /// They compile as before, and do something else.
    BehaviourChanging,
    /// Some of them do not compile any more.
    SourceBreaking,
}

/// What a change means to a client of the old model that meets a service of the new one, the gravest
/// last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wire {
    /// Nothing: messages are as they were.
    Unchanged,
    /// Messages change, and the client copes.
    Compatible,
    /// The client sends what the service does not take, or misreads what the service sends.
    Incompatible,
}

/// A kind of change.
#[derive(Debug)]
pub struct Kind {
    /// What the kind is called.
    pub name: &'static str,
    /// What changes.
    subjects: &'static [Subject],
    /// How it changes.
    steps: &'static [Step],
    /// When else the row is the right one; always, unless set.
    when: Option<fn(&Facts<'_>) -> bool>,
    /// What it means to programs.
    pub api: Api,
    /// What it means to messages.
    pub wire: Wire,
    /// Why it means that.
    pub reason: &'static str,
}

/// What changes: an item as a whole, or something that is said of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Subject {
    Item(Class),
    Fact(Aspect),
}

/// How something changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Step {
    Added,
    Removed,
    Changed,
    /// Less is allowed than before.
    Narrowed,
    /// More is allowed than before.
    Widened,
}

/// What the verdict on a change may depend on.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    /// The item as it is, or was before it was removed.
    pub(super) item: &'a Item,
    /// Who said it, before the change.
    pub(super) flow: Flow,
}

/// The row for a change: the first that fits.
pub(super) fn kind(subject: Subject, step: Step, facts: &Facts<'_>) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| {
        kind.subjects.contains(&subject)
            && kind.steps.contains(&step)
            && kind.when.is_none_or(|when| when(facts))
    })
}

const ANY: &[Step] = &[Step::Added, Step::Removed, Step::Changed];
const ADDED: &[Step] = &[Step::Added];
const REMOVED: &[Step] = &[Step::Removed];
const CHANGED: &[Step] = &[Step::Changed];
const NARROWED: &[Step] = &[Step::Narrowed];
const WIDENED: &[Step] = &[Step::Widened];

fn is_sent(facts: &Facts<'_>) -> bool {
    facts.flow.sent
}

fn is_received(facts: &Facts<'_>) -> bool {
    facts.flow.received
}

/// Whether a structure cannot be built without the member.
fn is_demanded(facts: &Facts<'_>) -> bool {
    facts.item.has(Bare) && !facts.item.has(Default)
}

const fn row(
    name: &'static str,
    subjects: &'static [Subject],
    steps: &'static [Step],
    when: Option<fn(&Facts<'_>) -> bool>,
    api: Api,
    wire: Wire,
    reason: &'static str,
) -> Kind {
    Kind {
        name,
        subjects,
        steps,
        when,
        api,
        wire,
        reason,
    }
}

const API_UNCHANGED: Api = Api::Unchanged;
const WIRE_UNCHANGED: Wire = Wire::Unchanged;

const TYPES: &[Subject] = &[Whole(Structure), Whole(Error), Whole(Union), Whole(Enum)];

/// All kinds of change. Of several rows for one change, the first that fits counts.
#[rustfmt::skip]
pub static KINDS: &[Kind] = &[
    row("service-added", &[Whole(Service)], ADDED, None, Additive, WIRE_UNCHANGED,
        "The crate is new."),
    row("service-removed", &[Whole(Service)], REMOVED, None, SourceBreaking, Incompatible,
        "Nothing is left to call."),
    row("operation-added", &[Whole(Operation)], ADDED, None, Additive, Compatible,
        "The client gets a method; older clients do not call it."),
    row("operation-removed", &[Whole(Operation)], REMOVED, None, SourceBreaking, Incompatible,
        "The client loses a method; the service does not know the call any more."),
    row("paginator-added", &[Whole(Paginator)], ADDED, None, Additive, WIRE_UNCHANGED,
        "The fluent builder gets `into_paginator`."),
    row("paginator-removed", &[Whole(Paginator)], REMOVED, None, SourceBreaking, WIRE_UNCHANGED,
        "The fluent builder loses `into_paginator`."),
    row("waiter-added", &[Whole(Waiter)], ADDED, None, Additive, WIRE_UNCHANGED,
        "The client gets a method that waits."),
    row("waiter-removed", &[Whole(Waiter)], REMOVED, None, SourceBreaking, WIRE_UNCHANGED,
        "The client loses a method that waits."),
    row("type-added", TYPES, ADDED, None, Additive, WIRE_UNCHANGED,
        "The crate gets a type; what carries it is a change of its own."),
    row("type-removed", TYPES, REMOVED, None, SourceBreaking, WIRE_UNCHANGED,
        "Programs that name the type do not compile; what carried it is a change of its own."),
    row("demanded-request-member-added", &[Whole(Member)], ADDED,
        Some(|facts| is_sent(facts) && is_demanded(facts)), BehaviourChanging, Incompatible,
        "`build()` fails where the member is not set; the service refuses requests without it."),
    row("required-request-member-added", &[Whole(Member)], ADDED,
        Some(|facts| is_sent(facts) && facts.item.has(Required)), Additive, Incompatible,
        "Programs compile without it, but the service refuses requests without it."),
    row("demanded-response-member-added", &[Whole(Member)], ADDED,
        Some(is_demanded), BehaviourChanging, Compatible,
        "`build()` fails where the member is not set, as in tests; older clients skip it."),
    row("member-added", &[Whole(Member)], ADDED, None, Additive, Compatible,
        "Structures are non-exhaustive; older clients do not send the member, or skip it."),
    row("request-member-removed", &[Whole(Member)], REMOVED, Some(is_sent), SourceBreaking, Incompatible,
        "Programs that set the member do not compile; the service ignores or refuses what older clients \
         send."),
    row("demanded-response-member-removed", &[Whole(Member)], REMOVED,
        Some(is_demanded), SourceBreaking, Incompatible,
        "Programs that read the member do not compile; older clients have no way to say that it is absent, \
         and read it as zero or empty."),
    row("response-member-removed", &[Whole(Member)], REMOVED, None, SourceBreaking, Compatible,
        "Programs that read the member do not compile; older clients find it absent."),
    row("variant-added", &[Whole(Variant)], ADDED, None, Additive, Compatible,
        "Unions are non-exhaustive; older clients read the variant as `Unknown`."),
    row("request-variant-removed", &[Whole(Variant)], REMOVED, Some(is_sent), SourceBreaking, Incompatible,
        "Programs that name the variant do not compile; the service refuses what older clients send."),
    row("response-variant-removed", &[Whole(Variant)], REMOVED, None, SourceBreaking, Compatible,
        "Programs that name the variant do not compile; older clients do not meet it any more."),
    row("value-added", &[Whole(Value)], ADDED, None, Additive, Compatible,
        "Enums are non-exhaustive; older clients read the value as `Unknown`, and keep it."),
    row("request-value-removed", &[Whole(Value)], REMOVED, Some(is_sent), SourceBreaking, Incompatible,
        "Programs that name the value do not compile; the service refuses what older clients send."),
    row("response-value-removed", &[Whole(Value)], REMOVED, None, SourceBreaking, Compatible,
        "Programs that name the value do not compile; older clients do not meet it any more."),
    row("unnamed-value-added", &[Whole(UnnamedValue)], ADDED, None, BehaviourChanging, Compatible,
        "`values()` lists one more; the type is a text, and takes any value."),
    row("unnamed-request-value-removed", &[Whole(UnnamedValue)], REMOVED,
        Some(is_sent), BehaviourChanging, Incompatible,
        "`values()` lists one less; the service refuses what older clients send."),
    row("unnamed-response-value-removed", &[Whole(UnnamedValue)], REMOVED,
        None, BehaviourChanging, Compatible,
        "`values()` lists one less; older clients do not meet it any more."),
    row("endpoint-parameter-added", &[Whole(Setting), Whole(Parameter)], ADDED,
        None, Additive, WIRE_UNCHANGED,
        "The parameters of the endpoint rules, or the client's configuration, get a method."),
    row("endpoint-parameter-removed", &[Whole(Setting), Whole(Parameter)], REMOVED,
        None, SourceBreaking, WIRE_UNCHANGED,
        "The parameters of the endpoint rules, or the client's configuration, lose a method."),
    row("type-changed", &[Fact(Type)], ANY, None, SourceBreaking, WIRE_UNCHANGED,
        "The field and its methods have another type; what that means to messages is a change of its own."),
    row("became-bare", &[Fact(Bare)], &[Step::Added, Step::Changed], None, SourceBreaking, WIRE_UNCHANGED,
        "The field is no `Option` any more."),
    row("demanded-response-member-became-optional", &[Fact(Bare)], REMOVED,
        Some(|facts| is_received(facts) && is_demanded(facts)), SourceBreaking, Incompatible,
        "The field becomes an `Option`; older clients have no way to say that it is absent, and read it as \
         zero or empty."),
    row("became-optional", &[Fact(Bare)], REMOVED, None, SourceBreaking, WIRE_UNCHANGED,
        "The field becomes an `Option`."),
    row("request-member-became-required", &[Fact(Required)], &[Step::Added, Step::Changed],
        Some(is_sent), API_UNCHANGED, Incompatible,
        "The service refuses requests without the member, which older clients may send."),
    row("response-member-became-required", &[Fact(Required)], &[Step::Added, Step::Changed],
        None, API_UNCHANGED, Compatible,
        "The service promises more; whether the field changes is a change of its own."),
    row("no-longer-required", &[Fact(Required)], REMOVED, None, API_UNCHANGED, Compatible,
        "Messages may lack the member; whether the field changes is a change of its own."),
    row("default-changed", &[Fact(Default)], ANY, None, BehaviourChanging, Compatible,
        "Where no value is given, another one counts."),
    row("wire-type-changed", &[Fact(WireType)], ANY, None, API_UNCHANGED, Incompatible,
        "Messages carry the value in another form, or a shape of another name, which need not have the same \
         members."),
    row("binding-changed", &[Fact(Binding)], ANY, None, API_UNCHANGED, Incompatible,
        "Older clients write the member, or look for it, where it is not expected any more."),
    row("media-type-changed", &[Fact(MediaType)], ANY, None, API_UNCHANGED, Incompatible,
        "Older clients write or read the value as what it is not any more."),
    row("became-sensitive", &[Fact(Sensitive)], &[Step::Added, Step::Changed],
        None, BehaviourChanging, WIRE_UNCHANGED,
        "`Debug` hides the value."),
    row("no-longer-sensitive", &[Fact(Sensitive)], REMOVED, None, BehaviourChanging, WIRE_UNCHANGED,
        "`Debug` shows the value, so logs may too."),
    row("idempotency-token-changed", &[Fact(IdempotencyToken)], ANY, None, BehaviourChanging, Compatible,
        "Where no token is set, the client makes one, or does not any more."),
    row("request-limit-narrowed", &[Fact(Limit)], NARROWED, Some(is_sent), API_UNCHANGED, Incompatible,
        "The service refuses values that it took; clients do not check them."),
    row("response-limit-narrowed", &[Fact(Limit)], NARROWED, None, API_UNCHANGED, Compatible,
        "The service promises more; clients do not check it."),
    row("limit-widened", &[Fact(Limit)], WIDENED, None, API_UNCHANGED, Compatible,
        "Values are allowed that were not; clients do not check them."),
    row("error-case-added", &[Fact(ErrorCase)], ADDED, None, Additive, Compatible,
        "Enums of errors are non-exhaustive; older clients have the error as an unhandled one."),
    row("error-case-removed", &[Fact(ErrorCase)], REMOVED, None, SourceBreaking, Compatible,
        "Programs that name the variant do not compile; older clients do not meet it any more."),
    row("code-changed", &[Fact(Code), Fact(ErrorCase)], ANY, None, API_UNCHANGED, Incompatible,
        "Messages call it something else: older clients do not know what they read, and the service not \
         what they send."),
    row("http-changed", &[Fact(Http)], ANY, None, API_UNCHANGED, Incompatible,
        "Older clients send requests to a method and path that the service does not know."),
    row("host-prefix-changed", &[Fact(HostPrefix)], ANY, None, API_UNCHANGED, Incompatible,
        "Older clients send requests to another host."),
    row("status-code-changed", &[Fact(StatusCode)], ANY, None, API_UNCHANGED, Compatible,
        "Clients take every code of success for success, and tell errors apart by their names."),
    row("auth-narrowed", &[Fact(Auth)], NARROWED, None, BehaviourChanging, Incompatible,
        "Clients authenticate in another way; a way that older ones may use does not count any more."),
    row("auth-widened", &[Fact(Auth)], WIDENED, None, BehaviourChanging, Compatible,
        "Clients may authenticate in another way; those that older ones use still count."),
    row("checksum-demanded", &[Fact(Checksum)], &[Step::Added, Step::Changed],
        None, BehaviourChanging, Incompatible,
        "Requests carry a checksum; the service refuses those without."),
    row("checksum-no-longer-demanded", &[Fact(Checksum)], REMOVED, None, BehaviourChanging, Compatible,
        "Requests may go without a checksum; the service ignores those of older clients."),
    row("body-handling-changed", &[Fact(Body)], ANY, None, BehaviourChanging, Compatible,
        "Bodies are compressed, checked or signed in another way, of which messages themselves tell."),
    row("endpoint-rules-changed", &[Fact(EndpointRules)], ANY, None, BehaviourChanging, Compatible,
        "Requests may go to another address; nothing says that the old one is gone."),
    row("pagination-changed", &[Fact(Pagination)], ANY, None, BehaviourChanging, WIRE_UNCHANGED,
        "The paginator finds tokens or items elsewhere."),
    row("paginator-method-added", &[Fact(PaginatorMethod)], ADDED, None, Additive, WIRE_UNCHANGED,
        "The paginator gets a method."),
    row("paginator-method-removed", &[Fact(PaginatorMethod)], &[Step::Removed, Step::Changed],
        None, SourceBreaking, WIRE_UNCHANGED,
        "The paginator loses a method, or it is of another type."),
    row("waiter-changed", &[Fact(Acceptors)], ANY, None, BehaviourChanging, WIRE_UNCHANGED,
        "The waiter calls at other intervals, or ends on something else."),
    row("trait-added", &[Fact(Trait)], ADDED, None, Additive, WIRE_UNCHANGED,
        "The type implements one more trait."),
    row("trait-removed", &[Fact(Trait)], &[Step::Removed, Step::Changed],
        None, SourceBreaking, WIRE_UNCHANGED,
        "The type does not implement the trait any more, because of a member that it has now."),
    row("builder-fallibility-changed", &[Fact(FallibleBuilder)], ANY, None, SourceBreaking, WIRE_UNCHANGED,
        "`build()` returns a `Result`, or does not any more, as the type has members that have to be set, \
         or has none any more."),
    row("enum-form-changed", &[Fact(NamedValues)], ANY, None, SourceBreaking, WIRE_UNCHANGED,
        "The type is an enum with variants, or a text, according to whether all values have names."),
    row("retryable-changed", &[Fact(Retryable)], &[Step::Added, Step::Changed],
        None, BehaviourChanging, WIRE_UNCHANGED,
        "Calls that fail with the error are made again, as often as the new classification says."),
    row("no-longer-retryable", &[Fact(Retryable)], REMOVED, None, SourceBreaking, WIRE_UNCHANGED,
        "The error loses the method `retryable_error_kind`, and calls that fail with it are not made again."),
    row("auth-scheme-added", &[Fact(AuthScheme)], ADDED, None, Additive, WIRE_UNCHANGED,
        "The client's configuration gets the methods of the scheme."),
    row("auth-scheme-removed", &[Fact(AuthScheme)], &[Step::Removed, Step::Changed],
        None, SourceBreaking, WIRE_UNCHANGED,
        "The client's configuration loses the methods of the scheme."),
    row("signing-name-changed", &[Fact(SigningName)], ANY, None, API_UNCHANGED, Incompatible,
        "The service refuses the signatures of older clients."),
    row("sdk-id-changed", &[Fact(SdkId)], ANY, None, BehaviourChanging, WIRE_UNCHANGED,
        "The user agent names the service so, and the crate is called after it unless codegen.toml names \
         it."),
    row("deprecated", &[Fact(Deprecated)], ADDED, None, Additive, WIRE_UNCHANGED,
        "Programs that use it compile with a warning."),
    row("no-longer-deprecated", &[Fact(Deprecated)], REMOVED, None, API_UNCHANGED, WIRE_UNCHANGED,
        "Programs that use it compile without a warning again."),
    row("deprecation-note-changed", &[Fact(Deprecated)], CHANGED, None, API_UNCHANGED, WIRE_UNCHANGED,
        "The compiler's warning says something else."),
    row("documentation-changed", &[Fact(Documentation), Fact(Title), Fact(ApiVersion)], ANY,
        None, API_UNCHANGED, WIRE_UNCHANGED,
        "Only documentation says it."),
];

#[cfg(test)]
mod tests {
    use super::*;

    const CLASSES: &[Class] = &[
        Service,
        Operation,
        Paginator,
        Waiter,
        Structure,
        Error,
        Union,
        Enum,
        Member,
        Variant,
        Value,
        UnnamedValue,
        Setting,
        Parameter,
    ];

    const ASPECTS: &[Aspect] = &[
        Deprecated,
        Documentation,
        Type,
        Bare,
        Required,
        Default,
        WireType,
        Binding,
        MediaType,
        Sensitive,
        IdempotencyToken,
        Limit,
        ErrorCase,
        Http,
        HostPrefix,
        StatusCode,
        Auth,
        Checksum,
        Body,
        EndpointRules,
        Pagination,
        PaginatorMethod,
        Acceptors,
        Trait,
        FallibleBuilder,
        NamedValues,
        Retryable,
        Code,
        ApiVersion,
        AuthScheme,
        SdkId,
        SigningName,
        Title,
    ];

    #[test]
    fn no_change_is_without_a_row() {
        // The last of each list is the last of the enum: all are there.
        assert_eq!(CLASSES.len(), *CLASSES.last().expect("some") as usize + 1);
        assert_eq!(ASPECTS.len(), *ASPECTS.last().expect("some") as usize + 1);
        let always = |subject, step| {
            let mut rows = KINDS.iter().filter(|kind| kind.when.is_none());
            rows.any(|kind| kind.subjects.contains(&subject) && kind.steps.contains(&step))
        };
        let items = CLASSES.iter().flat_map(|class| {
            [Step::Added, Step::Removed].map(|step| (Subject::Item(*class), step))
        });
        let facts = ASPECTS.iter().flat_map(|aspect| {
            let steps: &[Step] = match aspect {
                Auth | Limit => &[Step::Narrowed, Step::Widened],
                _ => ANY,
            };
            steps.iter().map(|step| (Subject::Fact(*aspect), *step))
        });
        let missing: Vec<_> = (items.chain(facts))
            .filter(|(subject, step)| !always(*subject, *step))
            .collect();
        assert_eq!(missing, []);
    }
}
