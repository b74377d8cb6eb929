"""The page that this project started from, with all its sections: edited by hand, then everything else changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from projects import Project

if TYPE_CHECKING:
    from pathlib import Path

SCHEMA = """{
  "type": "record", "name": "InventoryAdjusted", "namespace": "acme", "doc": "A change.",
  "fields": [
    {"name": "product_id", "type": "string", "doc": "The product."},
    {"name": "quantity", "type": "int", "doc": "By how many."}%s
  ]
}
"""
DEFINITIONS = """
    full_stack = Team("full-stack", name="Full stackers")
    mobile = Team("mobile-devs", name="Mobile devs")
    stock = Channel("inventory.events", protocols=["kafka"], owners=[full_stack], summary="Stock.")
    adjusted = Event(
        "InventoryAdjusted", name={name!r}, version="1.0.1", summary="Indicates a change.",
        description="Sent whenever the level changes.\\n\\nSeveral reasons are known.",
        owners=[{owner}], key={key!r}, channels=[stock], schema_path="adjusted.avsc",
        snippets=["kafka-python"], previous=[Previous("1.0.0")], changes="More fields.",
    )
    inventory = Service("InventoryService", summary="Counts.", owners=[full_stack], sends=[adjusted])
    shop = Service("Storefront", summary="Sells.", owners=[full_stack], receives=[adjusted])
"""
PAGE = "events/InventoryAdjusted/index.mdx"
HEADINGS = [
    "## Overview",
    "### At a glance",
    "## Architecture diagram",
    "## Schema",
    "### Fields",
    "## Payload example",
    "## Raw schema (Avro)",
    "## Producing the event",
    "## Consuming the event",
    "## History",
]
EDITED = "Sent whenever the level changes, and at night for all products at once."
INSERTED = "Quantities below zero mean that somebody has taken something away."


def _define(
    project: Project,
    name: str = "Inventory adjusted",
    owner: str = "full_stack",
    key: str = "product_id",
    field: str = "",
) -> None:
    project.write("schemas/adjusted.avsc", SCHEMA % field)
    project.define(DEFINITIONS.format(name=name, owner=owner, key=key))


def _define_otherwise(project: Project) -> None:
    field = ',\n    {"name": "warehouse_id", "type": "string", "doc": "Where."}'
    _define(project, "Stock level changed", "mobile", "warehouse_id", field)


def _headings(page: str) -> list[str]:
    return re.findall(r"^#{2,3} .*$", re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str, str]:
    """The page as it was first written; after both hand edits and all changes; as it would be without hand edits."""
    project = Project(tmp_path_factory.mktemp("edited"))
    _define(project)
    project.build()
    first = project.page(PAGE)
    page = first.replace("Sent whenever the level changes.", EDITED)
    page = page.replace("## Raw schema", f"{INSERTED}\n\n## Raw schema")
    project.write(f"output/{PAGE}", page.encode())
    _define_otherwise(project)
    project.build()
    changes = project.built().changes
    assert changes is not None
    assert changes.nothing
    return first, project.page(PAGE), _without_hand_edits(tmp_path_factory.mktemp("fresh"))


def _without_hand_edits(folder: Path) -> str:
    project = Project(folder)
    _define_otherwise(project)
    project.build()
    return project.page(PAGE)


def test_the_page_has_all_sections(pages: tuple[str, str, str]) -> None:
    first, _, _ = pages
    assert _headings(first) == HEADINGS
    parts = [
        "<Tiles>",
        "<NodeGraph />",
        "<SchemaViewer ",
        "```json",
        "<Schema ",
        "```python",
        "| Version |",
        "<Footer />",
    ]
    assert [part for part in parts if part not in first] == []
    assert [first.index(part) for part in parts] == sorted(first.index(part) for part in parts)


def test_both_hand_edits_stand_and_everything_else_is_fresh(pages: tuple[str, str, str]) -> None:
    _, page, fresh = pages
    ours = page.replace(f"{INSERTED}\n\n", "").replace(EDITED, "Sent whenever the level changes.")
    assert page.count(EDITED) == page.count(INSERTED) == 1
    assert ours == fresh


def test_the_sentence_still_stands_under_the_example(pages: tuple[str, str, str]) -> None:
    _, page, _ = pages
    assert re.search(rf'"warehouse_id": "[^"]*"\n}}\n```\n\n{INSERTED}\n\n## Raw schema', page)


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("front matter", "\nname: Inventory adjusted\n", "\nname: Stock level changed\n"),
        ("owners", "\nowners:\n- full-stack\n", "\nowners:\n- mobile-devs\n"),
        ("key", "| Key | `product_id` |", "| Key | `warehouse_id` |"),
        ("tiles", "Any questions? Ask Full stackers.", "Any questions? Ask Mobile devs."),
        ("snippet", 'key=event["product_id"]', 'key=event["warehouse_id"]'),
    ],
)
def test_what_was_said_before_is_gone(pages: tuple[str, str, str], what: str, old: str, new: str) -> None:
    first, page, _ = pages
    assert (old in first, old in page, new in page) == (True, False, True), what


def test_there_is_one_footer(pages: tuple[str, str, str]) -> None:
    _, page, _ = pages
    assert page.count("<Footer />") == page.count("import Footer") == 1
    assert page.endswith("\n<Footer />\n")
