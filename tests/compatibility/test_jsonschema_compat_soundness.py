"""Random pairs of JSON Schemas against the `jsonschema` package: no verdict says what a value shows to be wrong."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema as independent
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema_pairs import DRAFT4, DRAFT7, read, verdicts

from catalog_gen.compatibility import explaining
from catalog_gen.compatibility.differences import Comparison
from catalog_gen.compatibility.jsonschema import KINDS, differences
from catalog_gen.compatibility.jsonschema.judging import Judge
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_gen.compatibility.jsonschema.judging import Side

DRAFT2020 = "https://json-schema.org/draft/2020-12/schema"
VALIDATORS: dict[str, Any] = {
    DRAFT4: independent.Draft4Validator,
    DRAFT7: independent.Draft7Validator,
    DRAFT2020: independent.Draft202012Validator,
}

SCALARS: list[Any] = [None, True, False, 0, 1, 1.0, 2, 3, 4, -1, 0.5, 1.5, 10, "", "a", "b", "ab", "aa", "abc", "x"]
UNIVERSE: list[Any] = [
    *SCALARS,
    *(
        [],
        [1],
        ["a"],
        [1, 1],
        [1, 2],
        [1, "a"],
        ["a", "b"],
        [None],
        [1, 2, 3],
        [[1]],
        [{}],
        [{"a": 1}],
        ["a", "a", "a"],
    ),
    *(
        {},
        {"a": 1},
        {"a": "a"},
        {"a": None},
        {"a": 1.5},
        {"a": 2},
        {"b": 1},
        {"b": "b"},
        {"c": 1},
        {"ab": 1},
        {"aa": "x"},
    ),
    *({"a": 1, "b": 1}, {"a": 1, "b": "b"}, {"a": 1, "c": "x"}, {"b": 1, "c": 1}, {"a": "a", "b": 2, "c": 3}),
    *({"a": {}}, {"a": {"a": 1}}, {"a": {"b": 1}}, {"a": {"a": {"a": 1}}}, {"a": [1]}, {"a": ["a"]}, {"b": {}}),
]

NAMES = ["a", "b", "c"]
TYPES = ["object", "array", "string", "integer", "number", "boolean", "null"]
PATTERNS = ["a", "^a", "^a*$", "b$", "^[ab]+$", "^.$", "^\\d+$"]
CONSTANTS: list[Any] = [1, 2, 1.5, "a", "b", None, True, {}, {"a": 1}, [], [1]]


def limits() -> dict[str, st.SearchStrategy[Any]]:
    counts = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
    numbers = st.sampled_from([0, 1, 2, 3, 1.5])
    return {
        "type": st.sampled_from(TYPES) | st.lists(st.sampled_from(TYPES), min_size=1, max_size=3, unique=True),
        "enum": st.lists(st.sampled_from(CONSTANTS), min_size=1, max_size=3, unique_by=repr),
        "minimum": numbers,
        "maximum": numbers,
        "multipleOf": st.sampled_from([1, 2, 3, 0.5]),
        "pattern": st.sampled_from(PATTERNS),
        "required": st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True),
        "uniqueItems": st.just(value=True),
        **dict.fromkeys(counts, st.integers(0, 2)),
    }


def nested(inner: st.SearchStrategy[Any], draft: str) -> dict[str, st.SearchStrategy[Any]]:
    several = st.lists(inner, min_size=1, max_size=3)
    found: dict[str, st.SearchStrategy[Any]] = {
        "properties": st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=2),
        "patternProperties": st.dictionaries(st.sampled_from(PATTERNS), inner, min_size=1, max_size=2),
        "additionalProperties": st.just(value=False) | inner,
        "items": inner,
        "allOf": several,
        "anyOf": several,
        "oneOf": several,
        "not": inner,
    }
    if draft == DRAFT2020:
        found |= {
            "prefixItems": several,
            "dependentRequired": st.just({"a": ["b"]}),
            "dependentSchemas": st.dictionaries(st.sampled_from(NAMES), inner, min_size=1, max_size=1),
            "unevaluatedProperties": st.just(value=False) | inner,
            "unevaluatedItems": st.just(value=False) | inner,
            "minContains": st.integers(0, 2),
            "maxContains": st.integers(1, 2),
        }
    else:
        found |= {"additionalItems": inner, "dependencies": st.just({"a": ["b"]})}
    if draft != DRAFT4:
        found |= {
            "const": st.sampled_from(CONSTANTS),
            "exclusiveMinimum": st.sampled_from([0, 1, 2]),
            "contains": inner,
            "propertyNames": st.sampled_from([{"pattern": "^a"}, {"maxLength": 1}, {"enum": ["a", "b"]}]) | inner,
            "if": inner,
            "then": inner,
            "else": inner,
        }
    return found


def objects(keywords: dict[str, st.SearchStrategy[Any]], most: int) -> st.SearchStrategy[Any]:
    chosen = st.lists(st.sampled_from(sorted(keywords)), min_size=1, max_size=most, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: keywords[name] for name in names}))


def schemas(draft: str, *, depth: int = 2) -> st.SearchStrategy[Any]:
    plain: st.SearchStrategy[Any] = st.just({}) | objects(limits(), 2)
    plain = plain if draft == DRAFT4 else plain | st.booleans()
    if not depth:
        return plain
    inner = schemas(draft, depth=depth - 1)
    return plain | objects(limits() | nested(inner, draft), 3) | st.just({"$ref": "#/definitions/node"})


@st.composite
def pairs(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A schema and a changed copy of it; both may refer to a node that contains itself."""
    draft = draw(st.sampled_from(sorted(VALIDATORS)))
    node = {"type": "object", "properties": {"a": {"$ref": "#/definitions/node"}, "b": draw(schemas(draft, depth=0))}}
    root = draw(objects(limits() | nested(schemas(draft), draft), 3))
    old = {"$schema": draft, **root, "definitions": {"node": node}}
    return old, draw(mutations(old, draft))


@st.composite
def mutations(draw: st.DrawFn, old: dict[str, Any], draft: str) -> dict[str, Any]:
    new = json.loads(json.dumps(old))
    for _ in range(draw(st.integers(1, 2))):
        here = new
        while True:
            values = [value for name, value in here.items() if name != "definitions"]
            inside = [value for value in (*values, *lists(here)) if isinstance(value, dict)]
            if not inside or draw(st.booleans()):
                break
            here = draw(st.sampled_from(inside))
        if here in (new.get("dependencies"), new.get("dependentRequired")):
            here = new
        names = [name for name in here if name not in {"$schema", "definitions"}]
        if names and draw(st.integers(0, 2)) == 0:
            del here[draw(st.sampled_from(names))]
        elif here is new or here.keys() & (limits().keys() | {"properties", "items", "anyOf"}):
            here |= draw(objects(limits() | nested(schemas(draft, depth=1), draft), 1))
    if draw(st.booleans()):
        new["definitions"]["node"]["properties"]["b"] = draw(schemas(draft, depth=0))
    return new  # type: ignore[no-any-return]


def lists(schema: dict[str, Any]) -> list[Any]:
    return [each for name in ("allOf", "anyOf", "oneOf") for each in schema.get(name, []) if isinstance(each, dict)]


def is_schema(schema: dict[str, Any]) -> bool:
    try:
        VALIDATORS[schema["$schema"]].check_schema(schema)
    except independent.SchemaError:
        return False
    return True


def hold(root: Path, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Everything that is always true of two schemas."""
    if not is_schema(old) or not is_schema(new):
        return
    first, second = read(root, old), read(root, new)
    there = Comparison("jsonschema", tuple(differences(first, second)))
    back = Comparison("jsonschema", tuple(differences(second, first)))
    assert verdicts(there) == verdicts(back)[::-1]
    assert list(differences(first, first)) == []
    validators = [VALIDATORS[schema["$schema"]](schema) for schema in (old, new)]
    judge = Judge(first, second)
    sides: tuple[tuple[Side, Side], ...] = ((0, 1), (1, 0))
    for (writer, reader), verdict in zip(sides, verdicts(there), strict=True):
        judgement = judge.whole(writer)
        assert (judgement.outcome == "fails") == (verdict == "incompatible")
        if verdict == "compatible":
            written = [value for value in UNIVERSE if validators[writer].is_valid(value)]
            assert [value for value in written if not validators[reader].is_valid(value)] == []
        if verdict == "incompatible":
            assert judgement.example is not ABSENT
            assert validators[writer].is_valid(judgement.example)
            assert not validators[reader].is_valid(judgement.example)
    for difference in there.differences:
        assert difference.kind in KINDS
        assert difference.words
        for direction in difference.breaks | difference.undecided:
            assert explaining.why(difference, direction, "jsonschema"), (difference, direction)


SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much]


@given(pair=pairs())
@settings(max_examples=15, derandomize=True, database=None, suppress_health_check=SHARED)
def test_no_verdict_is_wrong(pair: tuple[dict[str, Any], dict[str, Any]], tmp_path: Path) -> None:
    hold(tmp_path, *pair)


@pytest.mark.slow
@given(pair=pairs())
@settings(max_examples=400, derandomize=True, database=None, suppress_health_check=SHARED)
def test_no_verdict_of_hundreds_is_wrong(pair: tuple[dict[str, Any], dict[str, Any]], tmp_path: Path) -> None:
    hold(tmp_path, *pair)
