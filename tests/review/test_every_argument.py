"""Every argument of every type of resource: what a change of it is told as, and what is silent, with the reason."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING, NamedTuple

import pytest
from branches import Branch

from catalog_gen import model
from catalog_gen.model.declaring import fields
from catalog_gen.review.changes import KINDS

if TYPE_CHECKING:
    from catalog_gen.review.changes import Change, Review

TYPES = ("Domain", "System", "Service", "Agent", "Event", "Command", "Query", "Channel", "Flow", "Entity", "Container",
         "DataProduct", "Diagram", "Adr", "Team", "User", "CustomDoc")  # fmt: skip

WHOLE = ("Service", "Event", "Channel", "Adr", "Team", "User", "CustomDoc")
"""Those that are tried with all of their arguments; the others have the same ones besides their own."""

SILENT = {
    "id": "it is told as renamed, or as gone and new",
    "formerly": "it says what an id was: a rename is told by itself, and a page that has moved stays where it is",
    "defaults": "what they give is told where it takes effect",
    "version": "it is told as version-changed, or with the schema: see test_kinds_of_change",
    "name": "of teams and users it is told as owner-renamed",
}
"""Arguments that the table does not have, and why not."""

WITHOUT_PAGE = {("System", "docs"), ("Diagram", "docs"), ("Adr", "docs")}
"""EventCatalog has no documents of these."""

LISTED = {
    "services": '["other-service"]', "domains": '["other-domain"]', "agents": '["other-agent"]',
    "systems": '["other-system"]', "entities": '["other-entity"]', "data_products": '["other-product"]',
    "flows": '["other-flow"]', "containers": '["other-store"]', "writes_to": '["other-store"]',
    "reads_from": '["other-store"]', "diagrams": '["other-diagram"]', "decision_makers": '["one"]',
    "applies_to": '["other-event"]', "supersedes": '["other-adr"]', "superseded_by": '["other-adr"]',
    "amends": '["other-adr"]', "amended_by": '["other-adr"]', "related": '["other-adr"]', "inputs": '["other-event"]',
    "outputs": '["other-event"]',
}  # fmt: skip
"""Arguments that list other resources: nothing before, this after."""

PAGES = {
    "summary": ('"s"', '"other"'), "description": ('"d"', '"other"'), "description_path": ('"old.md"', '"new.md"'),
    "name": ('"Old"', '"New"'), "badges": ('[Badge("x", "green")]', '[Badge("x", "red")]'),
    "draft": ("True", "None"), "deprecated": ('Deprecated("x")', 'Deprecated("y")'), "hidden": ("True", "False"),
    "repository": ('Repository("https://a.example")', 'Repository("https://b.example")'),
    "edit_url": ('"https://a.example"', '"https://b.example"'),
    "specifications": ('[Specification("a.json", type="openapi")]', '[Specification("b.json", type="openapi")]'),
    "sidebar": ('Sidebar("x")', 'Sidebar("y")'), "styles": ('Styles(icon="StarIcon")', 'Styles(icon="MoonIcon")'),
    "visualiser": ("True", "False"),
    "attachments": ('["https://a.example"]', '[Attachment("https://a.example", title="t")]'),
    "resource_groups": ('[ResourceGroup("g", title="x")]', '[ResourceGroup("g", title="y")]'),
    "details_panel": ('{"owners": True}', '{"owners": False}'), "extensions": ('{"x-a": 1}', '{"x-a": 2}'),
    "previous": ('[Previous("0.9.0", summary="x")]', '[Previous("0.9.0", summary="y")]'),
    "docs": ('[ResourceDoc("run", description="x")]', '[ResourceDoc("run", description="x", title="T")]'),
    "changes": ('"x"', '"y"'), "date": ("datetime.date(2026, 1, 1)", "datetime.date(2026, 1, 2)"),
    "ubiquitous_language": ('[Term("Stock")]', '[Term("Stock", summary="s")]'), "scope": ('"internal"', '"external"'),
    "relationships": ('[Relationship("other-system", "uses")]', '[Relationship("other-system", "feeds")]'),
    "actors": ('[Actor("x")]', '[Actor("x", label="l")]'), "external_system": ("True", "False"),
    "model": ('Model("a")', 'Model("b")'), "tools": ('[Tool("t", type="mcp")]', '[Tool("t", type="api")]'),
    "python_module": ('"a_pb2"', '"b_pb2"'), "snippets": ('["kafka"]', "[]"),
    "examples": ('[Example({"id": "a"})]', '[Example({"id": "b"})]'),
    "reply": ('Example({"a": 1})', 'Example({"a": 2})'), "steps": ('[Step(1, "a")]', '[Step(1, "b")]'),
    "aggregate_root": ("True", "False"), "identifier": ('"a"', '"b"'),
    "properties": ('[Property("a", "string")]', '[Property("a", "int")]'),
    "container_type": ('"database"', '"cache"'), "technology": ('"a"', '"b"'), "purpose": ('"a"', '"b"'),
    "authoritative": ("True", "False"), "access_mode": ('"read"', '"write"'),
    "classification": ('"public"', '"internal"'), "residency": ('"a"', '"b"'), "retention": ('"a"', '"b"'),
    "status": ('"proposed"', '"accepted"'), "email": ('"a@x.example"', '"b@x.example"'),
    "slack": ('"https://a.example"', '"https://b.example"'), "ms_teams": ('"https://a.example"', '"https://b.example"'),
    "read_only": ("True", "False"), "source": ('Source("a")', 'Source("b")'), "role": ('"a"', '"b"'),
    "on_call": ('"https://a.example"', '"https://b.example"'),
    "avatar_url": ('"https://a.example"', '"https://b.example"'), "title": ('"a"', '"b"'), "slug": ('"a"', '"b"'),
    "label": ('"a"', '"b"'), "order": ("1", "2"),
}  # fmt: skip

OTHERS = {
    "owner-replaced": {"owners": ('["one"]', '["two"]')},
    "handle-changed": {"github": ('"@x/a"', '"@x/b"')},
    "members-changed": {"members": ('["one"]', '["two"]')},
    "schema-changed": {
        "schema_path": ('"a.avsc"', '"b.avsc"'), "schemas": ('[Schema("a.avsc")]', '[Schema("b.avsc")]'),
        "payload": ("Old", "New"), "schema_format": ('"jsonschema"', '"avro"'),
        "headers_schema_path": ('"h.json"', '"i.json"'),
    },
    "address-changed": {
        "address": ('"a"', '"b"'), "environments": ('{"prod": "a"}', '{"prod": "b"}'),
        "parameters": ('{"env": {"default": "a"}}', '{"env": {"default": "b"}}'),
    },
    "delivery-changed": {
        "channels": ('["other-channel"]', '["third-channel"]'), "key": ('"id"', '"other"'),
        "wire_format": ('"json"', '"avro"'), "content_type": ('"a/b"', '"a/c"'),
        "headers": ('{"a": "b"}', '{"a": "c"}'),
        "envelope": ('CloudEvents("binary")', 'CloudEvents("structured")'), "registry_subject": ('"a"', '"b"'),
        "bindings": ('[KafkaBinding(group="a")]', '[KafkaBinding(group="b")]'),
        "operation": ('Operation("GET", "/a")', 'Operation("GET", "/b")'), "protocols": ('["kafka"]', '["nats"]'),
        "delivery_guarantee": ('"at-most-once"', '"at-least-once"'), "routes": ("[]", '["other-channel"]'),
        "discriminator": ('"a"', '"b"'), "dead_letter": ('"a"', '"b"'),
    },
    "level-changed": {
        "compatibility": ('"FULL"', '"NONE"'),
        "accepts": ("[]", '[Accepted("missing-bump", because="b", until=datetime.date(2030, 1, 1))]'),
    },
    "exchange-changed": {"sends": ('["other-event"]', "[]"), "receives": ('["other-command"]', "[]")},
}  # fmt: skip

SIDES = {
    **{name: ("documentation-changed", "[]", after) for name, after in LISTED.items()},
    **{name: ("documentation-changed", *sides) for name, sides in PAGES.items()},
    **{name: (kind, *sides) for kind, table in OTHERS.items() for name, sides in table.items()},
}
BESIDES = {
    "container_type": {"Container": '"database"'}, "status": {"Adr": '"proposed"'},
    "date": {"Adr": "datetime.date(2025, 1, 1)"}, "schema_path": {"accepts": '"a.avsc"'},
    "payload": {"schema_format": "Old"}, "properties": {"identifier": '[Property("a", "x"), Property("b", "x")]'},
}  # fmt: skip
"""What has to be given besides: by the type, or by the argument that is tried."""


class Case(NamedTuple):
    type: str
    argument: str

    @property
    def id(self) -> str:
        return f"{self.type.lower()}-{self.argument.replace('_', '-')}"

    def written(self, value: str) -> str:
        given = {name: each for name, by in BESIDES.items() for who, each in by.items() if who in self}
        given[self.argument] = value
        said = ", ".join(f"{name}={each}" for name, each in given.items())
        return f'x_{self.id.replace("-", "_")} = {self.type}("{self.id}", {said})\n'


def cases() -> list[Case]:
    return [
        Case(name, field)
        for name in TYPES
        for field in fields(getattr(model, name))
        if field not in SILENT or (field == "name" and name not in {"Team", "User"})
        if (name, field) not in WITHOUT_PAGE
        if name in WHOLE or field not in fields(model.Resource) or field in {"name", "docs", *BESIDES}
    ]


def named(identifier: str) -> str:
    """The resource by the id of it or of its document."""
    return identifier.removeprefix("docs/").partition("/")[0]


OTHER = """
    import datetime
    from dataclasses import dataclass

    @dataclass
    class Old:
        id: str

    @dataclass
    class New:
        id: int

    others = [User("one", name="One"), User("two", name="Two"), Service("other-service"), Domain("other-domain"),
              Agent("other-agent"), System("other-system"), Entity("other-entity"), DataProduct("other-product"),
              Flow("other-flow"), Container("other-store", container_type="database"), Diagram("other-diagram"),
              Event("other-event"), Command("other-command"), Channel("other-channel"), Channel("third-channel"),
              Adr("other-adr", status="proposed", date=datetime.date(2026, 1, 1))]
"""


def avsc(kind: str) -> str:
    return json.dumps({"type": "record", "name": "R", "fields": [{"name": "id", "type": kind}]})


def headers(kind: str) -> str:
    return json.dumps({"type": "object", "properties": {"id": {"type": kind}}})


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Review:
    start = textwrap.dedent(OTHER)
    files = {
        "schemas/definitions.py": start + "".join(case.written(SIDES[case.argument][1]) for case in cases()),
        "schemas/a.avsc": avsc("string"), "schemas/b.avsc": avsc("int"), "schemas/a.json": "{}", "schemas/b.json": "{}",
        "schemas/h.json": headers("string"), "schemas/i.json": headers("integer"),
        "schemas/old.md": "Old text.", "schemas/new.md": "New text.",
        "pyproject.toml": "[tool.catalog-gen]\neventcatalog = 4\n",
    }  # fmt: skip
    branch = Branch(tmp_path_factory.mktemp("every"), files)
    branch.change(
        {"schemas/definitions.py": start + "".join(case.written(SIDES[case.argument][2]) for case in cases())}
    )
    return branch.review()


@pytest.mark.parametrize("type_", TYPES)
def test_a_change_of_each_argument_is_told_once(found: Review, type_: str) -> None:
    told: dict[str, list[Change]] = {}
    for change in found.changes:
        for subject in (change.subject, *change.followers):
            told.setdefault(named(subject.id), []).append(change)
    expected = {case.argument: [SIDES[case.argument][0]] for case in cases() if case.type == type_}
    assert {
        case.argument: [change.kind for change in told.get(case.id, ())] for case in cases() if case.type == type_
    } == expected


def test_nothing_else_is_told(found: Review) -> None:
    ids = {case.id for case in cases()}
    assert {named(subject.id) for one in found.changes for subject in (one.subject, *one.followers)} - ids == set()
    assert found.unread == ()


def test_the_table_has_every_argument_and_no_other() -> None:
    known = {name for type_ in TYPES for name in fields(getattr(model, type_))}
    assert known == {*SIDES, *SILENT}
    assert {kind for kind, *_ in SIDES.values()} <= KINDS.keys()
