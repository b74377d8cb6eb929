"""Public verdicts on pairs of JSON Schemas: those of Karapace, which follow Confluent's Schema Registry."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema_pairs import DRAFT7, compared, verdicts

if TYPE_CHECKING:
    from pathlib import Path

UNKNOWN = {
    "json-0374": "a list of equals becomes a tuple: all lists are valid still, but the first place means something now",
    "json-0497": "no value at all is valid under the old schema, so nothing that the new one refuses could be written",
    "json-0499": "no value at all is valid under the old schema",
    "json-0501": "no value at all is valid under the old schema",
    "json-0559": "a new property that may be anything: who wrote anything under that name may have meant another thing",
}
"""By the specification (draft 7, validation 6.4.1 and 6.5.4, core 4.3.2) all that was valid is; the registry calls it
incompatible."""


@pytest.fixture
def cases(conformance: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        (conformance / "jsonschema-compatibility.json").read_text(encoding="utf-8")
    )
    assert len(found) > 70
    return found


def test_verdicts_are_those_of_the_registry_or_unknown_for_a_reason(
    cases: list[dict[str, Any]], tmp_path: Path
) -> None:
    found = {
        case["id"]: verdicts(compared(tmp_path, case["original"], case["update"], draft=DRAFT7))[0] for case in cases
    }
    assert {case["id"] for case in cases if found[case["id"]] not in {case["expected"], "unknown"}} == set()
    assert {name for name, verdict in found.items() if verdict == "unknown"} == UNKNOWN.keys()
    assert len(UNKNOWN) < len(cases) / 10
