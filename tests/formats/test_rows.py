from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.formats.limiting import Rule
from catalog_gen.formats.rows import WHOLE, Row, Rows, See, rows
from catalog_gen.formats.tree import ABSENT, Field, Limits, Tree, Type

STRING = Type(kind="string", words="string")
INT = Type(kind="integer", words="int")
NULL = Type(kind="null", words="null")


def ref(name: str) -> Type:
    return Type(kind="reference", words=name, name=name)


def record(*fields: Field, name: str = "", **more: Any) -> Type:
    return Type(kind="record", words=name or "object", name=name, fields=fields, **more)


def field(name: str, type_: Type = STRING, **more: Any) -> Field:
    values: dict[str, Any] = {"name": name, "type": type_, "required": True}
    return Field(**values | more)


def array(items: Type | None, **more: Any) -> Type:
    return Type(kind="array", words=f"array<{items.words if items else ''}>", items=items, **more)


def union(*branches: Type) -> Type:
    return Type(kind="union", words=" | ".join(branch.words for branch in branches), branches=branches)


def paths(root: Type, *named: Type) -> list[str]:
    return [row.path for row in table(root, *named).rows]


def table(root: Type, *named: Type, most: int = 120) -> Rows:
    return rows(Tree(root, {type_.name: type_ for type_ in named}), most)


def row(type_: Type, *named: Type, **more: Any) -> Row:
    return table(record(field("a", type_, **more)), *named).rows[0]


ITEM = record(field("price"), name="acme.Item")
LIMITED = Type(kind="string", words="string", limits=Limits(min_length=1))


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        (STRING, ["a"]),
        (record(field("b", record(field("c")))), ["a", "a.b", "a.b.c"]),
        (array(STRING), ["a"]),
        (array(record(field("b"))), ["a", "a[].b"]),
        (array(array(record(field("b")))), ["a", "a[][].b"]),
        (array(LIMITED), ["a", "a[]"]),
        (Type(kind="map", words="map", items=record(field("b"))), ["a", "a.*.b"]),
        (Type(kind="map", words="map", items=STRING), ["a"]),
        (Type(kind="array", words="[]", prefix=(STRING, INT), items=LIMITED), ["a", "a[0]", "a[1]", "a[]"]),
        (union(NULL, record(field("b"))), ["a", "a.b"]),
        (union(NULL, array(record(field("b")))), ["a", "a[].b"]),
        (union(STRING, INT), ["a"]),
        (union(STRING, array(INT)), ["a"]),
        (union(STRING, LIMITED), ["a", "a (string 2)"]),
        (union(STRING, ITEM), ["a", "a (Item)", "a (Item).price"]),
        (union(record(field("b")), record()), ["a", "a (object 1)", "a (object 1).b", "a (object 2)"]),
        (record(field("b"), items=STRING, open=True), ["a", "a.b", "a.*"]),
        (record(field("b.c"), field(""), field('x"y')), ["a", 'a."b.c"', 'a.""', 'a."x\\"y"']),
    ],
)  # fmt: skip
def test_paths_lead_through_every_kind_of_type(type_: Type, expected: list[str]) -> None:
    assert paths(record(field("a", type_))) == expected


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        (STRING, [WHOLE]),
        (Type(kind="enum", words="enum", values=("A",)), [WHOLE]),
        (Type(kind="any", words="any"), [WHOLE]),
        (record(), [WHOLE]),
        (array(STRING), ["[]"]),
        (array(record(field("b"))), ["[]", "[].b"]),
        (array(STRING, limits=Limits(min_items=1)), [WHOLE, "[]"]),
        (Type(kind="map", words="map", items=INT), ["*"]),
        (union(ITEM, STRING, NULL), ["(Item)", "(Item).price", "(string)", "(null)"]),
        (union(ITEM, NULL), ["price"]),
        (record(field("a"), notes=("b needs a",)), [WHOLE, "a"]),
    ],
)
def test_roots_that_are_no_record_have_rows_too(root: Type, expected: list[str]) -> None:
    assert paths(root) == expected


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        (Limits(min_length=1, max_length=10), "1 to 10 characters"),
        (Limits(min_length=0, max_length=1), "at most 1 character"),
        (Limits(min_length=3, max_length=3), "exactly 3 characters"),
        (Limits(min_length=1), "at least 1 character"),
        (Limits(min_length=0), None),
        (Limits(minimum=0), "at least 0"),
        (Limits(minimum=0.0, maximum=10), "0 to 10"),
        (Limits(minimum=0.01, maximum=1e300), "0.01 to 1e+300"),
        (Limits(exclusive_minimum=0), "more than 0"),
        (Limits(exclusive_maximum=-1.5), "less than -1.5"),
        (Limits(multiple_of=0.01), "multiple of 0.01"),
        (Limits(min_items=2, max_items=5), "2 to 5 items"),
        (Limits(max_properties=3), "at most 3 keys"),
        (Limits(unique=True), "unique items"),
        (Limits(precision=10, scale=2), "up to 10 digits, 2 of them after the point"),
        (Limits(precision=1), "up to 1 digit"),
    ],
)
def test_limits_are_told_in_words(limits: Limits, expected: str | None) -> None:
    found = row(Type(kind="string", words="string", limits=limits)).rules
    assert found == ((Rule(expected),) if expected else ())


def test_numbers_longer_than_python_writes_are_no_harm() -> None:
    found = row(Type(kind="integer", words="int", limits=Limits(maximum=10**5000)), default=10**5000)
    assert (found.rules, found.default) == ((Rule("at most a very large number"),), "…")


def test_a_pattern_stands_to_the_letter() -> None:
    assert row(Type(kind="string", words="string", limits=Limits(pattern="^a|b$"))).rules == (Rule("pattern", "^a|b$"),)


def test_what_a_type_can_hold_anyway_is_not_told() -> None:
    limits = Limits(minimum=-(2**63), maximum=2**63 - 1)
    assert row(Type(kind="integer", words="int64", limits=limits)).rules == ()
    assert len(row(Type(kind="integer", words="integer", limits=limits)).rules) == 1


@pytest.mark.parametrize("bits", [32, 64])
def test_limits_of_which_nothing_is_told_make_no_row(bits: int) -> None:
    natural = Limits(minimum=-(2 ** (bits - 1)), maximum=2 ** (bits - 1) - 1)
    number = Type(kind="integer", words="int", limits=natural)
    fraction = Type(kind="number", words="double")
    assert paths(record(field("a", union(number, fraction)))) == ["a"]
    assert paths(record(field("a", array(number)), field("b", Type(kind="map", words="map", items=number)))) == [
        "a",
        "b",
    ]
    assert paths(record(field("a"), limits=Limits(min_properties=0))) == ["a"]


def test_the_length_of_bytes_is_counted_in_bytes() -> None:
    assert row(Type(kind="bytes", words="fixed", limits=Limits(min_length=16, max_length=16))).rules == (
        Rule("exactly 16 bytes"),
    )


def test_limits_of_keys_are_told_with_the_map() -> None:
    keys = Type(kind="string", words="string", limits=Limits(pattern="^x", max_length=3))
    rules = row(Type(kind="map", words="map", keys=keys, items=INT)).rules
    assert rules == (Rule("keys: at most 3 characters"), Rule("keys: pattern", "^x"))


def test_what_lies_behind_a_reference_or_beside_null_is_told_in_the_row() -> None:
    email = Type(
        kind="string", words="string", name="Email", doc="An address.", limits=Limits(max_length=9), notes=("n",)
    )
    found = row(union(NULL, ref("Email")), email)
    assert (found.type, found.doc, found.rules, found.notes) == (
        "null | Email",
        "An address.",
        (Rule("at most 9 characters"),),
        ("n",),
    )


def test_the_doc_of_a_field_goes_before_that_of_its_type() -> None:
    assert row(Type(kind="string", words="string", doc="type"), doc="field").doc == "field"


@pytest.mark.parametrize(
    ("default", "expected"),
    [(ABSENT, None), (None, "null"), ("x", '"x"'), ({"a": [1, "é"]}, '{"a":[1,"é"]}')],
)
def test_defaults_are_compact_json_and_null_is_one(default: Any, expected: str | None) -> None:
    assert row(STRING, default=default).default == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [(("A", "b c"), ("A", "b c")), (("1", 1), ('"1"', "1")), (("", "a"), ('""', '"a"')), ((None,), ("null",))],
)
def test_values_are_bare_texts_or_json(values: tuple[Any, ...], expected: tuple[str, ...]) -> None:
    assert row(Type(kind="enum", words="enum", values=values)).values == expected


ONLY = Type(kind="enum", words="Only", name="Only", values=("A",))


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        (ONLY, ("A",)),
        (union(ONLY, NULL), ("A", "null")),
        (union(NULL, ref("Only")), ("A", "null")),
        (union(NULL, ref("Maybe")), ("B", "C", "null")),
        (Type(kind="enum", words="enum", values=("A", None)), ('"A"', "null")),
        (union(Type(kind="enum", words="enum", values=("A", None)), NULL), ('"A"', "null")),
        (union(Type(kind="enum", words="enum", values=("null",)), NULL), ('"null"', "null")),
        (union(Type(kind="enum", words="enum", values=(1,)), NULL), ("1", "null")),
    ],
)
def test_null_is_one_of_the_values_where_it_may_stand(type_: Type, expected: tuple[str, ...]) -> None:
    maybe = Type(
        kind="union", words="Maybe", name="Maybe", branches=(Type(kind="enum", words="e", values=("B", "C")), NULL)
    )
    assert row(type_, ONLY, maybe).values == expected


def test_null_is_told_besides_the_first_values_of_a_very_long_enum() -> None:
    found = row(union(Type(kind="enum", words="enum", values=tuple(f"V{n}" for n in range(60))), NULL))
    assert (found.values[-2:], len(found.values), found.more_values) == (("V19", "null"), 21, 40)


def test_of_a_very_long_enum_the_first_values_are_told() -> None:
    found = row(Type(kind="enum", words="enum", values=tuple(f"V{n}" for n in range(60))))
    assert (len(found.values), found.more_values) == (20, 40)


def test_required_is_said_of_fields_only() -> None:
    found = table(record(field("a", array(LIMITED), required=False, why="has a default"))).rows
    assert [(row.required, row.why) for row in found] == [(False, "has a default"), (None, "")]


def test_fields_of_one_group_say_so() -> None:
    assert row(STRING, group="payment").notes == ("at most one of payment is set",)
    assert row(STRING, group="payment", why="one of payment").notes == ()


def test_the_json_key_is_told_where_it_differs() -> None:
    assert (row(STRING, key="b").key, row(STRING, key="a").key) == ("b", "")


def test_a_named_type_is_opened_where_it_is_used_least_deep_and_referred_to_elsewhere() -> None:
    address = record(field("city"), name="Address")
    found = table(record(field("x", record(field("y", ref("Address")))), field("z", ref("Address"))), address)
    assert [(row.path, row.see) for row in found.rows] == [
        ("x", None),
        ("x.y", See(path="z")),
        ("z", None),
        ("z.city", None),
    ]


def test_a_named_type_in_an_array_is_referred_to_in_the_row_of_the_array() -> None:
    found = table(record(field("a", ref("Item")), field("b", array(ref("Item")))), Type(**_of(ITEM, name="Item")))
    assert [(row.path, row.see) for row in found.rows] == [
        ("a", None),
        ("a.price", None),
        ("b", See(path="a")),
    ]


def _of(type_: Type, **changes: Any) -> dict[str, Any]:
    return {"kind": type_.kind, "words": type_.words, "fields": type_.fields} | changes


def test_recursion_is_marked() -> None:
    node = record(field("value"), field("next", union(NULL, ref("Node"))), name="Node")
    assert [(row.path, row.see) for row in table(ref("Node"), node).rows] == [
        ("value", None),
        ("next", See(path="", recursive=True)),
    ]
    below = table(record(field("head", ref("Node"))), node).rows
    assert below[-1] == Row(path="head.next", type="null | Node", required=True, see=See(path="head", recursive=True))


def test_a_root_that_is_a_named_type_as_well_is_not_opened_again() -> None:
    node = record(field("next", ref("#")))
    assert [(row.path, row.see) for row in rows(Tree(node, {"#": node})).rows] == [
        ("next", See(path="", recursive=True))
    ]


def test_a_doc_that_is_the_name_of_the_type_is_not_repeated() -> None:
    card = record(field("n"), name="a.Card", doc="Card")
    assert row(ref("a.Card"), card).doc == ""
    assert row(ref("a.Card"), card, doc="The card.").doc == "The card."


@pytest.mark.parametrize(
    "named",
    [
        Type(kind="array", words="A", name="A", items=ref("A")),
        Type(kind="map", words="A", name="A", items=ref("A")),
        Type(kind="union", words="A", name="A", branches=(NULL, ref("A"))),
        Type(kind="union", words="A", name="A", branches=(ref("A"), ref("A"))),
        Type(kind="reference", words="A", name="A"),
        Type(kind="array", words="A", name="A", prefix=(ref("A"),)),
        record(field("a", ref("A")), items=ref("A"), name="A"),
    ],
)
def test_every_circle_ends(named: Type) -> None:
    assert 1 <= len(paths(ref("A"), named)) <= 3
    assert 1 <= len(paths(record(field("a", ref("A"))), named)) <= 4
    assert 1 <= len(paths(union(STRING, array(ref("A"))), named)) <= 5


def test_of_a_large_schema_the_upper_levels_are_shown_and_the_rest_is_counted() -> None:
    deep = record(*(field(f"d{n}") for n in range(7)))
    root = record(field("big", deep), field("small", record(field("s"))), field("c"))
    found = table(root, most=5)
    assert ([row.path for row in found.rows], found.more) == (["big", "small", "small.s", "c"], 7)
    assert [row.hidden for row in found.rows] == [7, 0, 0, 0]


def test_of_a_very_wide_root_the_first_fields_are_shown() -> None:
    found = table(record(*(field(f"f{n}", record(field("x"))) for n in range(500))), most=10)
    assert (len(found.rows), found.more) == (10, 490 + 500)


def test_a_row_never_refers_to_one_that_is_not_shown() -> None:
    big = record(*(field(f"b{n}") for n in range(9)), field("inner", ref("Shared")), name="Big")
    shared = record(field("s"), name="Shared")
    found = table(record(field("a", ref("Big")), field("b", record(field("c", ref("Shared"))))), big, shared, most=5)
    assert [(row.path, row.see) for row in found.rows] == [("a", None), ("b", None), ("b.c", None), ("b.c.s", None)]
    assert found.more == 10


def test_counting_does_not_explode() -> None:
    types = [
        record(*(field(f"f{n}", ref(f"T{depth + 1}")) for n in range(10)), name=f"T{depth}") for depth in range(40)
    ]
    found = table(ref("T0"), *types, record(field("end"), name="T40"))
    assert len(found.rows) + found.more == 401


def test_very_deep_types_are_no_harm() -> None:
    type_ = STRING
    for number in range(3000):
        type_ = record(field("a", type_)) if number % 2 else array(type_)
    found = table(record(field("a", type_)))
    assert len(found.rows) + found.more == 1501


def test_a_usual_schema_takes_less_than_a_millisecond() -> None:
    root = record(*(field(f"f{n}", array(record(field("a"), field("b")))) for n in range(10)))
    tree = Tree(root)
    best = min(_seconds(tree) for _ in range(20))
    assert best < 0.001


def _seconds(tree: Tree) -> float:
    start = time.perf_counter()
    rows(tree)
    return time.perf_counter() - start


NAMES = st.sampled_from(["A", "B", "C"])
TYPES = st.recursive(
    st.sampled_from([STRING, INT, NULL, LIMITED]) | NAMES.map(ref),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda types: record(*(field(f"f{n}", t) for n, t in enumerate(types))))
        | inner.map(array)
        | st.lists(inner, min_size=1, max_size=3).map(lambda types: union(*types))
        | inner.map(lambda items: Type(kind="map", words="map", items=items))
    ),
    max_leaves=12,
)


@given(TYPES, TYPES, TYPES, TYPES, st.integers(1, 20))
def test_every_tree_has_a_finite_table_with_unique_paths(root: Type, a: Type, b: Type, c: Type, most: int) -> None:
    tree = Tree(root, {"A": a, "B": b, "C": c})
    found = rows(tree, most)
    everything = rows(tree, 10**6)
    assert everything.more == 0
    names = [row.path for row in everything.rows]
    assert len(set(names)) == len(names)
    assert 1 <= len(found.rows) <= most + 1
    for row in found.rows:
        assert row.see is None or row.see.path.rstrip("[].*") in {"", *(name.rstrip("[].*") for name in names)}
