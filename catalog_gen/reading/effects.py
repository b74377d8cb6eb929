"""Calls with an effect, which the static reader does not make: what is said about them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from catalog_gen.reading.recording import WAYS_OUT
from catalog_gen.reading.standins import Outside

if TYPE_CHECKING:
    from catalog_gen.model.checking import Unread
    from catalog_gen.reading.frames import Frame

_QUIET = ("logging", "warnings", "structlog", "loguru", "sys.path", "site", "builtins.print", "pprint", "gc")
"""What may stand in a definitions file as a statement: nothing in the catalog depends on it."""

_EFFECTS = (
    "builtins.open",
    "builtins.exec",
    "builtins.eval",
    "builtins.compile",
    "builtins.__import__",
    "builtins.input",
    "builtins.print",
    "builtins.breakpoint",
    "importlib.import_module",
    "os.system",
    "os.popen",
    "os.remove",
    "os.unlink",
    "os.rename",
    "os.mkdir",
    "os.makedirs",
    "os.rmdir",
    "os.spawn",
    "os.exec",
    "os.fork",
    "os.kill",
    "os.putenv",
    "subprocess",
    "shutil",
    "socket",
    "urllib.request",
    "requests",
    "httpx",
    "ctypes",
)
_ACTIONS = (ast.Call, ast.Await, ast.Yield, ast.YieldFrom)
_FILES = "name the file with description_path=, schema_path= or Example(path=...), or use build --import"


def unread_call(callee: Unread, frame: Frame, node: ast.Call) -> Unread:
    """Stands for the value of a call that is not made; a warning where the call has an effect."""
    if callee.said:
        return callee
    root = callee.root if isinstance(callee, Outside) else ""
    value = frame.unread(node, root=f"{root}()", hint=_FILES if root == "builtins.open" else "")
    if id(node) not in frame.work.bare and frame.module.whole and _is_any(root, _EFFECTS):
        frame.report("ignored-call", f"{frame.module.script.segment(node)} was not called", node, WAYS_OUT)
    return value


def links(node: ast.expr) -> frozenset[int]:
    """The calls that a statement consists of: `a(x).b(y)` is two, which are said as one."""
    found = set()
    while isinstance(node, ast.Call | ast.Attribute | ast.Subscript):
        found.add(id(node))
        node = node.func if isinstance(node, ast.Call) else node.value
    return frozenset(found)


def bare(value: Any, frame: Frame, node: ast.expr) -> None:
    """Report a statement that is nothing but an expression whose value is not known."""
    if value.said or not frame.module.whole or not any(isinstance(inner, _ACTIONS) for inner in ast.walk(node)):
        return
    text = frame.module.script.segment(node)
    if isinstance(value, Outside) and _is_any(value.root.removesuffix("()"), _QUIET):
        frame.report("ignored-call", f"{text} was not called", node)
    elif value.where == frame.place(node):
        message = f"{text} has an effect; definitions are read, not run"
        frame.report("unreadable-statement", message, node, value.hint or WAYS_OUT)
    else:
        frame.report("unreadable-statement", value.why, node, value.hint or WAYS_OUT)


def _is_any(root: str, names: tuple[str, ...]) -> bool:
    return any(root == name or root.startswith((f"{name}.", f"{name}_")) for name in names)
