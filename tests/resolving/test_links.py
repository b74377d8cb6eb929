from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalog_gen import Trigger

if TYPE_CHECKING:
    from projects import Project

DECISION = 'Adr("A", status="proposed", date=date(2026, 1, 1), {})'
GROUP = 'Service("S", resource_groups=[ResourceGroup("g", items=[{}])])'
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
FURTHER = [
    ('Flow("F", steps=[Step(1, message="OrderPlacd")])', "unknown-message", 'did you mean "OrderPlaced"?', 'message="'),
    ('Flow("F", steps=[Step(1, service="crew")])', "wrong-kind", '"crew" is a team, not a service', "service="),
    ('Flow("F", steps=[Step(1, agent="Helpr")])', "unknown-resource", 'did you mean "Helper"?', "agent="),
    ('Flow("F", steps=[Step(1, container="orders")])', "unknown-resource", 'container "orders" is not', "container="),
    ('Flow("F", steps=[Step(1, data_product="sales")])', "unknown-resource", 'did you mean "Sales"?', "data_product="),
    ('Flow("F", steps=[Step(1, flow="Checkot")])', "unknown-resource", 'did you mean "Checkout"?', "flow="),
    ('Flow("F", steps=[Step(1, flow=Pointer("Checkout", version="3.0.0"))])', "unknown-version", "there is", "flow="),
    ('Entity("E", properties=[Property("c", "x", references="Custmer")])', "unknown-resource",
     '"Customer"?', "references="),
    ('Entity("E", properties=[Property("c", "x", references="Client")])', "unknown-resource",
     'called "Customer" now', "references="),
    ('Entity("E", properties=[Property("l", "x", items=Items("y", properties=[Property("c", "z", references="crew")]'
     "))])",
     "wrong-kind", '"crew" is a team, not an entity', "references="),
    ('Entity("E", properties=[Property("l", "x", properties=[Property("c", "z", references="Custmer")])])',
     "unknown-resource", 'did you mean "Customer"?', "references="),
    ('System("T", relationships=["Shop", Relationship("Shp", "calls")])', "unknown-resource",
     '"Shop"?', "Relationship"),
    ('System("T", relationships=[Relationship("Shop", version="2.0.0")])', "unknown-version",
     "there is 1.0.0", "Relationship"),
    ('System("T", containers=["orders-bd"])', "unknown-resource", 'did you mean "orders-db"?', '"orders-bd"'),
    ('System("T", services=["Stock", "Helper"])', "wrong-kind", '"Helper" is an agent, not a service', '"Helper"'),
    ('Domain("D", agents=["Stock"])', "wrong-kind", '"Stock" is a service, not an agent', '"Stock"'),
    ('Domain("D", systems=["Shp"])', "unknown-resource", 'system "Shp" is not defined (did you mean "Shop"?)', '"Shp"'),
    ('Domain("D", data_products=["crew"])', "wrong-kind", '"crew" is a team, not a data product', '"crew"'),
    ('Domain("D", entities=["Customr"])', "unknown-resource", 'did you mean "Customer"?', '"Customr"'),
    ('Service("S", flows=["Checkot"])', "unknown-resource", 'did you mean "Checkout"?', '"Checkot"'),
    ('Service("S", entities=["Stock"])', "wrong-kind", '"Stock" is a service, not an entity', '"Stock"'),
    ('Agent("A", reads_from=["orders-db", "Stock"])', "wrong-kind", "not a container", '"Stock"'),
    ('Agent("A", sends=["OrderPlacd"])', "unknown-message", 'did you mean "OrderPlaced"?', '"OrderPlacd"'),
    ('DataProduct("P", inputs=["OrderPlaced", "crew"])', "wrong-kind",
     "only a channel, a command, a container, a data product, an event, a query or a service", '"crew"'),
    ('DataProduct("P", outputs=[Output("Sales"), Output("salse")])', "unknown-resource", '"Sales"?', 'Output("salse")'),
    ('DataProduct("P", outputs=[Pointer("Sales", version="2.0.0")])', "unknown-version", "there is 1.0.0", "Pointer"),
    (DECISION.format('decision_makers=["crew", "dboyn"]'), "unknown-owner", 'did you mean "dboyne"?', '"dboyn"'),
    (DECISION.format('decision_makers=["Stock"]'), "wrong-kind",
     '"Stock" is a service, not a team or a user', '"Stock"'),
    (DECISION.format('applies_to=["Stock", "Stok"]'), "unknown-resource", 'did you mean "Stock"?', '"Stok"'),
    (DECISION.format('applies_to=["Use-kafka"]'), "wrong-kind",
     '"Use-kafka" is an ADR, which applies_to cannot name', '"Use-kafka"'),
    (DECISION.format('applies_to=["elsewhere"]'), "unknown-resource",
     'nothing tells what "elsewhere" is', '"elsewhere"'),
    (DECISION.format('supersedes=["Use-kafak"]'), "unknown-resource",
     'ADR "Use-kafak" is not defined (did', '"Use-kafak"'),
    (DECISION.format('superseded_by=["crew"]'), "wrong-kind", '"crew" is a team, not an ADR', '"crew"'),
    (DECISION.format('amends=[Pointer("Use-kafka", version="2.0.0")]'), "unknown-version", "there is 1.0.0", "Pointer"),
    (DECISION.format('amended_by=["Use-rabbit"]'), "unknown-resource", '"Use-rabbit" is not defined', '"Use-rabbit"'),
    (DECISION.format('related=["Shop"]'), "wrong-kind", '"Shop" is a system, not an ADR', '"Shop"'),
    ('Service("S", diagrams=["Overviw"])', "unknown-resource", 'did you mean "Overview"?', '"Overviw"'),
    (GROUP.format('"crew", dboyne, "Stok"'), "unknown-resource", 'did you mean "Stock"?', '"Stok"'),
    (GROUP.format('"Stock", "Overview"'), "wrong-kind", "only an agent, a channel, a command", '"Overview"'),
    (GROUP.format('"elsewhere"'), "unknown-resource", "EventCatalog asks for its type here (declare it", '"elsewhere"'),
    (GROUP.format('Entity("Cart", summary="s", owners=[])'), "wrong-kind", '"Cart" is an entity', "Entity"),
    (GROUP.format('Pointer("Stock", version="2.0.0")'), "unknown-version", "there is 1.0.0", "Pointer"),
    ('CustomDoc("guides/a", owners=["crew", "crw"])', "unknown-owner", 'did you mean "crew"?', '"crw"'),
]  # fmt: skip
AROUND = """
    dboyne = User("dboyne")
    crew = Team("crew", members=[dboyne])
    events = Channel("shop.events", owners=[crew], summary="s")
    placed = Event("OrderPlaced", owners=[crew], summary="s", channels=[events])
    stock = Service("Stock", owners=[crew], summary="s", sends=[placed])
"""


MORE = """
    from datetime import date

    helper = Agent("Helper", owners=[crew], summary="s")
    db = Container("orders-db", container_type="database", owners=[crew], summary="s")
    sales = DataProduct("Sales", owners=[crew], summary="s")
    checkout = Flow("Checkout", owners=[crew], summary="s", steps=[Step(1, "Pay")])
    customer = Entity("Customer", owners=[crew], summary="s", formerly=["Client"])
    shop = System("Shop", owners=[crew], summary="s")
    overview = Diagram("Overview", owners=[crew], summary="s")
    kafka = Adr("Use-kafka", status="accepted", date=date(2026, 1, 1), owners=[crew], summary="s")
"""


@pytest.mark.parametrize(("declaration", "code", "words", "at"), FURTHER, ids=[row[0] for row in FURTHER])
def test_a_reference_of_the_further_types_is_reported_at_its_own_place(
    project: Project, declaration: str, code: str, words: str, at: str
) -> None:
    project.write("catalog-gen.toml", 'eventcatalog = 4\nexternal = ["elsewhere"]\n')
    (project.root / "pyproject.toml").unlink()
    project.define(AROUND + MORE)
    text = "from datetime import date\ndboyne = 'dboyne'\n" + f"x = {declaration}"
    project.define(text, "schemas/other/definitions.py")
    (found,) = [line for line in project.problems() if f"[{code}]" in line]
    assert words in found
    column = text.splitlines()[-1].rindex(at) + 1
    assert found.startswith(f"schemas/other/definitions.py:4:{column}: ")


def test_references_that_lead_somewhere_are_fine_whatever_names_them(project: Project) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\neventcatalog = 4\nexternal = ['elsewhere']\n")
    project.write("output/services/Legacy/index.mdx", "---\nid: Legacy\nname: Legacy\nversion: 3.0.0\n---\n")
    project.define(
        AROUND
        + MORE
        + """
    said = dict(owners=[crew], summary="s")
    a = Adr("A", status="accepted", date=date(2026, 1, 2), applies_to=["Legacy", stock, crew, Pointer("Overview")],
            decision_makers=[dboyne], related=["elsewhere", kafka], **said)
    s = Service("S", resource_groups=[ResourceGroup("g", items=["Legacy", stock, crew, "dboyne", placed])], **said)
    f = Flow("F", steps=[Step(1, service="Legacy", next_step=2), Step(2, message="elsewhere"), ], **said)
    p = DataProduct("P", inputs=["elsewhere", placed, "orders-db"], outputs=[Output(sales), "Legacy"], **said)
    t = System("T", relationships=[Relationship("elsewhere", "asks"), shop], **said)
    e = Entity("E", properties=[Property("c", "Customer", references="elsewhere")], **said)
    """
    )
    assert set(project.codes()) == {"no-snippet"}
    project.build()
    page = project.page("services/S/index.mdx")
    assert "  - id: Legacy\n    type: service\n" in page
    assert "  - id: crew\n    type: team\n" in page


def test_a_group_shows_the_version_that_it_names(project: Project) -> None:
    project.define(
        'e = Event("E", version="2.0.0", previous=[Previous("1.0.0")])\n'
        's = Service("S", sends=[e], resource_groups=[ResourceGroup("g", items=[Pointer("E", version="1.0.0"), "E"])])'
    )
    project.build()
    page = project.page("services/S/index.mdx")
    assert (
        "  - id: E\n    version: '1.0.0'\n    type: event\n  - id: E\n    version: '2.0.0'\n    type: event\n" in page
    )


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


def test_what_has_no_id_that_could_be_read_is_not_missed_elsewhere(project: Project) -> None:
    project.define(
        """
        import os
        from datetime import date
        crew = Team("crew", summary="s")
        db = Container(os.environ["DB"], container_type="cache")
        shop = System(os.environ["SHOP"])
        a = Adr(os.environ["ADR"], status="accepted", date=date(2026, 1, 1))
        f = Flow("F", steps=[Step(1, container="db")], owners=[crew], summary="s")
        b = Adr("B", status="accepted", date=date(2026, 1, 1), related=["a"], applies_to=["shop"], owners=[crew],
                summary="s")
        """
    )
    assert sorted(set(project.codes())) == ["unreadable-value"]


def test_a_store_whose_kind_is_wrong_is_known_all_the_same(project: Project) -> None:
    project.define(
        """
        crew = Team("crew", summary="s")
        db = Container("orders-db", container_type="databse", owners=["crw"], summary="s")
        s = Service("S", writes_to=["orders-db", "orders-bd"], owners=[crew], summary="s")
        """
    )
    assert project.codes() == ["bad-value", "unknown-owner", "unknown-resource"]


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
