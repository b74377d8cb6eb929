"""JSON text: its value, everything that is wrong with it, and the place of every key and value.

Python's own parser reads what is right. Only a text that is not, or one of which many places are asked for, is scanned
by ours, once.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import itertools
import json
import math
import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats import jsonplaces
from catalog_gen.formats.jsonscanning import DEEPEST, Lines, Scanner

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.formats.jsonscanning import Node
    from catalog_gen.problems import Place, Problem

_FEW: Final = 20
"""So many places are looked for one by one; for more, all of them are found at once."""

_MOST_DIGITS: Final = 308  # of a whole number that surely fits into a double
_SURROGATE: Final = re.compile(r"\\u[dD][89a-fA-F]")


@dataclasses.dataclass(frozen=True, eq=False)
class Document:
    """A JSON text that could be read.

    `value` is what Python's json makes of it. `text` is the text without byte order mark; it is `right` if nothing is
    wrong with it.
    """

    path: str
    value: Any
    text: str = dataclasses.field(repr=False)
    right: bool = False
    _asked: Iterator[int] = dataclasses.field(default_factory=itertools.count, repr=False)

    def place(self, pointer: Sequence[str | int], *, key: bool = False) -> Place:
        """The place of the value at these keys and indexes, or of its key.

        Where there is no such value, that of the innermost one on the way to it. In arrays, and at the top, the key is
        the value itself.
        """
        if self.right and next(self._asked) < _FEW:
            with contextlib.suppress(RecursionError):  # what is skipped may be deep, as may be the program
                return self._lines.place(jsonplaces.offset(self.text, pointer, key=key))
        offset, inside = self._root
        for number, step in enumerate(pointer, 1):
            found: Node | None = None
            at = offset
            if isinstance(inside, dict) and step in inside:
                at, found = inside[step]
            elif isinstance(inside, list) and isinstance(step, int) and 0 <= step < len(inside):
                found = inside[step]
                at = found[0]
            if found is None:
                break
            offset, inside = found
            if key and number == len(pointer):
                offset = at
        return self._lines.place(offset)

    @functools.cached_property
    def _root(self) -> Node:
        return Scanner(self.path, self.text).root()

    @functools.cached_property
    def _lines(self) -> Lines:
        return Lines(self.path, self.text)


def parse(path: str, text: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document, and everything in the text that is not JSON (`bad-schema`), in its order.

    Comments, missing or surplus commas, wrong quotes, repeated keys and the like do not end the reading, and where they
    leave no doubt of what is meant there is a document besides the problems, so that more can be found out in the same
    run. Of a repeated key, the last one counts. The grammar is that of https://www.rfc-editor.org/rfc/rfc8259; besides,
    keys are unique, texts are Unicode and numbers fit into a double, since not every program reads anything else.
    """
    text = text.removeprefix("\ufeff")
    try:
        value = _plain(text)
    except (ValueError, RecursionError):
        scanner = Scanner(path, text)
        value, problems = scanner.read()
        return (Document(path, value, text) if scanner.whole else None), problems
    return Document(path, value, text, right=True), ()


def _plain(text: str) -> Any:
    """The value of a text that is right in all respects; ValueError or RecursionError if it is not, or may be not."""
    value = _decoder.decode(text)
    if _SURROGATE.search(text) or _too_deep(value):
        raise ValueError
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _refused(_: str) -> Any:
    raise ValueError


def _int(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise ValueError
    return int(text)


def _float(text: str) -> float:
    found = float(text)
    if math.isinf(found):
        raise ValueError
    return found


_decoder: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_constant=_refused, parse_int=_int, parse_float=_float
)


def _too_deep(value: Any) -> bool:
    level, depth = [value], 0
    while level := [each for each in level if isinstance(each, (dict, list))]:
        depth += 1
        if depth > DEEPEST:
            return True
        level = [inner for each in level for inner in (each.values() if isinstance(each, dict) else each)]
    return False
