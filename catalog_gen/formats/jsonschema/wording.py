"""How values and schemas are put in words, short enough to stand in a message."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST: Final = 60
_LISTED: Final = 8


def shown(value: Any) -> str:
    """A value as JSON, cut where it is long."""
    if isinstance(value, dict) and value:
        keys = ", ".join(quoted(key) for key in list(value)[:3])
        return f"an object with {keys}{', ...' if len(value) > 3 else ''}"  # noqa: PLR2004
    if isinstance(value, list) and len(value) > 3:  # noqa: PLR2004
        return f"a list of {len(value)} elements"
    try:
        text = json.dumps(value, ensure_ascii=False)
    except (TypeError, ValueError, RecursionError):
        text = str(value) if isinstance(value, int | float | str) else type(value).__name__
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 4]}..." + ('"' if text.startswith('"') else "")


def quoted(name: str) -> str:
    """A name in quotes, cut where it is long."""
    return f'"{name}"' if len(name) <= _LONGEST else f'"{name[: _LONGEST - 3]}..."'


def listed(values: Sequence[Any], last: str = "or") -> str:
    """Values as `1, 2 or 3`."""
    words = [shown(value) for value in values[:_LISTED]]
    return f"{', '.join(words)}, ..." if len(values) > _LISTED else joined(words, last)


def joined(words: Sequence[str], last: str = "and") -> str:
    """Words as `a, b and c`."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def kind_of(value: Any) -> str:
    """The JSON type of a value in words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    for kind, name in ((str, "a string"), (int, "an integer"), (float, "a number"), (dict, "an object")):
        if isinstance(value, kind):
            return name
    return "an array"
