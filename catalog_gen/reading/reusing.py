"""Objects of an earlier reading, for calls that say the same at the same place in a file that has changed elsewhere."""

from __future__ import annotations

import datetime
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from catalog_gen.model.declaring import Declared, fields, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from catalog_gen.model.declaring import Origin
    from catalog_gen.problems import Place

_SCALARS = (int, float, datetime.date)


class Reusable:
    """Objects with which nothing was wrong; each is given away once, as calls make as many as there are."""

    def __init__(self, made: Iterable[Declared] = ()) -> None:
        self._made: dict[Place, list[Declared]] = defaultdict(list)
        for instance in {id(one): one for one in made}.values():
            self._made[instance.at()].append(instance)

    def taken(self, cls: Any, args: Sequence[Any], kwargs: Mapping[str, Any], origin: Origin) -> Declared | None:
        """The object that the call would make; None where there is none, or where that is not certain."""
        waiting = self._made.get(origin.place)
        if not waiting:
            return None
        for index, instance in enumerate(waiting):
            if type(instance) is cls and instance.origin == origin and _says(instance, args, kwargs):
                return waiting.pop(index)
        return None


def _says(instance: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> bool:
    """Whether an object is what these arguments make; what is not given is as the type has it."""
    cls = type(instance)
    given = {**dict(zip(cls.positional, args, strict=False)), **kwargs}
    if len(given) < len(args) + len(kwargs) or not given.keys() <= {*fields(cls)}:
        return False
    known = cls.__dataclass_fields__
    return all(
        _is(given[name], value) if name in given else value is None or value is known[name].default
        for name, value in zip(fields(cls), values(instance), strict=True)
    )


def _is(argument: Any, value: Any) -> bool:
    """Whether an argument certainly becomes that value of a field."""
    if argument is value:
        return True
    kind = type(argument)
    if kind is str or kind in _SCALARS:
        return type(value) is kind and bool(argument == value)
    if kind in {list, tuple}:
        return type(value) in {list, tuple} and len(argument) == len(value) and all(map(_is, argument, value))
    if kind is dict:
        return type(value) is dict and [*argument] == [*value] and all(map(_is, argument.values(), value.values()))
    return False
