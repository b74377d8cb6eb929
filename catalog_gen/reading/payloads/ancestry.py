"""The classes that a class inherits from, in Python's order, and what their type parameters stand for."""

from __future__ import annotations

import ast
import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.reading.payloads import bodies, vocabulary
from catalog_gen.reading.payloads.scopes import Argument, Scope
from catalog_gen.reading.signals import too_deep
from catalog_gen.reading.standins import Class

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from catalog_gen.problems import Place
    from catalog_gen.reading.payloads.annotations import Annotations

_NEUTRAL = frozenset(
    {
        "object",
        "abc.ABC",
        "typing.Generic",
        "typing.Protocol",
        "typing.Hashable",
        "typing.Sized",
        "pydantic.GenericModel",
    }
)
_LONGEST = 100


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Ancestor:
    """A class of the line, where its annotations are read, what runs in its body, and what it inherits from itself."""

    cls: Class
    scope: Scope
    body: tuple[ast.stmt, ...] = ()
    bases: tuple[Class, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Ancestry:
    """A class and those that it inherits from, itself first; `libraries` are the classes of libraries among them.

    `root` is what a pydantic `RootModel[...]` holds, `unknown` the bases of which nothing is known.
    """

    line: tuple[Ancestor, ...]
    libraries: tuple[str, ...]
    root: tuple[ast.expr, Scope] | None
    unknown: tuple[tuple[ast.expr, Scope], ...]


def of(cls: Class, arguments: Sequence[Argument], annotations: Annotations, subject: str) -> Ancestry:
    """The line of a class, parametrised by the arguments."""
    return _Line(annotations, subject).of(cls, arguments)


class _Line:
    def __init__(self, annotations: Annotations, subject: str) -> None:
        self._annotations = annotations
        self._subject = subject
        self._libraries: dict[str, None] = {}
        self._unknown: dict[Place, tuple[ast.expr, Scope]] = {}
        self._root: tuple[ast.expr, Scope] | None = None
        self._scopes: dict[int, Scope] = {}
        self._lines: dict[int, list[Class]] = {}
        self._bases: dict[int, list[Class]] = {}

    def of(self, cls: Class, arguments: Sequence[Argument]) -> Ancestry:
        line = self._line(cls, arguments, 0)
        ancestors = tuple(self._ancestor(one) for one in line)
        return Ancestry(ancestors, tuple(self._libraries), self._root, tuple(self._unknown.values()))

    def _ancestor(self, cls: Class) -> Ancestor:
        scope = self._scopes[id(cls)]
        return Ancestor(cls, scope, bodies.of(cls, scope, self._annotations), tuple(self._bases[id(cls)]))

    def _line(self, cls: Class, arguments: Sequence[Argument], depth: int) -> list[Class]:
        if depth > _LONGEST:
            raise too_deep()
        if id(cls) in self._lines:
            return self._lines[id(cls)]
        self._annotations.work.budget.spend(5)
        self._lines[id(cls)] = [cls]  # a class that inherits from itself is no class that Python makes
        parameters = list(_parameters(cls, self._annotations, self._subject))
        bound = dict(zip((id(one) for one in parameters), arguments, strict=False))
        scope = self._scopes[id(cls)] = inner_scope(cls, bound, self._subject)
        lines: list[list[Class]] = []
        direct = self._bases[id(cls)] = []
        for node in cls.node.bases if cls.node else []:
            base, given = self._base(node, scope)
            if base is not None:
                lines.append(list(self._line(base, given, depth + 1)))
                direct.append(base)
        merged = _merged([*lines, direct])
        if merged is None:
            merged = list(dict.fromkeys(one for line in lines for one in line))
        self._lines[id(cls)] = [cls, *merged]
        return self._lines[id(cls)]

    def _base(self, node: ast.expr, scope: Scope) -> tuple[Class | None, tuple[Argument, ...]]:
        head = node.value if isinstance(node, ast.Subscript) else node
        outer = outer_scope(scope)
        value = self._annotations.value(head, outer)
        nodes: list[ast.expr] = []
        if isinstance(node, ast.Subscript):
            nodes = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
        if isinstance(value, Class):
            return value, tuple(self._annotations.argument(one, outer) for one in nodes)
        name = vocabulary.name_of(value)
        if name == "pydantic.RootModel" and nodes:
            self._root = (nodes[0], outer)
        if name in KINDS or name in _NEUTRAL:
            self._libraries.setdefault(name)
        elif not (hasattr(value, "said") and value.said):
            self._unknown.setdefault(scope.frame.place(node), (node, scope))
        return None, ()


KINDS: Mapping[str, str] = {
    "pydantic.BaseModel": "model",
    "pydantic_settings.BaseSettings": "model",
    "pydantic.RootModel": "model",
    "typing.TypedDict": "typed dict",
    "typing.NamedTuple": "named tuple",
    "msgspec.Struct": "struct",
    "msgspec._core.Struct": "struct",
}
"""The classes of libraries that make their subclasses data."""


def inner_scope(cls: Class, bound: Mapping[int, Argument], subject: str) -> Scope:
    """Where the annotations of a class are read: its own classes and aliases, then what is around it."""
    frame = cls.frame
    if frame is None:  # pragma: no cover - every class of the static reader has one
        message = f"{cls.name} has no statement"
        raise TypeError(message)
    own = dict(_types_inside(cls))
    return Scope(dataclasses.replace(frame, names=own, outer=frame, kind="function"), subject, bound)


def outer_scope(scope: Scope) -> Scope:
    """Where the bases and decorators of a class are read."""
    return dataclasses.replace(scope, frame=scope.frame.outer or scope.frame)


def _types_inside(cls: Class) -> Iterator[tuple[str, Any]]:
    """The names in a class that annotations may mean: not those of fields, which often are called like types."""
    for statement in cls.node.body if cls.node else []:
        names = []
        if isinstance(statement, ast.ClassDef):
            names = [statement.name]
        elif isinstance(statement, ast.Assign):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
        yield from ((name, cls.names[name]) for name in names if name in cls.names)


def _parameters(cls: Class, annotations: Annotations, subject: str) -> Iterator[Any]:
    """The type parameters of a class, in order."""
    node, frame = cls.node, cls.frame
    if node is None or frame is None:
        return
    if own := getattr(node, "type_params", []):
        yield from (frame.names[one.name] for one in own)
        return
    scope = Scope(frame, subject)
    seen: dict[int, Any] = {}
    generic = [base for base in node.bases if isinstance(base, ast.Subscript)]
    explicit = [
        base for base in generic if annotations.name(base.value, scope) in {"typing.Generic", "typing.Protocol"}
    ]
    for base in explicit or generic:
        for inner in ast.walk(base.slice):
            if isinstance(inner, ast.Name | ast.Attribute):
                value = annotations.value(inner, scope)
                if vocabulary.name_of(value) == vocabulary.TYPE_VARIABLE:
                    seen.setdefault(id(value), value)
    yield from seen.values()


def _merged(lines: list[list[Class]]) -> list[Class] | None:
    """The C3 linearisation (https://docs.python.org/3/howto/mro.html); None where there is no consistent order."""
    result: list[Class] = []
    lines = [line for line in lines if line]
    while lines:
        head = next(
            (line[0] for line in lines if not any(line[0] is one for other in lines for one in other[1:])), None
        )
        if head is None:
            return None
        result.append(head)
        lines = [rest for line in lines if (rest := line[1:] if line[0] is head else line)]
    return result
