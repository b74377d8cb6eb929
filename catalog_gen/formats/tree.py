"""What a schema of any format says, as one neutral tree: tables, examples and comparisons are made from it.

A tree is finite: what a schema names stands once in `Tree.types`, and is referred to by name wherever it is used,
so that recursion is a reference to a type that is being looked at.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

Kind = Literal[
    "record",
    "array",
    "map",
    "enum",
    "union",
    "string",
    "bytes",
    "integer",
    "number",
    "boolean",
    "null",
    "any",
    "never",
    "reference",
]

ABSENT: Final[Any] = type("Absent", (), {"__repr__": lambda _: "ABSENT", "__bool__": lambda _: False})()
"""No default: `None` is one."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a value may be besides its kind. Lengths count characters (bytes for `bytes`), None is no limit."""

    minimum: float | None = None
    maximum: float | None = None
    exclusive_minimum: float | None = None
    exclusive_maximum: float | None = None
    multiple_of: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    """An ECMA 262 regular expression that is found somewhere in the text (not anchored)."""
    min_items: int | None = None
    max_items: int | None = None
    unique: bool = False
    min_properties: int | None = None
    max_properties: int | None = None
    precision: int | None = None
    """Decimal digits in all, of a `decimal`."""
    scale: int | None = None
    """Decimal digits behind the point, of a `decimal`."""


NO_LIMITS: Final = Limits()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """One type; which of the attributes say something depends on the kind.

    - `record`: `fields`; `open` where further ones are allowed, which are of type `items` if that is given.
    - `array`: `prefix` are the types of the first elements (tuples), `items` that of the others (None: there are none).
    - `map`: `items` is the type of the values; keys are texts (`keys` says more about them).
    - `enum`: `values` are the possible values, as JSON; a constant is an enum of one value.
    - `union`: `branches`, one of which a value has.
    - `reference`: `name` is a key of `Tree.types`.
    - `any`: every JSON value; `never`: none.
    """

    kind: Kind
    words: str
    """The type in the words of its format, in short: `array<string>`, `bytes (decimal 10,2)`, `string (email)`."""
    name: str = ""
    """The full name in its format, of a named type or a reference; else empty."""
    doc: str = ""
    format: str = ""
    """What narrows the kind, one of these words where it is one of them, else the format's own word: date,
    date-time, local-date-time, time, duration, uuid, decimal, email, uri, hostname, ipv4, ipv6, base64, json."""
    fields: tuple[Field, ...] = ()
    items: Type | None = None
    prefix: tuple[Type, ...] = ()
    keys: Type | None = None
    branches: tuple[Type, ...] = ()
    values: tuple[Any, ...] = ()
    open: bool = False
    limits: Limits = NO_LIMITS
    examples: tuple[Any, ...] = ()
    """Payload values that the schema itself gives."""
    notes: tuple[str, ...] = ()
    """Rules that no other attribute holds, each in words for a reader (`if a is "x", b is required`)."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a record."""

    name: str
    """As the schema writes it."""
    key: str = ""
    """As JSON payloads write it, where that differs (Protobuf's `json_name`)."""
    type: Type
    required: bool
    why: str = ""
    """Why it is (not) required, where that is not obvious: `has a default`, `may be null`, `one of payment`."""
    default: Any = ABSENT
    """The default as a JSON value."""
    doc: str = ""
    deprecated: bool = False
    group: str = ""
    """Of the fields that share a group, at most one is set (Protobuf's `oneof`)."""
    number: int | None = None
    """What stands for the field on the wire, where the format numbers its fields (Protobuf)."""
    examples: tuple[Any, ...] = ()

    @property
    def payload_key(self) -> str:
        """The key in JSON payloads."""
        return self.key or self.name


@dataclasses.dataclass(frozen=True, slots=True)
class Tree:
    """A root and the named types that it refers to, directly or through others."""

    root: Type
    types: Mapping[str, Type] = dataclasses.field(default_factory=dict)

    def seen(self, type_: Type) -> Type:
        """The type behind references (a reference that leads in a circle of references is `never`)."""
        passed: set[str] = set()
        while type_.kind == "reference":
            if type_.name in passed:
                return Type(kind="never", words=type_.words)
            passed.add(type_.name)
            type_ = self.types[type_.name]
        return type_


@dataclasses.dataclass(frozen=True, slots=True)
class Mismatch:
    """Why a payload is not what the schema wants, at the keys and indexes that lead to the spot."""

    path: tuple[str | int, ...]
    message: str
    rule: str = ""
    """The word of the schema language that is broken (`required`, `pattern`, ...), where there is one."""
    expected: Any = None
    """What that rule says, as in the schema."""

    @property
    def spot(self) -> str:
        """The path as people write it: `items[0].price`; empty for the payload itself."""
        text = ""
        for step in self.path:
            text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
        return text


Check = Callable[[Any], tuple[Mismatch, ...]]
"""Every reason why a JSON payload is not valid, none if it is."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """A schema that was understood: its tree, and how to tell whether a payload is valid.

    `doc` is what the root says about itself. `viewable` is a text of the same format that EventCatalog's viewer shows
    completely: the file's own text, one with everything bundled that the file takes from others, or None where the
    viewer would stay blank. `name` is the root's own name, if it has one. `whole` says whether the file takes nothing
    from others; formats whose text is always viewable need not say it.
    """

    tree: Tree
    check: Check
    doc: str = ""
    name: str = ""
    viewable: str | None = None
    whole: bool = True
