//! Enums are open sets of texts.

use std::str::FromStr;

use super::zoo::Mood;
use crate::runtime::{Key, Value};

#[test]
fn a_value_stays_as_it_came() {
    for text in ["CALM", "WILD", "calm", "", "new"] {
        let mood = Mood::from(text);
        assert_eq!(mood.as_str(), text);
        assert_eq!(mood.to_string(), text);
        assert_eq!(mood.as_ref(), text);
        assert_eq!(mood.as_key(), text);
        assert_eq!(mood.text(), Some(text));
        assert_eq!(Mood::from_key(text.into()), mood);
        assert_eq!(Mood::from_str(text), Ok(mood));
    }
}

#[test]
fn only_values_of_the_model_parse() {
    assert_eq!(Mood::try_parse("CALM").expect("it is modelled"), Mood::Calm);
    let error = Mood::try_parse("new").expect_err("it is not modelled");
    assert_eq!(error.to_string(), "unknown enum variant: 'new'");
}

#[test]
#[allow(deprecated)]
fn an_unknown_value_shows_its_text() {
    let Mood::Unknown(value) = Mood::from("new") else {
        panic!("it is not modelled");
    };
    assert_eq!(value.to_string(), "new");
}
