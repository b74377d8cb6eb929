from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from commanding import run

from catalog_gen import settings
from catalog_gen.project import schemas
from catalog_gen.project.schemas import python
from catalog_gen.project.schemas.candidates import Candidate
from catalog_gen.project.schemas.naming import Message
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Project

    from catalog_gen.project.schemas import Definitions


def avro(name: str, namespace: str = "", *fields: object, **more: object) -> str:
    """An Avro record."""
    about = {"namespace": namespace} if namespace else {}
    inside = [{"name": f"f{number}", "type": type_} for number, type_ in enumerate(fields)]
    return json.dumps({"type": "record", "name": name, **about, "doc": "It has happened.", "fields": inside, **more})


def read(root: Path, files: dict[str, str], *patterns: str) -> Definitions:
    """Definitions for schema files that lie below the folder."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    wanted = patterns or ("s",)
    source = WorkingTree(root)
    return schemas.read(schemas.paths(wanted, source, "catalog"), schemas.bases(wanted), source, "catalog")


OBJECT = '{"type": "object", "properties": {"a": {"type": "string"}}}'
TITLED = '{"title": "%s", "type": "object"}'
REFERRING = '{"type": "object", "properties": {"a": {"$ref": "%s"}}}'
ENUM = '{"type": "enum", "name": "Unit", "symbols": ["A"]}'
LOGS = """
syntax = "proto3";
package acme.logs;
message Line { string text = 1; }
message LogWritten { Line line = 1; }
message LogDeleted { string id = 1; }
"""
SERVICE = """
syntax = "proto3";
message Ask { string a = 1; }
message Answer { string a = 1; }
service S { rpc Do(Ask) returns (Answer); }
"""
NO_MESSAGE = 'syntax = "proto3";\nenum E { A = 0; }\n'

IDS: dict[str, tuple[dict[str, str], dict[str, tuple[str, ...]]]] = {
    "the id is the record's name, not the file's": (
        {"s/whatever.avsc": avro("OrderPlaced", "com.acme")},
        {"s/definitions.py": ("OrderPlaced",)},
    ),
    "each folder has a file": (
        {"s/a/1.avsc": avro("A"), "s/a/2.avsc": avro("B"), "s/b/1.avsc": avro("C"), "s/b/2.avsc": avro("D")},
        {"s/a/definitions.py": ("A", "B"), "s/b/definitions.py": ("C", "D")},
    ),
    "folders with a single schema each share one above": (
        {"s/x/a/schema.avsc": avro("A"), "s/x/b/schema.avsc": avro("B")},
        {"s/x/definitions.py": ("A", "B")},
    ),
    "a type that others use is no event": (
        {"s/a.avsc": avro("A", "n", "n.Money"), "s/money.avsc": avro("Money", "n")},
        {"s/definitions.py": ("A",)},
    ),
    "a record that contains itself is an event": (
        {"s/a.avsc": avro("A", "n", ["null", "n.A"])},
        {"s/definitions.py": ("A",)},
    ),
    "an enum is no event": ({"s/a.avsc": avro("A"), "s/unit.avsc": ENUM}, {"s/definitions.py": ("A",)}),
    "one name in two namespaces": (
        {"s/a.avsc": avro("Created", "com.acme.orders"), "s/b.avsc": avro("Created", "com.acme.bills")},
        {"s/definitions.py": ("orders.Created", "bills.Created")},
    ),
    "one name in two namespaces with the same end": (
        {"s/a.avsc": avro("Created", "old.orders"), "s/b.avsc": avro("Created", "new.orders")},
        {"s/definitions.py": ("old.orders.Created", "new.orders.Created")},
    ),
    "one name without namespace in two folders": (
        {"s/a/1.avsc": avro("Created"), "s/b/1.avsc": avro("Created", "", "string")},
        {"s/definitions.py": ("a.Created", "b.Created")},
    ),
    "names that differ by case only": (
        {"s/a.avsc": avro("Created", "x"), "s/b.avsc": avro("CREATED", "y")},
        {"s/definitions.py": ("x.Created", "y.CREATED")},
    ),
    "copies are one event": (
        {"s/a/1.avsc": avro("A", "n"), "s/b/1.avsc": avro("A", "n")},
        {"s/a/definitions.py": ("A",)},
    ),
    "a JSON Schema is called by its title": (
        {"s/a.json": TITLED % "Order placed", "s/b.json": TITLED % "BillSent"},
        {"s/definitions.py": ("OrderPlaced", "BillSent")},
    ),
    "a title that is a sentence is no name": (
        {"s/order-placed.schema.json": TITLED % "What we say when an order was placed"},
        {"s/definitions.py": ("OrderPlaced",)},
    ),
    "a JSON Schema that others refer to is no event": (
        {"s/a.json": REFERRING % "x/money.json#/definitions/m", "s/x/money.json": '{"definitions": {"m": {}}}'},
        {"s/definitions.py": ("A",)},
    ),
    "a JSON Schema that others refer to by its id is no event": (
        {
            "s/a.json": REFERRING % "https://acme.example/money",
            "s/money.json": '{"$id": "https://acme.example/money", "type": "object"}',
        },
        {"s/definitions.py": ("A",)},
    ),
    "YAML is JSON Schema, too": ({"s/order_placed.yaml": "type: object\n"}, {"s/definitions.py": ("OrderPlaced",)}),
    "a file of Protobuf has several events": (
        {"s/logs.proto": LOGS},
        {"s/definitions.py": ("LogDeleted", "LogWritten")},
    ),
    "a file of Protobuf without a message is no event": (
        {"s/e.proto": NO_MESSAGE, "s/a.avsc": avro("A")},
        {"s/definitions.py": ("A",)},
    ),
    "other files are nothing": ({"s/readme.md": "", "s/a.avsc": avro("A")}, {"s/definitions.py": ("A",)}),
}  # fmt: skip


@pytest.mark.parametrize(("files", "ids"), IDS.values(), ids=IDS)
def test_schemas_become_events(tmp_path: Path, files: dict[str, str], ids: dict[str, tuple[str, ...]]) -> None:
    assert read(tmp_path, files).ids == ids


SKIPPED = {
    "what is no schema": ({"s/a.json": '{"name": "x"}'}, "s/a.json: it is no JSON Schema [skipped-schema]"),
    "an API": ({"s/a.yaml": "openapi: 3.1.0\n"}, "s/a.yaml: it is an OpenAPI document [skipped-schema]"),
    "a scalar": (
        {"s/a.json": '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "string"}'},
        "s/a.json: it is the schema of a string, not of an object [skipped-schema]",
    ),
    "several scalars": (
        {"s/a.json": '{"$schema": "https://json-schema.org/draft/2020-12/schema", "type": ["integer", "null"]}'},
        "s/a.json: it is the schema of an integer or null, not of an object [skipped-schema]",
    ),
    "several types": ({"s/a.avsc": f"[{ENUM}, {avro('A')}]"}, "s/a.avsc: its top is a union, so it is not clear"),
    "no record": ({"s/a.avsc": '{"type": "array", "items": "string"}'}, "s/a.avsc: its top is no record but an array"),
    "what is broken": ({"s/a.avsc": '{"type": "record"}'}, "s/a.avsc:1:1: "),
    "what refers to nothing": ({"s/a.avsc": avro("A", "n", "n.Nothing")}, 'there is no type "n.Nothing"'),
    "methods": ({"s/a.proto": SERVICE}, "s/a.proto: its messages are those of methods"),
    "broken Protobuf": ({"s/a.proto": "nonsense"}, "s/a.proto:1:1: "),
    "two states of one type": (
        {"s/v1/a.avsc": avro("A", "n"), "s/v2/a.avsc": avro("A", "n", "string")},
        "s/v1/a.avsc: n.A is also in s/v2/a.avsc, and says something else there",
    ),
    "a copy": (
        {"s/a/1.avsc": avro("A", "n"), "s/b/1.avsc": avro("A", "n")},
        "s/b/1.avsc: it is a copy of s/a/1.avsc [skipped-schema]",
    ),
    "an id that EventCatalog keeps for itself": ({"s/a.avsc": avro("events")}, 's/a.avsc: id "events" is a name'),
}  # fmt: skip


@pytest.mark.parametrize(("files", "words"), SKIPPED.values(), ids=SKIPPED)
def test_what_becomes_no_event_is_said_and_keeps_nothing_else_away(
    tmp_path: Path, files: dict[str, str], words: str
) -> None:
    from catalog_gen.problems import text

    made = read(tmp_path, {**files, "s/z/fine.avsc": avro("Fine")})
    assert any(text(problem).find(words) >= 0 for problem in made.problems), made.problems
    assert "Fine" in [identifier for ids in made.ids.values() for identifier in ids]


ODD: dict[str, bytes] = {
    "binary.avsc": b"Obj\x01\xff",
    "empty.avsc": b"",
    "empty.json": b"",
    "empty.yaml": b"",
    "deep.json": b'{"a":' * 3000 + b"1" + b"}" * 3000,
    "deep.avsc": b"[" * 3000,
    "utf-16.json": b"\xff\xfe{\x00}\x00",
    "a list.json": b"[1]",
    "true.json": b"true",
    "two.yaml": b"type: object\n---\ntype: object\n",
    "tab.yaml": b"\ttype: object",
    "circle.yaml": b"a: &a [*a]\ntype: object\n",
    "binary.proto": b"\xff",
    "number.json": b'{"$ref": 5}',
    "circle.json": b'{"$ref": "circle.json"}',
    "names.avsc": b'{"type": "record", "name": [], "fields": 5}',
    "bell\a.avsc": avro("Bell").encode(),
    "back\\slash.avsc": avro("BackSlash").encode(),
    "{version}.avsc": avro("Placeholder").encode(),
}
FINE = {
    "empty.proto": b"",
    "title.json": b'{"type": ["object", "null"], "version": 3}',
    "UP.AVSC": avro("Up").encode(),
}


def test_odd_files_are_reported_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    for name, data in (ODD | FINE).items():
        (tmp_path / "s" / name).write_bytes(data)
    (tmp_path / "s/away.json").symlink_to(tmp_path.parent / "somewhere.json")
    (tmp_path / "s/loop.avsc").symlink_to(tmp_path / "s/loop.avsc")
    made = read(tmp_path, {})
    assert made.ids == {"s/definitions.py": ("Up", "Title")}, made.problems
    assert made.shared == ("s/empty.proto",)
    reported = {problem.place.path for problem in made.problems}
    assert reported == {f"s/{name}" for name in ("away.json", "loop.avsc", *ODD)}
    assert run(tmp_path, "init", "--from", "s").code == 0
    assert run(tmp_path, "check").code == 0


VERSIONS = {"1.2.3": 'version="1.2.3"', "1.0.0": None, "v2": None, "": None}


@pytest.mark.parametrize(("version", "written"), VERSIONS.items())
def test_a_version_that_a_schema_says_is_taken(tmp_path: Path, version: str, written: str | None) -> None:
    [file] = read(tmp_path, {"s/a.avsc": avro("A", version=version)}).files
    assert (b"version=" in file.data) is bool(written)
    assert (written or "").encode() in file.data


def test_a_message_that_its_id_does_not_name_is_named(tmp_path: Path) -> None:
    made = read(tmp_path, {"s/logs.proto": LOGS, "s/other.avsc": avro("LogWritten", "acme.other")})
    [file] = made.files
    assert b'Event("logs.LogWritten", schemas=[Schema("logs.proto", message="LogWritten")]),' in file.data
    assert b"from catalog_gen import Event, Schema\n" in file.data


BASES = {
    ("avro/**/*.avsc",): ("avro",),
    ("./avro/a/*.avsc", "avro/b/x.avsc"): ("avro/a", "avro/b"),
    ("avro", "avro/a/**"): ("avro",),
    ("**/*.json", "avro"): ("",),
    (".",): ("",),
    ("x.avsc",): ("",),
    ("a\\b\\*.avsc",): ("a/b",),
}


@pytest.mark.parametrize(("patterns", "bases"), BASES.items())
def test_patterns_start_somewhere(patterns: tuple[str, ...], bases: tuple[str, ...]) -> None:
    assert schemas.bases(patterns) == bases


NAMES = [
    "order-placed.avsc",
    "it's.avsc",
    'say "hi".avsc',
    "both ' and \".avsc",
    "注文が確定しました注文が確定しました注文が確定しました.avsc",
    "é\u0301\u00a0.avsc",
    "{braces} %s \\n.avsc".replace("\\n", "n"),
    "a" * 90 + ".avsc",
    "a" * 52 + ".avsc",
    "a" * 53 + ".avsc",
]


def test_any_file_name_makes_python_that_ruff_would_not_change(tmp_path: Path) -> None:
    candidates = [
        Candidate(path=name, data=b"", name=f"E{number}", version=version, message=message)
        for number, name in enumerate(NAMES)
        for version in ("", "2.0.0")
        for message in ("", "M" * 30)
    ]
    text = python.definitions([(Message(each.name, each), each.path) for each in candidates])
    (tmp_path / "definitions.py").write_bytes(text)
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--diff", "definitions.py"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False).stdout == ""


def test_the_definitions_are_read_back_as_they_were_meant(tmp_path: Path) -> None:
    files = {f"s/{name}": avro(f"E{number}") for number, name in enumerate(NAMES)}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    assert run(tmp_path, "init", "--from", "s").code == 0
    checked = run(tmp_path, "check", "--all")
    assert checked.code == 0
    assert {line.rpartition("[")[2] for line in checked.problems.splitlines() if ": warning: " in line} == {
        "no-owner]",
        "no-snippet]",
        "orphan-message]",
    }


# --- the command


def test_init_from_schemas_writes_settings_that_find_them(tmp_path: Path) -> None:
    read(tmp_path, {"avro/a/1.avsc": avro("A", "n", "n.Money"), "avro/types/money.avsc": avro("Money", "n")})
    begun = run(tmp_path, "init", "--from", "avro/**/*.avsc")
    assert begun.code == 0
    assert "create avro/a/definitions.py" in begun.said
    assert "1 schema only with types for others made no event: avro/types/money.avsc" in begun.said
    assert not (tmp_path / "schemas").exists()
    found, problems = settings.load(tmp_path, None, "0.1.0")
    assert found is not None
    assert (found.definitions, found.roots, problems) == (("avro/**/definitions.py",), ("avro",), ())
    assert run(tmp_path, "build").code == 0
    assert (tmp_path / "catalog/events/A/schema.avsc").exists()
    again = run(tmp_path, "init", "--from", "avro/**/*.avsc")
    assert (again.code, again.problems) == (0, "everything is there already; nothing was written\n")


def test_three_broken_schemas_of_many_are_warnings(tmp_path: Path) -> None:
    broken = {f"s/broken{number}.avsc": "{" for number in range(3)}
    read(tmp_path, {**broken, **{f"s/{number}.avsc": avro(f"E{number}") for number in range(9)}})
    begun = run(tmp_path, "init", "--from", "s")
    assert begun.code == 0
    assert begun.problems.count("warning: ") == 3
    assert "9 events" in begun.said
    assert run(tmp_path, "check").code == 0


def test_schemas_of_which_none_is_a_message_write_nothing(tmp_path: Path) -> None:
    read(tmp_path, {"s/a.avsc": "{"})
    begun = run(tmp_path, "init", "--from", "s")
    assert begun.code == 1
    assert begun.problems.endswith("no schema is a message; nothing was written\n")
    assert not (tmp_path / "catalog-gen.toml").exists()


def test_a_missing_extra_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from catalog_gen.formats.protobuf import protoc

    read(tmp_path, {"s/logs.proto": LOGS, "s/a.avsc": avro("A")})
    monkeypatch.setattr(protoc, "is_installed", lambda: False)
    begun = run(tmp_path, "init", "--from", "s")
    assert begun.code == 1
    assert 'pip install "catalog-gen[protobuf]"' in begun.problems
    assert not (tmp_path / "catalog-gen.toml").exists()


def test_protobuf_needs_its_extra_in_ci_as_well(tmp_path: Path) -> None:
    read(tmp_path, {"s/logs.proto": LOGS})
    run(tmp_path, "init", "--from", "s")
    assert 'pip install "catalog-gen[protobuf]==' in (tmp_path / ".github/workflows/catalog.yml").read_text()


def test_definitions_that_are_there_are_told_what_they_lack(tmp_path: Path) -> None:
    mine = 'from catalog_gen import Event\na = Event("A", schema_path="a.avsc")\n'
    read(tmp_path, {"s/a.avsc": avro("A"), "s/b.avsc": avro("B"), "s/definitions.py": mine})
    begun = run(tmp_path, "init", "--from", "s")
    assert "by hand: s/definitions.py: it is there already; it lacks B\n" in begun.said
    assert (tmp_path / "s/definitions.py").read_text() == mine


def test_settings_that_do_not_find_new_definitions_are_told_how(project: Project) -> None:
    read(project.root, {"avro/a.avsc": avro("A")})
    begun = run(project.root, "init", "--from", "avro")
    assert 'by hand: pyproject.toml: it does not find the new definitions; add `definitions = ["avro/**/' in begun.said


def test_python_files_of_others_are_not_taken_for_definitions(tmp_path: Path) -> None:
    django = {
        "shop/definitions.py": "import django\ndjango.setup()\n",
        "shop/a/a.avsc": avro("A"),
        "b/b.avsc": avro("B"),
    }
    read(tmp_path, django)
    run(tmp_path, "init", "--from", "**/*.avsc")
    found, _ = settings.load(tmp_path, None, "0.1.0")
    assert found is not None
    assert found.definitions == ("b/definitions.py", "shop/a/definitions.py")
    assert run(tmp_path, "check").code == 0


def test_copies_in_the_catalog_are_no_schemas_of_ones_own(tmp_path: Path) -> None:
    read(tmp_path, {"catalog/events/A/schema.avsc": avro("A"), "s/a.avsc": avro("A")})
    assert schemas.paths(["**/*.avsc"], WorkingTree(tmp_path), "catalog") == ("s/a.avsc",)
