"""Statements of a module, one after the other."""

from __future__ import annotations

import ast
import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.problems import Problem
from catalog_gen.reading import (
    blocks,
    classes,
    effects,
    evaluating,
    imports,
    iterating,
    operating,
    skipping,
    targets,
)
from catalog_gen.reading.faults import forgotten
from catalog_gen.reading.recording import WAYS_OUT
from catalog_gen.reading.signals import Break, Continue, Exhausted, Failed, Signal, Stopped, Unknown, too_deep
from catalog_gen.reading.standins import Class, Function, Outside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from catalog_gen.reading.frames import Frame


def run(statements: Sequence[ast.stmt], frame: Frame) -> None:
    """Evaluate the statements in order; the first one that fails ends it."""
    for statement in statements:
        execute(statement, frame)


def execute(statement: ast.stmt, frame: Frame) -> None:
    """Evaluate one statement."""
    frame.work.budget.spend(1)
    try:
        _EXECUTORS.get(type(statement), _refuse)(statement, frame)
    except Unknown as signal:
        skipping.forget([statement], frame, signal.value)
    except Exhausted as signal:
        signal.place = signal.place or frame.place(statement)
        raise
    except Signal:
        raise
    except RecursionError as error:
        exhausted = too_deep()
        exhausted.place = frame.place(statement)
        raise exhausted from error
    except Exception as error:
        raise Failed(error, frame.place(statement)) from error


def guarded(statement: ast.stmt, frame: Frame) -> bool:
    """Evaluate a statement of a module and report how it failed; False if there is no reading on."""
    module, work = frame.module, frame.work
    try:
        execute(statement, frame)
    except Failed as signal:
        work.report(Problem("definition-failed", failure(signal.error), signal.place, hint=forgotten(signal.error)))
    except Stopped as signal:
        error = signal.failure.error
        work.report(Problem("definition-failed", failure(error), signal.failure.place, hint=forgotten(error)))
        module.state = "broken"
    except Exhausted as signal:
        work.report(Problem("too-much-work", signal.why, signal.place or frame.place(statement), hint=WAYS_OUT))
        module.state = "broken" if signal.steps else module.state
    except Signal:
        message = "is not Python that can be parsed: 'break' or 'continue' outside of a loop"
        work.report(Problem("unreadable-file", message, frame.place(statement)))
    else:
        return True
    with work.budget.paused():
        skipping.forget([statement], frame, Unread("this was not read", frame.place(statement), said=True))
    return module.state != "broken"


def failure(error: BaseException) -> str:
    """The exception as the last line of a traceback says it, shortened to one line."""
    try:
        text = " ".join(str(error).split())
    except Exception:  # noqa: BLE001 - the exception is the user's, and so is its __str__
        text = ""
    shown = text if len(text) <= _LONGEST_FAILURE else text[: _LONGEST_FAILURE - 1] + "…"
    return f"{type(error).__name__}: {shown}" if shown else type(error).__name__


_LONGEST_FAILURE = 200


def _expression(statement: ast.Expr, frame: Frame) -> None:
    node = statement.value
    if isinstance(node, ast.Constant):
        return
    frame.work.bare = effects.links(node)
    value = frame.value(node)
    if isinstance(value, Unread):
        effects.bare(value, frame, node)


def _assign(statement: ast.Assign, frame: Frame) -> None:
    value = frame.value(statement.value)
    for target in statement.targets:
        targets.assign(target, value, frame)


def _annotated(statement: ast.AnnAssign, frame: Frame) -> None:
    if statement.value is not None:
        targets.assign(statement.target, frame.value(statement.value), frame)


def _augmented(statement: ast.AugAssign, frame: Frame) -> None:
    target = statement.target
    old = frame.value(_loaded(target))
    new = frame.value(statement.value)
    if isinstance(old, Unread) and not isinstance(target, ast.Name):
        targets.refuse(statement, old, frame)
        return
    if isinstance(statement.op, ast.Add) and isinstance(old, list) and not isinstance(new, Unread):
        items = iterating.listed(new, frame, statement.value)
        frame.work.budget.elements(len(old) + len(items))
        old.extend(items)
        new = old
    elif isinstance(statement.op, ast.BitOr) and isinstance(old, dict) and isinstance(new, dict):
        operating.update(old, new, frame)
        new = old
    elif isinstance(old, Unread) or isinstance(new, Unread):
        new = old if isinstance(old, Unread) else new
    else:
        new = _result(statement, old, new, frame)
    targets.assign(target, new, frame)


def _result(statement: ast.AugAssign, old: Any, new: Any, frame: Frame) -> Any:
    try:
        return operating.binary(statement.op, old, new, frame, statement.target)
    except TypeError as error:
        message = str(error).replace("for +:", "for +=:")
        raise TypeError(message) from None


def _loaded(target: ast.Name | ast.Attribute | ast.Subscript) -> ast.expr:
    """The target of an augmented assignment, as the expression that it was before."""
    if isinstance(target, ast.Name):
        return ast.copy_location(ast.Name(target.id, ast.Load()), target)
    return target


def _refuse(statement: ast.stmt, frame: Frame) -> None:
    """A statement that is not evaluated: `while`, `with`, `match`, ..."""
    text = frame.module.script.segment(statement).split(":")[0]
    why = f"`{text}` is not evaluated; definitions are read, not run"
    value = Unread(why, frame.place(statement), said=frame.module.whole)
    if frame.module.whole:
        frame.report("unreadable-statement", why, statement, WAYS_OUT)
    skipping.forget([statement], frame, value)


def _raise(statement: ast.Raise, frame: Frame) -> None:
    value = frame.value(statement.exc) if statement.exc else RuntimeError("No active exception to reraise")
    if isinstance(value, type) and issubclass(value, BaseException):
        value = value()
    if not isinstance(value, BaseException):
        name = frame.module.script.segment(statement)
        value = (
            RuntimeError(name) if isinstance(value, Unread) else TypeError("exceptions must derive from BaseException")
        )
    raise Stopped(Failed(value, frame.place(statement)))


def _assert(statement: ast.Assert, frame: Frame) -> None:
    value = frame.value(statement.test)
    if isinstance(value, Unread) or operating.truth(value, frame):
        return
    message = frame.value(statement.msg) if statement.msg else None
    error = AssertionError() if message is None or isinstance(message, Unread) else AssertionError(message)
    raise Failed(error, frame.place(statement.test))


def _delete(statement: ast.Delete, frame: Frame) -> None:
    for target in statement.targets:
        if isinstance(target, ast.Name):
            if target.id not in frame.names:
                message = f"name '{target.id}' is not defined"
                raise NameError(message)
            del frame.names[target.id]
        elif isinstance(target, ast.Subscript):
            container, index = frame.value(target.value), frame.value(target.slice)
            if isinstance(container, Unread) or isinstance(index, Unread):
                targets.refuse(target, container, frame)
            else:
                del container[index]
        else:
            targets.refuse(target, None, frame)


def _function(statement: ast.FunctionDef, frame: Frame) -> None:
    value = evaluating.function(statement.name, statement, frame)
    frame.names[statement.name] = _decorated(value, statement.decorator_list, frame)


def _async_function(statement: ast.AsyncFunctionDef, frame: Frame) -> None:
    why = f"{statement.name} is an async function, which only running the code calls"
    frame.names[statement.name] = Outside(why, frame.place(statement))


def _class(statement: ast.ClassDef, frame: Frame) -> None:
    value = classes.define(statement, frame, execute)
    frame.names[statement.name] = _decorated(value, statement.decorator_list, frame)


def _decorated(value: Any, decorators: Sequence[ast.expr], frame: Frame) -> Any:
    """What the decorators make of a function or class; unknown ones leave a class opaque."""
    for node in reversed(decorators):
        decorator = frame.value(node)
        if not isinstance(decorator, Unread):
            call = ast.copy_location(ast.Call(node, [], []), node)
            value = frame.work.call(decorator, [value], {}, frame, call)
        elif isinstance(value, Class):
            value = dataclasses.replace(value, opaque=True)
        elif isinstance(value, Function):
            why = f"{value.name} is decorated, so what it returns is only known when the code runs"
            value = Outside(why, frame.place(node))
    return value


def _nothing(statement: ast.stmt, frame: Frame) -> None:
    del statement, frame


def _break(statement: ast.stmt, frame: Frame) -> None:
    del frame
    raise Break if isinstance(statement, ast.Break) else Continue


def _return(statement: ast.stmt, frame: Frame) -> None:
    message = "is not Python that can be parsed: 'return' outside function"
    frame.report("unreadable-file", message, statement)


def _alias(statement: Any, frame: Frame) -> None:
    """`type Name = ...` (Python 3.12)."""
    frame.names[statement.name.id] = frame.unread(statement, "is a type, not a value")


_EXECUTORS: Mapping[type, Callable[[Any, Frame], None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.If: blocks.run_if,
    ast.For: blocks.run_for,
    ast.Try: blocks.run_try,
    ast.Raise: _raise,
    ast.Assert: _assert,
    ast.Delete: _delete,
    ast.Import: imports.run_import,
    ast.ImportFrom: imports.run_import_from,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _async_function,
    ast.ClassDef: _class,
    ast.Pass: _nothing,
    ast.Global: _nothing,
    ast.Break: _break,
    ast.Continue: _break,
    ast.Return: _return,
    **({ast.TypeAlias: _alias} if hasattr(ast, "TypeAlias") else {}),
}
