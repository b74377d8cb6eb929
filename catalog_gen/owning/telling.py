"""Who owns what as lines of text, and as data that JSON can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.masking import masked
from catalog_gen.problems import noun, printable
from catalog_gen.showing.lines import narrowed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from catalog_gen.owning import Holding, Owner, Ownership
    from catalog_gen.owning.codeowners.lines import Line
    from catalog_gen.problems import Place
    from catalog_gen.showing.rendering import Paint

VERSION: Final = 1
"""Of the data: raised when a key goes or means something else."""


def table(ownership: Ownership, width: int | None, paint: Paint) -> Iterator[str]:
    """A paragraph for each owner that owns something, then one of what has no owner.

    `width` is that of the terminal, None where lines may be of any length.
    """
    owning = [owner for owner in ownership.owners if owner.holdings]
    rows = [_row(holding) for owner in owning for holding in owner.holdings]
    rows += [(noun(one.kind), one.id, "no owner", str(one.place)) for one in ownership.unowned]
    lines = iter(narrowed([[printable(cell) for cell in row] for row in rows], width, indent=2))
    paragraphs = [(_title(owner), len(owner.holdings)) for owner in owning]
    if ownership.unowned:
        paragraphs.append(("without owner", len(ownership.unowned)))
    for number, (title, count) in enumerate(paragraphs):
        if number:
            yield ""
        yield paint(printable(title), "title")
        for _ in range(count):
            yield next(lines)


def _title(owner: Owner) -> str:
    name = f" ({owner.name})" if owner.name != owner.id else ""
    return f"{owner.id}{name}: {', '.join(owner.names) or 'no handle'}"


def _row(holding: Holding) -> tuple[str, ...]:
    return noun(holding.kind), holding.id, _how(holding), str(holding.whence.place or "")


def _how(holding: Holding) -> str:
    whence = holding.whence
    if whence.source == "inherited":
        return f"inherited from {whence.of}"
    if whence.source == "defaults":
        return f"defaults of {whence.of}" if whence.of else "defaults"
    return "declared"


def as_data(ownership: Ownership) -> dict[str, Any]:
    """Everything under stable keys; the README says what they mean."""
    return {
        "version": VERSION,
        "owners": [
            {
                "id": owner.id,
                "type": owner.kind,
                "name": masked(owner.name),
                "handles": list(owner.names),
                **_place(owner.place),
                "owns": [
                    {
                        "type": holding.kind,
                        "id": holding.id,
                        "version": holding.version,
                        "how": "declared" if holding.whence.source == "definition" else holding.whence.source,
                        "from": holding.whence.of,
                        **_place(holding.whence.place),
                    }
                    for holding in owner.holdings
                ],
            }
            for owner in ownership.owners
        ],
        "unowned": [
            {"type": one.kind, "id": one.id, "version": one.version, **_place(one.place)} for one in ownership.unowned
        ],
    }


def lines_as_data(lines: Iterable[Line], flavor: str) -> dict[str, Any]:
    """The lines of a CODEOWNERS file as data."""
    listed: Sequence[dict[str, Any]] = [{"pattern": line.pattern, "owners": list(line.owners)} for line in lines]
    return {"version": VERSION, "flavor": flavor, "lines": listed}


def _place(place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"path": "", "line": 0, "column": 0}
    return {"path": place.path, "line": place.line, "column": place.column}
