"""Where things stand in a file: lines and columns counted from 1, columns in characters.

A `Script` is a file with its syntax tree. The static reader has the nodes in hand, the importing reader
finds them by the positions that the interpreter keeps for its instructions: both give the same places.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from catalog_gen.model.declaring import Origin
from catalog_gen.problems import Place

_DISPLAYS = (ast.List, ast.Tuple)
_CONTINUATION = bytes(range(0x80, 0xC0))
_BLOCK = 256
_LONGEST_SEGMENT = 60


class Script:
    """A parsed file."""

    def __init__(self, path: str, text: str, tree: ast.Module) -> None:
        self.path = path
        self.text = text
        self.tree = tree
        self.is_ascii = text.isascii()
        self._starts: dict[int, _Columns] = {}
        self._origins: dict[tuple[int, type], Origin] = {}

    @functools.cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return self.text.split("\n")

    @functools.cached_property
    def calls(self) -> Mapping[tuple[int, int], ast.Call]:
        """Every call by its end, which no two calls share."""
        found = (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))
        return {(node.end_lineno or 0, node.end_col_offset or 0): node for node in found}

    @functools.cached_property
    def parts(self) -> Mapping[tuple[int | None, int | None, int | None, int | None], ast.expr]:
        """What can fail in a loop or an `assert`, by the range of the whole, at which Python 3.11 sees it."""
        nodes = ((node, _failing_part(node)) for node in ast.walk(self.tree))
        return {
            (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset): part
            for node, part in nodes
            if part is not None and isinstance(node, ast.stmt | ast.expr)
        }

    @functools.cached_property
    def attribute_names(self) -> Mapping[tuple[int, int], ast.Attribute]:
        """Every attribute by the place of its name, where Python sees a method that is called on a later line."""
        found = (node for node in ast.walk(self.tree) if isinstance(node, ast.Attribute))
        return {(node.end_lineno or 0, (node.end_col_offset or 0) - len(node.attr.encode())): node for node in found}

    @functools.cached_property
    def imports(self) -> Mapping[int, ast.Import | ast.ImportFrom]:
        """Every import statement by its first line."""
        return {node.lineno: node for node in ast.walk(self.tree) if isinstance(node, ast.Import | ast.ImportFrom)}

    @functools.cached_property
    def guarded_imports(self) -> frozenset[int]:
        """The lines of the imports that stand in a `try`, so that something else can be done without them."""
        tries = (node for node in ast.walk(self.tree) if isinstance(node, ast.Try) and _catches_imports(node))
        nodes = (node for guard in tries for statement in guard.body for node in ast.walk(statement))
        return frozenset(node.lineno for node in nodes if isinstance(node, ast.Import | ast.ImportFrom))

    def place(self, node: Any) -> Place:
        """Where the node starts."""
        return self.spot(node.lineno, node.col_offset)

    def spot(self, line: int, offset: int) -> Place:
        """The place of a line and an offset in UTF-8 bytes, as syntax trees count."""
        return Place(self.path, line, (offset if self.is_ascii else self._columns(line).before(offset)) + 1)

    def segment(self, node: Any) -> str:
        """The source text of the node in one line, shortened."""
        first, last, most = node.lineno, node.end_lineno, 10 * _LONGEST_SEGMENT
        start = self.spot(first, node.col_offset).column - 1
        end = self.spot(last, node.end_col_offset).column - 1
        parts = [self.lines[first - 1][start : min(end, start + most) if first == last else start + most]]
        parts += [line[:most] for line in self.lines[first : min(last - 1, first + 3)]]
        parts += [self.lines[last - 1][: min(end, most)]] if first < last <= first + 4 else []
        text = " ".join(" ".join(parts).split())
        return text if len(text) <= _LONGEST_SEGMENT else text[: _LONGEST_SEGMENT - 1] + "…"

    def origin(self, call: ast.Call, cls: type) -> Origin:
        """Where the call stands, its arguments, and the elements of the lists among them."""
        key = (id(call), cls)
        if key not in self._origins:
            self._origins[key] = self._origin(call, cls)
        return self._origins[key]

    def _origin(self, call: ast.Call, cls: Any) -> Origin:
        keywords: dict[str, _Spot] = {}
        elements: dict[tuple[str, int], _Spot] = {}
        for keyword, node, value in _arguments(call, cls):
            keywords[keyword] = node.lineno, node.col_offset
            if isinstance(value, _DISPLAYS) and not _has_stars(value):
                for index, item in enumerate(value.elts):
                    elements[keyword, index] = item.lineno, item.col_offset
        return Origin(self.place(call), _Places(self, keywords), _Places(self, elements))

    def _columns(self, line: int) -> _Columns:
        if line not in self._starts:
            self._starts[line] = _Columns(self.lines[line - 1].encode("utf-8", "surrogatepass"))
        return self._starts[line]


_Spot = tuple[int, int]
_K = TypeVar("_K")


class _Places(Mapping[_K, Place]):
    """Places that are made when somebody asks for them, which happens to few of very many."""

    def __init__(self, script: Script, spots: Mapping[_K, _Spot]) -> None:
        self._script = script
        self._spots = spots

    def __eq__(self, other: object) -> bool:
        if isinstance(other, _Places) and self._script.is_ascii and other._script.is_ascii:
            return self._script.path == other._script.path and self._spots == other._spots
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]

    def __getitem__(self, key: _K) -> Place:
        return self._script.spot(*self._spots[key])

    def __contains__(self, key: object) -> bool:
        return key in self._spots

    def __iter__(self) -> Iterator[_K]:
        return iter(self._spots)

    def __len__(self) -> int:
        return len(self._spots)


class _Columns:
    """How many characters stand before an offset in a line; constant time, however long the line is."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._before = [0]
        for start in range(0, len(data), _BLOCK):
            self._before.append(self._before[-1] + _characters(data[start : start + _BLOCK]))

    def before(self, offset: int) -> int:
        block = min(offset, len(self._data)) // _BLOCK
        return self._before[block] + _characters(self._data[block * _BLOCK : offset])


def _characters(data: bytes) -> int:
    return len(data.translate(None, _CONTINUATION))


def _arguments(call: ast.Call, cls: Any) -> Iterator[tuple[str, ast.expr | ast.keyword, ast.expr]]:
    """Name, node and value of each argument that has a name in the source or by its position."""
    for name, argument in zip(cls.positional, call.args, strict=False):
        if isinstance(argument, ast.Starred):
            break
        yield name, argument, argument
    for keyword in call.keywords:
        if keyword.arg is not None:
            yield keyword.arg, keyword, keyword.value


def _failing_part(node: ast.AST) -> ast.expr | None:
    if isinstance(node, ast.For):
        return node.iter
    if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
        return node.generators[0].iter
    return node.test if isinstance(node, ast.Assert) else None


def _has_stars(display: ast.List | ast.Tuple) -> bool:
    return any(isinstance(item, ast.Starred) for item in display.elts)


_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def _catches_imports(guard: ast.Try) -> bool:
    names = (node for handler in guard.handlers if handler.type for node in ast.walk(handler.type))
    return any(handler.type is None for handler in guard.handlers) or any(
        isinstance(node, ast.Name) and node.id in _IMPORT_ERRORS for node in names
    )
