"""What named types are called: names, namespaces, aliases, docs."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.avro import aliases, wording
from catalog_gen.compatibility.avro.findings import spot
from catalog_gen.formats.avro.names import namespace_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.compatibility.avro.findings import Findings, Spot
    from catalog_gen.compatibility.avro.spots import Way
    from catalog_gen.formats.avro.schemas import Field, Schema

Changed = tuple["Sequence[str]", "Sequence[str]"]
"""What was gained, and what was lost."""


@dataclasses.dataclass(slots=True, eq=False)
class _Move:
    """A change of namespace: the difference that tells of it, and the types that it concerns."""

    index: int
    types: list[str] = dataclasses.field(default_factory=list)


class Names:
    """Compares what named types are called; all that moved from one namespace to another one are one difference."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._moves: dict[tuple[str, str], _Move] = {}

    def compare(self, old: Schema, new: Schema, way: Way) -> None:
        """Note what changed."""
        if old.short != new.short:
            self._renamed(old, new, way)
        elif old.name != new.name:
            self._moved(old, new, way)
        if set(old.aliases) != set(new.aliases):
            found = changed((old, new), (aliases.full(old), aliases.full(new)))
            called(self._findings, f"the {new.kind} {marking.code(new.short)}", way, spot(new), found)
        documented(self._findings, f"the {new.kind} {marking.code(new.short)}", way, spot(new), (old.doc, new.doc))

    def _renamed(self, old: Schema, new: Schema, way: Way) -> None:
        """A type of another short name."""
        names = (old.name, new.name) if namespace_of(old.name) != namespace_of(new.name) else (old.short, new.short)
        words = f"the {old.kind} {marking.code(names[0])} was renamed to {marking.code(names[1])}"
        if old.name in aliases.full(new):
            words += ", with its old name as an alias"
        self._findings.add("type-renamed", words, way, spot(new, "name"), keys=[("name", id(old), id(new))])

    def _moved(self, old: Schema, new: Schema, way: Way) -> None:
        spaces = (namespace_of(old.name), namespace_of(new.name))
        move = self._moves.get(spaces)
        if move is None:
            move = self._moves[spaces] = _Move(len(self._findings.differences))
            key = "namespace" if "namespace" in new.json else "name"
            self._findings.add("namespace-changed", "", way, spot(new, key), weight="risky")
        move.types.append(new.short)

    def finish(self) -> None:
        """Write the words about moves, when all types that moved are known."""
        for (old, new), move in self._moves.items():
            one = self._findings.differences[move.index]
            what, verb = marking.code(move.types[0]), "was"
            more = len(move.types) - 1
            if more:
                what, verb = f"{what} and {more} more type{'s' * (more > 1)}", "were"
            words = f"{what} {verb} moved {_from_to(old, new)}"
            self._findings.differences[move.index] = dataclasses.replace(one, words=words)


def _from_to(old: str, new: str) -> str:
    if not old:
        return f"into the namespace {marking.code(new)}"
    if not new:
        return f"out of the namespace {marking.code(old)} into none"
    return f"from the namespace {marking.code(old)} to {marking.code(new)}"


def changed(parts: tuple[Schema | Field, Schema | Field], names: tuple[Sequence[str], Sequence[str]]) -> Changed:
    """The aliases that a type or field gained and lost, except for the names of which a renaming tells."""
    (old, new), (before, after) = parts, names
    is_renamed = old.name != new.name
    gained = [alias for alias in after if alias not in before and not (is_renamed and alias == old.name)]
    lost = [alias for alias in before if alias not in after and not (is_renamed and alias == new.name)]
    return gained, lost


def called(findings: Findings, what: str, way: Way, at: Spot, found: Changed) -> None:
    """Note the aliases that were gained and lost."""
    gained, lost = found
    if lost:
        words = f"{what} lost the {_aliases(lost)}"
        findings.add("alias-removed", words, way, at.inside("aliases"), weight="risky")
    if gained:
        findings.add("alias-added", f"{what} gained the {_aliases(gained)}", way, at.inside("aliases"))


def _aliases(names: Sequence[str]) -> str:
    return f"alias{'es' * (len(names) > 1)} {wording.listed(names)}"


def documented(findings: Findings, what: str, way: Way, at: Spot, docs: tuple[str, str]) -> None:
    """Note a change of what is said to people."""
    old, new = docs
    if old != new:
        verb = "was reworded" if old and new else "was added" if new else "was removed"
        findings.add("doc-changed", f"the doc of {what} {verb}", way, at.inside("doc"), weight="wording")
