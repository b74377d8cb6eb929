from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalog_gen import catalogs
from catalog_gen.resolving import Catalog
from catalog_gen.showing import listing
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from projects import Project

SHOP = """
    ann = User("ann")
    crew = Team("crew", members=[ann])
    t, other = Channel("t"), Channel("other", owners=[ann])
    e = Event("E", channels=[t], version="2.0.0", previous=[Previous("1.0.0")])
    f = Event("F", owners=[ann])
    s = Service("S", sends=[e, Sends(f, to=[t])], owners=[crew])
    r = Service("R", receives=["E"], owners=[ann, crew])
    d = Domain("D", services=[s, r], owners=[])
"""


@pytest.mark.parametrize(
    ("narrowing", "ids"),
    [
        ({}, "D R S E F other t crew hand ann"),
        ({"kind": "event"}, "E F"),
        ({"kind": "team"}, "crew hand"),
        ({"owner": "crew"}, "R S E"),
        ({"owner": "ann"}, "R F other"),
        ({"owner": "hand"}, ""),
        ({"channel": "t"}, "R S E F"),
        ({"channel": "other"}, ""),
        ({"channel": "t", "owner": "crew"}, "R S E"),
        ({"channel": "t", "owner": "crew", "kind": "event"}, "E"),
    ],
)
def test_lists_are_narrowed_down_by_type_owner_and_channel(
    project: Project, narrowing: dict[str, str], ids: str
) -> None:
    project.write("output/teams/hand.mdx", "---\nid: hand\nname: By hand\n---\n")
    project.define(SHOP)
    settings = project.settings()
    known = catalogs.resolved(settings, WorkingTree(settings.root), lambda _: None)
    rows = listing.rows(known.catalog, settings, {"hand": "teams/hand.mdx"}, **narrowing)
    assert " ".join(row.id for row in rows) == ids


def test_a_row_is_of_the_current_version_and_says_where_the_resource_is_declared(project: Project) -> None:
    project.define(SHOP)
    settings = project.settings()
    known = catalogs.resolved(settings, WorkingTree(settings.root), lambda _: None)
    (row, _) = listing.rows(known.catalog, settings, {}, kind="event")
    assert row.as_data == {
        "id": "E",
        "type": "event",
        "version": "2.0.0",
        "name": "E",
        "owners": ["crew"],
        "summary": "",
        "declared": True,
        "path": "schemas/definitions.py",
        "line": 5,
        "column": 5,
    }


def test_types_are_called_as_many_as_they_are() -> None:
    assert [listing.heading("query", 1), listing.heading("query", 2)] == ["1 query", "2 queries"]
    assert [listing.heading("data-product", 3), listing.heading(None, 3)] == ["3 data products", "3 external"]
    kinds = listing.kinds(Catalog(()))
    assert [*kinds[:3], *kinds[-2:]] == ["domain", "system", "service", "team", "user"]


def test_pages_that_belong_to_a_resource_are_not_listed_beside_it(project: Project) -> None:
    project.define(
        'd = Domain("D", summary="s", owners=[], changes="It is there.", ubiquitous_language=[Term("order")],\n'
        '           docs=[ResourceDoc("runbook", description="Do it.")])\n'
    )
    settings = project.settings()
    known = catalogs.resolved(settings, WorkingTree(settings.root), lambda _: None)
    assert [row.kind for row in listing.rows(known.catalog, settings, {})] == ["domain", "resource-doc"]
