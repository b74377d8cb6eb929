"""What all reports call things: the headline, whom a change hits, who has to approve, what was compared.

Texts are without their full stop, and Markdown code marks stand around what is taken from definitions; each report
makes them safe for where it is shown.
"""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility.differences import DIRECTIONS
from catalog_gen.compatibility.marking import code, joined
from catalog_gen.problems import noun
from catalog_gen.review.changes import HITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from catalog_gen.compatibility.differences import Direction
    from catalog_gen.problems import Problem
    from catalog_gen.review.changes import Approval, Change, Hit, Review, Side, Subject, Unread

NOTHING: Final = "No catalog changes any more."
"""What becomes of the comment of a pull request that changes nothing of the catalog any more."""

_KINDS_APART: Final = 3  # of resources without owner; beyond, they are one number

_TOLD_BY_GRAVITY: Final = frozenset({"breaking-change", "undecided-compatibility"})

_DECODING: Final[Mapping[Direction, str]] = {
    "backward": "what was sent before once it has the new schema",
    "forward": "what is sent from now on until it has the new schema",
}


def headline(review: Review) -> str:
    """What matters most, in numbers: `Event catalog: 1 breaking change, 1 event without owner`."""
    return f"Event catalog: {', '.join(_counts(review)) or 'no changes'}"


def _counts(review: Review) -> Iterator[str]:
    gravities = collections.Counter(change.gravity for change in review.changes)
    errors = len(_untold_errors(review))
    grave = [
        *([count(errors, "error to fix", "errors to fix")] if errors else []),
        *([count(gravities["breaking"], "breaking change")] if gravities["breaking"] else []),
        *([count(gravities["undecided"], "undecided change")] if gravities["undecided"] else []),
        *_without_owner(review.ownerless),
    ]
    if grave:
        yield from grave
        return
    if review.changes:
        yield count(len(review.changes), "change")
    elif warnings := len(review.problems):
        yield count(warnings, "warning")
    elif review.unread:
        yield f"{count(len(review.unread), 'value')} that could not be read"
    if review.approvals:
        yield f"{count(len(review.approvals), 'approval')} needed"


def _untold_errors(review: Review) -> list[Problem]:
    """The errors that the other numbers of the headline do not count already."""
    told = {
        problem
        for change in review.changes
        if change.gravity in {"breaking", "undecided"}
        for problem in change.problems
        if problem.code in _TOLD_BY_GRAVITY
    }
    errors = [problem for problem, severity in review.problems if severity == "error" and problem not in told]
    return [problem for problem in errors if problem.code != "no-owner" or not review.ownerless]


def _without_owner(ownerless: Iterable[Subject]) -> list[str]:
    kinds = collections.Counter(subject.kind for subject in ownerless)
    if len(kinds) > _KINDS_APART:
        return [f"{kinds.total():,} resources without owner"]
    return [f"{count(number, noun(kind))} without owner" for kind, number in sorted(kinds.items())]


def count(number: int, one: str, many: str = "") -> str:
    """The number with its noun: `1 change`, `2 queries`."""
    if number == 1:
        return f"1 {one}"
    plural = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
    return f"{number:,} {many or plural}"


def name(subject: Subject) -> str:
    """The resource, as code."""
    return code(str(subject))


def names(subjects: Iterable[Subject]) -> str:
    """Resources as a list in a sentence, without their versions."""
    return joined([code(subject.id) for subject in subjects])


def owners(ids: Iterable[str]) -> str:
    """Owners as a list in a sentence; `nobody` where there are none."""
    return joined([code(each) for each in ids]) or "nobody"


def followers(change: Change) -> str:
    """How many resources follow: `14 messages follow`; empty where none does."""
    if not change.followers:
        return ""
    kinds = {subject.kind for subject in change.followers}
    what = noun(kinds.pop()) if len(kinds) == 1 else "message" if kinds <= _MESSAGES else "resource"
    return f"{count(len(change.followers), what)} {'follows' if len(change.followers) == 1 else 'follow'}"


_MESSAGES: Final = frozenset({"event", "command", "query"})


def told(change: Change) -> str:
    """The change in one line: its subject, what has happened to it, and how many follow."""
    follow = followers(change)
    return f"{name(change.subject)}: {change.words}{f'; {follow}' if follow else ''}"


def hit(found: Hit) -> str:
    """How the change hits who relies on it, in one line that starts with its name."""
    return f"{name(found.consumer)} {effect(found)}"


def effect(found: Hit) -> str:
    """The same without the name: `cannot decode what was sent before once it has the new schema`."""
    fields = joined([code(field) for field in found.fields])
    if found.kind == "cannot-decode" and found.directions:
        ways = ", and ".join(_DECODING[direction] for direction in DIRECTIONS if direction in found.directions)
        return f"cannot decode {ways}"
    if found.kind == "loses-field" and fields:
        return f"loses {'a declared field' if len(found.fields) == 1 else 'declared fields'}: {fields}"
    words = {
        "unknown-use": "may be hit: it does not say which fields it uses",
        "undecided": "may be hit: nobody can tell whether it still can decode",
    }.get(found.kind, HITS[found.kind])
    return f"{words}: {fields}" if fields else words


def whom(change: Change) -> str:
    """Whom the change hits, in short: `hits `A` and `B`; may hit `C``; empty where it hits nobody."""
    sure = dict.fromkeys(hit.consumer.id for hit in change.hits if hit.kind not in _UNSURE)
    unsure = dict.fromkeys(hit.consumer.id for hit in change.hits if hit.consumer.id not in sure)
    told = ((verb, _several([*ids])) for verb, ids in (("hits", sure), ("may hit", unsure)))
    return "; ".join(f"{verb} {who}" for verb, who in told if who)


def _several(ids: list[str]) -> str:
    more = len(ids) - _NAMED
    return joined([*map(code, ids[:_NAMED]), *([f"{more:,} more"] if more > 0 else [])])


_UNSURE: Final = frozenset({"misreads", "unknown-use", "undecided"})
_NAMED: Final = 3


def approvers(approval: Approval) -> str:
    """Who would have to approve where no handle is known, by the ids of the owners."""
    ids = [code(each) for each in approval.owners]
    if len(ids) == 1:
        return f"{ids[0]} (no handle is known)"
    return f"{joined(ids, 'or')} (no handle is known of any of them)"


def side(given: Side) -> str:
    """A side of the comparison: what the user called it, and the commit in short."""
    if not given.commit:
        return "the working tree"
    short = code(given.commit[:8])
    return short if given.commit.startswith(given.name) else f"{code(given.name)} ({short})"


def compared(review: Review) -> str:
    """What was compared, and that no code was run."""
    catalog = f"Catalog {code(review.catalog)}" + (f" in {code(review.folder)}" if review.folder else "")
    return f"{catalog}: {side(review.head)} since it left {side(review.base)}; definitions were read, no code was run"


def older(review: Review) -> str:
    """How many problems there are that the change did not bring; empty where there are none."""
    if not review.older:
        return ""
    verb = "is" if review.older == 1 else "are"
    return f"{count(review.older, 'older problem')} {verb} not listed"


def known(review: Review) -> str:
    """Which consumers are known, so that nobody takes silence for safety."""
    if not review.consumers:
        return "no service or agent declares what it receives, so no consumer is known"
    declare = "declares what it receives" if review.consumers == 1 else "declare what they receive"
    consumers = count(review.consumers, "service or agent", "services and agents")
    return f"{consumers} {declare}; other consumers are not known"


def unread(found: Unread) -> str:
    """What could not be read, and on which side."""
    where = " (before this change)" if found.side == "base" else ""
    subject = f"{code(found.subject)}: " if found.subject else ""
    return f"{subject}{code(found.what)}{where}"


def untold_ownerless(review: Review) -> tuple[Subject, ...]:
    """The resources without owner of which no problem tells that."""
    told = {problem.subject for problem, _ in review.problems if problem.code == "no-owner"}
    return tuple(subject for subject in review.ownerless if str(subject) not in told)


def unlisted_ownerless(review: Review) -> tuple[Subject, ...]:
    """Those of them of which no change tells either that their owners were taken away."""
    told = {
        subject
        for change in review.changes
        if change.theme == "ownership" and change.before and not change.after
        for subject in (change.subject, *change.followers)
    }
    return tuple(subject for subject in untold_ownerless(review) if subject not in told)


def untold_unread(review: Review) -> tuple[Unread, ...]:
    """What could not be read and is not among the problems already."""
    told = {problem.place for problem, _ in review.problems if problem.code in _UNREADABLE}
    return tuple(found for found in review.unread if found.side == "base" or found.place not in told)


_UNREADABLE: Final = frozenset({"unreadable-file", "unreadable-value", "too-much-work"})
