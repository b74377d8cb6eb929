"""Whether a text matches a regular expression, within a budget of steps: no pattern can hang a build."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from catalog_gen.formats.samples.expressions import (
    WORD,
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
    from collections.abc import Callable

_STEPS: Final = 20_000

Groups = dict[int, tuple[int, int]]


@functools.lru_cache(maxsize=8192)
def found(pattern: str, text: str) -> bool | None:
    """Whether the pattern is found somewhere in the text; None if that is not known (within the budget)."""
    try:
        return _Search(text).anywhere(parse(pattern))
    except (NotUnderstoodError, _TooLongError, RecursionError):
        return None


def _is_anchored(node: Node) -> bool:
    """Whether the node matches at the beginning only."""
    if isinstance(node, Sequence):
        return bool(node.parts) and _is_anchored(node.parts[0])
    if isinstance(node, Either):
        return all(_is_anchored(branch) for branch in node.branches)
    return _is_anchored(node.part) if isinstance(node, Group) else isinstance(node, Edge) and node.kind == "^"


class _TooLongError(Exception):
    """The budget is used up."""


class _Search:
    """One search with backtracking, in the order of ECMA 262: each node calls what follows it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._steps = 0

    def anywhere(self, node: Node) -> bool:
        """Whether the node matches from some place on."""
        starts = range(1 if _is_anchored(node) else len(self._text) + 1)
        return any(self._at(node, start, {}, lambda _at, _groups: True) for start in starts)

    def _at(self, node: Node, at: int, groups: Groups, then: Callable[[int, Groups], bool]) -> bool:
        self._steps += 1
        if self._steps > _STEPS:
            raise _TooLongError
        match node:
            case Chars():
                return at < len(self._text) and node.has(self._text[at]) and then(at + 1, groups)
            case Sequence():
                return self._sequence(node.parts, 0, at, groups, then)
            case Either():
                return any(self._at(branch, at, groups, then) for branch in node.branches)
            case Repeat():
                if isinstance(node.part, Chars):
                    return self._run(node, node.part, at, groups, then)
                return self._repeat(node, 0, at, groups, then)
            case Group():
                return self._at(node.part, at, groups, lambda end, inner: then(end, inner | {node.number: (at, end)}))
            case Back():
                start, end = groups.get(node.number, (at, at))
                same = self._text.startswith(self._text[start:end], at)
                return same and then(at + end - start, groups)
            case Edge():
                return self._edge(node.kind, at) and then(at, groups)
            case Look():
                return self._look(node, at, groups) != node.negated and then(at, groups)

    def _sequence(
        self, parts: tuple[Node, ...], index: int, at: int, groups: Groups, then: Callable[[int, Groups], bool]
    ) -> bool:
        if index == len(parts):
            return then(at, groups)
        return self._at(parts[index], at, groups, lambda end, inner: self._sequence(parts, index + 1, end, inner, then))

    def _run(self, node: Repeat, part: Chars, at: int, groups: Groups, then: Callable[[int, Groups], bool]) -> bool:
        """A repeated character: its run is measured once, then tried from its longest to its shortest."""
        last = len(self._text) if node.most is None else min(len(self._text), at + node.most)
        end = at
        while end < last and part.has(self._text[end]):
            end += 1
        self._steps += end - at
        ends = range(at + node.least, end + 1)
        return any(then(end, groups) for end in (ends if node.lazy else reversed(ends)))

    def _repeat(self, node: Repeat, times: int, at: int, groups: Groups, then: Callable[[int, Groups], bool]) -> bool:
        def again(end: int, inner: Groups) -> bool:
            if end == at and times >= node.least:
                return False
            return self._repeat(node, times + 1, end, inner, then)

        if times < node.least:
            return self._at(node.part, at, groups, again)
        more = node.most is None or times < node.most
        if node.lazy:
            return then(at, groups) or (more and self._at(node.part, at, groups, again))
        return (more and self._at(node.part, at, groups, again)) or then(at, groups)

    def _edge(self, kind: str, at: int) -> bool:
        if kind == "^":
            return at == 0
        if kind == "$":
            return at == len(self._text)
        before = at > 0 and WORD.has(self._text[at - 1])
        after = at < len(self._text) and WORD.has(self._text[at])
        return (before != after) == (kind == "b")

    def _look(self, node: Look, at: int, groups: Groups) -> bool:
        if not node.behind:
            return self._at(node.part, at, groups, lambda _end, _groups: True)
        starts = range(at, -1, -1)
        return any(self._at(node.part, start, groups, lambda end, _groups: end == at) for start in starts)
