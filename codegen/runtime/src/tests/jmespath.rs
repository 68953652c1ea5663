//! Expressions as the generator writes them, and what they make of values. Their text stands beside
//! them; that it is parsed to these steps is tested with the parser.

use crate::runtime::jmespath::Function::*;
use crate::runtime::jmespath::Step::{self, *};
use crate::runtime::jmespath::evaluate;
use crate::runtime::json::Json;

fn number(value: impl Into<f64>) -> Json {
    Json::Number(value.into())
}

fn object<const N: usize>(entries: [(&str, Json); N]) -> Json {
    Json::object(entries.map(|(name, value)| (name.into(), value)))
}

fn texts<const N: usize>(texts: [&str; N]) -> Json {
    Json::list(texts.map(Json::text))
}

/// Two ferries, one of them without a deck, and a map.
fn harbour() -> Json {
    let deck = |cars: [i32; 2]| object([("cars", Json::list(cars.map(number)))]);
    let ferry = |name, decks: Json| object([("name", Json::text(name)), ("decks", decks)]);
    object([
        (
            "ferries",
            Json::list([
                ferry("Ada", Json::list([deck([1, 2]), deck([3, 4])])),
                ferry("Bo", Json::list([])),
            ]),
        ),
        (
            "depth",
            object([("north", number(9)), ("south", number(12))]),
        ),
        ("open", Json::Bool(true)),
        ("note", Json::text("")),
    ])
}

fn assert_table(table: &[(&str, &[Step], Json)]) {
    let harbour = harbour();
    for (text, path, expected) in table {
        assert_eq!(evaluate(path, &harbour), *expected, "{text}");
    }
}

const NAMES: &[Step] = &[Field("ferries"), Each, Field("name")];
const CARS: &[Step] = &[
    Field("ferries"),
    Flatten,
    Field("decks"),
    Flatten,
    Field("cars"),
];

#[test]
fn ways_into_a_value() {
    assert_table(&[
        ("@", &[], harbour()),
        ("open", &[Field("open")], Json::Bool(true)),
        (
            "missing.name",
            &[Field("missing"), Field("name")],
            Json::Null,
        ),
        ("open.name", &[Field("open"), Field("name")], Json::Null),
        (
            "ferries[0].name",
            &[Field("ferries"), Index(0), Field("name")],
            Json::text("Ada"),
        ),
        (
            "ferries[-1].name",
            &[Field("ferries"), Index(-1), Field("name")],
            Json::text("Bo"),
        ),
        ("ferries[2]", &[Field("ferries"), Index(2)], Json::Null),
        ("ferries[-3]", &[Field("ferries"), Index(-3)], Json::Null),
        ("open[0]", &[Field("open"), Index(0)], Json::Null),
    ]);
}

#[test]
fn projections() {
    let cars = |pair: [i32; 2]| Json::list(pair.map(number));
    assert_table(&[
        ("ferries[*].name", NAMES, texts(["Ada", "Bo"])),
        (
            "ferries[*].missing",
            &[Field("ferries"), Each, Field("missing")],
            Json::list([]),
        ),
        (
            "open[*].name",
            &[Field("open"), Each, Field("name")],
            Json::Null,
        ),
        (
            "ferries[*].decks[*].cars",
            &[Field("ferries"), Each, Field("decks"), Each, Field("cars")],
            Json::list([Json::list([cars([1, 2]), cars([3, 4])]), Json::list([])]),
        ),
        (
            "ferries[].decks[].cars",
            CARS,
            Json::list([cars([1, 2]), cars([3, 4])]),
        ),
        (
            "ferries[].decks[].cars[]",
            &[
                Field("ferries"),
                Flatten,
                Field("decks"),
                Flatten,
                Field("cars"),
                Flatten,
            ],
            Json::list([1, 2, 3, 4].map(number)),
        ),
        (
            "ferries[*].name | [0]",
            &[Field("ferries"), Each, Field("name"), Stop, Index(0)],
            Json::text("Ada"),
        ),
        (
            "depth.*",
            &[Field("depth"), EachValue],
            Json::list([9, 12].map(number)),
        ),
        (
            "ferries[?decks].name",
            &[Field("ferries"), Filter(&[Field("decks")]), Field("name")],
            texts(["Ada"]),
        ),
        (
            "ferries[::-1].name",
            &[Field("ferries"), Slice(None, None, -1), Field("name")],
            texts(["Bo", "Ada"]),
        ),
        (
            "ferries[-1:].name",
            &[Field("ferries"), Slice(Some(-1), None, 1), Field("name")],
            texts(["Bo"]),
        ),
    ]);
}

#[test]
fn selections_and_literals() {
    assert_table(&[
        (
            "depth.[north, missing]",
            &[
                Field("depth"),
                List(&[&[Field("north")], &[Field("missing")]]),
            ],
            Json::list([number(9), Json::Null]),
        ),
        (
            "depth.{n: north}",
            &[Field("depth"), Object(&[("n", &[Field("north")])])],
            object([("n", number(9))]),
        ),
        (
            "missing.[north]",
            &[Field("missing"), List(&[&[Field("north")]])],
            Json::Null,
        ),
        (
            "`[1]`",
            &[Bool(true), List(&[&[Number(1.0)]])],
            Json::list([number(1)]),
        ),
        ("`null`", &[Null], Json::Null),
        ("'x'", &[Text("x")], Json::text("x")),
    ]);
}

#[test]
fn logic() {
    const NORTH: &[Step] = &[Field("depth"), Field("north")];
    const SOUTH: &[Step] = &[Field("depth"), Field("south")];
    assert_table(&[
        ("!note", &[Not(&[Field("note")])], Json::Bool(true)),
        (
            "note || open",
            &[Or(&[Field("note")], &[Field("open")])],
            Json::Bool(true),
        ),
        (
            "note && open",
            &[And(&[Field("note")], &[Field("open")])],
            Json::text(""),
        ),
        (
            "depth.north == `9`",
            &[Equal(NORTH, &[Number(9.0)])],
            Json::Bool(true),
        ),
        (
            "depth.north != depth.south",
            &[NotEqual(NORTH, SOUTH)],
            Json::Bool(true),
        ),
        (
            "depth.north < depth.south",
            &[Less(NORTH, SOUTH)],
            Json::Bool(true),
        ),
        (
            "depth.north <= depth.north",
            &[LessOrEqual(NORTH, NORTH)],
            Json::Bool(true),
        ),
        (
            "depth.north > depth.south",
            &[Greater(NORTH, SOUTH)],
            Json::Bool(false),
        ),
        (
            "depth.north >= depth.north",
            &[GreaterOrEqual(NORTH, NORTH)],
            Json::Bool(true),
        ),
        (
            "note < open",
            &[Less(&[Field("note")], &[Field("open")])],
            Json::Null,
        ),
    ]);
}

#[test]
fn functions() {
    const ADA: &[Step] = &[Text("Ada")];
    const NUMBERS: &[Step] = &[Bool(true), List(&[&[Number(2.5)], &[Number(-1.0)]])];
    const DEPTH: &[Step] = &[Field("depth")];
    assert_table(&[
        ("abs(`-1`)", &[Call(Abs, &[&[Number(-1.0)]])], number(1)),
        ("avg(..)", &[Call(Avg, &[NUMBERS])], number(0.75)),
        ("ceil(..)", &[Call(Ceil, &[&[Number(2.5)]])], number(3)),
        (
            "contains(list)",
            &[Call(Contains, &[NAMES, ADA])],
            Json::Bool(true),
        ),
        (
            "contains(text)",
            &[Call(Contains, &[ADA, &[Text("x")]])],
            Json::Bool(false),
        ),
        (
            "contains(null)",
            &[Call(Contains, &[&[Null], ADA])],
            Json::Null,
        ),
        (
            "ends_with(..)",
            &[Call(EndsWith, &[ADA, &[Text("da")]])],
            Json::Bool(true),
        ),
        ("floor(..)", &[Call(Floor, &[&[Number(2.5)]])], number(2)),
        (
            "join(..)",
            &[Call(Join, &[&[Text("+")], NAMES])],
            Json::text("Ada+Bo"),
        ),
        (
            "keys(depth)",
            &[Call(Keys, &[DEPTH])],
            texts(["north", "south"]),
        ),
        ("length(list)", &[Call(Length, &[NAMES])], number(2)),
        ("length(text)", &[Call(Length, &[ADA])], number(3)),
        ("length(object)", &[Call(Length, &[DEPTH])], number(2)),
        ("length(null)", &[Call(Length, &[&[Null]])], Json::Null),
        ("max(..)", &[Call(Max, &[NUMBERS])], number(2.5)),
        (
            "merge(..)",
            &[Call(Merge, &[DEPTH, DEPTH]), Field("north")],
            number(9),
        ),
        ("min(..)", &[Call(Min, &[NAMES])], Json::text("Ada")),
        (
            "not_null(..)",
            &[Call(NotNull, &[&[Field("missing")], ADA])],
            Json::text("Ada"),
        ),
        ("reverse(..)", &[Call(Reverse, &[ADA])], Json::text("adA")),
        ("sort(..)", &[Call(Sort, &[NUMBERS]), Index(0)], number(-1)),
        (
            "starts_with(..)",
            &[Call(StartsWith, &[ADA, &[Text("A")]])],
            Json::Bool(true),
        ),
        ("sum(..)", &[Call(Sum, &[NUMBERS])], number(1.5)),
        ("to_array(..)", &[Call(ToArray, &[ADA])], texts(["Ada"])),
        (
            "to_number(..)",
            &[Call(ToNumber, &[&[Text("1.5")]])],
            number(1.5),
        ),
        ("type(..)", &[Call(Type, &[DEPTH])], Json::text("object")),
        (
            "values(depth)",
            &[Call(Values, &[DEPTH])],
            Json::list([9, 12].map(number)),
        ),
    ]);
}
