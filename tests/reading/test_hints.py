"""Hints for names that beginners forget or look for, in the same words from both readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from snippets import DEFINITIONS, read, run, said

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from catalog_gen.reading import Reading

BOTH = pytest.mark.parametrize("reader", [read, run], ids=["static", "importing"])


@BOTH
def test_a_type_that_was_not_imported_is_named_with_its_import(reader: Callable[[Mapping[str, str]], Reading]) -> None:
    (problem,) = reader({DEFINITIONS: "from catalog_gen import Event\na = Event('A')\nb = Service('B')"}).problems
    assert (problem.place.line, problem.hint) == (3, "write: from catalog_gen import Service")


@BOTH
def test_a_name_that_is_nobodys_has_no_such_hint(reader: Callable[[Mapping[str, str]], Reading]) -> None:
    (problem,) = reader({DEFINITIONS: "from catalog_gen import Event\na = Event('A')\nb = Servis('B')"}).problems
    assert problem.hint == ""


@BOTH
@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("DataStore", "a data store is called Container"),
        ("Decision", "a decision is called Adr"),
        ("Topic", "a topic or queue is called Channel"),
        ("Servise", 'did you mean "Service"?'),
    ],
)
def test_what_has_another_name_here_is_said(
    reader: Callable[[Mapping[str, str]], Reading], name: str, hint: str
) -> None:
    reading = reader({DEFINITIONS: f"from catalog_gen import Event, {name}\na = Event('A')"})
    assert [problem.hint for problem in reading.problems] == [hint], said(reading)
