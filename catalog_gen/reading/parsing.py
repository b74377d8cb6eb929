"""The bytes of a file become a syntax tree, or the one problem that says why not.

Nothing in a file can make this fail in another way: not its size, its depth, its encoding or its bytes.
"""

from __future__ import annotations

import ast
import dataclasses
import io
import re
import tokenize
import warnings
from typing import TYPE_CHECKING

from catalog_gen.problems import Place, Problem
from catalog_gen.reading.positions import Script
from catalog_gen.sources import OutsideProjectError

if TYPE_CHECKING:
    from catalog_gen.sources import Source

MOST_BYTES = 5_000_000
MOST_TOKENS = 600_000
_ENCODINGS = re.compile(
    r"utf-8(-sig)?|ascii|us-ascii|iso-?8859-?\d+|latin-?1|(windows-|cp)12\d\d|koi8-r", re.IGNORECASE
)
_TOKEN = re.compile(r"\w+|[^\w\s]")
_TEXT = re.compile(r"""(?<!\\)["']([^"'\n\\]{1,200})["']""")


@dataclasses.dataclass(frozen=True, slots=True)
class Unparsed:
    """A file without a syntax tree: why, and the texts that stand in it."""

    problem: Problem
    texts: frozenset[str] = frozenset()


def script(source: Source, path: str) -> Script | Unparsed:
    """The file as a syntax tree that knows its lines."""
    try:
        data = source.read(path)
    except OutsideProjectError:
        return Unparsed(_unreadable(path, "lies outside of the project"))
    except OSError as error:
        return Unparsed(_unreadable(path, f"cannot be read: {error.strerror or type(error).__name__}"))
    if len(data) > MOST_BYTES:
        return Unparsed(_too_much(path, f"the file has more than {MOST_BYTES // 1_000_000} MB"))
    text = _decoded(path, data)
    return Unparsed(text) if isinstance(text, Problem) else parsed(path, text)


def parsed(path: str, text: str) -> Script | Unparsed:
    """The text as a syntax tree; `path` is what places say."""
    problem = _refused(path, text)
    if problem is None:
        try:
            return Script(path, text, _tree(text))
        except SyntaxError as error:
            problem = unparsable(path, error)
        except (RecursionError, MemoryError):
            problem = _too_much(path, "the code is nested too deeply", _longest_line(text))
        except ValueError as error:
            problem = _unreadable(path, f"is not Python that can be parsed: {error}", _longest_line(text))
    return Unparsed(problem, frozenset(_TEXT.findall(text)))


def unparsable(path: str, error: SyntaxError) -> Problem:
    """What the parser or the compiler says, where it says it."""
    place = Place(path, max(error.lineno or 0, 1), max(error.offset or 0, 1))
    return Problem("unreadable-file", f"is not Python that can be parsed: {error.msg}", place)


def _tree(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _refused(path: str, text: str) -> Problem | None:
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return _unreadable(path, "is not Python that can be parsed: it has a null byte", line)
    if len(text) > MOST_TOKENS and sum(1 for _ in _TOKEN.finditer(text)) > MOST_TOKENS:
        return _too_much(path, "the file has too much code", _longest_line(text))
    return None


def _decoded(path: str, data: bytes) -> str | Problem:
    """The text with line feeds at the line ends, decoded as Python does it (PEP 263)."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        return _unreadable(path, f"is not UTF-8: {error.msg}", 1)
    if not _ENCODINGS.fullmatch(encoding):
        return _unreadable(path, f"is written in {encoding}; save it as UTF-8", 1)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        return _unreadable(path, f"is not {encoding.upper()}", data.count(b"\n", 0, error.start) + 1)
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _longest_line(text: str) -> int:
    lines = text.split("\n")
    return max(range(len(lines)), key=lambda index: len(lines[index])) + 1


def _unreadable(path: str, message: str, line: int = 0) -> Problem:
    return Problem("unreadable-file", message, Place(path, line, min(line, 1)))


def _too_much(path: str, message: str, line: int = 0) -> Problem:
    return Problem("too-much-work", message, Place(path, line, min(line, 1)))
