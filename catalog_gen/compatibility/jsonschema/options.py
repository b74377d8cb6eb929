"""What a value can be made of: goals for its parts, and how the value is put together from values that reach them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.compatibility.jsonschema import evaluating
from catalog_gen.compatibility.jsonschema.arrays import arrays
from catalog_gen.compatibility.jsonschema.formulas import values
from catalog_gen.compatibility.jsonschema.objects import Objects
from catalog_gen.compatibility.jsonschema.parts import Option, nobody_knows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.jsonschema.branching import Branching, Way
    from catalog_gen.compatibility.jsonschema.formulas import Formula

Said = list[tuple["Formula", bool]]


@dataclasses.dataclass(slots=True)
class Options:
    """Finds what the values of a way can be made of: no option where there is no such value."""

    branching: Branching

    def of(self, way: Way) -> Iterator[Option]:
        """All options; one of them may be that nobody knows."""
        if way.kind in {"string", "number"}:
            yield from self._single(way)
            return
        book = self.branching.book
        said = [book.said(literal) for literal in way.literals]
        opaque = any(formula[0] == "opaque" for formula, _ in said)
        said = [(formula, true) for formula, true in said if formula[0] != "opaque"]
        found = (
            self._listed(way.kind, said)
            if any(f[0] == "enum" and true for f, true in said)
            else self._made(way.kind, said)
        )
        for option in found:
            yield dataclasses.replace(option, exact=option.exact and not opaque)

    def _listed(self, kind: str, said: Said) -> Iterator[Option]:
        """The enumerated values of which everything else is true."""
        lists = [formula[1] for formula, true in said if formula[0] == "enum" and true]
        keys = [key for key in lists[0] if key[0] == kind and all(key in others for others in lists[1:])]
        for value in (value for key in keys for value in values(key)):
            self.branching.budget.spend()
            told = [_said(evaluating.holds(self.branching.book, formula, value), true) for formula, true in said]
            if False not in told:
                yield Option((), _Given(value), exact=None not in told)

    def _made(self, kind: str, said: Said) -> Iterator[Option]:
        if kind == "object":
            yield from Objects(self.branching, said).options()
        elif kind == "array":
            yield from arrays(self.branching, said)
        else:
            excluded = [key for formula, true in said if formula[0] == "enum" and not true for key in formula[1]]
            for value in (None,) if kind == "null" else (True, False):
                if ("null",) not in excluded if value is None else ("boolean", value) not in excluded:
                    yield Option((), _Given(value))

    def _single(self, way: Way) -> Iterator[Option]:
        value, sure = self.branching.single(way) or (None, False)
        if value is not None:
            yield Option((), _Given(value), exact=sure)
        elif not sure:
            what = "text" if way.kind == "string" else "number"
            yield nobody_knows(f"no {what} was found that all rules allow, and it is not certain that there is none")


@dataclasses.dataclass(frozen=True, slots=True)
class _Given:
    """Puts together what is known already."""

    value: Any

    def __call__(self, _: list[Any]) -> Any:
        return self.value


def _said(found: bool | None, true: bool) -> bool | None:  # noqa: FBT001
    return None if found is None else found == true
