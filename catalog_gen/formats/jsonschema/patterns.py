"""Regular expressions: JSON Schema's are those of JavaScript (ECMA 262), which Python reads a little differently.

https://json-schema.org/draft/2020-12/json-schema-core#name-regular-expressions
"""

from __future__ import annotations

import functools
import re
import unicodedata
import warnings
from typing import Final


class UntranslatableError(ValueError):
    """A pattern that may well be right in JavaScript, but that Python cannot run."""


@functools.lru_cache(maxsize=4096)
def translated(pattern: str) -> str:
    """The pattern for Python's `re.search`.

    Raises:
        UntranslatableError: JavaScript may know it, Python does not.
        re.error: it is no regular expression.
    """
    text = _Translation(pattern).text()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(text)
        except re.error as error:
            if "look-behind" in str(error) or "group name" in str(error):
                raise UntranslatableError(str(error)) from error
            raise
        except (OverflowError, RecursionError, RuntimeError) as error:
            raise UntranslatableError(str(error)) from error
    return text


_DIGIT: Final = "0-9"
_WORD: Final = "A-Za-z0-9_"
_SPACE: Final = r"\t\n\x0b\x0c\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_CLASSES: Final = {"d": _DIGIT, "w": _WORD, "s": _SPACE}
_BOUNDARIES: Final = {
    "b": f"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))",
    "B": f"(?:(?<=[{_WORD}])(?=[{_WORD}])|(?<![{_WORD}])(?![{_WORD}]))",
}
_GROUP: Final = re.compile(r"\(\?<([A-Za-z_$][\w$]*)>")
_HEX: Final = {"u": re.compile("[0-9A-Fa-f]{4}"), "x": re.compile("[0-9A-Fa-f]{2}")}
_HIGH, _LOW, _LAST = 0xD800, 0xDC00, 0x10FFFF
"""The first of each half of surrogate pairs; the last character of all."""
_ASSIGNED, _TAGS = 0x33480, 0xE0000
"""Behind the last character that Unicode has assigned; but for some tags, here."""
_PROPERTY: Final = re.compile(r"\{([A-Za-z_]+)(?:=([A-Za-z_]+))?\}")


class _Translation:
    """One pass over a pattern, character by character."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._at = 0
        self._names: dict[str, str] = {}

    def text(self) -> str:
        parts = []
        while self._at < len(self._pattern):
            parts.append(self._next())
        return "".join(parts)

    def _next(self) -> str:
        character = self._pattern[self._at]
        if character == "\\":
            return self._escape(inside=False)
        if character == "[":
            return self._class()
        if character == "(":
            return self._group()
        if character == "{" and not re.compile(r"\{\d+(,\d*)?\}").match(self._pattern, self._at):
            self._at += 1
            return r"\{"
        self._at += 1
        return {"$": r"\Z", ".": r"[^\n\r\u2028\u2029]"}.get(character, character)

    def _group(self) -> str:
        named = _GROUP.match(self._pattern, self._at)
        if named is not None:
            self._at = named.end()
            return f"(?P<{self._name(named[1])}>"
        rest = self._pattern[self._at : self._at + 3]
        if rest[:2] == "(?" and rest[2:] not in {":", "=", "!", "<", "P", "i", "s", "m", "-"}:
            raise re.error("a group begins with (?, but is of no known sort", self._pattern, self._at)
        self._at += 1
        return "("

    def _name(self, name: str) -> str:
        return self._names.setdefault(name, f"g{len(self._names)}_" + re.sub(r"\W", "_", name))

    def _class(self) -> str:
        """A class in brackets; `[]` matches nothing and `[^]` everything."""
        start = self._at
        self._at += 1
        inverted = self._pattern.startswith("^", self._at)
        self._at += inverted
        parts: list[str] = []
        while True:
            if self._at >= len(self._pattern):
                raise re.error("a [ is not closed", self._pattern, start)
            character = self._pattern[self._at]
            if character == "]":
                self._at += 1
                break
            if character == "\\":
                parts.append(self._escape(inside=True))
                continue
            self._at += 1
            parts.append("\\" + character if character in "[&|~" else character)
        if not parts:
            return r"[\s\S]" if inverted else r"(?!)"
        return "[" + "^" * inverted + "".join(parts) + "]"

    def _escape(self, *, inside: bool) -> str:
        if self._at + 1 >= len(self._pattern):
            raise re.error("the pattern ends with a single backslash", self._pattern, self._at)
        letter = self._pattern[self._at + 1]
        self._at += 2
        if letter.lower() in _CLASSES:
            return self._shorthand(letter, inside=inside)
        if letter in "pP":
            return self._property(inverted=letter == "P", inside=inside)
        if letter in "ux":
            return self._code(letter)
        if letter == "c":
            control = self._pattern[self._at : self._at + 1]
            self._at += 1
            return f"\\x{ord(control or '@') % 32:02x}"
        if letter == "k" and (name := re.compile(r"<([\w$]+)>").match(self._pattern, self._at)):
            self._at = name.end()
            return f"(?P={self._name(name[1])})"
        if letter in _BOUNDARIES:
            return r"\x08" if inside else _BOUNDARIES[letter]
        return self._other(letter)

    @staticmethod
    def _other(letter: str) -> str:
        if letter.isdigit():
            return r"\x00" if letter == "0" else "\\" + letter
        if letter in "tnrfv":
            return "\\" + letter
        if letter.isascii() and letter.isalpha():
            if letter in "AzZ":  # not anchors in JavaScript, but meant as such by whoever writes them
                return {"A": r"\A", "z": r"\Z", "Z": r"\Z"}[letter]
            return letter
        return re.escape(letter)

    def _shorthand(self, letter: str, *, inside: bool) -> str:
        ranges = _CLASSES[letter.lower()]
        if letter.islower():
            return ranges if inside else f"[{ranges}]"
        return _complement(letter.lower()) if inside else f"[^{ranges}]"

    def _code(self, letter: str) -> str:
        braces = re.compile(r"\{([0-9A-Fa-f]+)\}").match(self._pattern, self._at)
        digits = _HEX[letter].match(self._pattern, self._at)
        if letter == "u" and braces:
            self._at = braces.end()
            code = int(braces[1], 16)
        elif digits:
            self._at = digits.end()
            code = int(digits[0], 16)
            low = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})").match(self._pattern, self._at)
            if letter == "u" and _HIGH <= code < _LOW and low:
                self._at = low.end()
                code = 0x10000 + ((code - _HIGH) << 10) + (int(low[1], 16) - _LOW)
        else:
            return letter
        if code > _LAST:
            raise re.error("there is no such character", self._pattern, self._at)
        return f"\\U{code:08x}"

    def _property(self, *, inverted: bool, inside: bool) -> str:
        found = _PROPERTY.match(self._pattern, self._at)
        if found is None:
            return "P" if inverted else "p"
        self._at = found.end()
        name, value = found[1], found[2] or ""
        if value and name not in {"General_Category", "gc"}:
            raise UntranslatableError(f"\\p{found[0]}")
        ranges = _category(_LONG.get(value or name, value or name), inverted=inverted)
        return ranges if inside else f"[{ranges}]"


_LONG: Final = {
    "Letter": "L",
    "Lowercase_Letter": "Ll",
    "Uppercase_Letter": "Lu",
    "Alphabetic": "L",
    "Alpha": "L",
    "Lowercase": "Ll",
    "Uppercase": "Lu",
    "Mark": "M",
    "Number": "N",
    "Decimal_Number": "Nd",
    "digit": "Nd",
    "Punctuation": "P",
    "punct": "P",
    "Symbol": "S",
    "Separator": "Z",
    "Space_Separator": "Zs",
    "Other": "C",
    "Control": "Cc",
    "cntrl": "Cc",
}
_CATEGORIES: Final = frozenset(
    [
        "Lu",
        "Ll",
        "Lt",
        "Lm",
        "Lo",
        "Mn",
        "Mc",
        "Me",
        "Nd",
        "Nl",
        "No",
        "Pc",
        "Pd",
        "Ps",
        "Pe",
        "Pi",
        "Pf",
        "Po",
        "Sm",
        "Sc",
        "Sk",
        "So",
        "Zs",
        "Zl",
        "Zp",
        "Cc",
        "Cf",
    ]
)


@functools.cache
def _category(name: str, *, inverted: bool) -> str:
    """The characters of a Unicode category, as ranges for a class."""
    if name == "ASCII":
        return r"\x80-\U0010ffff" if inverted else r"\x00-\x7f"
    if name == "Any":
        return r"\x00-\U0010ffff"
    if name not in _CATEGORIES and name not in {"L", "M", "N", "P", "S", "Z", "C"}:
        raise UntranslatableError(f"\\p{{{name}}}")
    codes = range(_LAST + 1) if name[0] == "C" else (*range(_ASSIGNED), *range(_TAGS, _TAGS + 0x200))
    ranges: list[tuple[int, int]] = []
    for code in codes:
        if unicodedata.category(chr(code)).startswith(name):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1] = (ranges[-1][0], code)
            else:
                ranges.append((code, code))
    if inverted:
        starts = [0, *(last + 1 for _, last in ranges)]
        ends = [*(first - 1 for first, _ in ranges), _LAST]
        ranges = [(first, last) for first, last in zip(starts, ends, strict=True) if first <= last]
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


@functools.cache
def _complement(letter: str) -> str:
    r"""All characters but those of `\d`, `\w` or `\s`, as ranges for a class."""
    found = re.compile(f"[{_CLASSES[letter]}]")
    ranges: list[tuple[int, int]] = []
    start = 0
    codes = [code for code in range(0x10000) if found.match(chr(code))]
    for code in codes:
        if code > start:
            ranges.append((start, code - 1))
        start = code + 1
    ranges.append((start, 0x10FFFF))
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)
