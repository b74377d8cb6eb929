"""What schemas ask of a value, in one logic for all drafts: formulas are tuples that begin with a word.

`("and", parts)`, `("or", parts)`, `("one", parts)` and `("not", part)` put formulas together, `("ref", name)` is what
is asked elsewhere. All others ask one thing, of values of one kind only (any other value is fine):

- `("kinds", names)` and `("enum", keys)` of values of all kinds,
- `("minlen", n)`, `("maxlen", n)`, `("pattern", text)`, `("format", name)` of texts,
- `("min", limit, excluded)`, `("max", limit, excluded)`, `("multiple", of)` of numbers; `("spelt",)`: written without a
  fraction, as draft 4 wants its integers,
- `("minitems", n)`, `("maxitems", n)`, `("unique",)`, `("items", first, rest)`, `("least", part, n)`: so many elements
  at least that the part is true of,
- `("required", name)`, `("minprops", n)`, `("maxprops", n)`, `("names", part)`, `("fields", named, patterns, rest)`,
- `("opaque", reason, parts)`: nothing is known but that the same is the same.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Formula = tuple[Any, ...]
Key = tuple[Any, ...]
"""A JSON value, equal to that of every equal one: 1 is 1.0, but not true."""


class Keys:
    """Keys, each once, in an order that only depends on what they are; they know quickly whether one is among them."""

    __slots__ = ("_members", "_ordered", "kinds")

    def __init__(self, keys: Iterable[Key]) -> None:
        """`kinds` are the kinds of the values."""
        self._members = frozenset(keys)
        self._ordered = tuple(sorted(self._members, key=repr))
        self.kinds = frozenset(key[0] for key in self._ordered)

    def __iter__(self) -> Iterator[Key]:
        """The keys in order."""
        return iter(self._ordered)

    def __contains__(self, key: object) -> bool:
        """Whether the key is among them."""
        return key in self._members

    def __eq__(self, other: object) -> bool:
        """Whether they are the same keys."""
        return isinstance(other, Keys) and self._members == other._members

    def __hash__(self) -> int:
        """What is the same for the same keys."""
        return hash(self._members)

    def __repr__(self) -> str:
        """The keys in order."""
        return repr(self._ordered)


TRUE: Final[Formula] = ("and", ())
FALSE: Final[Formula] = ("or", ())
KINDS: Final = ("object", "array", "string", "number", "boolean", "null")

KIND_OF: Final = {
    **dict.fromkeys(("minlen", "maxlen", "pattern", "format"), "string"),
    **dict.fromkeys(("min", "max", "multiple", "spelt"), "number"),
    **dict.fromkeys(("minitems", "maxitems", "unique", "items", "least"), "array"),
    **dict.fromkeys(("required", "minprops", "maxprops", "names", "fields"), "object"),
}
"""The kind of values that a formula asks something of."""


def both(parts: Iterable[Formula]) -> Formula:
    """All of them."""
    found: dict[Formula, None] = {}
    for part in parts:
        if part == FALSE:
            return FALSE
        found |= dict.fromkeys(part[1] if part[0] == "and" else (part,))
    return next(iter(found)) if len(found) == 1 else ("and", tuple(found))


def either(parts: Iterable[Formula]) -> Formula:
    """At least one of them."""
    found: dict[Formula, None] = {}
    for part in parts:
        if part == TRUE:
            return TRUE
        found |= dict.fromkeys(part[1] if part[0] == "or" else (part,))
    return next(iter(found)) if len(found) == 1 else ("or", tuple(found))


def negated(part: Formula) -> Formula:
    """Not that."""
    if part in {TRUE, FALSE}:
        return FALSE if part == TRUE else TRUE
    return part[1] if part[0] == "not" else ("not", part)


def enum(values: Iterable[Any]) -> Formula:
    """One of the values."""
    keys = Keys(key(value) for value in values)
    return ("enum", keys) if keys.kinds else FALSE


def key(value: Any) -> Key:
    """What is the same for equal values only."""
    if value is None or isinstance(value, bool):
        return ("null",) if value is None else ("boolean", value)
    if isinstance(value, int | float):
        return ("number", exactly(value))
    if isinstance(value, str):
        return ("string", value)
    if isinstance(value, list):
        return ("array", tuple(map(key, value)))
    return ("object", tuple(sorted((name, key(inner)) for name, inner in value.items())))


def exactly(number: float) -> Fraction:
    """A number as it is written, without what binary numbers make of it; schemas have finite ones only."""
    return Fraction(number) if isinstance(number, int) else Fraction(str(number))


def values(known: Key) -> list[Any]:
    """The values that have that key: a whole number can be written in two ways."""
    tag = known[0]
    if tag == "null":
        return [None]
    if tag == "number":
        number = known[1]
        return [int(number), as_float(number)] if number.denominator == 1 else [as_float(number)]
    if tag == "array":
        return [[values(inner)[0] for inner in known[1]]]
    if tag == "object":
        return [{name: values(inner)[0] for name, inner in known[1]}]
    return [known[1]]


def as_float(number: Fraction) -> float:
    """The number with a fraction, as near as can be."""
    try:
        return float(number)
    except OverflowError:
        return 0.0


def parts(formula: Formula) -> tuple[Formula, ...]:
    """The formulas directly inside of a formula."""
    match formula[0]:
        case "and" | "or" | "one":
            return tuple(formula[1])
        case "not" | "names" | "least":
            return (formula[1],)
        case "items":
            return (*formula[1], formula[2])
        case "fields":
            return (*(part for _, part in formula[1]), *(part for _, part in formula[2]), formula[3])
        case "opaque":
            return tuple(formula[2])
    return ()


def rebuilt(formula: Formula, inner: tuple[Formula, ...]) -> Formula:
    """The formula with other formulas directly inside."""
    match formula[0]:
        case "and":
            return both(inner)
        case "or":
            return either(inner)
        case "one":
            return ("one", inner)
        case "not":
            return negated(inner[0])
        case "names":
            return TRUE if inner[0] == TRUE else ("names", inner[0])
        case "least":
            return ("least", inner[0], formula[2])
        case "items":
            return TRUE if all(part == TRUE for part in inner) else ("items", inner[:-1], inner[-1])
        case "fields":
            return _fields(formula, inner)
        case "opaque":
            return (*formula[:2], inner)
    return formula


def _fields(formula: Formula, inner: tuple[Formula, ...]) -> Formula:
    count = len(formula[1])
    named = tuple((name, part) for (name, _), part in zip(formula[1], inner[:count], strict=True))
    matched = tuple((text, part) for (text, _), part in zip(formula[2], inner[count:-1], strict=True))
    if inner[-1] == TRUE:
        matched = tuple((text, part) for text, part in matched if part != TRUE)
        named = tuple((name, part) for name, part in named if part != TRUE)
    return ("fields", named, matched, inner[-1]) if named or matched or inner[-1] != TRUE else TRUE
