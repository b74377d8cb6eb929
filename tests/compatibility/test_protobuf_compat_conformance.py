"""Verdicts of karapace and buf on public pairs of .proto files: ours are the same, or argued by the documentation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from catalog_gen.compatibility import protobuf
from catalog_gen.compatibility.differences import BACKWARD, BOTH, worst
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.formats.protobuf import Protobuf, Reader
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from catalog_gen.compatibility.differences import Difference, Verdict
    from catalog_gen.formats.protobuf.descriptors import Compiled

DOCS = "https://protobuf.dev/programming-guides"

ARGUED: dict[str, tuple[Verdict, str, str]] = {
    "pb-0059": (
        "incompatible",
        f"{DOCS}/json/#non-goals-optimal-schema-evolution",
        "a field is renamed: names of fields stand in encoded messages, which makes it much harder to change them",
    ),
    "pb-0068": (
        "incompatible",
        f"{DOCS}/json/#wire-unsafe",
        "optional becomes repeated: safe on the wire for messages, not safe in JSON for any field",
    ),
    "pb-0070": (
        "incompatible",
        f"{DOCS}/json/#wire-unsafe",
        "optional becomes repeated: safe on the wire for strings, not safe in JSON for any field",
    ),
    "pb-0116": (
        "compatible",
        f"{DOCS}/encoding/#structure",
        "files without any type are gone: a message has numbers, types and values, not the file that declares it",
    ),
    "pb-0118": (
        "compatible",
        f"{DOCS}/encoding/#structure",
        "files without any type are gone: a message has numbers, types and values, not the file that declares it",
    ),
    "pb-0120": (
        "compatible",
        f"{DOCS}/editions/#updating",
        "the syntax of files without any type changes: what it changes of messages is compared as what it is",
    ),
    "pb-0132": (
        "compatible",
        f"{DOCS}/proto3/#services",
        "methods of services are gone: a service is no part of a message, and the types are still there",
    ),
    "pb-0134": (
        "compatible",
        f"{DOCS}/proto3/#services",
        "a service is gone: it is no part of a message, and the types are still there",
    ),
}
"""Our verdict where it is another one, where the documentation says so, and what it says."""

IMPORTED = {
    "pb-0082": {"container1.proto": "string", "container2.proto": "string"},
    "pb-0084": {"container1.proto": "string", "container2.proto": "int32"},
}
"""The types of the one field of imported messages, whose files the cases leave out."""


def cases(conformance: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((conformance / "protobuf-compatibility.json").read_text(encoding="utf-8"))
    return found


def differences(case: Mapping[str, Any], folder: Path) -> Iterator[Difference]:
    """Those of the payload where the case is one file, else those of all files of the module."""
    for side in ("original", "update"):
        files = case.get(f"{side}_files") or {"schema.proto": case[side], **imported(case["id"])}
        for path, text in files.items():
            (folder / side / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / side / path).write_text(text, encoding="utf-8")
    if "original" in case:
        yield from protobuf.differences(*(parsed(folder / side, case[side]) for side in ("original", "update")))
        return
    for path in case["original_files"]:
        old = compiled(folder / "original", path)
        if path in case["update_files"]:
            yield from protobuf.of_files(old, compiled(folder / "update", path))
        else:
            assert not old.messages, "no case loses a file that has a message"


def imported(case: str) -> dict[str, str]:
    name = "H" if case == "pb-0084" else "Hint"
    head = 'syntax = "proto3"; package a1; message container'
    return {path: f"{head} {{ message {name} {{ {type_} s = 1; }} }}" for path, type_ in IMPORTED.get(case, {}).items()}


def reader(folder: Path) -> Reader:
    return Reader(SchemaFiles(WorkingTree(folder), [""]))


def parsed(folder: Path, text: str) -> Protobuf:
    found, problems = reader(folder).read("schema.proto", text.encode(), "", "")
    assert isinstance(found, Protobuf), problems
    return found


def compiled(folder: Path, path: str) -> Compiled:
    found, problems = reader(folder).compiled(path, (folder / path).read_bytes())
    assert found is not None, problems
    return found


def test_every_verdict_is_the_same_or_argued(conformance: Path, tmp_path: Path) -> None:
    ours: dict[str, Verdict] = {}
    theirs: dict[str, Verdict] = {}
    for case in cases(conformance):
        asked = BACKWARD if "original" in case else BOTH
        found = list(differences(case, tmp_path / case["id"]))
        ours[case["id"]] = worst(difference.verdict(asked) for difference in found)
        theirs[case["id"]] = case["expected"]
    assert "unknown" not in ours.values()
    argued = {case: ours for case, (ours, _, _) in ARGUED.items()}
    assert {case: verdict for case, verdict in ours.items() if verdict != theirs[case]} == argued
    assert len(ours) >= 43


@pytest.mark.parametrize("case", ARGUED)
def test_an_argument_names_where_the_documentation_says_so(case: str) -> None:
    _, where, argument = ARGUED[case]
    assert where.startswith(DOCS)
    assert "#" in where
    assert argument
