"""What is wrong with a new version of a message, once it is known what it differs in from an older one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility import explaining, levels, marking
from catalog_gen.model import Message
from catalog_gen.model.payloads import Payload
from catalog_gen.problems import Place, Problem
from catalog_gen.versioning import bumps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.differences import Comparison, Difference
    from catalog_gen.model.values import Level
    from catalog_gen.resolving import Entry
    from catalog_gen.settings import Bumps
    from catalog_gen.versioning.accepting import Acceptances
    from catalog_gen.versioning.comparing import Compared


def level_of(entry: Entry) -> Level:
    """The level that a message keeps to."""
    level = entry.resource.compatibility if isinstance(entry.resource, Message) else None
    return level or "NONE"


def place(difference: Difference, entry: Entry) -> Place:
    """Where a difference stands; of a schema that is made from a class, the annotation or the class."""
    found = difference.place or entry.place("version")
    payload = entry.resource.payload if isinstance(entry.resource, Message) else None
    if not isinstance(payload, Payload) or not found.path.startswith(f"{payload.place.path}:"):
        return found
    whole = payload.named.get(payload.shape.name) if payload.shape else None
    first = difference.path.partition(".")[0].partition("[")[0]
    places = {field.key: field.shape.place for field in whole.fields} if whole else {}
    return next((one for one in (places.get(first), whole and whole.place) if one and one.path), payload.place)


def command(entry: Entry, version: str) -> str:
    """The command that gives a message a version."""
    return f"catalog-gen bump {entry.id} {version}"


def problems(
    entry: Entry, older: str, compared: Compared, policy: Bumps, acceptances: Acceptances
) -> Iterator[Problem]:
    """Every difference of a version from an `older` one that its number does not announce.

    With a level other than NONE these are `breaking-change`, `undecided-compatibility` and `risky-change`, unless the
    version was raised by what the policy wants for breaking changes; all others are `missing-bump`.
    """
    for _, comparison in compared:
        for difference in comparison.differences:
            found = _Judged(entry, older, comparison, difference, policy)
            code = found.code
            if code and not acceptances.has(code, older, difference.path):
                yield found.problem(code)


class _Judged:
    """One difference of one version from an older one."""

    def __init__(self, entry: Entry, older: str, comparison: Comparison, difference: Difference, policy: Bumps) -> None:
        self._entry = entry
        self._older = older
        self._made = bumps.made(older, entry.version or "")
        self._comparison = comparison
        self._difference = difference
        self._level = level_of(entry)
        self._policy = policy

    @property
    def code(self) -> str:
        """What is wrong with it; empty where nothing is."""
        directions = levels.directions(self._level)
        wanted = bumps.wanted(self._difference, self._level, self._policy)
        announced = bumps.is_enough(self._made, self._policy.breaking)
        if not announced and directions:
            verdict = self._difference.verdict(directions)
            if verdict != "compatible":
                return "breaking-change" if verdict == "incompatible" else "undecided-compatibility"
            if self._difference.weight == "risky":
                return "risky-change"
        return "" if bumps.is_enough(self._made, wanted) else "missing-bump"

    def problem(self, code: str) -> Problem:
        """The problem of that code."""
        tells = {
            "breaking-change": f"not {self._level} compatible with {self._older}",
            "undecided-compatibility": f"nobody can tell whether that is {self._level} compatible with {self._older}",
            "risky-change": f"readers and writers of {self._older} may take values for others",
            "missing-bump": f"so this is more than a {self._made} version after {self._older}",
        }
        message = f"{marking.sentence(self._difference)}: {tells[code]}{self._because(code)}"
        return Problem(code, message, place(self._difference, self._entry), self._entry.subject, self._hint(code))

    def _because(self, code: str) -> str:
        if code == "missing-bump":
            return ""
        words = [
            explaining.why(self._difference, direction, self._comparison.format)
            for direction in sorted(levels.directions(self._level))
        ]
        told = "; ".join(dict.fromkeys(filter(None, words)))
        return f", as {told}" if told else ""

    def _hint(self, code: str) -> str:
        policy = self._policy.compatible if code == "missing-bump" else self._policy.breaking
        out = explaining.way_out(self._difference, self._comparison.format) if code != "missing-bump" else ""
        if policy == "never":
            return out or "take the change back"
        raised = command(self._entry, bumps.raised(self._older, policy))
        return f"{out}; or {raised}" if out else raised
