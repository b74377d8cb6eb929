"""Where annotations are read, and what type parameters stand for there."""

from __future__ import annotations

import ast
import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.model.payloads import Shape
    from catalog_gen.reading.frames import Frame


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """What a type parameter stands for: the type, how it is shown, and that with the modules of its classes."""

    shape: Shape
    shown: str
    unique: str


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """Where an annotation is read: the names, the type parameters, and whom problems are about.

    `text` is the text constant that the annotation stands in, if it does.
    """

    frame: Frame
    subject: str
    bound: Mapping[int, Argument] = dataclasses.field(default_factory=dict)
    text: ast.expr | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Missing:
    """The value of a name that is not there."""

    why: str


def qualified(name: str, frame: Frame | None) -> str:
    """The name of a class with those of the classes around it."""
    names = [name]
    while frame is not None:
        names += [frame.title] if frame.title else []
        frame = frame.outer
    return ".".join(reversed(names))


def parsed(text: str) -> ast.expr | None:
    """A text as the annotation that it holds; None if it is none."""
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
