from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects import Project

TEAMS = 'a, b, c = Team("team-a"), Team("team-b"), Team("team-c")\n'


def _owners(project: Project, identifier: str) -> tuple[list[str], str]:
    entry = project.built().catalog.by_id[identifier][0]
    return [link.id for link in entry.owners], entry.owners_from


def test_events_inherit_from_their_sender(project: Project) -> None:
    project.define(
        TEAMS + 'e = Event("E")\ns = Service("S", sends=[e], owners=[a])\nt = Service("T", receives=[e], owners=[b])'
    )
    assert _owners(project, "E") == (["team-a"], "S")


def test_commands_and_queries_inherit_from_their_receiver(project: Project) -> None:
    project.define(
        TEAMS + 'x, y = Command("X"), Query("Y")\ns = Service("S", sends=[x, y], owners=[a])\n'
        't = Service("T", receives=["X", "Y"], owners=[b])'
    )
    assert _owners(project, "X") == (["team-b"], "T")
    assert _owners(project, "Y") == (["team-b"], "T")


def test_what_a_service_does_not_say_comes_from_its_domain(project: Project) -> None:
    project.define(TEAMS + 'e = Event("E")\ns = Service("S", sends=[e])\nd = Domain("D", services=[s], owners=[c])')
    assert _owners(project, "S") == (["team-c"], "D")
    assert _owners(project, "E") == (["team-c"], "D")


def test_a_subdomain_inherits_from_its_domain(project: Project) -> None:
    project.define(
        TEAMS + 's = Service("S")\nsub = Domain("Sub", services=[s])\nd = Domain("D", domains=[sub], owners=[a])'
    )
    assert _owners(project, "S") == (["team-a"], "D")


def test_own_owners_are_never_replaced(project: Project) -> None:
    project.define(TEAMS + 'e = Event("E", owners=[b])\ns = Service("S", sends=[e], owners=[a])')
    assert _owners(project, "E") == (["team-b"], "")


def test_several_candidates_that_differ_are_a_problem(project: Project) -> None:
    project.define(
        TEAMS + 'e = Event("E")\ns = Service("S", sends=[e], owners=[a])\nt = Service("T", sends=[e], owners=[b])'
    )
    assert any("owners could be inherited from S (team-a) and T (team-b)" in line for line in project.problems())


def test_several_candidates_that_agree_are_fine(project: Project) -> None:
    project.define(
        TEAMS + 'e = Event("E")\ns = Service("S", sends=[e], owners=[a, b])\nt = Service("T", sends=[e], owners=[b, a])'
    )
    assert _owners(project, "E")[0] == ["team-a", "team-b"]
    assert "ambiguous-owners" not in project.codes()


def test_without_the_setting_nothing_is_inherited(project: Project) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\n")
    project.define(TEAMS + 'e = Event("E")\ns = Service("S", sends=[e], owners=[a])')
    assert _owners(project, "E") == ([], "")
    assert "no-owner" in project.codes()


def test_domains_in_a_circle_do_not_hang(project: Project) -> None:
    project.define('a = Domain("A", domains=["B"])\nb = Domain("B", domains=["A"])')
    assert _owners(project, "A") == ([], "")


def test_what_systems_and_domains_list_inherits_from_the_nearest(project: Project) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\neventcatalog = 4\ninherit-owners = true\n")
    project.define(
        TEAMS
        + """
e, x = Event("E"), Command("X")
agent = Agent("A", sends=[e], receives=[x])
s = Service("S")
store = Container("C", container_type="cache")
t = System("T", services=[s], containers=[store], owners=[a])
d = Domain("D", systems=[t], services=["S"], agents=[agent], entities=[Entity("N")], flows=[Flow("F", steps=[])],
           data_products=[DataProduct("P")], owners=[b])
o = Domain("O", domains=["D"], services=["S"], owners=[c])
"""
    )
    catalog = project.built().catalog
    found = {
        name: ([link.id for link in catalog.by_id[name][0].owners], catalog.by_id[name][0].owners_from)
        for name in "SCAEXNFP"
    }
    assert found == {
        **dict.fromkeys("SC", (["team-a"], "T")),
        **dict.fromkeys("AEXNFP", (["team-b"], "D")),
    }


def test_members_of_two_domains_that_differ_are_a_problem(project: Project) -> None:
    project.define(
        TEAMS + 's = Service("S")\nd = Domain("D", services=[s], owners=[a])\no = Domain("O", services=[s], owners=[b])'
    )
    assert any("owners could be inherited from D (team-a) and O (team-b)" in line for line in project.problems())


@pytest.mark.parametrize("order", ["XY", "YX"])
def test_owners_in_a_circle_do_not_depend_on_the_order(project: Project, order: str) -> None:
    names = dict(zip("XY", order, strict=True))
    text = (
        '{X} = Domain("{X}", domains=["{Y}"], services=["S"])\n'
        '{Y} = Domain("{Y}", domains=["{X}"], services=["R"], owners=[a])\n'
    )
    project.define(TEAMS + text.format(**names) + 's, r = Service("S"), Service("R")')
    assert [_owners(project, name)[0] for name in "SR"] == [["team-a"], ["team-a"]]


def test_decisions_diagrams_and_documents_inherit_nothing(project: Project) -> None:
    project.define(
        TEAMS
        + """
from datetime import date
g = Diagram("G")
adr = Adr("Q", status="accepted", date=date(2026, 1, 1), applies_to=["D"])
d = Domain("D", diagrams=[g], owners=[a])
"""
    )
    assert [_owners(project, name)[0] for name in "GQ"] == [[], []]
