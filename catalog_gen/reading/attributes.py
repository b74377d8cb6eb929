"""`value.name`, for what may be seen of a value: never Python's own insides."""

from __future__ import annotations

import datetime
import enum
from typing import TYPE_CHECKING, Any

from catalog_gen.model import declaring
from catalog_gen.model.checking import Unread
from catalog_gen.model.declaring import Declared, DeclaredType
from catalog_gen.reading import imports, libraries, methods, operating
from catalog_gen.reading.signals import Unknown
from catalog_gen.reading.standins import (
    Builtin,
    Class,
    Folder,
    Function,
    Library,
    Method,
    ModuleValue,
    Outside,
    Partial,
)

if TYPE_CHECKING:
    import ast

    from catalog_gen.reading.frames import Frame


_NOTHING: Any = object()
_TIMES = (datetime.date, datetime.datetime, datetime.time, datetime.timedelta, datetime.timezone)
_CONSTANT = (datetime.date, datetime.time, datetime.timedelta, datetime.tzinfo)
_NOTHING_THERE: Any = object()


def attribute(value: Any, name: str, frame: Frame, node: ast.expr) -> Any:
    """The value of `value.name`."""
    if isinstance(value, Unread):
        return value if value.said else frame.unread(node, hint=value.hint, root=_longer(value, name))
    if isinstance(value, Library):
        return _of_library(value, name, frame, node)
    if isinstance(value, ModuleValue | Folder):
        return imports.attribute(value, name, frame, node)
    if isinstance(value, Class | Function) and name in {"__name__", "__qualname__"}:
        return value.name
    if isinstance(value, Builtin) and name in value.names:
        return value.names[name]
    if name.startswith("__"):
        return frame.unread(node, "reaches into Python itself")
    if isinstance(value, Class):
        return _of_class(value, name, frame, node)
    if isinstance(value, Declared):
        return _of_definition(value, name, frame, node)
    if isinstance(value, type):
        return _of_type(value, name, frame, node)
    if isinstance(value, enum.Enum) and (found := _of_member(value, name, frame, node)) is not None:
        return found
    return methods.attribute(value, name, frame, node)


def _longer(value: Unread, name: str) -> str:
    return f"{value.root}.{name}" if isinstance(value, Outside) and value.root else ""


def _of_library(library: Library, name: str, frame: Frame, node: ast.expr) -> Any:
    found = libraries.name(library.name, name)
    found = imports.module_in_folder(library, name, frame) if found is None else found
    return frame.unread(node, root=f"{library.name}.{name}") if found is None else found


def _of_class(cls: Class, name: str, frame: Frame, node: ast.expr) -> Any:
    stack = [cls]
    opaque = False
    while stack:
        current = stack.pop(0)
        if name in current.names:
            return current.names[name]
        opaque = opaque or current.opaque
        stack = [*current.bases, *stack]
    if opaque:
        return frame.unread(node)
    message = f"type object '{cls.name}' has no attribute '{name}'"
    raise AttributeError(message)


def _of_definition(value: Declared, name: str, frame: Frame, node: ast.expr) -> Any:
    """A field of a definition, as it was given."""
    if name in declaring.fields(type(value)):
        if value.origin and name in value.origin.unread:
            return Unread(f"{frame.module.script.segment(node)} was not read", frame.place(node), said=True)
        return getattr(value, name)
    if hasattr(type(value), name):
        return frame.unread(node)
    message = f"'{type(value).__name__}' object has no attribute '{name}'"
    raise AttributeError(message)


def _of_type(cls: type, name: str, frame: Frame, node: ast.expr) -> Any:
    if issubclass(cls, enum.Enum):
        return _of_enum(cls, name, frame, node)
    if cls in _TIMES and isinstance(getattr(cls, name, None), _CONSTANT):
        return getattr(cls, name)
    if not isinstance(cls, DeclaredType) and methods.of_type(cls, name):
        return Method(cls, name)
    return frame.unread(node)


def _of_enum(cls: type[enum.Enum], name: str, frame: Frame, node: ast.expr) -> Any:
    if name in cls.__members__:
        return cls[name]
    known = frame.work.enum_methods.get(cls, {})
    if name in known or hasattr(enum.Enum, name) or hasattr(cls, name):
        return known[name] if isinstance(known.get(name), Unread) else frame.unread(node)
    return getattr(cls, name)  # which there is not: Python says so in its own words


def _of_member(member: enum.Enum, name: str, frame: Frame, node: ast.expr) -> Any:
    """What a member has by itself, or None; the rest comes from the type of its value."""
    if name in {"value", "name"}:
        return getattr(member, name)
    for cls in type(member).__mro__:
        found = frame.work.enum_methods.get(cls, {}).get(name)
        if found is not None:
            return _of_method(found, member, frame, node)
    return None


def _of_method(found: Any, member: enum.Enum, frame: Frame, node: ast.expr) -> Any:
    kind, function = found if isinstance(found, tuple) else ("unread", found)
    if kind == "property":
        return frame.work.call(function, [member], {}, frame, node)
    return Partial(function, (member,), {}) if kind == "method" else frame.unread(node)


def field(frame: Frame, node: ast.expr, value: Any, name: Any, default: Any = _NOTHING, /) -> Any:
    """`getattr`."""
    if not isinstance(operating.known(name), str):
        message = f"attribute name must be string, not '{type(name).__name__}'"
        raise TypeError(message)
    try:
        return attribute(value, name, frame, node)
    except AttributeError:
        if default is _NOTHING:
            raise
        return default


def has_field(frame: Frame, node: ast.expr, value: Any, name: Any, /) -> Any:
    """`hasattr`."""
    found = field(frame, node, value, name, _NOTHING_THERE)
    if isinstance(found, Unread) and not isinstance(value, Unread):
        raise Unknown(found)
    return found is not _NOTHING_THERE
