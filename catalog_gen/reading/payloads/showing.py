"""How the arguments of a generic class are shown in its name, as pydantic has it."""

from __future__ import annotations

import ast
import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.reading.payloads.scopes import parsed, qualified
from catalog_gen.reading.standins import Class, Outside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.reading.payloads.annotations import Annotations
    from catalog_gen.reading.payloads.scopes import Scope


def shown(node: ast.AST, scope: Scope, annotations: Annotations) -> tuple[str, str]:
    """How pydantic shows an argument in the title of a generic class, and that with modules."""
    parts = list(dict.fromkeys(_members(node, scope, annotations)))
    return parts[0] if len(parts) == 1 else _listed("Union", parts)


_Shown = tuple[str, str]
_NONE = ("NoneType", "NoneType")


def _members(node: ast.AST, scope: Scope, annotations: Annotations) -> list[_Shown]:
    """What the annotation consists of: several where it is a union, whose unions melt into it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        inner = parsed(node.value)
        return [("", "")] if inner is None else _members(inner, dataclasses.replace(scope, text=node), annotations)
    if isinstance(node, ast.Constant):
        return [_NONE] if node.value is None else [("...", "...")]
    if isinstance(node, ast.Name | ast.Attribute):
        return _value(annotations.value(node, scope), node, scope, annotations)
    if isinstance(node, ast.BinOp):
        parts: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):
            parts.append(left.right)
            left = left.left
        return [one for part in (left, *reversed(parts)) for one in _members(part, scope, annotations)]
    if isinstance(node, ast.Subscript):
        return _generic(node, scope, annotations)
    text = scope.frame.module.script.segment(node)
    return [(text, text)]


def _generic(node: ast.Subscript, scope: Scope, annotations: Annotations) -> list[_Shown]:
    nodes = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
    head = shown(node.value, scope, annotations)
    if head[0] == "Literal":
        values = ", ".join(repr(value) for value in annotations.literal(nodes, node, scope).values)
        return [(f"Literal[{values}]", f"Literal[{values}]")]
    if head[0] in {"Optional", "Union"}:
        parts = [one for part in nodes for one in _members(part, scope, annotations)]
        return [*parts, _NONE] if head[0] == "Optional" else parts
    return [_listed(head[0], [shown(one, scope, annotations) for one in nodes], head[1])]


def _value(value: Any, node: ast.expr, scope: Scope, annotations: Annotations) -> list[_Shown]:
    if id(value) in scope.bound:
        return [(scope.bound[id(value)].shown, scope.bound[id(value)].unique)]
    if isinstance(value, Class):
        frame = value.frame
        name = qualified(value.name, frame)
        return [(name, f"{frame.module.name}.{name}" if frame else name)]
    if isinstance(value, type):
        return [(value.__name__, f"{value.__module__}.{value.__qualname__}")]
    if isinstance(value, Outside) and value.node is not None and value.node is not node and value.frame is not None:
        return _members(value.node, dataclasses.replace(scope, frame=value.frame, text=None), annotations)
    name = value.root if isinstance(value, Outside) else scope.frame.module.script.segment(scope.text or node)
    return [(name.rpartition(".")[2], name)]


def _listed(head: str, parts: Sequence[_Shown], unique: str = "") -> _Shown:
    return (
        f"{head}[{', '.join(short for short, _ in parts)}]",
        f"{unique or head}[{', '.join(long for _, long in parts)}]",
    )
