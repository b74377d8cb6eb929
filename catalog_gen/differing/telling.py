"""What two schemas differ in, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.compatibility import explaining, levels, marking
from catalog_gen.compatibility.differences import BACKWARD, DIRECTIONS, FORWARD
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.compatibility.differences import Difference, Verdict
    from catalog_gen.differing import Compared
    from catalog_gen.formats import Format
    from catalog_gen.model.values import Level
    from catalog_gen.problems import Severity

_SAYS: Final[Mapping[Verdict, str]] = {
    "compatible": "compatible",
    "incompatible": "not compatible",
    "unknown": "cannot be told",
}


def lines(compared: Compared, level: Level, *, markdown: bool) -> Iterator[tuple[str, str]]:
    """The report line by line, each with what it is: a severity, `title`, or `text`; the grave differences first."""
    differences = compared.comparison.gravest_first
    if not differences:
        yield "text", f"{compared.old} and {compared.new} say the same."
    for difference in differences:
        yield difference.severity, _item(difference) if markdown else line(difference)
        for why in explained(difference, compared.comparison.format):
            yield "text", f"  {why}" if not markdown else f"  <br/>{why}"
    yield "text", ""
    for direction, told in zip(DIRECTIONS, _readers(compared), strict=True):
        verdict = _SAYS[compared.comparison.verdict(frozenset({direction}))]
        mark = "- " if markdown else ""
        yield "text", f"{mark}{direction}: {verdict} ({told})"
    strong = "**" if markdown else ""
    yield "title", f"{strong}{level}: {_SAYS[compared.under(level)]}{strong}"


def line(difference: Difference) -> str:
    """A difference in a line for people: its place, how much it matters, and the words."""
    place = f"{difference.place}: " if difference.place else ""
    return f"{place}{_severity(difference)}: {marking.sentence(difference)}"


def _item(difference: Difference) -> str:
    return f"- **{_severity(difference)}**: {marking.sentence(difference)}"


def _severity(difference: Difference) -> str:
    directions = ", ".join(direction for direction in DIRECTIONS if direction in difference.breaks)
    return f"breaking {directions}" if difference.breaks else difference.severity


def explained(difference: Difference, format: Format) -> Iterator[str]:  # noqa: A002
    """Why it breaks whom, and what to do instead."""
    yield from explaining.whys(difference, format)
    out = explaining.way_out(difference, format)
    if out and difference.severity in {"breaking", "undecided", "risky"}:
        yield f"instead: {out}"


def _readers(compared: Compared) -> tuple[str, str]:
    return (
        f"{compared.new} reads what {compared.old} wrote",
        f"{compared.old} reads what {compared.new} writes",
    )


def as_json(compared: Compared, level: Level) -> str:
    """One document: the verdicts, and the differences as they are."""
    comparison = compared.comparison
    document: dict[str, Any] = {
        "old": compared.old,
        "new": compared.new,
        "format": comparison.format,
        "level": level,
        "verdict": compared.under(level),
        "backward": comparison.verdict(BACKWARD),
        "forward": comparison.verdict(FORWARD),
        "differences": [as_data(difference, comparison.format) for difference in comparison.differences],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def as_data(difference: Difference, format: Format) -> dict[str, Any]:  # noqa: A002
    """A difference as it is, for programs."""
    place = difference.place or Place("")
    return {
        "kind": difference.kind,
        "severity": difference.severity,
        "path": difference.path,
        "pointer": [*difference.pointer],
        "words": difference.words,
        "breaks": sorted(difference.breaks),
        "undecided": sorted(difference.undecided),
        "why": " ".join(f"{line}." for line in explained(difference, format)),
        "file": place.path,
        "line": place.line,
        "column": place.column,
    }


def notices(compared: Compared, level: Level) -> Iterator[tuple[Problem, Severity]]:
    """The differences that matter under a level, as problems at their places."""
    directions = levels.directions(level)
    for difference in compared.comparison.differences:
        verdict = difference.verdict(directions)
        if verdict == "compatible" and difference.weight != "risky":
            continue
        code = {"incompatible": "breaking-change", "unknown": "undecided-compatibility"}.get(verdict, "risky-change")
        hint = "; ".join(explained(difference, compared.comparison.format))
        severity: Severity = "error" if verdict == "incompatible" else "warning"
        yield (
            Problem(code, f"{marking.sentence(difference)} ({level})", difference.place or Place(""), hint=hint),
            severity,
        )
