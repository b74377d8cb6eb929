"""What stands for the things of a definitions file that are not plain data.

None of them gives way to Python's own objects: they hold names and syntax trees.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Mapping

    from catalog_gen.model.declaring import DeclaredType
    from catalog_gen.problems import Place
    from catalog_gen.reading.frames import Frame, Module


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Outside(Unread):
    """A value from outside of the project, or that only a running program has; `root` is its dotted name.

    `node` is the expression in `frame` whose value it is: what cannot be evaluated can still be read as a type.
    """

    root: str = ""
    node: ast.AST | None = None
    frame: Frame | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Library:
    """A module from outside of the project."""

    name: str


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Folder:
    """A folder of the project without an `__init__.py`, as a module."""

    name: str
    path: str


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class ModuleValue:
    """A module of the project, as a value."""

    module: Module


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function or lambda of the project, with the frame around it and the values of its defaults."""

    name: str
    node: ast.FunctionDef | ast.Lambda
    frame: Frame
    defaults: tuple[Any, ...] = ()
    keyword_defaults: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Class:
    """A class of the project: its constants; nothing more where it is `opaque` (unknown bases or decorators)."""

    name: str
    names: Mapping[str, Any]
    place: Place
    bases: tuple[Class, ...] = ()
    opaque: bool = False
    node: ast.ClassDef | None = None
    frame: Frame | None = None
    """Where the statement stands."""
    declares: DeclaredType | None = None
    """The type of catalog_gen that it is made from."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Builtin:
    """A function that the reader knows; the code behind it takes the `Frame` first if `framed`."""

    name: str
    code: Callable[..., Any]
    framed: bool = False
    names: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Method:
    """A method of a value that the reader knows."""

    owner: Any
    name: str


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Partial:
    """What `functools.partial` gives."""

    function: Any
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]


for _stand_in, _name in (
    (Library, "module"),
    (Folder, "module"),
    (ModuleValue, "module"),
    (Function, "function"),
    (Class, "type"),
    (Builtin, "builtin_function_or_method"),
    (Method, "builtin_function_or_method"),
    (Partial, "partial"),
):
    _stand_in.__name__ = _name  # so that messages say what they would say if the code ran
