from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalog_gen.problems import Place
from catalog_gen.reading.literals import inside
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
LINES = [{"sku": 1}]
first = Example({"a": {"b": [1, {"ö": 2, "c": 3}]}, **more, "d": LINES})
second = Example(payload={"a": 1}, name="x")
"""


@pytest.mark.parametrize(
    ("start", "path", "expected"),
    [
        ((2, 9), ["a"], (2, 18)),
        ((2, 9), ["a", "b"], (2, 24)),
        ((2, 9), ["a", "b", 0], (2, 30)),
        ((2, 9), ["a", "b", 1, "c"], (2, 42)),
        ((2, 17), ["a", "b"], (2, 24)),
        ((2, 9), ["d", 0, "sku"], (2, 61)),
        ((2, 9), ["a", "missing"], (2, 18)),
        ((2, 9), [], (2, 9)),
        ((3, 18), ["a"], (3, 27)),
        ((3, 26), ["a"], (3, 27)),
    ],
)
def test_a_key_is_found_as_far_as_the_value_is_written_out(
    tmp_path: Path, start: tuple[int, int], path: list[str | int], expected: tuple[int, int]
) -> None:
    (tmp_path / "definitions.py").write_text(TEXT, encoding="utf-8")
    found = inside(WorkingTree(tmp_path), Place("definitions.py", *start), path)
    assert (found.line, found.column) == expected


def test_a_place_without_file_is_returned_as_it_is(tmp_path: Path) -> None:
    assert inside(WorkingTree(tmp_path), Place(""), ["a"]) == Place("")
