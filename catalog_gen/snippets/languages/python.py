"""Python: literals of values, texts with holes, and the layout of a finished program."""

from __future__ import annotations

import datetime
import decimal
import keyword
import re
import uuid
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.snippets.code import Code
from catalog_gen.snippets.languages import layout, naming

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH: Final = 88
"""How long a line of a literal may be before it is broken, as formatters have it."""

_ESCAPES: Final = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


class Python:
    """How the values and pieces of a snippet are written in Python."""

    name: Final = "python"
    title: Final = "Python"
    ending: Final = ".py"
    runtime: Final = "Python 3.11 or later"
    install: Final = "pip install"

    def literal(self, value: Any, column: int = 0) -> Code:
        """The value as an expression; what does not fit into the line is broken, one element to a line."""
        return Code(_literal(value, column, 0))

    def text(self, parts: Sequence[str | Code]) -> Code:
        """A text of fixed parts and of names of variables."""
        if all(isinstance(part, str) and not isinstance(part, Code) for part in parts):
            return Code(_quoted("".join(parts)))
        inner = "".join(f"{{{part}}}" if isinstance(part, Code) else _in_braces(part) for part in parts)
        return Code(f'f"{inner}"')

    def variable(self, name: str, default: str | Code | None) -> Code:
        """An environment variable, with what stands for it where it is not set."""
        if default is None:
            return Code(f"os.environ[{_quoted(name)}]")
        return Code(f"os.environ.get({_quoted(name)}, {_flat(default)})")

    def choice(self, name: Code, cases: dict[str, str], otherwise: Code) -> Code:
        """The text of that case, or another expression."""
        return Code(f"{_literal(cases, 0, 0)}.get({name}, {otherwise})")

    def type_name(self, value: Any) -> Code:
        """The type of a payload, without what is inside."""
        return Code("dict" if isinstance(value, dict) else "list" if isinstance(value, list) else "object")

    def key(self, name: str) -> Code:
        """The key of an item in a literal."""
        return Code(_quoted(name))

    def definition(self, name: str, value: Code) -> Code:
        """A constant."""
        return Code(f"{name} = {value}")

    def path(self, root: str, steps: Sequence[str | int]) -> Code:
        """What is inside a value: the item at a key, the element at an index."""
        return Code(root + "".join(f"[{_quoted(step) if isinstance(step, str) else step}]" for step in steps))

    def as_text(self, value: Code, kind: type) -> Code:
        """A value of that Python type as text."""
        if kind is str:
            return value
        if kind is bytes:
            return Code(f'{value}.decode("latin-1")')
        if kind is bool:
            return Code(f"json.dumps({value})")
        if issubclass(kind, datetime.date | datetime.time):
            return Code(f"{value}.isoformat()")
        return Code(f"str({value})")

    def as_bytes(self, value: Code, kind: type) -> Code:
        """A value of that Python type as bytes: those of its text, if it is none."""
        return value if kind is bytes else Code(f"{self.as_text(value, kind)}.encode()")

    def unless_null(self, value: Code, code: Code) -> Code:
        """Code that is only about values that are not null."""
        return Code(f"None if {value} is None else {code}")

    def in_path(self, value: Code) -> Code:
        """A text as a part of the path of a web address."""
        return Code(f'quote({value}, safe="")')

    def generated(self, what: str) -> Code:
        """A text that is another one each time: `uuid`, `hex` or `now`."""
        return _GENERATED[what]

    def comment(self, text: str) -> Code:
        """A comment in one line."""
        return Code("# " + re.sub(r"\s+", " ", text).strip())

    def identifier(self, text: str) -> Code:
        """The text as a name of a variable."""
        name = re.sub(r"\W", "_", text, flags=re.ASCII).strip("_") or "value"
        name = f"_{name}" if name[0].isdigit() else name
        return Code(f"{name}_" if keyword.iskeyword(name) else name)

    def names(self, code: str) -> frozenset[str]:
        """The names that a program uses for variables, functions, types and modules."""
        return naming.python(code)

    def finish(self, code: str) -> str:
        """The program with the imports that it uses, sorted, and with the blank lines that formatters want.

        Raises:
            SyntaxError: the code is not Python.
        """
        return layout.finished(code)


_GENERATED: Final = {
    "uuid": Code("str(uuid4())"),
    "hex": Code("uuid4().hex"),
    "now": Code("datetime.now(UTC).isoformat()"),
}


def _literal(value: Any, column: int, indent: int) -> str:
    """The value in one line where it fits behind `column`, else with its parts in lines of their own."""
    flat = _flat(value)
    if not isinstance(value, dict | list | tuple) or not value or column + len(flat) <= WIDTH:
        return flat
    inner = indent + 4
    if isinstance(value, dict):
        lines = [f"{_flat(key)}: {_literal(item, inner + len(_flat(key)) + 3, inner)}" for key, item in value.items()]
    else:
        lines = [_literal(item, inner + 1, inner) for item in value]
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]") if isinstance(value, list) else ("(", ")")
    pad = " " * inner
    return "\n".join([opening, *(f"{pad}{line}," for line in lines), " " * indent + closing])


def _flat(value: Any) -> str:  # noqa: PLR0911 - a table of types
    match value:
        case Code():
            return str(value)
        case str():
            return _quoted(value)
        case bytes():
            return _bytes(value)
        case decimal.Decimal():
            return f'Decimal("{value}")'
        case uuid.UUID():
            return f'UUID("{value}")'
        case datetime.datetime():
            return _moment(value)
        case datetime.date():
            return f"date({value.year}, {value.month}, {value.day})"
        case datetime.time():
            return f"time({_clock(value, ())})"
        case dict():
            return "{" + ", ".join(f"{_flat(key)}: {_flat(item)}" for key, item in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_flat, value)) + "]"
        case tuple():
            return "(" + ", ".join(map(_flat, value)) + ("," if len(value) == 1 else "") + ")"
    return repr(value)


def _quoted(text: str) -> str:
    """A text in the quotes that need fewer backslashes, double ones if possible; what an editor hides is escaped."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(_character(character, quote) for character in text) + quote


def _character(character: str, quote: str) -> str:
    if character == quote:
        return f"\\{quote}"
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"  # noqa: PLR2004


def _in_braces(text: str) -> str:
    """A fixed part of an f-string in double quotes."""
    inner = "".join(_character(character, '"') for character in text)
    return inner.replace("{", "{{").replace("}", "}}")


def _bytes(value: bytes) -> str:
    plain = repr(value)
    return 'b"' + plain[2:-1] + '"' if plain.startswith("b'") and '"' not in plain else plain


def _moment(value: datetime.datetime) -> str:
    if value.tzinfo is None:
        return f'datetime.fromisoformat("{value.isoformat()}")'  # linters want a zone in the constructor
    offset = value.utcoffset() or datetime.timedelta()
    zone = "UTC" if not offset else f"timezone(timedelta(seconds={int(offset.total_seconds())}))"
    date = (value.year, value.month, value.day)
    return f"datetime({_clock(value.timetz().replace(tzinfo=None), date)}, tzinfo={zone})"


def _clock(value: datetime.time, before: tuple[int, ...]) -> str:
    numbers = [*before, value.hour, value.minute]
    if value.second or value.microsecond:
        numbers.append(value.second)
    if value.microsecond:
        numbers.append(value.microsecond)
    return ", ".join(map(str, numbers))
