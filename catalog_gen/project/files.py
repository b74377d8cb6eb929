"""What a project is made of, as values: files to write, lines to add to those that are there, what is done by hand."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclasses.dataclass(frozen=True, slots=True)
class File:
    """A file to write: its path relative to the project (POSIX), its bytes, and what it is there for."""

    path: str
    data: bytes
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Lines:
    """Lines that a file must have: one that is there keeps everything, and gets what it lacks at its end.

    `data` is the file as it would be new. Lines that are comments or empty are not looked for.
    """

    path: str
    data: bytes
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Addition:
    """A file that is there, as it was and as it is with the lines that it lacked."""

    path: str
    before: bytes
    after: bytes
    why: str


@dataclasses.dataclass(frozen=True, slots=True)
class Left:
    """Something that is there and stays as it is, and what to do about it by hand (empty: nothing)."""

    path: str
    by_hand: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class There:
    """What stands at the paths that were looked at: the bytes of files; `blocked` is what is no readable file."""

    files: Mapping[str, bytes]
    blocked: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done: nothing of it overwrites a byte that is there."""

    files: tuple[File, ...] = ()
    additions: tuple[Addition, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.files or self.additions)


def against(wanted: tuple[File | Lines, ...], there: There) -> Plan:
    """What of the wanted files is missing; a file that is there is left, whatever it says."""
    files: list[File] = []
    additions: list[Addition] = []
    left: list[Left] = []
    for one in wanted:
        if one.path in there.blocked:
            left.append(Left(one.path, "it is not a file that can be read"))
        elif one.path not in there.files:
            files.append(File(one.path, one.data, one.why))
        elif isinstance(one, File):
            left += [Left(one.path)] if there.files[one.path] != one.data else []
        else:
            found = added(there.files[one.path], one.data)
            if found is None:
                left.append(Left(one.path, "it is not UTF-8 text, so that nothing was added to it"))
            elif found != there.files[one.path]:
                additions.append(Addition(one.path, there.files[one.path], found, one.why))
    return Plan(tuple(files), tuple(additions), tuple(left))


def added(before: bytes, wanted: bytes) -> bytes | None:
    """A text with the wanted lines that it lacks at its end, in its own line ends; None where it is no text."""
    try:
        text = before.decode("utf-8")
    except UnicodeDecodeError:
        return None
    has = {line.strip().strip("/") for line in text.splitlines()}
    lines = wanted.decode().splitlines()
    missing = [line for line in lines if _says(line) and line.strip().strip("/") not in has]
    if not missing:
        return before
    complete = missing == [line for line in lines if _says(line)]
    block = lines if complete else missing
    end = "\r\n" if "\r\n" in text else "\n"
    apart = "" if not text else end if text.endswith(("\n", "\r")) else end + end
    return (text + apart + "".join(line + end for line in block)).encode()


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
