from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from catalog_gen.resolving import checks

if TYPE_CHECKING:
    from projects import Project

    from catalog_gen.resolving import Catalog

FINE = 'crew = Team("crew")\n'


def _codes(project: Project, text: str) -> list[str]:
    project.define(FINE + text)
    return project.codes()


def test_a_message_that_nobody_sends_or_receives_is_a_warning(project: Project) -> None:
    assert _codes(project, 'e = Event("E", owners=[crew], summary="s", snippets=[])') == ["orphan-message"]


def test_a_resource_without_owner_is_a_warning(project: Project) -> None:
    assert _codes(project, 'c = Channel("c", summary="s")') == ["no-owner"]


@pytest.mark.parametrize(
    "text",
    [
        'q = Query("Q", summary="s")\ns = Service("S", summary="s", receives=[q, {}["x"]])\n'
        'd = Domain("D", summary="s", services=[s], defaults=Defaults(owners=[crew]))',
        'c = Container("C", container_type="cache", summary="s", defaults=Defaults(owners=[unknown()]))',
        'c = Container("C", container_type="cache", summary="s", defaults=unknown())',
        's = Service("S", summary="s")\nd = Domain("D", summary="s", owners=[crew], systems=[System(unknown())])',
    ],
)
def test_owners_are_not_missed_where_those_who_may_give_them_could_not_be_read(project: Project, text: str) -> None:
    codes = set(_codes(project, f"from nowhere import unknown\n{text}"))
    assert codes
    assert "no-owner" not in codes


def test_a_resource_without_summary_is_a_warning(project: Project) -> None:
    assert _codes(project, 'c = Channel("c", owners=[crew])') == ["no-summary"]


def test_the_summary_is_the_first_sentence_of_the_description(project: Project) -> None:
    assert _codes(project, 'c = Channel("c", owners=[crew], description="All **orders**. And more.")') == []
    assert project.built().catalog.by_id["c"][0].summary == "All orders."


def test_the_summary_comes_from_the_schema_where_nobody_else_says_it(project: Project) -> None:
    project.write("schemas/e.avsc", '{"type": "record", "name": "E", "doc": "It happened. Really.", "fields": []}')
    _codes(project, 'e = Event("E", owners=[crew], schema_path="e.avsc")')
    assert project.built().catalog.by_id["E"][0].summary == "It happened."


def test_a_draft_that_hides_a_released_version_is_a_warning(project: Project) -> None:
    text = 'e = Event("E", version="2.0.0", draft=True, previous=[Previous("1.0.0")], owners=[crew], summary="s")'
    assert "draft-is-current" in _codes(project, text)


def test_a_draft_of_something_new_hides_nothing(project: Project) -> None:
    assert "draft-is-current" not in _codes(project, 'e = Event("E", draft=True, owners=[crew], summary="s")')


@pytest.mark.parametrize(
    ("channel", "codes"),
    [
        ('Channel("shop.{env}.events")', ["undeclared-parameter"]),
        (
            'Channel("shop", address="shop.{env}", parameters={"stage": {}})',
            ["undeclared-parameter", "unused-parameter"],
        ),
        ('Channel("shop", parameters={"env": Parameter(default="dev")})', ["unused-parameter"]),
        ('Channel("shop.{env}", parameters={"env": {"enum": ["dev"], "default": "dev"}})', []),
    ],
)
def test_parameters_and_address_of_a_channel_belong_together(project: Project, channel: str, codes: list[str]) -> None:
    text = channel.removesuffix(")") + ', owners=[crew], summary="s")'
    assert sorted(_codes(project, f"c = {text}")) == codes


@pytest.mark.parametrize(
    "text",
    [
        'd = Domain("D", systems=["checkout"], owners=[crew], summary="s")',
        's = Service("S", receives=[Receives("X", triggers=[Trigger("X")])], owners=[crew], summary="s")',
        'e = Event("E", details_panel={"triggers": False}, owners=[crew], summary="s", snippets=[])',
    ],
)
def test_what_the_targeted_eventcatalog_does_not_know_is_said(project: Project, text: str) -> None:
    settings = '[tool.catalog-gen]\nexternal = ["checkout", "X"]\n'
    project.write("pyproject.toml", settings)
    assert [code for code in _codes(project, text) if code != "orphan-message"] == ["not-in-target"]
    project.write("pyproject.toml", settings + "eventcatalog = 4\n")
    assert [code for code in project.codes() if code != "orphan-message"] == []


@pytest.mark.parametrize(
    ("identifier", "hint"),
    [
        ('"orderId"', None),
        ("None", None),
        ('"orderID"', 'did you mean "orderId"?'),
        ('"total"', "there are orderId, status"),
        ('"customer"', "there are orderId, status"),
    ],
)
def test_a_property_refers_to_one_that_the_other_entity_has(
    project: Project, identifier: str, hint: str | None
) -> None:
    project.define(
        f"""
        order = Entity("order", properties=[Property("orderId", "UUID"), Property("status", "string")])
        line = Entity("line", properties=[
            Property("of", "object", properties=[
                Property("order", "UUID", references="order", references_identifier={identifier})
            ])
        ])
        """
    )
    said = f"schemas/definitions.py:5:55: line 1.0.0: order refers to {identifier}, which is no property of order"
    found = [line for line in project.problems() if "[unknown-field]" in line]
    assert found == ([f"{said} ({hint}) [unknown-field]"] if hint else [])


def test_what_an_entity_has_is_not_known_where_it_could_not_be_read(project: Project) -> None:
    project.define(
        """
        order = Entity("order", properties=[Property("orderId", "UUID"), *unknown])
        line = Entity("line", properties=[Property("o", "UUID", references=order, references_identifier="number")])
        """
    )
    assert "unknown-field" not in project.codes()


@pytest.mark.parametrize(
    "text",
    [
        'a = Agent("A", sends=[Event("E", owners=[crew], summary="s", snippets=[])], owners=[crew], summary="s")',
        'e = Event("E", owners=[crew], summary="s", snippets=[])\n'
        'a = Agent("A", receives=["E"], owners=[crew], summary="s")',
        'd = Domain("D", receives=[Command("E", owners=[crew], summary="s", snippets=[])], owners=[crew], summary="s")',
    ],
)
def test_agents_and_domains_send_and_receive_as_services_do(project: Project, text: str) -> None:
    assert _codes(project, text) == []


FURTHER = {
    "an ADR": 'Adr("X", status="accepted", date=date(2026, 1, 1){})',
    "a diagram": 'Diagram("X"{})',
    "a flow": 'Flow("X", steps=[Step(1, "Pay")]{})',
    "an entity": 'Entity("X"{})',
    "a container": 'Container("X", container_type="cache"{})',
    "a data product": 'DataProduct("X"{})',
    "an agent": 'Agent("X"{})',
    "a system": 'System("X"{})',
}


@pytest.mark.parametrize("kind", FURTHER)
def test_every_type_is_asked_for_owners_and_a_summary_by_its_name(project: Project, kind: str) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\neventcatalog = 4\n")
    noun = kind.split(maxsplit=1)[1]
    project.define("from datetime import date\nx = " + FURTHER[kind].format(""))
    assert [line.partition(": ")[2] for line in project.problems()] == [
        f"X 1.0.0: this {noun} has no owner (write owners=[...], here or in Defaults) [no-owner]",
        f"X 1.0.0: this {noun} has no summary (write summary= or description=) [no-summary]",
    ]
    project.define("from datetime import date\nx = " + FURTHER[kind].format(', owners=[], description="It is."'))
    assert project.codes() == []


def test_documents_are_asked_for_neither(project: Project) -> None:
    text = """
        d = CustomDoc("guides/kafka")
        s = Service("S", docs=[ResourceDoc("runbook")], changes="New.", owners=[crew], summary="s")
        o = Domain("O", ubiquitous_language=[Term("Order")], owners=[crew], summary="s")
    """
    assert _codes(project, textwrap.dedent(text)) == []


DECISIONS = """
    from datetime import date
    said = dict(date=date(2026, 1, 1), owners=[crew], summary="s")
    old = Adr("Old", status="{old}", {old_says} **said)
    new = Adr("New", status="{new}", {new_says} **said)
"""


@pytest.mark.parametrize(
    ("old", "new", "says", "times"),
    [
        ("accepted", "accepted", "new", 1),
        ("accepted", "accepted", "old", 1),
        ("accepted", "accepted", "both", 1),
        ("proposed", "accepted", "new", 1),
        ("accepted", "superseded", "old", 1),
        ("accepted", "deprecated", "new", 1),
        ("superseded", "accepted", "both", 0),
        ("deprecated", "accepted", "new", 0),
        ("rejected", "accepted", "new", 0),
        ("accepted", "proposed", "both", 0),
        ("accepted", "rejected", "new", 0),
    ],
)
def test_a_decision_that_another_one_supersedes_says_so(
    project: Project, old: str, new: str, says: str, times: int
) -> None:
    text = DECISIONS.format(
        old=old,
        new=new,
        old_says='superseded_by=["New"],' if says != "new" else "",
        new_says='supersedes=["Old"],' if says != "old" else "",
    )
    project.define(FINE + textwrap.dedent(text))
    expected = f'Old 1.0.0: New supersedes this decision, whose status is "{old}" (write status="superseded")'
    assert [line.partition(": ")[2] for line in project.problems()] == [f"{expected} [stale-decision]"] * times


def test_a_later_version_of_a_decision_is_not_what_was_superseded(project: Project) -> None:
    text = """
        from datetime import date
        said = dict(status="accepted", date=date(2026, 1, 1), owners=[crew], summary="s")
        old = Adr("Old", version="2.0.0", previous=[Previous("1.0.0")],
                  supersedes=[Pointer("Old", version="1.0.0")], **said)
        new = Adr("New", supersedes=[Pointer("Old", version="1.0.0")], **said)
    """
    assert _codes(project, textwrap.dedent(text)) == []


@pytest.mark.parametrize(
    ("declaration", "words"),
    [
        (
            'Adr("A", status="accepted", date=date(2026, 1, 1), supersedes=["A"], **said)',
            "does not supersede itself",
        ),
        ('Adr("A", status="accepted", date=date(2026, 1, 1), related=["A"], **said)', "is not related to itself"),
        ('System("A", relationships=[Relationship("A", "calls")], **said)', "no relationship with itself"),
    ],
)
def test_nothing_points_to_itself_where_that_has_no_meaning(project: Project, declaration: str, words: str) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\neventcatalog = 4\n")
    project.define(FINE + f'from datetime import date\nsaid = dict(owners=[crew], summary="s")\na = {declaration}')
    (line,) = project.problems()
    assert words in line
    assert line.endswith("(take it out) [bad-value]")


FLOWS = [
    pytest.param('steps=[Step(1, "A")]', [], id="one step"),
    pytest.param('steps=[Step(1, "A", next_step=2), Step(2, "B")]', [], id="a line"),
    pytest.param('steps=[Step(1, "A", next_step=3), Step(2, "B", next_step=3), Step(3, "C")]', [], id="two beginnings"),
    pytest.param('steps=[Step(1, "A"), Step(2, "B", next_step=1)]', [], id="backwards"),
    pytest.param('steps=[Step(1, "A", next_step="2"), Step("2", "B", next_step=1)]', [], id="a circle"),
    pytest.param("", ["this flow has no steps (write steps=[Step(...), ...])"], id="nothing"),
    pytest.param("steps=[]", ["this flow has no steps (write steps=[Step(...), ...])"], id="an empty list"),
    pytest.param(
        'steps=[Step(1, "A"), Step(2, "B")]',
        ['nothing connects step "2" with the first one (write next_step= in the steps that come before)'],
        id="an island",
    ),
    pytest.param(
        'steps=[Step(1, "A", next_step=2), Step(2, "B"), Step(3, "C", next_step=4), Step(4, "D"), Step(5, "E")]',
        ['nothing connects steps "3" and "5" with the first one (write next_step= in the steps that come before)'],
        id="three parts",
    ),
    pytest.param(
        "steps=[Step(n, 'A') for n in range(1, 7)]",
        [
            'nothing connects steps "2", "3", "4" and 2 more with the first one'
            " (write next_step= in the steps that come before)"
        ],
        id="all apart",
    ),
]


@pytest.mark.parametrize(("steps", "lines"), FLOWS)
def test_the_steps_of_a_flow_hang_together(project: Project, steps: str, lines: list[str]) -> None:
    project.define(FINE + f'f = Flow("F", owners=[crew], summary="s", {steps})')
    assert [line.partition(": ")[2] for line in project.problems()] == [
        f"F 1.0.0: {line} [unfinished-flow]" for line in lines
    ]


@pytest.mark.parametrize(
    "flow",
    [
        'steps=[*os.environ["X"]]',
        'stesp=[Step(1, "A")]',
        'steps=[Step(1, "A", next_step=os.environ["X"]), Step(2, "B")]',
    ],
)
def test_a_flow_that_could_not_be_read_is_not_also_unfinished(project: Project, flow: str) -> None:
    project.define(f'import os\n{FINE}f = Flow("F", owners=[crew], summary="s", {flow})')
    assert "unfinished-flow" not in project.codes()


NAMES = [
    (['"guides/a"', '"guides/a"'], ["duplicate-id"]),
    (['"guides/a"', '"guides/A"'], ["case-collision"]),
    (['"guides/a"', '"Guides/b"', '"Guides/c"'], ["case-collision", "case-collision"]),
    (['"a"', '"a/b"', '"b/a"'], []),
    (['"a", formerly=["b"]', '"b"'], ["duplicate-id"]),
    (['"a", formerly=["x"]', '"b", formerly=["x"]'], ["duplicate-id"]),
    (['"a", formerly=["x"]', '"b", formerly=["y"]'], []),
]


@pytest.mark.parametrize(("documents", "codes"), NAMES)
def test_each_document_has_a_name_of_its_own(project: Project, documents: list[str], codes: list[str]) -> None:
    assert _codes(project, "".join(f"d{i} = CustomDoc({said})\n" for i, said in enumerate(documents))) == codes


def test_two_resources_cannot_have_had_the_same_id(project: Project) -> None:
    project.define(
        FINE + 'a = Flow("A", formerly=["Old"], steps=[Step(1, "x")], owners=[crew], summary="s")\n'
        'b = Entity("B", formerly=["Old"], owners=[crew], summary="s")'
    )
    (line,) = project.problems()
    assert line == (
        'schemas/definitions.py:4:27: B 1.0.0: A 1.0.0 (schemas/definitions.py:3:5) was formerly called "Old", too'
        " (the page of the old id can move to one of them only) [duplicate-id]"
    )


@pytest.mark.parametrize(
    "unread",
    [
        'Domain(os.environ["D"], services=["S"], owners=[crew])',
        'System(os.environ["D"], services=["S"], owners=[crew])',
    ],
)
def test_owners_that_may_come_from_what_could_not_be_read_are_not_missed(project: Project, unread: str) -> None:
    project.define(f'import os\n{FINE}s = Service("S", summary="s")\nd = {unread}')
    assert project.codes() == ["unreadable-value"]


def test_what_has_no_owner_or_sender_is_found_in_one_pass(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    passes = 0
    original = checks._owners_refused

    def counted(catalog: Catalog) -> bool:
        nonlocal passes
        passes += 1
        return original(catalog)

    monkeypatch.setattr(checks, "_owners_refused", counted)
    project.define('e = [Event(f"E{i}", summary="s", snippets=[]) for i in range(50)]')
    assert sorted(project.codes()) == ["no-owner"] * 50 + ["orphan-message"] * 50
    assert passes == 1
