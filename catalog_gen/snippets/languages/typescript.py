"""TypeScript: literals of values, texts with holes, and the layout of a finished program."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.snippets.code import Code
from catalog_gen.snippets.languages import naming

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 88
_SAFE_INTEGER: Final = 2**53 - 1
_IMPORT: Final = re.compile(r"^import .*\n", re.MULTILINE)
_NAME: Final = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
# Names that a module cannot give to a variable of its own, or that programs need for what they stand for.
_RESERVED: Final = frozenset(
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends"
    " false finally for function if implements import in instanceof interface let new null package private protected"
    " public return static super switch this throw true try typeof undefined var void while with yield"
    " connect console crypto process reply required JSON".split()
)

_REQUIRED: Final = """\
/** The environment variable, which has to be set. */
function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
"""


class TypeScript:
    """How the values and pieces of a snippet are written in TypeScript."""

    name: Final = "typescript"
    title: Final = "TypeScript"
    ending: Final = ".mts"
    runtime: Final = "Node.js 22.18 or later, in a file that ends in .mts"
    install: Final = "npm install"

    def literal(self, value: Any, column: int = 0) -> Code:
        """The value as an expression; what does not fit into the line is broken, one element to a line."""
        return Code(_literal(value, column, 0))

    def text(self, parts: Sequence[str | Code]) -> Code:
        """A text of fixed parts and of names of variables."""
        if all(not isinstance(part, Code) for part in parts):
            return Code(_quoted("".join(parts)))
        inner = "".join(f"${{{part}}}" if isinstance(part, Code) else _in_template(part) for part in parts)
        return Code(f"`{inner}`")

    def variable(self, name: str, default: str | Code | None) -> Code:
        """An environment variable, with what stands for it where it is not set."""
        if default is None:
            return Code(f"required({_quoted(name)})")
        return Code(f"process.env{_step(name)} ?? {_flat(default)}")

    def choice(self, name: Code, cases: dict[str, str], otherwise: Code) -> Code:
        """The text of that case, or another expression."""
        known = ", ".join(f"[{_quoted(case)}, {_quoted(text)}]" for case, text in cases.items())
        return Code(f"new Map([{known}]).get({name}) ?? {otherwise}")

    def type_name(self, value: Any) -> Code:
        """The type of a payload, without what is inside."""
        record = "Record<string, unknown>"
        return Code(record if isinstance(value, dict) else "unknown[]" if isinstance(value, list) else "unknown")

    def key(self, name: str) -> Code:
        """The key of an item in a literal."""
        return Code(_key(name))

    def definition(self, name: str, value: Code) -> Code:
        """A constant."""
        return Code(f"const {name} = {value};")

    def path(self, root: str, steps: Sequence[str | int]) -> Code:
        """What is inside a value: the item at a key, the element at an index."""
        return Code(root + "".join(_step(step) for step in steps))

    def as_text(self, value: Code, kind: type) -> Code:
        """A value of that Python type as text."""
        return value if kind is str else Code(f"String({value})")

    def as_bytes(self, value: Code, kind: type) -> Code:
        """A value of that Python type as bytes: those of its text."""
        return Code(f"Buffer.from({self.as_text(value, kind)})")

    def unless_null(self, value: Code, code: Code) -> Code:
        """Code that is only about values that are not null."""
        return Code(f"{value} === null ? null : {code}")

    def in_path(self, value: Code) -> Code:
        """A text as a part of the path of a web address."""
        return Code(f"encodeURIComponent({value})")

    def generated(self, what: str) -> Code:
        """A text that is another one each time: `uuid`, `hex` or `now`."""
        return _GENERATED[what]

    def comment(self, text: str) -> Code:
        """A comment in one line."""
        return Code("// " + re.sub(r"\s+", " ", text).strip())

    def identifier(self, text: str) -> Code:
        """The text as a name of a variable."""
        name = re.sub(r"[^A-Za-z0-9_$]", "_", text).strip("_") or "value"
        return Code(f"_{name}" if name[0].isdigit() or name in _RESERVED else name)

    def names(self, code: str) -> frozenset[str]:
        """The names that a program uses for variables, functions, types and modules."""
        return naming.typescript(code)

    def finish(self, code: str) -> str:
        """The program without white space at the ends of lines, never with two blank lines at once.

        Where it needs an environment variable, the function that asks for it follows the imports.
        """
        if 'required("' in code:  # texts have their quotes escaped
            imports = max((found.end() for found in _IMPORT.finditer(code)), default=0)
            code = f"{code[:imports]}\n{_REQUIRED}\n{code[imports:]}"
        text = re.sub(r"[ \t]+$", "", code, flags=re.MULTILINE)
        return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


_GENERATED: Final = {
    "uuid": Code("crypto.randomUUID()"),
    "hex": Code('crypto.randomUUID().replaceAll("-", "")'),
    "now": Code("new Date().toISOString()"),
}


def is_rounded(value: Any) -> bool:
    """Whether JavaScript cannot hold a number of the value exactly."""
    if isinstance(value, dict):
        return any(is_rounded(item) for item in value.values())
    if isinstance(value, list | tuple):
        return any(is_rounded(item) for item in value)
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) > _SAFE_INTEGER


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _NAME.fullmatch(step) else f"[{_quoted(step)}]"


def _literal(value: Any, column: int, indent: int) -> str:
    flat = _flat(value)
    if not isinstance(value, dict | list | tuple) or not value or column + len(flat) <= WIDTH:
        return flat
    inner = indent + 2
    if isinstance(value, dict):
        lines = [f"{_key(key)}: {_literal(item, inner + len(_key(key)) + 3, inner)}" for key, item in value.items()]
    else:
        lines = [_literal(item, inner + 1, inner) for item in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    pad = " " * inner
    return "\n".join([opening, *(f"{pad}{line}," for line in lines), " " * indent + closing])


def _flat(value: Any) -> str:
    match value:
        case Code():
            return str(value)
        case str():
            return _quoted(value)
        case dict():
            inner = ", ".join(f"{_key(key)}: {_flat(item)}" for key, item in value.items())
            return f"{{ {inner} }}" if inner else "{}"
        case list() | tuple():
            return "[" + ", ".join(map(_flat, value)) + "]"
    return json.dumps(value)


def _key(name: str) -> str:
    """The key of an object; `__proto__` would set its prototype unless it is computed."""
    if name == "__proto__":
        return '["__proto__"]'
    return name if _NAME.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    """A text in double quotes; what an editor would not show is escaped."""
    shown = json.dumps(text, ensure_ascii=False)
    return shown if shown.isprintable() else "".join(each if each.isprintable() else _escaped(each) for each in shown)


def _escaped(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _in_template(text: str) -> str:
    return _quoted(text)[1:-1].replace("`", "\\`").replace("${", "\\${")
