"""Whether two sides declare the same, wherever they declare it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from catalog_gen.model import Documented
from catalog_gen.model.declaring import Declared, fields, values
from catalog_gen.model.payloads import Payload, Shape
from catalog_gen.problems import Place, Problem

_NONE: Mapping[str, str] = {}


def same(one: Any, other: Any, ids: Mapping[str, str] = _NONE) -> bool:
    """Whether two values of definitions say the same; where they stand does not count.

    Another resource is the same by its id, object or not: what it says itself is a question of its own. `ids` are those
    that resources have now, by the ones that they had on the first side.
    """
    if one is other:
        return True
    if isinstance(one, Documented | str) and isinstance(other, Documented | str):
        old, new = (value.id if isinstance(value, Documented) else value for value in (one, other))
        return old == new or ids.get(old) == new
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(same(*pair, ids) for pair in zip(one, other, strict=True))
    if type(one) is not type(other):
        return False
    if isinstance(one, Place | Problem):
        return True
    if isinstance(one, Payload):
        return _say_the_same(one, other)
    if isinstance(one, Shape) and ids.get(one.name, one.name) != other.name:
        return False
    if isinstance(one, Declared):
        pairs = zip(values(one), values(other), strict=True)
        return one.unread == other.unread and all(value is now or same(value, now, ids) for value, now in pairs)
    if dataclasses.is_dataclass(one):
        return all(value is now or same(value, now, ids) for value, now in zip(values(one), values(other), strict=True))
    if isinstance(one, Mapping):
        return one.keys() == other.keys() and all(same(value, other[key], ids) for key, value in one.items())
    return bool(one == other)


def _say_the_same(one: Payload, other: Payload) -> bool:
    """Whether two payload classes say the same; the keys of what they mention have places in them, which do not count.

    What is mentioned stands in the order in which it is.
    """
    keys = dict(zip(one.named, other.named, strict=False))
    pairs = zip(values(one), values(other), strict=True)
    rest = ((value, now) for value, now in pairs if value is not one.named)
    mentioned = [*one.named.values()], [*other.named.values()]
    return all(same(value, now, keys) for value, now in (mentioned, *rest))


def differing(one: Declared, other: Declared, ids: Mapping[str, str] = _NONE) -> tuple[str, ...]:
    """The arguments in which two objects of one type differ, in the order of the type; not those nobody can read."""
    if one is other:
        return ()
    unread = one.unread | other.unread
    return tuple(
        name
        for name, value, now in zip(fields(type(one)), values(one), values(other), strict=True)
        if value is not now and name not in unread and not same(value, now, ids)  # most are None
    )
