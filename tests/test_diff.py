from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from avro_versions import ID, LOOSE, NEEDED, NOTE, record
from commanding import run
from repositories import commit, repository

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Schemas of an order: with an id, with a note that has a default, with an amount that has none."""
    for name, schema in (
        ("plain.avsc", record(ID)),
        ("note.avsc", record(ID, NOTE)),
        ("amount.avsc", record(ID, NEEDED)),
        ("worded.avsc", record(ID, doc="Said better.")),
        ("text.json", '{"type": "string"}'),
        ("broken.avsc", "{"),
        ("a.xsd", "<a/>"),
        ("b.xsd", "<b/>"),
    ):
        (tmp_path / name).write_text(schema)
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "level", "code"),
    [
        ("plain.avsc", "plain.avsc", "FULL", 0),
        ("plain.avsc", "note.avsc", "FULL", 0),
        ("plain.avsc", "worded.avsc", "FULL_TRANSITIVE", 0),
        ("plain.avsc", "amount.avsc", "BACKWARD", 1),
        ("plain.avsc", "amount.avsc", "FORWARD", 0),
        ("amount.avsc", "plain.avsc", "FORWARD_TRANSITIVE", 1),
        ("plain.avsc", "amount.avsc", "NONE", 0),
        ("plain.avsc", "text.json", "BACKWARD", 1),
        ("a.xsd", "b.xsd", "BACKWARD", 3),
        ("a.xsd", "a.xsd", "BACKWARD", 0),
        ("plain.avsc", "broken.avsc", "BACKWARD", 2),
        ("plain.avsc", "missing.avsc", "BACKWARD", 2),
    ],
)
def test_the_exit_code_is_the_verdict(files: Path, old: str, new: str, level: str, code: int) -> None:
    assert run(files, "diff", old, new, "--level", level).code == code


def test_the_level_is_backward_unless_the_settings_say_another_one(files: Path) -> None:
    assert run(files, "diff", "plain.avsc", "amount.avsc").code == 1
    (files / "catalog-gen.toml").write_text('compatibility = "FORWARD"\n')
    assert run(files, "diff", "plain.avsc", "amount.avsc").code == 0


def test_every_difference_stands_at_its_place_with_the_reason_and_the_way_out(files: Path) -> None:
    said = run(files, "diff", "plain.avsc", "amount.avsc").said.splitlines()
    assert said[0].startswith("amount.avsc:5:5: breaking backward: `amount` was added")
    assert said[1].startswith("  ")
    assert said[2].startswith("  instead: ")
    assert said[-3:] == [
        "backward: not compatible (amount.avsc reads what plain.avsc wrote)",
        "forward: compatible (plain.avsc reads what amount.avsc writes)",
        "BACKWARD: not compatible",
    ]


def test_schemas_that_say_the_same_are_said_to(files: Path) -> None:
    assert run(files, "diff", "plain.avsc", "plain.avsc").said.startswith("plain.avsc and plain.avsc say the same.\n")


def test_json_is_one_document(files: Path) -> None:
    found = json.loads(run(files, "diff", "plain.avsc", "amount.avsc", "--format", "json").said)
    assert {key: found[key] for key in ("old", "new", "format", "level", "verdict", "backward", "forward")} == {
        "old": "plain.avsc",
        "new": "amount.avsc",
        "format": "avro",
        "level": "BACKWARD",
        "verdict": "incompatible",
        "backward": "incompatible",
        "forward": "compatible",
    }
    [difference] = found["differences"]
    assert difference["path"] == "amount"
    assert difference["breaks"] == ["backward"]
    assert (difference["file"], difference["line"]) == ("amount.avsc", 5)


def test_markdown_is_a_list(files: Path) -> None:
    said = run(files, "diff", "plain.avsc", "amount.avsc", "--format", "markdown").said
    assert said.startswith("- **breaking backward**: `amount` was added")
    assert said.endswith("\n**BACKWARD: not compatible**\n")


def test_github_gets_what_matters_under_the_level_only(files: Path) -> None:
    said = run(files, "diff", "plain.avsc", "amount.avsc", "--format", "github").said
    assert said.startswith("::error file=amount.avsc,line=5,col=5,title=breaking-change::`amount` was added")
    assert run(files, "diff", "plain.avsc", "amount.avsc", "--format", "github", "--level", "FORWARD").said == ""


def test_a_side_may_be_a_file_as_it_is_in_a_commit(tmp_path: Path) -> None:
    root = repository(tmp_path / "repository", {"schemas/order.avsc": record(ID)})
    (root / "schemas/order.avsc").write_text(record(ID, NEEDED))
    for old in ("main:schemas/order.avsc", "main:"):
        ran = run(root, "diff", old, "schemas/order.avsc")
        assert ran.code == 1
        assert "(main:schemas/order.avsc reads what schemas/order.avsc writes)" in ran.said
    commit(root)
    assert run(root, "diff", "main~1:schemas/order.avsc", "main:").code == 1
    assert run(root / "schemas", "diff", "main~1:order.avsc", "order.avsc").code == 1


def test_a_side_in_a_commit_takes_what_it_refers_to_from_there(tmp_path: Path) -> None:
    order = record(ID, {"name": "line", "type": "Line"})
    line = '{"type": "record", "name": "Line", "fields": [{"name": "amount", "type": "int"}]}'
    root = repository(tmp_path / "repository", {"order.avsc": order, "Line.avsc": line})
    (root / "Line.avsc").write_text(line.replace('"int"', '"string"'))
    assert run(root, "diff", "main:", "order.avsc").code == 1


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("plian.avsc", 'there is no file plian.avsc (did you mean "plain.avsc"?) [schema-not-found]'),
        ("main:plain.avsc", "the project is not in a git repository [unknown-base]"),
        ("broken.avsc", "broken.avsc:1:1: "),
        ("folder", "folder is a folder (name a file in it) [schema-not-found]"),
        ("loop.avsc", 'there is no file loop.avsc (did you mean "note.avsc"?) [schema-not-found]'),
        ("f" * 300, "there is no file fff"),
        ("C:\\order.avsc", "there is no file C:\\order.avsc ("),
    ],
)
def test_what_cannot_be_compared_is_said(files: Path, old: str, said: str) -> None:
    (files / "folder").mkdir()
    (files / "loop.avsc").symlink_to("loop.avsc")
    ran = run(files, "diff", old, "plain.avsc")
    assert ran.code == 2
    assert said in ran.problems


def test_a_file_outside_of_the_repository_is_in_no_commit(tmp_path: Path) -> None:
    root = repository(tmp_path / "repository", {"order.avsc": record(ID)})
    outside = tmp_path / "order.avsc"
    outside.write_text(record(ID))
    assert run(root, "diff", str(outside), "order.avsc").code == 0
    ran = run(root, "diff", "main:", str(outside))
    assert ran.code == 2
    assert f"main:{outside} cannot be read: it leads out of the repository" in ran.problems


def test_an_unknown_ref_is_said_with_the_nearest_one(tmp_path: Path) -> None:
    root = repository(tmp_path / "repository", {"order.avsc": record(ID, LOOSE)})
    ran = run(root, "diff", "mian:order.avsc", "order.avsc")
    assert ran.code == 2
    assert 'git knows no branch, tag or commit "mian" (did you mean "main"?)' in ran.problems
    ran = run(root, "diff", "main:odrer.avsc", "order.avsc")
    assert ran.code == 2
    assert "main:odrer.avsc cannot be read: No such file or directory" in ran.problems
