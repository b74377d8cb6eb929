"""Where a key or an element stands inside a value that a definitions file writes out."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from catalog_gen.reading import parsing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.problems import Place
    from catalog_gen.reading.positions import Script
    from catalog_gen.sources import Source


def inside(source: Source, start: Place, path: Sequence[str | int]) -> Place:
    """The place at the keys and indexes of `path` in the value at `start`.

    `start` is the place of an expression, or of a call or keyword argument that has it. As far as the value is
    written out there; behind a name or a call, the place of the last key that is.
    """
    script = parsing.script(source, start.path) if start.path else None
    if script is None or isinstance(script, parsing.Unparsed):
        return start
    found = next(_values(script, start), None)
    place = start
    for step in path:
        found, where = _step(found, step)
        if where is None:
            break
        place = script.place(where)
    return place


def _values(script: Script, start: Place) -> Iterator[ast.expr]:
    """The expressions that may be meant by the place: the innermost, which are walked last, first."""
    found: list[ast.expr] = []
    for node in ast.walk(script.tree):
        if not isinstance(node, ast.expr | ast.keyword) or node.lineno != start.line or script.place(node) != start:
            continue
        if isinstance(node, ast.keyword):
            found.append(node.value)
        elif isinstance(node, ast.Call):
            found += node.args[:1]
        elif isinstance(node, ast.Dict | ast.List | ast.Tuple):
            found.append(node)
    yield from reversed(found)


def _step(node: ast.expr | None, step: str | int) -> tuple[ast.expr | None, ast.expr | None]:
    """The value behind one key or index, and where to point for it."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == step:
                return value, key
    if isinstance(node, ast.List | ast.Tuple) and isinstance(step, int) and step < len(node.elts):
        element = node.elts[step]
        return element, element
    return None, None
