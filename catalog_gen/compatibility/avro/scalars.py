"""Types without parts of their own: enums, fixed ones, and what logical types make of numbers, bytes and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.avro import wording
from catalog_gen.compatibility.avro.findings import spot, subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.compatibility.avro.findings import Findings, Spot
    from catalog_gen.compatibility.avro.reasons import Key
    from catalog_gen.compatibility.avro.spots import Use, Way
    from catalog_gen.compatibility.differences import Weight
    from catalog_gen.formats.avro.logical import Logical


def symbols(findings: Findings, old: Use, new: Use, way: Way) -> None:
    """Note what changed in an enum."""
    before, after = old.schema, new.schema
    known, kept = set(before.symbols), set(after.symbols)
    gained = [symbol for symbol in after.symbols if symbol not in known]
    lost = [symbol for symbol in before.symbols if symbol not in kept]
    who, at = subject(way, new.type), spot(after, "symbols")
    if gained:
        taken = before.default and f", which readers with the old schema take for {marking.code(before.default)}"
        words = f"{who} gained the {_symbols(gained)}{taken or ''}"
        keys: list[Key] = [("symbols", id(before), id(after))]
        findings.add("symbol-added", words, way, at, keys=keys, weight="risky" if taken else "plain")
    if lost:
        taken = after.default and f", which readers with the new schema take for {marking.code(after.default)}"
        words = f"{who} lost the {_symbols(lost)}{taken or ''}"
        keys = [("symbols", id(after), id(before))]
        findings.add("symbol-removed", words, way, at, keys=keys, weight="risky" if taken else "plain")
    if [symbol for symbol in before.symbols if symbol in kept] != [
        symbol for symbol in after.symbols if symbol in known
    ]:
        words = f"the symbols of {who} stand in another order, by which they are sorted"
        findings.add("symbols-reordered", words, way, at, weight="risky")
    _enum_default(findings, before.default, after.default, who, way, spot(after, "default"))


def _enum_default(findings: Findings, old: str | None, new: str | None, who: str, way: Way, at: Spot) -> None:
    """What stands for symbols that a reader does not know."""
    if old is not None and new is not None and old != new:
        words = f"{who} takes unknown symbols for {marking.code(new)} instead of {marking.code(old)}"
        findings.add("enum-default-changed", words, way, at, weight="risky")
    elif new is not None and old is None:
        words = f"{who} takes unknown symbols for {marking.code(new)} now"
        findings.add("enum-default-added", words, way, at)
    elif old is not None and new is None:
        words = f"{who} takes unknown symbols for {marking.code(old)} no longer"
        findings.add("enum-default-removed", words, way, at, weight="risky")


def _symbols(names: Sequence[str]) -> str:
    return f"symbol{'s' * (len(names) > 1)} {wording.listed(names)}"


def size(findings: Findings, old: Use, new: Use, way: Way) -> None:
    """Note another number of bytes of a fixed."""
    before, after = old.schema.size, new.schema.size
    if before != after:
        words = f"{subject(way, new.type)} has {_bytes(after)} instead of {before:,}"
        keys: list[Key] = [("size", id(old.schema), id(new.schema))]
        findings.add("size-changed", words, way, spot(new.schema, "size"), keys=keys)


def _bytes(count: int) -> str:
    return f"{count:,} byte{'s' * (count != 1)}"


def logical(findings: Findings, old: Use, new: Use, way: Way) -> None:
    """Note another meaning of the same bytes, which no program looks at when it compares schemas."""
    before, after = old.schema.logical, new.schema.logical
    if before == after:
        return
    who, at = subject(way, new.type), spot(new.schema)
    if before is None and after is not None:
        findings.add(
            "logical-added", f"{who} is {_named(after)} now, on the same {_base(new)}", way, at, weight="risky"
        )
    elif before is not None and after is None:
        words = f"{who} is {_named(before)} no longer, but plain {_base(new)}"
        findings.add("logical-removed", words, way, at, weight="risky")
    elif before is not None and after is not None:
        findings.add(*_other(before, after, who), way, at, weight=_risk(before, after))


def _other(before: Logical, after: Logical, who: str) -> tuple[str, str]:
    """The kind of difference, and its words."""
    if before.name == after.name == "decimal":
        kind = "scale-changed" if before.scale != after.scale else "precision-changed"
        what = f"{who} is {marking.code(after.words)} instead of {marking.code(before.words)}"
        if kind == "precision-changed":
            return kind, what
        times = before.scale - after.scale
        factor = f"10^{abs(times)}" if abs(times) > _MOST_ZEROS else f"{10 ** abs(times):,}"
        return kind, f"{what}: old data looks {factor} times too {'large' if times > 0 else 'small'}"
    what = f"{who} is {_named(after)} instead of {_named(before)}"
    unit = after.per_second // before.per_second, before.per_second // after.per_second
    if before.format == after.format and unit != (1, 1):
        return "unit-changed", f"{what}: old data looks {max(unit):,} times too {'small' if unit[0] else 'large'}"
    return "logical-changed", what


_MOST_ZEROS: Final = 6


def _risk(before: Logical, after: Logical) -> Weight:
    """More digits of the same scale hold every value that there was."""
    wider = before.name == after.name and before.scale == after.scale and before.precision < after.precision
    return "plain" if wider else "risky"


def _named(logical: Logical) -> str:
    return marking.code(logical.words)


def _base(use: Use) -> str:
    return marking.code(use.schema.kind)
