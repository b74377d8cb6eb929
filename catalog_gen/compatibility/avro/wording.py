"""What stands in schemas, as Markdown code in the sentences of a changelog; long things are cut, with a count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility.marking import code, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST: Final = 60
_MOST: Final = 8


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
    return joined(shown)
