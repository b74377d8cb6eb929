"""What a payload class says, read from its annotations: plain data, from which schemas are derived.

A graph of `Shape`s: what has a name (classes, enums, aliases) stands once in `Payload.named`, and is referred to
by a key wherever it is used, so that recursion is a reference to something that is being looked at.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final, Literal

from catalog_gen.problems import Place, Problem

NOTHING: Final[Any] = type("Nothing", (), {"__repr__": lambda _: "NOTHING", "__bool__": lambda _: False})()
"""No default: `None` is one."""

Kind = Literal[
    "any",
    "null",
    "boolean",
    "integer",
    "number",
    "string",
    "bytes",
    "date",
    "datetime",
    "time",
    "timedelta",
    "decimal",
    "literal",
    "list",
    "set",
    "tuple",
    "dict",
    "nullable",
    "union",
    "reference",
]

NO_PLACE: Final = Place("")


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """One type, as an annotation says it.

    - `string` may be of a `format` (uuid, email, path, ...).
    - `literal`: `values` are the possible values, as Python has them (members of enums by their value).
    - `list`, `set`: `inner` is the type of the elements; `tuple`: one for each element; `dict`: of keys and values.
    - `nullable`: `inner` or None; `union`: one of `inner`, told apart by the field `discriminator` if there is one.
    - `reference`: `name` is a key of `Payload.named`.
    """

    kind: Kind
    format: str = ""
    name: str = ""
    inner: tuple[Shape, ...] = ()
    values: tuple[Any, ...] = ()
    discriminator: str = ""
    limits: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """Constraints in the words of pydantic: `gt`, `ge`, `lt`, `le`, `multiple_of`, `min_length`, `max_length`, ..."""
    notes: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """What is said about it, in the words of JSON Schema: title, description, examples, deprecated, and any other."""
    place: Place = NO_PLACE
    """Where the annotation stands."""

    def at(self, place: Place) -> Shape:
        """The same shape, of an annotation that stands there."""
        said = (self.kind, self.format, self.name, self.inner, self.values, self.discriminator, self.limits, self.notes)
        return Shape(*said, place)


@dataclasses.dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Field:
    """A field of a class."""

    name: str
    key: str
    """As payloads write it: the alias, if there is one."""
    shape: Shape
    required: bool = True
    """Whether every payload has it."""
    default: Any = NOTHING
    """The default as a Python value, where it is known."""
    absent: bool = False
    """Whether a payload may be without it, rather than get the default (of TypedDicts)."""
    computed: bool = False


@dataclasses.dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Named:
    """Something with a name.

    A class with `fields` (a named tuple is an array of them), an enum with `values` and their `symbols`, or an
    `alias` of another shape (also the class of a pydantic root model).

    `module` and `path` (its name with those of the classes around it, and of its arguments) make the name unique
    where two classes share one; `title` is what it is called.
    """

    what: Literal["class", "named tuple", "enum", "alias"]
    title: str
    path: str
    module: str
    unique: str = ""
    """`path` with the modules of the classes among the arguments."""
    doc: str = ""
    fields: tuple[Field, ...] = ()
    values: tuple[Any, ...] = ()
    symbols: tuple[str, ...] = ()
    alias: Shape | None = None
    open: bool | Shape | None = None
    """Whether further fields are allowed, or of which type; None where nothing is said."""
    notes: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """Further keys of its JSON Schema."""
    config: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    place: Place = NO_PLACE


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Payload:
    """A class that `payload=` names, and what could not be read of it.

    `schema` is the JSON Schema that the class's own library gives, where a reader asked it.
    """

    name: str
    place: Place
    doc: str = ""
    shape: Shape | None = None
    named: Mapping[str, Named] = dataclasses.field(default_factory=dict)
    schema: Mapping[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
