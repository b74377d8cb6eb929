"""Class statements: enums become enums, the constants of other classes can be read, the rest stays opaque."""

from __future__ import annotations

import ast
import enum
import types
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.model.declaring import DeclaredType
from catalog_gen.reading import targets
from catalog_gen.reading.frames import bound_names
from catalog_gen.reading.signals import (
    WIDTH,
    Failed,
    Signal,
    long_enum,
    wide_text,
)
from catalog_gen.reading.standins import Class, Function, Outside

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog_gen.reading.frames import Frame

_MOST_MEMBERS = 5_000
_MIXINS = (str, int, float)
_HOOKS = frozenset({"__new__", "_generate_next_value_", "_ignore_"})
_BLOCKS = (ast.If, ast.For, ast.Try, ast.While, ast.With, ast.Match, ast.AugAssign, ast.Delete)
TYPE_PARAMETER = "typing.TypeVar()"


def define(node: ast.ClassDef, frame: Frame, nested: Callable[[ast.stmt, Frame], None]) -> Any:
    """The value of a class statement without its decorators; `nested` evaluates what its body may hold."""
    outside = frame
    if parameters := getattr(node, "type_params", []):  # class Envelope[T] (Python 3.12)
        names = {
            one.name: Outside(f"{one.name} is a type", frame.place(one), root=TYPE_PARAMETER) for one in parameters
        }
        frame = frame.inner("parameters", names)
    bases = [frame.value(base) for base in node.bases]
    inner = frame.inner("class")
    inner.title = node.name
    if _makes_enum(bases) and not node.keywords:
        if _decides_values(node):
            why = f"{node.name} is an enum whose values only running the code makes"
            return Outside(why, outside.place(node), node=node, frame=outside)
        return _enum(node, inner, bases)
    for statement in node.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.FunctionDef | ast.ClassDef | ast.If | ast.Pass):
            nested(statement, inner)
    parents = tuple(base for base in bases if isinstance(base, Class))
    opaque = bool(node.keywords) or len(parents) + bases.count(object) != len(bases)
    declares = next((base for base in bases if isinstance(base, DeclaredType)), None)
    declares = declares or next((parent.declares for parent in parents if parent.declares), None)
    return Class(node.name, inner.names, outside.place(node), parents, opaque, node, frame, declares)


def _makes_enum(bases: list[Any]) -> bool:
    """Whether the bases are an enum and, at most, the type of its values."""
    enums = [base for base in bases if isinstance(base, type) and issubclass(base, enum.Enum)]
    return bool(enums) and all(base in enums or base in _MIXINS for base in bases)


def _decides_values(node: ast.ClassDef) -> bool:
    """Whether code in the body makes the members (https://docs.python.org/3/howto/enum.html#supported-sunder-names)."""
    if not _HOOKS.isdisjoint(bound_names(node.body)):
        return True
    return any(isinstance(statement, _BLOCKS) for statement in node.body)


def _enum(node: ast.ClassDef, frame: Frame, bases: list[type]) -> Any:
    """A real enum, made of the values of its members."""
    methods: dict[str, Any] = {}
    members = list(_members(node, frame, methods))
    _check_members([value for _, value in members], frame)

    def body(namespace: dict[str, Any]) -> None:
        namespace["__module__"] = frame.module.name
        for name, value in members:
            namespace[name] = value
            # `auto()` becomes its value in the namespace, which later members may use.
            frame.names[name] = namespace[name]

    try:
        cls = types.new_class(node.name, tuple(bases), {}, body)
    except Signal:
        raise
    except Exception as error:
        raise Failed(error, frame.place(node)) from error
    frame.work.enum_methods[cls] = methods
    frame.work.enum_places[cls] = (node, frame)
    return cls


def _check_members(values: list[Any], frame: Frame) -> None:
    if len(values) > _MOST_MEMBERS:
        raise long_enum()
    frame.work.budget.settled(values)
    if any(isinstance(value, str) and len(value) > WIDTH for value in values):
        raise wide_text()


def _members(node: ast.ClassDef, frame: Frame, methods: dict[str, Any]) -> Any:
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef):
            methods[statement.name] = _method(statement, frame)
        elif isinstance(statement, ast.Assign):
            value = frame.value(statement.value)
            for target in statement.targets:
                yield from _named(target, value, frame, methods)
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            yield from _named(statement.target, frame.value(statement.value), frame, methods)


def _named(target: ast.expr, value: Any, frame: Frame, methods: dict[str, Any]) -> Any:
    if not isinstance(target, ast.Name):
        targets.refuse(target, None, frame)
    elif isinstance(value, Unread | Function) or target.id.startswith("_"):
        methods[target.id] = value if isinstance(value, Unread) else frame.unread(target)
        frame.names[target.id] = methods[target.id]
    else:
        frame.names[target.id] = value
        yield target.id, value


def _method(node: ast.FunctionDef, frame: Frame) -> Any:
    """How a member answers to the name: a property or method with one `return`, or not known."""
    decorators = [decorator.id if isinstance(decorator, ast.Name) else "?" for decorator in node.decorator_list]
    kind = {(): "method", ("property",): "property"}.get(tuple(decorators))
    if kind is None or node.args.defaults or node.args.kw_defaults:
        return frame.unread(node)
    return kind, Function(node.name, node, frame)
