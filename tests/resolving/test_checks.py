from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects import Project

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
