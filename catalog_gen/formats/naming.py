"""Field paths into a schema: `order_id`, `customer.address.city`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.tree import Field, Tree, Type

_DEEPEST = 8
_MOST = 500


def has(tree: Tree, path: str) -> bool:
    """Whether a payload may have a value at the dotted path; arrays need no index (`items.sku`, also `items[].sku`).

    Fields that a schema merely does not forbid do not count, those for which it has a type do.
    """
    steps = [step for step in path.replace("[]", "").split(".") if step]
    return bool(steps) and _leads(tree, tree.root, steps)


def names(tree: Tree) -> tuple[str, ...]:
    """The dotted paths of the fields, those at the top first, as far as a hint may want them."""
    found: dict[str, None] = {}
    level: list[tuple[str, Type]] = [("", tree.root)]
    for _ in range(_DEEPEST):
        below: list[tuple[str, Type]] = []
        for prefix, type_ in level:
            for field in _fields(tree, type_, frozenset()):
                found[prefix + field.name] = None
                below.append((f"{prefix}{field.name}.", field.type))
        if len(found) > _MOST:
            break
        level = below[:_MOST]
    return tuple(found)


def _leads(tree: Tree, type_: Type, steps: list[str], passed: frozenset[int] = frozenset()) -> bool:
    """Whether the steps lead somewhere; `passed` are the unions and arrays around, which may hold themselves."""
    if not steps:
        return True
    seen = tree.seen(type_)
    if seen.kind in {"union", "array"}:
        return id(seen) not in passed and any(_leads(tree, part, steps, passed | {id(seen)}) for part in _parts(seen))
    if seen.kind == "map":
        return seen.items is None or _leads(tree, seen.items, steps[1:])
    if seen.kind == "record":
        return _has_field(tree, seen, steps)
    return seen.kind == "any"


def _has_field(tree: Tree, record: Type, steps: list[str]) -> bool:
    """Whether the steps begin with a field, whose name may itself have dots, and go on from there."""
    for field in record.fields:
        for length in range(1, len(steps) + 1):
            named = ".".join(steps[:length]) in {field.name, field.key}
            if named and _leads(tree, field.type, steps[length:]):
                return True
    if record.open and (record.items is not None or not record.fields):
        return record.items is None or _leads(tree, record.items, steps[1:])
    return False


def _parts(type_: Type) -> tuple[Type, ...]:
    """The branches of a union, the elements of an array."""
    return (*type_.branches, *type_.prefix, *([type_.items] if type_.kind == "array" and type_.items else []))


def _fields(tree: Tree, type_: Type, passed: frozenset[str]) -> Iterator[Field]:
    """The fields that the type has, or its elements, or any of its branches."""
    if type_.kind == "reference" and type_.name not in passed:
        yield from _fields(tree, tree.types[type_.name], passed | {type_.name})
    elif type_.kind in {"union", "array"}:
        for part in _parts(type_):
            yield from _fields(tree, part, passed)
    elif type_.kind == "record":
        yield from type_.fields
