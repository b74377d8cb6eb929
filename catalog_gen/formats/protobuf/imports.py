"""Which files a .proto file needs, and where they are: protoc sees those, each under one name only."""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from catalog_gen.formats.protobuf import protoc
from catalog_gen.problems import Place, Problem, nearest
from catalog_gen.sources import OutsideProjectError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.formats.files import SchemaFiles

_TOKEN = re.compile(
    r"""
    //[^\n]* | /\*.*?(?:\*/|\Z) | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*'
    | \.?[A-Za-z_][\w.]* | \d[\w.]* | \s+ | .
    """,
    re.DOTALL | re.VERBOSE,
)
_BLANK = ("//", "/*", " ", "\t", "\n", "\r", "\f", "\v")
_NAME = re.compile(r"~(\d+)~")
_PACKAGE = re.compile(rb"(?:^|;)\s*package\s+([A-Za-z_][A-Za-z0-9_.]*)\s*;", re.MULTILINE)
_LONGEST = 1000
_LONGEST_STEP = 250
"""Operating systems take hardly more, and raise errors of their own."""


@dataclasses.dataclass(frozen=True, slots=True)
class Import:
    """An import statement: where it begins, what it names, and the span of that text, quotes included."""

    path: str
    begin: int
    start: int
    end: int


@dataclasses.dataclass(frozen=True, slots=True)
class Unit:
    """A file with all files that it imports, directly or through others.

    To protoc, the file number 3 is called `~3~`: a path may hold what protoc does not take, and two imports may lead
    to one file in different words, which protoc would take for two files.
    """

    paths: tuple[str, ...]
    texts: tuple[str, ...]
    given: Mapping[str, bytes]
    """What protoc is given, by the names that it is given."""
    problems: tuple[Problem, ...]
    incomplete: frozenset[str]
    """The paths of files that import what is not there."""
    imported: Mapping[str, tuple[tuple[Import, str], ...]]
    """By path: the import statements that lead to files of the unit, and to which; "" for one that repeats another."""

    def path(self, name: str) -> str:
        """The path of the file that protoc knows by that name; other names stay as they are."""
        found = _NAME.fullmatch(name)
        return self.paths[int(found[1])] if found and int(found[1]) < len(self.paths) else name

    def in_words(self, text: str) -> str:
        """A text of protoc with the paths instead of its names for them."""
        return _NAME.sub(lambda found: self.path(found[0]), text)


def statements(text: str) -> tuple[Import, ...]:
    """The import statements of a .proto file (https://protobuf.dev/reference/protobuf/edition-2024-spec/#import).

    What is not Protobuf at all may give any result: protoc says what is wrong with it.
    """
    found: list[Import] = []
    statement: list[re.Match[str]] = []
    depth = 0
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word.startswith(_BLANK):
            continue
        if word in "{}":
            depth = max(0, depth + (1 if word == "{" else -1))
            statement = []
        elif word == ";":
            if not depth and statement:
                found += _import(statement)
            statement = []
        elif not depth and len(statement) < 9:  # noqa: PLR2004 - no import is longer
            statement.append(token)
    return tuple(found)


def tokens(text: str) -> Iterator[str]:
    """The words, strings and signs of a .proto file, without comments and space."""
    return (token[0] for token in _TOKEN.finditer(text) if not token[0].startswith(_BLANK))


def _import(statement: list[re.Match[str]]) -> Iterator[Import]:
    words = [token[0] for token in statement]
    first = 2 if words[1:2] and words[1] in {"public", "weak", "option"} else 1
    strings = words[first:]
    if words[0] == "import" and strings and all(word[0] in "\"'" and len(word) > 1 for word in strings):
        path = "".join(word[1:-1] for word in strings)
        yield Import(path, statement[0].start(), statement[first].start(), statement[-1].end())


class Imports:
    """Finds what is imported, among the files of one build."""

    def __init__(self, files: SchemaFiles) -> None:
        self._files = files

    def unit(self, path: str, data: bytes) -> Unit:
        """The file and everything that it needs. Imports that lead nowhere are problems at their place."""
        paths, texts = [path], [data.decode("utf-8-sig")]
        numbers = {path: 0}
        given: dict[str, bytes] = {}
        problems: list[Problem] = []
        incomplete: set[str] = set()
        imported: dict[str, tuple[tuple[Import, str], ...]] = {}
        for number, importer in enumerate(paths):  # grows while it is walked
            replaced: list[tuple[Import, str]] = []
            written: dict[str, str] = {}
            for wanted in statements(texts[number]):
                if protoc.is_shipped(wanted.path):
                    continue
                found, text = self._content(wanted, importer, numbers, texts)
                if isinstance(text, Problem):
                    problems.append(_placed(text, importer, texts[number], wanted.start))
                    incomplete.add(importer)
                    replaced.append((wanted, ""))
                    continue
                if found not in numbers:
                    numbers[found] = len(paths)
                    paths.append(found)
                    texts.append(text)
                again = written.setdefault(found, wanted.path) != wanted.path  # once more, in other words
                replaced.append((wanted, "" if again else f"~{numbers[found]}~"))
            given[f"~{number}~"] = _rewritten(texts[number], replaced).encode()
            of_name = {f"~{other}~": path for path, other in numbers.items()}
            imported[importer] = tuple((wanted, of_name.get(name, "")) for wanted, name in replaced)
        return Unit(tuple(paths), tuple(texts), given, tuple(problems), frozenset(incomplete), imported)

    def _content(
        self, wanted: Import, importer: str, numbers: Mapping[str, int], texts: list[str]
    ) -> tuple[str, str | Problem]:
        found = self._found(wanted.path, importer)
        if isinstance(found, Problem):
            return "", found
        if found in numbers:
            return found, texts[numbers[found]]
        try:
            return found, self._files.read(found).decode("utf-8-sig")
        except (OSError, OutsideProjectError):
            return "", _unresolved(f'the imported file "{wanted.path}" cannot be read')
        except UnicodeDecodeError:
            return "", _unresolved(f'the imported file "{wanted.path}" is not UTF-8 text')

    def _found(self, wanted: str, importer: str) -> str | Problem:
        steps = wanted.split("/")
        too_long = len(wanted) > _LONGEST or any(len(step.encode()) > _LONGEST_STEP for step in steps)
        if too_long or "\\" in wanted or "\0" in wanted or {"", ".", ".."} & set(steps):
            hint = "write a path below one of the folders, with no `.`, `..` or backslash in it"
            return _unresolved(f'"{_short(wanted)}" cannot be imported', hint)
        roots = dict.fromkeys([*_above(importer), *self._files.folders, ""])
        near = [path for path in (f"{root}/{wanted}".lstrip("/") for root in roots) if self._files.is_file(path)]
        others = [path for path in near if path != importer]
        if near:
            return self._one_of_copies((others or near)[0], wanted)
        return self._deeper(wanted, importer)

    def _deeper(self, wanted: str, importer: str) -> str | Problem:
        """The file somewhere below the configured folders whose path ends so; the nearest one if there are several."""
        far = [path for path in self._all if path.endswith(f"/{wanted}") and path != importer]
        far = [path for path in far if not self._is_cut(path, wanted)]
        if not far:
            hint = nearest(wanted, self._names(importer))
            hint = hint or "it is looked for in the file's own folder, those above it and the configured ones"
            return _unresolved(f'the imported file "{wanted}" is not there', hint)
        shared = {path: _shared(path, importer) for path in far}
        best = [path for path in far if shared[path] == max(shared.values())]
        if len({self._one_of_copies(path, wanted) for path in best}) > 1:
            listed = ", ".join(best[:3]) + (", ..." if best[3:] else "")
            return _unresolved(f'several files could be the imported "{wanted}": {listed}', "write a longer path")
        return self._one_of_copies(best[0], wanted)

    def _is_cut(self, path: str, wanted: str) -> bool:
        """Whether the import names only the end of the file's package: then another file is meant.

        `validate/validate.proto` is not `buf/validate/validate.proto`, which has the package `buf.validate`.
        """
        try:
            found = _PACKAGE.search(self._files.read(path))
        except (OSError, OutsideProjectError):
            return True
        package = found[1].decode().replace(".", "/") if found else ""
        below = wanted.rpartition("/")[0]
        return (
            bool(package) and f"/{path}".endswith(f"/{package}/{path.rpartition('/')[2]}") and len(package) > len(below)
        )

    def _one_of_copies(self, path: str, wanted: str) -> str:
        """The same of several identical files wherever it is imported: protoc refuses what is declared twice."""
        return self._copies(wanted).get(path, path)

    @functools.cache  # noqa: B019 - it lives as long as the build
    def _copies(self, wanted: str) -> Mapping[str, str]:
        first: dict[bytes, str] = {}
        copies: dict[str, str] = {}
        for path in self._all:
            if path == wanted or path.endswith(f"/{wanted}"):
                try:
                    copies[path] = first.setdefault(self._files.read(path), path)
                except (OSError, OutsideProjectError):
                    continue
        return copies

    @functools.cached_property
    def _all(self) -> tuple[str, ...]:
        return self._files.ending(".proto")

    def _names(self, importer: str) -> list[str]:
        roots = sorted({*_above(importer), *self._files.folders, ""}, key=lambda root: (-len(root), root))
        names = {}
        for path in self._all:
            root = next((root for root in roots if not root or path.startswith(f"{root}/")), "")
            names[path.removeprefix(f"{root}/") if root else path] = path
            names.setdefault(path, path)
        return list(names)


def renamed(unit: Unit, number: int, names: Mapping[str, str]) -> str:
    """The text of a file of the unit with other names in its imports, by the paths of the files that they mean."""
    replaced = [(wanted, names.get(path, "")) for wanted, path in unit.imported[unit.paths[number]]]
    return _rewritten(unit.texts[number], replaced)


def _above(path: str) -> list[str]:
    return ["" if str(folder) == "." else str(folder) for folder in PurePosixPath(path).parents]


def _short(path: str) -> str:
    return path if len(path) <= 80 else f"{path[:80]}..."  # noqa: PLR2004 - enough to recognise it


def _shared(one: str, other: str) -> int:
    count = 0
    for left, right in zip(one.split("/")[:-1], other.split("/")[:-1], strict=False):
        if left != right:
            break
        count += 1
    return count


def _rewritten(text: str, replaced: list[tuple[Import, str]]) -> str:
    """The text with the names that protoc knows, without what leads nowhere (no name).

    What follows keeps its column, where there is room for it.
    """
    for wanted, name in reversed(replaced):
        start = wanted.start if name else wanted.begin
        space = re.sub(r"[^\s]", lambda found: " " * len(found[0].encode()), text[start : wanted.end])
        put = f'"{name}"' + space[len(name) + 2 :] if name else space
        text = text[:start] + put + text[wanted.end :]
    return text


def _unresolved(message: str, hint: str = "") -> Problem:
    return Problem("unresolved-reference", message, Place(""), hint=hint)


def _placed(problem: Problem, path: str, text: str, at: int) -> Problem:
    place = Place(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
    return dataclasses.replace(problem, place=place)
