//! What is written is read back.

use proptest::collection::{hash_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::protocol::{read, text};
use super::zoo::{Animal, Mood, Tag};
use crate::primitives::{Blob, DateTime};

fn mood() -> impl Strategy<Value = Mood> {
    prop_oneof![Just("CALM"), Just("WILD"), Just("other"), Just("")].prop_map(Mood::from)
}

fn blob() -> impl Strategy<Value = Blob> {
    vec(any::<u8>(), 0..8).prop_map(Blob::new)
}

/// Times of four-digit years, which all formats can hold. An epoch keeps milliseconds.
fn time() -> impl Strategy<Value = DateTime> {
    (-62_135_596_800_i64..253_402_300_800, 0..1000_u32)
        .prop_map(|(secs, millis)| DateTime::from_secs_and_nanos(secs, millis * 1_000_000))
}

fn second() -> impl Strategy<Value = DateTime> {
    (0..253_402_300_800_i64).prop_map(DateTime::from_secs)
}

prop_compose! {
    fn tag()(
        name in any::<String>(),
        kind in mood(),
        born in second(),
        chip in blob(),
        legs in any::<i32>(),
        pin in option::of(any::<String>()),
    ) -> Tag {
        Tag { name, kind, born, chip, legs, pin }
    }
}

prop_compose! {
    fn scalars()(
        flag in option::of(any::<bool>()),
        byte in option::of(any::<i8>()),
        short in option::of(any::<i16>()),
        int in option::of(any::<i32>()),
        long in option::of(any::<i64>()),
        float in option::of(any::<f32>()),
        double in option::of(any::<f64>()),
        text in option::of(any::<String>()),
        data in option::of(blob()),
        mood in option::of(mood()),
        (epoch, iso, rfc) in (option::of(second()), option::of(time()), option::of(second())),
    ) -> Animal {
        Animal { flag, byte, short, int, long, float, double, text, data, mood, epoch, iso, rfc,
            ..Animal::default() }
    }
}

prop_compose! {
    fn collections()(
        animal in scalars(),
        ints in option::of(vec(any::<i32>(), 0..4)),
        gaps in option::of(vec(option::of(any::<i32>()), 0..4)),
        moods in option::of(vec(mood(), 0..4)),
        rows in option::of(vec(vec(any::<String>(), 0..3), 0..3)),
        by_mood in option::of(hash_map(mood(), any::<i32>(), 0..4)),
        notes in option::of(hash_map(any::<String>(), option::of(any::<String>()), 0..4)),
        tag in option::of(tag()),
    ) -> Animal {
        Animal { ints, gaps, moods, rows, by_mood, notes, tag, ..animal }
    }
}

fn animal() -> impl Strategy<Value = Animal> {
    collections().prop_recursive(3, 8, 3, |inner| {
        let parts = (
            collections(),
            option::of(hash_map(any::<String>(), inner.clone(), 0..3)),
            option::of(vec(inner.clone(), 0..3)),
            option::of(inner.prop_map(Box::new)),
        );
        parts.prop_map(|(animal, herd, litter, parent)| Animal {
            herd,
            litter,
            parent,
            ..animal
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_structure_is_read_as_it_was_written(animal in animal()) {
        let text = text(&animal).expect("it can be written");
        let read = read::<Animal>(&text).expect("what was written can be read");
        prop_assert_eq!(read, animal);
    }

    #[test]
    fn what_is_written_is_json(animal in animal()) {
        let text = text(&animal).expect("it can be written");
        let value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        prop_assert!(value.is_object());
    }
}
