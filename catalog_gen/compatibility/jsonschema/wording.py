"""What stands in schemas, in words for a changelog: in Markdown code marks whatever it is, and cut where it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.compatibility.marking import code, cut, joined, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.formats.jsonschema.shapes import Shape

_LISTED: Final = 5


def values(given: Sequence[Any], last: str = "and") -> str:
    """Values as a list; of many, the first ones and how many more there are."""
    shown = [value(each) for each in given[:_LISTED]]
    more = len(given) - _LISTED
    return f"{', '.join(shown)} and {more:,} more" if more > 0 else joined(shown, last)


def names(given: Sequence[str], last: str = "and") -> str:
    """Names as a list, in the same way."""
    shown = [cut(each) for each in given[:_LISTED]]
    more = len(given) - _LISTED
    return f"{', '.join(shown)} and {more:,} more" if more > 0 else joined(shown, last)


def subject(path: str) -> str:
    """What a sentence is about."""
    return code(path) if path else "the payload"


def kind(shape: Shape) -> str:
    """What values a shape stands for, in short."""
    if shape.impossible:
        return "nothing"
    if shape.values is not None:
        return values(shape.values, "or")
    if shape.title:
        return cut(shape.title)
    if shape.types is None:
        return "one of several alternatives" if shape.alternatives else "any value"
    said = " | ".join(shape.types)
    return cut(f"{said} ({', '.join(shape.formats)})" if shape.formats else said)


def number(given: Any) -> str:
    """A number with code marks; 1.0 as 1."""
    whole = isinstance(given, float) and given.is_integer() and abs(given) < 1e15  # noqa: PLR2004
    return value(int(given) if whole else given)
