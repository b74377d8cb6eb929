from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects import Project

OWNED = 'crew = Team("crew", summary="s")\n'


def _shop(body: str) -> str:
    return OWNED + body


def test_two_resources_of_different_types_cannot_share_an_id(project: Project) -> None:
    project.define(
        _shop('a = Event("Order", owners=[crew], summary="s")\nb = Channel("Order", owners=[crew], summary="s")')
    )
    assert any("already taken by the event Order 1.0.0" in line for line in project.problems())


def test_the_second_declaration_is_the_one_that_is_blamed(project: Project) -> None:
    project.define('a = Team("crew")\nb = User("crew")')
    assert [problem.place.line for problem in project.built().problems if problem.code == "duplicate-id"] == [3]


def test_the_same_version_twice_is_a_duplicate(project: Project) -> None:
    project.define(_shop('a = Event("E", version="1.0.0")\nb = Event("E")'))
    assert "duplicate-id" in project.codes()


def test_several_objects_with_different_versions_are_one_resource(project: Project) -> None:
    project.define(
        _shop(
            'a = Event("E", version="1.0.0", summary="old", owners=[crew])\n'
            'b = Event("E", version="1.10.0", summary="new", owners=[crew], snippets=[])\n'
            'c = Event("E", version="1.9.0", summary="middle", owners=[crew])\n'
            's = Service("S", sends=[b], owners=[crew], summary="s")'
        )
    )
    built = project.built()
    assert project.problems(built) == []
    assert [(entry.version, entry.current) for entry in built.catalog.by_id["E"]] == [
        ("1.10.0", True),
        ("1.9.0", False),
        ("1.0.0", False),
    ]


def test_a_version_in_previous_and_as_an_object_is_a_duplicate(project: Project) -> None:
    project.define('a = Event("E", version="2.0.0", previous=[Previous("1.0.0")])\nb = Event("E", version="1.0.0")')
    assert "duplicate-id" in project.codes()


def test_ids_that_differ_by_case_only_collide(project: Project) -> None:
    project.define('a = Event("Order")\nb = Event("order")')
    assert "case-collision" in project.codes()


@pytest.mark.parametrize("previous", ["2.0.0", "2.0.1", "10.0.0"])
def test_a_previous_version_must_be_older(project: Project, previous: str) -> None:
    project.define(f'a = Event("E", version="2.0.0", previous=[Previous("{previous}")])')
    assert "version-order" in project.codes()


def test_a_previous_version_listed_twice_is_a_duplicate(project: Project) -> None:
    project.define('a = Event("E", version="2.0.0", previous=[Previous("1.0.0"), Previous("1.0.0")])')
    assert "duplicate-id" in project.codes()


def test_a_former_id_that_is_still_in_use_is_a_problem(project: Project) -> None:
    project.define('a = Event("New", formerly=["Old"])\nb = Event("Old")')
    assert any('the former id "Old" still belongs to an event' in line for line in project.problems())


def test_a_reference_to_a_former_id_is_told_the_new_one(project: Project) -> None:
    project.define('a = Event("New", formerly=["Old"])\ns = Service("S", receives=["Old"])')
    assert any('message "Old" is not defined (it is called "New" now)' in line for line in project.problems())
