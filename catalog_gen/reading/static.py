"""The static reader: evaluates module-level code over the syntax tree, never running anything of the user's."""

from __future__ import annotations

import ast
import functools
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

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.reading.positions import Script
    from catalog_gen.sources import Source

_LONG_FILE = 50_000


def read(source: Source, files: Sequence[str], folders: Sequence[str]) -> Reading:
    """What the definitions files declare."""
    reader = _Reader(source, files, folders)
    modules = [reader.load(path) for path in sorted(files)]
    resources = collecting.reachable(module.names for module in modules if isinstance(module, Module))
    recorder = reader.work.recorder
    recorder.settle(functools.partial(payloads.payload, reader.work))
    problems = [
        *recorder.problems,
        *collecting.unreachable(recorder.made, resources, set(files), recorder.problems),
    ]
    return Reading(resources, in_order(problems), frozenset(reader.work.texts), frozenset(recorder.unread_kinds))


class _Reader:
    """The modules of one reading; each is parsed and evaluated once."""

    def __init__(self, source: Source, files: Sequence[str], folders: Sequence[str]) -> None:
        self._source = source
        self._files = frozenset(files)
        self._modules: dict[str, Module | Unread] = {}
        project = finding.Project(source, files, folders)
        self.work = Work(
            Recorder(payloads.is_type, payloads.instance_of),
            evaluating.evaluate,
            calling.call,
            statements.run,
            self.load,
            project,
        )

    def load(self, path: str) -> Module | Unread:
        """The module in a file; definitions files are evaluated whole, of others only what is asked for."""
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

    def _run(self, module: Module) -> None:
        """Evaluate a whole file with a budget of its own."""
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
