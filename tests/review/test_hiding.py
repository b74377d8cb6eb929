"""A branch cannot get rid of those who have to approve it by making something unreadable, or by changing the rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from branches import SETTINGS, Branch, approvals, lines

if TYPE_CHECKING:
    from pathlib import Path

TEAMS = 'a = Team("a", name="A", github="@x/a")\nb = Team("b", name="B", github="@x/b")\n'
SENDER = 's = Service("S", summary="s", owners=["a"], sends=[Event("E", summary="s", schema_path="e.avsc")])\n'
READER = 'r = Service("R", summary="s", owners=["b"], receives=["E"])\n'
FILE, SCHEMA = "schemas/definitions.py", "schemas/e.avsc"
UNREAD = "import lookup\n"


def avsc(*types: str) -> str:
    fields = [{"name": f"f{number}", "type": one} for number, one in enumerate(types)]
    return json.dumps({"type": "record", "name": "E", "fields": fields})


def repository(folder: Path, more: dict[str, str] | None = None) -> Branch:
    return Branch(folder, {FILE: TEAMS + SENDER + READER, SCHEMA: avsc("string"), **(more or {})})


READS, OWNS = "`R` reads `E`", "owns `E`"


@pytest.mark.parametrize(
    ("definitions", "schema", "a", "b"),
    [
        pytest.param(
            UNREAD + TEAMS + SENDER + READER.replace('["E"]', "lookup.messages()"),
            avsc("int"),
            [OWNS],
            [READS, "owns `R`, whose `receives` cannot be read any more"],
            id="what a consumer receives",
        ),
        pytest.param(
            UNREAD + TEAMS + SENDER.replace('["a"]', "lookup.owners()") + READER,
            avsc("string"),
            ["owns `S`, whose `owners` cannot be read any more"],
            None,
            id="owners",
        ),
        pytest.param(
            UNREAD + TEAMS.replace('"@x/a"', "lookup.handle()") + SENDER + READER,
            avsc("string"),
            ["is `a`, whose `github` cannot be read any more"],
            None,
            id="a handle",
        ),
        pytest.param(
            UNREAD + TEAMS + SENDER.replace('"e.avsc"', "lookup.path()") + READER,
            avsc("int"),
            [OWNS, "owns `E`, whose `schema_path` cannot be read any more"],
            [READS],
            id="the path of a schema",
        ),
        pytest.param(TEAMS + SENDER + READER, "{", [OWNS], [READS], id="a schema"),
        pytest.param(TEAMS + SENDER + READER, None, [OWNS], [READS], id="a schema that is not there any more"),
        pytest.param(
            TEAMS + SENDER + READER + "x = (\n",
            avsc("int"),
            ["owned `E` and 2 more, which cannot be found any more"],
            ["owned `R` and 1 more, which cannot be found any more"],
            id="a whole file",
        ),
        pytest.param(
            UNREAD + TEAMS + 's = Service("S", **lookup.arguments())\n' + READER,
            avsc("int"),
            ["owned `E`, which cannot be found any more", "owns `S`, whose 7 arguments cannot be read any more"],
            [READS],
            id="all arguments",
        ),
        pytest.param(
            "<<<<<<< HEAD\n",
            avsc("int"),
            ["owned `E` and 2 more, which cannot be found any more"],
            ["owned `R` and 1 more, which cannot be found any more"],
            id="a whole file in which nothing is left",
        ),
        pytest.param(
            UNREAD + TEAMS + READER + "e = Event(lookup.id())\n",
            avsc("int"),
            ["owned `E`, which cannot be found any more", "owned `S`, removed here"],
            [READS],
            id="an id",
        ),
        pytest.param(
            UNREAD + TEAMS + "if lookup.anything():\n    ids = ['S', 'R', 'E']\n",
            avsc("int"),
            ["owned `E` and 1 more, which cannot be found any more"],
            ["owned `R`, which cannot be found any more"],
            id="a statement",
        ),
    ],
)
def test_what_cannot_be_read_any_more_needs_those_whose_it_was(
    tmp_path: Path, definitions: str, schema: str | None, a: list[str], b: list[str] | None
) -> None:
    branch = repository(tmp_path)
    branch.change({FILE: definitions, SCHEMA: schema})
    found = branch.review()
    assert approvals(found) == {"@x/a": a} | ({"@x/b": b} if b else {})
    assert not any(change.kind in {"removed", "owner-removed", "producer-lost"} and change.subject.id != "S"
                   for change in found.changes)  # fmt: skip


def test_what_was_unreadable_before_hides_nothing_that_is_gone_or_new(tmp_path: Path) -> None:
    old = UNREAD + "other = Event(lookup.id())\nif lookup.anything():\n    names = ['E', 'N']\n"
    branch = repository(tmp_path, {"schemas/old/definitions.py": old})
    sender = SENDER.replace('"E"', '"N"')
    branch.change({FILE: TEAMS + sender + READER, SCHEMA: avsc("int")})
    assert [line.split(" schemas")[0] for line in lines(branch.review())] == [
        "breaking removed E 1.0.0",
        "plain added N 1.0.0",
    ]


def test_a_sender_that_cannot_be_read_may_send_still(tmp_path: Path) -> None:
    event = 'e = Event("E", summary="s", owners=["a"])\n'
    sender = 's = Service("S", summary="s", owners=["a"], sends=["E"])\n'
    branch = Branch(tmp_path, {FILE: TEAMS + event + READER, "schemas/s/definitions.py": sender})
    branch.change({"schemas/s/definitions.py": sender + "x = ("})
    assert [one.kind for one in branch.review().changes] == ["hidden"]
    branch.change({"schemas/s/definitions.py": UNREAD + sender.replace('["E"]', "lookup.messages()")})
    assert [one.kind for one in branch.review().changes] == []


def test_owners_from_what_cannot_be_found_are_not_said_to_be_gone(tmp_path: Path) -> None:
    event = 'e = Event("E", summary="s")\n'
    sender = 's = Service("S", summary="s", owners=["a"], sends=["E"])\n'
    branch = Branch(tmp_path, {FILE: TEAMS + event, "schemas/s/definitions.py": sender})
    branch.change({"schemas/s/definitions.py": sender + "x = ("})
    found = branch.review()
    assert [(one.kind, one.subject.id) for one in found.changes] == [("hidden", "S")]
    assert found.ownerless == ()


LEVELS = {
    "E1": ("BACKWARD", "FORWARD", "FULL"),
    "E2": ("BACKWARD", "NONE", "BACKWARD"),
    "E3": ("FORWARD", "FULL", "FULL"),
}


def test_a_change_keeps_to_the_level_of_the_base_as_well(tmp_path: Path) -> None:
    def files(side: int) -> dict[str, str | bytes]:
        events = "".join(
            f'x{name} = Event("{name}", schema_path="e.avsc", compatibility="{case[side]}")\n'
            for name, case in LEVELS.items()
        )
        by_setting = SENDER + READER.replace('"E"', ", ".join(f'"{name}"' for name in ("E", *LEVELS)))
        setting = f'compatibility = "{("BACKWARD", "FORWARD")[side]}"\n'
        return {FILE: TEAMS + events + by_setting, "pyproject.toml": SETTINGS + setting}

    branch = Branch(tmp_path, {**files(0), SCHEMA: avsc("string")})
    branch.change({**files(1), SCHEMA: avsc("string", "string")})
    found = {change.subject.id: change for change in branch.review().changes if change.kind == "schema-changed"}
    assert {name: (one.gravity, one.level, [hit.kind for hit in one.hits]) for name, one in found.items()} == {
        name: ("breaking", level, ["cannot-decode"]) for name, (*_, level) in {**LEVELS, "E": ("FULL",)}.items()
    }


def test_what_defaults_gave_that_cannot_be_read_any_more_is_not_said_to_be_gone(tmp_path: Path) -> None:
    service = 's = Service("S", summary="s", defaults=d, sends=[Event("E", summary="s")])\n'
    branch = Branch(tmp_path, {FILE: TEAMS + 'd = Defaults(owners=["a"], key="k")\n' + service})
    for written in ("lookup.defaults()", "Defaults(lookup.defaults())"):
        branch.change({FILE: UNREAD + TEAMS + f"d = {written}\n" + service})
        found = branch.review()
        assert found.changes == ()
        assert [problem.code for problem, severity in found.problems if severity == "error"] == ["unreadable-value"]


def test_arguments_that_are_not_even_known_are_listed_once(tmp_path: Path) -> None:
    branch = Branch(tmp_path, {FILE: TEAMS + 's = Service("S", summary="s", owners=["a"])\n'})
    branch.change({FILE: UNREAD + TEAMS + 's = Service("S", summary="s", **lookup.arguments())\n'})
    assert [(one.subject, one.what) for one in branch.review().unread] == [("S 1.0.0", "**")]


def test_a_declared_field_that_is_lost_breaks_whatever_the_level(tmp_path: Path) -> None:
    reader = READER.replace('"E"', 'Receives("E", fields=["f1"])')
    sender = SENDER.replace('"e.avsc"', '"e.avsc", compatibility="BACKWARD"')
    branch = Branch(tmp_path, {FILE: TEAMS + sender + reader, SCHEMA: avsc("string", "string")})
    branch.change({SCHEMA: avsc("string")})
    [edited] = branch.review().changes
    assert (edited.gravity, [hit.fields for hit in edited.hits]) == ("breaking", [("f1",)])


def test_headers_that_are_gone_are_told_of_a_message_without_other_schema(tmp_path: Path) -> None:
    event = 'e = Event("E", summary="s", owners=["a"], headers_schema_path="h.json")\n'
    headers = json.dumps({"type": "object", "properties": {"id": {"type": "string"}}})
    branch = Branch(tmp_path, {FILE: TEAMS + event, "schemas/h.json": headers})
    branch.change({FILE: TEAMS + event.replace(', headers_schema_path="h.json"', ""), "schemas/h.json": None})
    assert [(one.kind, [name for name, _ in one.schemas]) for one in branch.review().changes] == [
        ("schema-changed", ["headers"])
    ]
