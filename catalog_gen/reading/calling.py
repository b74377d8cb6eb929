"""Calls: of constructors, functions of the project, known functions, methods and types."""

from __future__ import annotations

import ast
import enum
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.model.declaring import DeclaredType
from catalog_gen.reading import (
    binding,
    effects,
    iterating,
    methods,
    skipping,
    templates,
)
from catalog_gen.reading.names import CONSTRUCTORS
from catalog_gen.reading.recording import Reported
from catalog_gen.reading.signals import (
    CHARACTERS,
    Unknown,
    long_list,
    long_text,
)
from catalog_gen.reading.standins import Builtin, Class, Function, Method, Partial

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.reading.frames import Frame

_LEVELS_PER_CALL = 4
_STEPS_PER_PROBLEM = 50
_MOST_KEYWORDS = 500
_LONGEST_ARGUMENT = CHARACTERS // 5


def evaluate_call(node: ast.Call, frame: Frame) -> Any:
    """The value of a call."""
    callee = frame.value(node.func)
    args, kwargs, hidden = _arguments(node, frame, callee)
    calling = frame.work.calling
    calling.append((node, frame))
    try:
        if hidden is not None and not isinstance(callee, DeclaredType | Unread):
            raise Unknown(hidden)
        return call(callee, args, kwargs, frame, node, hidden)
    finally:
        calling.pop()


def _arguments(node: ast.Call, frame: Frame, callee: Any) -> tuple[list[Any], dict[str, Any], Unread | None]:
    """The arguments, and what stands for `*` and `**` whose content is not known."""
    args: list[Any] = []
    kwargs: dict[str, Any] = {}
    hidden: Unread | None = None
    for argument in node.args:
        if not isinstance(argument, ast.Starred):
            args.append(frame.value(argument))
            continue
        value = frame.value(argument.value)
        if isinstance(value, Unread):
            hidden = value
        else:
            args += iterating.listed(value, frame, argument.value)
    for keyword in node.keywords:
        value = frame.value(keyword.value)
        if keyword.arg in kwargs:
            raise _given_twice(keyword.arg, callee, node, frame)
        if keyword.arg is not None:
            kwargs[keyword.arg] = value
        elif isinstance(value, Unread):
            hidden = value
        else:
            _spread(value, kwargs, callee, node, frame)
    return args, kwargs, hidden


def _given_twice(keyword: str, callee: Any, node: ast.Call, frame: Frame) -> TypeError:
    """What Python says, with the whole name of the function."""
    name = frame.module.script.segment(node.func)
    if isinstance(callee, DeclaredType):
        name = f"{callee.__module__}.{callee.__qualname__}"
    elif isinstance(callee, Function):
        name = f"{callee.frame.module.name}.{callee.name}"
    return TypeError(f"{name}() got multiple values for keyword argument '{keyword}'")


def _spread(value: Any, kwargs: dict[str, Any], callee: Any, node: ast.Call, frame: Frame) -> None:
    """`**value`, with what Python says where it refuses."""
    name = frame.module.script.segment(node.func)
    if not isinstance(value, dict):
        message = f"{name}() argument after ** must be a mapping, not {type(value).__name__}"
        raise TypeError(message)
    for key, item in value.items():
        if not isinstance(key, str):
            message = "keywords must be strings"
            raise TypeError(message)
        if key in kwargs:
            raise _given_twice(key, callee, node, frame)
        kwargs[key] = item


def call(
    callee: Any,
    args: Sequence[Any],
    kwargs: dict[str, Any],
    frame: Frame,
    node: ast.Call,
    hidden: Unread | None = None,
) -> Any:
    """Call something that is known."""
    if isinstance(callee, Unread):
        return effects.unread_call(callee, frame, node)
    if isinstance(callee, DeclaredType):
        return _declare(callee, args, kwargs, frame, node, hidden)
    if isinstance(callee, Function):
        return call_function(callee, args, kwargs, frame, node)
    if isinstance(callee, Builtin):
        return callee.code(frame, node, *args, **kwargs) if callee.framed else _plain(callee, args, kwargs, frame)
    if isinstance(callee, Method) and callee.owner is not str and callee.name in {"format", "format_map"}:
        return templates.filled(callee, args, kwargs, frame, node)
    if isinstance(callee, Method):
        return methods.call(callee, args, kwargs, frame, node)
    if isinstance(callee, Partial):
        return call(callee.function, [*callee.args, *args], {**callee.kwargs, **kwargs}, frame, node)
    if isinstance(callee, type):
        return _construct(callee, args, kwargs, frame, node)
    if isinstance(callee, Class) and callee.declares is not None:
        return _own_type(callee.name, callee.declares, frame, node)
    if isinstance(callee, Class):
        return frame.unread(node, f"makes an object of the class {callee.name}, which only running the code does")
    message = f"'{type(callee).__name__}' object is not callable"
    raise TypeError(message)


def _declare(
    cls: DeclaredType,
    args: Sequence[Any],
    kwargs: dict[str, Any],
    frame: Frame,
    node: ast.Call,
    hidden: Unread | None,
) -> Any:
    """Make a definition; its place is the call that runs when the constructor is entered."""
    if len(kwargs) > _MOST_KEYWORDS:
        raise long_list()
    frame.work.budget.spend(10 + 5 * len(kwargs))
    for _ in frame.work.budget.walked(list(args), list(kwargs.values())):
        pass
    spot = frame.work.calling[-1] if frame.work.calling else None
    call_node, call_frame = spot or (node, frame)
    origin = call_frame.module.script.origin(call_node, cls)
    said = len(frame.work.recorder.problems)
    made = frame.work.recorder.declare(cls, args, kwargs, origin, hidden)
    frame.work.budget.spend(_STEPS_PER_PROBLEM * (len(frame.work.recorder.problems) - said))
    return made


def _plain(builtin: Builtin, args: Sequence[Any], kwargs: dict[str, Any], frame: Frame) -> Any:
    """Call a function of Python that needs whole values and nothing else."""
    frame.work.budget.settled(list(args), list(kwargs.values()))
    if any(isinstance(value, str | bytes) and len(value) > _LONGEST_ARGUMENT for value in args):
        raise long_text()
    return frame.work.budget.sized(builtin.code(*args, **kwargs))


def _own_type(name: str, cls: DeclaredType, frame: Frame, node: ast.Call) -> Reported:
    """An object of a class that somebody made from one of catalog_gen's: what that does, only running it tells."""
    message = f"{name} is a class of your own, made from {cls.__name__}; only running the code tells what it makes"
    hint = f"write a function that returns {cls.__name__}(...), or use build --import"
    frame.report("unreadable-value", message, node, hint)
    frame.work.recorder.unread_kinds.add(getattr(cls, "kind", "value"))
    return Reported(message, frame.place(node), said=True)


def _construct(cls: type, args: Sequence[Any], kwargs: dict[str, Any], frame: Frame, node: ast.Call) -> Any:
    if cls in CONSTRUCTORS:
        return call(CONSTRUCTORS[cls], args, kwargs, frame, node)
    frame.work.budget.settled(list(args), list(kwargs.values()))
    if issubclass(cls, BaseException) or (issubclass(cls, enum.Enum) and len(args) == 1 and not kwargs and len(cls)):
        return cls(*args, **kwargs)
    return frame.unread(node)


def call_function(
    function: Function, args: Sequence[Any], kwargs: dict[str, Any], frame: Frame, node: ast.Call | ast.expr
) -> Any:
    """The value that a function of the project returns."""
    returned = returned_expression(function)
    if returned is None:
        why = "calls a function that does more than return a value"
        raise Unknown(skipping.skipped(function.node.body, frame.unread(node, why), function.frame, node, at=frame))  # type: ignore[arg-type]
    names = binding.bound(function, args, kwargs)
    work = frame.work
    work.calling.append(None)
    try:
        with work.budget.deeper(_LEVELS_PER_CALL):
            return function.frame.inner("function", names).value(returned)
    finally:
        work.calling.pop()


def returned_expression(function: Function) -> ast.expr | None:
    """What the function returns, if that is all it does."""
    body = function.node.body
    if isinstance(body, ast.expr):
        return body
    rest = body[1:] if _is_text(body[0]) else body
    if len(rest) != 1 or not isinstance(rest[0], ast.Return) or _yields(rest[0]):
        return None
    return rest[0].value or ast.copy_location(ast.Constant(None), rest[0])


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _yields(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Yield | ast.YieldFrom | ast.Await) for inner in ast.walk(node))
