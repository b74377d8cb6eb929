"""Public verdicts on pairs of JSON Schemas: those of Karapace, which follow Confluent's Schema Registry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema_pairs import DRAFT7, compared, verdicts

if TYPE_CHECKING:
    from pathlib import Path

ARGUED = {
    "json-0374": (
        "the new schema asks less: in draft 7, `items` as a list speaks of the first elements only, and what stands"
        " behind them may be anything as there is no `additionalItems` (validation 6.4.1, 6.4.2): every list of"
        " integers is valid"
    ),
    "json-0499": "`false` and `not: true` both say that nothing is valid (core 4.3.2): they are the same schema",
    "json-0501": "`not: {}` and `false` both say that nothing is valid (core 4.3.2): they are the same schema",
    "json-0559": (
        "a property with the schema `{}` may be anything or missing (validation 6.5.4, core 4.3.2), as it may where it"
        " is not named: they are the same schema"
    ),
}
"""Called incompatible there, for reasons of the registry; compatible by the JSON Schema specification."""

UNKNOWN = {
    "json-0497": (
        "no value at all is valid under the old schema, so that nothing could be written that the new one refuses; what"
        " has been written in spite of it nobody can know"
    ),
}


@pytest.fixture
def cases(conformance: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        (conformance / "jsonschema-compatibility.json").read_text(encoding="utf-8")
    )
    assert len(found) > 70
    return found


def test_verdicts_are_those_of_the_registry_but_for_the_ones_that_are_argued(
    cases: list[dict[str, Any]], tmp_path: Path
) -> None:
    found = {
        case["id"]: verdicts(compared(tmp_path, case["original"], case["update"], draft=DRAFT7))[0] for case in cases
    }
    others = {case["id"] for case in cases if found[case["id"]] not in {case["expected"], "unknown"}}
    assert others == ARGUED.keys()
    assert all(found[name] == "compatible" for name in ARGUED)
    assert {name for name, verdict in found.items() if verdict == "unknown"} == UNKNOWN.keys()
    assert len(UNKNOWN) < len(cases) / 10


def test_what_is_argued_is_valid_under_both_schemas(cases: list[dict[str, Any]]) -> None:
    import jsonschema

    values: list[Any] = [None, True, 0, 1.5, "a", [], [1], [1, "a"], ["a"], {}, {"a": 1}, {"a": "b", "c": None}]
    for case in (case for case in cases if case["id"] in ARGUED):
        writer, reader = (jsonschema.Draft7Validator(case[side]) for side in ("original", "update"))
        assert all(reader.is_valid(value) for value in values if writer.is_valid(value)), case["id"]
