"""Where one value stands in a text that is JSON without any fault; whatever does not lead there is skipped at once."""

from __future__ import annotations

import json
import re
from json.decoder import scanstring  # type: ignore[attr-defined]  # the one that the decoder itself uses
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_DECODER: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\n\r]*")


def offset(text: str, pointer: Sequence[str | int], *, key: bool = False) -> int:
    """Where the value at these keys and indexes starts, or its key; see `jsontext.Document.place`.

    Raises:
        ValueError: the text is not JSON.
        RecursionError: it is nested too deeply.
    """
    at = _after_space(text, 0)
    for number, step in enumerate(pointer, 1):
        found = _inside(text, at, step)
        if found is None:
            break
        at = found[0] if key and number == len(pointer) else found[1]
    return at


def _inside(text: str, at: int, step: str | int) -> tuple[int, int] | None:
    """Where the key and the value of a step start, in the object or array there; None where there is none."""
    if text[at] == "{" and isinstance(step, str):
        return _in_object(text, at, step)
    return _in_array(text, at, step) if text[at] == "[" and isinstance(step, int) and step >= 0 else None


def _in_object(text: str, at: int, wanted: str) -> tuple[int, int] | None:
    at = _after_space(text, at + 1)
    while text[at] != "}":
        start = at
        name, at = scanstring(text, at + 1)
        at = _after_space(text, _after_space(text, at) + 1)  # behind the colon
        if name == wanted:
            return start, at
        at = _next(text, at)
    return None


def _in_array(text: str, at: int, wanted: int) -> tuple[int, int] | None:
    at = _after_space(text, at + 1)
    for _ in range(wanted):
        if text[at] == "]":
            return None
        at = _next(text, at)
    return None if text[at] == "]" else (at, at)


def _next(text: str, at: int) -> int:
    """Where the next key or value starts, or the end, behind the value there."""
    at = _after_space(text, _DECODER.raw_decode(text, at)[1])
    return _after_space(text, at + 1) if text[at] == "," else at


def _after_space(text: str, at: int) -> int:
    return _SPACE.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
