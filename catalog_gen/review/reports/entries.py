"""The entries of the lists of a comment: who has to approve, what has to be fixed, what is good to know."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility.marking import joined
from catalog_gen.problems import a, noun
from catalog_gen.review.reports import wording
from catalog_gen.review.reports.escaping import code, html, inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.problems import Place, Problem
    from catalog_gen.review.changes import Approval, Change, Hit, Reason, Subject, Unread
    from catalog_gen.review.reports.links import Links
    from catalog_gen.review.reports.sections import Fix, News

_NAME: Final = r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_])?"
_HANDLE: Final = re.compile(rf"@{_NAME}(?:/{_NAME}){{0,5}}")
"""A user or a team, as GitHub and GitLab call them. Nothing else is alive in a comment."""

_OPEN_REASONS: Final = 5
_MOST_FOLDED: Final = 20
_MOST_HANDLES: Final = 20
_SHORT: Final = 300


@dataclasses.dataclass(frozen=True, slots=True)
class Entries:
    """How entries are written: with links to their places, or in short, without them."""

    links: Links
    short: bool = False

    def approval(self, approval: Approval) -> str:
        """Who may approve, alive, and why; reasons beyond the first five are folded."""
        names = _approvers(approval)
        first = [self._reason(reason) for reason in approval.because[: 1 if self.short else _OPEN_REASONS]]
        left = len(approval.because) - len(first)
        if len(first) < 2:  # noqa: PLR2004 - one reason stands on the same line
            others = f"; and {left:,} more" if left else ""
            return f"- {': '.join([names, *first])}{others}"
        folded = [_folded(approval.because[_OPEN_REASONS:])] if left else []
        return "\n".join([f"- {names}:", *(f"  - {reason}" for reason in first), *folded])

    def fix(self, fix: Fix) -> str:
        """An error with its place and the way out; errors of one change stand below it."""
        change = fix.change
        if change is None or (len(fix.errors) == 1 and not fix.warnings and change.kind == "schema-changed"):
            hits = _hits(change) if change is not None else ""
            return "\n".join(f"- {self._problem(problem)}{hits}" for problem in fix.errors)
        problems = [
            *(f"  - {self._problem(problem, of=change)}" for problem in fix.errors),
            *(f"  - Warning: {self._problem(problem, of=change)}" for problem in fix.warnings),
        ]
        return "\n".join([f"- {self._change(change)}", *problems])

    def news(self, news: News) -> str:
        """A change, and the warnings that it brought."""
        warnings = [f"  - Warning: {self._problem(problem, of=news.change)}" for problem in news.warnings]
        return "\n".join([f"- {self._change(news.change)}", *warnings])

    def warning(self, problem: Problem) -> str:
        """A warning that is about no change."""
        return f"- {self._problem(problem)}"

    def ownerless(self, subject: Subject) -> str:
        """A resource without owner that nothing else tells of."""
        return f"- {code(str(subject))}: {a(noun(subject.kind))} that has no owner any more"

    def unread(self, unread: Unread) -> str:
        """What could not be read."""
        return f"- {self._words(wording.unread(unread))}{self._at(unread.place, is_gone=unread.side == 'base')}"

    def hit(self, hit: Hit) -> str:
        """Whom a change hits, how, and whose it is."""
        owned = f", owned by {inline(wording.owners(hit.owners), _SHORT)}" if hit.owners else ""
        return f"- {self._words(wording.hit(hit))}{owned}{self._at(hit.place, is_gone=hit.is_gone)}"

    def _words(self, words: str) -> str:
        return inline(words, _SHORT) if self.short else inline(words)

    def _at(self, place: Place, *, is_gone: bool = False) -> str:
        shown = "" if self.short else self.links.to(place, is_gone=is_gone)
        return f" ({shown})" if shown else ""

    def _reason(self, reason: Reason) -> str:
        return f"{inline(reason.words, _SHORT)}{self._at(reason.place, is_gone=reason.is_gone)}"

    def _problem(self, problem: Problem, of: Change | None = None) -> str:
        known = not problem.subject or (of is not None and str(of.subject) == problem.subject)
        about = "" if known else f"{code(problem.subject)}: "
        hint = f"<br>→ {self._words(problem.hint)}" if problem.hint else ""
        return f"{about}{self._words(problem.message)}{self._at(problem.place)}{hint}"

    def _change(self, change: Change) -> str:
        place = self._at(change.place, is_gone=change.is_gone)
        return f"{self._words(wording.told(change))}{place}{_hits(change)}"


def _folded(reasons: Sequence[Reason]) -> str:
    """Further reasons, on one line: a blank line would put all entries of the list apart."""
    told = [html(reason.words, _SHORT) for reason in reasons[:_MOST_FOLDED]]
    left = len(reasons) - len(told)
    items = "".join(f"<li>{words}</li>" for words in [*told, *([f"and {left:,} more"] if left else [])])
    return f"  <details><summary>{wording.count(len(reasons), 'more reason')}</summary><ul>{items}</ul></details>"


def _hits(change: Change) -> str:
    """Who is hit, in short; the details say how."""
    return f"<br>→ {inline(wording.whom(change))}" if change.hits else ""


def _approvers(approval: Approval) -> str:
    """The handles, alive; those that are none, and owners without a handle, as code."""
    if not approval.any_of:
        return inline(wording.approvers(approval))
    handles = list(map(_handle, approval.any_of[:_MOST_HANDLES]))
    left = len(approval.any_of) - len(handles)
    return joined([*handles, *([f"{left:,} more"] if left else [])], "or")


def _handle(handle: str) -> str:
    return f"**{handle}**" if _HANDLE.fullmatch(handle) else code(handle)
