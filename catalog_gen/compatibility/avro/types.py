"""What a value may be: types that became other ones, and branches that unions gained or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.avro import wording
from catalog_gen.compatibility.avro.findings import spot, subject
from catalog_gen.compatibility.avro.reading import is_promoted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.compatibility.avro.findings import Findings, Spot
    from catalog_gen.compatibility.avro.pairing import Pairs
    from catalog_gen.compatibility.avro.reasons import Key
    from catalog_gen.compatibility.avro.spots import Use, Way
    from catalog_gen.compatibility.differences import Weight
    from catalog_gen.formats.avro.schemas import Schema

_LOSSY: Final = {("int", "float"), ("long", "float"), ("long", "double")}
"""What is widened to a type that has not room for all its digits."""


def changed(findings: Findings, old: tuple[Use, Use], new: tuple[Use, Use], way: Way) -> None:
    """Note that a type became another one; both are given as they are used and as they are defined."""
    before, after = old[1].schema, new[1].schema
    # two types can have one name in two namespaces, or in two versions
    words = [old[0].words, new[0].words] if old[0].words != new[0].words else [_full(old[1]), _full(new[1])]
    one, other = (wording.type_(text) for text in words)
    keys: list[Key] = [("type", id(was), id(after)) for was in (before, *before.branches)]
    keys += [("type", id(before), id(now)) for now in after.branches]
    kind, verb = "type-changed", f"changed from {one} to {other}"
    up, down = is_promoted(after.kind, before.kind), is_promoted(before.kind, after.kind)
    if up and not down:
        kind, verb = "type-widened", f"was widened from {one} to {other}"
    elif down and not up:
        kind, verb = "type-narrowed", f"was narrowed from {one} to {other}"
    logical = (before.logical, after.logical)
    risky = (up and down) or logical[0] != logical[1] or {(before.kind, after.kind), (after.kind, before.kind)} & _LOSSY
    weight: Weight = "risky" if risky else "plain"
    who = marking.code(path) if (path := str(way)) else "the payload"
    findings.add(kind, f"{who} {verb}", way, spot(new[0].schema), keys=keys, weight=weight)


def _full(use: Use) -> str:
    schema = use.schema
    return f"{schema.kind} {schema.name}" if schema.name else use.words


class Branches:
    """Compares which types a value may have, where that is a union on at least one side."""

    def __init__(self, findings: Findings, old: list[Use], new: list[Use], way: Way) -> None:
        self._findings = findings
        self._uses = {id(use.schema): use for use in (*old, *new)}
        self._places = {id(use.schema): index for index, use in enumerate(old)}
        self._way = way

    def compare(self, old: Schema, new: Use, at: Spot, pairs: Pairs[Schema]) -> None:
        """Note what changed between the two definitions, of which at least one is a union."""
        who = subject(self._way, new.type)
        gained = [branch for before, branch in pairs.kept if before is None]
        if gained:
            keys: list[Key] = [("type", id(old), id(branch)) for branch in gained]
            words = f"{who} may be {self._listed(gained)} now"
            self._findings.add("branch-added", words, self._way, at, keys=keys)
        if pairs.gone:
            keys = [("type", id(branch), id(new.schema)) for branch in pairs.gone]
            words = f"{who} may no longer be {self._listed(pairs.gone)}"
            self._findings.add("branch-removed", words, self._way, at, keys=keys)
        if old.kind != new.schema.kind and not gained and not pairs.gone:
            verb = "was put into a union of its own" if new.schema.kind == "union" else "was taken out of its union"
            self._findings.add("union-changed", f"{who} {verb}", self._way, at)
        before = [self._places[id(one)] for one, _ in pairs.kept if one is not None]
        if before != sorted(before):
            words = f"the types that {who} may have stand in another order"
            self._findings.add("union-changed", words, self._way, at)

    def _listed(self, branches: Iterable[Schema]) -> str:
        return wording.listed([self._uses[id(branch)].words for branch in branches])


def error(findings: Findings, old: Use, new: Use, way: Way) -> None:
    """Note that a record became an error, which is the same to readers."""
    kinds = old.schema.json["type"], new.schema.json["type"]
    if kinds[0] != kinds[1]:
        words = f"{subject(way, new.type)} is an {marking.code('error')} instead of a {marking.code('record')}"
        if kinds[1] == "record":
            words = f"{subject(way, new.type)} is a {marking.code('record')} instead of an {marking.code('error')}"
        findings.add("error-changed", words, way, spot(new.schema, "type"))
