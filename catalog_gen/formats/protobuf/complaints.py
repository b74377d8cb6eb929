"""What protoc says is wrong, as located problems."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from catalog_gen.formats.protobuf.imports import Unit

_LINE = re.compile(
    r"(?P<file>~\d+~|google/protobuf/[\w/]+\.proto):(?:(?P<line>\d+):(?P<column>\d+):)? "
    r"(?P<warning>warning: )?(?P<words>.*)"
)
_LOGGED = re.compile(r"WARNING: All log messages|[WIEF]\d{4} [\d:.]+ +\d+ ")
_OF_AN_IMPORT = ("was not found or had errors.",)
_OF_A_MISSING_IMPORT = ("is not defined.", "which is not defined.", "unknown. Ensure that your proto definition file")
_NOISE = ("is unused.", "but not used")


@dataclasses.dataclass(frozen=True, slots=True)
class _Complaint:
    name: str
    line: int
    column: int
    warning: bool
    words: str


def problems(said: str, unit: Unit, *, failed: bool) -> tuple[Problem, ...]:
    """Every complaint once, at its place.

    What only follows from an import that is missing or has errors itself is left out: the cause is reported where it
    is. Unused imports are nobody's business here.
    """
    complaints = _complaints(said)
    broken = {name for name in unit.given if unit.path(name) in unit.incomplete}
    broken |= {each.name for each in complaints if each.words.endswith(_OF_AN_IMPORT)}
    told = [
        each for each in complaints if not _follows(each, broken) and not any(noise in each.words for noise in _NOISE)
    ]
    found = [_problem(each, unit) for each in told]
    if failed and not unit.problems and not any(problem.code == "bad-schema" for problem in found):
        found += [_problem(each, unit) for each in complaints if not each.warning]
    if failed and not unit.problems and not any(problem.code == "bad-schema" for problem in found):
        words = " ".join(line for line in unit.in_words(said).splitlines() if not _LOGGED.match(line))
        found.append(Problem("bad-schema", f"protoc does not take the file: {words}", Place(unit.paths[0])))
    return (*unit.problems, *dict.fromkeys(found))


def _follows(complaint: _Complaint, broken: set[str]) -> bool:
    if complaint.words.endswith(_OF_AN_IMPORT):
        return True
    return complaint.name in broken and any(words in complaint.words for words in _OF_A_MISSING_IMPORT)


def _complaints(said: str) -> list[_Complaint]:
    found: list[_Complaint] = []
    for line in said.split("\n"):
        match = _LINE.fullmatch(line.rstrip("\r"))
        if match:
            line_number, column = int(match["line"] or 0), int(match["column"] or 0)
            found.append(_Complaint(match["file"], line_number, column, bool(match["warning"]), match["words"]))
        elif found and line.strip() and not _LOGGED.match(line):
            found[-1] = dataclasses.replace(found[-1], words=f"{found[-1].words} {line.strip()}")
    return found


def _problem(complaint: _Complaint, unit: Unit) -> Problem:
    path = unit.path(complaint.name)
    place = Place(unit.paths[0])
    if path in unit.paths:
        text = unit.texts[unit.paths.index(path)]
        place = Place(path, *counted(text, complaint.line, complaint.column))
    words = unit.in_words(complaint.words).strip().removesuffix(".")
    return Problem("suspicious-schema" if complaint.warning else "bad-schema", words, place)


def counted(text: str, line: int, column: int) -> tuple[int, int]:
    """Line and column in characters; protoc counts bytes, and a tab leads to the next multiple of eight."""
    lines = text.split("\n")
    if not 0 < line <= len(lines):
        return 0, 0
    passed = 0
    for index, character in enumerate(lines[line - 1]):
        if passed >= column - 1:
            return line, index + 1
        passed += 8 - passed % 8 if character == "\t" else len(character.encode())
    return line, len(lines[line - 1]) + 1
