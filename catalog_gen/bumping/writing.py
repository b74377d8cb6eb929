"""Calls as text: what is added to a definition, in one line or in many."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.bumping.items import Item
    from catalog_gen.bumping.texts import Spot, Text


@dataclasses.dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a definitions file that can stand elsewhere: its lines, and which of them begin inside of a string."""

    lines: tuple[str, ...]
    fixed: frozenset[int] = frozenset()
    indentation: str = ""

    def at(self, indentation: str) -> str:
        """The text, further in or out by as much as the new place is; what is inside of strings does not move."""
        moved = [
            f"{indentation}{line.removeprefix(self.indentation)}"
            if line.strip() and line.startswith(self.indentation) and number not in self.fixed
            else line
            for number, line in enumerate(self.lines)
        ]
        return "\n".join([self.lines[0], *moved[1:]])


def value_of(text: Text, item: Item, replaced: Mapping[tuple[Spot, Spot], str] | None = None) -> Segment:
    """The value of a keyword argument with its brackets and comments, with some ranges of it `replaced`."""
    first = text.token_at(item.start) + 1
    begin = text.tokens[first + 1].start if text.tokens[first].string == "=" else item.start
    parts, done = [], begin
    for (start, end), new in sorted((replaced or {}).items()):
        parts += [text.between(done, start), new]
        done = end
    lines = "".join([*parts, text.between(done, item.end)]).split("\n")
    fixed = frozenset(line - begin[0] for line in text.inside_of_strings if begin[0] < line <= item.end[0])
    return Segment(tuple(lines), fixed, text.indentation(item.start[0]))


def literal(text: str, quote: str = '"') -> str:
    """A text as Python writes it, in such quotes if it has none of them."""
    inner = repr(text)[1:-1] if "'" not in text else repr(text + '"')[1:-2].replace("\\'", "'")
    if quote == "'":
        return repr(text) if "'" not in text else f'"{inner}"' if '"' not in text else repr(text)
    return f'"{inner}"' if '"' not in text else repr(text)


@dataclasses.dataclass(frozen=True, slots=True)
class Call:
    """A call to be written: a name, an argument by position and others by keyword."""

    name: str
    first: str
    keywords: Mapping[str, Segment]
    unit: str = "    "

    def put(self, indentation: str, room: int) -> str:
        """In one line if it fits into the room, else a line for each argument."""
        parts = [Segment((self.first,)), *self.keywords.values()]
        names = ["", *(f"{keyword}=" for keyword in self.keywords)]
        if all(len(part.lines) == 1 and "#" not in part.lines[0] for part in parts) or len(parts) == 1:
            line = f"{self.name}({', '.join(name + part.lines[0] for name, part in zip(names, parts, strict=True))})"
            if len(line) <= room or len(parts) == 1:
                return line
        inner = indentation + self.unit
        lines = [f"{inner}{name}{part.at(inner)}," for name, part in zip(names, parts, strict=True)]
        return "\n".join([f"{self.name}(", *lines, f"{indentation})"])

    @property
    def line(self) -> str:
        """In one line, or as few as there can be."""
        return self.put("", 1_000_000)

    def as_list(self, keyword: str, indentation: str, room: int) -> str:
        """The only element of a list that is a keyword argument."""
        inside = self.put(indentation + self.unit, room - len(keyword) - 3)
        if "\n" not in inside and len(inside) <= room - len(keyword) - 3:
            return f"{keyword}=[{inside}]"
        inner = indentation + self.unit
        inside = self.put(inner, 120 - len(inner) - 1)
        return f"{keyword}=[\n{inner}{inside},\n{indentation}]"
