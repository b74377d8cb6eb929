"""Every kind of change in one branch: each is told once, in its class, on its line, with those who have to approve."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from branches import Branch, approvals, lines

if TYPE_CHECKING:
    from catalog_gen.review.changes import Review

PEOPLE = """
    ann = User("ann", name="Ann", github="@ann", summary="s")
    stock = Team("stock", name="Stock", github="@acme/stock", members=[ann])
    data = Team("data", name="Data", github="@acme/data")
    web = Team("web", name="Web", github="@acme/web")
    ops = Team("operations", name="Operations", github="@acme/ops")
    lone = Team("lone", name="Lone", github="@acme/lone")
"""
PEOPLE_AFTER = PEOPLE.replace('"operations"', '"platform"')

STOCK = """
    events = Channel("stock.events", address="stock.v1", protocols=["kafka"], owners=["operations"], summary="s",
                     discriminator="type")
    defaults = Defaults(schema_path="{id}.avsc", channels=[events], compatibility="FULL")
    service = Service("StockService", summary="s", owners=["stock"], defaults=defaults, sends=[
        Event("Added", summary="s", owners=["stock"]),
        Event("Shrunk", summary="s", owners=["stock", "data"]),
        Event("Replaced", summary="s", owners=["stock"]),
        Event("Removed", summary="s"),
        Event("Moved", summary="s"),
        Event("OldName", summary="s"),
        Event("Broken", version="1.0.0", summary="s"),
        Event("Compatible", version="1.0.0", summary="s"),
        Event("Forgotten", version="1.0.0", summary="s"),
        Event("Badged", summary="s", badges=[Badge("Stock", "green")]),
        Event("Lossy", version="1.0.0", summary="s", compatibility="BACKWARD"),
    ])
"""
STOCK_AFTER = """
    from schemas.other.definitions import moved
    events = Channel("stock.events", address="stock.v2", protocols=["kafka"], owners=["platform"], summary="s",
                     discriminator="type")
    defaults = Defaults(schema_path="{id}.avsc", channels=[events], compatibility="FULL")
    service = Service("StockService", summary="s", owners=["stock"], defaults=defaults, sends=[
        Event("Added", summary="s", owners=["stock", "web"]),
        Event("Shrunk", summary="s", owners=["stock"]),
        Event("Replaced", summary="s", owners=["web"]),
        moved,
        Event("NewName", summary="s", formerly=["OldName"], schema_path="OldName.avsc"),
        Event("Broken", version="2.0.0", summary="s"),
        Event("Compatible", version="1.0.1", summary="s"),
        Event("Forgotten", version="1.0.0", summary="s"),
        Event("Badged", summary="s", badges=[Badge("Stock", "red")]),
        Event("Lossy", version="2.0.0", summary="s", compatibility="BACKWARD"),
    ])
"""
READERS = """
    reports = Service("Reports", summary="s", owners=["data"], receives=[
        Receives("Broken", fields=["id"]),
        Receives("Lossy", fields=["note", "id"]),
        "Removed",
        Receives("Compatible", fields=["id"]),
    ])
    shop = Service("Shop", summary="s", owners=["web"], receives=["Lossy"])
    quiet = Service("Quiet", summary="s", owners=["lone"], receives=[Receives("Lossy", fields=["id"])])
"""
READERS_AFTER = READERS.replace('fields=["note", "id"]', 'fields=["id"]').replace('        "Removed",\n', "")

NOTE = {"name": "note", "type": ["null", "string"], "default": None}


def avsc(name: str, *fields: object) -> str:
    return json.dumps({"type": "record", "name": name, "fields": [{"name": "id", "type": "string"}, *fields]}, indent=1)


NAMES = ["Added", "Shrunk", "Replaced", "Removed", "Moved", "OldName", "Broken", "Compatible", "Forgotten", "Badged"]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Review:
    files = {
        "schemas/people/definitions.py": PEOPLE,
        "schemas/stock/definitions.py": STOCK,
        "schemas/other/definitions.py": "",
        "schemas/readers/definitions.py": READERS,
        **{f"schemas/stock/{name}.avsc": avsc(name) for name in NAMES},
        "schemas/stock/Lossy.avsc": avsc("Lossy", NOTE),
        "schemas/other/Moved.avsc": avsc("Moved"),
    }
    branch = Branch(tmp_path_factory.mktemp("kinds"), files)
    branch.change(
        {
            "schemas/people/definitions.py": PEOPLE_AFTER,
            "schemas/stock/definitions.py": STOCK_AFTER,
            "schemas/other/definitions.py": 'moved = Event("Moved", summary="s", schema_path="Moved.avsc")\n',
            "schemas/readers/definitions.py": READERS_AFTER,
            "schemas/stock/Removed.avsc": None,
            "schemas/stock/Moved.avsc": None,
            "schemas/stock/Broken.avsc": avsc("Broken", {"name": "new", "type": "string"}),
            "schemas/stock/Compatible.avsc": avsc("Compatible", NOTE),
            "schemas/stock/Forgotten.avsc": avsc("Forgotten", NOTE),
            "schemas/stock/Lossy.avsc": avsc("Lossy"),
        }
    )
    return branch.review()


def test_each_change_is_told_once_with_its_gravity_and_on_its_line(found: Review) -> None:
    assert lines(found) == [
        "breaking removed Removed 1.0.0 schemas/stock/definitions.py:9:5",
        "breaking schema-changed Broken 2.0.0 schemas/stock/Broken.avsc:9:3",
        "breaking schema-changed Lossy 2.0.0 schemas/stock/Lossy.avsc",
        "plain renamed NewName 1.0.0 schemas/stock/definitions.py:11:11",
        "plain moved Moved 1.0.0 schemas/other/definitions.py:2:9",
        "plain owner-added Added 1.0.0 schemas/stock/definitions.py:7:33",
        "plain owner-removed Shrunk 1.0.0 schemas/stock/definitions.py:8:34",
        "plain owner-replaced Replaced 1.0.0 schemas/stock/definitions.py:9:36",
        "plain owner-renamed platform schemas/people/definitions.py:6:12",
        "plain schema-changed Compatible 1.0.1 schemas/stock/Compatible.avsc:9:3",
        "plain schema-changed Forgotten 1.0.0 schemas/stock/Forgotten.avsc:9:3",
        "plain address-changed stock.events 1.0.0 schemas/stock/definitions.py:3:34",
        "plain fields-changed Reports 1.0.0 schemas/readers/definitions.py:4:23",
        "plain documentation-changed Badged 1.0.0 schemas/stock/definitions.py:15:34",
    ]


def test_each_hit_is_of_its_kind(found: Review) -> None:
    hits = {one.subject.id: [(hit.kind, hit.consumer.id, hit.fields) for hit in one.hits] for one in found.changes}
    assert hits["Removed"] == [("gets-nothing", "Reports", ())]
    assert hits["Broken"] == [("cannot-decode", "Reports", ())]
    assert hits["Lossy"] == [("loses-field", "Reports", ("note",)), ("unknown-use", "Shop", ("note",))]
    assert [kind for kind, _, _ in hits["stock.events"]] == ["has-to-follow"] * 4
    assert [name for name, several in hits.items() if several] == ["Removed", "Broken", "Lossy", "stock.events"]


def test_those_approve_who_owned_it_own_it_now_or_are_hit(found: Review) -> None:
    assert approvals(found) == {
        "@acme/data": [
            "`Reports` reads `Removed`",
            "`Reports` reads `Broken`",
            "`Reports` reads `Lossy`",
            "`Reports` uses `stock.events`",
            "owns `Reports`",
        ],
        "@acme/data or @acme/stock": ["owned `Shrunk` before this change"],
        "@acme/lone": ["`Quiet` uses `stock.events`"],
        "@acme/ops": ["`operations` is renamed, and owned 1 resource", "owns `stock.events`"],
        "@acme/stock": [
            "owned `Removed`, removed here",
            "owns `Broken`",
            "owns `Lossy`",
            "owned `OldName`, renamed to `NewName`",
            "owned `Added` before this change",
            "owned `Replaced` before this change",
            "owns `Compatible`",
            "owns `Forgotten`",
            "`StockService` uses `stock.events`",
        ],
        "@acme/web": [
            "`Shop` reads `Lossy`",
            "owns `Added` from now on",
            "owns `Replaced` from now on",
            "`Shop` uses `stock.events`",
        ],
    }


def test_only_the_forgotten_bump_is_a_problem_and_belongs_to_its_change(found: Review) -> None:
    assert [(problem.code, severity) for problem, severity in found.problems] == [("missing-bump", "error")]
    assert [one.subject.id for one in found.changes if one.problems] == ["Forgotten"]
    assert (found.older, found.ownerless, found.unread, found.notes) == (0, (), (), ())
