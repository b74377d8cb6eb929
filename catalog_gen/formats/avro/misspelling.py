"""Attributes that are none of Avro's but nearly are: Avro allows any others, so only what was hardly meant is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DECIMAL: Final = ("precision", "scale")
_NAMED: Final = ("type", "name", "namespace", "aliases", "doc")

_KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "field": ("name", "type", "doc", "default", "order", "aliases", "logicalType"),
    "record": (*_NAMED, "fields"),
    "error": (*_NAMED, "fields"),
    "enum": (*_NAMED, "symbols", "default"),
    "fixed": (*_NAMED, "size", "logicalType"),
    "array": ("type", "items"),
    "map": ("type", "values"),
}
"""What Avro reads of a field and of the types; `logicalType` stands beside a field's type often enough, in vain."""

_OF_OTHERS: Final = ("type", "logicalType")
_ALL: Final = frozenset(word for words in _KNOWN.values() for word in words) | {*_DECIMAL}
_SHORT: Final = 5  # letters; of shorter words, many that are meant differ in one letter only
_LONG: Final = 9


def meant(attributes: Mapping[str, Any], what: str) -> Iterator[tuple[str, str]]:
    """The attributes that are misspelt ones of Avro's, each with the right spelling.

    `what` is `field`, or what the `type` says. An attribute that is there under its own name was not meant by another.
    """
    decimal = _DECIMAL if attributes.get("logicalType") == "decimal" else ()
    missing = [word for word in (*_KNOWN.get(what, _OF_OTHERS), *decimal) if word not in attributes]
    for attribute in attributes:
        if attribute in _ALL:
            continue
        found = next((word for word in missing if _is_near(attribute, word)), None)
        if found is not None:
            yield attribute, found


def _is_near(word: str, known: str) -> bool:
    """Whether the words differ in their capitals or separators, a plural or a slip of the finger."""
    one, other = word.replace("_", "").replace("-", "").lower(), known.lower()
    if one == other or _is_swapped(one, other) or {one, other} in ({"alias", "aliases"}, {"doc", "docs"}):
        return True
    most = 0 if len(other) < _SHORT else 1 if len(other) < _LONG else 2
    return abs(len(one) - len(other)) <= most and _distance(one, other) <= most


def _is_swapped(one: str, other: str) -> bool:
    """Whether two neighbouring letters have changed their places."""
    apart = [index for index, (left, right) in enumerate(zip(one, other, strict=False)) if left != right]
    if len(one) != len(other) or len(apart) != 2 or apart[1] != apart[0] + 1:  # noqa: PLR2004 - a pair
        return False
    return one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]


def _distance(one: str, other: str) -> int:
    """How many letters must be put in, taken out or replaced to make one of the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, 1):
        above, row = row, [index]
        for place, wanted in enumerate(other, 1):
            row.append(min(above[place] + 1, row[-1] + 1, above[place - 1] + (letter != wanted)))
    return row[-1]
