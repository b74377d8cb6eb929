r"""Regular expressions as ECMA 262 writes them.

https://tc39.es/ecma262/#sec-patterns, with the syntax that browsers allow (a lone `{`, unknown escapes) and the few
Python forms that schemas in the wild use (`(?P<name>...)`, `(?i)`, `\A`, `\Z`).
"""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Final

from catalog_gen.formats.samples.expressions import (
    DIGIT,
    SPACE,
    WORD,
    Back,
    Chars,
    Edge,
    Either,
    Group,
    Look,
    Node,
    NotUnderstoodError,
    Repeat,
    Sequence,
)

_DOT: Final = Chars(((10, 10), (13, 13), (0x2028, 0x2029)), negated=True)
_SETS: Final = {"d": DIGIT, "w": WORD, "s": SPACE}
_CONTROLS: Final = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13}
_COUNT: Final = re.compile(r"\{(\d{1,9})(?:(,)(\d{1,9})?)?\}")
_GROUP: Final = re.compile(r"\(\?(?:P?<([A-Za-z_$][\w$]*)>|(:)|(=)|(!)|(<=)|(<!)|([a-z]*)(?:-[a-z]+)?([:)]))")
_HEX: Final = {
    "x": re.compile(r"([0-9A-Fa-f]{2})"),
    "u": re.compile(r"\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{4})"),
    "U": re.compile(r"([0-9A-Fa-f]{8})"),
}
_PROPERTY: Final = re.compile(r"\{(?:(?:General_Category|gc|Script|sc|scx|Script_Extensions)=)?\^?(\w+)\}")
_PROPERTIES: Final = {
    "Letter": "L", "Alphabetic": "L", "Alpha": "L", "Uppercase_Letter": "Lu", "Uppercase": "Lu",
    "Lowercase_Letter": "Ll", "Lowercase": "Ll", "Mark": "M", "Number": "N", "Decimal_Number": "Nd", "digit": "Nd",
    "Punctuation": "P", "punct": "P", "Symbol": "S", "Separator": "Z", "Space_Separator": "Zs", "Other": "C",
    "Control": "Cc", "cntrl": "Cc",
}  # fmt: skip
_SCRIPTS: Final = {
    "Latin": ((0x41, 0x5A), (0x61, 0x7A), (0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x24F)),
    "Latn": ((0x41, 0x5A), (0x61, 0x7A)),
    "Greek": ((0x391, 0x3A1), (0x3A3, 0x3C9)),
    "Cyrillic": ((0x410, 0x44F),),
    "Han": ((0x4E00, 0x9FFF),),
    "Hiragana": ((0x3041, 0x3096),),
    "Katakana": ((0x30A1, 0x30FA),),
    "ASCII": ((0, 0x7F),),
    "Any": ((0, 0x10FFFF),),
}
_DEEPEST: Final = 60


@functools.lru_cache(maxsize=512)
def parse(pattern: str) -> Node:
    """The tree of a pattern.

    Raises:
        NotUnderstoodError: it is none, or goes beyond what is known here.
    """
    return _Parser(pattern).all()


class _Parser:
    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0
        self._groups = 0
        self._depth = 0
        self._names = {
            name: number
            for number, name in enumerate(re.findall(r"(?<!\\)\((?!\?)|\(\?P?<([A-Za-z_$][\w$]*)>", pattern), 1)
            if name
        }

    def all(self) -> Node:
        node = self._either()
        if self._at < len(self._text):
            raise NotUnderstoodError(f"a ) without ( at {self._at}")
        return node

    def _peek(self, length: int = 1) -> str:
        return self._text[self._at : self._at + length]

    def _either(self) -> Node:
        branches = [self._sequence()]
        while self._peek() == "|":
            self._at += 1
            branches.append(self._sequence())
        return branches[0] if len(branches) == 1 else Either(tuple(branches))

    def _sequence(self) -> Node:
        parts: list[Node] = []
        while self._peek() not in {"", "|", ")"}:
            parts.append(self._repeated(self._atom()))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _repeated(self, node: Node) -> Node:
        sign = self._peek()
        count = _COUNT.match(self._text, self._at)
        if count is not None:
            self._at = count.end()
            most = int(count[3]) if count[3] else (None if count[2] else int(count[1]))
            least = int(count[1])
        elif sign and sign in "*+?":
            self._at += 1
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        else:
            return node
        if most is not None and most < least:
            raise NotUnderstoodError("a count from more to less")
        lazy = self._peek() == "?"
        self._at += lazy or self._peek() == "+"
        return Repeat(node, least, most, lazy)

    def _atom(self) -> Node:
        character = self._peek()
        if character == "(":
            return self._group()
        if character == "[":
            return self._class()
        if character == "\\":
            return self._escape(inside=False)
        if character in "*+?":
            raise NotUnderstoodError(f"nothing to repeat at {self._at}")
        self._at += 1
        if character in "^$":
            return Edge(character)
        return _DOT if character == "." else _one(ord(character))

    def _group(self) -> Node:
        number = look = 0
        known = None
        if self._peek(2) == "(?":
            known = _GROUP.match(self._text, self._at)
            if known is None:
                raise NotUnderstoodError(f"an unknown sort of group at {self._at}")
            self._at = known.end()
            look = known.lastindex if known.lastindex in {3, 4, 5, 6} else 0
            if known[8] == ")":
                return Sequence(())
        else:
            self._at += 1
        if known is None or known[1]:
            self._groups += 1
            number = self._groups
        part = self._inside()
        if look:
            return Look(part, behind=look in {5, 6}, negated=look in {4, 6})
        return Group(part, number) if number else part

    def _inside(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotUnderstoodError("nested too deeply")
        part = self._either()
        if self._peek() != ")":
            raise NotUnderstoodError("a ( is not closed")
        self._at += 1
        self._depth -= 1
        return part

    def _class(self) -> Node:
        self._at += 1
        negated = self._peek() == "^"
        self._at += negated
        ranges: list[tuple[int, int]] = []
        sets: list[Chars] = []
        while self._peek() != "]":
            first = self._member()
            if self._peek() == "-" and self._peek(2) not in {"-]", "-"}:
                self._at += 1
                last = self._member()
                pair = (_code(first), _code(last))
                if None in pair:  # [\w-.] takes the - as itself
                    sets += [first, _one(ord("-")), last]
                elif pair[0] <= pair[1]:  # type: ignore[operator]
                    ranges.append(pair)  # type: ignore[arg-type]
                else:
                    raise NotUnderstoodError("a range from more to less")
            else:
                sets.append(first)
        self._at += 1
        plain = [part for part in sets if not part.negated and not part.sets]
        return Chars(
            (*ranges, *(pair for part in plain for pair in part.ranges)),
            tuple(category for part in plain for category in part.categories),
            tuple(part for part in sets if part.negated or part.sets),
            negated=negated,
        )

    def _member(self) -> Chars:
        character = self._peek()
        if not character:
            raise NotUnderstoodError("a [ is not closed")
        if character == "\\":
            node = self._escape(inside=True)
            if not isinstance(node, Chars):
                raise NotUnderstoodError("no character in brackets")
            return node
        self._at += 1
        return _one(ord(character))

    def _escape(self, *, inside: bool) -> Node:
        letter = self._text[self._at + 1 : self._at + 2]
        if not letter:
            raise NotUnderstoodError("a single backslash at the end")
        self._at += 2
        if letter.lower() in _SETS:
            plain = _SETS[letter.lower()]
            return plain if letter.islower() else dataclasses.replace(plain, negated=True)
        if letter in "pP":
            return self._property(negated=letter == "P")
        if letter in "bB" and not inside:
            return Edge(letter)
        if letter in "AzZ" and not inside:
            return Edge("^" if letter == "A" else "$")
        if letter == "k" and not inside and (name := re.compile(r"<([\w$]+)>").match(self._text, self._at)):
            self._at = name.end()
            return Back(self._names.get(name[1], 0))
        if letter in "123456789" and not inside:
            return Back(int(letter))
        return _one(self._single(letter))

    def _single(self, letter: str) -> int:
        """The code of the one character that an escape stands for."""
        if letter in _CONTROLS:
            return _CONTROLS[letter]
        if letter in {"0", "b"}:
            return 0 if letter == "0" else 8
        if letter == "c":
            self._at += 1
            return ord(self._text[self._at - 1 : self._at] or "@") % 32
        found = _HEX[letter].match(self._text, self._at) if letter in _HEX else None
        if found is None:
            return ord(letter)
        self._at = found.end()
        code = int(next(digits for digits in found.groups() if digits), 16)
        low = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})").match(self._text, self._at)
        if 0xD800 <= code < 0xDC00 and low:  # noqa: PLR2004 - the surrogates
            self._at = low.end()
            code = 0x10000 + ((code - 0xD800) << 10) + (int(low[1], 16) - 0xDC00)
        return min(code, 0x10FFFF)

    def _property(self, *, negated: bool) -> Node:
        found = _PROPERTY.match(self._text, self._at)
        if found is None:
            return _one(ord("P" if negated else "p"))
        self._at = found.end()
        name = found[1]
        if name in _SCRIPTS:
            return Chars(_SCRIPTS[name], negated=negated)
        category = _PROPERTIES.get(name, name)
        if not re.fullmatch(r"[LMNPSZC][a-z]?", category):
            raise NotUnderstoodError(f"the property {name} is not known")
        return Chars(categories=(category,), negated=negated)


def _one(code: int) -> Chars:
    return Chars(((code, code),))


def _code(chars: Chars) -> int | None:
    """The one character of the set, if it is one."""
    single = len(chars.ranges) == 1 and chars.ranges[0][0] == chars.ranges[0][1] and not chars.negated
    return chars.ranges[0][0] if single and not chars.categories else None
