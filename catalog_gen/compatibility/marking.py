"""Texts from schemas within sentences: between code marks, exactly as they are."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.compatibility.differences import Difference

_LONGEST: Final = 60
_INVISIBLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\ufeff]")


def code(text: str) -> str:
    """The text as Markdown's inline code, more marks around it than stand inside; what nobody sees as an escape.

    https://spec.commonmark.org/0.31.2/#code-spans
    """
    text = _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    marks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    taken = text.startswith(" ") and text.endswith(" ") and not text.isspace()  # these two spaces are not shown
    space = " " if text.startswith("`") or text.endswith("`") or taken else ""
    return f"{marks}{space}{text or ' '}{space}{marks}"


def cut(text: str) -> str:
    """The text as code, and how long it is where the end is left out."""
    if len(text) <= _LONGEST:
        return code(text)
    return f"{code(text[:_LONGEST] + '…')} ({len(text):,} characters)"


def value(given: Any) -> str:
    """A JSON value as code, in the same way."""
    try:
        return cut(json.dumps(given, ensure_ascii=False))
    except (ValueError, RecursionError):  # a longer number, or nested deeper, than Python's JSON can write
        return "a value that is too large to be shown"


def joined(words: Sequence[str], last: str = "and") -> str:
    """Words as `a, b and c`."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def sentence(difference: Difference) -> str:
    """The words of a difference, with its path in front where they do not name it."""
    path = code(difference.path)
    return difference.words if not difference.path or path in difference.words else f"{path}: {difference.words}"
