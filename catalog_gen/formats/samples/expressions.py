"""What regular expressions are made of: a tree that texts are matched with and made from."""

from __future__ import annotations

import dataclasses
import unicodedata
from typing import Final


class NotUnderstoodError(ValueError):
    """The pattern is no regular expression, or one with a feature that is not known here."""


@dataclasses.dataclass(frozen=True, slots=True)
class Chars:
    """One character of a set: of one of the ranges, Unicode categories or other sets; or of none of them."""

    ranges: tuple[tuple[int, int], ...] = ()
    categories: tuple[str, ...] = ()
    sets: tuple[Chars, ...] = ()
    negated: bool = False

    def has(self, character: str) -> bool:
        """Whether the character is in the set."""
        code = ord(character)
        found = any(first <= code <= last for first, last in self.ranges)
        if not found and self.categories:
            found = unicodedata.category(character).startswith(self.categories)
        return (found or any(part.has(character) for part in self.sets)) != self.negated


@dataclasses.dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    parts: tuple[Node, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Either:
    """One of several."""

    branches: tuple[Node, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Repeat:
    """So many times; without end if `most` is None."""

    part: Node
    least: int
    most: int | None
    lazy: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """What back references refer to."""

    part: Node
    number: int


@dataclasses.dataclass(frozen=True, slots=True)
class Back:
    """The same text as that of a group."""

    number: int


@dataclasses.dataclass(frozen=True, slots=True)
class Edge:
    """A place between characters: `^`, `$`, `b` or `B`."""

    kind: str


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """What does (not) follow or precede."""

    part: Node
    behind: bool
    negated: bool


Node = Chars | Sequence | Either | Repeat | Group | Back | Edge | Look

DIGIT: Final = Chars(((0x30, 0x39),))
WORD: Final = Chars(((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)))
SPACE: Final = Chars(((9, 13), (32, 32), (0xA0, 0xA0), (0x2028, 0x2029), (0xFEFF, 0xFEFF)), categories=("Zs",))
