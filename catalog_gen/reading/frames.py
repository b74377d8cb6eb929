"""Where code is evaluated: a module with its names, and the local names of functions and comprehensions."""

from __future__ import annotations

import ast
import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.problems import Problem
from catalog_gen.reading.budget import Budget
from catalog_gen.reading.standins import Outside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from catalog_gen.model.checking import Unread
    from catalog_gen.problems import Place
    from catalog_gen.reading import finding
    from catalog_gen.reading.positions import Script
    from catalog_gen.reading.recording import Recorder


@dataclasses.dataclass(slots=True, eq=False)
class Work:
    """One reading: what is left of the budget, and what came out so far."""

    recorder: Recorder
    evaluate: Callable[[Any, Frame], Any]
    call: Callable[..., Any]
    run: Callable[[Any, Frame], None]
    load: Callable[[str], Module | Unread]
    project: finding.Project
    budget: Budget = dataclasses.field(default_factory=Budget)
    texts: set[str] = dataclasses.field(default_factory=set)
    enum_methods: dict[type, dict[str, Any]] = dataclasses.field(default_factory=dict)
    enum_places: dict[type, tuple[ast.ClassDef, Frame]] = dataclasses.field(default_factory=dict)
    calling: list[tuple[ast.Call, Frame] | None] = dataclasses.field(default_factory=list)
    bare: frozenset[int] = frozenset()

    def report(self, problem: Problem) -> None:
        """Keep a problem."""
        self.recorder.problems.append(problem)


@dataclasses.dataclass(slots=True, eq=False)
class Module:
    """A module of the project while it is read.

    A definitions file is evaluated whole (`whole`). Of any other module `pending` holds the statements that
    bind a name, which are evaluated when the name is asked for.
    """

    script: Script
    name: str
    whole: bool
    names: dict[str, Any]
    state: str = "new"
    pending: dict[str, list[int]] = dataclasses.field(default_factory=dict)
    taken: set[int] = dataclasses.field(default_factory=set)
    demand: Callable[[Module, str], None] | None = None
    star: Unread | None = None

    @property
    def path(self) -> str:
        """The file."""
        return self.script.path

    def has(self, name: str) -> bool:
        """Whether the module binds the name; evaluates what is needed for that."""
        if self.demand is not None and (name in self.pending or "*" in self.pending):
            self.demand(self, name)
        return name in self.names


@dataclasses.dataclass(slots=True, eq=False)
class Frame:
    """One scope: local names on top of the enclosing ones, on top of the module's."""

    work: Work
    module: Module
    names: dict[str, Any]
    outer: Frame | None = None
    kind: str = "module"
    title: str = ""
    """What the class is called, in the scope of its body."""

    def inner(self, kind: str, names: dict[str, Any] | None = None) -> Frame:
        """A scope inside of this one."""
        return Frame(self.work, self.module, {} if names is None else names, self, kind)

    def value(self, node: ast.expr) -> Any:
        """The value of the expression in this scope."""
        return self.work.evaluate(node, self)

    def place(self, node: Any) -> Place:
        """Where the node stands."""
        return self.module.script.place(node)

    def unread(
        self, node: Any, why: str = "is only known when the code runs", hint: str = "", root: str = ""
    ) -> Outside:
        """Stands for the value of the node, which cannot be known."""
        return Outside(f"{self.module.script.segment(node)} {why}", self.place(node), hint, False, root, node, self)

    def report(self, code: str, message: str, node: Any, hint: str = "") -> None:
        """Keep a problem at the node."""
        self.work.report(Problem(code, message, self.place(node), hint=hint))


def bound_names(nodes: Iterable[ast.AST]) -> list[str]:
    """The names that the statements bind in their own scope, in order."""
    return list(dict.fromkeys(name for node in nodes for name in _bound(node)))


def _bound(root: ast.AST) -> Iterable[str]:
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store | ast.Del):
                yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.split(".")[0]
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
            continue
        elif isinstance(node, ast.Lambda):
            continue
        elif isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            stack.extend(inner.target for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr))
            continue
        elif isinstance(node, _NAMING):
            yield from _named(node)
        stack.extend(child for child in reversed([*ast.iter_child_nodes(node)]) if type(child) not in _LEAVES)


_NAMING = (ast.ExceptHandler, ast.MatchAs, ast.MatchStar, ast.MatchMapping)
_LEAVES = frozenset({ast.Load, ast.Store, ast.Del, ast.Constant, ast.Pass})


def _named(node: ast.AST) -> Iterable[str]:
    """Names that are plain texts in the tree: of an exception handler, and in patterns."""
    if isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest
