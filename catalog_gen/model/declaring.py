"""How a definition becomes an object: one constructor behaviour for every type that users call.

`build` checks the arguments against the fields and returns the object with everything that is wrong.
Called in plain Python, a faulty definition raises `DefinitionError`. A reader sets `recorder` and gets the
call instead, so that one mistake does not hide the next.
"""

from __future__ import annotations

import contextvars
import dataclasses
import operator
import sys
import typing
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from catalog_gen.model.checking import DROPPED, Report, Unread, checker, named, words
from catalog_gen.model.rules import Fault
from catalog_gen.problems import CODES, Place, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from catalog_gen.model.resources import Giver

    Recorder = Callable[["DeclaredType", tuple[Any, ...], dict[str, Any]], Any]

recorder: contextvars.ContextVar[Recorder | None] = contextvars.ContextVar("recorder", default=None)
"""What receives the constructor calls while a reader runs definitions."""


class DefinitionError(TypeError):
    """A faulty definition, in code that runs as plain Python."""


@dataclasses.dataclass(frozen=True, slots=True)
class Origin:
    """Where an object was declared: the call, its keyword arguments, the elements of lists written in place.

    `unread` are the keywords whose value could not be read (or was wrong) and has been reported. `givers` are, by
    keyword, the defaults that gave the value; its place is then in those.
    """

    place: Place
    keywords: Mapping[str, Place] = dataclasses.field(default_factory=dict)
    elements: Mapping[tuple[str, int], Place] = dataclasses.field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    givers: Mapping[str, Giver] = dataclasses.field(default_factory=dict)

    def at(self, keyword: str = "", index: int | None = None) -> Place:
        """The place of a keyword argument, or of an element of its list; the call where that is not known."""
        if keyword in self.givers:
            return self.givers[keyword].says.at(keyword, index)
        element = self.elements.get((keyword, index)) if index is not None else None
        return element or self.keywords.get(keyword, self.place)


@dataclasses.dataclass(frozen=True, slots=True)
class Built:
    """The outcome of a constructor call: the object (None without an id to know it by) and what is wrong."""

    instance: Declared | None
    faults: tuple[Fault, ...]
    unread: tuple[tuple[str, Unread], ...]

    @property
    def unread_keywords(self) -> frozenset[str]:
        """The keywords whose value is not to be trusted: not read, or refused."""
        if not self.faults and not self.unread:
            return frozenset()
        refused = {fault.keyword for fault in self.faults if fault.keyword}
        return frozenset({keyword for keyword, _ in self.unread} | refused)

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that are more than a warning."""
        return tuple(fault for fault in self.faults if CODES[fault.code].severity == "error")


class DeclaredType(type):
    """The metaclass of everything that definitions construct: checks before it makes."""

    if not TYPE_CHECKING:

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            """Make the object, or hand the call to the reader that listens."""
            record = recorder.get()
            if record is not None:
                return record(cls, args, kwargs)
            built = build(cls, args, kwargs)
            if built.errors or built.instance is None:
                raise DefinitionError("; ".join(message(cls, fault) for fault in built.errors))
            return built.instance

    def written(cls, text: str) -> str:
        """How to write an object that the text alone would say, as a hint; empty where a text says nothing."""
        if not typing.cast("type[Declared]", cls).positional:
            return ""
        built = build(cls, (text,), {})
        return f'write {cls.__name__}("{text}"{", ..." if built.instance is None or built.errors else ""})'


@dataclasses.dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Declared(metaclass=DeclaredType):
    """The base of every type that definitions construct."""

    positional: ClassVar[tuple[str, ...]] = ()
    """The arguments that may be given by position."""

    mandatory: ClassVar[tuple[str, ...]] = ()
    """The arguments without which there is no object."""

    origin: Origin | None = dataclasses.field(default=None, init=False, repr=False)

    def faults(self) -> Iterable[Fault]:
        """What no single argument shows: rules over several fields."""
        return ()

    def at(self, keyword: str = "", index: int | None = None) -> Place:
        """Where the object (or one of its arguments) was declared."""
        return self.origin.at(keyword, index) if self.origin else Place("")

    def gives(self, keyword: str) -> bool:
        """Whether the definition said something for the field, also if it could not be read."""
        return getattr(self, keyword) is not None or keyword in self.unread

    @property
    def unread(self) -> frozenset[str]:
        """The keywords whose value could not be read, or was wrong, and has been reported."""
        return self.origin.unread if self.origin else frozenset()

    @property
    def misspelt(self) -> bool:
        """Whether a keyword was refused, which may be the one that is missed."""
        return bool(self.unread) and not self.unread <= {*fields(type(self))}


def build(cls: DeclaredType, args: Sequence[Any], kwargs: Mapping[str, Any], *, hidden: bool = False) -> Built:
    """Check the arguments of a constructor call and make the object from those that are fine.

    `hidden`: there are more arguments, of which not even the names are known. An object without something that is
    mandatory is made all the same, so that the rest of it is checked, but not one without what it is known by.
    """
    given, faults = _bound(cls, args, kwargs)
    values: dict[str, Any] = {}
    unread: list[tuple[str, Unread]] = []
    report, checkers = Report(), _checkers(cls)
    for keyword, value in given.items():
        clean = checkers[keyword](value, report)
        if report.faults or report.unread:  # else it serves for the next one as well
            faults += [named(fault, keyword) for fault in report.faults]
            unread += [(keyword, item) for item in report.unread]
            report = Report()
        if clean is not DROPPED:
            values[keyword] = clean
    missing = [keyword for keyword in _required(cls) if values.get(keyword) is None]
    told = {keyword for keyword, _ in unread} | {fault.keyword for fault in faults}
    if hidden:
        told |= {keyword for keyword in fields(cls) if keyword not in given}
    faults += [_missing(cls, keyword) for keyword in missing if keyword not in told]
    told |= set(missing)
    if missing and missing[0] == _required(cls)[0]:
        return Built(None, tuple(faults), tuple(unread))
    values |= dict.fromkeys(missing)
    instance = placed(make(cls, values), Origin(Place(""), unread=frozenset(told)) if told else _NOWHERE)
    faults += [fault for fault in instance.faults() if not hidden or fault.keyword in given]
    return Built(placed(instance, None), tuple(faults), tuple(unread))


_NOWHERE = Origin(Place(""))


def _missing(cls: Any, keyword: str) -> Fault:
    """A mandatory argument is not there; what can be given for it, unless it is the one that comes first."""
    annotation = _hints(cls)[keyword]
    hint = f"it takes {words(annotation)}" if keyword != _required(cls)[0] else ""
    return Fault("wrong-type", f"{keyword} is missing", hint, keyword=keyword)


def make(cls: Any, values: Mapping[str, Any]) -> Any:
    """The object with these field values, which are known to be fine."""
    return type.__call__(cls, **values)


def with_values(instance: Any, **changes: Any) -> Any:
    """A copy of the object with other values in some fields, declared at the same place."""
    kept = dict(zip(fields(type(instance)), values(instance), strict=True))
    return placed(make(type(instance), kept | changes), instance.origin)


def placed(instance: Any, origin: Origin | None) -> Any:
    """The same object, which now knows where it was declared."""
    object.__setattr__(instance, "origin", origin)
    return instance


_FIELDS: dict[type, tuple[str, ...]] = {}


def fields(cls: Any) -> tuple[str, ...]:
    """The names of the arguments that the type takes."""
    if cls not in _FIELDS:
        _FIELDS[cls] = tuple(field.name for field in dataclasses.fields(cls) if field.init)
    return _FIELDS[cls]


_VALUES: dict[type, Callable[[Any], tuple[Any, ...]]] = {}


def values(instance: Any) -> tuple[Any, ...]:
    """The arguments of an object, in the order of `fields`."""
    cls = type(instance)
    if cls not in _VALUES:
        _VALUES[cls] = operator.attrgetter(*fields(cls), "__class__")  # a tuple, however few fields there are
    return _VALUES[cls](instance)[:-1]


def message(cls: type, fault: Fault) -> str:
    """The fault in words, with the argument it is about."""
    return f"{cls.__name__}: {fault.message}" + (f" ({fault.hint})" if fault.hint else "")


_CHECKERS: dict[type, Mapping[str, Any]] = {}


def _checkers(cls: type) -> Mapping[str, Any]:
    if cls not in _CHECKERS:
        hints = _hints(cls)
        _CHECKERS[cls] = {name: checker(hints[name]) for name in fields(cls)}
    return _CHECKERS[cls]


def _hints(cls: type) -> Mapping[str, Any]:
    """The annotations of a type's arguments; what a class of the user's own adds takes anything."""
    ours = next(base for base in cls.__mro__ if base.__module__.startswith(f"{__package__}."))
    known = typing.get_type_hints(ours, localns=_types(), include_extras=True)
    return dict.fromkeys(fields(cls), Any) | {name: known[name] for name in fields(ours)}


def _types() -> dict[str, Any]:
    """What annotations can name besides what their own module imports: the types of all of the model's modules."""
    return vars(sys.modules[__package__])


def _required(cls: Any) -> tuple[str, ...]:
    return typing.cast("tuple[str, ...]", cls.mandatory)


def _bound(cls: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """The arguments by name, and what is wrong with their names."""
    given = dict(zip(cls.positional, args, strict=False))
    faults = list(_surplus(cls, args))
    known = _checkers(cls)
    for keyword, value in kwargs.items():
        if keyword in given:
            faults.append(Fault("unknown-keyword", f"{keyword} is given twice", keyword=keyword))
        elif keyword in known:
            given[keyword] = value
        else:
            hint = _meant(keyword, cls) or f"{cls.__name__} takes {', '.join(fields(cls))}"
            faults.append(Fault("unknown-keyword", f'{cls.__name__} has no keyword "{keyword}"', hint, keyword=keyword))
    return given, faults


def _meant(keyword: str, cls: Any) -> str:
    """The keyword that was probably meant: one that is missing and says more (`container_type`), else the nearest."""
    fuller = [name for name in _required(cls) if keyword in name.split("_")]
    return f'did you mean "{fuller[0]}"?' if len(fuller) == 1 else nearest(keyword, fields(cls), alike=0.65)


def _surplus(cls: Any, args: Sequence[Any]) -> Iterator[Fault]:
    if len(args) > len(cls.positional):
        names = " and ".join(cls.positional) or "nothing"
        yield Fault("unknown-keyword", f"{cls.__name__} takes only {names} by position", "name the rest: keyword=...")
