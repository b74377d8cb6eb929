"""Avro of payload classes: what each annotation becomes, and what Avro has nothing for."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import io
import json
from typing import Any

import fastavro
import pytest

from catalog_gen.formats import annotated
from catalog_gen.formats.annotated.plain import NotPlainError, duration, plain
from catalog_gen.model.payloads import NOTHING, Field, Named, Payload, Shape
from catalog_gen.problems import Place

PLACE = Place("d.py", 1, 2)
INT, TEXT = Shape("integer"), Shape("string")
COLOR = Named(
    what="enum", title="Color", path="Color", module="m", values=("red", "blue"), symbols=("R", "B"), doc="Doc"
)
SPACED = Named(what="enum", title="Spaced", path="Spaced", module="m", values=("a b", "c"), symbols=("A", "C"))
NUMBERS = Named(what="enum", title="Numbers", path="Numbers", module="m", values=(1, 2), symbols=("A", "B"))
LINE = Named(what="class", title="Line", path="Line", module="m", fields=(Field(name="a", key="a", shape=INT),))
LINKED = Named(
    what="class",
    title="Linked",
    path="Linked",
    module="m",
    fields=(Field(name="next", key="next", shape=Shape("nullable", inner=(Shape("reference", name="linked"),))),),
)
ALIAS = Named(what="alias", title="Alias", path="Alias", module="m", alias=Shape("list", inner=(INT,)))
NAMED = {"color": COLOR, "spaced": SPACED, "numbers": NUMBERS, "line": LINE, "linked": LINKED, "alias": ALIAS}


def field(shape: Shape, default: Any = NOTHING, **more: Any) -> Payload:
    """A class `X` with one field `a`."""
    fields = (Field(name="a", key=more.pop("key", "a"), shape=shape, default=default, **more),)
    named = {"x": Named(what="class", title="X", path="X", module="m", fields=fields), **NAMED}
    return Payload("X", PLACE, "", Shape("reference", name="x"), named)


def written(payload: Payload) -> Any:
    data, problems = annotated.schema(payload, "avro")
    assert data is not None, problems
    schema = json.loads(data)
    fastavro.parse_schema(schema)
    return schema["fields"][0]


def refused(payload: Payload) -> str:
    data, problems = annotated.schema(payload, "avro")
    assert data is None
    assert {problem.code for problem in problems} == {"unreadable-payload"}
    return "; ".join(problem.message for problem in problems)


def ref(name: str) -> Shape:
    return Shape("reference", name=name)


def nullable(shape: Shape) -> Shape:
    return Shape("nullable", inner=(shape,))


RECORD_LINE = {"type": "record", "name": "Line", "fields": [{"name": "a", "type": "long"}]}
RED = {"type": "enum", "name": "Color", "doc": "Doc", "symbols": ["red", "blue"]}
MONEY = Shape("decimal", limits={"max_digits": 5, "decimal_places": 2})


@pytest.mark.parametrize(
    ("shape", "type_"),
    [
        (TEXT, "string"),
        (INT, "long"),
        (Shape("number"), "double"),
        (Shape("boolean"), "boolean"),
        (Shape("bytes"), "bytes"),
        (Shape("null"), "null"),
        (Shape("string", "email"), "string"),
        (Shape("string", "uuid4"), {"type": "string", "logicalType": "uuid"}),
        (Shape("date"), {"type": "int", "logicalType": "date"}),
        (Shape("datetime"), {"type": "long", "logicalType": "timestamp-micros"}),
        (Shape("time"), {"type": "long", "logicalType": "time-micros"}),
        (MONEY, {"type": "bytes", "logicalType": "decimal", "precision": 5, "scale": 2}),
        (Shape("list", inner=(INT,)), {"type": "array", "items": "long"}),
        (Shape("set", inner=(TEXT,)), {"type": "array", "items": "string"}),
        (Shape("tuple", inner=(INT, INT)), {"type": "array", "items": "long"}),
        (Shape("dict", inner=(TEXT, INT)), {"type": "map", "values": "long"}),
        (Shape("dict", inner=(ref("color"), INT)), {"type": "map", "values": "long"}),
        (Shape("literal", values=("a", "b")), {"type": "enum", "name": "XA", "symbols": ["a", "b"]}),
        (Shape("literal", values=("a-b",)), "string"),
        (Shape("literal", values=(1, 2)), "long"),
        (Shape("literal", values=(True,)), "boolean"),
        (Shape("literal", values=(None,)), "null"),
        (ref("color"), RED),
        (ref("spaced"), "string"),
        (ref("numbers"), "long"),
        (ref("line"), RECORD_LINE),
        (ref("alias"), {"type": "array", "items": "long"}),
        (Shape("union", inner=(INT, TEXT)), ["long", "string"]),
        (Shape("union", inner=(ref("line"), ref("color"), ref("line"))), [RECORD_LINE, RED]),
    ],
)
def test_a_type_becomes_its_counterpart(shape: Shape, type_: Any) -> None:
    assert written(field(shape))["type"] == type_


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (Shape("any"), "Avro has no type for any value at all"),
        (Shape("timedelta"), "Avro has no span of time that all its readers know"),
        (Shape("decimal"), "Avro needs to know how many digits a Decimal has"),
        (Shape("decimal", limits={"max_digits": 5}), "Avro needs to know how many digits a Decimal has"),
        (Shape("decimal", limits={"max_digits": 2, "decimal_places": 5}), "2 digits of which 5 are decimal places"),
        (Shape("tuple", inner=(INT, TEXT)), "Avro has no tuple"),
        (Shape("tuple"), "Avro has no tuple"),
        (Shape("dict", inner=(INT, INT)), "the keys of an Avro map are texts"),
        (Shape("dict"), "Avro has no map of any values at all"),
        (Shape("literal", values=(1, "a")), "Avro has no type for values of several types"),
        (
            Shape("union", inner=(Shape("list", inner=(INT,)), Shape("list", inner=(TEXT,)))),
            "an Avro union cannot tell two branches of type array apart",
        ),
    ],
)
def test_what_avro_has_nothing_for_is_said_at_the_annotation(shape: Shape, message: str) -> None:
    placed = dataclasses.replace(shape, place=Place("m.py", 3, 4))
    assert message in refused(field(placed))
    (problem, *_) = annotated.schema(field(placed), "avro")[1]
    assert problem.place == Place("m.py", 3, 4)


def test_a_name_that_avro_does_not_allow_is_reported() -> None:
    assert refused(field(INT, key="order-id")) == '"order-id" is no name that Avro allows for a field'


@pytest.mark.parametrize(
    ("shape", "default", "type_", "encoded"),
    [
        (INT, 3, "long", 3),
        (Shape("number"), 1, "double", 1.0),
        (TEXT, "x", "string", "x"),
        (Shape("boolean"), True, "boolean", True),
        (Shape("bytes"), b"\xff\x00", "bytes", "\u00ff\u0000"),
        (nullable(INT), None, ["null", "long"], None),
        (nullable(INT), 3, ["long", "null"], 3),
        (Shape("union", inner=(INT, TEXT)), "x", ["string", "long"], "x"),
        (ref("color"), "blue", RED, "blue"),
        (Shape("list", inner=(INT,)), [], {"type": "array", "items": "long"}, []),
        (Shape("dict", inner=(TEXT, INT)), {"a": 1}, {"type": "map", "values": "long"}, {"a": 1}),
        (Shape("date"), datetime.date(1970, 1, 3), {"type": "int", "logicalType": "date"}, 2),
        (
            Shape("datetime"),
            datetime.datetime(1970, 1, 1, 0, 0, 1, tzinfo=datetime.UTC),
            {"type": "long", "logicalType": "timestamp-micros"},
            1_000_000,
        ),
        (Shape("time"), datetime.time(0, 0, 1), {"type": "long", "logicalType": "time-micros"}, 1_000_000),
    ],
)
def test_a_default_is_written_as_avro_has_it(shape: Shape, default: Any, type_: Any, encoded: Any) -> None:
    found = written(field(shape, default, required=False))
    assert (found["type"], found["default"]) == (type_, encoded)


@pytest.mark.parametrize("text", ["0", "1.5", "-1.5", "1.28", "-1.28", "999.99", "-999.99", "2.55", "-2.56"])
def test_a_decimal_default_is_read_back_by_fastavro(text: str) -> None:
    found = written(field(MONEY, decimal.Decimal(text), required=False))
    schema = fastavro.parse_schema({"type": "record", "name": "R", "fields": [{"name": "a", "type": found["type"]}]})
    raw = io.BytesIO()
    fastavro.schemaless_writer(raw, schema, {"a": decimal.Decimal(text)})
    encoded = found["default"].encode("latin-1")
    assert int.from_bytes(encoded, "big", signed=True) == int.from_bytes(raw.getvalue()[1:], "big", signed=True)


@pytest.mark.parametrize("default", [decimal.Decimal("1.555"), decimal.Decimal("NaN"), object()])
def test_a_default_that_the_type_cannot_hold_is_left_out(default: Any) -> None:
    assert "default" not in written(field(MONEY, default, required=False))


def test_something_that_may_be_none_is_null_unless_given() -> None:
    assert written(field(nullable(TEXT))) == {"name": "a", "type": ["null", "string"], "default": None}


def test_a_key_that_may_be_absent_is_null() -> None:
    assert written(field(TEXT, required=False, absent=True))["type"] == ["null", "string"]


def test_recursion_is_by_name() -> None:
    data, problems = annotated.schema(Payload("L", PLACE, "", ref("linked"), NAMED), "avro")
    assert not problems
    assert data is not None
    assert json.loads(data)["fields"] == [{"name": "next", "type": ["null", "Linked"], "default": None}]


def test_an_alias_that_holds_itself_is_refused() -> None:
    circle = Named(what="alias", title="A", path="A", module="m", alias=Shape("list", inner=(ref("circle"),)))
    payload = Payload("A", PLACE, "", ref("circle"), {"circle": circle})
    assert refused(payload) == "Avro has no type without a name that holds itself"


def test_two_classes_of_one_name_get_names_of_their_own() -> None:
    other = dataclasses.replace(LINE, module="n", path="Outer.Line")
    payload = field(Shape("union", inner=(ref("line"), ref("other"))))
    named = {**payload.named, "other": other}
    found = written(dataclasses.replace(payload, named=named))
    assert [branch["name"] for branch in found["type"]] == ["Line", "n_Outer_Line"]


def test_values_without_an_enum_stand_in_the_doc() -> None:
    noted = Shape("literal", values=("a-b", "c"), notes={"description": "Which."})
    assert written(field(noted))["doc"] == "Which.\nOne of 'a-b', 'c'."


def test_texts_become_docs() -> None:
    assert written(field(Shape("string", notes={"description": "Said."})))["doc"] == "Said."


def test_a_deep_chain_is_a_problem_and_no_crash() -> None:
    named = {
        str(index): Named(
            what="class",
            title=f"C{index}",
            path=f"C{index}",
            module="m",
            fields=(Field(name="n", key="n", shape=ref(str(index + 1)) if index < 5_000 else INT),),
        )
        for index in range(5_001)
    }
    payload = Payload("C0", PLACE, "", ref("0"), named)
    assert "no schema can be written for C0" in refused(payload)
    assert annotated.schema(payload, "jsonschema")[0] is not None


@pytest.mark.parametrize("format", ["jsonschema", "avro"])
def test_a_text_that_no_file_can_hold_is_a_problem(format: Any) -> None:  # noqa: A002
    payload = field(Shape("string", notes={"description": "\ud800"}))
    data, problems = annotated.schema(payload, format)
    assert data is None
    assert [problem.code for problem in problems] == ["unreadable-payload"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.timedelta(), "PT0S"),
        (datetime.timedelta(days=1), "P1D"),
        (datetime.timedelta(days=400, hours=1, seconds=2), "P1Y35DT1H2S"),
        (datetime.timedelta(minutes=3, microseconds=500_000), "PT3M0.5S"),
        (datetime.timedelta(seconds=-1), "-PT1S"),
    ],
)
def test_a_span_of_time_is_written_as_pydantic_writes_it(value: datetime.timedelta, text: str) -> None:
    pydantic_core = pytest.importorskip("pydantic_core")
    assert duration(value) == text == pydantic_core.to_jsonable_python(value)


def test_a_set_has_an_order() -> None:
    assert plain({"b", "a", "c"}) == ["a", "b", "c"]


@pytest.mark.parametrize("value", [object(), float("nan"), b"\xff", [object()]])
def test_what_json_has_nothing_for_is_refused(value: Any) -> None:
    with pytest.raises(NotPlainError):
        plain(value)


def test_a_tuple_of_one_class_is_an_array() -> None:
    found = written(field(Shape("tuple", inner=(ref("line"), ref("line")))))
    assert found["type"]["type"] == "array"
    assert found["type"]["items"]["name"] == "Line"


@pytest.mark.parametrize("name", ["record", "string", "enum", "long"])
def test_a_class_that_is_called_like_a_type_of_avro_gets_another_name(name: str) -> None:
    payload = field(ref("own"))
    own = dataclasses.replace(LINE, title=name, path=name)
    found = written(dataclasses.replace(payload, named={**payload.named, "own": own}))
    assert found["type"]["name"] == f"{LINE.module.replace('.', '_')}_{name}"
