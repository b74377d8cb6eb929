"""The layout of a Python program: the imports that it uses, in order, and the blank lines between its parts."""

from __future__ import annotations

import ast
import re
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_MODULES: Final = (
    "asyncio base64 contextlib fastavro functools hashlib hmac io json os re signal socket struct sys threading time"
    " httpx uuid"
)
_MEMBERS: Final = {
    "collections.abc": "Callable Iterator Mapping",
    "datetime": "UTC date datetime timedelta timezone",
    "decimal": "Decimal",
    "fastapi": "Query",
    "google.protobuf.json_format": "MessageToDict ParseDict",
    "pathlib": "Path",
    "pydantic": "Json",
    "typing": "Annotated Any Literal",
    "urllib.parse": "quote",
    "uuid": "UUID uuid4",
}

KNOWN: Final = dict.fromkeys(_MODULES.split(), "") | {
    name: module for module, names in _MEMBERS.items() for name in names.split()
}
"""What a program may use without importing it: the module of each name, empty for a module itself."""


def finished(code: str) -> str:
    """The program with sorted imports on top, those of `KNOWN` added as they are used.

    `time` is the class of datetime where it is called, else the module.

    Raises:
        SyntaxError: the code is not Python.
    """
    tree = ast.parse(code)
    lines = code.split("\n")
    imported = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    modules, members = _imports(imported)
    _add_known(tree, modules, members)
    without = {number for node in imported for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    docstring = tree.body[0] if tree.body and _is_docstring(tree.body[0]) else None
    rest = [node for node in tree.body if node not in imported and node is not docstring]
    parts = [ast.get_source_segment(code, docstring) or ""] if docstring else []
    head = list(_sorted(modules, members))
    body = "\n".join(_spaced(rest, lines, without))
    definition = bool(rest) and isinstance(rest[0], ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    text = "\n\n".join(filter(None, [*parts, "\n\n".join(head)]))
    return (text + ("\n\n\n" if definition and text else "\n\n" if text else "") + body).strip("\n") + "\n"


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _imports(nodes: list[ast.Import | ast.ImportFrom]) -> tuple[set[str], dict[str, set[str]]]:
    modules: set[str] = set()
    members: dict[str, set[str]] = {}
    for node in nodes:
        names = {alias.name + (f" as {alias.asname}" if alias.asname else "") for alias in node.names}
        if isinstance(node, ast.Import):
            modules |= names
        else:
            members.setdefault(node.module or "", set()).update(names)
    return modules, members


def _add_known(tree: ast.Module, modules: set[str], members: dict[str, set[str]]) -> None:
    """Add what is used and neither imported nor assigned."""
    bound = {name.rpartition(" as ")[2].split(".")[0] for name in modules}
    bound |= {name.rpartition(" as ")[2] for names in members.values() for name in names}
    used: set[str] = set()
    called: set[str] = set()
    for node in _nodes(tree):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called.add(node.func.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.ExceptHandler):
            bound.add(node.name or "")
    for name in sorted((used & set(KNOWN)) - bound):
        module = "datetime" if name == "time" and name in called else KNOWN[name]
        if module:
            members.setdefault(module, set()).add(name)
        else:
            modules.add(name)


def _nodes(tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes that can name something: `ast.walk` without constants and contexts, in half the time."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list):
                waiting += [item for item in value if isinstance(item, ast.AST) and not isinstance(item, ast.Constant)]
            elif isinstance(value, ast.AST) and not isinstance(value, ast.Constant | ast.expr_context):
                waiting.append(value)


def _sorted(modules: set[str], members: dict[str, set[str]]) -> Iterator[str]:
    """The import statements in groups: the standard library, packages, generated modules."""
    plain = sorted((_group(name), 0, name.lower(), f"import {name}") for name in modules)
    picked = sorted((_group(name), 1, name.lower(), _from(name, names)) for name, names in members.items())
    for group in range(3):
        rows = [row for row in sorted([*plain, *picked]) if row[0] == group]
        if rows:
            yield "\n".join(row[3] for row in rows)


def _group(module: str) -> int:
    top = re.split(r"[ .]", module, maxsplit=1)[0]
    if top in sys.stdlib_module_names:
        return 0
    return 2 if re.search(r"_pb2\b", module) else 1


def _from(module: str, names: set[str]) -> str:
    ordered = sorted(names, key=lambda name: (_rank(name), name))
    flat = f"from {module} import {', '.join(ordered)}"
    if len(flat) <= 88:  # noqa: PLR2004 - as formatters have it
        return flat
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in ordered), ")"])


def _rank(name: str) -> int:
    """Constants, classes, functions: as isort orders them."""
    return 0 if name.isupper() else 1 if name[:1].isupper() else 2


def _spaced(nodes: list[ast.stmt], lines: list[str], without: set[int]) -> Iterator[str]:
    """The statements with their comments: two blank lines around definitions, else at most one."""
    previous: ast.stmt | None = None
    last = max(without, default=0)
    last = last if nodes and last < nodes[0].lineno else 0
    for node in nodes:
        first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
        between = [line for number, line in enumerate(lines[last : first - 1], last + 1) if number not in without]
        comments = [line for line in between if line.strip()]
        if previous is not None:
            wide = _is_definition(previous) or _is_definition(node)
            yield from [""] * (2 if wide else 1 if any(not line.strip() for line in between) else 0)
        yield from comments
        last = node.end_lineno or node.lineno
        yield from _tightened(lines[first - 1 : last])
        previous = node
    yield from (line for number, line in enumerate(lines[last:], last + 1) if line.strip() and number not in without)


def _is_definition(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def _tightened(lines: list[str]) -> Iterator[str]:
    """Lines without more than one blank line at once, and without white space at their ends."""
    blank = False
    for line in lines:
        if line.strip() or not blank:
            yield line.rstrip()
        blank = not line.strip()
