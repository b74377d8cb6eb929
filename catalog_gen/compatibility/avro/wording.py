"""What stands in schemas, as Markdown code in the sentences of a changelog; long things are cut, with a count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.compatibility.marking import code

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST: Final = 60
_MOST: Final = 8


def value(given: Any) -> str:
    """A JSON value as code."""
    try:
        text = json.dumps(given, ensure_ascii=False)
    except (RecursionError, ValueError):  # nested deeper, or a longer number, than Python's JSON can write
        return code("…")
    return code(text) if len(text) <= _LONGEST else f"{code(text[:_LONGEST] + '…')} ({len(text):,} characters)"


def type_(words: str) -> str:
    """A type in the words of Avro, as code."""
    if len(words) <= _LONGEST or " | " not in words:
        return code(words)
    types = words.split(" | ")
    return code(words) if len(types) <= _MOST else f"{code(' | '.join(types[:_MOST]))} and {len(types) - _MOST} more"


def listed(names: Sequence[str]) -> str:
    """Names as code: `A`, `B` and `C`; of many the first ones."""
    shown = [code(name) for name in names]
    if len(shown) > _MOST + 1:
        return f"{', '.join(shown[:_MOST])} and {len(shown) - _MOST} more"
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)
