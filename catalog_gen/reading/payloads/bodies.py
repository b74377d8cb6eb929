"""The statements of class bodies that give fields and settings, and what in them cannot be read."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from catalog_gen.model.checking import Unread
from catalog_gen.reading.frames import bound_names
from catalog_gen.reading.payloads import looking
from catalog_gen.reading.payloads.scopes import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.reading.payloads.annotations import Annotations
    from catalog_gen.reading.payloads.scopes import Scope
    from catalog_gen.reading.standins import Class

_SETTINGS = frozenset({"model_config", "__pydantic_config__", "Config"})
_HOOKS = frozenset({"__get_pydantic_core_schema__", "__get_pydantic_json_schema__", "model_json_schema"})
"""https://docs.pydantic.dev/latest/concepts/json_schema/#customizing-json-schema"""
_MADE_BY_CALL = frozenset({"pydantic.field_serializer", "pydantic.model_serializer", "pydantic.computed_field"})
_METACLASSES = frozenset({"type", "abc.ABCMeta", "enum.EnumMeta", "enum.EnumType"})


def of(cls: Class, scope: Scope, annotations: Annotations) -> tuple[ast.stmt, ...]:
    """The statements that Python runs in the body of the class; refused where which these are is not known."""
    return tuple(_run(cls.node.body, scope, annotations)) if cls.node else ()


def _run(body: list[ast.stmt], scope: Scope, annotations: Annotations) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, ast.If):
            yield from _branch(statement, scope, annotations)
        elif not isinstance(statement, ast.Try | ast.For | ast.While | ast.With | ast.Match):
            yield statement
        elif _counts([statement], scope, annotations):
            annotations.refuse(statement, scope, "which fields it gives is only known when the code runs")


def _branch(statement: ast.If, scope: Scope, annotations: Annotations) -> Iterator[ast.stmt]:
    if looking.is_for_types(statement.test):
        yield from _run(statement.orelse, scope, annotations)
        return
    value = annotations.value(statement.test, scope)
    if not isinstance(value, Unread | Missing):
        yield from _run(statement.body if value else statement.orelse, scope, annotations)
    elif _counts([*statement.body, *statement.orelse], scope, annotations):
        why = "the fields of the class depend on it, and it is only known when the code runs"
        annotations.refuse(statement.test, scope, why)


def _counts(statements: list[ast.stmt], scope: Scope, annotations: Annotations) -> bool:
    """Whether anything in the statements says something about the schema."""
    for statement in statements:
        if isinstance(statement, ast.AnnAssign) or set(bound_names([statement])) & (_SETTINGS | _HOOKS):
            return True
        if isinstance(statement, ast.FunctionDef):
            names = (annotations.name(_callee(one), scope) for one in statement.decorator_list)
            if any(name in _MADE_BY_CALL for name in names):
                return True
        elif not isinstance(statement, ast.ClassDef | ast.AsyncFunctionDef):
            parts = [getattr(one, "body", []) for one in (*getattr(statement, "handlers", ()), *_cases(statement))]
            parts += [getattr(statement, word, []) for word in ("body", "orelse", "finalbody")]
            if any(_counts(part, scope, annotations) for part in parts):
                return True
    return False


def _cases(statement: ast.stmt) -> list[ast.match_case]:
    return statement.cases if isinstance(statement, ast.Match) else []


def _callee(node: ast.expr) -> ast.expr:
    return node.func if isinstance(node, ast.Call) else node


def refuse_code(cls: Class, body: tuple[ast.stmt, ...], scope: Scope, kind: str, annotations: Annotations) -> None:
    """Refuse what decides by code what the class looks like in a schema."""
    for statement in body:
        for name in bound_names([statement]):
            own = name == "__class_getitem__" and kind != "model"
            if own or (name in _HOOKS and (kind == "model" or name != "model_json_schema")):
                annotations.refuse(statement, scope, f"{name} decides what is written")
        value = statement.value if isinstance(statement, ast.Assign) else None
        if isinstance(value, ast.Call):
            made = {annotations.name(value.func, scope), annotations.name(_callee(value.func), scope)}
            for name in sorted(made & _MADE_BY_CALL):
                annotations.refuse(value, scope, f"{name.rpartition('.')[2]} is read as a decorator of a method only")
        if kind == "attrs":
            _refuse_unannotated(statement, scope, annotations)
    for keyword in cls.node.keywords if cls.node else []:
        if keyword.arg == "metaclass" and annotations.name(keyword.value, scope) not in _METACLASSES:
            annotations.refuse(keyword.value, scope, "a metaclass of its own decides what the class is")


def _refuse_unannotated(statement: ast.stmt, scope: Scope, annotations: Annotations) -> None:
    """Refuse what only attrs itself understands: fields without annotation, defaults by decorator."""
    value = statement.value if isinstance(statement, ast.Assign) else None
    if isinstance(value, ast.Call) and annotations.name(value.func, scope).startswith(("attrs.", "attr.")):
        annotations.refuse(value, scope, "the field has no annotation", "write name: type = field(...)")
    for decorator in statement.decorator_list if isinstance(statement, ast.FunctionDef) else ():
        if isinstance(decorator, ast.Attribute) and decorator.attr == "default":
            annotations.refuse(decorator, scope, "a method gives the default", "write field(factory=...)")


def hook_of(cls: Class) -> str:
    """The method of a class by which pydantic asks it for a schema; empty where there is none."""
    stack, seen = [cls], set()
    while stack:
        one = stack.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        names = set(bound_names(one.node.body if one.node else ()))
        for hook in sorted(_HOOKS & names):
            return hook
        stack += one.bases
    return ""
