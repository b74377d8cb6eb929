"""What two versions of an Avro schema differ in.

Verdicts are those of Avro Java (`reading`), which schema registries use, in both directions. Differences are everything
that changed (`comparing`), also what Avro Java lets through; each one breaks those directions in which it is a reason
for readers to fail (`reasons`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility.avro import comparing, leftover
from catalog_gen.compatibility.avro.findings import Findings
from catalog_gen.compatibility.avro.reading import Reading
from catalog_gen.compatibility.avro.reasons import reasons
from catalog_gen.compatibility.avro.unchanged import unchanged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.differences import Difference
    from catalog_gen.formats.avro import Avro


def differences(old: Avro, new: Avro) -> Iterator[Difference]:
    """Everything in which the new schema differs from the old one, in the order of the new one.

    Schemas that say the same in other words (spacing, order of attributes, full or short names, definitions inside or
    in other files) differ in nothing.
    """
    same = unchanged(old.linked, new.linked)
    backward = reasons(Reading(new.linked, old.linked, same), backward=True)
    forward = reasons(Reading(old.linked, new.linked, same), backward=False)
    findings = Findings({"backward": backward, "forward": forward})
    comparing.compare(old, new, findings, same)
    leftover.explain(findings)
    yield from findings.differences
