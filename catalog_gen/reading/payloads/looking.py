"""Names that only annotations can use: those for type checkers, and those of `from library import *`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from catalog_gen.reading.frames import Frame, bound_names
from catalog_gen.reading.payloads import vocabulary
from catalog_gen.reading.signals import Failed
from catalog_gen.reading.standins import Outside

if TYPE_CHECKING:
    from catalog_gen.reading.frames import Module
    from catalog_gen.reading.payloads.scopes import Scope


def starred(node: ast.Name, scope: Scope) -> Outside | None:
    """A name that comes with `from library import *`, if the library is one whose names are known here."""
    for statement in reversed(scope.frame.module.script.tree.body):
        if isinstance(statement, ast.ImportFrom) and statement.names[0].name == "*" and not statement.level:
            root = f"{statement.module}.{node.id}"
            if vocabulary.is_known(vocabulary.spelled(root)):
                return Outside(f"{node.id} is a type", scope.frame.place(node), root=root)
    return None


def for_type_checkers(node: ast.expr, scope: Scope, known: dict[str, dict[str, Any]]) -> Any:
    """The value of an expression whose first name is bound below `if TYPE_CHECKING`; None where it is not.

    `known` holds what was found so far, by the path of the module.
    """
    first = node
    while isinstance(first, ast.Attribute | ast.Subscript):
        first = first.value
    if not isinstance(first, ast.Name):
        return None
    module = scope.frame.module
    names = known.setdefault(module.path, {})
    frame = Frame(scope.frame.work, module, names, scope.frame, "function")
    if first.id not in names:
        for statement in _statements_for_types(module, first.id):
            try:
                scope.frame.work.run([statement], frame)
            except Failed:
                return None
    if first.id not in names:
        return None
    try:
        return frame.value(node)
    except Failed:
        return None


def _statements_for_types(module: Module, name: str) -> list[ast.stmt]:
    """The statements below `if TYPE_CHECKING` that bind a name."""
    found: list[ast.stmt] = []
    for statement in module.script.tree.body:
        if isinstance(statement, ast.If) and is_for_types(statement.test):
            found += [inner for inner in statement.body if name in bound_names([inner])]
    return found


def is_renamed(node: ast.expr, name: str, scope: Scope) -> bool:
    """Whether a function of a library has another name here than by an import or `name = function`.

    So it is with `functools.partial(Field, gt=0)`, whose arguments stand elsewhere.
    """
    if not isinstance(node, ast.Name) or node.id == name.rpartition(".")[2]:
        return not isinstance(node, ast.Name | ast.Attribute)
    for statement in ast.walk(scope.frame.module.script.tree):
        if isinstance(statement, ast.ImportFrom | ast.Import) and any(
            node.id == (one.asname or one.name) for one in statement.names
        ):
            return False
        plain = isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Name | ast.Attribute)
        if plain and node.id in bound_names([statement]):
            return False
    return True


def is_for_types(test: ast.expr) -> bool:
    """Whether a condition holds for type checkers only."""
    name = test.id if isinstance(test, ast.Name) else test.attr if isinstance(test, ast.Attribute) else ""
    return name == "TYPE_CHECKING"
