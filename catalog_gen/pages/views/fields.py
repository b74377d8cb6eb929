"""The fields of a schema as a table: what stands in which cell, cut to what a cell can hold."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from catalog_gen.formats import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.rows import Row
    from catalog_gen.formats.tree import Tree

LONG_TABLE: Final = 30
"""From how many rows on a table is folded."""

_DOC: Final = 400
_TYPE: Final = 160
_VALUE: Final = 60
_CODE: Final = 200
_NOTES: Final = 5


@dataclasses.dataclass(frozen=True, slots=True)
class Remark:
    """Something about a field in words, then literally, then in words again: "one of `a`, `b` and 3 more"."""

    words: str
    codes: tuple[str, ...] = ()
    tail: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class FieldRow:
    """A field as it is shown; `doc` is plain text, perhaps of several lines."""

    path: str
    type: str
    required: str
    doc: str
    deprecated: bool
    remarks: tuple[Remark, ...]
    cut: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class FieldTable:
    """The rows, and how many fields there are besides; columns in which nothing stands are not shown."""

    rows: tuple[FieldRow, ...]
    more: int = 0

    @property
    def long(self) -> bool:
        """Whether the table is folded."""
        return len(self.rows) > LONG_TABLE

    @property
    def title(self) -> str:
        """What the folded table says of itself."""
        shown = "1 row" if len(self.rows) == 1 else f"{len(self.rows)} rows"
        return f"{shown}, {self.more:,} more fields" if self.more else shown

    @property
    def asks(self) -> bool:
        """Whether it is told of any row if it is required."""
        return any(row.required for row in self.rows)

    @property
    def describes(self) -> bool:
        """Whether anything more is told of any row."""
        return any(row.doc or row.deprecated or row.remarks for row in self.rows)

    @property
    def cut(self) -> bool:
        """Whether a text was too long."""
        return any(row.cut for row in self.rows)


def table(tree: Tree | None) -> FieldTable | None:
    """The table of a schema's fields; None where nothing is known of them."""
    if tree is None:
        return None
    found = rows.rows(tree)
    return FieldTable(tuple(_row(row) for row in found.rows), found.more)


def _row(row: Row) -> FieldRow:
    doc, type_ = _short(row.doc, _DOC), _short(row.type, _TYPE)
    required = "" if row.required is None else "yes" if row.required else "no"
    if required and row.why:
        required = f"{required} ({_short(row.why, _TYPE)})"
    whole = type_ == row.type and doc == row.doc.strip() and len(row.notes) <= _NOTES
    return FieldRow(row.path, type_, required, doc, row.deprecated, tuple(_remarks(row)), cut=not whole)


def _remarks(row: Row) -> Iterator[Remark]:
    """What is told of a field after its doc."""
    if row.key:
        yield Remark("in JSON", (row.key,))
    if row.default is not None:
        yield Remark("default", (_short(row.default, _CODE),))
    if row.values:
        values = tuple(_short(value, _VALUE) for value in row.values)
        more = f"and {row.more_values:,} more" if row.more_values else ""
        yield Remark("one of" if len(values) > 1 or more else "always", values, more)
    for rule in row.rules:
        yield Remark(rule.words, (_short(rule.code, _CODE),) if rule.code else ())
    for note in row.notes[:_NOTES]:
        yield Remark(_short(note, _DOC))
    if row.example is not None and len(row.example) <= _VALUE:
        yield Remark("for example", (row.example,))
    if row.see is not None:
        start = "recursive: see" if row.see.recursive else "see"
        yield Remark(start, (row.see.path,)) if row.see.path else Remark("recursive: the whole payload again")
    if row.hidden:
        yield Remark(f"{row.hidden:,} more fields inside" if row.hidden > 1 else "1 more field inside")


def _short(text: str, most: int) -> str:
    """The text, cut between words where it is longer than that."""
    text = text.strip()
    if len(text) <= most:
        return text
    start = text[:most]
    cut = max(start.rfind(" "), start.rfind("\n"))
    return f"{start[: cut if cut > most // 2 else most].rstrip()} …"
