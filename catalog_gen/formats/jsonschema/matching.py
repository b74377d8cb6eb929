"""Whether a text matches the regular expression of a schema: no pattern can hang a build.

Python's `re` is used where the pattern cannot make it try too many ways through the text, an automaton elsewhere.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from catalog_gen.formats.jsonschema import patterns
from catalog_gen.formats.jsonschema.automata import Automaton, BeyondError
from catalog_gen.formats.samples.expressions import (
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

_WAYS: Final = 1_000_000
"""So many ways through a text `re` may have to try."""
_USUAL: Final = 100
"""A text of a payload is hardly longer."""
_LITERAL: Final = re.compile(r"\\.|\[(?:[^\]\\]|\\.)*\]", re.DOTALL)
_FLAGS: Final = re.compile(r"\(\?[a-zA-Z-]+[:)]|[*+?}]\+")
"""What `re` knows and the automaton does not: flags, and repetitions that give nothing back."""


@functools.lru_cache(maxsize=8192)
def found(pattern: str, text: str) -> bool | None:
    """Whether the pattern is found somewhere in the text; None if that cannot be told."""
    try:
        quick = _ways(pattern, len(text)) <= _WAYS
        if quick:
            return _compiled(pattern).search(text) is not None
        automaton = _automaton(pattern)
        return None if automaton is None else automaton.found(text)
    except (patterns.UntranslatableError, re.error, RecursionError, BeyondError):
        return None


@functools.lru_cache(maxsize=4096)
def is_quick(pattern: str) -> bool:
    """Whether `re` may be left alone with the pattern and any text of a usual length."""
    return _ways(pattern, _USUAL) <= _WAYS


@functools.lru_cache(maxsize=4096)
def is_hopeless(pattern: str) -> bool:
    """Whether texts of a usual length cannot be held against the pattern, although it is a good one."""
    return not is_quick(pattern) and _automaton(pattern) is None


@functools.lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(patterns.translated(pattern))


@functools.lru_cache(maxsize=256)
def _automaton(pattern: str) -> Automaton | None:
    if _FLAGS.search(_LITERAL.sub("x", pattern)):
        return None
    try:
        patterns.translated(pattern)
        return Automaton(parse(pattern))
    except (BeyondError, NotUnderstoodError, patterns.UntranslatableError, re.error, RecursionError):
        return None


@functools.lru_cache(maxsize=8192)
def _ways(pattern: str, length: int) -> int:
    """At most so many ways through a text of that length `re` tries; `_WAYS + 1` for all above that."""
    try:
        node = parse(pattern)
        starts = 1 if _is_anchored(node) else length + 1
        return min(_WAYS + 1, starts * _through(node, length) * (1 + _aside(node, length)))
    except (NotUnderstoodError, RecursionError):
        return _WAYS + 1


def _through(node: Node, length: int) -> int:
    """In how many ways a node may match from one place on."""
    ways = 1
    match node:
        case Sequence():
            for part in node.parts:
                ways = min(ways * _through(part, length), _WAYS + 1)
        case Either():
            ways = sum(_through(branch, length) for branch in node.branches)
        case Group():
            ways = _through(node.part, length)
        case Repeat():
            most = length + 1 if node.most is None else min(node.most, length + 1)
            each = _through(node.part, length)
            counts = max(most - node.least, 0) + 1
            ways = counts if each == 1 else counts * each ** min(most, _WAYS.bit_length())
        case _:
            pass
    return min(ways, _WAYS + 1)


def _aside(node: Node, length: int) -> int:
    """How many ways there are in what is looked at without going there."""
    match node:
        case Look():
            return _through(node.part, length) * (length + 1 if node.behind else 1) + _aside(node.part, length)
        case Sequence():
            return sum(_aside(part, length) for part in node.parts)
        case Either():
            return sum(_aside(branch, length) for branch in node.branches)
        case Group() | Repeat():
            return _aside(node.part, length)
        case _:
            return 0


def _is_anchored(node: Node) -> bool:
    """Whether the node matches at the beginning of the text only."""
    match node:
        case Sequence():
            return bool(node.parts) and _is_anchored(node.parts[0])
        case Either():
            return all(_is_anchored(branch) for branch in node.branches)
        case Group():
            return _is_anchored(node.part)
        case Edge():
            return node.kind == "^"
        case _:
            return False
