"""Our lines in a CODEOWNERS file: between two comments, everything else byte for byte as it was."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from catalog_gen.owning.codeowners.parsing import MOST_BYTES
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.owning.codeowners.lines import Line
    from catalog_gen.owning.codeowners.patterns import Flavor

_MARK: Final = re.compile(rb"^[ \t]*#[ \t]*catalog-gen: (begin|end)\b[ \t]*([^\r\n]*?)[ \t]*(?=\r?$)", re.MULTILINE)
_HEAD: Final = re.compile(rb"^[ \t]*\^?\[[^\r\n]*\]", re.MULTILINE)
_ABOUT: Final = "written by catalog-gen owners --write; what is between these two lines is replaced"
_WRITABLE: Final = 0o222


def label(folder: str, name: str) -> str:
    """What tells the lines of one catalog from those of another in the same file: its folder and its name.

    It is empty for the only catalog of most repositories, in their top folder and without a name of its own.
    """
    return "" if not folder and name == "catalog" else "/".join(filter(None, [folder, name]))


def updated(
    before: bytes, lines: Iterable[Line], name: str, flavor: Flavor, shown: str
) -> tuple[bytes | None, tuple[Problem, ...]]:
    """The file with our lines in it; None where the comments around them are not as we wrote them, and why.

    New ones go to the end, so that no other line comes after them; for GitLab before the first section, as they would
    be part of the last one else. `name` is the `label` of the catalog.
    """
    found, problem = _between(before, name, shown)
    if problem is not None:
        return None, (problem,)
    end = _line_end(before, found[0] if found else 0)
    block = end.join(_block(lines, name))
    if found is not None:
        after = before[: found[0]] + block + before[found[1] :]
    else:
        head = _HEAD.search(before) if flavor == "gitlab" else None
        spot = head.start() if head else len(before)
        first, rest = before[:spot], before[spot:]
        text = first.removeprefix(b"\xef\xbb\xbf")
        lacking = end if text and not text.endswith(b"\n") else b""
        last = (text + lacking).rpartition(b"\n")[0].rpartition(b"\n")[2]
        blank = end if text.strip() and last.strip() else b""
        after = first + lacking + blank + block + end + (end if rest else b"") + rest
    if flavor == "github" and len(after) > MOST_BYTES:
        return None, (_large(len(after), shown),)
    return after, ()


def standing_in(data: bytes, name: str, shown: str) -> tuple[range, tuple[Problem, ...]]:
    """The numbers of our lines, with the comments around them: none where there are none, or broken comments."""
    found, problem = _between(data, name, shown)
    lines = range(_line(data, found[0]), _line(data, found[1]) + 1) if found else range(0)
    return lines, (problem,) if problem else ()


def _line_end(data: bytes, start: int) -> bytes:
    """What ends the line that begins there."""
    found = re.search(rb"\r?\n", data[start:])
    return found[0] if found else b"\n"


def too_large(data: bytes, flavor: Flavor, shown: str) -> tuple[Problem, ...]:
    """A word on a file that GitHub does not load."""
    return (_large(len(data), shown),) if flavor == "github" and len(data) > MOST_BYTES else ()


def _large(size: int, shown: str) -> Problem:
    message = f"the file has {size / 1_000_000:.1f} MB; GitHub loads no CODEOWNERS file of more than 3 MB"
    return Problem("bad-codeowners", message, Place(shown), hint="give folders to owners instead of files")


def _block(lines: Iterable[Line], name: str) -> list[bytes]:
    suffix = f" {name}" if name else ""
    texts = [f"# catalog-gen: begin{suffix}", f"# {_ABOUT}", *map(str, lines), f"# catalog-gen: end{suffix}"]
    return [text.encode() for text in texts]


def _line(data: bytes, spot: int) -> int:
    return len(re.findall(rb"\r\n|\n|\r", data[:spot])) + 1


def _between(data: bytes, name: str, shown: str) -> tuple[tuple[int, int] | None, Problem | None]:
    """Where our comments begin and end, if they are there; else what is wrong with them."""
    begun: re.Match[bytes] | None = None
    found: tuple[int, int] | None = None
    for mark in _MARK.finditer(data):
        ours = mark[2].decode("utf-8", "replace") == name
        begins = mark[1] == b"begin"
        line = _line(data, mark.start())
        if begun is None and not ours:
            continue
        if begun is not None and not ours:
            return None, _broken(line, shown, "the lines of another catalog begin or end between ours")
        if begins and (begun is not None or found is not None):
            return None, _broken(line, shown, "our lines begin here a second time")
        if not begins and begun is None:
            return None, _lacking(line, shown, "begin", name)
        if begins:
            begun = mark
        else:
            assert begun is not None  # noqa: S101 - it was looked at
            found, begun = (begun.start(), mark.end()), None
    if begun is not None:
        return None, _lacking(_line(data, begun.start()), shown, "end", name)
    return found, None


def _lacking(line: int, shown: str, which: str, name: str) -> Problem:
    """One of the two comments is without the other one, which is the `begin` or the `end`."""
    comment = f'"# catalog-gen: {which}{f" {name}" if name else ""}"'
    where = "below the last" if which == "end" else "above the first"
    hint = f"add it {where} of our lines, or delete our lines with this comment; --write writes them again"
    return Problem("bad-codeowners", f"the block has no {comment}", Place(shown, line), hint=hint)


def _broken(line: int, shown: str, message: str) -> Problem:
    hint = "delete our lines with both comments; --write writes them again"
    return Problem("bad-codeowners", message, Place(shown, line), hint=hint)


def put(named: Path, data: bytes) -> str:
    """Write the file, or what a link leads to, in one step; its permissions stay. Why that failed, else nothing."""
    try:
        _put(named.resolve(), data)
    except OSError as error:
        return f"it cannot be written: {error.strerror or error}"
    return ""


def _put(path: Path, data: bytes) -> None:
    if path.exists() and not path.stat().st_mode & _WRITABLE:
        raise PermissionError(errno.EACCES, "it is read-only")
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if path.exists():
            shutil.copymode(path, temporary)
        else:
            mask = os.umask(0)
            os.umask(mask)
            Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
