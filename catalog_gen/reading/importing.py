"""The importing reader: runs the definitions, for what only running the code can tell.

Constructors record instead of raising, and imports that do not work are reported where the static reader
reports them, so that one mistake does not hide the next.
"""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING, Any

import catalog_gen
from catalog_gen.model import declaring
from catalog_gen.model.declaring import Origin
from catalog_gen.problems import Place, Problem, in_order
from catalog_gen.reading import (
    Reading,
    calls,
    collecting,
    faults,
    finding,
    isolating,
    parsing,
    skipping,
    statements,
)
from catalog_gen.reading.frames import bound_names
from catalog_gen.reading.loading import Finder
from catalog_gen.reading.payloads import running as payloads
from catalog_gen.reading.recording import Recorder

if TYPE_CHECKING:
    import types
    from collections.abc import Sequence

    from catalog_gen.reading.loading import Loaded
    from catalog_gen.reading.positions import Script
    from catalog_gen.sources import Source


def read(source: Source, files: Sequence[str], folders: Sequence[str]) -> Reading:
    """What the definitions files declare when they are run."""
    reader = _Reader(source, files, folders)
    project = reader.project
    token = declaring.recorder.set(reader.record)
    try:
        with isolating.isolated(reader.finder, project.owns, source.location("")):
            namespaces = [reader.run(path) for path in sorted(files)]
            declaring.recorder.set(None)
            reader.recorder.settle(payloads.payload)
    finally:
        declaring.recorder.reset(token)
    recorder = reader.recorder
    resources = collecting.reachable(namespaces)
    problems = [
        *recorder.problems,
        *collecting.unreachable(recorder.made, resources, set(files), recorder.problems),
    ]
    return Reading(resources, in_order(problems), frozenset(reader.texts), frozenset(recorder.unread_kinds))


class _Reader:
    """The modules of one reading, and what came out of running them."""

    def __init__(self, source: Source, files: Sequence[str], folders: Sequence[str]) -> None:
        self.project = finding.Project(source, files, folders)
        self.recorder = Recorder(payloads.is_type)
        self.texts: set[str] = set()
        self.finder = Finder(self.project, source, self)
        self._positioner = calls.Positioner()

    def run(self, path: str) -> dict[str, Any]:
        """The names of a definitions file after it ran, also if it did not get to its end."""
        loaded = self.finder.load(path)
        if loaded is None:
            return {}
        if loaded.state == "new":
            try:
                self.finder.run(loaded)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # noqa: BLE001 - whatever user code raises, SystemExit too
                self._failed(error, loaded)
        return vars(loaded.module)

    def unparsed(self, unparsed: parsing.Unparsed) -> None:
        """Keep why a file has no syntax tree."""
        self.recorder.problems.append(unparsed.problem)
        self.texts |= unparsed.texts

    def record(self, cls: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Take a constructor call; its place is the call that the user's code is at."""
        frame = sys._getframe(2)  # noqa: SLF001 - the frame that called the class, over the metaclass
        return self.recorder.declare(cls, args, kwargs, self._origin(frame, cls))

    def absent_name(self, target: Loaded, name: str, frame: types.FrameType) -> Problem | None:
        """The problem of a name that a module of the project does not have (yet); None where Python should raise."""
        importer = self.finder.script_of(frame)
        if importer is None:
            return None
        if calls.imports_name(frame):
            node = importer.imports.get(self._positioner.at(frame)[0] or frame.f_lineno)
            if node is None or node.lineno in importer.guarded_imports:
                return None
            alias = next((alias for alias in node.names if alias.name == name), node)
            return self._absent(target, name, importer.place(alias))
        if calls.loads_attribute(frame) and target.state == "running":
            place = calls.spot(importer, self._positioner.at(frame))
            return faults.cycle(place, name, target.name, target.script)
        return None

    def _absent(self, target: Loaded, name: str, place: Place) -> Problem:
        if target.state == "running" and name in bound_names(target.script.tree.body):
            return faults.cycle(place, name, target.name, target.script)
        return faults.no_name(place, name, target.name, target.script)

    def absent_module(self, name: str, frame: types.FrameType) -> Problem | None:
        """The problem of a module of the project that is not there; None where Python should raise."""
        importer = self.finder.script_of(frame)
        node = importer.imports.get(frame.f_lineno) if importer else None
        if importer is None or node is None or node.lineno in importer.guarded_imports:
            return None
        wanted = finding.imported_modules(node, importer.path)
        full = next((one for one in wanted if one == name or one.startswith(f"{name}.")), "")
        if full:
            return faults.no_module(importer.place(node), full, self.project)
        if self.project.module(wanted[0]) is not None:
            return None  # a name that the package does not have, which is looked up next
        alias = next((alias for alias in node.names if alias.name == name.rpartition(".")[2]), node)
        return faults.no_module(importer.place(alias), name, self.project)

    def _origin(self, frame: types.FrameType | None, cls: Any) -> Origin:
        while frame is not None:
            script = self.finder.script_of(frame)
            if script is not None:
                positions = self._positioner.at(frame)
                node = calls.call(script, positions)
                if node is not None:
                    return script.origin(node, cls)
                return Origin(calls.spot(script, positions))
            frame = frame.f_back
        return Origin(Place(""))

    def _failed(self, error: BaseException, target: Loaded) -> None:
        """Report an exception at the last line of the project that it went through."""
        self.texts |= skipping.texts([target.script.tree])
        entry, found = error.__traceback__, None
        while entry is not None:
            script = self.finder.script_of(entry.tb_frame)
            if script is not None:
                found = (script, entry)
            entry = entry.tb_next
        place = Place(target.script.path)
        if isinstance(error, SyntaxError) and (path := self.finder.path_of(error.filename or "")):
            self.recorder.problems.append(parsing.unparsable(path, error))
            return
        if found is not None:
            script, entry = found
            positions = self._positioner.of(entry.tb_frame.f_code, entry.tb_lasti)
            place = calls.spot(script, positions)
            if isinstance(error, ImportError) and (problem := self._import_problem(error, script, entry.tb_lineno)):
                self.recorder.problems.append(problem)
                return
        hint = faults.forgotten(error)
        self.recorder.problems.append(Problem("definition-failed", statements.failure(error), place, hint=hint))

    def _import_problem(self, error: ImportError, script: Script, line: int) -> Problem | None:
        node = script.imports.get(line)
        if isinstance(node, ast.ImportFrom) and node.level and finding.package_of(script.path, node.level) is None:
            return faults.outside(script.place(node))
        if isinstance(node, ast.ImportFrom) and error.name in faults.OURS:
            for alias in node.names:
                if alias.name not in catalog_gen.__all__:
                    return faults.not_ours(script.place(alias), alias.name)
        if node is not None and error.name and self.project.knows(error.name):
            return faults.no_module(script.place(node), error.name, self.project)
        return None
