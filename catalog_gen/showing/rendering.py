"""Facts and lists as lines of text: aligned, as narrow as the terminal, nothing in them that would steer it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

from catalog_gen.problems import printable
from catalog_gen.showing import listing
from catalog_gen.showing.lines import cut, narrowed, padded, wide, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.showing.items import Detail, Fact, Item, Shown
    from catalog_gen.showing.listing import Row
    from catalog_gen.showing.origins import Whence

Paint = Callable[[str, Literal["title", "label", "why"]], str]
"""Gives a text the look of what it is; on anything but a terminal it leaves it as it is."""

_NARROW: Final = 60
"""On terminals below this, labels stand above their values."""

_LABELS: Final = 20
"""Labels take at most so many columns."""

_OWNERS: Final = 16
"""Of owners that need more columns on a terminal, one is named."""

_LONG: Final = 400
"""Where values are shortened; the data have them whole."""


def details(shown: Shown, width: int | None, paint: Paint, *, why: bool) -> Iterator[str]:
    """One resource with its facts; `width` is that of the terminal, None where lines may be of any length."""
    head = " ".join(filter(None, [shown.kind or "external", shown.id, shown.version]))
    yield paint(printable(head), "title")
    yield ""
    stacked = width is not None and width < _NARROW
    column = 2 if stacked else min(max((wide(fact.title) for fact in shown.facts), default=0), _LABELS) + 2
    for fact in shown.facts:
        lines = _lines(fact, None if width is None else width - column, paint, why=why)
        if stacked:
            yield paint(fact.title, "label")
        for number, line in enumerate(lines):
            label = fact.title if number == 0 and not stacked else ""
            yield f"{paint(label, 'label')}{' ' * max(column - wide(label), 1)}{line}"


def _lines(fact: Fact, width: int | None, paint: Paint, *, why: bool) -> Iterator[str]:
    """The lines of a fact without its label; short values that belong together share one."""
    if not why and len(fact.items) > 1 and not any(_is_long(item) for item in fact.items):
        yield from wrapped(printable(", ".join(item.text for item in fact.items)), width)
        return
    for item in fact.items:
        if item.text:
            text = cut(printable(item.text), _LONG)
            yield from _with_whence(list(wrapped(text, width)), item.whence, width, paint, why=why)
        indent = "  " if item.text else ""
        table = _table(item.details, None if width is None else width - len(indent))
        for row, detail in zip(table, item.details, strict=True):
            whence = detail.whence or (item.whence if not item.text else None)
            rest = None if width is None else width - len(indent)
            for line in _with_whence(row, whence, rest, paint, why=why):
                yield f"{indent}{line}"


def _is_long(item: Item) -> bool:
    """Whether an item takes a line of its own: links say more than a word, texts have several."""
    return bool(item.details) or (not isinstance(item.value, str) and not _is_badge(item)) or ": " in item.text


def _is_badge(item: Item) -> bool:
    return isinstance(item.value, dict) and "id" not in item.value


def _with_whence(
    lines: list[str], whence: Whence | None, width: int | None, paint: Paint, *, why: bool
) -> Iterator[str]:
    """The lines of a value, and behind (or below) the last one where it comes from."""
    words = printable(whence.words) if whence and why else ""
    yield from lines[:-1]
    if not words:
        yield lines[-1]
    elif width is None or wide(lines[-1]) + 5 + wide(words) <= width:
        yield f"{lines[-1]}  {paint(f'<- {words}', 'why')}"
    else:
        yield lines[-1]
        below = list(wrapped(f"<- {words}", width - 2, indent=3))
        yield from (f"  {paint(line, 'why')}" for line in below)


def _table(rows: Sequence[Detail], width: int | None) -> list[list[str]]:
    """Rows of cells in columns; a row that is too wide so is wrapped by itself."""
    cells = [[printable(cell) for cell in row.cells] for row in rows]
    several = [row for row in cells if len(row) > 1]
    columns = [max(wide(row[number]) for row in several if len(row) > number) for number in range(_most(several))]
    aligned = [
        "  ".join(padded(cell, columns[number]) for number, cell in enumerate(row)).rstrip()
        if len(row) > 1
        else "".join(row)
        for row in cells
    ]
    return [
        [line] if width is None or wide(line) <= width else [*wrapped("  ".join(filter(None, row)), width, indent=2)]
        for line, row in zip(aligned, cells, strict=True)
    ]


def _most(rows: list[list[str]]) -> int:
    return max((len(row) for row in rows), default=0)


def table(rows: Sequence[Row], width: int | None, paint: Paint) -> Iterator[str]:
    """Resources as a table with a head."""
    head = ("ID", "TYPE", "VERSION", "OWNERS", "SUMMARY")
    body = [(row.id, row.kind or "-", *_cells(row, width)) for row in rows]
    lines = narrowed([head, *([printable(cell) for cell in line] for line in body)], width)
    yield paint(lines[0], "label")
    yield from lines[1:]


def by_type(rows: Sequence[Row], width: int | None, paint: Paint) -> Iterator[str]:
    """Resources by type, each type with how many there are."""
    counts = Counter(row.kind for row in rows)
    lines = iter(
        narrowed([[printable(cell) for cell in (row.id, *_cells(row, width))] for row in rows], width, indent=2)
    )
    for number, (kind, group) in enumerate(groupby(rows, key=lambda row: row.kind)):
        if number:
            yield ""
        yield paint(listing.heading(kind, counts[kind]), "title")
        for _ in group:
            yield next(lines)


def _cells(row: Row, width: int | None) -> tuple[str, str, str]:
    said = ", ".join(filter(None, [row.note and f"({row.note})", row.summary or row.name]))
    owners = ", ".join(row.owners)
    if width is not None and len(row.owners) > 1 and wide(owners) > _OWNERS:
        owners = f"{row.owners[0]} +{len(row.owners) - 1}"
    return row.version or "-", owners or "-", said
