"""Texts that match a regular expression, short and readable ones first."""

from __future__ import annotations

import dataclasses
import functools
import itertools
from typing import TYPE_CHECKING, Final

from catalog_gen.formats.samples import matching
from catalog_gen.formats.samples.expressions import (
    Back,
    Chars,
    Edge,
    Either,
    Group,
    Look,
    Node,
    NotUnderstoodError,
    Repeat,
    Sequence,
)
from catalog_gen.formats.samples.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

_POOLS: Final = ("1234567890", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_HEX: Final = ("4f2a9c1e7b3d8056", "4F2A9C1E7B3D8056")
_OTHERS: Final = "_-./:@ ,;+*#=~!?()[]{}<>&%$'\"|\\^`äéßñøαβжшक中文あア한\n\t"
_COMMON: Final = _OTHERS.index("ä")
_LONGEST: Final = 10_000
_SOME: Final = 12
_STARTS: Final = 12
_DOUBTS: Final = 8
"""So many texts are tried of which it cannot be told (within the budget) whether they match."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Style:
    """How a text is made: how often what may be repeated is, whether what may be missing is there, which branch."""

    spread: int
    optional: bool
    turn: int
    start: int = 0
    """From which place on the characters of a pool are taken."""


_SPREADS: Final = (4, 2, 1, 0, 7, 11, 15, 19, 31, 35, 63, 127, 255, 511, 1023, 2047)


@functools.lru_cache(maxsize=1024)
def texts(pattern: str, least: int = 0, most: int | None = None) -> tuple[str, ...]:
    """Some texts in which the pattern is found and whose lengths are within the limits; none where none is made out."""
    return tuple(itertools.islice(_texts(pattern, least, most), _SOME))


def _texts(pattern: str, least: int, most: int | None) -> Iterator[str]:
    try:
        node = parse(pattern)
    except NotUnderstoodError:
        return
    seen: set[str | None] = set()
    open_end = pattern.startswith("^") and not pattern.endswith(("$", ")"))
    doubts = 0
    for style in _styles(node, least):
        text = _Spelling(style).text(node)
        if text in seen:
            continue
        for candidate in _padded(text, least, open_end=open_end):
            if least <= len(candidate) and (most is None or len(candidate) <= most) and candidate not in seen:
                matches = matching.found(pattern, candidate)
                if matches:
                    yield candidate
                doubts += matches is None
                if doubts > _DOUBTS:
                    return
            seen.add(candidate)


def _styles(node: Node, least: int) -> Iterator[_Style]:
    """Ways to make a text: short ones first, in the end those that differ in their characters only."""
    for turn, optional in itertools.product(range(4), (False, True)):
        for spread in (*(spread for spread in _SPREADS if spread <= 4 * max(least, 4)), *_fitting(node, turn, least)):
            yield _Style(spread, optional, turn)
    for start, turn in itertools.product(range(1, _STARTS), range(4)):
        for spread in (1, 4, *_fitting(node, turn, least)):
            yield _Style(spread, optional=False, turn=turn, start=start)


def _fitting(node: Node, turn: int, least: int) -> Iterator[int]:
    """How often to repeat for just the least length, going by how much one more repetition adds."""
    short, longer = (len(_Spelling(_Style(spread, False, turn)).text(node) or "") for spread in (1, 2))
    if longer > short and least > short:
        spread = 1 + (least - short) // (longer - short)
        yield from (spread, spread + 1)


def _padded(text: str | None, least: int, *, open_end: bool) -> Iterator[str]:
    """The text, and made long enough for patterns that do not say all of it."""
    if text is None:
        return
    if open_end:
        yield from (f"{text}{more}" for more in ("example", "other", "third"))
    yield text
    if len(text) < least <= _LONGEST:
        missing = least - len(text)
        for filler in ("abcdefghij", "1234567890", text or " "):
            more = (filler * (missing // len(filler) + 1))[:missing]
            yield text + more
            yield more + text


class _Spelling:
    """One text made from a tree in one style; characters follow each other through their pools."""

    def __init__(self, style: _Style) -> None:
        self._style = style
        self._drawn: dict[str, int] = {}
        self._groups: dict[int, str] = {}
        self._length = 0

    def text(self, node: Node) -> str | None:
        """The text; None if there is none, or it becomes too long."""
        try:
            return self._of(node, 0)
        except (_NoTextError, RecursionError):
            return None

    def _of(self, node: Node, depth: int) -> str:
        match node:
            case Chars():
                return self._character(node)
            case Sequence():
                return "".join(self._of(part, depth) for part in node.parts)
            case Either():
                return self._of(node.branches[self._style.turn % len(node.branches)], depth)
            case Repeat():
                return self._repeated(node, depth)
            case Group():
                self._groups[node.number] = text = self._of(node.part, depth)
                return text
            case Back():
                return self._groups.get(node.number, "")
            case Edge():
                return ""
            case Look():
                # What must follow is often all there is: ^(?=.*\d).+$; where it is not, the match tells.
                wanted = not node.negated and not node.behind and self._style.turn % 2
                return self._of(node.part, depth) if wanted else ""

    def _repeated(self, node: Repeat, depth: int) -> str:
        spread = self._style.spread if depth == 0 else min(self._style.spread, 1)
        if isinstance(node.part, Chars) and _pool(node.part) == " ":
            count = node.least
        elif node.most == 1:
            count = node.least or int(self._style.optional)
        else:
            wanted = max(spread + (node.least < 1), node.least)
            if node.least and isinstance(node.part, Chars) and node.most is not None:
                wanted = node.least + (spread if self._style.optional else 0)
            count = wanted if node.most is None else min(wanted, node.most)
        if count + self._length > _LONGEST:
            raise _NoTextError
        deeper = depth if isinstance(node.part, Chars) else depth + 1
        return "".join(self._of(node.part, deeper) for _ in range(count))

    def _character(self, chars: Chars) -> str:
        self._length += 1
        if self._length > _LONGEST:
            raise _NoTextError
        pool = _pool(chars)
        if not pool:
            raise _NoTextError
        index = self._drawn.get(pool, self._style.start)
        self._drawn[pool] = index + 1
        return pool[index % len(pool)]


class _NoTextError(Exception):
    """No character can stand there, or too many would."""


@functools.lru_cache(maxsize=1024)
def _pool(chars: Chars) -> str:
    """The characters to take turns with: letters or digits that read well, as far as the set has any."""
    allowed = ["".join(character for character in pool if chars.has(character)) for pool in _POOLS]
    digits, lower, upper = allowed
    for hexadecimal, letters in zip(_HEX, (lower, upper), strict=True):
        if digits and letters and set(digits + letters) == set(hexadecimal):
            return hexadecimal
    if lower or upper or digits:
        return lower or upper or digits
    common = next((character for character in _OTHERS[:_COMMON] if chars.has(character)), "")
    if common:
        return common
    for first, last in chars.ranges if not chars.negated else ():
        if not 0xD800 <= first <= 0xDFFF:  # noqa: PLR2004 - the surrogates
            return "".join(chr(code) for code in range(first, min(last, first + 20) + 1))
    return next((character for character in _OTHERS if chars.has(character)), "")
