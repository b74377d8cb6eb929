"""The formulas of two schemas together, where the same number stands for what asks the same.

Parts that ask the same get one number, however they refer to each other and to themselves (by refining a partition, as
Moore's algorithm makes automata small), so that what did not change needs no further look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.compatibility.jsonschema.formulas import FALSE, TRUE, parts, rebuilt

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog_gen.compatibility.jsonschema.compiling import Node
    from catalog_gen.compatibility.jsonschema.formulas import Formula

Literal = int
"""A formula (even) or its negation (the odd number behind it), as a `Book` numbers them."""

Goal = tuple[Literal, ...]
"""What has to be true of a value at once, in order."""


class Book:
    """Numbers for formulas."""

    def __init__(self, nodes: dict[Node, Formula]) -> None:
        self._formulas: list[Formula] = []
        self._numbers: dict[Formula, int] = {}
        self._classes: dict[Node, Formula] = {}
        nodes = _settled(nodes)
        classes = _classes(nodes)
        bodies = _bodies(nodes, classes)
        while True:  # alternatives in another order may be the same now that their parts are known to be
            again = _classes(bodies)
            if len(set(again.values())) == len(bodies):
                break
            classes = {node: again[number] for node, number in classes.items()}
            bodies = _bodies(bodies, again)
        self._bodies = bodies
        for node, formula in nodes.items():
            short = formula in (TRUE, FALSE)
            self._classes[node] = formula if short else ("ref", classes[formula[1] if formula[0] == "ref" else node])

    def part(self, node: Node) -> Formula:
        """What a part of a schema asks."""
        return self._classes[node]

    def body(self, name: int) -> Formula:
        """What a reference stands for."""
        return self._bodies[name]

    def literal(self, formula: Formula, *, true: bool = True) -> Literal:
        """The number of a formula, or of its negation."""
        if formula[0] == "not":
            formula, true = formula[1], not true
        if formula == FALSE:
            formula, true = TRUE, not true
        number = self._numbers.get(formula)
        if number is None:
            number = self._numbers[formula] = len(self._formulas)
            self._formulas.append(formula)
        return 2 * number + (not true)

    def said(self, literal: Literal) -> tuple[Formula, bool]:
        """The formula, and whether it has to be true."""
        return self._formulas[literal >> 1], not literal & 1

    def goal(self, literals: list[Literal]) -> Goal:
        """All of them."""
        true = self.literal(TRUE)
        return tuple(sorted({literal for literal in literals if literal != true}))


def _bodies(nodes: dict[Any, Formula], classes: dict[Any, int]) -> dict[int, Formula]:
    """What each class asks, with references to classes."""

    def renamed(part: Formula) -> Formula:
        return ("ref", classes[part[1]]) if part[0] == "ref" else part

    found: dict[int, Formula] = {}
    for node, formula in nodes.items():
        if classes[node] not in found:
            found[classes[node]] = _ordered(_replaced(formula, renamed))
    return found


def _ordered(formula: Formula) -> Formula:
    """The formula with alternatives in an order that only depends on what they are."""
    inner = parts(formula)
    if not inner:
        return formula
    after = tuple(map(_ordered, inner))
    return rebuilt(formula, tuple(sorted(after, key=repr)) if formula[0] in {"and", "or", "one"} else after)


def _settled(nodes: dict[Node, Formula]) -> dict[Node, Formula]:
    """The formulas where no reference leads to what is always true, never true, or only a reference."""
    while True:
        short = {node: formula for node, formula in nodes.items() if formula in (TRUE, FALSE) or formula[0] == "ref"}

        def seen(part: Formula, short: dict[Node, Formula] = short) -> Formula:
            while part[0] == "ref" and part[1] in short:
                part = short[part[1]]
            return part

        after = {node: _replaced(formula, seen) for node, formula in nodes.items()}
        if after == nodes:
            return nodes
        nodes = after


def _replaced(formula: Formula, seen: Callable[[Formula], Formula]) -> Formula:
    """The formula with something else for the references in it."""
    inner = parts(formula)
    if not inner:
        return seen(formula)
    after = tuple(_replaced(part, seen) for part in inner)
    return formula if after == inner else rebuilt(formula, after)


def _classes(nodes: dict[Any, Formula]) -> dict[Any, int]:
    """A number for each node, the same for those that ask the same."""
    templates: dict[Formula, int] = {}
    shapes: dict[Any, tuple[int, list[Any]]] = {}
    for node, formula in nodes.items():
        leads: list[Any] = []
        template = _template(formula, leads)
        shapes[node] = (templates.setdefault(template, len(templates)), leads)
    classes = {node: number for node, (number, _) in shapes.items()}
    count = len(templates)
    while True:
        known: dict[tuple[int, ...], int] = {}
        after = {
            node: known.setdefault((classes[node], *(classes[lead] for lead in leads)), len(known))
            for node, (_, leads) in shapes.items()
        }
        if len(known) == count:
            return classes
        classes, count = after, len(known)


def _template(formula: Formula, leads: list[Any]) -> Formula:
    """The formula without what its references lead to, which is added to `leads` in order."""
    if formula[0] == "ref":
        leads.append(formula[1])
        return ("ref",)
    inner = parts(formula)
    if not inner:
        return formula
    words = tuple(name for name, _ in (*formula[1], *formula[2])) if formula[0] == "fields" else formula[2:3]
    counts = (len(formula[1]), len(formula[2])) if formula[0] == "fields" else ()
    own = words if formula[0] in {"fields", "least"} else formula[1:2] if formula[0] == "opaque" else ()
    return (formula[0], own, counts, tuple(_template(part, leads) for part in inner))
