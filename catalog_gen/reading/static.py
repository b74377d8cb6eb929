"""The static reader: evaluates module-level code over the syntax tree, never running anything of the user's."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from catalog_gen.model.checking import Unread
from catalog_gen.problems import in_order
from catalog_gen.reading import (
    Reading,
    calling,
    collecting,
    evaluating,
    finding,
    parsing,
    skipping,
    statements,
)
from catalog_gen.reading.budget import STEPS, STEPS_PER_NODE, Budget
from catalog_gen.reading.frames import Frame, Module, Work, bound_names
from catalog_gen.reading.payloads import reading as payloads
from catalog_gen.reading.recording import Recorder
from catalog_gen.reading.remembering import Read
from catalog_gen.reading.reusing import Reusable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.model.declaring import Declared
    from catalog_gen.model.payloads import Payload
    from catalog_gen.reading.positions import Script
    from catalog_gen.reading.recording import Claim
    from catalog_gen.reading.remembering import Memory
    from catalog_gen.sources import Source

_LONG_FILE = 50_000


def read(source: Source, files: Sequence[str], folders: Sequence[str], memory: Memory | None = None) -> Reading:
    """What the definitions files declare.

    A reading gives a `memory` what it knows, for the next one with the same memory: that is then as if it had read
    everything, faster, and what both read to the same are the same objects.
    """
    reader = _Reader(source, files, folders)
    if memory is not None:
        reader.recall(memory)
    reading = reader.reading()
    if reader.mixes:
        reader = _Reader(source, files, folders)
        reading = reader.reading()
    if memory is not None:
        reader.remember(memory)
    return reading


class _Reader:
    """The modules of one reading; each is parsed and evaluated once."""

    def __init__(self, source: Source, files: Sequence[str], folders: Sequence[str]) -> None:
        self._source = source
        self._files = frozenset(files)
        self._modules: dict[str, Module | Unread] = {}
        self._running: list[str] = []
        self._recalled: set[str] = set()
        self.mixes = False
        """Whether a file that was read uses one that was taken over, whose functions are of the other reading."""
        self._together: list[tuple[str, str]] = []
        self._made: dict[str, tuple[Declared, ...] | None] = {}
        self._folders = tuple(folders)
        project = finding.Project(source, files, folders)
        self.work = Work(
            Recorder(payloads.is_type, payloads.instance_of),
            evaluating.evaluate,
            calling.call,
            statements.run,
            self.load,
            project,
        )

    def reading(self) -> Reading:
        """What the files declare, and what is wrong with them."""
        modules = [self.load(path) for path in sorted(self._files)]
        resources = collecting.reachable(module.names for module in modules if isinstance(module, Module))
        recorder = self.work.recorder
        recorder.settle(self.payload)
        vain = collecting.unreachable(recorder.made, resources, self._files, recorder.problems)
        problems = in_order([*recorder.problems, *vain])
        return Reading(resources, problems, frozenset(self.work.texts), frozenset(recorder.unread_kinds))

    def load(self, path: str) -> Module | Unread:
        """The module in a file; definitions files are evaluated whole, of others only what is asked for."""
        if self._running:
            self._together.append((self._running[-1], path))
            self.mixes = self.mixes or path in self._recalled
        if path not in self._modules:
            script = parsing.script(self._source, path)
            if isinstance(script, parsing.Unparsed):
                self.work.report(script.problem)
                self.work.texts |= script.texts
                self._modules[path] = Unread(script.problem.message, script.problem.place, said=True)
            else:
                self._start(path, Module(script, finding.name_of(path), path in self._files, {}))
        return self._modules[path]

    def _start(self, path: str, module: Module) -> None:
        self._modules[path] = module
        module.names.update(
            __name__=module.name,
            __file__=self._source.location(path),
            __doc__=ast.get_docstring(module.script.tree, clean=False),
        )
        if module.whole:
            self._run(module)
        else:
            module.demand = self._demand
            for index, statement in enumerate(module.script.tree.body):
                for name in _touched(statement):
                    module.pending.setdefault(name, []).append(index)

    def recall(self, memory: Memory) -> None:
        """Take over what an earlier reading knows."""
        for read in memory.recalled(self._source, sorted(self._files), self._around):
            self._modules[read.module.path] = read.module
            self._recalled.add(read.module.path)
            self.work.recorder.made += read.made
        changed = (read for path, read in memory.known.items() if read is not None and path not in self._modules)
        self.work.recorder.reusable = Reusable(one for read in changed for one in read.made)

    def remember(self, memory: Memory) -> None:
        """Tell a later reading what this one knows; what was taken over is known already."""
        memory.around = self._around
        memory.together += self._together
        for path, module in self._modules.items():
            if path not in memory.known:
                memory.known[path] = self._read(path, module)

    def _read(self, path: str, module: Module | Unread) -> Read | None:
        """A file as it is to be remembered, if so."""
        made = self._made.get(path)
        if isinstance(module, Unread) or module.state != "done" or made is None:
            return None
        return Read(module, self._source.read(path), made)

    def payload(self, claim: Claim) -> Payload:
        """What a class says that a message has as its payload."""
        path, before = claim.place.path, self._told
        self._running.append(path)
        found = payloads.payload(self.work, claim)
        self._running.pop()
        if self._told != before:
            self._made[path] = None
        return found

    @property
    def _told(self) -> tuple[int, ...]:
        """How much there is to say of what was read so far, besides what it makes."""
        recorder = self.work.recorder
        return len(recorder.problems), len(recorder.unread_kinds), len(self.work.texts)

    @property
    def _around(self) -> object:
        """What decides where an import leads."""
        return tuple(self.work.project.modules), self._folders

    def _run(self, module: Module) -> None:
        """Evaluate a whole file, and note what it makes unless there is more to say of it."""
        made, before = self.work.recorder.made, self._told
        start = len(made)
        self._running.append(module.path)
        self._evaluate(module)
        self._running.pop()
        self._made[module.path] = tuple(made[start:]) if self._told == before else None

    def _evaluate(self, module: Module) -> None:
        """Evaluate it with a budget of its own."""
        work, outer = self.work, (self.work.budget, self.work.bare)
        work.budget = Budget(_allowance(module.script))
        frame = Frame(work, module, module.names)
        module.state = "running"
        for index, statement in enumerate(module.script.tree.body):
            if not statements.guarded(statement, frame):
                work.texts |= skipping.texts(module.script.tree.body[index:])
                break
        module.state = "done" if module.state == "running" else module.state
        work.budget, work.bare = outer

    def _demand(self, module: Module, name: str) -> None:
        """Evaluate the statements that bind the name and were not evaluated yet."""
        for index in module.pending.get(name) or module.pending.get("*") or []:
            if index not in module.taken:
                module.taken.add(index)
                statements.guarded(module.script.tree.body[index], Frame(self.work, module, module.names))


def _allowance(script: Script) -> int:
    """The steps that a file may take."""
    nodes = sum(1 for _ in ast.walk(script.tree)) if len(script.text) > _LONG_FILE else 0
    return STEPS + STEPS_PER_NODE * nodes


def _touched(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds, or whose value it changes."""
    yield from bound_names([statement])
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return
    for node in ast.walk(statement):
        changed: ast.expr | None = None
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            changed = node.value.func
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            changed = node
        while isinstance(changed, ast.Attribute | ast.Subscript):
            changed = changed.value
            if isinstance(changed, ast.Name):
                yield changed.id
