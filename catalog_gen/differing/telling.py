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
        yield difference.severity, _line(difference, markdown=markdown)
        for line in _explained(difference, compared):
            yield "text", f"  {line}" if not markdown else f"  <br/>{line}"
    yield "text", ""
    for direction, told in zip(DIRECTIONS, _readers(compared), strict=True):
        verdict = _SAYS[compared.comparison.verdict(frozenset({direction}))]
        mark = "- " if markdown else ""
        yield "text", f"{mark}{direction}: {verdict} ({told})"
    strong = "**" if markdown else ""
    yield "title", f"{strong}{level}: {_SAYS[compared.under(level)]}{strong}"


def _line(difference: Difference, *, markdown: bool) -> str:
    place = f"{difference.place}: " if difference.place and not markdown else ""
    words = marking.sentence(difference)
    directions = ", ".join(direction for direction in DIRECTIONS if direction in difference.breaks)
    severity = f"breaking {directions}" if difference.breaks else difference.severity
    if markdown:
        return f"- **{severity}**: {words}"
    return f"{place}{severity}: {words}"


def _explained(difference: Difference, compared: Compared) -> Iterator[str]:
    """Why, and what to do instead."""
    format_ = compared.comparison.format
    yield from explaining.whys(difference, format_)
    out = explaining.way_out(difference, format_)
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
        "differences": [_row(difference, compared) for difference in comparison.differences],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def _row(difference: Difference, compared: Compared) -> dict[str, Any]:
    place = difference.place or Place("")
    return {
        "kind": difference.kind,
        "severity": difference.severity,
        "path": difference.path,
        "pointer": [*difference.pointer],
        "words": difference.words,
        "breaks": sorted(difference.breaks),
        "undecided": sorted(difference.undecided),
        "why": " ".join(f"{line}." for line in _explained(difference, compared)),
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
        hint = "; ".join(_explained(difference, compared))
        severity: Severity = "error" if verdict == "incompatible" else "warning"
        yield (
            Problem(code, f"{marking.sentence(difference)} ({level})", difference.place or Place(""), hint=hint),
            severity,
        )
