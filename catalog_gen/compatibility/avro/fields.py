"""Fields of records: which ones came, went or were renamed, and what they say besides their type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.avro import named, wording
from catalog_gen.compatibility.avro.findings import field_spot, spot, subject
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from catalog_gen.compatibility.avro.findings import Findings, Spot
    from catalog_gen.compatibility.avro.pairing import Pairs
    from catalog_gen.compatibility.avro.reasons import Key
    from catalog_gen.compatibility.avro.spots import Use, Way
    from catalog_gen.formats.avro.schemas import Field
    from catalog_gen.formats.tree import Type


class Fields:
    """Compares the fields of one record with those of another one, without what is inside of them."""

    def __init__(self, findings: Findings, old: Use, new: Use, way: Way) -> None:
        self._findings = findings
        self._old = old.schema
        self._new = new.schema
        self._type = new.type
        self._way = way

    def added(self, field: Field, type_: Type) -> None:
        """A field that was not there."""
        words = wording.type_(type_.words)
        absent = field.default is ABSENT
        told = f"without a default ({words})" if absent else f"({words}, default {marking.value(field.default)})"
        way = self._way.field(field.name)
        words = f"{marking.code(str(way))} was added {told}"
        self._findings.add("field-added", words, way, self._at(field), keys=self._keys(new=field))

    def removed(self, field: Field, type_: Type) -> None:
        """A field that is gone."""
        way = self._way.field(field.name)
        default = " and had no default" if field.default is ABSENT else ""
        words = f"{marking.code(str(way))} was removed (it was {wording.type_(type_.words)}{default})"
        at = field_spot(self._old, field)
        self._findings.add("field-removed", words, way, at, keys=self._keys(old=field))

    def kept(self, old: Field, new: Field) -> None:
        """A field that is still there, perhaps under another name."""
        way, what = self._way.field(new.name), marking.code(str(self._way.field(new.name)))
        if old.name != new.name:
            words = f"{marking.code(str(self._way.field(old.name)))} was renamed to {marking.code(new.name)}"
            if old.name in new.aliases:
                words += ", with its old name as an alias"
            keys = [*self._keys(old=old), *self._keys(new=new)]
            self._findings.add("field-renamed", words, way, self._at(new, "name"), keys=keys)
        self._default(old, new, way, what)
        named.called(self._findings, what, way, self._at(new), named.changed((old, new), (old.aliases, new.aliases)))
        if old.deprecated != new.deprecated:
            words = f"{what} is {'deprecated now' if new.deprecated else 'no longer deprecated'}"
            self._findings.add("deprecation-changed", words, way, self._at(new, "deprecated"), weight="wording")
        orders = _order(self._old.json, old), _order(self._new.json, new)
        if orders[0] != orders[1]:
            words = f"records are sorted by {what} in {orders[1]} order instead of {orders[0]}"
            if "ignore" in orders:
                words = f"{what} {'does not count' if orders[1] == 'ignore' else 'counts'} when records are sorted"
            self._findings.add("sorting-changed", words, way, self._at(new, "order"))
        named.documented(self._findings, what, way, self._at(new), (old.doc, new.doc))

    def _default(self, old: Field, new: Field, way: Way, what: str) -> None:
        at = self._at(new, "default")
        if old.default is ABSENT and new.default is ABSENT:
            return
        if old.default is ABSENT:
            words = f"{what} has the default {marking.value(new.default)} now"
            self._findings.add("default-added", words, way, at)
        elif new.default is ABSENT:
            words = f"{what} has no default any more (it was {marking.value(old.default)})"
            self._findings.add("default-removed", words, way, at)
        elif not is_same_value(old.default, new.default):
            words = f"the default of {what} is {marking.value(new.default)} instead of {marking.value(old.default)}"
            self._findings.add("default-changed", words, way, at, weight="risky")

    def order(self, pairs: Pairs[Field]) -> None:
        """Fields that stand in another order; readers find them by their names."""
        places = {id(field): index for index, field in enumerate(self._old.fields)}
        before = [places[id(old)] for old, _ in pairs.kept if old is not None]
        if before != sorted(before):
            words = f"the fields of {subject(self._way, self._type)} stand in another order"
            self._findings.add("fields-reordered", words, self._way, spot(self._new, "fields"))

    def _at(self, field: Field, *steps: str) -> Spot:
        return field_spot(self._new, field, *steps)

    def _keys(self, *, old: Field | None = None, new: Field | None = None) -> list[Key]:
        """The reasons that have to do with a field that is only on one side, or has another name there."""
        field, writer = (new, self._old) if new is not None else (old, self._new)
        return [("missing", id(field), id(writer))]


def _order(record: Any, field: Field) -> str:
    return str(record["fields"][field.pointer[-1]].get("order", "ascending")).lower()


def is_same_value(old: Any, new: Any) -> bool:
    """Whether two JSON values are equal; true is not 1, but 1.0 is."""
    stack = [(old, new)]
    while stack:
        one, other = stack.pop()
        if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
            stack += [(one[key], other[key]) for key in one]
        elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
            stack += zip(one, other, strict=True)
        elif isinstance(one, (dict, list)) or isinstance(one, bool) != isinstance(other, bool) or one != other:
            return False
    return True
