"""Payloads against Avro schemas: what is valid is what fastavro writes and reads back."""

from __future__ import annotations

import datetime
import io
import json
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import fastavro
import pytest
from fastavro.validation import validate
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.formats import avro
from catalog_gen.formats.avro.typed import InvalidPayloadError, typed
from catalog_gen.formats.files import SchemaFiles

if TYPE_CHECKING:
    from catalog_gen.formats.tree import Mismatch


class One:
    """A project that has one file."""

    def read(self, path: str) -> bytes:
        raise FileNotFoundError(path)

    def is_file(self, _: str) -> bool:
        return False

    def matching(self, _: tuple[str, ...]) -> tuple[str, ...]:
        return ()

    def location(self, path: str) -> str:
        return path


def schema(json_schema: Any) -> avro.Avro:
    data = json.dumps(json_schema).encode()
    parsed, problems = avro.Reader(SchemaFiles(One(), [""])).read("a.avsc", data, "", "")
    assert isinstance(parsed, avro.Avro), problems
    return parsed


def record(*fields: Any, name: str = "R") -> dict[str, Any]:
    return {"type": "record", "name": name, "fields": list(fields)}


def field(type_: Any, name: str = "f", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, **more}


def wrong(json_schema: Any, payload: Any) -> list[str]:
    return [f"{found.spot}: {found.message}" for found in schema(json_schema).check(payload)]


def through_fastavro(parsed: avro.Avro, payload: Any) -> Any:
    """The payload as it comes back after fastavro has written and read it."""
    ready = fastavro.parse_schema(parsed.bare)
    stream = io.BytesIO()
    fastavro.schemaless_writer(stream, ready, typed(parsed.linked, payload))
    stream.seek(0)
    return fastavro.schemaless_reader(stream, ready, None)


def logical(base: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": base, "logicalType": name, **more}


DECIMAL = logical("bytes", "decimal", precision=4, scale=2)
MILLIS, MICROS, NANOS = (logical("long", f"timestamp-{unit}") for unit in ("millis", "micros", "nanos"))
LOCAL = logical("long", "local-timestamp-millis")
DATE, TIME, UUID = logical("int", "date"), logical("int", "time-millis"), logical("string", "uuid")
ID = "6f2b3c1e-8a4d-4e0b-9c55-0d2f7e1a9b10"
FIXED = {"type": "fixed", "name": "Two", "size": 2}
DURATION = {"type": "fixed", "name": "Span", "size": 12, "logicalType": "duration"}
BINARY_ID = {"type": "fixed", "name": "Id", "size": 16, "logicalType": "uuid"}
SUIT = {"type": "enum", "name": "Suit", "symbols": ["HEARTS", "SPADES"]}
UTC = datetime.UTC


@pytest.mark.parametrize(
    ("json_schema", "payload", "read"),
    [
        ("null", None, None),
        ("boolean", True, True),
        ("int", -5, -5),
        ("double", 1, 1.0),
        ("string", "ö", "ö"),
        ("bytes", "\u00ff", b"\xff"),
        (FIXED, "ab", b"ab"),
        (SUIT, "HEARTS", "HEARTS"),
        ({"type": "array", "items": "int"}, [1, 2], [1, 2]),
        ({"type": "map", "values": "int"}, {"a": 1}, {"a": 1}),
        (MILLIS, "2026-03-01T09:30:00.250Z", datetime.datetime(2026, 3, 1, 9, 30, 0, 250_000, UTC)),
        (MILLIS, "2026-03-01T09:30:00+02:00", datetime.datetime(2026, 3, 1, 7, 30, tzinfo=UTC)),
        (MILLIS, 0, datetime.datetime(1970, 1, 1, tzinfo=UTC)),
        (MICROS, "2026-03-01T09:30:00.000001Z", datetime.datetime(2026, 3, 1, 9, 30, 0, 1, UTC)),
        (NANOS, "1970-01-01T00:00:01.000000002Z", 1_000_000_002),
        (LOCAL, "2026-03-01T09:30:00", datetime.datetime(2026, 3, 1, 9, 30)),  # noqa: DTZ001 - it has no zone
        (DATE, "2026-03-01", datetime.date(2026, 3, 1)),
        (DATE, 1, datetime.date(1970, 1, 2)),
        (TIME, "09:30:00.250", datetime.time(9, 30, 0, 250_000)),
        (TIME, "09:30", datetime.time(9, 30)),
        (DECIMAL, "12.50", Decimal("12.50")),
        (DECIMAL, 12.5, Decimal("12.50")),
        (DECIMAL, -7, Decimal("-7.00")),
        (DECIMAL, "0", Decimal("0.00")),
        (logical("bytes", "decimal", precision=3), "1e2", Decimal(100)),
        (UUID, ID, uuid.UUID(ID)),
        (BINARY_ID, ID, uuid.UUID(ID).bytes),
        (DURATION, "P1Y2M3DT4H5M6.007S", b"\x0e\0\0\0\x03\0\0\0" + (14_706_007).to_bytes(4, "little")),
        (DURATION, "abcdefghijkl", b"abcdefghijkl"),
        (["null", "string"], None, None),
        (["null", "string"], "x", "x"),
        (["null", "string"], {"string": "x"}, "x"),
        (["int", "string", {"type": "array", "items": ["int", "string"]}], [1, "x"], [1, "x"]),
        ([record(field("int"), name="A"), record(field("int", "g"), name="B")], {"g": 1}, {"g": 1}),
        ([record(field("int"), name="x.A"), record(field("int"), name="x.B")], {"x.B": {"f": 1}}, {"f": 1}),
        (record(field("int", default=3)), {}, {"f": 3}),
        (record(field("bytes", default="\u00ff")), {}, {"f": b"\xff"}),
        (record(field(DECIMAL, default="\u0064")), {}, {"f": Decimal("1.00")}),
        (record(field(["null", "R"], "next")), {"next": {"next": None}}, {"next": {"next": None}}),
    ],
)
def test_what_is_valid_is_written_and_read_back(json_schema: Any, payload: Any, read: Any) -> None:
    parsed = schema(json_schema)
    assert parsed.check(payload) == ()
    assert through_fastavro(parsed, payload) == read


@pytest.mark.parametrize(
    ("json_schema", "payload", "expected"),
    [
        ("int", "1", ': "1" where a whole number is expected'),
        ("int", True, ": true where a whole number is expected"),
        ("int", 1.0, ": 1.0 where a whole number is expected"),
        ("int", 2**31, ": 2147483648 is beyond what an int holds (32 bits)"),
        ("long", -(2**63) - 1, ": -9223372036854775809 is beyond what a long holds (64 bits)"),
        ("float", 1e39, ": 1e+39 is beyond what a float holds (about 3.4e38)"),
        ("double", False, ": false where a number is expected"),
        ("boolean", 0, ": 0 where true or false is expected"),
        ("null", "", ': "" where null is expected'),
        ("string", "\ud800", ": the text has one half of a surrogate pair, which stands for no character"),
        ("bytes", "\u0100", ": the text has characters beyond U+00FF, which stand for no byte"),
        (FIXED, "abc", ": 3 bytes where Two has exactly 2"),
        (SUIT, "HEART", ': "HEART" is none of the symbols of Suit; did you mean "HEARTS"?'),
        ({"type": "array", "items": "int"}, {}, ": an empty object where a list is expected"),
        ({"type": "map", "values": "int"}, {"a": "x"}, 'a: "x" where a whole number is expected'),
        (MILLIS, "2026-03-01", ': "2026-03-01" is not a point in time as ISO 8601 writes it (2026-03-01T09:30:00Z)'),
        (MILLIS, "2026-03-01T09:30:00",
         ': "2026-03-01T09:30:00" does not say how far it is from UTC; write Z behind it for UTC'),
        (MILLIS, "2026-03-01T09:30:00.0001Z",
         ': "2026-03-01T09:30:00.0001Z" is more precise than timestamp-millis, which has 3 digits'),
        (MILLIS, "2026-02-30T09:30:00Z", ': "2026-02-30T09:30:00Z" is no point in time that there is'),
        (MILLIS, 2**62,
         ": 4611686018427387904 as milliseconds since 1970-01-01 00:00 UTC is beyond the years 1 to 9999"),
        (MILLIS, "0001-01-01T00:00:00+01:00", ': "0001-01-01T00:00:00+01:00" is no point in time that there is'),
        (LOCAL, "2026-03-01T09:30:00Z",
         ': "2026-03-01T09:30:00Z" has an offset from UTC, a local-timestamp-millis has none'),
        (DATE, "01.03.2026", ': "01.03.2026" is not a day as ISO 8601 writes it (2026-03-01)'),
        (TIME, "25:00:00", ': "25:00:00" is not a time of day as ISO 8601 writes it (09:30:00)'),
        (TIME, 86_400_000, ": 86400000 is no time of day in milliseconds after midnight"),
        (DECIMAL, "12.345", ': "12.345" has 3 digits behind the point, the decimal has 2'),
        (DECIMAL, "123", ': "123" has 3 digits before the point, the decimal has at most 2'),
        (DECIMAL, "1,5", ': "1,5" is not a decimal number'),
        (DECIMAL, True, ": true where a decimal number, as text or number is expected"),
        (UUID, "x", ': "x" is not a UUID'),
        (DURATION, "1 day", ': "1 day" is not a duration as ISO 8601 writes it (P1DT2H), nor 12 bytes'),
        (["null", "int"], "x", ': "x" is of none of the types of the union (null, int)'),
        (["null", "int"], {"int": "x"}, 'int: "x" where a whole number is expected'),
        (record(field("int")), {}, ': the field "f" of R is missing'),
        (record(field(SUIT, default="X")), {}, ': the field "f" of R is missing, and its default is not valid'),
        (logical("bytes", "decimal", precision=9999, scale=9999), 0,
         ": a decimal of scale 9999 is more than catalog-gen reckons with"),
        (record(field("int", "amount", default=1)), {"ammount": 1},
         'ammount: "ammount" is not a field of R; did you mean "amount"?'),
        (record(field({"type": "array", "items": ["null", record(field("int"), name="A")]}, "items")),
         {"items": [None, {"f": "x"}]}, 'items[1].f: "x" where a whole number is expected'),
    ],
)  # fmt: skip
def test_what_is_not_valid_is_told_with_its_spot(json_schema: Any, payload: Any, expected: str) -> None:
    assert wrong(json_schema, payload) == [expected]


def test_every_mismatch_is_told() -> None:
    json_schema = record(field("int", "a"), field({"type": "array", "items": "string"}, "b"), field("int", "c"))
    assert [found.partition(":")[0] for found in wrong(json_schema, {"a": "x", "b": ["y", 1, 2], "d": 1})] == [
        "a",
        "b[1]",
        "b[2]",
        "",
        "d",
    ]


def test_of_a_union_the_closest_branch_is_told() -> None:
    card = record(field("string", "number"), field("int", "year"), name="Card")
    cash = record(field("string", "till"), name="Cash")
    assert wrong(["null", cash, card], {"number": "1", "year": "x"}) == ['year: "x" where a whole number is expected']


def test_a_mismatch_names_the_rule() -> None:
    found: Mismatch = schema(record(field("int"))).check({})[0]
    assert (found.path, found.rule, found.expected) == ((), "required", "f")


def test_recursive_unions_are_compared_in_linear_time() -> None:
    branches = [record(field(["null", "A", "B"], "next"), field("int", key), name=key.upper()) for key in ("a", "b")]
    branches[0]["fields"][0]["type"] = ["null", "A", branches[1]]
    payload: Any = {"next": None, "c": 1}
    for _ in range(200):
        payload = {"next": payload, "a": 1}
    assert [found.path[-1] for found in schema(branches[0]).check(payload) if found.path[-1:] == ("c",)] == ["c"]


def test_a_payload_may_be_deeper_than_python_recurses() -> None:
    payload: Any = None
    for _ in range(5000):
        payload = {"next": payload}
    parsed = schema(record(field(["null", "R"], "next")))
    assert parsed.check(payload) == ()
    assert isinstance(typed(parsed.linked, payload), dict)


@pytest.mark.parametrize(
    ("json_schema", "payload", "value"),
    [
        (["null", "string"], "x", "x"),
        (["null", MILLIS], "1970-01-01T00:00:00Z", datetime.datetime(1970, 1, 1, tzinfo=UTC)),
        (["int", "string"], "x", ("string", "x")),
        (["null", record(field(["int", "string"]), name="a.R")], {"f": 1}, ("a.R", {"f": ("int", 1)})),
    ],
)
def test_unions_name_their_branch_only_where_there_is_doubt(json_schema: Any, payload: Any, value: Any) -> None:
    assert typed(schema(json_schema).linked, payload) == value


def test_what_is_not_valid_has_no_python_value() -> None:
    with pytest.raises(InvalidPayloadError):
        typed(schema("int").linked, "x")


def test_a_big_decimal_carries_its_scale() -> None:
    assert typed(schema(logical("bytes", "big-decimal")).linked, "-12.5") == b"\x02\x83\x02"


# --- any schema, any payload

SCALARS: list[Any] = [
    "null",
    "boolean",
    "int",
    "long",
    "float",
    "double",
    "string",
    "bytes",
    DECIMAL,
    MILLIS,
    DATE,
    TIME,
]


def _inside(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.builds(lambda items: {"type": "array", "items": items}, inner),
        st.builds(lambda values: {"type": "map", "values": values}, inner),
        st.builds(
            lambda types: record(*(field(each, f"f{n}") for n, each in enumerate(types))), st.lists(inner, max_size=3)
        ),
        st.lists(inner, max_size=3, unique_by=_kind).filter(lambda types: not any(isinstance(t, list) for t in types)),
    )


def _kind(type_: Any) -> str:
    return str(type_["type"]) if isinstance(type_, dict) else str(type_)


def _renamed(type_: Any, number: list[int]) -> Any:
    """The schema with a name of its own for each record."""
    if isinstance(type_, list):
        return [_renamed(each, number) for each in type_]
    if not isinstance(type_, dict):
        return type_
    found = {
        key: _renamed(value, number) if key in {"items", "values", "type"} else value for key, value in type_.items()
    }
    if type_["type"] == "record":
        number[0] += 1
        found |= {"name": f"R{number[0]}", "fields": [_renamed(each, number) for each in type_["fields"]]}
    return found


SCHEMAS = st.recursive(st.sampled_from(SCALARS), _inside, max_leaves=6).map(lambda type_: _renamed(type_, [0]))
LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**65), 2**65) | st.floats(allow_nan=False, allow_infinity=False)
) | st.sampled_from(["", "x", "\u00ff", "\u0100", "12.50", "2026-03-01", "2026-03-01T09:30:00Z", "09:30:00", ID])


def payloads(type_: Any) -> st.SearchStrategy[Any]:
    """Payloads that are often of the type."""
    if isinstance(type_, list):
        return st.one_of(*(payloads(branch) for branch in type_), LEAVES)
    if isinstance(type_, dict) and type_["type"] == "array":
        return st.lists(payloads(type_["items"]), max_size=3) | LEAVES
    if isinstance(type_, dict) and type_["type"] == "map":
        return st.dictionaries(st.text(max_size=2), payloads(type_["values"]), max_size=2) | LEAVES
    if isinstance(type_, dict) and type_["type"] == "record":
        return st.fixed_dictionaries({each["name"]: payloads(each["type"]) for each in type_["fields"]}) | LEAVES
    return LEAVES


@given(st.data())
def test_what_fastavro_takes_and_what_is_valid_agree(data: st.DataObject) -> None:
    json_schema = data.draw(SCHEMAS)
    payload = data.draw(payloads(json_schema))
    file = json.dumps(json_schema).encode()
    parsed, problems = avro.Reader(SchemaFiles(One(), [""])).read("a.avsc", file, "", "")
    assert isinstance(parsed, avro.Avro), problems
    if not parsed.check(payload):
        through_fastavro(parsed, payload)
        value = typed(parsed.linked, payload)
        if "(" not in repr(value).replace("datetime", "").replace("Decimal(", ""):  # it takes few names of branches
            assert validate(value, fastavro.parse_schema(parsed.bare), raise_errors=False)
