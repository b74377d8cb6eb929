"""Goes through two schemas at once, in the order of the new one, and notes everything in which they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility.avro import pairing, scalars, types
from catalog_gen.compatibility.avro.fields import Fields
from catalog_gen.compatibility.avro.findings import spot
from catalog_gen.compatibility.avro.named import Names
from catalog_gen.compatibility.avro.spots import Side, Use, Way
from catalog_gen.formats import field_paths
from catalog_gen.formats.avro import nesting

if TYPE_CHECKING:
    from catalog_gen.compatibility.avro.findings import Findings
    from catalog_gen.formats.avro import Avro
    from catalog_gen.formats.avro.nesting import Steps


def compare(old: Avro, new: Avro, findings: Findings, unchanged: frozenset[str]) -> None:
    """Note every difference; a pair of named types is looked at once, where it is met first, and not if unchanged."""
    walk = _Walk(Side(old), Side(new), findings, unchanged)
    nesting.run(walk.use(walk.old.root, walk.new.root, Way()))
    walk.names.finish()


class _Walk:
    def __init__(self, old: Side, new: Side, findings: Findings, unchanged: frozenset[str]) -> None:
        self.old = old
        self.new = new
        self._findings = findings
        self.names = Names(findings)
        self._unchanged = unchanged
        self._seen: set[tuple[int, int]] = set()

    def use(self, old: Use, new: Use, way: Way) -> Steps[None]:
        """Two types that stand at the same place."""
        if old.schema.name in self._unchanged and old.schema.name == new.schema.name:
            return
        before, after = self.old.defined(old), self.new.defined(new)
        kinds = before.schema.kind, after.schema.kind
        if "union" in kinds:
            yield self._union((old, before), (new, after), way)
        elif kinds[0] != kinds[1] or not pairing.is_same(before.schema, after.schema):
            types.changed(self._findings, (old, before), (new, after), way)
        elif before.schema.items is not None and after.schema.items is not None:
            yield self._items(before, after, way)
        elif after.schema.name:
            yield self._named(before, after, way)
        else:
            scalars.logical(self._findings, before, after, way)

    def _items(self, old: Use, new: Use, way: Way) -> Steps[None]:
        """The elements of arrays, or the values of maps."""
        if (
            old.schema.items is not None
            and new.schema.items is not None
            and old.type.items is not None
            and new.type.items is not None
        ):
            inside = way.inside(new.schema.kind)
            yield self.use(Use(old.schema.items, old.type.items), Use(new.schema.items, new.type.items), inside)

    def _union(self, old: tuple[Use, Use], new: tuple[Use, Use], way: Way) -> Steps[None]:
        """A union on at least one side: each branch with what it was."""
        before, after = self.old.branches(old[1]), self.new.branches(new[1])
        uses = {id(use.schema): use for use in (*before, *after)}
        pairs = pairing.branches([use.schema for use in before], [use.schema for use in after])
        if all(one is None for one, _ in pairs.kept) and before and after:
            types.changed(self._findings, old, new, way)
            return
        at = spot(new[0].schema)
        types.Branches(self._findings, before, after, way).compare(old[1].schema, new[1], at, pairs)
        labels = _labels(new[1], after)
        for one, other in pairs.kept:
            if one is not None:
                inside = way.branch(labels[id(other)]) if id(other) in labels else way
                yield self.use(uses[id(one)], uses[id(other)], inside)

    def _named(self, old: Use, new: Use, way: Way) -> Steps[None]:
        """Two definitions of what is one type to readers, or was one."""
        key = (id(old.schema), id(new.schema))
        if key in self._seen:
            return
        self._seen.add(key)
        types.error(self._findings, old, new, way)
        self.names.compare(old.schema, new.schema, way)
        if new.schema.kind == "enum":
            scalars.symbols(self._findings, old, new, way)
        elif new.schema.kind == "fixed":
            scalars.size(self._findings, old, new, way)
            scalars.logical(self._findings, old, new, way)
        else:
            yield self._record(old, new, way)

    def _record(self, old: Use, new: Use, way: Way) -> Steps[None]:
        fields = Fields(self._findings, old, new, way)
        pairs = pairing.fields(old.schema, new.schema)
        before = dict(zip(map(id, old.schema.fields), old.type.fields, strict=True))
        fields.order(pairs)
        for (one, other), tree in zip(pairs.kept, new.type.fields, strict=True):
            if one is None:
                fields.added(other, tree.type)
                continue
            fields.kept(one, other)
            inside = way.field(other.name)
            yield self.use(Use(one.type, before[id(one)].type), Use(other.type, tree.type), inside)
        for field in pairs.gone:
            fields.removed(field, before[id(field)].type)


def _labels(union: Use, branches: list[Use]) -> dict[int, str]:
    """What the ways into the branches are called, by their identities; nothing where there is one besides null."""
    if sum(use.schema.kind != "null" for use in branches) <= 1:
        return {}
    labelled = field_paths.labelled(union.type.branches)
    return {id(use.schema): label for use, (label, _) in zip(branches, labelled, strict=True)}
