"""A file with everything that it refers to: references become types, wherever those are defined."""

from __future__ import annotations

import difflib
from collections import deque
from typing import TYPE_CHECKING, Final

from catalog_gen.formats.avro import bundling, defaults
from catalog_gen.formats.avro.schemas import NAMED, PRIMITIVES, Linked, inside, parts
from catalog_gen.formats.avro.wording import known_mistake, quoted, wrapped
from catalog_gen.problems import CODES, Problem

if TYPE_CHECKING:
    from catalog_gen.formats.avro.finding import Library
    from catalog_gen.formats.avro.schemas import Loaded, Schema
    from catalog_gen.problems import Place

_FEW: Final = 4
_HINTS: Final = 50  # looking for what was meant takes its time
_CLOSE: Final = 0.75  # less alike is another word


def link(file: Loaded, library: Library) -> tuple[Linked | None, tuple[Problem, ...]]:
    """The schema with all its types, and every problem of its file and on the way to them; None if one is an error."""
    links = _Links(file, library)
    links.follow()
    problems = [*file.problems, *links.problems]
    if file.root is None or _has_error(problems):
        return None, (*problems, *defaults.problems(file.definitions.values(), links.types))
    linked = Linked(root=file.root, types=_used(file.root, links.types), complete=not links.foreign)
    problems += defaults.problems(linked.types.values(), linked.types)
    return (None if _has_error(problems) else linked), tuple(problems)


def _has_error(problems: list[Problem]) -> bool:
    return any(CODES[problem.code].severity == "error" for problem in problems)


class _Links:
    """Looks up what is referred to, the file's own references first, then those of the files that they lead to."""

    def __init__(self, file: Loaded, library: Library) -> None:
        self._library = library
        self._waiting = deque((reference, file.path) for reference in file.references)
        self._used = {file.path}
        self.types: dict[str, Schema] = dict(file.definitions)
        self.problems: list[Problem] = []
        self.foreign = False

    def follow(self) -> None:
        """Find all of them."""
        while self._waiting:
            reference, path = self._waiting.popleft()
            if reference.name not in self.types:
                self._find(reference, path)
            if reference.is_wrapped and reference.name in self.types:
                words, hint = wrapped(reference.written)
                self.problems.append(Problem("suspicious-schema", words, _place(reference), hint=hint))

    def _find(self, reference: Schema, path: str) -> None:
        found = self._library.find(reference.name, path)
        if found.broken:
            self.problems += [problem for file in found.broken for problem in file.problems]
        elif not found.files:
            self.problems.append(self._missing(reference))
        elif len(found.files) > 1:
            self._unresolved(reference, f"{_listed([file.path for file in found.files])} define it differently")
        else:
            self._take(reference, found.files[0])

    def _take(self, reference: Schema, file: Loaded) -> None:
        self.foreign = True
        if file.path not in self._used:
            self._used.add(file.path)
            self.problems += file.problems
        for part in parts(file.definitions[reference.name]):
            if part.kind == "reference":
                if part.name not in self.types:
                    self._waiting.append((part, file.path))
                continue
            known = self.types.setdefault(part.name, part)
            if known is not part and not bundling.is_same(known, part):
                words = f'{known.document.path} and {file.path} define its "{part.name}" differently'
                self._unresolved(reference, words)

    def _unresolved(self, reference: Schema, why: str) -> None:
        words = f'the type "{reference.name}" is not clear: {why}'
        hint = "a schema can have only one of them"
        self.problems.append(Problem("unresolved-reference", words, _place(reference), hint=hint))

    def _missing(self, reference: Schema) -> Problem:
        words = f"there is no type {quoted(reference.name)}"
        hint = known_mistake(reference.written)
        if not hint and len(self.problems) < _HINTS:
            hint = self._meant(reference, sorted({*self.types, *self._library.names}))
        return Problem("unresolved-reference", words, _place(reference), hint=hint)

    def _meant(self, reference: Schema, known: list[str]) -> str:
        """What a reference may have been meant to say, else where was looked."""
        same = [name for name in known if name.rpartition(".")[2] == reference.short]
        if same:
            return (
                f'did you mean "{same[0]}"?'
                if "." in same[0]
                else f'"{same[0]}" is in no namespace, so it cannot be referred to from inside of one'
            )
        shorts = {name.rpartition(".")[2]: name for name in reversed([*known, *PRIMITIVES])}
        close = difflib.get_close_matches(reference.short, sorted(shorts), n=1, cutoff=_CLOSE)
        near = f'did you mean "{shorts[close[0]]}"?' if close else ""
        folders = [folder or "the whole project" for folder in self._library.folders]
        looked = f"looked for in the .avsc and .avro files below {_listed(folders)}" if len(folders) <= _FEW else ""
        return near or looked or "it is in none of the .avsc and .avro files of the project"


def _place(reference: Schema) -> Place:
    return reference.document.place(reference.spot)


def _used(root: Schema, known: dict[str, Schema]) -> dict[str, Schema]:
    """The named types below the root, in the order of their first use."""
    found: dict[str, Schema] = {}
    stack = [root]
    while stack:
        part = stack.pop()
        if part.kind == "reference":
            part = known[part.name]
        if part.kind in NAMED:
            if part.name in found:
                continue
            found[part.name] = known[part.name]
            part = known[part.name]
        stack += reversed(inside(part))
    return found


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)
