from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from catalog_gen import catalogs
from catalog_gen import settings as configuration
from catalog_gen.showing import facts, listing, rendering
from catalog_gen.showing.items import Shown
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from catalog_gen.catalogs import Resolved
    from catalog_gen.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
ONE_OF_EACH = [
    "InventoryAdjusted",
    "ReserveStock",
    "GetStockLevel",
    "InventoryService",
    "Inventory",
    "inventory.{env}.events",
    "full-stack",
    "dboyne",
]


@pytest.fixture(scope="module")
def sample() -> tuple[Settings, Resolved]:
    settings, problems = configuration.load(ROOT, None, "0")
    assert settings is not None, problems
    return settings, catalogs.resolved(settings, WorkingTree(settings.root), lambda _: None)


def _plain(text: str, _look: str) -> str:
    return text


@pytest.mark.parametrize("width", [40, 60, 80])
@pytest.mark.parametrize("identifier", ONE_OF_EACH)
def test_only_words_that_are_longer_than_the_terminal_make_a_line_longer(
    sample: tuple[Settings, Resolved], identifier: str, width: int
) -> None:
    settings, known = sample
    entry = known.catalog.find(identifier)
    assert entry is not None
    shown = Shown(entry.kind, entry.id, entry.version, facts.facts(entry, known.catalog, settings))
    lines = [*rendering.details(shown, width, _plain, why=True)]
    assert [line for line in lines if len(line) > width and len(line.removeprefix(line[:20]).split()) > 1] == []
    assert {fact.name for fact in shown.facts} >= {"name", "page"}


@pytest.mark.parametrize("width", [40, 80])
def test_the_list_of_everything_fits(sample: tuple[Settings, Resolved], width: int) -> None:
    settings, known = sample
    lines = [*rendering.by_type(listing.rows(known.catalog, settings, {}), width, _plain)]
    assert [line for line in lines if len(line) > width] == []
    assert {"7 domains", "15 events", "3 queries", "2 flows"} <= set(lines)
