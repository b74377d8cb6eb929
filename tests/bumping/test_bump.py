"""The command `bump`: which files are kept, which state of them, and what is refused."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from commanding import run
from repositories import commit, git

from catalog_gen import catalogs
from catalog_gen.bumping import applying
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from commanding import Ran
    from projects import Project

    from catalog_gen.resolving import Entry


def _avro(*fields: str, **types: Any) -> str:
    """A record with these fields, texts unless another type is given."""
    every = [*({"name": field, "type": "string"} for field in fields),
             *({"name": field, "type": type_} for field, type_ in types.items())]  # fmt: skip
    return json.dumps({"type": "record", "name": "E", "namespace": "acme", "fields": every})


def _bump(project: Project, *arguments: str) -> Ran:
    ran = run(project.root, "bump", *arguments)
    assert ran.code == 0, (ran.said, ran.problems)
    assert ran.said.endswith("now run catalog-gen build\n")
    return ran


def _refusal(project: Project, *arguments: str, code: int = 1) -> Ran:
    """What it says when it writes nothing."""
    before = _files(project.root)
    ran = run(project.root, "bump", *arguments)
    assert ran.code == code, (ran.said, ran.problems)
    assert _files(project.root) == before
    return ran


def _files(root: Path) -> dict[str, bytes]:
    found = (file for file in root.rglob("*") if file.is_file() and ".git" not in file.parts)
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in found}


def _schemas(project: Project) -> list[str]:
    """The files beside the definitions."""
    return [path.removeprefix("schemas/") for path in sorted(_files(project.root)) if path.startswith("schemas/")]


def _entry(project: Project, version: str, identifier: str = "E") -> Entry:
    """A version as the definitions have it now; there is no error."""
    known = catalogs.resolved(project.settings(), WorkingTree(project.root), lambda _: None)
    found = known.catalog.find(identifier, version)
    assert found is not None, known.problems
    return found


def _fields(project: Project, version: str, identifier: str = "E") -> list[str]:
    schema = _entry(project, version, identifier).schema
    assert schema is not None
    assert schema.tree is not None
    return [field.name for field in schema.tree.root.fields]


def _definitions(project: Project) -> str:
    return (project.root / "schemas/definitions.py").read_text(encoding="utf-8")


def _says(project: Project, text: str) -> bool:
    """Whether the definitions have it, in whatever layout."""
    return text.replace(" ", "") in re.sub(r"\s+", "", _definitions(project)).replace(",]", "]")


# --- the story


def test_a_schema_is_edited_bumped_built_and_bumped_again(project: Project) -> None:
    project.define('e = Event("E", schema_path="e.avsc", snippets=[], summary="s", changes="The first one.")\n'
                   't = Team("t", summary="s")\ns = Service("S", sends=[e], owners=[t], summary="s")')  # fmt: skip
    project.write("schemas/e.avsc", _avro("a", "b"))
    project.build()
    page = project.page("events/E/index.mdx")
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "change")
    project.write("schemas/e.avsc", _avro("a"))
    ran = _bump(project, "E", "2.0.0")
    head = git(project.root, "rev-parse", "HEAD")
    assert ran.said.splitlines()[:5] == [
        "E 1.0.0 -> 2.0.0",
        f"1.0.0 is kept as HEAD has it ({head[:9]})",
        "edited schemas/definitions.py",
        "wrote schemas/history/e-1.0.0.avsc, a copy of schemas/e.avsc",
        "changes= went to 1.0.0",
    ]
    assert (project.root / "schemas/history/e-1.0.0.avsc").read_text() == _avro("a", "b")
    assert run(project.root, "build").code == 0
    older = project.page("events/E/versioned/1.0.0/index.mdx")
    assert _block(older, "Schema") == _block(page, "Schema")
    commit(project.root)
    assert run(project.root, "check", "--base", "main").code == 0
    project.write("schemas/e.avsc", _avro("a", "c"))
    _bump(project, "E", "3.0.0")
    assert run(project.root, "build").code == 0
    assert [_fields(project, version) for version in ("3.0.0", "2.0.0", "1.0.0")] == [["a", "c"], ["a"], ["a", "b"]]
    assert _says(project, 'previous=[Previous("2.0.0", schema_path="history/e-2.0.0.avsc"), Previous("1.0.0"')


def _block(page: str, title: str) -> str:
    return page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


# --- which state of the files


def test_without_git_the_files_are_kept_as_they_are(project: Project) -> None:
    project.define('e = Event("E", schema_path="e.avsc")')
    project.write("schemas/e.avsc", _avro("a").replace("{", "{\r\n", 1))
    ran = _bump(project, "E", "1.1.0")
    assert "1.0.0 is kept as it is, since the project is not in a git repository" in ran.said
    assert (project.root / "schemas/history/e-1.0.0.avsc").read_bytes() == project.root.joinpath(
        "schemas/e.avsc"
    ).read_bytes()


def test_a_base_says_what_the_older_version_was(project: Project) -> None:
    project.define('e = Event("E", schema_path="e.avsc")')
    project.write("schemas/e.avsc", _avro("main"))
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "change")
    (project.root / "schemas/e.avsc").rename(project.root / "schemas/event.avsc")
    project.define('d = Defaults(schema_path="event.avsc")\ne = Event("E", defaults=d)')
    project.write("schemas/event.avsc", _avro("branch"))
    commit(project.root)
    ran = _bump(project, "E", "2.0.0", "--base", "main")
    assert "1.0.0 is kept as it was where this branch left main (" in ran.said
    assert _fields(project, "1.0.0") == ["main"]
    assert "git knows no branch" in _refusal(project, "E", "3.0.0", "--base", "mian", code=2).problems


def test_a_resource_that_has_another_id_now_is_the_same_one(project: Project) -> None:
    project.define('e = Event("Old", schema_path="old.avsc", examples=[Example({"a": "x"})])')
    project.write("schemas/old.avsc", _avro("a"))
    commit(project.root)
    (project.root / "schemas/old.avsc").unlink()
    project.define('e = Event("E", formerly=["Old"], schema_path="e.avsc", examples=[Example({"b": "x"})])')
    project.write("schemas/e.avsc", _avro("b"))
    ran = _bump(project, "E", "2.0.0")
    assert "wrote schemas/history/e-1.0.0.avsc, a copy of schemas/old.avsc\n" in ran.said
    assert [_fields(project, version) for version in ("2.0.0", "1.0.0")] == [["b"], ["a"]]
    assert [example.payload for example in _entry(project, "1.0.0").examples] == [{"a": "x"}]


def test_where_the_last_commit_has_a_newer_version_the_files_are_kept_as_they_are(project: Project) -> None:
    project.define('e = Event("E", version="1.6.0", schema_path="e.avsc")')
    project.write("schemas/e.avsc", _avro("old"))
    commit(project.root)
    project.define('e = Event("E", version="1.5.0", schema_path="e.avsc")')
    project.write("schemas/e.avsc", _avro("new"))
    assert "main has E 1.6.0 (leave --base out" in _refusal(project, "E", "2.0.0", "--base", "main").problems
    assert "as it is, since HEAD has E 1.6.0" in _bump(project, "E", "2.0.0").said
    assert _fields(project, "1.5.0") == ["new"]


def test_where_the_commit_has_no_settings_that_is_said(project: Project) -> None:
    project.write("pyproject.toml", "")
    commit(project.root)
    project.write("pyproject.toml", "[tool.catalog-gen]")
    project.define('e = Event("E")')
    said = _bump(project, "E", "2.0.0").said
    assert "1.0.0 is kept as it is, since HEAD has no settings, or wrong ones\n" in said


def test_line_ends_that_git_converts_are_no_difference(project: Project) -> None:
    project.define('e = Event("E", schema_path="e.avsc")')
    project.write("schemas/e.avsc", _avro("a") + "\n")
    commit(project.root)
    lies = (_avro("a") + "\r\n").encode()
    project.write("schemas/e.avsc", lies)
    _bump(project, "E", "2.0.0")
    assert (project.root / "schemas/history/e-1.0.0.avsc").read_bytes() == lies


def test_what_was_written_for_the_new_version_stays_with_it(project: Project) -> None:
    first = 'e = Event("E", description="One.", badges=[Badge("A", "red")], changes="First.", date=date(2026, 1, 1))'
    project.define(f"from datetime import date\n{first}")
    commit(project.root)
    project.define(
        f"from datetime import date\n{first.replace('One', 'Two').replace('First', 'Second').replace('red', 'blue')}"
    )
    _bump(project, "E", "2.0.0")
    new, old = _entry(project, "2.0.0"), _entry(project, "1.0.0")
    assert [(entry.description, entry.resource.changes, str(entry.resource.date)) for entry in (new, old)] == [  # type: ignore[attr-defined]
        ("Two.", "Second.", "None"),
        ("One.", "First.", "2026-01-01"),
    ]
    assert [entry.resource.badges[0].color for entry in (new, old)] == ["blue", "red"]  # type: ignore[attr-defined]


def test_a_description_in_a_file_is_kept_if_it_was_edited(project: Project) -> None:
    project.define('e = Event("E", description_path="e.md", summary="s")')
    project.write("schemas/e.md", "One.\n")
    commit(project.root)
    _bump(project, "E", "2.0.0")
    assert _schemas(project) == ["definitions.py", "e.md"]
    git(project.root, "checkout", "-q", ".")
    project.write("schemas/e.md", "Two.\n")
    _bump(project, "E", "2.0.0")
    assert [_entry(project, version).description for version in ("2.0.0", "1.0.0")] == ["Two.\n", "One.\n"]
    assert _says(project, 'Previous("1.0.0", description_path="history/e-1.0.0.md")')


# --- which files


def test_examples_stay_with_their_schema(project: Project) -> None:
    project.define("""
        e = Event(
            "E",
            schema_path="e.avsc",
            examples=[
                Example({"a": "x"}, name="X"),
                Example(path="e.json"),  # long
            ],
        )
    """)  # fmt: skip
    project.write("schemas/e.avsc", _avro("a"))
    project.write("schemas/e.json", '{"a": "y"}')
    commit(project.root)
    project.define(_definitions(project).partition("\n")[2].replace('{"a"', '{"b"'))
    project.write("schemas/e.avsc", _avro("b"))
    project.write("schemas/e.json", '{"b": "y"}')
    _bump(project, "E", "2.0.0")
    payloads = [[example.payload for example in _entry(project, version).examples] for version in ("2.0.0", "1.0.0")]
    assert payloads == [[{"b": "x"}, {"b": "y"}], [{"a": "x"}, {"a": "y"}]]
    assert 'Example(path="history/e-1.0.0.json"),  # long' in _definitions(project)


def test_several_schemas_are_all_kept_under_their_names(project: Project) -> None:
    project.define(
        'e = Event("E", schemas=[Schema("e.json"), Schema("e.avsc", default=True), Schema("w/e.json", name="W")])'
    )
    project.write("schemas/e.avsc", _avro("a"))
    project.write("schemas/e.json", '{"type": "object"}')
    project.write("schemas/w/e.json", '{"type": "object", "title": "w"}')
    names = [schema.name for schema in _entry(project, "1.0.0").schemas]
    _bump(project, "E", "2.0.0")
    assert [schema.name for schema in _entry(project, "1.0.0").schemas] == names
    assert _schemas(project) == [
        *("definitions.py", "e.avsc", "e.json", "history/e-1.0.0.avsc", "history/e-1.0.0.json"),
        *("w/e.json", "w/history/e-1.0.0.json"),
    ]
    assert _says(project, 'Schema("history/e-1.0.0.json", name="e")')
    assert _says(project, 'Schema("w/history/e-1.0.0.json", name="W")')


@pytest.mark.parametrize("where", ["own", "defaults", "several"])
def test_a_path_with_the_version_in_it_has_a_file_for_each(project: Project, where: str) -> None:
    path = "e/{version}.avsc"
    project.define({
        "own": f'e = Event("E", schema_path="{path}")',
        "defaults": f'd = Defaults(schema_path="{path}")\ne = Event("E", defaults=d)',
        "several": f'e = Event("E", schemas=[Schema("{path}")])',
    }[where])  # fmt: skip
    project.write("schemas/e/1.0.0.avsc", _avro("a"))
    commit(project.root)
    project.write("schemas/e/1.0.0.avsc", _avro("b"))
    _bump(project, "E", "2.0.0")
    assert _schemas(project) == ["definitions.py", "e/1.0.0.avsc", "e/2.0.0.avsc"]
    assert [_fields(project, version) for version in ("2.0.0", "1.0.0")] == [["b"], ["a"]]
    assert _says(project, 'previous=[Previous("1.0.0")]')
    commit(project.root)
    project.write("schemas/e/3.0.0.avsc", _avro("c"))
    assert "e/3.0.0.avsc is there already, and stays as it is" in _bump(project, "E", "3.0.0").said
    assert [_fields(project, version) for version in ("3.0.0", "2.0.0", "1.0.0")] == [["c"], ["b"], ["a"]]


def test_the_schema_of_a_class_becomes_a_file(project: Project) -> None:
    definitions = """
        from dataclasses import dataclass

        @dataclass
        class P:
            a: int

        e = Event("OrderPlaced", payload=P, schema_format="avro", examples=[Example({"a": 1})])
    """
    project.define(definitions)
    commit(project.root)
    project.define(definitions.replace("a: int", "b: int").replace('"a"', '"b"'))
    ran = _bump(project, "OrderPlaced", "2.0.0")
    assert "order-placed-1.0.0.avsc, the schema of the class P of schemas/definitions.py\n" in ran.said
    fields = [_fields(project, version, "OrderPlaced") for version in ("2.0.0", "1.0.0")]
    assert fields == [["b"], ["a"]]


def test_headers_are_kept_where_they_are_its_own_or_other_ones_now(project: Project) -> None:
    project.define('d = Defaults(headers_schema_path="h.json")\ne = Event("E", defaults=d)')
    project.write("schemas/h.json", '{"type": "object", "title": "old"}')
    commit(project.root)
    _bump(project, "E", "2.0.0")
    assert _schemas(project) == ["definitions.py", "h.json"]
    git(project.root, "checkout", "-q", ".")
    project.write("schemas/h.json", '{"type": "object", "title": "new"}')
    _bump(project, "E", "2.0.0")
    assert _schemas(project) == ["definitions.py", "h.json", "history/e-headers-1.0.0.json"]
    headers = _entry(project, "1.0.0").headers
    assert headers is not None
    assert b'"old"' in headers.file.data


SHARED = {
    "avro": (
        "e.avsc",
        {"e.avsc": _avro("a", p="acme.P"),
         "p.avsc": '{"type": "enum", "name": "P", "namespace": "acme", "symbols": ["OLD"]}'},
        ["history/e-1.0.0.avsc"],
    ),
    "jsonschema": (
        "e.json",
        {"e.json": '{"type": "object", "properties": {"p": {"$ref": "p.json#/$defs/P"}}}',
         "p.json": '{"$defs": {"P": {"enum": ["OLD"]}}}'},
        ["history/e-1.0.0.json"],
    ),
    "yaml": (
        "e.yaml",
        {"e.yaml": "type: object\nproperties: {p: {$ref: 'p.json#/$defs/P'}}\n",
         "p.json": '{"$defs": {"P": {"enum": ["OLD"]}}}'},
        ["history/e-1.0.0.json"],
    ),
    "protobuf": (
        "e.proto",
        {"e.proto": 'syntax = "proto3";\npackage acme;\nimport "p.proto";\nmessage E { acme.p.P p = 1; }\n',
         "p.proto": 'syntax = "proto3";\npackage acme.p;\nimport "q/q.proto";\nmessage P { acme.q.Q OLD = 1; }\n',
         "q/q.proto": 'syntax = "proto3";\npackage acme.q;\nmessage Q { string OLD = 1; }\n'},
        ["history/e-1.0.0-p.proto", "history/e-1.0.0-q.proto", "history/e-1.0.0.proto"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", SHARED)
def test_a_schema_that_takes_types_from_other_files_means_the_same_when_those_change(
    project: Project, kind: str
) -> None:
    path, files, kept = SHARED[kind]
    project.define(f'e = Event("E", schema_path="{path}")')
    for name, text in files.items():
        project.write(f"schemas/{name}", text)
    before = _entry(project, "1.0.0").schema
    _bump(project, "E", "2.0.0")
    assert [name for name in _schemas(project) if name.startswith("history/")] == kept
    for name, text in files.items():
        project.write(f"schemas/{name}", text.replace("OLD", "NEW"))
    new, old = _entry(project, "2.0.0").schema, _entry(project, "1.0.0").schema
    assert new is not None
    assert old is not None
    assert before is not None
    assert new.tree != before.tree
    assert old.tree == before.tree


def test_a_file_that_is_there_already_is_used_if_it_says_the_same(project: Project) -> None:
    project.define('e = Event("E", schema_path="e.avsc")\nf = Event("F", schema_path="e.avsc")')
    project.write("schemas/e.avsc", _avro("a"))
    _bump(project, "E", "2.0.0")
    assert "schemas/history/e-1.0.0.avsc is there already, with the same content" in _bump(project, "F", "2.0.0").said
    project.define('e = Event("E", schema_path="e.avsc")')
    project.write("schemas/history/e-1.0.0.avsc", _avro("other"))
    assert (
        '"schemas/history/e-1.0.0.avsc" is there already, with another content'
        in _refusal(project, "E", "2.0.0").problems
    )


# --- which version


def test_resources_that_share_a_schema_keep_it_in_versions_of_their_own(project: Project) -> None:
    project.define('e = Event("E", schema_path="shared.avsc")\nf = Event("F", schema_path="shared.avsc")')
    for identifier, field in (("E", "a"), ("F", "b")):
        project.write("schemas/shared.avsc", _avro(field))
        commit(project.root)
        project.write("schemas/shared.avsc", _avro("c"))
        _bump(project, identifier)
    assert _schemas(project) == [
        *("definitions.py", "history/f-1.0.0.avsc", "history/shared-1.0.0.avsc", "shared.avsc"),
    ]
    assert [_fields(project, "1.0.0", identifier) for identifier in "EF"] == [["a"], ["b"]]


def test_the_next_version_is_the_one_that_the_change_needs(project: Project) -> None:
    project.define('e = Event("E", schema_path="e.avsc", compatibility="BACKWARD")\nt = Service("T", summary="s")')
    project.write("schemas/e.avsc", _avro("a"))
    commit(project.root)
    assert "E 1.0.0 -> 1.0.1 (its schema is the same)\n" in _bump(project, "E").said
    assert "T 1.0.0 -> 1.0.1 (nothing in it has changed)\n" in _bump(project, "T").said
    git(project.root, "checkout", "-q", ".")
    project.write("schemas/e.avsc", _avro("b"))
    assert "E 1.0.0 -> 2.0.0 (readers of its schema would break)\n" in _bump(project, "E").said


REASONS = {
    "a field": ({"default": ""}, "", "1.0.1 (its schema has changed)"),
    "a field, as something new": ({"default": ""}, "compatible = 'minor'", "1.1.0 (its schema has changed)"),
    "words": (None, "", "1.0.1 (only words of its schema have changed)"),
    "words, which want a version": (None, "wording = 'minor'", "1.1.0 (only words of its schema have changed)"),
    "a break that may be small": ({}, "breaking = 'patch'", "1.0.1 (readers of its schema would break)"),
}  # fmt: skip


@pytest.mark.parametrize("change", REASONS)
def test_the_reason_is_what_has_changed_whatever_the_policy_makes_of_it(project: Project, change: str) -> None:
    more, policy, said = REASONS[change]
    project.write("catalog-gen.toml", f"compatibility = 'BACKWARD'\n[bumps]\n{policy}")
    project.define('e = Event("E", schema_path="e.avsc")')
    schema = json.loads(_avro("a"))
    project.write("schemas/e.avsc", json.dumps(schema))
    commit(project.root)
    if more is None:
        schema["doc"] = "Other words."
    else:
        schema["fields"].append({"name": "b", "type": "string", **more})
    project.write("schemas/e.avsc", json.dumps(schema))
    assert f"E 1.0.0 -> {said}\n" in _bump(project, "E").said


def test_a_new_version_of_what_it_refers_to_is_no_change(project: Project) -> None:
    project.define('e, c = Event("E"), Channel("c")\ns = Service("S", sends=[Sends(e, to=[c])])')
    commit(project.root)
    _bump(project, "E", "2.0.0")
    _bump(project, "c", "2.0.0")
    assert "S 1.0.0 -> 1.0.1 (nothing in it has changed)\n" in _bump(project, "S").said


def test_where_there_is_nothing_to_compare_with_it_says_so(project: Project) -> None:
    project.define('e = Event("E", schema_path="e.avsc")\nf = Event("F")')
    project.write("schemas/e.avsc", _avro("a"))
    assert "E 1.0.0 -> 1.0.1 (there is nothing to compare it with)\n" in _bump(project, "E").said
    commit(project.root)
    assert "F 1.0.0 -> 1.0.1 (it has no schema)\n" in _bump(project, "F").said


VERSIONS = {
    "2": '"2" is no version (versions are MAJOR.MINOR.PATCH, for example 2.0.0)',
    "1.5.0": "1.5.0 is not higher than 2.0.0",
    "2.0.0": "2.0.0 is there already",
    "1.0.0": "1.0.0 is there already",
}


def test_a_version_that_cannot_be_the_next_one_is_refused(project: Project) -> None:
    project.define('e = Event("E", version="2.0.0", previous=[Previous("1.0.0")])\nteam = Team("team")')
    for version, why in VERSIONS.items():
        ran = _refusal(project, "E", version)
        assert (
            ran.problems
            == f"schemas/definitions.py:2:16: E 2.0.0: {why} [cannot-bump]\n1 error in 1 file; nothing was written\n"
        )
    assert "team: a team has no versions [cannot-bump]" in _refusal(project, "team", "2.0.0").problems
    assert 'no resource "Team"; did you mean "team"?' in _refusal(project, "Team", "2.0.0", code=2).problems


# --- what only the author can write

BY_HAND = {
    'V = "1.0.0"\ne = Event("E", version=V)\nf = Event("F", version=V)': (
        "3:16: E 1.0.0: version= is not written as a text but as `V`"
    ),
    'e = Event("E", version=".".join("100"))': (
        '2:16: E 1.0.0: version= is not written as a text but as `".".join("100")`'
    ),
    'e = [Event(name, version="1.0.0") for name in ["E", "F"]]': "2:6: E 1.0.0: one call makes 2 resources (E, F)",
    'def made(name):\n    return Event(name)\ne, f = made("E"), made("F")': (
        "3:12: E 1.0.0: one call makes 2 resources (E, F)"
    ),
    'old = []\ne = Event("E", previous=old)': "3:16: E 1.0.0: previous= is not written as a list but as `old`",
    'e = Event("E", version="1.0.0")\nf = Event("E", version="0.9.0")': (
        "2:5: E 1.0.0: its versions are objects of their own (another one is at schemas/definitions.py:3:5)"
    ),
    'more = {"version": "1.0.0"}\ne = Event("E", **more)': "3:16: E 1.0.0: some keywords come from `**`",
}


def test_nothing_comes_after_a_version_that_is_none(project: Project) -> None:
    project.define('e = Event("E", version="1.0", summary="s")')
    for arguments in ((), ("2.0.0",)):
        said = _refusal(project, "E", *arguments).problems
        assert 'E 1.0: "1.0" is no version, so none can come after it (versions are MAJOR.MINOR.PATCH' in said


def test_a_version_that_is_none_is_replaced_where_the_commit_has_one(project: Project) -> None:
    project.define('e = Event("E")')
    commit(project.root)
    project.define('e = Event("E", version="2")')
    assert "E 2 -> 1.0.1 (it has no schema)\n" in _bump(project, "E").said


def test_what_cannot_be_spliced_is_printed(project: Project) -> None:
    for text, why in BY_HAND.items():
        project.define(text)
        ran = _refusal(project, "E", "2.0.0")
        assert f"schemas/definitions.py:{why}" in ran.problems
        assert ran.problems.splitlines()[0].endswith("(write by hand what is printed) [cannot-bump]")
        if "0.9.0" in text:
            assert ran.said == 'Event("E", version="2.0.0")\n'
        else:
            assert ran.said == 'version="2.0.0",\nprevious=[\n    Previous("1.0.0"),\n],\n'


def test_what_the_edits_would_change_besides_is_refused(project: Project) -> None:
    project.define('e = Event("E", version="1.0.0")\nf = Event("F", name=f"like {e.version}", owners=["nobody"])')
    ran = _refusal(project, "E", "2.0.0")
    assert "E 1.0.0: the edited definition would not say what is meant: F 1.0.0 would change, too (name" in ran.problems
    assert ran.said.startswith('version="2.0.0",\n')


def test_older_mistakes_elsewhere_do_not_stand_in_the_way(project: Project) -> None:
    project.define('e = Event("E", owners=["nobody"])\ns = Service("S", sends=["who", Sends(e, fields=["a"])])')
    _bump(project, "E", "2.0.0")


# --- writing


def test_a_dry_run_shows_the_edits_and_writes_nothing(project: Project) -> None:
    project.define('e = Event("E", schema_path="e.avsc")')
    project.write("schemas/e.avsc", _avro("a"))
    ran = _refusal(project, "E", "2.0.0", "--dry-run", code=0)
    assert ran.said.splitlines()[1:4] == [
        "1.0.0 is kept as it is, since the project is not in a git repository",
        "would edit schemas/definitions.py",
        "would write schemas/history/e-1.0.0.avsc, a copy of schemas/e.avsc",
    ]
    assert '-e = Event("E", schema_path="e.avsc")\n+e = Event("E", version="2.0.0", previous=[' in ran.said
    assert not ran.said.endswith("\n \n")
    assert ran.problems == "nothing was written\n"


def test_where_something_cannot_be_written_nothing_is(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.define('e = Event("E", schema_path="e.avsc")')
    project.write("schemas/e.avsc", _avro("a"))
    written = applying._write

    def failing(path: Path, *rest: Any) -> None:
        if path.name == "definitions.py":
            raise PermissionError(13, "Permission denied")
        written(path, *rest)

    monkeypatch.setattr(applying, "_write", failing)
    ran = _refusal(project, "E", "2.0.0")
    assert (
        "schemas/definitions.py: E 1.0.0: it cannot be written: Permission denied (nothing was written) [not-writable]"
        in ran.problems
    )
    assert not (project.root / "schemas/history").exists()


def test_permissions_and_links_stay(project: Project) -> None:
    real = project.define('e = Event("E")', "shared/definitions.py")
    real.chmod(0o640)
    link = project.root / "schemas/definitions.py"
    link.parent.mkdir()
    link.symlink_to("../shared/definitions.py")
    _bump(project, "E", "2.0.0")
    assert link.is_symlink()
    assert (real.stat().st_mode & 0o777, 'version="2.0.0"' in real.read_text()) == (0o640, True)


def test_programs_of_an_older_version_import_what_they_always_did(project: Project) -> None:
    project.define(
        'c = Channel("c", protocols=["kafka"])\ne = Event("E", schema_path="e.proto", channels=["c"], key="a")'
    )
    project.write("schemas/e.proto", 'syntax = "proto3";\nmessage E { string a = 1; }\n')
    _bump(project, "E", "2.0.0")
    project.build()
    assert "import e_pb2\n" in project.page("events/E/versioned/1.0.0/index.mdx")


# --- a version that is not out


def _raised(project: Project) -> None:
    """An event whose version was raised from 1.0.0 to 1.0.1, which is not committed."""
    project.write("schemas/e.avsc", _avro("a"))
    project.define('e = Event("E", schema_path="e.avsc")')
    commit(project.root)
    project.write("schemas/e.avsc", _avro("a", "b"))
    _bump(project, "E", "1.0.1")


def test_a_version_that_is_not_out_only_gets_another_number(project: Project) -> None:
    _raised(project)
    before = _files(project.root)
    said = _bump(project, "E", "2.0.0").said
    assert "1.0.1 is not out (HEAD has 1.0.0), so it only gets another number" in said
    after = _files(project.root)
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {"schemas/definitions.py"}
    definitions = "schemas/definitions.py"
    assert after[definitions] == before[definitions].replace(b'version="1.0.1"', b'version="2.0.0"')


def test_the_number_of_a_version_that_is_not_out_comes_from_what_is_out(project: Project) -> None:
    _raised(project)
    project.write("schemas/e.avsc", _avro("a"))
    assert "E 1.0.1 -> 1.0.2" not in run(project.root, "bump", "E").said
    project.write("catalog-gen.toml", "compatibility = 'BACKWARD'")
    project.write("schemas/e.avsc", _avro("a", "b"))
    assert "E 1.0.1 -> 2.0.0 (readers of its schema would break)" in _bump(project, "E").said


def test_a_version_that_was_committed_on_the_branch_is_not_out_for_the_base(project: Project) -> None:
    project.write("schemas/e.avsc", _avro("a"))
    project.define('e = Event("E", schema_path="e.avsc")')
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "change")
    project.write("schemas/e.avsc", _avro("a", "b"))
    _bump(project, "E", "1.0.1")
    commit(project.root)
    assert "1.0.1 is not out" in _bump(project, "E", "2.0.0", "--base", "main").said
    assert _entry(project, "1.0.0").previous is not None


def test_a_version_that_is_not_out_cannot_go_below_what_is_out(project: Project) -> None:
    _raised(project)
    said = _refusal(project, "E", "0.9.0").problems
    assert "0.9.0 is not higher than 1.0.0" in said
    assert "1.0.1 is there already" in _refusal(project, "E", "1.0.1").problems


def test_the_next_version_is_never_below_one_that_is_not_out(project: Project) -> None:
    _raised(project)
    _bump(project, "E", "3.0.0")
    said = _refusal(project, "E").problems
    assert (
        "3.0.0 is not out (HEAD has 1.0.0), and no change needs a higher one (name a version for another one)" in said
    )
    assert "E 3.0.0 -> 1.1.0" in _bump(project, "E", "1.1.0").said


@pytest.mark.parametrize("version", ["", "1.1.0", "2.0.0"])
@pytest.mark.parametrize("path", ["e.avsc", "e/{version}.avsc"])
def test_what_was_before_a_version_that_was_raised_by_hand_is_kept(project: Project, version: str, path: str) -> None:
    project.write(f"schemas/{path.replace('{version}', '1.0.0')}", _avro("a"))
    project.define(f'e = Event("E", schema_path="{path}")')
    commit(project.root)
    project.write(f"schemas/{path.replace('{version}', '1.1.0')}", _avro("a", "b"))
    project.define(f'e = Event("E", version="1.1.0", schema_path="{path}")')
    said = _bump(project, "E", *filter(None, [version])).said
    told = "E 1.1.0 -> 2.0.0" if version == "2.0.0" else "E 1.1.0 keeps its version"
    assert said.startswith(f"{told}")
    assert "1.0.0 is kept as HEAD has it" in said
    assert [_fields(project, each) for each in (version or "1.1.0", "1.0.0")] == [["a", "b"], ["a"]]
    known = catalogs.resolved(project.settings(), WorkingTree(project.root), lambda _: None)
    assert [each.version for each in known.catalog.by_id["E"]] == [version or "1.1.0", "1.0.0"]


def test_a_file_whose_path_has_the_version_gets_another_number_too(project: Project) -> None:
    project.define('e = Event("E", schema_path="e-{version}.avsc", description_path="{version}/e.md")')
    project.write("schemas/e-1.0.0.avsc", _avro("a"))
    project.write("schemas/1.0.0/e.md", "Old.")
    commit(project.root)
    _bump(project, "E", "1.0.1")
    project.write("schemas/e-1.0.1.avsc", _avro("a", "b"))
    said = _bump(project, "E", "2.0.0").said
    assert "wrote schemas/e-2.0.0.avsc, what schemas/e-1.0.1.avsc is\n" in said
    assert "nothing needs schemas/e-1.0.1.avsc any more\n" in said
    assert [_fields(project, version) for version in ("2.0.0", "1.0.0")] == [["a", "b"], ["a"]]
    assert _entry(project, "2.0.0").description == "Old."


def test_what_could_not_be_written_is_not_told_as_written(project: Project) -> None:
    project.define('e = Event("E", schema_path="e.avsc")')
    project.write("schemas/e.avsc", _avro("a"))
    project.write("schemas/history", "This is a file.")
    ran = _refusal(project, "E")
    assert ran.said == ""
    assert "it cannot be written" in ran.problems


def test_a_read_only_file_is_left_alone(project: Project) -> None:
    project.write("schemas/e.avsc", _avro("a"))
    project.define('e = Event("E", schema_path="e.avsc")').chmod(0o444)
    said = _refusal(project, "E").problems
    assert "schemas/definitions.py: E 1.0.0: it cannot be written: it is read-only (nothing was written)" in said


def test_an_id_with_a_version_is_told_apart(project: Project) -> None:
    project.define('e = Event("E")')
    said = _refusal(project, "E@2.0.0", code=2).problems
    assert "the id stands alone, the new version behind it: bump E 2.0.0" in said


# --- what was not there before


def test_a_version_that_had_no_schema_gets_none(project: Project) -> None:
    project.define('e = Event("E")')
    commit(project.root)
    project.define('e = Event("E", schema_path="e.avsc")')
    project.write("schemas/e.avsc", _avro("a"))
    _bump(project, "E")
    assert _entry(project, "1.0.0").schema is None
    assert _fields(project, "1.0.1") == ["a"]


def test_what_the_older_version_cannot_say_is_told(project: Project) -> None:
    before = 'e, f = Event("E"), Event("F")\nc = Channel("c")\nh = Event("H")\ns = Service("S", sends=[e])'
    project.define(before)
    project.write("schemas/h.json", '{"type": "object"}')
    commit(project.root)
    project.define(
        before.replace("[e]", "[e, f]")
        .replace('"E"', '"E", channels=["c"], key="a"')
        .replace('"H"', '"H", headers_schema_path="h.json"')
    )
    told = "the page of 1.0.0 will not say what it said before"
    assert f"{told}: sends\n" in _bump(project, "S", "2.0.0").said
    assert f"{told}: channels, key\n" in _bump(project, "E", "2.0.0").said
    assert f"{told}: headers_schema_path\n" in _bump(project, "H", "2.0.0").said
