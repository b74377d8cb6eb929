"""JSON text, character by character: for places, and for texts that are not quite JSON.

Goes on behind mistakes that leave no doubt of what was meant, so that all of them are reported in one run.
"""

from __future__ import annotations

import bisect
import dataclasses
import json
import math
import re
import unicodedata
from typing import Any, Final

from catalog_gen.problems import Place, Problem

DEEPEST: Final = 1000
"""So many objects and arrays may stand inside each other."""

_STRICT: Final = json.JSONDecoder()
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_BLANK: Final = re.compile(r"[\s\ufeff]*")
_COMMENT: Final = re.compile(r"//[^\n\r]*|#[^\n\r]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*+)(?P<fraction>\.[0-9]++)?(?P<power>[eE][+-]?[0-9]++)?")
_WORD: Final = re.compile(r"[^\s,:\[\]{}\"'`#/]+")
_SINGLE: Final = re.compile(r"'((?:[^'\\\x00-\x1f]|\\.)*+)'")
_ESCAPE: Final = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_CONSTANTS: Final[dict[str, Any]] = {"true": True, "false": False, "null": None}
_MEANT: Final = {"True": "true", "False": "false", "None": "null", "undefined": "null", "TRUE": "true"} | {
    "FALSE": "false",
    "NULL": "null",
    "Null": "null",
}
_NO_NUMBERS: Final = frozenset({"NaN", "Infinity", "-Infinity", "+Infinity", "-NaN"})
_NO_COMMENT_HINT: Final = 'remove it; a "doc" (Avro) or a "description" (JSON Schema) can hold its words'

Node = tuple[int, "dict[str, tuple[int, Any]] | list[Any] | None"]
"""Where a value starts, and the nodes in it: of an object, each with the place of its key."""


class Lines:
    """Places for offsets into a text."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, offset: int) -> Place:
        """Line and column of the character at the offset."""
        line = bisect.bisect_right(self._starts, offset)
        return Place(self._path, line, offset - self._starts[line - 1] + 1)


class _StopError(Exception):
    """What follows can no longer be understood."""


@dataclasses.dataclass(slots=True, eq=False)
class _Open:
    """An object or array that is being read."""

    start: int
    value: Any
    inside: Any
    key: str = ""
    key_at: int = 0


class Scanner:
    """Reads JSON without recursion, goes on behind mistakes that leave no doubt of what was meant."""

    def __init__(self, path: str, text: str) -> None:
        self._text = text
        self._lines = Lines(path, text)
        self._problems: list[Problem] = []
        self._at = 0
        self._stack: list[_Open] = []
        self._value: Any = None
        self._node: Node = (0, None)
        self._lost = False  # a value is not known
        self.whole = False
        """Whether the whole text was understood, each value of it."""

    def read(self) -> tuple[Any, tuple[Problem, ...]]:
        """The value and all problems."""
        try:
            self._run()
            self.whole = not self._lost
        except _StopError:
            pass
        return self._value, tuple(sorted(self._problems, key=lambda problem: problem.place))

    def root(self) -> Node:
        """The places of everything."""
        self.read()
        return self._node

    def _problem(self, at: int, message: str, hint: str = "") -> None:
        self._problems.append(Problem("bad-schema", message, self._lines.place(at), hint=hint))

    def _stop(self, at: int, message: str, hint: str = "") -> _StopError:
        self._problem(at, message, hint)
        return _StopError()

    def _run(self) -> None:
        self._space()
        if self._at == len(self._text):
            raise self._stop(0, "the file is empty" if not self._problems else "the file has nothing but comments")
        self._read_value()
        while self._stack:
            top = self._stack[-1]
            if isinstance(top.value, dict):
                self._go_on(top, "}")
            else:
                self._go_on(top, "]")
        self._space()
        if self._at < len(self._text):
            self._problem(self._at, f"something stands behind the end of the JSON value: {self._found()}")

    # --- space and comments

    def _space(self) -> None:
        while True:
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]  # it matches nothing, too
            if self._at == len(self._text) or self._text[self._at] in '"{}[],:':
                return
            comment = _COMMENT.match(self._text, self._at)
            if comment:
                self._comment(comment)
            elif not self._odd_space():
                return

    def _comment(self, comment: re.Match[str]) -> None:
        self._problem(comment.start(), "JSON has no comments", _NO_COMMENT_HINT)
        self._at = comment.end()
        if comment[0].startswith("/*") and (len(comment[0]) < len("/**/") or not comment[0].endswith("*/")):
            raise self._stop(comment.start(), "the comment is not closed")

    def _odd_space(self) -> bool:
        blank = _BLANK.match(self._text, self._at)
        if blank is None or blank.end() == self._at:
            return False
        self._problem(self._at, f"{_named(self._text[self._at])} is no space in JSON", "put an ordinary space there")
        self._at = blank.end()
        return True

    # --- objects and arrays

    def _go_on(self, top: _Open, closing: str) -> None:
        """What comes in an object or array: its end, or a comma and the next part."""
        self._space()
        char = self._char()
        if char == closing:
            self._close()
            return
        if top.inside:
            if char == ",":
                if self._surplus_commas(closing):
                    return
            elif self._starts_something(closing):
                self._problem(self._at, f"a comma is missing before {self._found()}")
        elif char == ",":
            self._problem(self._at, "a comma with nothing before it", "remove it")
            self._surplus_commas(closing, told=True)
            if self._char() == closing:
                return
        if isinstance(top.value, dict):
            self._read_key(top)
        self._read_value()

    def _surplus_commas(self, closing: str, *, told: bool = False) -> bool:
        """Pass the comma and those that follow it; whether the end of the object or array comes next."""
        comma = self._at
        self._at += 1
        self._space()
        while self._char() == ",":
            if not told:
                self._problem(self._at, "a comma with nothing before it", "remove it")
            comma = self._at
            self._at += 1
            self._space()
        if self._char() == closing and not told:
            what = "object" if closing == "}" else "array"
            self._problem(comma, f"a comma before the end of the {what}", "remove it: JSON has no trailing commas")
        return self._char() == closing

    def _starts_something(self, closing: str) -> bool:
        char = self._char()
        if char in {"", ":", "}", "]", ","}:
            what, other = ("object", "]") if closing == "}" else ("array", "}")
            start = self._lines.place(self._stack[-1].start)
            opened = f"the {what} that starts at {start.line}:{start.column}"
            if not char:
                raise self._stop(self._stack[-1].start, f"the {what} that starts here is never closed")
            if char == other:
                raise self._stop(
                    self._at, f'"{char}" stands where {opened} is still open', f'close it with "{closing}"'
                )
            raise self._stop(self._at, f'"{char}" stands where "," or "{closing}" is expected')
        return True

    def _read_key(self, top: _Open) -> None:
        self._space()
        top.key_at = self._at
        char = self._char()
        if char == '"':
            top.key = self._string()
        elif char == "'":
            top.key = self._single_quoted()
        else:
            word = _WORD.match(self._text, self._at)
            if word is None:
                self._starts_something("}")
                raise self._stop(self._at, f"a key in double quotes is expected, not {self._found()}")
            self._problem(self._at, f"the key {_short(word[0])} is not in quotes", "JSON wants keys in double quotes")
            top.key, self._at = word[0], word.end()
        if top.key in top.value:
            first = self._lines.place(top.inside[top.key][0])
            self._problem(
                top.key_at,
                f"the key {_short(top.key)} stands in this object already",
                f"the first one is at {first.line}:{first.column}",
            )
        self._space()
        if self._char() == ":":
            self._at += 1
        elif self._char() == "=":
            self._problem(self._at, '"=" stands where ":" is expected')
            self._at += 1
        else:
            raise self._stop(self._at, f'":" is expected behind the key {_short(top.key)}, not {self._found()}')

    def _close(self) -> None:
        self._at += 1
        done = self._stack.pop()
        self._keep(done.value, (done.start, done.inside))

    def _keep(self, value: Any, node: Node) -> None:
        """Put a value where it belongs."""
        if not self._stack:
            self._value, self._node = value, node
            return
        top = self._stack[-1]
        if isinstance(top.value, dict):
            top.value[top.key] = value
            top.inside[top.key] = (top.key_at, node)
        else:
            top.value.append(value)
            top.inside.append(node)

    # --- values

    def _read_value(self) -> None:
        self._space()
        at, char = self._at, self._char()
        if char in {"{", "["} and char:
            if len(self._stack) == DEEPEST:
                raise self._stop(at, f"nested deeper than {DEEPEST} levels", "name inner types and refer to them")
            self._stack.append(_Open(at, {}, {}) if char == "{" else _Open(at, [], []))
            self._at += 1
            return
        self._keep(self._scalar(char), (at, None))

    def _scalar(self, char: str) -> Any:
        if char == '"':
            return self._string()
        if char == "'":
            return self._single_quoted()
        word = _WORD.match(self._text, self._at)
        if word is None:
            if not char:
                self._starts_something("}" if self._stack and isinstance(self._stack[-1].value, dict) else "]")
            raise self._stop(self._at, f"a value is expected, not {self._found()}")
        return self._word(word)

    def _word(self, word: re.Match[str]) -> Any:
        text, at = word[0], self._at
        self._at = word.end()
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        number = _NUMBER.fullmatch(text)
        if number:
            return self._number(number, at)
        if text in _MEANT:
            self._problem(at, f"{text} is not a value of JSON", f"write {_MEANT[text]}")
            return _CONSTANTS[_MEANT[text]]
        self._lost = True
        if text in _NO_NUMBERS:
            self._problem(at, f"{text} is not a number of JSON", "JSON has finite numbers only")
        elif text[0] in "+-.0123456789":
            self._problem(at, f"{_short(text)} is not a number as JSON writes it")
        else:
            self._problem(at, f"{_short(text)} is not a value of JSON", "put a text in double quotes")
        return None

    def _number(self, number: re.Match[str], at: int) -> Any:
        text = number[0]
        whole = number["fraction"] is None and number["power"] is None
        if math.isinf(float(text)):
            self._lost = True
            size = f", it has {len(text.lstrip('-'))} digits" if whole else ""
            self._problem(at, f"the number is larger than programs can hold{size}", "the largest is about 1.8e308")
            return 0
        return int(text) if whole else float(text)

    # --- texts

    def _string(self) -> str:
        start = self._at
        try:
            text, self._at = self._quoted(self._text, start)
        except ValueError:
            text = self._wrong_string(start)
        if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
            words = "the text has one half of a surrogate pair, which stands for no character"
            self._problem(start, words, r"write both halves (\ud83d\ude00) or the character itself")
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return text

    @staticmethod
    def _quoted(text: str, start: int) -> tuple[str, int]:
        """The text whose opening quote stands there, and its end; ValueError if it is not as JSON wants it."""
        value, end = _STRICT.raw_decode(text, start)
        return str(value), end

    def _wrong_string(self, start: int) -> str:
        """The text that begins there, as far as it can be told, and what is wrong with it."""
        parts: list[str] = []
        at = start + 1
        while True:
            char = self._text[at : at + 1]
            if char in {"", "\n", "\r"}:
                words = "the text that starts here has no closing quote in its line"
                raise self._stop(start, words, r"close it; a line break inside of a text is written as \n")
            if char == '"':
                break
            if char == "\\":
                escape = _ESCAPE.match(self._text, at)
                if escape is None:
                    self._problem(at, f"{_short(self._text[at : at + 2])} is no escape of JSON", r"a backslash is \\")
                parts.append(escape[0] if escape else "\\\\")
                at += len(escape[0]) if escape else 1
                continue
            if char < " ":
                self._problem(at, f"{_named(char)} stands in a text", f"write {json.dumps(char)[1:-1]}")
                char = json.dumps(char)[1:-1]
            parts.append(char)
            at += 1
        self._at = at + 1
        return self._quoted("".join(['"', *parts, '"']), 0)[0]

    def _single_quoted(self) -> str:
        quoted = _SINGLE.match(self._text, self._at)
        if quoted is None:
            raise self._stop(self._at, "the text that starts here has no closing quote in its line")
        self._problem(self._at, "a text in single quotes", "JSON wants double quotes")
        self._at = quoted.end()
        return quoted[1].replace("\\'", "'")

    # --- looking

    def _char(self) -> str:
        return self._text[self._at : self._at + 1]

    def _found(self) -> str:
        """What stands here, in words."""
        word = _WORD.match(self._text, self._at)
        if word:
            return _short(word[0])
        return _named(self._char()) if self._char() else "the end of the file"


def _short(text: str) -> str:
    most = 40
    return json.dumps(text if len(text) <= most else f"{text[:most]}…", ensure_ascii=False)


def _named(char: str) -> str:
    if char.isprintable():
        return json.dumps(char, ensure_ascii=False) if char != '"' else "a double quote"
    name = unicodedata.name(char, "") or {"\t": "TAB", "\0": "NULL"}.get(char, "a control character")
    return f"U+{ord(char):04X} ({name})"
