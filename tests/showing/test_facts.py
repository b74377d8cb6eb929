from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, cast

from catalog_gen import catalogs
from catalog_gen.model import Badge, Header, Operation, Service
from catalog_gen.resolving.links import KINDS
from catalog_gen.showing import facts, values
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    import pytest
    from projects import Project


def _shown(project: Project, subject: str) -> dict[str, list[str]]:
    """The facts of a resource: the texts of their items, and below them the cells of their details."""
    settings = project.settings()
    known = catalogs.resolved(settings, WorkingTree(settings.root), lambda _: None)
    entry = next(entry for entry in known.catalog.entries if entry.subject == subject)
    return {
        fact.name: [
            text
            for item in fact.items
            for text in (item.text, *(" | ".join(detail.cells) for detail in item.details))
            if text
        ]
        for fact in facts.facts(entry, known.catalog, settings)
    }


def test_an_owner_is_shown_with_every_way_to_reach_them(project: Project) -> None:
    project.define(
        """
        t = Team("t", name="The team", slack="https://s.example.com", ms_teams="https://m.example.com",
                 email="t@example.com", on_call="https://o.example.com", github="@acme/t")
        e = Event("E", owners=[t])
        """
    )
    assert _shown(project, "E 1.0.0")["owners"] == [
        "t (The team)",
        "Slack | https://s.example.com",
        "Microsoft Teams | https://m.example.com",
        "Email | t@example.com",
        "On call | https://o.example.com",
        "GitHub | @acme/t",
    ]


def test_a_channel_is_shown_with_its_addresses_and_with_what_travels_over_it(project: Project) -> None:
    project.define(
        """
        c = Channel("c.{env}", address="x/{env}", protocols=["mqtt"],
                    parameters={"env": {"enum": ["dev", "prod"]}}, environments={"prod": "live"})
        e = Event("E", channels=[c])
        s = Service("S", sends=[e])
        r = Service("R", receives=["E"])
        """
    )
    assert _shown(project, "E 1.0.0")["channels"] == [
        "c.{env} 1.0.0 (mqtt)",
        "address | x/{env}",
        "dev | x/dev",
        "prod | live",
    ]
    channel = _shown(project, "c.{env} 1.0.0")
    assert channel["address"] == ["x/{env}", "dev | x/dev", "prod | live"]
    assert channel["messages"] == ["E 1.0.0: from S to R"]
    assert _shown(project, "S 1.0.0")["sends"] == ["E 1.0.0: over c.{env}"]


def test_the_fields_of_a_long_schema_are_counted_after_the_twentieth(project: Project) -> None:
    fields = ", ".join(f'{{"name": "f{number}", "type": "string"}}' for number in range(23))
    project.write("schemas/e.avsc", f'{{"type": "record", "name": "E", "fields": [{fields}]}}')
    project.define('e = Event("E", schema_path="e.avsc")')
    shown = _shown(project, "E 1.0.0")["schema"]
    assert shown[:2] == ["schemas/e.avsc (Avro)", "f0 | string | required"]
    assert shown[-1] == "and 3 more"
    assert len(shown) == 22


def test_only_those_who_mean_this_version_are_its_producers_and_consumers(project: Project) -> None:
    project.define(
        """
        e = Event("E", version="2.0.0", previous=[Previous("1.0.0")])
        old = Service("Old", receives=[Receives("E", version="1.0.0")])
        new = Service("New", receives=["E"])
        """
    )
    assert _shown(project, "E 2.0.0")["consumers"] == ["New 1.0.0"]
    assert _shown(project, "E 1.0.0")["consumers"] == ["Old 1.0.0"]
    assert _shown(project, "E 1.0.0")["version"] == ["2.0.0", "1.0.0 (shown)"]


def test_what_is_triggered_for_several_reasons_is_named_once(project: Project) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\neventcatalog = 4\n")
    project.define(
        """
        a = Event("A")
        reasons = [Trigger(a, condition="passed"), Trigger(a, condition="appealed")]
        s = Service("S", sends=[a], receives=[Receives(Event("B"), triggers=reasons)])
        """
    )
    assert _shown(project, "S 1.0.0")["receives"] == ["B 1.0.0: triggers A 1.0.0"]


def test_what_is_not_declared_is_said_to_be_elsewhere(project: Project) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\nexternal = ["Far"]\n')
    project.write("output/teams/hand.mdx", "---\nid: hand\nname: By hand\n---\n")
    project.define('e = Event("E", owners=["hand"])\ns = Service("S", sends=["E", "Far"])')
    assert _shown(project, "E 1.0.0")["owners"] == ["hand (By hand) (written by hand)"]
    assert _shown(project, "S 1.0.0")["sends"] == ["E 1.0.0", "Far (external)"]


def test_secrets_are_not_shown(project: Project) -> None:
    project.define(
        """
        c = Channel("c", address="amqp://user:hunter2@broker/x", protocols=["amqp"])
        e = Event("E", channels=[c], headers={"Authorization": "Bearer abcdef"}, owners=[])
        """
    )
    shown = [*_shown(project, "E 1.0.0").values(), *_shown(project, "c 1.0.0").values()]
    assert "hunter2" not in str(shown)
    assert "abcdef" not in str(shown)
    assert ["Authorization | ***"] in shown


def test_a_type_that_is_new_to_the_program_is_shown_by_its_fields_and_links(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing in the room knows a type: a field that no code here names becomes a fact."""

    @dataclasses.dataclass(frozen=True, slots=True, eq=False)
    class Lift(Service):
        floors: Any = dataclasses.field(default=None, kw_only=True)
        cabins_of: Any = dataclasses.field(default=None, kw_only=True)

    monkeypatch.setitem(cast("dict[str, frozenset[str]]", KINDS), "cabins_of", frozenset({"event"}))
    project.define('s = Service("S", sends=["E"])\ne = Event("E")')
    settings = project.settings()
    catalog = catalogs.resolved(settings, WorkingTree(settings.root), lambda _: None).catalog
    entry = next(entry for entry in catalog.entries if entry.id == "S")
    link = entry.links["sends"][0]
    lift = Lift("S", floors={"top": 7, "open": True}, cabins_of=["E"])
    new = dataclasses.replace(entry, resource=lift, links={"cabins_of": (link,)})
    found = {fact.title: fact.items for fact in facts.facts(new, catalog, settings)}
    assert [detail.cells for item in found["Floors"] for detail in item.details] == [("top", "7"), ("open", "yes")]
    assert [item.text for item in found["Cabins of"]] == ["E 1.0.0"]
    named = dataclasses.replace(catalog, entries=(new, *(one for one in catalog.entries if one.id == "E")))
    event = {fact.title: fact.items for fact in facts.facts(named.entries[1], named, settings)}
    assert [item.text for item in event["Referred to by"]] == ["S 1.0.0 (service, cabins of)"]


def test_values_are_plain_data_under_their_keywords_and_words_in_the_terminal() -> None:
    operation = Operation("GET", "/stock", status_codes=["200", "404"])
    assert values.plain(operation) == {"method": "GET", "path": "/stock", "status_codes": ["200", "404"]}
    assert values.words(operation) == "GET /stock (status codes: 200, 404)"
    assert values.words(Badge("New", "green", url="/x")) == "New (url: /x)"
    assert (
        values.words({"order_id": Header(field="order_id"), "draft": False}) == "order_id: field: order_id, draft: no"
    )
