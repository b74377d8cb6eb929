"""Very large schemas still give pages that a browser and a reviewer can open."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from projects import Project

WORDS = "Everything that is known about this part of the shipment, with its history. " * 2


def nested(depth: int) -> dict[str, Any]:
    """Records in records."""
    inner: Any = "string"
    for level in range(depth, 0, -1):
        inner = {"type": "record", "name": f"Level{level}", "fields": [{"name": f"level_{level}", "type": inner}]}
    return dict(inner)


def large_schema() -> str:
    """About 1 MB of Avro: a union of 280 records, a record that is 26 levels deep, a doc of 28 kB."""
    records = [
        {
            "type": "record",
            "name": f"Part{number}",
            "doc": WORDS,
            "fields": [{"name": f"field_{number}_{index}", "type": "string", "doc": WORDS} for index in range(15)],
        }
        for number in range(280)
    ]
    fields = [
        {"name": "part", "type": records, "doc": "One of many. " * 2200},
        {"name": "deep", "type": nested(26)},
    ]
    return json.dumps({"type": "record", "name": "Shipment", "namespace": "com.acme", "fields": fields}, indent=1)


@pytest.fixture
def page(project: Project) -> str:
    """The page of an event with such a schema."""
    schema = large_schema()
    assert 900_000 < len(schema) < 1_200_000
    project.write("schemas/shipment.avsc", schema)
    project.define('e = Event("E", schema_path="shipment.avsc")')
    project.build()
    return project.page("events/E/index.mdx")


def test_the_page_of_a_very_large_schema_stays_small(page: str) -> None:
    assert len(page.encode()) < 300_000


def test_the_table_of_a_very_large_schema_says_how_much_it_leaves_out(page: str) -> None:
    assert "more fields" in page


def test_a_very_large_schema_has_an_example(page: str, project: Project) -> None:
    assert json.loads((project.root / "output/events/E/examples/payload.json").read_text(encoding="utf-8"))
    assert "## Payload example" in page
