"""Which call, import or attribute the code of a running frame is at, as a node of its syntax tree."""

from __future__ import annotations

import dis
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast
    import types

    from catalog_gen.reading.positions import Script

Positions = tuple[int | None, int | None, int | None, int | None]
_IMPORT_FROM = dis.opmap["IMPORT_FROM"]
_LOADS = {dis.opmap[name] for name in ("LOAD_ATTR", "LOAD_METHOD") if name in dis.opmap}


class Positioner:
    """The positions of instructions, kept for each code object: reading them is linear in its length."""

    def __init__(self) -> None:
        self._positions: dict[int, tuple[types.CodeType, list[Positions]]] = {}

    def at(self, frame: types.FrameType) -> Positions:
        """First line, last line, first column and last column of what the frame is doing."""
        code = frame.f_code
        if id(code) not in self._positions:
            self._positions[id(code)] = (code, list(code.co_positions()))
        positions = self._positions[id(code)][1]
        index = frame.f_lasti // 2
        return positions[index] if 0 <= index < len(positions) else (frame.f_lineno, None, None, None)

    def traced(self, code: types.CodeType, instruction: int, line: int) -> tuple[int, int]:
        """Line and column (in bytes) of an entry of a traceback."""
        positions = list(code.co_positions())[instruction // 2 : instruction // 2 + 1]
        first = positions[0] if positions else (None, None, None, None)
        return (first[0] or line, first[2] or 0)


def call(script: Script, positions: Positions, line: int) -> ast.Call | None:
    """The call at the positions; without columns (`python -X no_debug_ranges`) the only one on the line."""
    _, last_line, _, last_column = positions
    if last_line is not None and last_column is not None:
        return script.calls.get((last_line, last_column))
    on_line = [node for node in script.calls.values() if node.lineno == line]
    return on_line[0] if len(on_line) == 1 else None


def imports_name(frame: types.FrameType) -> bool:
    """Whether the frame is at the `name` of `from module import name`."""
    return _operation(frame) == _IMPORT_FROM


def loads_attribute(frame: types.FrameType) -> bool:
    """Whether the frame is at an expression `value.name`."""
    return _operation(frame) in _LOADS


def _operation(frame: types.FrameType) -> int:
    return frame.f_code.co_code[frame.f_lasti] if frame.f_lasti >= 0 else -1
