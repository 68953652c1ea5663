//! Structures as JSON.

use serde_json::{Value, json};

use super::protocol::{json, text};
use super::zoo::{Animal, Mood, Tag};
use crate::primitives::{Blob, DateTime};
use crate::runtime::Builder;

type Build = fn(Builder<Animal>) -> Builder<Animal>;

fn animal(build: Build) -> Animal {
    build(Builder::default()).stage.0
}

#[test]
fn a_member_is_written_as_its_kind() {
    let table: &[(Build, Value)] = &[
        (|it| it, json!({})),
        (|it| it.flag(true), json!({"Flag": true})),
        (|it| it.byte(i8::MIN), json!({"Byte": -128})),
        (|it| it.short(i16::MAX), json!({"Short": 32767})),
        (|it| it.int(0), json!({"int": 0})),
        (|it| it.long(i64::MIN), json!({"Long": i64::MIN})),
        (|it| it.float(1.5_f32), json!({"Float": 1.5})),
        (|it| it.double(f64::NAN), json!({"Double": "NaN"})),
        (|it| it.double(f64::INFINITY), json!({"Double": "Infinity"})),
        (
            |it| it.float(f32::NEG_INFINITY),
            json!({"Float": "-Infinity"}),
        ),
        (|it| it.text(""), json!({"Text": ""})),
        (
            |it| it.text("\"\\\n\u{0}\u{2028}é😀"),
            json!({"Text": "\"\\\n\u{0}\u{2028}é😀"}),
        ),
        (
            |it| it.data(Blob::new([0_u8, 255, 16])),
            json!({"Data": "AP8Q"}),
        ),
        (|it| it.mood(Mood::Wild), json!({"Mood": "WILD"})),
        (|it| it.mood("other"), json!({"Mood": "other"})),
        (|it| it.ints([]), json!({"Ints": []})),
        (|it| it.ints([1, 2]), json!({"Ints": [1, 2]})),
        (|it| it.gaps([Some(1), None]), json!({"Gaps": [1, null]})),
        (
            |it| it.moods([Mood::Calm, "x".into()]),
            json!({"Moods": ["CALM", "x"]}),
        ),
        (
            |it| it.rows([vec![], vec!["a".into()]]),
            json!({"Rows": [[], ["a"]]}),
        ),
        (
            |it| it.by_mood([(Mood::Calm, 1), ("x".into(), 2)]),
            json!({"ByMood": {"CALM": 1, "x": 2}}),
        ),
        (
            |it| it.notes([("a".into(), None), ("b".into(), Some("c".into()))]),
            json!({"Notes": {"a": null, "b": "c"}}),
        ),
        (
            |it| it.herd([("a".into(), animal(|it| it.int(1)))]),
            json!({"Herd": {"a": {"int": 1}}}),
        ),
        (
            |it| it.litter([Animal::default(), animal(|it| it.int(1))]),
            json!({"Litter": [{}, {"int": 1}]}),
        ),
        (
            |it| it.parent(animal(|it| it.parent(Animal::default()))),
            json!({"Parent": {"Parent": {}}}),
        ),
    ];
    for (build, expected) in table {
        assert_eq!(&json(&animal(*build)), expected);
    }
}

#[test]
fn a_timestamp_is_written_in_the_format_of_its_member() {
    let at = |secs, nanos| DateTime::from_secs_and_nanos(secs, nanos);
    let table = [
        (at(0, 0), "0", "1970-01-01T00:00:00Z"),
        (at(-1, 0), "-1", "1969-12-31T23:59:59Z"),
        (
            at(1_700_000_000, 500_000_000),
            "1700000000.5",
            "2023-11-14T22:13:20.5Z",
        ),
    ];
    for (at, epoch, iso) in table {
        let written = animal(|it| it);
        let written = Animal {
            epoch: Some(at),
            iso: Some(at),
            ..written
        };
        let expected = format!(r#"{{"Epoch":{epoch},"Iso":"{iso}"}}"#);
        assert_eq!(text(&written).expect("it can be written"), expected);
    }
    let rfc = animal(|it| it.rfc(DateTime::from_secs(1_700_000_000)));
    assert_eq!(json(&rfc), json!({"Rfc": "Tue, 14 Nov 2023 22:13:20 GMT"}));
}

#[test]
fn a_timestamp_that_no_text_can_hold_is_an_error() {
    let table: &[Build] = &[
        |it| it.iso(DateTime::from_secs(i64::MAX)),
        |it| it.rfc(DateTime::from_secs(i64::MIN)),
    ];
    for build in table {
        text(&animal(*build)).expect_err("the year has too many digits");
    }
}

#[test]
fn required_members_are_written_though_they_are_empty() {
    let tag = Tag {
        name: String::new(),
        kind: "".into(),
        born: DateTime::from_secs(0),
        chip: Blob::new(""),
        legs: 0,
        pin: None,
    };
    let expected = json!({"Name": "", "Kind": "", "Born": 0, "Chip": "", "Legs": 0});
    assert_eq!(json(&tag), expected);
}

#[test]
fn members_are_written_in_the_order_of_the_model() {
    let written = animal(|it| it.text("a").int(1).flag(true));
    let written = text(&written).expect("it can be written");
    assert_eq!(written, r#"{"Flag":true,"int":1,"Text":"a"}"#);
}
