"""Code that is not evaluated: what it would bind, declare or change is not known, and said where that matters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.model.declaring import DeclaredType
from catalog_gen.reading import libraries
from catalog_gen.reading.frames import bound_names
from catalog_gen.reading.recording import WAYS_OUT
from catalog_gen.reading.standins import Function

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from catalog_gen.reading.frames import Frame


def forget(statements: Sequence[ast.stmt], frame: Frame, value: Unread) -> None:
    """What statements that are not evaluated would bind is not known, nor what they would declare."""
    for name in bound_names(statements):
        frame.names[name] = value
    frame.work.texts |= texts(statements)
    frame.work.recorder.unread_kinds |= set(declared_kinds(statements, frame))


def texts(nodes: Sequence[ast.AST]) -> set[str]:
    """The text literals in the code."""
    found = (node for root in nodes for node in ast.walk(root) if isinstance(node, ast.Constant))
    return {node.value for node in found if isinstance(node.value, str)}


def depend(statements: Sequence[ast.stmt], value: Unread, frame: Frame, node: ast.expr) -> None:
    """Code that depends on a value which is not known: loud if it declares or changes something."""
    loud = frame.module.whole and not value.said
    if loud and (_changes(statements, frame) or any(True for _ in declared_kinds(statements, frame))):
        hint = value.hint or WAYS_OUT
        frame.report("unreadable-statement", f"{value.why}, and what is declared here depends on it", node, hint)
        value = Unread(value.why, value.where, said=True)
    forget(statements, frame, value)


def _changes(statements: Sequence[ast.stmt], frame: Frame) -> bool:
    """Whether the code changes a list or dict that is known."""
    for root in statements:
        for node in ast.walk(root):
            changed: Any = None
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                changed = node.value.func
            elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
                changed = node
            while isinstance(changed, ast.Attribute | ast.Subscript):
                changed = changed.value
            if isinstance(changed, ast.Name) and isinstance(frame.names.get(changed.id), list | dict | set):
                return True
    return False


def skipped(nodes: Iterable[ast.AST], value: Unread, frame: Frame, node: ast.expr, at: Frame | None = None) -> Unread:
    """What stands for code that is not evaluated because `value` is not known; loud if that code declares something."""
    kinds = set(declared_kinds(nodes, frame))
    if not kinds or value.said:
        return value
    frame.work.recorder.unread_kinds |= kinds
    frame.work.recorder.tell(value, (at or frame).place(node), "")
    return Unread(value.why, value.where, said=True)


def declared_kinds(nodes: Iterable[ast.AST], frame: Frame) -> Iterator[str]:
    """The kinds of resources that constructors in the code would make, also in the functions that it calls."""
    stack = [(node, frame) for node in nodes]
    seen: set[int] = set()
    while stack:
        root, scope = stack.pop()
        local = set(bound_names([root]))
        for node in ast.walk(root):
            frame.work.budget.spend(2)
            value = _called(node, scope, local)
            if isinstance(value, DeclaredType) and hasattr(value, "kind"):
                yield value.kind
            elif isinstance(value, Function) and id(value.node) not in seen:
                seen.add(id(value.node))
                stack.append((value.node, value.frame))


def _called(node: ast.AST, frame: Frame, local: set[str]) -> Any:
    """What a name or attribute stands for, as far as that is known without evaluating anything."""
    if isinstance(node, ast.Name) and node.id not in local:
        scope: Frame | None = frame
        while scope is not None:
            if node.id in scope.names:
                return scope.names[node.id]
            scope = scope.outer
        return frame.module.names.get(node.id)
    if isinstance(node, ast.Attribute):
        return libraries.name("catalog_gen", node.attr)
    return None
