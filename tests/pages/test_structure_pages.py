"""What pages say of structure: of systems and their neighbours, of what is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import front_matter
import pytest

if TYPE_CHECKING:
    from projects import Project

FOUR = "[tool.catalog-gen]\neventcatalog = 4\n"


@pytest.fixture
def project4(project: Project) -> Project:
    project.write("pyproject.toml", FOUR)
    return project


def test_a_diagram_is_linked_where_eventcatalog_shows_it(project: Project) -> None:
    project.define('x = Domain("D", diagrams=[Diagram("Map")])')
    project.build()
    assert '<Link href="/diagrams/Map/1.0.0">Map</Link>' in project.page("domains/D/index.mdx")


def test_a_system_tells_what_it_has_to_do_with_others_in_both_directions(project4: Project) -> None:
    project4.define(
        """
        bank = System("Bank")
        shop = System("Shop", relationships=[Relationship(bank, "takes money from"), "Tax"])
        tax = System("Tax")
        """
    )
    project4.build()
    shop, bank = (f'<Link href="/docs/systems/{name}/1.0.0">{name}</Link>' for name in ("Shop", "Bank"))
    assert f"| Shop | takes money from | {bank} |" in project4.page("systems/Shop/index.mdx")
    assert f"| {shop} | takes money from | Bank |" in project4.page("systems/Bank/index.mdx")
    assert f"| {shop} | works together with | Tax |" in project4.page("systems/Tax/index.mdx")


def test_people_turn_to_a_system_or_it_turns_to_them(project4: Project) -> None:
    actors = 'Actor("a", label="pays"), Actor("b", name="Bee", direction="outbound", summary="The boss.")'
    project4.define(f'x = System("S", actors=[{actors}])')
    project4.build()
    page = project4.page("systems/S/index.mdx")
    assert "| a | they turn to it | pays |  |\n| Bee | it turns to them |  | The boss. |\n" in page


@pytest.mark.parametrize(("members", "shown"), [("", False), ('services=[Service("Inner")]', True)])
def test_a_system_in_which_nothing_is_has_no_drawing_of_that(project4: Project, members: str, *, shown: bool) -> None:
    project4.define(f'x = System("S", {members})')
    project4.build()
    assert ("<ComponentDiagram />" in project4.page("systems/S/index.mdx")) == shown


def test_systems_and_domains_tell_what_is_exchanged_inside_of_them(project4: Project) -> None:
    project4.define(
        """
        system = System("Inner", services=[Service("A", sends=[Event("Said")])])
        domain = Domain("D", systems=[system], agents=[Agent("B", receives=["Said", Command("Do")])])
        """
    )
    project4.build()
    sent = '| <Link href="/docs/events/Said/1.0.0">Said</Link> | event | <Link href="/docs/services/A/1.0.0">A</Link> |'
    assert sent in project4.page("systems/Inner/index.mdx")
    assert sent in project4.page("domains/D/index.mdx")
    assert "/docs/commands/Do/" in project4.page("domains/D/index.mdx")
    assert "/docs/commands/Do/" not in project4.page("systems/Inner/index.mdx")


@pytest.mark.parametrize(
    ("following", "written"),
    [
        ("next_step=1", {"next_step": 1}),
        ('next_step="two"', {"next_step": "two"}),
        ('next_step=NextStep(1, "yes")', {"next_step": {"id": 1, "label": "yes"}}),
        ('next_steps=[1, "two", NextStep(1, "no")]', {"next_steps": [{"id": 1}, "two", {"id": 1, "label": "no"}]}),
        ("next_steps=[]", {}),
        ("", {}),
    ],
)
def test_what_comes_after_a_step_is_written_as_eventcatalog_draws_it(
    project: Project, following: str, written: dict[str, object]
) -> None:
    project.define(f'x = Flow("F", steps=[Step("first", "a", {following}), Step(1, "b"), Step("two", "c")])')
    project.build()
    first = front_matter.read(project.root / "output/flows/F/index.mdx")["steps"][0]
    assert {key: value for key, value in first.items() if key.startswith("next")} == written


@pytest.mark.parametrize("step", ['Step("", "nothing")', 'Step(1, "a", next_step="")', 'Step(True, "a")'])
def test_a_step_has_an_id_that_leads_to_it(project: Project, step: str) -> None:
    project.define(f'x = Flow("F", steps=[{step}])')
    assert {"bad-value", "wrong-type"} & set(project.codes())
