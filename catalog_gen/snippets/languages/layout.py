"""The layout of a Python program: the imports that it uses, in order, and the blank lines between its parts."""

from __future__ import annotations

import ast
import dataclasses
import itertools
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

    Only imports of the module itself move: those inside of `try` or `if` stay. `time` is the class of datetime where it
    is called, else the module.

    Raises:
        SyntaxError: the code is not Python.
    """
    code = code.replace("\r\n", "\n").replace("\r", "\n")
    tree = ast.parse(code)
    top, parts, end = _parts(tree, code)
    docstring = parts.pop(0) if parts and _is_docstring(tree.body[0]) else None
    rest = [part for part in parts if not isinstance(part.node, ast.Import | ast.ImportFrom)]
    imports = _Imports()
    for part in parts:
        imports.add(part)
    _add_known(tree, imports)
    blocks = [
        "\n".join(top),
        "\n".join([*docstring.comments, *docstring.lines]) if docstring else "",
        *imports.groups(),
    ]
    head = "\n\n".join(filter(None, blocks))
    body = "\n".join(_spaced(rest, end))
    wide = bool(rest) and _is_definition(rest[0].node)
    return (head + ("\n\n\n" if wide else "\n\n") + body if head else body).strip("\n") + "\n"


@dataclasses.dataclass(slots=True)
class _Part:
    """A statement of the module: its lines, the comments in front of it, and whether a blank line is in front of them.

    `inside` are the comments behind its last line that are indented as it is.
    """

    node: ast.stmt
    lines: list[str]
    comments: list[str]
    apart: bool
    inside: list[str] = dataclasses.field(default_factory=list)


def _parts(tree: ast.Module, code: str) -> tuple[list[str], list[_Part], list[str]]:
    """The comments on top of the program, its statements, and the lines behind them."""
    lines = code.split("\n")
    kept = _lines_in_texts(tree, lines)
    ahead: list[str] = []
    parts: list[_Part] = []
    last = 0
    for node in tree.body:
        first, end = node.lineno, node.end_lineno or node.lineno
        if getattr(node, "decorator_list", ()):
            first = next(number for number in range(last + 1, first + 1) if lines[number - 1].lstrip().startswith("@"))
        between = lines[last : first - 1]
        if parts:
            between = _taken_inside(parts[-1], between)
        else:
            ahead = between
        apart = any(not line.strip() for line in between)
        part = _Part(node, list(_tightened(lines, first, end, kept)), list(_comments(between)), apart)
        behind = _cut(part.lines, lines, node)
        if (comment := behind.lstrip(" \t\f;\\").rstrip()).startswith("#"):
            part.lines[-1] += f"  {comment}"
        parts.append(part)
        last = end
    behind_all = lines[last:]
    if not parts:
        return [], [], behind_all
    return _taken_top(parts[0], ahead), parts, _taken_inside(parts[-1], behind_all)


def _lines_in_texts(tree: ast.Module, lines: list[str]) -> frozenset[int]:
    """The lines that end inside of a text, so that their white space is part of it."""
    quotes = {number for number, line in enumerate(lines, 1) if '"""' in line or "'''" in line}
    found: set[int] = set()
    for statement in tree.body if quotes else ():
        if not quotes.isdisjoint(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)):
            for node in ast.walk(statement):
                if isinstance(node, ast.Constant | ast.JoinedStr):
                    found.update(range(node.lineno, node.end_lineno or node.lineno))
    return frozenset(found)


def _cut(found: list[str], lines: list[str], node: ast.stmt) -> str:
    """Take off what stands in the lines of a statement beside it; what was behind it."""
    end = node.end_lineno or node.lineno
    last = lines[end - 1].encode()
    behind = last[node.end_col_offset or 0 :].decode()
    if behind:
        found[-1] = last[: node.end_col_offset].decode()
    if node.col_offset and not getattr(node, "decorator_list", ()):
        found[0] = found[0].encode()[node.col_offset :].decode()
    return behind


def _taken_inside(part: _Part, between: list[str]) -> list[str]:
    """Leave the indented comments at the end of a function or another block with it; the lines that remain."""
    if not hasattr(part.node, "body"):
        return between
    taken = 0
    for number, line in enumerate(between, 1):
        if line.strip() and not line.startswith((" ", "\t")):
            break
        taken = number if line.strip() else taken
    part.inside += _comments(between[:taken])
    return between[taken:]


def _taken_top(first: _Part, ahead: list[str]) -> list[str]:
    """Take off the comments that are about the program: those above a blank line or a docstring, and what runs it."""
    before = [line.rstrip() for line in ahead if not line.strip() or line.lstrip().startswith("#")]
    if not _is_docstring(first.node):
        runs = int(bool(before) and before[0].startswith("#!"))
        before = before[: max((number for number, line in enumerate(before) if not line), default=runs)]
    top = [line for number, line in enumerate(before) if line or (number and before[number - 1])]
    first.comments = first.comments[len(list(_comments(top))) :]
    return "\n".join(top).strip("\n").split("\n")


def _comments(lines: list[str]) -> Iterator[str]:
    return (line.rstrip() for line in lines if line.lstrip().startswith("#"))


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


class _Imports:
    """The imports of the module: by module (with its dots) the names that are taken from it, and the comments at it."""

    def __init__(self) -> None:
        self.modules: set[str] = set()
        self.members: dict[str, set[str]] = {}
        self._above: dict[str, list[str]] = {}
        self._behind: dict[str, list[str]] = {}

    def add(self, part: _Part) -> None:
        """Add the statement if it is an import."""
        node = part.node
        if not isinstance(node, ast.Import | ast.ImportFrom):
            return
        names = [alias.name + (f" as {alias.asname}" if alias.asname else "") for alias in node.names]
        if isinstance(node, ast.Import):
            self.modules.update(names)
            key = f"import {names[0]}"
        else:
            module = "." * node.level + (node.module or "")
            self.members.setdefault(module, set()).update(names)
            key = f"from {module}"
        self._above.setdefault(key, []).extend(part.comments)
        self._behind.setdefault(key, []).extend(line[line.index("#") :] for line in part.lines if "#" in line)

    def groups(self) -> Iterator[str]:
        """The statements in groups: the future, the standard library, packages, generated modules, relative ones."""
        rows = [
            (_group(name), 0, 0, name.lower(), self._row(f"import {name}", f"import {name}")) for name in self.modules
        ]
        for module, names in self.members.items():
            dots = len(module) - len(module.lstrip("."))
            text = "\n".join(_from(module, each) for each in ({"*"} & names, names - {"*"}) if each)
            group = _group(" ".join([module, *names]))
            rows.append((group, 1, -dots, module.lower(), self._row(f"from {module}", text)))
        for _, alike in itertools.groupby(sorted(rows), key=lambda row: row[0]):
            yield "\n".join(row[-1] for row in alike)

    def _row(self, key: str, text: str) -> str:
        first, *others = text.split("\n")
        behind = "".join(f"  {comment}" for comment in dict.fromkeys(self._behind.get(key, ())))
        return "\n".join([*self._above.get(key, ()), first + behind, *others])


def _add_known(tree: ast.Module, imports: _Imports) -> None:
    """Add what is used and neither imported nor assigned."""
    bound: set[str] = set()
    used: set[str] = set()
    called: set[str] = set()
    for node in _nodes(tree):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            called.add(node.func.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.alias):
            bound.add(node.asname or node.name.split(".")[0])
        elif isinstance(node, ast.MatchMapping):
            bound.add(node.rest or "")
        elif name := getattr(node, "name", None):  # of functions, classes, exceptions, patterns
            bound.add(name)
    for name in sorted((used & set(KNOWN)) - bound):
        module = "datetime" if name == "time" and name in called else KNOWN[name]
        if module:
            imports.members.setdefault(module, set()).add(name)
        else:
            imports.modules.add(name)


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


def _group(module: str) -> int:
    top = re.split(r"[ .]", module, maxsplit=1)[0]
    if top == "__future__":
        return 0
    if top in sys.stdlib_module_names:
        return 1
    return 4 if not top else 3 if re.search(r"_pb2\b", module) else 2


def _from(module: str, names: set[str]) -> str:
    ordered = sorted(names, key=lambda name: (_rank(name), name))
    flat = f"from {module} import {', '.join(ordered)}"
    if len(flat) <= 88:  # noqa: PLR2004 - as formatters have it
        return flat
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in ordered), ")"])


def _rank(name: str) -> int:
    """Constants, classes, functions: as isort orders them."""
    return 0 if name.isupper() else 1 if name[:1].isupper() else 2


def _spaced(parts: list[_Part], end: list[str]) -> Iterator[str]:
    """The statements with their comments: two blank lines around definitions, else at most one."""
    previous: ast.stmt | None = None
    for part in parts:
        if previous is not None:
            wide = _is_definition(previous) or _is_definition(part.node)
            yield from [""] * (2 if wide else 1 if part.apart else 0)
        yield from part.comments
        yield from part.lines
        yield from part.inside
        previous = part.node
    comments = list(_comments(end))
    if comments and previous is not None:
        yield from [""] * (2 if _is_definition(previous) else 1 if not end[0].strip() else 0)
    yield from comments


def _is_definition(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)


def _tightened(lines: list[str], first: int, end: int, kept: frozenset[int]) -> Iterator[str]:
    """Lines without more than one blank line at once, and without white space at their ends; texts as they are."""
    blank = False
    for number in range(first, end + 1):
        line = lines[number - 1]
        if number in kept:
            yield line
        elif line.strip() or not blank:
            yield line.rstrip() if number < end else line
        blank = number not in kept and not line.strip()
