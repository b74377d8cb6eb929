"""Which types have a finite value, and how deep the flattest one is: known before anything is made of them.

The height of a type is that of the tree which its flattest value is. What a record requires must be there, what it
does not require and the elements of an array may be missing, and of a union the flattest branch counts. The heights of
recursive types are the least solution, found by lowering them until nothing changes.
"""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.tree import Tree, Type

NEVER: Final = math.inf
"""The height of a type that has no finite value."""


class Heights:
    """The heights of all types of a tree."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._named: dict[str, float] = {}
        self._parts: dict[int, tuple[Type, float]] = {}
        self._solve()
        self.root_names = tuple(name for name, type_ in tree.types.items() if _is_root(type_, tree.root))[:1]

    def of(self, type_: Type) -> float:
        """How deep the flattest value of the type is; `NEVER` if it has none."""
        if type_.kind == "reference":
            return self._named.get(type_.name, NEVER)
        known = self._parts.get(id(type_))
        if known is None:
            known = self._parts[id(type_)] = (type_, self._height(type_))
        return known[1]

    def _solve(self) -> None:
        """Lower the heights of the named types, looking again only at those whose parts became flatter."""
        users: dict[str, list[str]] = {}
        order = self._reachable()
        for name in order:
            for used in dict.fromkeys(part.name for part in _references(self._tree.types[name])):
                users.setdefault(used, []).append(name)
        queue = deque(order)
        waiting = set(order)
        while queue:
            name = queue.popleft()
            waiting.discard(name)
            height = self._height(self._tree.types[name])
            if height < self._named.get(name, NEVER):
                self._named[name] = height
                again = [user for user in users.get(name, ()) if user not in waiting]
                queue.extend(again)
                waiting.update(again)

    def _reachable(self) -> list[str]:
        """The named types that the root leads to, those that others are made of first."""
        finished: dict[str, None] = {}
        seen: set[str] = set()
        stack: list[tuple[str, Iterator[Type]]] = [("", _references(self._tree.root))]
        while stack:
            name, parts = stack[-1]
            part = next(parts, None)
            if part is None:
                stack.pop()
                finished[name] = None
            elif part.name not in seen and part.name in self._tree.types:
                seen.add(part.name)
                stack.append((part.name, _references(self._tree.types[part.name])))
        finished.pop("", None)
        return list(finished)

    def _height(self, type_: Type) -> float:
        if type_.kind == "reference":
            return self._named.get(type_.name, NEVER)
        if type_.kind == "never" or (type_.kind == "enum" and not type_.values):
            return NEVER
        if type_.kind == "union":
            return 1 + min((self._height(branch) for branch in type_.branches), default=NEVER)
        if type_.kind == "record":
            return 1 + self._of_record(type_)
        if type_.kind == "array":
            needed = [element(type_, index) for index in range(min(type_.limits.min_items or 0, len(type_.prefix) + 1))]
            return 1 + max((NEVER if part is None else self._height(part) for part in needed), default=0)
        if type_.kind == "map" and type_.limits.min_properties and type_.items is not None:
            return 1 + self._height(type_.items)
        return 0

    def _of_record(self, type_: Type) -> float:
        """The height of the tallest value that a record must have."""
        required = [self._height(field.type) for field in type_.fields if field.required]
        more = (type_.limits.min_properties or 0) - len(required)
        if more > 0:
            optional = [self._height(field.type) for field in type_.fields if not field.required]
            if type_.open:
                optional += [self._height(type_.items) if type_.items else 0] * more
            required += sorted(optional)[:more]
        return max(required, default=0)


def _is_root(type_: Type, root: Type) -> bool:
    """Whether a named type is the root under its own name, which makes the root part of its recursion."""
    return type_ is root or (bool(root.fields) and type_.fields == root.fields)


def element(array: Type, index: int) -> Type | None:
    """The type of the element at the index, None where there may be none."""
    return array.prefix[index] if index < len(array.prefix) else array.items


def why_none(tree: Tree, heights: Heights) -> str:
    """Why the root has no finite value, in words that name the type that never ends or the field that has no value."""
    passed: dict[str, int] = {}
    path: list[str] = []
    type_ = tree.root
    while True:
        if type_.kind == "reference":
            if type_.name in passed:
                way = ".".join(path[passed[type_.name] :])
                where = f" at {way}" if way else ""
                return f'no finite value exists: every "{type_.name}" contains another "{type_.name}"{where}'
            passed[type_.name] = len(path)
            if type_.name not in tree.types:
                return f'nothing is known of the type "{type_.name}"'
            type_ = tree.types[type_.name]
            continue
        step = _endless(type_, heights)
        if step is None:
            where = ".".join(path)
            return f"{where} allows no value at all" if where else "the schema allows no value at all"
        name, type_ = step
        path += [name] if name else []


def _endless(type_: Type, heights: Heights) -> tuple[str, Type] | None:
    """The first part of the type that has no finite value although one is needed."""
    if type_.kind == "record":
        fields = sorted(type_.fields, key=lambda field: not field.required)
        return next(((field.name, field.type) for field in fields if heights.of(field.type) == NEVER), None)
    if type_.kind == "union":
        endless = [branch for branch in type_.branches if branch.kind != "never"]
        return ("", endless[0]) if endless else None
    if type_.kind == "array":
        parts = [element(type_, index) for index in range(len(type_.prefix) + 1)]
        return next((("[]", part) for part in parts if part is not None and heights.of(part) == NEVER), None)
    return ("*", type_.items) if type_.kind == "map" and type_.items is not None else None


def _references(type_: Type) -> Iterator[Type]:
    """The references in a type, at any depth, in order."""
    stack = [type_]
    while stack:
        part = stack.pop()
        if part.kind == "reference":
            yield part
        stack += reversed(
            (
                *(field.type for field in part.fields),
                *part.prefix,
                *part.branches,
                *([part.items] if part.items is not None else ()),
                *([part.keys] if part.keys is not None else ()),
            )
        )
