"""The statements of a Python program and the names in them; what programs have in common is parsed once."""

from __future__ import annotations

import ast
import dataclasses
import functools
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclasses.dataclass(frozen=True, slots=True)
class Names:
    """The names that are read, those that are called of them, and those that are given to something."""

    used: frozenset[str]
    called: frozenset[str]
    bound: frozenset[str]


@dataclasses.dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the module: its lines, the comments in front of it, and whether a blank line is in front of them.

    `inside` are the comments behind its last line that are indented as it is.
    """

    node: ast.stmt
    lines: tuple[str, ...]
    comments: tuple[str, ...]
    apart: bool
    inside: tuple[str, ...] = ()

    @property
    def is_definition(self) -> bool:
        """Whether it is a function or a class."""
        return isinstance(self.node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)

    @property
    def is_text(self) -> bool:
        """Whether it is a text and nothing else, as docstrings are."""
        node = self.node
        return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


@dataclasses.dataclass(frozen=True, slots=True)
class Program:
    """The statements of a module, the lines in front of them and behind them, and the names of its parts."""

    ahead: tuple[str, ...]
    statements: tuple[Statement, ...]
    behind: tuple[str, ...]
    names: tuple[Names, ...]


def program(code: str) -> Program:
    """The code as statements.

    Raises:
        SyntaxError: the code is not Python.
    """
    try:
        pieces = [_piece(text) for text in _texts(code)]
    except SyntaxError:  # a text or brackets that go on at the beginning of a line, or a mistake, which has a line
        pieces = [_piece(code)]
    ahead: tuple[str, ...] = ()
    found: list[Statement] = []
    between: tuple[str, ...] = ()
    for piece in pieces:
        between += piece.ahead
        if piece.statements:
            ahead = ahead if found else between
            first, *others = piece.statements
            if between != piece.ahead:
                apart = "" in map(str.strip, between)
                first = dataclasses.replace(first, comments=comments(between), apart=apart)
            found += [first, *others]
            between = ()
        between += piece.behind
    return Program(ahead, tuple(found), between, tuple(names for piece in pieces for names in piece.names))


def comments(lines: Iterable[str]) -> tuple[str, ...]:
    """The comments in these lines."""
    return tuple(line.rstrip() for line in lines if line.lstrip().startswith("#"))


# Before a line that can begin a statement of the module: it is not indented, and continues none.
_BOUNDARY: Final = re.compile(r"\n(?![\s)\]}#]|\Z|(?:else|elif|except|finally)\b)")


def _texts(code: str) -> Iterator[str]:
    """The lines of the program in parts; a part that is Python on its own has whole statements."""
    decorators: list[str] = []
    for text in _BOUNDARY.split(code):
        if text.startswith("@"):
            decorators.append(text)
        else:
            yield "\n".join([*decorators, text])
            decorators = []
    if decorators:
        yield "\n".join(decorators)


@functools.lru_cache(4096)
def _piece(text: str) -> Program:
    tree = ast.parse(text)
    lines = text.split("\n")
    kept = frozenset(_lines_in_texts(tree, lines))
    ahead: tuple[str, ...] = ()
    found: list[Statement] = []
    last = 0
    for node in tree.body:
        first, end = node.lineno, node.end_lineno or node.lineno
        if getattr(node, "decorator_list", ()):
            first = next(number for number in range(last + 1, first + 1) if lines[number - 1].lstrip().startswith("@"))
        between = tuple(lines[last : first - 1])
        if found:
            found[-1], between = _with_comments_inside(found[-1], between)
        else:
            ahead = between
        own = _cut(list(_tightened(lines, first, end, kept)), lines[end - 1], node)
        found.append(Statement(node, own, comments(between), "" in map(str.strip, between)))
        last = end
    behind = tuple(lines[last:])
    if found:
        found[-1], behind = _with_comments_inside(found[-1], behind)
    return Program(ahead, tuple(found), behind, (_names(tree),))


def _cut(found: list[str], end: str, node: ast.stmt) -> tuple[str, ...]:
    """The lines of a statement without what stands in them beside it, but for a comment behind it.

    `end` is the last of them as it is in the code.
    """
    last = end.encode()
    behind = last[node.end_col_offset or 0 :].decode()
    if behind:
        found[-1] = last[: node.end_col_offset].decode()
    if node.col_offset and not getattr(node, "decorator_list", ()):
        found[0] = found[0].encode()[node.col_offset :].decode()
    if (comment := behind.lstrip(" \t\f;\\").rstrip()).startswith("#"):
        found[-1] += f"  {comment}"
    return tuple(found)


def _with_comments_inside(statement: Statement, between: tuple[str, ...]) -> tuple[Statement, tuple[str, ...]]:
    """The statement with the indented comments at the end of a function or another block; the lines that remain."""
    if not hasattr(statement.node, "body"):
        return statement, between
    taken = 0
    for number, line in enumerate(between, 1):
        if line.strip() and not line.startswith((" ", "\t")):
            break
        taken = number if line.strip() else taken
    return dataclasses.replace(statement, inside=comments(between[:taken])), between[taken:]


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


def _names(tree: ast.Module) -> Names:
    used: set[str] = set()
    called: set[str] = set()
    bound: set[str] = set()
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
    return Names(frozenset(used), frozenset(called), frozenset(bound - {""}))


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


_ONE_LINE: Final = re.compile(r'"""[^"\\\n]*"""')


def _lines_in_texts(tree: ast.Module, lines: list[str]) -> Iterator[int]:
    """The numbers of the lines that end inside of a text, so that their white space is part of it."""
    shorter = (_ONE_LINE.sub("", line) if '"""' in line else line for line in lines)
    quotes = {number for number, line in enumerate(shorter, 1) if '"""' in line or "'''" in line}
    for statement in tree.body if quotes else ():
        if not quotes.isdisjoint(range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)):
            for node in ast.walk(statement):
                if isinstance(node, ast.Constant | ast.JoinedStr):
                    yield from range(node.lineno, node.end_lineno or node.lineno)
