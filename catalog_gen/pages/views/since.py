"""What has changed since the version before, as the log of a version tells it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import explaining, levels, marking
from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD, worst
from catalog_gen.model import Message
from catalog_gen.pages.views.references import Reference, entry_reference
from catalog_gen.resolving.ids import announces_a_break

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.compatibility.differences import Comparison, Difference, Verdict
    from catalog_gen.model.values import Level
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Exchanged, Since

_ANSWERS: Final[Mapping[Verdict, str]] = {"compatible": "yes", "incompatible": "no", "unknown": "cannot be told"}
_MOST_WORDINGS: Final = 3
_MOST_LINES: Final = 40
_OF_FILES: Final = frozenset({"schema-added", "schema-removed"})
"""What nobody reads with both versions."""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One difference: what it is (Markdown), and what that means for readers, as sentences; empty: nothing.

    `breaks` is `backward`, `forward`, `both` or empty.
    """

    words: str
    why: str = ""
    severity: str = "compatible"
    breaks: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Readers:
    """Whether readers with one version manage what was written with the other one: yes, no, cannot be told."""

    readers: str
    writers: str
    answer: str
    word: str


@dataclasses.dataclass(frozen=True, slots=True)
class SchemaLog:
    """What has changed in one schema, the gravest first; the name is empty where there is only one.

    Of very many lines, all but the first ones are `folded`.

    `level` is the agreed one, `kept` whether the change keeps to it, `announced` whether the number of the version says
    that something breaks; `agreed` are the reasons for which a team has accepted that.
    """

    name: str
    readers: tuple[Readers, ...]
    lines: tuple[Line, ...]
    folded: tuple[Line, ...]
    level: str
    kept: str
    announced: bool
    agreed: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class ExchangeLine:
    """A message that is sent or received since this version, or not any more, or in another version."""

    words: str
    reference: Reference
    tail: str


@dataclasses.dataclass(frozen=True, slots=True)
class Log:
    """All that has changed since the `version` before."""

    version: str
    schemas: tuple[SchemaLog, ...]
    exchanged: tuple[ExchangeLine, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """Whether a version keeps to its level with regard to the `version` before."""

    version: str
    verdict: Verdict


def kept(entry: Entry) -> Kept | None:
    """What can be said of the level on the page of a message; None where there is no level or no version before."""
    level = entry.resource.compatibility if isinstance(entry.resource, Message) else None
    if entry.since is None or level is None or level == "NONE":
        return None
    verdicts = (comparison.verdict(levels.directions(level)) for _, comparison in entry.since.schemas)
    return Kept(entry.since.version, worst(verdicts))


def log(entry: Entry, catalog: Catalog) -> Log | None:
    """What the log of a version tells besides the words of its author; None where nothing is known to have changed."""
    since = entry.since
    if since is None or since.nothing:
        return None
    return Log(
        since.version,
        tuple(_schemas(entry, since)),
        tuple(_exchanged(one, catalog) for one in since.exchanged),
    )


def _schemas(entry: Entry, since: Since) -> Iterator[SchemaLog]:
    level: Level = (entry.resource.compatibility if isinstance(entry.resource, Message) else None) or "NONE"
    for name, comparison in since.schemas:
        if comparison.differences:
            lines = tuple(_lines(comparison))
            yield SchemaLog(
                name="the headers" if name == "headers" else name,
                readers=tuple(_readers(comparison, entry.version or "", since.version)),
                lines=lines[:_MOST_LINES],
                folded=lines[_MOST_LINES:],
                level="" if level == "NONE" else level,
                kept=comparison.verdict(levels.directions(level)),
                announced=announces_a_break(since.version, entry.version or ""),
                agreed=_agreed(entry, since.version),
            )


def _agreed(entry: Entry, older: str) -> tuple[str, ...]:
    """Why a team has accepted that a version breaks readers of an older one."""
    accepts = (entry.resource.accepts if isinstance(entry.resource, Message) else None) or ()
    ours = [one for one in accepts if one.rule == "breaking-change" and one.version in {None, older}]
    return tuple(dict.fromkeys(one.because for one in ours if not one.unread))


def _readers(comparison: Comparison, version: str, older: str) -> Iterator[Readers]:
    if all(difference.severity == "wording" or difference.kind in _OF_FILES for difference in comparison.differences):
        return
    backward, forward = comparison.verdict(BACKWARD), comparison.verdict(FORWARD)
    yield Readers(version, older, _ANSWERS[backward], "backward")
    yield Readers(older, version, _ANSWERS[forward], "forward")


def _lines(comparison: Comparison) -> Iterator[Line]:
    """The differences, the grave ones first; those in words only come last and, where they are many, as one."""
    ordered = comparison.gravest_first
    wordings = [one for one in ordered if one.severity == "wording"]
    for difference in ordered[: len(ordered) - len(wordings)]:
        yield _line(difference, comparison)
    if len(wordings) > _MOST_WORDINGS:
        yield Line(f"{len(wordings)} descriptions and other words for people changed", severity="wording")
    else:
        yield from (_line(difference, comparison) for difference in wordings)


def _line(difference: Difference, comparison: Comparison) -> Line:
    why = ". ".join(filter(None, _whys(difference, comparison)))
    breaks = next(iter(difference.breaks), "") if len(difference.breaks) < len(BOTH) else "both"
    return Line(marking.sentence(difference), f"{why}." if why else "", difference.severity, breaks)


def _whys(difference: Difference, comparison: Comparison) -> Iterator[str]:
    yield from map(_sentence, explaining.whys(difference, comparison.format))
    if difference.severity == "risky":
        yield _sentence(explaining.way_out(difference, comparison.format))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _exchanged(one: Exchanged, catalog: Catalog) -> ExchangeLine:
    entry = catalog.find(one.id)
    known = catalog.known.get(one.id)
    reference = entry_reference(entry) if entry else Reference((known.name if known else "") or one.id, None, None)
    if one.before is None:
        return ExchangeLine(one.way, reference, f"{one.after} now".strip())
    if one.after is None:
        return ExchangeLine(f"no longer {one.way}", reference, "")
    was, now = one.before or "the newest version", one.after or "the newest version"
    return ExchangeLine(one.way, reference, f"in {now} instead of {was}")
