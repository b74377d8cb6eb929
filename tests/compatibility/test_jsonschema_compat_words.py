"""How differences of JSON Schemas read, and where they stand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema_pairs import compared, of_kind, read, told, verdicts

from catalog_gen.compatibility import compare, marking
from catalog_gen.compatibility.differences import BACKWARD, FORWARD, NEITHER
from catalog_gen.compatibility.jsonschema import differences
from catalog_gen.formats import Schemas, jsonschema
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.problems import Place
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

TEXT: dict[str, Any] = {"type": "string"}
ORDER: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["id"],
    "properties": {
        "id": TEXT,
        "status": {"enum": ["NEW", "LOST"]},
        "amount": {"type": "number", "minimum": 0},
        "labels": {"type": "object", "additionalProperties": TEXT},
        "lines": {"type": "array", "items": {"type": "object", "properties": {"price": {"type": "integer"}}}},
        "pay": {"oneOf": [{"$ref": "#/$defs/Card"}, {"$ref": "#/$defs/Cash"}]},
        "point": {"prefixItems": [{"type": "number"}, {"type": "number"}]},
    },
    "$defs": {
        "Card": {"type": "object", "required": ["number"], "properties": {"number": TEXT}},
        "Cash": {"type": "object", "maxProperties": 0},
    },
}


def changed(*steps: str | int, to: Any) -> Any:
    """The order with another value there."""
    order = json.loads(json.dumps(ORDER))
    here = order
    for step in steps[:-1]:
        here = here[step]
    here[steps[-1]] = to
    return order


P = "properties"
WORDS: dict[str, tuple[Any, list[str]]] = {
    "a property": (changed(P, "note", to=TEXT), ["`note` was added, optional (`string`)"]),
    "optional": (changed("required", to=[]), ["`id` is optional now"]),
    "required": (changed("required", to=["id", "amount"]), ["`amount` is required now"]),
    "values": (
        changed(P, "status", to={"enum": ["NEW", "SENT"]}),
        ['`status` takes `"SENT"` as well now', '`status` no longer takes `"LOST"`'],
    ),
    "a type": (
        changed(P, "lines", "items", P, "price", "type", to="number"),
        ["`lines[].price` takes every `number` now, no longer only `integer`"],
    ),
    "null": (changed(P, "amount", "type", to=["number", "null"]), ["`amount` can be `null` now"]),
    "a limit": (changed(P, "amount", "minimum", to=1), ["`amount` has to be at least `1` now; before, `0`"]),
    "values of a map": (
        changed(P, "labels", "additionalProperties", to={"type": "boolean"}),
        ["the type of `labels.*` is `boolean` now; it was `string`"],
    ),
    "an element of a tuple": (
        changed(P, "point", "prefixItems", 0, "maximum", to=9),
        ["`point[0]` has to be at most `9` now"],
    ),
    "an alternative": (
        changed(P, "pay", "oneOf", to=[{"$ref": "#/$defs/Card"}]),
        ["`pay` can no longer be `Cash`"],
    ),
    "inside of an alternative": (
        changed("$defs", "Card", P, "number", "minLength", to=4),
        ["`pay (Card).number` has to have at least `4` characters now"],
    ),
    "opened": (
        changed("additionalProperties", to=True),
        ["the payload takes other properties than those that are named now"],
    ),
    "a description": (changed(P, "id", to={**TEXT, "description": "Whose"}), ["the description of `id` was added"]),
    "a default": (changed(P, "id", to={**TEXT, "default": "?"}), ['`id` has the default `"?"` now']),
    "deprecated": (changed(P, "id", to={**TEXT, "deprecated": True}), ["`id` is deprecated now"]),
}


@pytest.mark.parametrize("name", WORDS)
def test_a_change_is_told_in_words(name: str, tmp_path: Path) -> None:
    new, expected = WORDS[name]
    assert told(compared(tmp_path, ORDER, new)) == expected


def test_what_is_only_said_breaks_nobody(tmp_path: Path) -> None:
    for name, severity in (("a description", "wording"), ("a default", "risky"), ("deprecated", "compatible")):
        comparison = compared(tmp_path, ORDER, WORDS[name][0])
        assert verdicts(comparison) == ("compatible", "compatible")
        assert [difference.severity for difference in comparison.differences] == [severity]


SAME: dict[str, Any] = {
    "another order": dict(reversed(ORDER.items())),
    "numbers written in another way": changed(P, "amount", "minimum", to=0.0),
    "no reference": changed(P, "pay", "oneOf", to=[ORDER["$defs"]["Card"], ORDER["$defs"]["Cash"]]),
    "definitions of other names": json.loads(json.dumps(ORDER).replace("$defs/C", "$defs/MyC").replace('"Ca', '"MyCa')),
    "alternatives in another order": changed(P, "pay", "oneOf", to=ORDER[P]["pay"]["oneOf"][::-1]),
    "required twice over": {**ORDER, "allOf": [{"required": ["id"]}]},
    "a limit that says nothing": {**ORDER, "minProperties": 0},
}


@pytest.mark.parametrize("name", SAME)
def test_schemas_that_say_the_same_do_not_differ(name: str, tmp_path: Path) -> None:
    assert told(compared(tmp_path, ORDER, SAME[name])) == []
    assert told(compared(tmp_path, SAME[name], ORDER)) == []


def test_a_local_change_that_nothing_around_lets_through_breaks_nobody(tmp_path: Path) -> None:
    old = {"anyOf": [{"type": "integer", "maximum": 9}, {"type": "number"}]}
    new = {"anyOf": [{"type": "integer", "maximum": 5}, {"type": "number"}]}
    comparison = compared(tmp_path, old, new)
    assert verdicts(comparison) == ("compatible", "compatible")
    assert [difference.breaks for difference in comparison.differences] == [NEITHER]


def test_what_breaks_readers_without_a_change_in_words_comes_with_a_value(tmp_path: Path) -> None:
    old = {"oneOf": [{"type": "integer"}, TEXT]}
    new = {"oneOf": [{"type": "integer"}, {"type": ["string", "integer"]}]}
    comparison = compared(tmp_path, old, new)
    assert verdicts(comparison) == ("incompatible", "compatible")
    assert any(
        "`0`" in words or "oneOf" in words or "alternative" in words or "integer" in words for words in told(comparison)
    )


def test_the_limits_of_sealed_objects_are_those_of_closed_ones(tmp_path: Path) -> None:
    old = {"allOf": [{"properties": {"a": TEXT}}], "required": ["a"], "unevaluatedProperties": False}
    new = {**old, "properties": {"b": TEXT}, "required": []}
    comparison = compared(tmp_path, old, new)
    assert told(comparison) == ["`b` was added, optional (`string`)", "`a` is optional now"]
    assert [difference.breaks for difference in comparison.differences] == [FORWARD, FORWARD]


def test_a_new_property_of_an_open_object_may_have_been_written_before(tmp_path: Path) -> None:
    comparison = compared(tmp_path, {"type": "object"}, {"type": "object", "properties": {"a": TEXT}})
    added = of_kind(comparison, "property-added")
    assert added.breaks == BACKWARD
    assert added.words == "`a` was added, optional (`string`); before, any value could stand there"


def test_what_is_gone_is_placed_in_the_old_file_and_all_else_in_the_new_one(tmp_path: Path) -> None:
    old = {"additionalProperties": False, "properties": {"a": TEXT, "b": TEXT}}
    comparison = compared(tmp_path, old, {"properties": {"b": {"type": "null"}}, "additionalProperties": False})
    removed, changed_ = of_kind(comparison, "property-removed"), of_kind(comparison, "type-changed")
    assert (removed.pointer, removed.place) == (("properties", "a"), Place("event.json", 1, 48))
    assert (changed_.pointer, changed_.place) == (("properties", "b", "type"), Place("event.json", 1, 23))


def test_a_change_in_another_file_is_placed_there(tmp_path: Path) -> None:
    def written(price: str) -> jsonschema.JsonSchema:
        folder = tmp_path / price
        folder.mkdir()
        (folder / "money.json").write_text(json.dumps({"properties": {"price": {"type": price}}}))
        data = json.dumps({"properties": {"paid": {"$ref": "money.json"}}}).encode()
        reader = jsonschema.Reader(SchemaFiles(WorkingTree(folder), [""]))
        parsed, problems = reader.read("event.json", data, "", "")
        assert isinstance(parsed, jsonschema.JsonSchema), problems
        return parsed

    (difference,) = differences(written("integer"), written("number"))
    assert difference.path == "paid.price"
    assert difference.breaks == FORWARD
    assert difference.pointer == ("properties", "price", "type")
    assert difference.place == Place("money.json", 1, 27)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "`a`"),
        ("a`b", "``a`b``"),
        ("`", "`` ` ``"),
        ("", "` `"),
        (" a", "` a`"),
        ("a``b`", "``` a``b` ```"),
        ("a\nb", "`a\\u000ab`"),
    ],
)
def test_code_marks_hold_whatever_is_between_them(text: str, expected: str) -> None:
    assert marking.code(text) == expected


def test_long_values_and_lists_are_cut_with_a_count(tmp_path: Path) -> None:
    old, new = {"enum": ["x"]}, {"enum": ["x", "y" * 100, *range(20)]}
    (words,) = told(compared(tmp_path, old, new))
    assert "(102 characters)" in words
    assert words.endswith("`3` and 16 more as well now")


def test_a_value_with_a_code_mark_stays_in_its_code(tmp_path: Path) -> None:
    (words,) = told(compared(tmp_path, {"enum": ["x"]}, {"enum": ["x", "a`b"]}))
    assert words == 'the payload takes ``"a`b"`` as well now'


def test_a_type_that_rules_listed_values_out_is_told_by_them(tmp_path: Path) -> None:
    (words,) = told(compared(tmp_path, {"enum": [1, "a"]}, {"enum": [1, "a"], "type": "string"}))
    assert words == "the payload no longer takes `1`"


def test_yaml_and_json_are_compared_by_what_they_say(tmp_path: Path) -> None:
    schemas = Schemas(SchemaFiles(WorkingTree(tmp_path), [""]))
    old, _ = schemas.read("a.yaml", b"type: object\nproperties:\n  a: {type: string}\n")
    new, _ = schemas.read("a.json", b'{"properties": {"a": {"type": "string", "minLength": 2}}, "type": "object"}')
    assert old is not None
    assert new is not None
    assert told(compare(old, new)) == ["`a` has to have at least `2` characters now"]


def test_the_same_schema_does_not_differ_from_itself(tmp_path: Path) -> None:
    schema = read(tmp_path, ORDER)
    assert list(differences(schema, schema)) == []
