"""A review as annotations of a pull request, by workflow commands of GitHub Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility.marking import joined
from catalog_gen.problems import Place, annotation, printable
from catalog_gen.review.reports import wording
from catalog_gen.review.reports.notices import notices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.review.changes import Approval, Review


def lines(review: Review) -> Iterator[str]:
    """The commands, the gravest first: GitHub shows ten errors, ten warnings and ten notices of a step.

    Who has to approve is the first of the notices, and the only one of several lines.
    """
    asked = "\n".join(printable(_asked(approval)) for approval in review.approvals)
    for notice in notices(review):
        if asked and notice.weight == "notice":
            yield annotation("notice", "Needs one approval per line", asked, Place(""))
            asked = ""
        yield annotation(notice.weight, notice.rule, printable(notice.whole), notice.place)
    if asked:
        yield annotation("notice", "Needs one approval per line", asked, Place(""))


def _asked(approval: Approval) -> str:
    reasons = "; ".join(reason.words for reason in approval.because)
    return f"{joined(approval.any_of, 'or') or wording.approvers(approval)}: {reasons}"
