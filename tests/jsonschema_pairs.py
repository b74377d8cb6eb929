"""Pairs of JSON Schemas, read as files are read, and what comparing them comes to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from catalog_gen.compatibility.differences import Comparison
from catalog_gen.compatibility.jsonschema import differences
from catalog_gen.formats import jsonschema
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from catalog_gen.compatibility.differences import Difference, Verdict

DRAFT4 = "http://json-schema.org/draft-04/schema#"
DRAFT7 = "http://json-schema.org/draft-07/schema#"
_SORTS = 12


def read(root: Path, value: Any, *, draft: str = "") -> jsonschema.JsonSchema:
    """The schema, as one file of a project that may have others."""
    if draft and isinstance(value, dict):
        value = {"$schema": draft, **value}
    reader = jsonschema.Reader(SchemaFiles(WorkingTree(root), [""]))
    parsed, problems = reader.read("event.json", json.dumps(value).encode(), "", "")
    assert isinstance(parsed, jsonschema.JsonSchema), problems
    return parsed


def compared(root: Path, old: Any, new: Any, *, draft: str = "") -> Comparison:
    """The differences of two schemas."""
    found = differences(read(root, old, draft=draft), read(root, new, draft=draft))
    return Comparison("jsonschema", tuple(found))


def verdicts(comparison: Comparison) -> tuple[Verdict, Verdict]:
    """Backward, forward."""
    return comparison.verdict(frozenset({"backward"})), comparison.verdict(frozenset({"forward"}))


def told(comparison: Comparison) -> list[str]:
    """The differences in words."""
    return [difference.words for difference in comparison.differences]


def of_kind(comparison: Comparison, kind: str) -> Difference:
    """The only difference of that kind."""
    (found,) = [difference for difference in comparison.differences if difference.kind == kind]
    return found


def mutual(*, told_apart: bool, changed: Iterable[int] = ()) -> dict[str, Any]:
    """Nodes of twelve sorts, each with two children of any sort."""
    nodes: dict[str, Any] = {}
    for number in range(_SORTS):
        order = [*range(number, _SORTS), *range(number)]
        nodes[f"N{number}"] = {
            "type": "object",
            "required": ["sort"] if told_apart else [],
            "properties": {
                "sort": {"const": f"s{number}"} if told_apart else {"type": "string", "maxLength": number},
                "left": {"oneOf": [{"$ref": f"#/$defs/N{each}"} for each in range(_SORTS)]},
                "right": {"oneOf": [{"$ref": f"#/$defs/N{each}"} for each in order]},
                **({"note": {"type": "string"}} if number in changed else {}),
            },
        }
        if told_apart:
            nodes[f"N{number}"]["additionalProperties"] = False
    return {"oneOf": [{"$ref": f"#/$defs/N{number}"} for number in range(_SORTS)], "$defs": nodes}
