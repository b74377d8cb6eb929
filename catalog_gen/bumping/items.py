"""What stands between brackets, item by item, and how one is added or removed so that all else stays as it is."""

from __future__ import annotations

import dataclasses
import tokenize
from collections.abc import Callable
from typing import TYPE_CHECKING

from catalog_gen.bumping.texts import Edit, UneditableError

if TYPE_CHECKING:
    from catalog_gen.bumping.texts import Spot, Text

_BETWEEN = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT})

Put = Callable[[str, int], str]
"""A new item's text, whose further lines have that indentation; in one line if it fits into so many columns."""


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """An argument, an element or a name; `comma` is the spot behind the comma that follows, if one does."""

    start: Spot
    end: Spot
    comma: Spot | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Items:
    """The items between two brackets, or of an import without any; `start` and `end` are what is around them."""

    start: Spot
    end: Spot
    items: tuple[Item, ...]

    def at(self, spot: Spot) -> int:
        """The index of the item in which something stands."""
        for index, item in enumerate(self.items):
            if item.start <= spot < item.end:
                return index
        raise UneditableError(f"nothing begins at line {spot[0]}, column {spot[1] + 1}")


def between_brackets(text: Text, spot: Spot) -> Items:
    """The items of the brackets of which the first opens at the spot or behind it."""
    tokens = text.tokens
    index = text.token_at(spot)
    while tokens[index].string not in {"(", "[", "{"} or tokens[index].type != tokenize.OP:
        index += 1
    return listed(text, index + 1)


def listed(text: Text, index: int) -> Items:
    """The items from a token on, up to the bracket that closes, or the end of the statement."""
    items: list[Item] = []
    began: Spot | None = None
    last = text.tokens[index - 1].end
    depth = 0
    for token in text.tokens[index:]:
        closes = token.type == tokenize.OP and token.string in {")", "]", "}"}
        if not depth and (closes or token.type in {tokenize.NEWLINE, tokenize.ENDMARKER} or token.string == ";"):
            items += [Item(began, last)] if began else []
            return Items(text.tokens[index - 1].end, token.start, tuple(items))
        if token.type in _BETWEEN:
            continue
        if not depth and token.string == "," and began:
            items.append(Item(began, last, token.end))
            began = None
            continue
        depth += (token.string in {"(", "[", "{"}) - closes if token.type == tokenize.OP else 0
        began = began or token.start
        last = token.end
    raise UneditableError("a bracket is not closed")


def behind(text: Text, around: Items, index: int, put: Put) -> list[Edit]:
    """The edits that add an item behind another one, in a line of its own where the others have one."""
    item = around.items[index]
    following = around.items[index + 1].start if index + 1 < len(around.items) else around.end
    own = text.indentation(item.start[0]) if text.is_first(item.start) else None
    if own is None and index + 1 < len(around.items) and text.is_first(following):
        own = text.indentation(following[0])
    own_line = following[0] > item.end[0] and (item.comma is None or item.comma[0] == item.end[0])
    if own is None or not own_line:
        indent = text.indentation(item.start[0])
        return [Edit(item.end, item.end, ", " + put(indent, text.width - len(text.lines[item.end[0] - 1]) - 2))]
    new = "\n" + own + put(own, text.width - len(own) - 1)
    if item.comma is not None:
        return [Edit(text.line_end(item.end[0]), text.line_end(item.end[0]), new + ",")]
    end = text.line_end(item.end[0])
    return [Edit(item.end, item.end, "," + new)] if end == item.end else [
        Edit(item.end, item.end, ","), Edit(end, end, new)
    ]  # fmt: skip


def in_front(text: Text, around: Items, put: Put, unit: str) -> list[Edit]:
    """The edits that add an item before all others; `unit` is by how much lines inside are further in."""
    line = around.start[0]
    indent = text.indentation(line)
    room = text.width - len(text.lines[line - 1])
    if not around.items:
        new = put(indent + unit, room)
        empty = not text.between(around.start, around.end).strip()
        if "\n" in new or (len(new) > room and empty):
            new = put(indent + unit, text.width - len(indent + unit) - 1)
            new = f"\n{indent}{unit}{new},\n{indent}"
        return [Edit(around.start, around.end if empty else around.start, new)]
    first = around.items[0]
    if first.start[0] > line and text.is_first(first.start):
        own = text.indentation(first.start[0])
        end = text.line_end(line)
        return [Edit(end, end, f"\n{own}{put(own, text.width - len(own) - 1)},")]
    return [Edit(first.start, first.start, put(indent, room - 2) + ", ")]


def without(text: Text, around: Items, index: int) -> list[Edit]:
    """The edits that remove an item; comments stay, and so does the layout of what is around."""
    item = around.items[index]
    before = around.items[index - 1] if index else None
    following = around.items[index + 1].start if index + 1 < len(around.items) else around.end
    end = item.comma or item.end
    if "#" in text.between(item.end, end):
        return [Edit(item.start, item.end, ""), *_comma(item)]
    if text.is_first(item.start) and following[0] > end[0]:
        left = text.between(end, text.line_end(end[0])).lstrip()
        if left:
            return [Edit(item.start, (end[0], len(text.lines[end[0] - 1]) - len(left)), "")]
        return [Edit((item.start[0], 0), (end[0] + 1, 0), "")]
    if before is not None and before.end[0] == item.start[0]:
        return [Edit(before.end, item.end, "")]
    if index + 1 < len(around.items) and following[0] == end[0]:
        return [Edit(item.start, following, "")]
    if before is not None and not text.between(before.end, item.start).strip(" \t\n,"):
        return [Edit(before.end, item.end, "")]
    return [Edit(item.start, item.end, ""), *_comma(item)]


def _comma(item: Item) -> list[Edit]:
    """The edit that removes the comma behind an item, if there is one."""
    return [Edit((item.comma[0], item.comma[1] - 1), item.comma, "")] if item.comma else []
