"""Comprehensions and generator expressions."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.reading import (
    iterating,
    operating,
    skipping,
    targets,
)
from catalog_gen.reading.signals import Unknown, too_deep

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.reading.frames import Frame

_MOST_LOOPS = 20


def as_list(node: ast.ListComp, frame: Frame) -> Any:
    """`[... for ... in ...]`."""
    return frame.work.budget.sized([inner.value(node.elt) for inner in _rounds(node, [node.elt], frame)])


def as_set(node: ast.SetComp, frame: Frame) -> Any:
    """`{... for ... in ...}`."""
    result: set[Any] = set()
    for inner in _rounds(node, [node.elt], frame):
        operating.add_to_set(result, inner.value(node.elt), frame)
    return result


def as_dict(node: ast.DictComp, frame: Frame) -> Any:
    """`{...: ... for ... in ...}`."""
    result: dict[Any, Any] = {}
    for inner in _rounds(node, [node.key, node.value], frame):
        key = operating.known(inner.value(node.key))
        operating.set_item(result, key, inner.value(node.value), frame)
    return result


def as_iterator(node: ast.GeneratorExp, frame: Frame) -> Any:
    """`(... for ... in ...)`, evaluated at once; can be gone through once, as in Python."""
    return iter(as_list(ast.copy_location(ast.ListComp(node.elt, node.generators), node), frame))


def _rounds(node: Any, results: list[ast.expr], frame: Frame) -> Iterator[Frame]:
    """The scope of the comprehension, once for each round of its loops."""
    if len(node.generators) > _MOST_LOOPS:
        raise too_deep()
    inner = frame.inner("comprehension")
    return _loops(node.generators, 0, results, inner, frame)


def _loops(
    generators: list[ast.comprehension], level: int, results: list[ast.expr], inner: Frame, outer: Frame
) -> Iterator[Frame]:
    if level == len(generators):
        yield inner
        return
    generator = generators[level]
    skipped = [*results, *generator.ifs, *(later.iter for later in generators[level + 1 :])]
    # The first iterable belongs to the scope around the comprehension.
    source = (outer if level == 0 else inner).value(generator.iter)
    try:
        elements = iterating.iterator(source, inner, generator.iter)
    except Unknown as signal:
        raise Unknown(skipping.skipped(skipped, signal.value, inner, generator.iter)) from None
    for element in elements:
        targets.assign(generator.target, element, inner)
        if _passes(generator, skipped, inner):
            yield from _loops(generators, level + 1, results, inner, outer)


def _passes(generator: ast.comprehension, skipped: list[ast.expr], frame: Frame) -> bool:
    for condition in generator.ifs:
        value = frame.value(condition)
        if isinstance(value, Unread):
            raise Unknown(skipping.skipped(skipped, value, frame, condition))
        if not operating.truth(value, frame):
            return False
    return True
