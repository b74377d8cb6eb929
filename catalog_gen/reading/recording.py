"""What both readers do with a constructor call: make the object, turn what is wrong into located problems."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.model import Documented, Message, declaring
from catalog_gen.model.checking import Unread, shown
from catalog_gen.problems import Place, Problem
from catalog_gen.reading.reusing import Reusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from catalog_gen.model.declaring import Declared, DeclaredType, Origin
    from catalog_gen.model.payloads import Payload

_LONGEST_TEXT = 500
WAYS_OUT = "write it as data, or use build --import"


class Reported(Unread):
    """Stands for something wrong that has been reported; code that runs can go on with it in most ways."""

    __slots__ = ()

    def _same(self, *args: Any, **kwargs: Any) -> Reported:
        del args, kwargs
        return self

    __call__ = __getitem__ = __add__ = __radd__ = __mod__ = __truediv__ = __or__ = __ror__ = _same

    def __iter__(self) -> Iterator[Any]:
        return iter(())


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A class that a message has as its payload, to be read when everything that it may mention is there."""

    message: Message
    value: Any
    place: Place
    subject: str


class Recorder:
    """Receives every constructor call of one reading.

    `is_type` tells whether a value of the reader stands for a class, `instance_of` the name of the class of which it
    stands for an object.
    """

    def __init__(self, is_type: Callable[[Any], bool], instance_of: Callable[[Any], str] = lambda _: "") -> None:
        self._is_type = is_type
        self._instance_of = instance_of
        self.claims: list[Claim] = []
        self.problems: list[Problem] = []
        self.made: list[Declared] = []
        self.unread_kinds: set[str] = set()
        self.reusable = Reusable()
        self._told: dict[int, Unread] = {}

    def declare(
        self,
        cls: DeclaredType,
        args: Sequence[Any],
        kwargs: Mapping[str, Any],
        origin: Origin,
        hidden: Unread | None = None,
    ) -> Any:
        """The object that the call makes; `hidden` stands for arguments of which not even the names are known."""
        reused = self.reusable.taken(cls, args, kwargs, origin) if hidden is None else None
        if reused is not None:
            self.made.append(reused)
            return reused
        subject = _subject(cls, args, kwargs)
        payload = kwargs.get("payload") if issubclass(cls, Message) else None
        if payload is not None:
            kwargs = {**kwargs, "payload": self._stand_in(payload, origin.at("payload"), subject)}
        built = declaring.build(cls, args, kwargs, hidden=hidden is not None)
        for fault in built.faults:
            place = fault.place or origin.at(fault.keyword, fault.index)
            self.problems.append(Problem(fault.code, _short(fault.message), place, subject, _short(fault.hint)))
        for keyword, value in built.unread:
            self.tell(value, origin.at(keyword), subject, keyword)
        if hidden is not None:
            self.tell(hidden, origin.place, subject)
        if built.instance is None:
            self.unread_kinds.add(getattr(cls, "kind", "value"))
            return Reported(f"{cls.__name__} has no id", origin.place, said=True)
        if isinstance(built.instance, Message) and built.instance.payload is not None:
            object.__setattr__(built.instance, "payload", payload)
            self.claims.append(Claim(built.instance, payload, origin.at("payload"), subject))
        self.made.append(built.instance)
        unread = built.unread_keywords | (_not_given(cls, built.instance) if hidden else frozenset())
        return declaring.placed(built.instance, dataclasses.replace(origin, unread=unread) if unread else origin)

    def _stand_in(self, value: Any, place: Place, subject: str) -> Any:
        """A class for what the reader has for one, so that the constructor takes it; what is none is reported."""
        if self._is_type(value):
            return object
        name = self._instance_of(value)
        if isinstance(value, Unread) and not name:
            return value
        message = f"payload takes a class, not {f'an object of the class {name}' if name else shown(value)}"
        hint = f"write payload={name}" if name else "a dataclass, pydantic model or TypedDict"
        self.problems.append(Problem("wrong-type", message, place, subject, hint))
        return Unread(message, place, said=True)

    def settle(self, payload: Callable[[Claim], Payload]) -> None:
        """Put what each class says in the place of the class."""
        known: dict[int, Payload] = {}
        for claim in self.claims:
            if id(claim.value) not in known:
                known[id(claim.value)] = payload(claim)
            object.__setattr__(claim.message, "payload", known[id(claim.value)])

    def tell(self, value: Unread, place: Place, subject: str, keyword: str = "") -> None:
        """Say once that a value could not be read."""
        if value.said or id(value) in self._told:
            return
        self._told[id(value)] = value
        message = f"{keyword}: {value.why}" if keyword else value.why
        elsewhere = _elsewhere(value.where, place)
        self.problems.append(Problem("unreadable-value", message + elsewhere, place, subject, value.hint or WAYS_OUT))


def _elsewhere(where: object, place: Place) -> str:
    """Where the value comes from, unless the problem stands there."""
    if not isinstance(where, Place) or (where.path, where.line) == (place.path, place.line):
        return ""
    return f" (line {where.line})" if where.path == place.path else f" ({where.path}:{where.line})"


def _subject(cls: DeclaredType, args: Sequence[Any], kwargs: Mapping[str, Any]) -> str:
    """`InventoryAdjusted 1.0.1` for a resource, as far as that is known; the type for a value."""
    identifier = args[0] if args else kwargs.get("id")
    if not issubclass(cls, Documented) or not isinstance(identifier, str):
        return cls.__name__
    version = kwargs.get("version")
    return _short(f"{identifier} {version}" if isinstance(version, str) else str.__str__(identifier))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"


def _not_given(cls: DeclaredType, instance: Declared) -> frozenset[str]:
    return frozenset(name for name in declaring.fields(cls) if getattr(instance, name) is None)
