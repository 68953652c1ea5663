//! Builders, alone and of a client.

use super::feed::FeedInput;
use super::http::Server;
use super::zoo::{Mood, Tag};
use crate::primitives::{Blob, DateTime};
use crate::runtime::Builder;

fn full() -> Builder<Tag> {
    Tag::builder()
        .name("n")
        .set_kind(Some(Mood::Calm))
        .set_born(Some(DateTime::from_secs(1)))
        .set_chip(Some(Blob::new("c")))
        .set_legs(Some(4))
        .pin("1234")
}

#[test]
fn a_builder_starts_without_members() {
    assert_eq!(Tag::builder().get_name(), &None);
    assert_eq!(Tag::builder(), Builder::default());
}

#[test]
fn members_are_set_got_and_cleared() {
    let builder = Tag::builder().name("n");
    assert_eq!(builder.get_name().as_deref(), Some("n"));
    assert_eq!(builder.set_name(None).get_name(), &None);
}

#[test]
fn builders_of_the_same_members_are_equal() {
    assert_eq!(full(), full().clone());
    assert_ne!(full(), full().name("other"));
    assert_ne!(full(), full().set_name(None));
}

#[test]
fn what_is_built_has_the_members() {
    let tag = full().build().expect("all members are set");
    let expected = Tag {
        name: "n".into(),
        kind: Mood::Calm,
        born: DateTime::from_secs(1),
        chip: Blob::new("c"),
        legs: 4,
        pin: Some("1234".into()),
    };
    assert_eq!(tag, expected);
}

#[test]
fn a_required_member_that_is_missing_is_named() {
    let table = [
        ("name", full().set_name(None)),
        ("kind", full().set_kind(None)),
        ("born", full().set_born(None)),
        ("chip", full().set_chip(None)),
        ("legs", full().set_legs(None)),
    ];
    for (name, builder) in table {
        let error = builder.build().expect_err(name).to_string();
        let expected = format!("{name} was missing: it is required, and was not set");
        assert_eq!(error, expected);
    }
}

#[test]
fn secrets_are_not_shown() {
    let client = Server::new().client();
    let fluent = client.feed().pen("p").secret("hush");
    let shown = [
        format!("{:?}", full()),
        format!("{:?}", full().build().expect("all members are set")),
        format!("{:?}", Builder::<FeedInput>::default().secret("hush")),
        format!("{fluent:?}"),
        format!("{:#?}", fluent.as_input()),
    ];
    for shown in shown {
        assert!(shown.contains("*** Sensitive Data Redacted ***"), "{shown}");
        assert!(
            !shown.contains("1234") && !shown.contains("hush"),
            "{shown}"
        );
    }
}

#[test]
fn a_fluent_builder_keeps_its_input() {
    let fluent = Server::new().client().feed().pen("p");
    let expected = Builder::<FeedInput>::default().pen("p");
    assert_eq!(fluent.as_input(), &expected);
    // A clone goes its own way.
    let other = fluent.clone().pen("other");
    assert_eq!(fluent.as_input(), &expected);
    assert_ne!(other.as_input(), &expected);
}

#[test]
fn a_fluent_builder_shows_its_operation() {
    let shown = format!("{:?}", Server::new().client().feed());
    assert!(shown.starts_with("FluentBuilder"), "{shown}");
    assert!(shown.contains(r#"operation: "Feed""#), "{shown}");
}
