"""Statements that hold others: `if`, `for`, `try`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.reading import iterating, operating, skipping, targets
from catalog_gen.reading.signals import Break, Continue, Failed, Signal, Stopped, Unknown

if TYPE_CHECKING:
    from catalog_gen.reading.frames import Frame


def run_if(statement: ast.If, frame: Frame) -> None:
    """`if`; a chain of `elif` is a loop, however long it is."""
    branch: list[ast.stmt] = [statement]
    while len(branch) == 1 and isinstance(branch[0], ast.If) and branch[0].col_offset == statement.col_offset:
        link = branch[0]
        value = frame.value(link.test)
        if isinstance(value, Unread):
            skipping.depend([*link.body, *link.orelse], value, frame, link.test)
            return
        branch = link.body if operating.truth(value, frame) else link.orelse
    frame.work.run(branch, frame)


def run_for(statement: ast.For, frame: Frame) -> None:
    """`for`, over values that are known."""
    source = frame.value(statement.iter)
    try:
        elements = iterating.iterator(source, frame, statement.iter)
    except Unknown as signal:
        skipping.depend([statement], signal.value, frame, statement.iter)
        return
    except TypeError as error:
        raise Failed(error, frame.place(statement.iter)) from error
    for element in _elements(elements, frame, statement.iter):
        targets.assign(statement.target, element, frame)
        try:
            frame.work.run(statement.body, frame)
        except Continue:
            continue
        except Break:
            return
    frame.work.run(statement.orelse, frame)


def _elements(elements: Any, frame: Frame, node: ast.expr) -> Any:
    """The elements; what fails in getting them failed at the iterable."""
    try:
        yield from elements
    except (Signal, GeneratorExit):
        raise
    except Exception as error:
        raise Failed(error, frame.place(node)) from error


def run_try(statement: ast.Try, frame: Frame) -> None:
    """`try`, whose handlers catch what Python would raise."""
    try:
        frame.work.run(statement.body, frame)
    except (Failed, Stopped) as signal:
        failed = signal.failure if isinstance(signal, Stopped) else signal
        handler = next((one for one in statement.handlers if _catches(one, failed.error, frame)), None)
        if handler is None:
            frame.work.run(statement.finalbody, frame)
            raise
        if handler.name:
            frame.names[handler.name] = Unread(f"{handler.name} is an exception", frame.place(handler))
        frame.work.run(handler.body, frame)
    else:
        frame.work.run(statement.orelse, frame)
    frame.work.run(statement.finalbody, frame)


def _catches(handler: ast.ExceptHandler, error: BaseException, frame: Frame) -> bool:
    if handler.type is None:
        return True
    caught = frame.value(handler.type)
    kinds = caught if isinstance(caught, tuple) else (caught,)
    return any(isinstance(kind, type) and isinstance(error, kind) for kind in kinds)
