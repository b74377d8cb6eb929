"""A new version of a resource: its definition says so, and what the older one was is kept.

`plan` reads, edits in memory and proves that the edited files say what is meant; `applying.apply` writes.
"""

from __future__ import annotations

import dataclasses
import difflib
from typing import TYPE_CHECKING

from catalog_gen import catalogs
from catalog_gen.bumping import renumbering, sides, splicing, verifying, versions
from catalog_gen.bumping.history import History
from catalog_gen.bumping.keeping import Keeping
from catalog_gen.bumping.overlay import Overlay
from catalog_gen.bumping.sides import Side
from catalog_gen.bumping.texts import Text, UneditableError
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.model import Resource
from catalog_gen.problems import Place, Problem, a, noun
from catalog_gen.resolving.ids import version_key
from catalog_gen.versioning import bumps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.bumping.splicing import Definition
    from catalog_gen.bumping.writing import Call
    from catalog_gen.catalogs import Progress, Resolved
    from catalog_gen.resolving import Entry
    from catalog_gen.settings import Settings
    from catalog_gen.sources import Source


@dataclasses.dataclass(frozen=True, slots=True)
class Bump:
    """What there is to do.

    `before` and `after` are the definitions file at `path`; `files` are the contents of others by path, of which `told`
    says what they are. `words` say what becomes of the older version, `why` by how much the version was raised, `notes`
    what else there is to know.
    """

    entry: Entry
    version: str
    path: str
    before: bytes
    after: bytes
    files: dict[str, bytes]
    told: dict[str, str]
    words: str
    why: str = ""
    notes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Refused:
    """Why there is nothing that we can do, and what to write by hand, line by line."""

    problems: tuple[Problem, ...]
    by_hand: tuple[str, ...] = ()


def plan(
    entry: Entry,
    known: Resolved,
    settings: Settings,
    source: Source,
    version: str | None,
    ref: str | None,
    progress: Progress,
) -> Bump | Refused:
    """What gives a resource, in its current version, the new `version`; or the next one that its changes need.

    The older version is what the commit has at which the branch left `ref`, see `sides.before`.
    """
    if not isinstance(entry.resource, Resource):
        message = f"{a(noun(entry.kind))} has no versions"
        return Refused((Problem("cannot-bump", message, entry.place(), entry.subject),))
    now = Side(entry, source, settings, "as it is")
    progress("reading the older version")
    with sides.before(now, ref) as old:
        if isinstance(old, Problem):
            return Refused((old,))
        unread = _unread(old, now, version)
        if unread is not None:
            return Refused((unread,))
        raised, why = _next(old, now) if version is None else (version, "")
        if version is None and raised == entry.version and versions.is_kept(old.entry, entry, known.catalog):
            return Refused((_enough(old, now),))
        if problem := versions.refused(raised, old.entry, entry, known.catalog):
            return Refused((problem,))
        if not renumbering.is_out(old, now) and versions.is_kept(old.entry, entry, known.catalog):
            return _renumbered(old, now, known, raised, why)
        return _Planning(old, now, known, raised, progress).planned(why)


def _next(old: Side, now: Side) -> tuple[str, str]:
    """The version that comes next, and why; one that is not out is never lowered."""
    raised, why = versions.wanted(old.entry, now.entry, now.settings)
    if bumps.is_version(now.entry.version) and version_key(raised) < version_key(now.entry.version):
        raised = now.entry.version or ""
    return raised, why if old.ref else "there is nothing to compare it with"


def _enough(old: Side, now: Side) -> Problem:
    entry = now.entry
    message = f"{entry.version} is not out ({old.ref_name} has {old.entry.version}), and no change needs a higher one"
    return Problem(
        "cannot-bump", message, entry.resource.at("version"), entry.subject, "name a version for another one"
    )


def _renumbered(old: Side, now: Side, known: Resolved, version: str, why: str) -> Bump | Refused:
    files = History(old, now, version, SchemaFiles(now.source, (), now.settings.output))
    renumbering.move(now, files)
    edited = renumbering.edited(now, known, version, files.files)
    if isinstance(edited, Problem):
        return Refused((edited,))
    words = f"{now.entry.version} is not out ({old.ref_name} has {old.entry.version}), so it only gets another number"
    path = now.entry.resource.at().path
    return Bump(now.entry, version, path, *edited, files.files, files.told, words, why, tuple(files.notes))


def _unread(old: Side, now: Side, version: str | None) -> Problem | None:
    """Why it cannot be told what the older version is, or what has changed since."""
    entry = now.entry
    if not bumps.is_version(old.entry.version):
        message = f'"{old.entry.version}" is no version, so none can come after it'
        hint = "versions are MAJOR.MINOR.PATCH, for example 2.0.0; write one first"
        return Problem("cannot-bump", message, entry.place("version"), entry.subject, hint)
    if not old.ref and not sides.is_whole(entry):
        message = "its schema cannot be read, and no commit has the one that it had"
        return Problem("cannot-bump", message, entry.place(), entry.subject, "mend it, or name a commit with --base")
    if version is None and not sides.is_whole(entry):
        message = "its schema cannot be read, so nobody can tell which version comes next"
        return Problem("cannot-bump", message, entry.place(), entry.subject, "mend it, or name the version")
    return None


class _Planning:
    """One resource on its way to a new version."""

    def __init__(self, old: Side, now: Side, known: Resolved, version: str, progress: Progress) -> None:
        self._old = old
        self._now = now
        self._known = known
        self._version = version
        self._progress = progress
        self._path = now.entry.resource.at().path
        output = now.settings.output
        files = SchemaFiles(old.source, catalogs.folders(old.settings, old.source), output)
        self._history = History(old, now, version, files)
        self._imports: dict[str, None] = {}

    def planned(self, why: str) -> Bump | Refused:
        """The edits, proven; or why there are none."""
        entry = self._now.entry
        call: Call | None = None
        try:
            text = Text.of(self._now.source.read(self._path))
            found = splicing.definition(text, _spot(entry))
            was = self._as_it_was(found)
            keeping = Keeping(
                self._old, self._now, self._version, self._history, (found, was), lambda name: self._called(found, name)
            )
            keeping.keep()
            call = keeping.call()
            self._refuse_several()
            if refused := self._refuse_objects(found):
                return refused
            if self._history.problems:
                return Refused(tuple(self._history.problems))
            edited = splicing.bumped(text, _spot(entry), self._version, call, keeping.moved, self._imports).data
        except UneditableError as error:
            return self._refused(str(error), call, getattr(error, "spot", None))
        return self._proven(edited, call, keeping, why)

    def _refuse_several(self) -> None:
        """Refuse what one call makes several resources of."""
        entry = self._now.entry
        place = entry.resource.at()
        made = [each for each in self._known.catalog.entries if each.resource.at() == place and each.previous is None]
        names = list(dict.fromkeys(each.id for each in made if each.document is None and each.part_of is None))
        if len(names) > 1:
            message = f"one call makes {len(names)} resources ({', '.join(names[:3])}{', ...' if names[3:] else ''})"
            raise splicing.ByHandError(message)

    def _refuse_objects(self, found: Definition) -> Refused | None:
        """Refuse what has no `previous` because each version is an object of its own."""
        entry = self._now.entry
        others = [each for each in self._known.catalog.by_id[entry.id] if each.previous is None and each is not entry]
        if not others:
            return None
        where = " and ".join(str(each.resource.at()) for each in others)
        message = f"its versions are objects of their own (another one is at {where})"
        refused = self._refused(message, None)
        begin = found.text.begin(found.node)
        new = splicing.definition(splicing.with_version(found, self._version), begin)
        lines = new.text.between(begin, new.text.end(new.node)).split("\n")
        return dataclasses.replace(refused, by_hand=tuple(lines))

    def _called(self, found: Definition, name: str) -> str:
        called, imported = splicing.named(found, name)
        if imported:
            self._imports[imported] = None
        return called

    def _as_it_was(self, found: Definition) -> Definition | None:
        """The definition in the text of the other side, if it can be read as a call there."""
        if not self._old.ref:
            return found
        try:
            text = Text.of(self._old.source.read(self._old.entry.resource.at().path))
            return splicing.definition(text, _spot(self._old.entry))
        except (UneditableError, OSError):
            return None

    def _proven(self, edited: bytes, call: Call, keeping: Keeping, why: str) -> Bump | Refused:
        settings, source = self._now.settings, self._now.source
        self._progress("reading what it will be")
        after = catalogs.resolved(
            settings, Overlay(source, {**self._history.files, self._path: edited}), lambda _: None
        )
        both = (self._old.entry, self._now.entry)
        faults = list(verifying.faults(self._known, after, both, self._version, settings, fresh=self._history.fresh))
        if faults:
            return self._refused(f"the edited definition would not say what is meant: {faults[0]}", call)
        kept = after.catalog.find(self._now.entry.id, self._old.entry.version)
        notes = [*self._history.notes]
        if keeping.moved:
            notes.append(f"{' and '.join(f'{name}=' for name in keeping.moved)} went to {self._old.entry.version}")
        lost = verifying.differing(kept, self._old.entry) if kept else []
        if lost:
            notes.append(f"the page of {self._old.entry.version} will not say what it said before: {', '.join(lost)}")
        found = (each for each in after.problems if each.code in verifying.OF_VERSIONS)
        notes += (
            [f"check will say: {each.message}" for each in found if each.subject.startswith(f"{kept.id} ")]
            if kept
            else []
        )
        return Bump(
            entry=self._now.entry,
            version=self._version,
            path=self._path,
            before=source.read(self._path),
            after=edited,
            files=self._history.files,
            told=self._history.told,
            words=f"{self._old.entry.version} is kept {self._old.words}",
            why=why,
            notes=tuple(notes),
        )

    def _refused(self, why: str, call: Call | None, spot: tuple[int, int] | None = None) -> Refused:
        entry = self._now.entry
        place = Place(self._path, spot[0], spot[1] + 1) if spot else entry.resource.at()
        problem = Problem("cannot-bump", why, place, entry.subject, "write by hand what is printed")
        return Refused((problem,), tuple(self._by_hand(call)) if call is not None else ())

    def _by_hand(self, call: Call) -> list[str]:
        lines = [f'version="{self._version}",', *f"previous=[\n    {call.put('    ', 100)},\n],".split("\n")]
        if self._imports:
            lines.append(f"from catalog_gen import {', '.join(self._imports)}")
        told = self._history.told
        return [*lines, *(f"{path}: {told[path]}, {self._old.words}" for path in sorted(told))]


def _spot(entry: Entry) -> tuple[int, int]:
    place = entry.resource.at()
    return place.line, place.column - 1


def difference(bump: Bump) -> Iterator[str]:
    """The edits of the definitions file as a unified diff."""
    old, new = (Text.of(data).plain.removesuffix("\n").split("\n") for data in (bump.before, bump.after))
    yield from difflib.unified_diff(old, new, bump.path, bump.path, lineterm="")
