"""The layout of a Python program: the imports that it uses, in order, and the blank lines between its parts."""

from __future__ import annotations

import ast
import dataclasses
import functools
import itertools
import re
import sys
from typing import TYPE_CHECKING, Final

from catalog_gen.snippets.languages import statements

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.snippets.languages.statements import Names, Program, Statement

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
    program = statements.program(code)
    top, parts = _taken_top(program) if program.statements else ([], [])
    docstring = parts.pop(0) if parts and parts[0].is_text else None
    rest = [part for part in parts if not isinstance(part.node, ast.Import | ast.ImportFrom)]
    imports = _Imports()
    for part in parts:
        imports.add(part)
    _add_known(program.names, imports)
    blocks = [
        "\n".join(top),
        "\n".join([*docstring.comments, *docstring.lines]) if docstring else "",
        *imports.groups(),
    ]
    head = "\n\n".join(filter(None, blocks))
    body = "\n".join(_spaced(rest, program.behind))
    wide = bool(rest) and rest[0].is_definition
    return (head + ("\n\n\n" if wide else "\n\n") + body if head else body).strip("\n") + "\n"


def _taken_top(program: Program) -> tuple[list[str], list[Statement]]:
    """The comments that are about the program, and its statements, the first one without them.

    They are those above a blank line or a docstring, and what runs it.
    """
    first, *others = program.statements
    before = [line.rstrip() for line in program.ahead if not line.strip() or line.lstrip().startswith("#")]
    if not first.is_text:
        runs = int(bool(before) and before[0].startswith("#!"))
        before = before[: max((number for number, line in enumerate(before) if not line), default=runs)]
    top = [line for number, line in enumerate(before) if line or (number and before[number - 1])]
    first = dataclasses.replace(first, comments=first.comments[len(statements.comments(top)) :])
    return "\n".join(top).strip("\n").split("\n"), [first, *others]


_STAR: Final = frozenset({"*"})


class _Imports:
    """The imports of the module: by module (with its dots) the names that are taken from it, and the comments at it."""

    def __init__(self) -> None:
        self.modules: set[str] = set()
        self.members: dict[str, set[str]] = {}
        self._above: dict[str, list[str]] = {}
        self._behind: dict[str, list[str]] = {}

    def add(self, part: Statement) -> None:
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
            text = "\n".join(
                _from(module, each) for each in (_STAR.intersection(names), frozenset(names) - _STAR) if each
            )
            group = _group(" ".join([module, *names]))
            rows.append((group, 1, -dots, module.lower(), self._row(f"from {module}", text)))
        for _, alike in itertools.groupby(sorted(rows), key=lambda row: row[0]):
            yield "\n".join(row[-1] for row in alike)

    def _row(self, key: str, text: str) -> str:
        first, *others = text.split("\n")
        behind = "".join(f"  {comment}" for comment in dict.fromkeys(self._behind.get(key, ())))
        return "\n".join([*self._above.get(key, ()), first + behind, *others])


def _add_known(names: Sequence[Names], imports: _Imports) -> None:
    """Add what is used and neither imported nor assigned."""
    used = {name for each in names for name in each.used if name in KNOWN}
    called = any("time" in each.called for each in names)
    for name in sorted(used.difference(*(each.bound for each in names))):
        module = "datetime" if name == "time" and called else KNOWN[name]
        if module:
            imports.members.setdefault(module, set()).add(name)
        else:
            imports.modules.add(name)


@functools.lru_cache(maxsize=1024)
def _group(module: str) -> int:
    top = re.split(r"[ .]", module, maxsplit=1)[0]
    if top == "__future__":
        return 0
    if top in sys.stdlib_module_names:
        return 1
    return 4 if not top else 3 if re.search(r"_pb2\b", module) else 2


@functools.lru_cache(maxsize=1024)
def _from(module: str, names: frozenset[str]) -> str:
    ordered = sorted(names, key=lambda name: (_rank(name), name))
    flat = f"from {module} import {', '.join(ordered)}"
    if len(flat) <= 88:  # noqa: PLR2004 - as formatters have it
        return flat
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in ordered), ")"])


def _rank(name: str) -> int:
    """Constants, classes, functions: as isort orders them."""
    return 0 if name.isupper() else 1 if name[:1].isupper() else 2


def _spaced(parts: list[Statement], end: tuple[str, ...]) -> Iterator[str]:
    """The statements with their comments: two blank lines around definitions, else at most one."""
    previous: Statement | None = None
    for part in parts:
        if previous is not None:
            wide = previous.is_definition or part.is_definition
            yield from [""] * (2 if wide else 1 if part.apart else 0)
        yield from part.comments
        yield from part.lines
        yield from part.inside
        previous = part
    comments = statements.comments(end)
    if comments and previous is not None:
        yield from [""] * (2 if previous.is_definition else 1 if not end[0].strip() else 0)
    yield from comments
