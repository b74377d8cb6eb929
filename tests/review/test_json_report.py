from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sampled

from catalog_gen.review.reports import data

if TYPE_CHECKING:
    from catalog_gen.review.changes import Review

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


def said(review: Review | None = None) -> Any:
    return json.loads(data.as_json(review or sampled.review()))


def keys(value: Any, path: str = "") -> set[str]:
    """Every key of the document, with those that it is in."""
    if isinstance(value, list):
        return {key for one in value for key in keys(one, f"{path}[]")}
    if not isinstance(value, dict):
        return set()
    return {f"{path}.{key}".strip(".") for key in value} | {
        inner for key, one in value.items() for inner in keys(one, f"{path}.{key}")
    }


def test_the_document_says_what_was_compared_and_how_much_there_is() -> None:
    document = said()
    assert {key: document[key] for key in ("version", "catalog", "folder", "base", "head", "older", "consumers")} == {
        "version": 1,
        "catalog": "shop",
        "folder": "",
        "base": {"name": "main", "commit": "abcdef1234567890"},
        "head": {"name": "", "commit": ""},
        "older": 30,
        "consumers": 4,
    }
    assert document["summary"] == {
        "changes": 4,
        "breaking": 1,
        "undecided": 0,
        "risky": 0,
        "ownership": 1,
        "approvals": 2,
        "errors": 1,
        "warnings": 1,
        "ownerless": 1,
        "unread": 1,
    }


def test_a_change_has_flat_keys_and_everything_that_belongs_to_it() -> None:
    change = said()["changes"][0]
    [schema] = change.pop("schemas")
    [hit] = change.pop("hits")
    [problem] = change.pop("problems")
    assert change == {
        "kind": "schema-changed",
        "theme": "contract",
        "gravity": "breaking",
        "type": "event",
        "id": "InventoryAdjusted",
        "version": "1.0.1",
        "words": "its schema has changed",
        "path": "schemas/stock/inventory-adjusted.avsc",
        "line": 7,
        "column": 5,
        "gone": False,
        "before": [],
        "after": [],
        "followers": [],
        "level": "BACKWARD",
    }
    [difference] = schema.pop("differences")
    assert schema == {"name": "", "format": "avro", "backward": "incompatible", "forward": "compatible"}
    assert (difference["path"], difference["breaks"], difference["line"]) == ("reason", ["backward"], 7)
    assert hit["consumer"] == {"type": "service", "id": "ReportingService", "version": "1.0.0"}
    assert (hit["kind"], hit["directions"], hit["owners"], hit["line"]) == ("cannot-decode", ["backward"], ["data"], 12)
    assert (problem["code"], problem["severity"], problem["line"]) == ("missing-bump", "error", 7)


def test_an_approval_has_handles_owners_and_reasons() -> None:
    assert said()["approvals"][0] == {
        "any_of": ["@acme/mobile"],
        "owners": ["mobile"],
        "because": [
            {
                "words": "owned `InventoryService` before this change",
                "path": "schemas/stock/definitions.py",
                "line": 20,
                "column": 5,
                "gone": False,
            }
        ],
    }


def test_where_nothing_has_changed_all_keys_are_there_and_all_lists_are_empty() -> None:
    document = said(sampled.nothing())
    assert set(document) == set(said())
    assert [key for key, value in document.items() if isinstance(value, list) and value] == []
    assert document["changes"] == []
    assert set(document["summary"].values()) == {0}


def test_texts_are_whole_but_for_secrets_and_steer_no_terminal() -> None:
    written = data.as_json(sampled.hostile())
    assert "ghp_" not in written
    assert "##[" not in written
    assert {character for character in written if not character.isprintable()} <= {"\n"}
    assert said(sampled.hostile())["changes"][0]["id"] == sampled.HOSTILE.rpartition("ghp_")[0] + "***"


def test_every_key_is_in_the_table_of_the_readme_and_no_other_one() -> None:
    table = README.partition("| Key of the JSON report | What it says |\n| --- | --- |\n")[2].partition("\n\n")[0]
    rows = [re.findall(r"`([^`]+)`", line.split("|")[1]) for line in table.splitlines()]
    listed = {key for row in rows for key in row}
    elsewhere = ("changes[].schemas[].differences[].", "changes[].problems[].")
    assert listed == {key for key in keys(said()) if not key.startswith(elsewhere)}
