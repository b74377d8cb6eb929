"""What has one reason is said once: defaults, inheritance, a new version; and what is said beside it."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from branches import SETTINGS, Branch, approvals

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_gen.review.changes import Review

FILE = "schemas/definitions.py"
TEAMS = 'a = Team("a", name="A", github="@x/a")\nb = Team("b", name="B", github="@x/b")\n'
EVENTS = ", ".join(f'Event("E{number}", summary="s")' for number in range(3))
NO_INHERITING = "[tool.catalog-gen]\n"


def service(said: str = "", events: str = EVENTS) -> str:
    return f'Service("S", summary="s", {said} sends=[{events}])'


def reviewed(folder: Path, before: str, after: str, more: dict[str, str] | None = None, **others: str) -> Review:
    """The review of a change of the definitions, with the settings `before` and `after` it among the others."""
    old, new = ({"pyproject.toml": others[side]} if side in others else {} for side in ("settings", "settings_after"))
    branch = Branch(folder, {FILE: TEAMS + f"x = {before}\n", **old, **(more or {})})
    branch.change({FILE: TEAMS + f"x = {after}\n", **new})
    return branch.review()


def told(found: Review) -> list[tuple[str, str, list[str]]]:
    return [(one.kind, one.subject.id, [each.id for each in one.followers]) for one in found.changes]


OF_DEFAULTS = {
    "Replaced": ('defaults=Defaults(owners=["a"]),', 'defaults=Defaults(owners=["b"]),', "owner-replaced"),
    "Both": ('owners=["a"], defaults=Defaults(owners=["a"]),', 'owners=["b"], defaults=Defaults(owners=["b"]),',
             "owner-replaced"),
    "Removed": ('defaults=Defaults(owners=["a"]),', "", "owner-removed"),
    "Added": ("", 'defaults=Defaults(owners=["b"]),', "owner-added"),
}  # fmt: skip


@pytest.mark.parametrize("settings", [SETTINGS, NO_INHERITING])
def test_owners_from_defaults_are_a_change_of_the_holder(tmp_path: Path, settings: str) -> None:
    def services(side: int) -> str:
        return ", ".join(
            service(case[side]).replace('"S"', f'"{name}"').replace('"E', f'"{name}-')
            for name, case in OF_DEFAULTS.items()
        )

    found = reviewed(tmp_path, f"[{services(0)}]", f"[{services(1)}]", settings=settings)
    assert sorted(told(found)) == sorted(
        (kind, name, [f"{name}-0", f"{name}-1", f"{name}-2"]) for name, (_, _, kind) in OF_DEFAULTS.items()
    )
    assert sorted(reason.words for approval in found.approvals for reason in approval.because) == [
        *(f"owned `{name}` and 3 more before this change" for name in ("Both", "Removed", "Replaced")),
        *(f"owns `{name}` and 3 more from now on" for name in ("Added", "Both", "Replaced")),
    ]


def test_owners_from_the_defaults_of_a_holder_with_other_owners_name_it(tmp_path: Path) -> None:
    before = service('owners=["a"], defaults=Defaults(owners=["a"]),')
    found = reviewed(tmp_path, before, before.replace('Defaults(owners=["a"])', 'Defaults(owners=["b"])'))
    assert told(found) == [("owner-replaced", "E0", ["E1", "E2"])]
    assert found.changes[0].words == "owner changed from `a` to `b`, as the defaults of `S` say"


def test_defaults_that_several_share_are_one_reason(tmp_path: Path) -> None:
    shared = 'd = Defaults(owners=["a"], badges=[Badge("x", "green")], compatibility="FULL")\n'
    definitions = (
        TEAMS
        + shared
        + "".join(
            f'{name} = Service("{name}", summary="s", defaults=d, sends=[Event("E{name}", summary="s")])\n'
            for name in "ST"
        )
    )
    branch = Branch(tmp_path, {FILE: definitions})
    after = definitions.replace('"green")], compatibility="FULL"', '"red")]').replace('owners=["a"]', 'owners=["b"]')
    branch.change({FILE: after})
    found = branch.review()
    assert told(found) == [
        ("owner-replaced", "S", ["ES", "ET", "T"]),
        ("level-changed", "ES", ["ET"]),
        ("documentation-changed", "S", ["ES", "ET", "T"]),
    ]
    assert [str(one.place) for one in found.changes] == [f"{FILE}:4:14", f"{FILE}:4:58", f"{FILE}:4:28"]
    assert [one.is_gone for one in found.changes] == [False, True, False]


@pytest.mark.parametrize("said", ['owners=["a"],', 'defaults=Defaults(owners=["a"]),'])
def test_owners_go_down_two_levels(tmp_path: Path, said: str) -> None:
    domain = f'Domain("D", summary="s", {said} services=[{service()}, Service("T", summary="s")])'
    found = reviewed(tmp_path, domain, domain.replace('["a"]', '["b"]'))
    assert told(found) == [("owner-replaced", "D", ["E0", "E1", "E2", "S", "T"])]


@pytest.mark.parametrize(
    ("settings", "after", "kind"),
    [(SETTINGS, NO_INHERITING, "owner-removed"), (NO_INHERITING, SETTINGS, "owner-added")],
)
def test_the_setting_to_inherit_is_one_change(tmp_path: Path, settings: str, after: str, kind: str) -> None:
    said = service('owners=["a"],')
    found = reviewed(tmp_path, said, said, settings=settings, settings_after=after)
    assert told(found) == [("settings-changed", "pyproject.toml", []), (kind, "E0", ["E1", "E2"])]


SAID = {
    "Badges": ('badges=[Badge("x", "green")]', 'badges=[Badge("x", "red")]', "documentation-changed",
               "`badges` has changed"),
    "Key": ('key="x"', 'key="y"', "delivery-changed", "`key` changed from `x` to `y`, as the defaults of `Key` say"),
    "Level": ('compatibility="FULL"', "", "level-changed",
              "`compatibility` was removed (it was `FULL`), as the defaults of `Level` say"),
}  # fmt: skip


def test_what_defaults_say_is_said_once(tmp_path: Path) -> None:
    def services(side: int) -> str:
        events = EVENTS.replace('"E2"', '"E2", owners=["b"]')
        each = {name: service(f'owners=["a"], defaults=Defaults({case[side]}),', events) for name, case in SAID.items()}
        return ", ".join(text.replace('"S"', f'"{name}"').replace('"E', f'"{name}-') for name, text in each.items())

    found = reviewed(tmp_path, f"[{services(0)}]", f"[{services(1)}]")
    assert {one.subject.id: (one.kind, one.words, len(one.followers)) for one in found.changes} == {
        "Badges": (*SAID["Badges"][2:], 3),
        "Key-0": (*SAID["Key"][2:], 2),
        "Level-0": (*SAID["Level"][2:], 2),
    }
    assert approvals(found) == {
        "@x/a": ["owns `Key-0` and 1 more", "owns `Level-0` and 1 more"],
        "@x/b": ["owns `Key-2`", "owns `Level-2`"],
    }


def test_what_a_resource_says_itself_is_not_what_its_defaults_say(tmp_path: Path) -> None:
    before = service('owners=["a"], defaults=Defaults(badges=[Badge("x", "green")]),')
    after = before.replace("green", "red").replace('"E1", summary="s"', '"E1", summary="t"')
    found = reviewed(tmp_path, before, after)
    assert sorted(told(found)) == [
        ("documentation-changed", "E1", []),
        ("documentation-changed", "S", ["E0", "E1", "E2"]),
    ]


def avsc(*fields: object) -> str:
    return json.dumps({"type": "record", "name": "E", "fields": [{"name": "id", "type": "string"}, *fields]})


@pytest.mark.parametrize("way", ["previous", "object"])
def test_a_new_version_with_all_that_belongs_to_it_is_one_change(tmp_path: Path, way: str) -> None:
    old = 'Event("E", version="1.0.0", summary="s", owners=["a"], schema_path="e.avsc", previous=[Previous("0.9.0")])'
    more = {"schemas/e.avsc": avsc(), "schemas/e1.avsc": avsc()}
    new = old.replace("1.0.0", "1.1.0").replace(")])", '), Previous("1.0.0", schema_path="e1.avsc")], changes="more")')
    if way == "object":
        old = old.replace(', previous=[Previous("0.9.0")]', "")
        more["schemas/e2.avsc"] = avsc()
        new = f"[{old.replace('e.avsc', 'e1.avsc')}, {old.replace('1.0.0', '1.1.0')}]"
    branch = Branch(tmp_path, {FILE: f"{TEAMS}x = {old}\n", **more})
    added = {"name": "new", "type": "int", "default": 0}
    branch.change({FILE: f"{TEAMS}x = {new}\n", "schemas/e.avsc": avsc(added)})
    found = branch.review()
    assert [(one.kind, one.words) for one in found.changes] == [
        ("schema-changed", "`new` was added (`int`, default `0`); version `1.0.0` became `1.1.0`")
    ]


def test_a_payload_class_that_stands_elsewhere_says_the_same(tmp_path: Path) -> None:
    file = """
        from dataclasses import dataclass
        {}
        @dataclass
        class Inner:
            x: int = 1

        @dataclass
        class P:
            inner: Inner

        x = Event("{}", summary="s", payload=P, schema_format="avro")
    """
    branch = Branch(tmp_path, {FILE: file.format("", "Before")})
    branch.change({FILE: file.format("x = 1\n        y = 2", "After")})
    assert [one.kind for one in branch.review().changes] == ["renamed"]


ITEMS = """
{}    from dataclasses import dataclass
    class First:
        @dataclass
        class Item:
            a: int
    class Second:
        @dataclass
        class Item:
            b: str
    @dataclass
    class P:
        x: First.Item
        y: Second.Item
        z: {}.Item
    x = Event("E", summary="s", payload=P)
"""


def test_payload_classes_of_one_name_that_stand_where_another_stood_are_others(tmp_path: Path) -> None:
    branch = Branch(tmp_path, {FILE: ITEMS.format("", "Second")})
    branch.change({FILE: ITEMS.format("    # one line more\n" * 4, "First")})
    assert [one.kind for one in branch.review().changes] == ["schema-changed"]


def test_the_schema_is_named_where_there_are_several(tmp_path: Path) -> None:
    schemas = 'schemas=[Schema("a.avsc", default=True), Schema("b.avsc", name="us")]'
    event = f'x = Event("E", summary="s", owners=["a"], {schemas})\n'
    branch = Branch(tmp_path, {FILE: TEAMS + event, "schemas/a.avsc": avsc(), "schemas/b.avsc": avsc()})
    branch.change({"schemas/b.avsc": avsc({"name": "new", "type": "int", "default": 0})})
    assert [one.words for one in branch.review().changes] == ["schema `us`: `new` was added (`int`, default `0`)"]
    branch.change({FILE: TEAMS + event.replace("us", "uk"), "schemas/b.avsc": avsc()})
    assert [(one.kind, one.words) for one in branch.review().changes] == [("delivery-changed", "`schemas` has changed")]


def test_older_versions_are_told_where_they_are_objects(tmp_path: Path) -> None:
    def version(number: str, summary: str = "s") -> str:
        return f'Event("E", version="{number}", summary="{summary}", owners=["a"])'

    before = f"[{version('3.0.0')}, {version('2.0.0')}, {version('1.0.0')}]"
    found = reviewed(tmp_path, before, f"[{version('3.0.0')}, {version('2.0.0', 't')}]")
    assert sorted((str(one.subject), one.words, one.is_gone) for one in found.changes) == [
        ("E 1.0.0", "this older version is not told any more", True),
        ("E 2.0.0", "`summary` of this older version has changed", False),
    ]


EXCHANGED = (
    ('sends=[Sends("E", to=["c"])]', 'sends=[Sends("E", to=["d"])]', "sends `E` otherwise: `to` has changed"),
    ('receives=["E"]', 'receives=[Receives("E", from_=["c"])]', "receives `E` otherwise: `from_` has changed"),
    ('receives=[Receives("E", version="1.0.0")]', 'receives=["E"]', "receives `E` otherwise: `version` has changed"),
    ('receives=[Receives("E", version="1.0.0"), Receives("E", version="2.0.0")]',
     'receives=[Receives("E", version="2.0.0")]', "receives `E` otherwise: `version` has changed"),
    ('sends=[Sends("E", fields=["id"])]', 'sends=["E"]',
     "no longer declares which fields of `E` it sends (it declared `id`)"),
    ('receives=["E"]', 'receives=["E", "Foreign"]', "receives `Foreign` now"),
    ('receives=["E", "Foreign"]', 'receives=["E"]', "no longer receives `Foreign`"),
)  # fmt: skip


def test_how_a_message_is_exchanged_is_told_of_who_does_it(tmp_path: Path) -> None:
    def services(side: int) -> str:
        others = 'Event("E", version="2.0.0", owners=["a"], previous=[Previous("1.0.0")]), Channel("c"), Channel("d")'
        each = (
            f'Service("S{number}", summary="s", owners=["b"], {case[side]})' for number, case in enumerate(EXCHANGED)
        )
        return f"[{', '.join([others, *each])}]"

    settings = f'{SETTINGS}external = ["Foreign"]\n'
    found = reviewed(tmp_path, services(0), services(1), settings=settings)
    assert sorted((one.subject.id, one.words) for one in found.changes) == [
        (f"S{number}", words) for number, (_, _, words) in enumerate(EXCHANGED)
    ]
    assert {who: sorted(why) for who, why in approvals(found).items()} == {
        "@x/b": [f"owns `S{number}`" for number in range(len(EXCHANGED))]
    }


def test_what_is_in_a_file_is_told_as_well(tmp_path: Path) -> None:
    definitions = f"""{TEAMS}
x = Event("E", summary="s", owners=["a"], description_path="text.md", examples=[Example(path="example.json")])
p = DataProduct("P", owners=["a"], outputs=[Output("E", contract=Contract("c.json", name="C"))])
s = Service("S", owners=["a"], specifications=[Specification("api.json", type="openapi")], description_path="old.md")
"""
    names = ("text.md", "example.json", "c.json", "api.json", "old.md")
    branch = Branch(tmp_path, {FILE: definitions, **{f"schemas/{name}": '{"a": 1}' for name in names}})
    moved = {"schemas/old.md": None, "schemas/new.md": '{"a": 1}', FILE: definitions.replace("old.md", "new.md")}
    branch.change({**{f"schemas/{name}": '{"a": 2}' for name in names[:-1]}, **moved})
    assert sorted((one.kind, one.subject.id, one.words) for one in branch.review().changes) == [
        ("documentation-changed", "E", "`description_path` and `examples` have changed"),
        ("documentation-changed", "P", "`outputs` has changed"),
        ("documentation-changed", "S", "`specifications` has changed"),
    ]


@pytest.mark.slow
def test_two_thousand_new_resources_take_a_moment(tmp_path: Path) -> None:
    branch = Branch(tmp_path, {FILE: TEAMS})
    branch.change({FILE: TEAMS + "\n".join(f'e{number} = Event("E{number}", summary="s")' for number in range(2000))})
    start = time.process_time()
    found = branch.review()
    assert {len(change.problems) for change in found.changes} == {1}
    assert time.process_time() - start < 10
