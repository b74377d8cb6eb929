"""The fields of a payload that travels in the path and the query of a request: those of the example and the schema."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from catalog_gen.formats import tree as trees
    from catalog_gen.formats.tree import Tree, Type
    from catalog_gen.snippets.code import Code
    from catalog_gen.snippets.languages import Language


@dataclasses.dataclass(frozen=True, slots=True)
class Field:
    """A field of the payload that travels in the path or the query.

    `kind` is `text`, `integer`, `number`, `boolean`, `null` or `json`, with `many` that of the items of a list;
    `choices` are the texts that it may be, none if it may be others. `default` is the code of what stands for it where
    a request leaves it out, None if none may; null as a default means that the payload has no such field, unless it is
    `nullable`.
    """

    key: str
    kind: str
    many: bool
    variable: Code
    in_path: bool
    choices: tuple[str, ...] = ()
    default: Code | None = None
    nullable: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class _Shape:
    """What values a field has."""

    kind: str
    many: bool = False
    choices: tuple[str, ...] = ()

    def holds(self, value: Any) -> bool:
        """Whether the value of the example can be written so."""
        if value in (None, ABSENT, []):
            return True
        own = _of_value(value)
        if self.choices and not all(item in self.choices for item in (value if self.many else [value])):
            return False
        wider = {"integer": {"number", "text"}, "number": {"text"}, "boolean": {"text"}}.get(own.kind, set())
        return self.kind == "json" or (self.many == own.many and self.kind in {own.kind, *wider})


class Fields:
    """The fields of the example, then those that only the schema has.

    Without a schema (of a record), requests need all that the example has, except nulls and lists, which may be empty.
    """

    def __init__(self, payload: Mapping[str, Any], tree: Tree | None, language: Language) -> None:
        root = tree.seen(tree.root) if tree else None
        self._tree = tree if root and root.kind == "record" else None
        declared = root.fields if root and self._tree else ()
        self._payload = payload
        self._language = language
        self._declared = {key: field for field in declared for key in (field.name, field.payload_key)}
        others = [field for field in declared if not payload.keys() & {field.name, field.payload_key}]
        self._others = [field.payload_key for field in others if self._leaves(field.type)]

    def sent(self, paths: Mapping[str, str], variable: Callable[[str], Code]) -> Iterator[Field]:
        """Those of the example; null cannot be said in a query.

        `paths` has the parameters of the path by the keys of the fields that they are.
        """
        return (self._field(key, paths, variable) for key, value in self._payload.items() if value is not None)

    def received(self, paths: Mapping[str, str], variable: Callable[[str], Code]) -> Iterator[Field]:
        """All that a request may have."""
        return (self._field(key, paths, variable) for key in (*self._payload, *self._others))

    def _field(self, key: str, paths: Mapping[str, str], variable: Callable[[str], Code]) -> Field:
        in_path = key in paths
        value, declared = self._payload.get(key, ABSENT), self._declared.get(key)
        leaves = self._leaves(declared.type) if declared else []
        shape = self._shape(leaves)
        if shape is None or not shape.holds(value):
            shape = _of_value(value)
        if in_path and shape.many:
            shape = _Shape("json")
        nullable = _is_nullable(leaves) or (self._tree is None and value is None)
        default = ABSENT if in_path else self._default(declared, leaves, shape, nullable=nullable)
        code = None if default is ABSENT else self._language.literal(default)
        name = variable(paths.get(key, key))
        return Field(key, shape.kind, shape.many, name, in_path, shape.choices, code, nullable)

    def _default(self, declared: trees.Field | None, leaves: list[Type], shape: _Shape, *, nullable: bool) -> Any:
        """What stands for the field; `ABSENT` if it has to be in the query."""
        if self._tree is not None and not (declared and declared.required):
            return declared.default if declared and declared.default is not ABSENT else None
        if nullable:
            return None
        return [] if shape.many and not any(leaf.limits.min_items for leaf in leaves) else ABSENT

    def _leaves(self, type_: Type) -> list[Type]:
        """The types that a value may have, behind references and unions."""
        found: list[Type] = []
        waiting = [type_]
        passed: set[int] = set()
        while waiting and self._tree is not None:
            seen = self._tree.seen(waiting.pop(0))
            if id(seen) not in passed:
                passed.add(id(seen))
                waiting = [*seen.branches, *waiting]
                found += [] if seen.kind in {"union", "never"} else [seen]
        return found

    def _shape(self, leaves: list[Type]) -> _Shape | None:
        """What the schema says; None where that is nothing."""
        some = [leaf for leaf in leaves if leaf.kind != "null"]
        if [leaf.kind for leaf in some] == ["array"] and some[0].items and not some[0].prefix:
            inside = self._leaves(some[0].items)
            item = self._shape(inside)
            plain = item and not item.many and item.kind != "json" and not _is_nullable(inside)
            return dataclasses.replace(item, many=True) if item and plain else _Shape("json")
        if not leaves or any(leaf.kind == "any" for leaf in some):
            return None
        kinds = {kind for leaf in some for kind in _kinds(leaf)}
        closed = kinds == {"text"} and all(leaf.kind == "enum" for leaf in some)
        choices = dict.fromkeys(value for leaf in some for value in leaf.values if value is not None)
        return _Shape(_merged(kinds or {"null"}), choices=tuple(choices) if closed else ())


_KINDS: Final = {"string": "text", "bytes": "text", "integer": "integer", "number": "number", "boolean": "boolean"}


def _kinds(leaf: Type) -> set[str]:
    if leaf.kind == "enum":
        return {_kind(value) for value in leaf.values if value is not None}
    return {_KINDS.get(leaf.kind, "json")}


def _is_nullable(leaves: list[Type]) -> bool:
    return any(leaf.kind == "null" or None in leaf.values for leaf in leaves)


def _merged(kinds: set[str]) -> str:
    """One kind for values of several kinds."""
    if len(kinds) == 1:
        return next(iter(kinds))
    if kinds == {"integer", "number"}:
        return "number"
    return "text" if "text" in kinds and "json" not in kinds else "json"


def _of_value(value: Any) -> _Shape:
    """What the example says."""
    if not isinstance(value, list):
        return _Shape("text" if value is ABSENT else _kind(value))
    kinds = {_kind(item) for item in value} or {"text"}
    plain = len(kinds) == 1 and not kinds & {"json", "null"}
    return _Shape(_merged(kinds), many=True) if plain or kinds == {"integer", "number"} else _Shape("json")


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    kinds = {int: "integer", float: "number", str: "text"}
    return kinds.get(type(value), "json")
