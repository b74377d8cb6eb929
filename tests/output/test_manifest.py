from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.output import manifest, writing

if TYPE_CHECKING:
    from projects import Project

DIGEST = st.binary(min_size=16, max_size=16).map(bytes.hex)
WORD = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="#"), min_size=1)
PATH = WORD.filter(manifest.is_inside)
RECORDS = st.dictionaries(PATH, st.dictionaries(WORD, st.frozensets(DIGEST, min_size=1, max_size=2), min_size=1))


@hypothesis.settings(max_examples=25)
@given(RECORDS)
def test_records_read_back_as_they_were_written(records: dict[str, dict[str, frozenset[str]]]) -> None:
    assert manifest.parse(manifest.dump(records), "x") == (records, ())


@hypothesis.settings(max_examples=25)
@given(RECORDS)
def test_lines_are_sorted_so_that_git_can_merge_them(records: dict[str, dict[str, frozenset[str]]]) -> None:
    lines = manifest.dump(records).splitlines()[1:]
    assert lines == sorted(lines)


def test_after_a_merge_conflict_the_digests_of_both_sides_are_ours() -> None:
    ours, theirs = "a" * 32, "b" * 32
    text = f"<<<<<<< HEAD\np\tn\t{ours}\n=======\np\tn\t{theirs}\n>>>>>>> branch\n"
    assert manifest.parse(text, "x") == ({"p": {"n": frozenset({ours, theirs})}}, ())


def test_a_line_that_is_no_record_is_reported_with_its_number() -> None:
    records, problems = manifest.parse("# header\nnonsense\n", ".catalog-gen/shop.manifest")
    assert records == {}
    assert [str(problem.place) for problem in problems] == [".catalog-gen/shop.manifest:2:1"]


PATHS = ["../victim", "/etc/victim", "a/../../victim", "a//b", "./a", "a/.", "a\\b", "C:/victim", "c:victim", "a/"]


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_may_lead_out_of_the_catalog_is_reported_and_not_used(path: str) -> None:
    records, problems = manifest.parse(f"{path}\t=\t{'a' * 32}\n", ".catalog-gen/shop.manifest")
    assert records == {}
    assert [(problem.code, problem.place.line) for problem in problems] == [("bad-manifest", 1)]


def test_nor_is_the_place_to_which_a_file_has_moved_out_of_the_catalog() -> None:
    records, problems = manifest.parse(f"a\t=moved ../b\t{'a' * 32}\n", "x")
    assert records == {}
    assert [problem.code for problem in problems] == ["bad-manifest"]


@pytest.mark.parametrize("record", ["manifest", "journal"])
def test_a_record_of_a_file_outside_of_the_catalog_removes_nothing(project: Project, record: str) -> None:
    victim = project.write("victim", "precious")
    project.define('crew = Team("crew", summary="s")')
    project.build()
    path = project.root / f"output/.catalog-gen/catalog.{record}"
    line = f"../victim\t=\t{manifest.file_digest(b'precious')}\n"
    path.write_text((path.read_text() if path.exists() else "") + line)
    assert project.codes() == ["bad-manifest"]
    assert victim.read_text() == "precious"


@pytest.mark.parametrize("path", ["../victim", "/victim", "a/../../victim/b"])
def test_writing_refuses_a_path_outside_of_the_catalog_whoever_asks_for_it(project: Project, path: str) -> None:
    victim = project.write("victim", "precious")
    project.define('crew = Team("crew", summary="s")')
    changes = project.built().changes
    assert changes is not None
    changes = dataclasses.replace(changes, removed=(path.replace("/victim", str(victim)) if path[0] == "/" else path,))
    assert [problem.code for problem in writing.apply(changes, project.settings())] == ["not-writable"]
    assert victim.read_text() == "precious"
