"""Whether a formula is true of a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.compatibility.jsonschema.formulas import KIND_OF, TRUE, both, exactly, key
from catalog_gen.formats.jsonschema import matching, values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.compatibility.jsonschema.formulas import Formula
    from catalog_gen.compatibility.jsonschema.numbering import Book


def field(fields: Formula, name: str) -> tuple[Formula, bool]:
    """What a `fields` formula asks of the property, and whether that is all: some patterns nobody can run."""
    found = [part for own, part in fields[1] if own == name]
    sure = True
    for pattern, part in fields[2]:
        matched = matching.found(pattern, name)
        sure = sure and matched is not None
        if matched:
            found.append(part)
    return (both(found) if found else fields[3] if sure else TRUE), sure


def element(items: Formula, place: int) -> Formula:
    """What an `items` formula asks of the element there."""
    found: Formula = items[1][place] if place < len(items[1]) else items[2]
    return found


def holds(book: Book, formula: Formula, value: Any) -> bool | None:
    """Whether it is true of the value; None where nobody can tell."""
    kind = key_kind(value)
    word = formula[0]
    if KIND_OF.get(word, kind) != kind:
        return True
    match word:
        case "and":
            return _all(holds(book, part, value) for part in formula[1])
        case "or":
            return _not(_all(_not(holds(book, part, value)) for part in formula[1]))
        case "not":
            return _not(holds(book, formula[1], value))
        case "one":
            return _count([holds(book, part, value) for part in formula[1]])
        case "ref":
            return holds(book, book.body(formula[1]), value)
        case "kinds" | "enum":
            return (kind if word == "kinds" else key(value)) in formula[1]
        case "opaque" | "text":
            return None
    if kind == "object":
        return _of_object(book, formula, value)
    if kind == "array":
        return _of_array(book, formula, value)
    return _of_text(formula, value) if kind == "string" else _of_number(formula, value)


def key_kind(value: Any) -> str:
    """The kind of a value."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def _all(found: Iterable[bool | None]) -> bool | None:
    unsure = False
    for each in found:
        if each is False:
            return False
        unsure = unsure or each is None
    return None if unsure else True


def _not(found: bool | None) -> bool | None:  # noqa: FBT001
    return None if found is None else not found


def _count(found: list[bool | None]) -> bool | None:
    if found.count(True) > 1:
        return False
    return None if None in found else found.count(True) == 1


def _of_text(formula: Formula, text: str) -> bool | None:
    match formula[0]:
        case "minlen":
            return bool(len(text) >= formula[1])
        case "maxlen":
            return bool(len(text) <= formula[1])
        case "pattern":
            return matching.found(formula[1], text)
    return True if values.fits(formula[1], text) else None  # whether it is checked is up to who reads


def _of_number(formula: Formula, number: float) -> bool | None:
    exact = exactly(number)
    match formula[0]:
        case "min":
            return bool(exact > formula[1] if formula[2] else exact >= formula[1])
        case "max":
            return bool(exact < formula[1] if formula[2] else exact <= formula[1])
        case "multiple":
            return bool((exact / formula[1]).denominator == 1)
    return isinstance(number, int)


def _of_array(book: Book, formula: Formula, array: list[Any]) -> bool | None:
    match formula[0]:
        case "minitems":
            return bool(len(array) >= formula[1])
        case "maxitems":
            return bool(len(array) <= formula[1])
        case "unique":
            return len({key(value) for value in array}) == len(array)
        case "items":
            return _all(holds(book, element(formula, place), value) for place, value in enumerate(array))
    found = [holds(book, formula[1], value) for value in array]
    if found.count(True) >= formula[2]:
        return True
    return None if found.count(True) + found.count(None) >= formula[2] else False


def _of_object(book: Book, formula: Formula, members: dict[str, Any]) -> bool | None:
    match formula[0]:
        case "required":
            return formula[1] in members
        case "minprops":
            return bool(len(members) >= formula[1])
        case "maxprops":
            return bool(len(members) <= formula[1])
        case "names":
            return _all(holds(book, formula[1], name) for name in members)
    found = []
    for name, value in members.items():
        asked, sure = field(formula, name)
        told = holds(book, asked, value)
        found.append(told if sure or told is False else None)
    return _all(found)
