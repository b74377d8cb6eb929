"""Reachable is found: every resource and owner that a module-level name leads to, and those that none leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.model import Documented, declaring
from catalog_gen.model.declaring import Declared
from catalog_gen.problems import CODES, Problem, noun

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence


_WITH_INSIDE = (Declared, dict, list, tuple, set, frozenset)


def reachable(namespaces: Iterable[Mapping[str, object]]) -> tuple[Documented, ...]:
    """Each object once, in the order of the files and of first reach; cycles do not matter."""
    seen: dict[int, object] = {}
    found: list[Documented] = []
    for namespace in namespaces:
        stack = list(namespace.values())[::-1]
        while stack:
            value = stack.pop()
            if id(value) in seen or not isinstance(value, _WITH_INSIDE):
                continue
            seen[id(value)] = value
            if isinstance(value, Documented):
                found.append(value)
            stack.extend(reversed(_inside(value)))
    return tuple(found)


def unreachable(
    made: Iterable[Declared],
    reached: Iterable[Documented],
    files: Collection[str],
    said: Sequence[Problem],
) -> Iterator[Problem]:
    """What definitions files declare in vain; files with errors are left alone, which say enough."""
    troubled = {problem.place.path for problem in said if CODES[problem.code].severity == "error"}
    known = {id(value) for value in reached}
    for value in made:
        if not isinstance(value, Documented) or id(value) in known:
            continue
        path = value.at().path
        if path in files and path not in troubled:
            yield Problem(
                "unreachable-resource",
                f"this {noun(value.kind)} is bound to no name, so it is not part of the catalog",
                value.at(),
                value.id,
                "give it a name at module level, or use it in a resource that has one",
            )


def _inside(value: Any) -> list[object]:
    if isinstance(value, Declared):
        return [found for found in declaring.values(value) if found is not None and type(found) is not str]  # most are
    if isinstance(value, dict):
        return [item for pair in value.items() for item in pair]
    if isinstance(value, set | frozenset):
        return sorted((item for item in value if isinstance(item, Declared | tuple)), key=_first_place)
    return list(value)


def _first_place(value: object) -> tuple[str, int, int, str]:
    """Sets have no order of their own: their members come in the order of their places."""
    while isinstance(value, tuple):
        value = next((item for item in value if isinstance(item, Declared | tuple)), None)
    place = value.at() if isinstance(value, Declared) else None
    return (place.path, place.line, place.column, getattr(value, "id", "")) if place else ("", 0, 0, "")
