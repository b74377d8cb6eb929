from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalog_gen import Trigger

if TYPE_CHECKING:
    from projects import Project

UNKNOWN = [
    ('Event("E", owners=["crw"])', "unknown-owner", 'owner "crw" is not defined (did you mean "crew"?)'),
    (
        'Team("t", members=["dboyn"])',
        "unknown-owner",
        'member "dboyn" is not defined (did you mean "dboyne"?)',
    ),
    ('Event("E", channels=["shop.event"])', "unknown-channel", 'did you mean "shop.events"?'),
    ('Service("S", sends=["OrderPlacd"])', "unknown-message", 'did you mean "OrderPlaced"?'),
    ('Service("S", receives=[Receives("OrderPlaced", from_=["nowhere"])])', "unknown-channel", '"nowhere"'),
    ('Service("S", sends=[Sends("OrderPlaced", to=["nowhere"])])', "unknown-channel", '"nowhere"'),
    ('Domain("D", services=["Stok"])', "unknown-resource", 'did you mean "Stock"?'),
    ('Domain("D", domains=["Nothing"])', "unknown-resource", '"Nothing" is not defined'),
    ('Channel("c2", routes=["nowhere"])', "unknown-channel", '"nowhere"'),
    ('Service("S", writes_to=["orders-db"])', "unknown-resource", '"orders-db"'),
    ('Service("S", sends=["crew"])', "wrong-kind", '"crew" is a team, not a command or an event or a query'),
    ('Event("E", owners=["OrderPlaced"])', "wrong-kind", '"OrderPlaced" is an event, not a team or a user'),
    (
        'Service("S", receives=[Receives("OrderPlaced", version="9.0.0")])',
        "unknown-version",
        "there is 1.0.0",
    ),
    ('Event("E", channels=[Route("shop.events", version="2.0.0")])', "unknown-version", "there is 1.0.0"),
]
AROUND = """
    dboyne = User("dboyne")
    crew = Team("crew", members=[dboyne])
    events = Channel("shop.events", owners=[crew], summary="s")
    placed = Event("OrderPlaced", owners=[crew], summary="s", channels=[events])
    stock = Service("Stock", owners=[crew], summary="s", sends=[placed])
"""


@pytest.mark.parametrize(("declaration", "code", "words"), UNKNOWN, ids=[row[0] for row in UNKNOWN])
def test_a_reference_that_leads_nowhere_is_reported_with_what_was_probably_meant(
    project: Project, declaration: str, code: str, words: str
) -> None:
    project.define(AROUND)
    project.define(f"x = {declaration}", "schemas/other/definitions.py")
    found = [line for line in project.problems() if f"[{code}]" in line]
    assert len(found) == 1
    assert words in found[0]
    assert found[0].startswith("schemas/other/definitions.py:2:")


def test_an_owner_is_reported_at_its_own_place_in_the_list(project: Project) -> None:
    project.define('crew = Team("crew")\ne = Event(\n    "E",\n    owners=[\n        crew,\n        "crw",\n    ],\n)')
    places = [str(problem.place) for problem in project.built().problems if problem.code == "unknown-owner"]
    assert places == ["schemas/definitions.py:7:9"]


def test_an_object_links_to_its_own_version(project: Project) -> None:
    project.define(
        'old = Event("E", version="1.0.0")\nnew = Event("E", version="2.0.0")\n'
        's = Service("S", sends=[new])\nr = Service("R", receives=[old])'
    )
    catalog = project.built().catalog
    assert [(entry.id, link.version) for entry, link in catalog.receivers["E"]] == [("R", "1.0.0")]
    assert [(entry.id, link.version) for entry, link in catalog.senders["E"]] == [("S", "2.0.0")]


def test_an_id_links_to_the_current_version(project: Project) -> None:
    project.define('e = Event("E", version="2.0.0", previous=[Previous("1.0.0")])\nr = Service("R", receives=["E"])')
    assert [link.version for _, link in project.built().catalog.receivers["E"]] == ["2.0.0"]


def test_a_message_travels_over_its_own_channels_unless_the_service_says_otherwise(project: Project) -> None:
    project.define(
        """
        a, b = Channel("a"), Channel("b")
        e = Event("E", channels=[a])
        s = Service("S", sends=[e])
        t = Service("T", sends=[Sends(e, to=[b])])
        u = Service("U", sends=[Sends(e, to=[])])
        """
    )
    ways = {entry.id: [channel.id for channel in link.channels] for entry, link in project.built().catalog.senders["E"]}
    assert ways == {"S": ["a"], "T": ["b"], "U": []}


def test_an_external_id_is_known_without_a_declaration(project: Project) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\nexternal = ["LegacyOrder", "ops"]\n')
    project.define('s = Service("S", receives=["LegacyOrder"], owners=["ops"], summary="s")')
    assert project.problems() == []


def test_a_page_written_by_hand_makes_its_id_known(project: Project) -> None:
    project.write("output/teams/ops.mdx", "---\nid: ops\nname: Operations\n---\n")
    project.write("output/events/Legacy/index.mdx", "---\nid: Legacy\nname: Legacy\nversion: 3.0.0\n---\n")
    project.define('s = Service("S", receives=["Legacy"], owners=["ops"], summary="s")')
    built = project.build()
    assert project.problems(built) == []
    assert "receives:\n- id: Legacy\n  version: '3.0.0'\n" in project.page("services/S/index.mdx")


def test_what_could_not_be_read_is_not_missed_elsewhere(project: Project) -> None:
    project.define('crew = Team("crew"\n', "schemas/people/definitions.py")
    project.define(
        """
        e = Event("E", owners=["crew", "nobody"], summary="s")
        s = Service("S", sends=[e], owners=["crew"], summary="s")
        """
    )
    assert [problem.code for problem in project.built().problems] == ["unknown-owner", "unreadable-file"]


def test_a_message_may_be_triggered_for_several_reasons(project: Project) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\neventcatalog = 4\n")
    project.define(
        """
        published = Event("Published")
        reasons = [Trigger(published, condition="passed"), Trigger(published, condition="appealed")]
        worker = Service("Worker", sends=[published], receives=[Receives(Event("Submitted"), triggers=reasons)])
        """
    )
    (received,) = project.built().catalog.by_id["Worker"][0].links["receives"]
    assert [(link.id, link.declared.condition) for link in received.triggers if isinstance(link.declared, Trigger)] == [
        ("Published", "passed"),
        ("Published", "appealed"),
    ]
