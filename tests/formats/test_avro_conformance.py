"""Public Avro schemas: each is understood, or refused for a reason that fastavro or the specification shares."""

from __future__ import annotations

import json
import re
import time
from functools import cache
from typing import TYPE_CHECKING

import fastavro
import pytest
from fastavro.schema import SchemaParseException, UnknownType, to_parsing_canonical_form

from catalog_gen.formats import avro
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_gen.problems import Problem

Result = tuple[avro.Avro | None, tuple["Problem", ...], float]


@cache
def results(conformance: Path) -> dict[str, Result]:
    """What every file comes to, with its own folder as that of its project."""
    source = WorkingTree(conformance)
    found: dict[str, Result] = {}
    for file in sorted((conformance / "avro").rglob("*.avsc")):
        path = file.relative_to(conformance).as_posix()
        reader = avro.Reader(SchemaFiles(source, [path.rpartition("/")[0]]))
        start = time.process_time()
        parsed, problems = reader.read(path, file.read_bytes(), "", "")
        assert parsed is None or isinstance(parsed, avro.Avro)
        found[path] = (parsed, problems, time.process_time() - start)
    return found


@pytest.fixture
def understood(conformance: Path) -> dict[str, Result]:
    return results(conformance)


def by_fastavro(conformance: Path, path: str) -> Exception | None:
    """Why fastavro does not take the file as it is, alone."""
    try:
        fastavro.parse_schema(json.loads((conformance / path).read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, SchemaParseException, UnknownType) as error:
        return error
    return None


def test_every_file_is_a_schema_or_has_an_error_with_a_place(understood: dict[str, Result]) -> None:
    assert len(understood) > 150
    for path, (parsed, problems, _) in understood.items():
        errors = [problem for problem in problems if problem.code != "suspicious-schema"]
        assert (parsed is None) == bool(errors), path
        assert all(problem.place.line and problem.place.column for problem in problems), path


def test_no_file_takes_long(understood: dict[str, Result]) -> None:
    assert max(seconds for *_, seconds in understood.values()) < 2


def test_nearly_all_are_understood(understood: dict[str, Result]) -> None:
    assert sum(parsed is not None for parsed, *_ in understood.values()) / len(understood) > 0.95


def test_what_fastavro_refuses_is_refused_unless_another_file_has_what_is_missing(
    conformance: Path, understood: dict[str, Result]
) -> None:
    for path, (parsed, _, _) in understood.items():
        error = by_fastavro(conformance, path)
        if error is not None and parsed is not None:
            assert isinstance(error, UnknownType), path
            assert not parsed.linked.complete, path


def test_what_only_we_refuse_has_a_name_that_avro_does_not_allow(
    conformance: Path, understood: dict[str, Result]
) -> None:
    for path, (parsed, problems, _) in understood.items():
        if parsed is None and by_fastavro(conformance, path) is None:
            assert all(re.search("cannot be (a namespace|the name of)", problem.message) for problem in problems), path


def test_the_tree_has_the_fields_of_the_schema(understood: dict[str, Result]) -> None:
    for path, (parsed, _, _) in understood.items():
        if parsed is None:
            continue
        for name, type_ in parsed.tree.types.items():
            written = parsed.linked.types[name].json
            assert [field.name for field in type_.fields] == [field["name"] for field in written.get("fields", [])], (
                path
            )
            assert list(type_.values) == written.get("symbols", []), path


def test_the_text_for_the_viewer_stands_alone_and_means_the_same(understood: dict[str, Result]) -> None:
    for path, (parsed, _, _) in understood.items():
        if parsed is None:
            continue
        is_record = parsed.tree.seen(parsed.tree.root).kind == "record"
        assert (parsed.viewable is not None) == is_record, path
        if parsed.viewable is not None:
            alone = fastavro.parse_schema(json.loads(parsed.viewable))
            assert to_parsing_canonical_form(alone) == to_parsing_canonical_form(fastavro.parse_schema(parsed.bare)), (
                path
            )
