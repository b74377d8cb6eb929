"""Rules of CODEOWNERS as others tell them: patterns against paths, lines, and whole files of real repositories."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from catalog_gen.owning.codeowners import parsing
from catalog_gen.owning.codeowners.matching import Matcher
from catalog_gen.owning.codeowners.patterns import compiled

if TYPE_CHECKING:
    from pathlib import Path


def _data(conformance: Path, name: str) -> Any:
    return json.loads((conformance / "codeowners" / name).read_text(encoding="utf-8"))


def test_patterns_are_about_the_paths_that_they_are_about_for_github(conformance: Path) -> None:
    cases = _data(conformance, "patterns.json")
    ours = {
        case["pattern"]: {path: compiled(case["pattern"], "github").matches(path) for path in case["paths"]}
        for case in cases
    }
    assert ours == {case["pattern"]: case["paths"] for case in cases}
    assert len(ours) > 20


def _read(line: str) -> dict[str, Any]:
    """A line as the cases have it."""
    found = parsing.parse(line, "github")
    if not found.rules:
        return {"error": True}
    [rule] = found.rules
    kinds = [parsing.kind_of(owner) for owner in rule.owners]
    return {"owners": [{"value": kind[1], "type": kind[0]} for kind in kinds if kind], "comment": rule.comment}


def test_lines_are_read_as_github_reads_them(conformance: Path) -> None:
    cases = [case for case in _data(conformance, "parse_rules.json") if not case.get("custom_matchers")]
    told = {
        case["rule"]: {"error": True}
        if "error" in case
        else {"owners": case["owners"], "comment": case.get("comment", "")}
        for case in cases
    }
    assert {line: _read(line) for line in told} == told
    assert len(told) > 20


def test_the_last_line_that_matches_decides_in_real_files(conformance: Path) -> None:
    cases = _data(conformance, "github_expected.json")["cases"]
    there = [case for case in cases if (conformance / "codeowners" / case["codeowners"]).is_file()]
    if not there:
        pytest.skip("the files that these cases are about are not there")
    for case in there:
        text = (conformance / "codeowners" / case["codeowners"]).read_text(encoding="utf-8")
        matcher = Matcher(parsing.parse(text, "github"))
        assert [*matcher.decision(case["path"]).owners] == case["expected"], case["path"]
