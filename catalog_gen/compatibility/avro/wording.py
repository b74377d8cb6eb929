"""What stands in schemas, as Markdown code in the sentences of a changelog; long things are cut, with a count."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST: Final = 60
_MOST: Final = 8
_UNSAFE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def code(text: str) -> str:
    """Inline code with exactly this text: more backticks around it than there are in it."""
    text = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    ticks = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    taken = text.startswith(" ") and text.endswith(" ") and text.strip()  # CommonMark takes these two spaces away
    room = " " if text.startswith("`") or text.endswith("`") or taken else ""
    return f"{ticks}{room}{text or ' '}{room}{ticks}"


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
