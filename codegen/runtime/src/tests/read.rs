//! Structures from JSON.

use std::collections::HashMap;

use serde_json::json;

use super::protocol::read;
use super::zoo::{Animal, Mood, Tag};
use crate::primitives::{Blob, DateTime};
use crate::runtime::Builder;

type Build = fn(Builder<Animal>) -> Builder<Animal>;

fn animal(build: Build) -> Animal {
    build(Builder::default()).stage.0
}

fn assert_reads(table: &[(&str, Build)]) {
    for (text, expected) in table {
        let read = read::<Animal>(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(read, animal(*expected), "{text}");
    }
}

fn assert_fails<'a>(table: impl IntoIterator<Item = &'a str>) {
    for text in table {
        if let Ok(read) = read::<Animal>(text) {
            panic!("{text} was read as {read:?}");
        }
    }
}

#[test]
fn what_a_response_lacks_is_absent() {
    assert_reads(&[
        ("", |it| it),
        ("{}", |it| it),
        (" {\n} ", |it| it),
        (r#"{"Flag": null, "int": null, "Text": null}"#, |it| it),
        (
            r#"{"Ints": null, "ByMood": null, "Parent": null, "Tag": null}"#,
            |it| it,
        ),
    ]);
}

#[test]
fn members_that_the_model_lacks_are_ignored() {
    assert_reads(&[
        (
            r#"{"New": 1, "int": 2, "Newer": {"a": [1, {"int": 3}]}}"#,
            |it| it.int(2),
        ),
        (r#"{"__type": "Animal", "int": 2}"#, |it| it.int(2)),
        // The JSON name replaces the name of the model.
        (r#"{"Int": 2}"#, |it| it),
        (r#"{"flag": true}"#, |it| it),
        (r#"{"Parent": {"New": 1}}"#, |it| {
            it.parent(Animal::default())
        }),
    ]);
}

#[test]
fn values_are_read() {
    assert_reads(&[
        (
            r#"{"Flag": false, "Byte": -128, "Short": 32767, "int": 0}"#,
            |it| it.flag(false).byte(i8::MIN).short(i16::MAX).int(0),
        ),
        (r#"{"Long": 9223372036854775807}"#, |it| it.long(i64::MAX)),
        (r#"{"Double": "Infinity", "Float": "-Infinity"}"#, |it| {
            it.double(f64::INFINITY).float(f32::NEG_INFINITY)
        }),
        (r#"{"Double": 1, "Float": 1e-3}"#, |it| {
            it.double(1.0).float(0.001_f32)
        }),
        (r#"{"Text": "\u00e9\ud83d\ude00\n"}"#, |it| it.text("é😀\n")),
        (r#"{"Data": "AP8Q"}"#, |it| {
            it.data(Blob::new([0_u8, 255, 16]))
        }),
        (r#"{"Mood": "WILD"}"#, |it| it.mood(Mood::Wild)),
        (r#"{"Mood": "NEW"}"#, |it| it.mood("NEW")),
        (r#"{"Parent": {"Parent": {}}}"#, |it| {
            it.parent(animal(|it| it.parent(Animal::default())))
        }),
    ]);
}

#[test]
fn timestamps_are_read() {
    assert_reads(&[
        (r#"{"Epoch": 1700000000.5}"#, |it| {
            it.epoch(DateTime::from_secs_f64(1_700_000_000.5))
        }),
        (r#"{"Epoch": -1}"#, |it| it.epoch(DateTime::from_secs(-1))),
        (r#"{"Iso": "2023-11-14T22:13:20.5Z"}"#, |it| {
            it.iso(DateTime::from_secs_f64(1_700_000_000.5))
        }),
        (r#"{"Rfc": "Tue, 14 Nov 2023 22:13:20 GMT"}"#, |it| {
            it.rfc(DateTime::from_secs(1_700_000_000))
        }),
    ]);
}

#[test]
fn nulls_in_sparse_collections_are_kept() {
    assert_reads(&[
        (r#"{"Gaps": [null, 1, null]}"#, |it| {
            it.gaps([None, Some(1), None])
        }),
        (r#"{"Notes": {"a": null, "b": "c"}}"#, |it| {
            it.notes([("a".into(), None), ("b".into(), Some("c".into()))])
        }),
    ]);
}

#[test]
fn nulls_in_dense_maps_are_dropped() {
    assert_reads(&[
        (r#"{"ByMood": {"CALM": null, "NEW": 1}}"#, |it| {
            it.by_mood([("NEW".into(), 1)])
        }),
        (r#"{"Herd": {"a": null}}"#, |it| it.herd([])),
    ]);
}

#[test]
fn nulls_in_dense_lists_are_errors() {
    let table = [
        r#"{"Ints": [1, null]}"#,
        r#"{"Moods": [null]}"#,
        r#"{"Rows": [["a"], null]}"#,
        r#"{"Rows": [["a", null]]}"#,
        r#"{"Litter": [null]}"#,
    ];
    assert_fails(table);
    let error = read::<Animal>(table[0]).expect_err("it has a null");
    assert!(
        error.to_string().contains("test.zoo#Animal$Ints"),
        "{error}"
    );
}

#[test]
fn what_is_said_twice_holds_as_said_last() {
    assert_reads(&[
        (r#"{"int": 1, "int": 2}"#, |it| it.int(2)),
        (r#"{"ByMood": {"CALM": 1, "CALM": 2}}"#, |it| {
            it.by_mood([(Mood::Calm, 2)])
        }),
        (r#"{"Ints": [1], "Ints": [2]}"#, |it| it.ints([2])),
    ]);
}

#[test]
fn other_types_than_the_models_are_errors() {
    let members = [
        "Flag", "Byte", "Short", "int", "Long", "Float", "Double", "Text", "Data", "Epoch", "Iso",
        "Rfc", "Mood", "Ints", "Gaps", "Moods", "Rows", "ByMood", "Notes", "Herd", "Litter",
        "Parent", "Tag",
    ];
    let values = [
        json!(true),
        json!(1),
        json!("text!"),
        json!([true]),
        json!({"a": true}),
    ];
    for member in members {
        let fits = |value| read::<Animal>(json!({ member: value }).to_string()).is_ok();
        let fitting = values.iter().filter(|value| fits(*value)).count();
        // A number fits all numbers and times; `{"a": true}` is a structure without known members.
        let expected = match member {
            "Data" | "Ints" | "Gaps" | "Moods" | "Rows" | "ByMood" | "Notes" | "Herd"
            | "Litter" => 0,
            _ => 1,
        };
        assert_eq!(fitting, expected, "{member}");
    }
}

#[test]
fn values_out_of_range_are_errors() {
    assert_fails([
        r#"{"Byte": 128}"#,
        r#"{"Byte": -129}"#,
        r#"{"Short": 32768}"#,
        r#"{"int": 2147483648}"#,
        r#"{"Long": 9223372036854775808}"#,
        r#"{"int": 1.5}"#,
        r#"{"Ints": [2147483648]}"#,
        r#"{"ByMood": {"CALM": 2147483648}}"#,
        r#"{"Data": "%"}"#,
        r#"{"Data": "AP8"}"#,
        r#"{"Double": "heavy"}"#,
        r#"{"Iso": "yesterday"}"#,
        r#"{"Iso": "2023-13-01T00:00:00Z"}"#,
        r#"{"Rfc": "2023-11-14"}"#,
        r#"{"Epoch": "yesterday"}"#,
        r#"{"Epoch": 1e300}"#,
        r#"{"Epoch": -1e300}"#,
        r#"{"Text": "\ud800"}"#,
        r#"{"Text": "\x"}"#,
    ]);
}

#[test]
fn broken_json_is_an_error() {
    assert_fails([
        "{",
        "[]",
        "null",
        "1",
        r#"{"int": 1"#,
        r#"{"int" 1}"#,
        r#"{"int": }"#,
        r#"{"int": 1 "Flag": true}"#,
        r#"{"Ints": [1"#,
        r#"{"ByMood": {"CALM": 1"#,
        r#"{"New": [}"#,
        r#"{"Text": "open}"#,
        r#"{'int': 1}"#,
    ]);
}

#[test]
fn text_that_is_not_utf_8_is_an_error() {
    read::<Animal>(b"{\"Text\": \"\xff\"}").expect_err("0xff is never UTF-8");
    read::<Animal>(b"{\"\xff\": 1}").expect_err("0xff is never UTF-8");
}

/// A structure, `depth` levels down: each level is one more stack frame of ours.
fn nested(member: &str, open: &str, close: &str, depth: usize) -> String {
    let open = format!(r#"{{"{member}":{open}"#).repeat(depth);
    let close = format!("{close}}}").repeat(depth);
    format!("{open}{{}}{close}")
}

#[test]
fn nesting_is_bounded() {
    // How deep it may nest, of the codec's 128: a list or map between takes a level too.
    let table = [
        ("Parent", "", "", 127),
        ("Litter", "[", "]", 63),
        ("Herd", r#"{"a":"#, "}", 63),
    ];
    for (member, open, close, deepest) in table {
        let read = |depth| read::<Animal>(nested(member, open, close, depth));
        read(deepest).unwrap_or_else(|error| panic!("{member}: {error}"));
        read(deepest + 1).expect_err(member);
        read(100_000).expect_err(member);
    }
    let unknown = |depth| read::<Animal>(nested("New", "[", "]", depth));
    unknown(50).expect("what is unknown is skipped");
    unknown(100_000).expect_err("there is an end to it");
}

#[test]
fn required_members_that_a_response_lacks_take_smithys_values() {
    let expected = Tag {
        name: String::new(),
        kind: "".into(),
        born: DateTime::from_secs(0),
        chip: Blob::new(""),
        legs: 0,
        pin: None,
    };
    assert_eq!(read::<Tag>("{}").expect("it is an object"), expected);
    let nulls = r#"{"Name": null, "Kind": null, "Legs": null}"#;
    assert_eq!(read::<Tag>(nulls).expect("it is an object"), expected);
}

#[test]
fn a_maps_keys_are_enums() {
    let read = read::<Animal>(r#"{"ByMood": {"CALM": 1, "NEW": 2}}"#).expect("it is an object");
    let expected = HashMap::from([(Mood::Calm, 1), (Mood::from("NEW"), 2)]);
    assert_eq!(read.by_mood, Some(expected));
}
