"""Texts in the columns of a terminal: how wide they are, wrapped at words, cut, side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len as wide
from rich.cells import set_cell_size as padded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["cut", "narrowed", "padded", "wide", "wrapped"]

_LEAST: Final = 12
"""A column that is cut is left out where it would be narrower than this."""


def wrapped(text: str, width: int | None, indent: int = 0) -> Iterator[str]:
    """The text in lines of that width, broken between words only; all but the first one are indented."""
    line = ""
    for word in text.split(" ") if width is not None else [text]:
        if line.strip() and width is not None and wide(line) + 1 + wide(word) > width:
            yield line.rstrip()
            line = " " * indent + word
        else:
            line = f"{line} {word}" if line else word
    yield line.rstrip()


def cut(text: str, width: int) -> str:
    """The text, ending in an ellipsis where it is wider than that."""
    if wide(text) <= width:
        return text
    while text and wide(text) >= width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def narrowed(rows: Sequence[Sequence[str]], width: int | None, indent: int = 0) -> list[str]:
    """Rows as lines in columns, of which the last ones give way where the width is too little for all.

    The last column is cut to what is left, the one before it to half of what is left for both; each goes where it
    would be too narrow to read. No line is wider than asked.
    """
    columns = [max(wide(row[number]) for row in rows) for number in range(len(rows[0]))] if rows else []
    if width is not None and columns:
        columns = _fitting(columns, width - indent)
    lines = []
    for row in rows:
        cells = [padded(cut(cell, columns[number]), columns[number]) for number, cell in enumerate(row[: len(columns)])]
        line = f"{' ' * indent}{'  '.join(cells)}".rstrip()
        lines.append(line if width is None else cut(line, width))
    return lines


def _fitting(columns: list[int], width: int) -> list[int]:
    *fixed, before, last = columns
    room = width - sum(fixed) - 2 * len(fixed)
    if room - 2 - before < _LEAST and room - 2 >= 2 * _LEAST:
        before = (room - 2) // 2
    if room - 2 - before >= _LEAST:
        return [*fixed, before, min(last, room - 2 - before)]
    return [*fixed, min(before, room)] if room >= _LEAST else fixed
