"""Which call, import or attribute the code of a running frame is at, as a node of its syntax tree."""

from __future__ import annotations

import ast
import dis
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import types

    from catalog_gen.problems import Place
    from catalog_gen.reading.positions import Script

Positions = tuple[int | None, int | None, int | None, int | None]
_IMPORT_FROM = dis.opmap["IMPORT_FROM"]
_LOADS = {dis.opmap[name] for name in ("LOAD_ATTR", "LOAD_METHOD") if name in dis.opmap}


class Positioner:
    """The positions of instructions, kept for each code object: reading them is linear in its length."""

    def __init__(self) -> None:
        self._positions: dict[int, tuple[types.CodeType, list[Positions]]] = {}

    def at(self, frame: types.FrameType) -> Positions:
        """First line, last line, first column and last column (in bytes) of what the frame is doing."""
        return self.of(frame.f_code, frame.f_lasti)

    def of(self, code: types.CodeType, instruction: int) -> Positions:
        """The same for an entry of a traceback."""
        if id(code) not in self._positions:
            self._positions[id(code)] = (code, list(code.co_positions()))
        positions = self._positions[id(code)][1]
        index = instruction // 2
        return positions[index] if 0 <= index < len(positions) else (None, None, None, None)


def call(script: Script, positions: Positions) -> ast.Call | None:
    """The call at the positions; without columns (`python -X no_debug_ranges`) the only one on the line.

    Where it is no call that runs the constructor (`for event in map(Event, ids)`), it is that of `map`.
    """
    line, last_line, _, last_column = positions
    if last_line is None or last_column is None:
        on_line = [node for node in script.calls.values() if node.lineno == line]
        return on_line[0] if len(on_line) == 1 else None
    found = script.calls.get((last_line, last_column))
    if found is not None and positions not in script.parts:
        return found
    maps = [
        node for node in script.calls.values() if _is_map(node) and node.lineno <= (line or 0) <= (node.end_lineno or 0)
    ]
    return maps[0] if len(maps) == 1 else None


def _is_map(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id == "map"


def spot(script: Script, positions: Positions) -> Place:
    """Where an expression failed: the same in every version of Python."""
    part = script.parts.get(positions)
    if part is not None:
        return script.place(part)
    line, _, column, _ = positions
    attribute = script.attribute_names.get((line or 1, column or 0))
    return script.place(attribute) if attribute else script.spot(line or 1, column or 0)


def imports_name(frame: types.FrameType) -> bool:
    """Whether the frame is at the `name` of `from module import name`."""
    return _operation(frame) == _IMPORT_FROM


def loads_attribute(frame: types.FrameType) -> bool:
    """Whether the frame is at an expression `value.name`."""
    return _operation(frame) in _LOADS


def _operation(frame: types.FrameType) -> int:
    return frame.f_code.co_code[frame.f_lasti] if frame.f_lasti >= 0 else -1
