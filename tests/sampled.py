"""A review as a pull request could have it, with one of everything, to be told by reports."""

from __future__ import annotations

import dataclasses
from typing import Any

from catalog_gen.compatibility.differences import BACKWARD, Comparison, Difference
from catalog_gen.problems import Place, Problem
from catalog_gen.review.changes import Approval, Change, Hit, Reason, Review, Side, Subject, Unread

EVENT = Subject("event", "InventoryAdjusted", "1.0.1")
DEFINITIONS = "schemas/stock/definitions.py"
SCHEMA = "schemas/stock/inventory-adjusted.avsc"

MISSING_BUMP = Problem(
    "missing-bump",
    "its schema has changed, but not its version",
    Place(SCHEMA, 7, 5),
    subject="InventoryAdjusted 1.0.1",
    hint="catalog-gen bump InventoryAdjusted 2.0.0 --base main",
)
NO_OWNER = Problem("no-owner", "it has no owner", Place(DEFINITIONS, 40, 9), subject="StockDepleted 1.0.0")

BREAKING = Change(
    kind="schema-changed",
    subject=EVENT,
    words="its schema has changed",
    place=Place(SCHEMA, 7, 5),
    gravity="breaking",
    level="BACKWARD",
    schemas=(
        (
            "",
            Comparison(
                "avro",
                (
                    Difference(
                        kind="field-added",
                        path="reason",
                        words="`reason` was added without a default",
                        breaks=BACKWARD,
                        pointer=("fields", 1),
                        place=Place(SCHEMA, 7, 5),
                    ),
                ),
            ),
        ),
    ),
    hits=(
        Hit(
            kind="cannot-decode",
            consumer=Subject("service", "ReportingService", "1.0.0"),
            place=Place("schemas/reporting/definitions.py", 12, 3),
            directions=BACKWARD,
            owners=("data",),
        ),
    ),
    problems=(MISSING_BUMP,),
)
MOVED = Change(
    kind="owner-replaced",
    subject=Subject("service", "InventoryService", "1.0.0"),
    words="owner `full-stack` replaced `mobile`",
    place=Place(DEFINITIONS, 20, 5),
    before=("mobile",),
    after=("full-stack",),
    followers=(EVENT, Subject("event", "StockDepleted", "1.0.0")),
)
REMOVED = Change(
    kind="removed",
    subject=Subject("event", "OutOfStock", "1.0.0"),
    words="it is gone",
    place=Place("schemas/old/definitions.py", 33, 1),
    is_gone=True,
)
ADDED = Change(
    kind="added",
    subject=Subject("event", "StockDepleted", "1.0.0"),
    words="it is new",
    place=Place(DEFINITIONS, 40, 9),
)


def review(**values: Any) -> Review:
    """The review, with other values where they are given."""
    whole = Review(
        catalog="shop",
        folder="",
        base=Side("main", "abcdef1234567890"),
        head=Side("", ""),
        changes=(BREAKING, MOVED, REMOVED, ADDED),
        approvals=(
            Approval(
                any_of=("@acme/mobile",),
                owners=("mobile",),
                because=(Reason(words="owned `InventoryService` before this change", place=Place(DEFINITIONS, 20, 5)),),
            ),
            Approval(
                any_of=(),
                owners=("data",),
                because=(
                    Reason(
                        words="`ReportingService` reads `InventoryAdjusted`",
                        place=Place("schemas/reporting/definitions.py", 12, 3),
                    ),
                ),
            ),
        ),
        problems=((MISSING_BUMP, "error"), (NO_OWNER, "warning")),
        ownerless=(Subject("event", "StockDepleted", "1.0.0"),),
        unread=(
            Unread(
                subject="PriceChanged",
                what="`owners` is a value that only running the code would tell",
                place=Place("schemas/prices/definitions.py", 5, 12),
                side="head",
            ),
        ),
        older=30,
        consumers=4,
    )
    return dataclasses.replace(whole, **values)


def nothing() -> Review:
    """The review of a pull request that leaves the catalog as it is."""
    return Review(catalog="shop", folder="", base=Side("origin/main", "abcdef1234567890"), head=Side("", ""))


HOSTILE = (
    "a\n::error::b\r##[add-mask]c %0A::set-output\x1b[2J\u202e\x85 "
    '"quoted" {0} {env} [link](javascript:x) ghp_0123456789abcdefghijklmnopqrstuvwxyz'
)
"""What must not do anything, wherever it is shown: the last word has the form of a secret."""


def hostile() -> Review:
    """The same review with such texts everywhere."""
    place = Place(f"::error::/{HOSTILE}.py", 3, 1)
    subject = Subject("event", HOSTILE, "1.0.0")
    problem = Problem("no-owner", HOSTILE, place, subject=HOSTILE, hint=HOSTILE)
    other = Problem("missing-bump", HOSTILE, place, subject=HOSTILE, hint=HOSTILE)
    hit = Hit(kind="loses-field", consumer=subject, place=place, fields=(HOSTILE,), owners=(HOSTILE,))
    change = Change(
        kind="owner-replaced",
        subject=subject,
        words=HOSTILE,
        place=place,
        gravity="breaking",
        before=(HOSTILE,),
        after=(HOSTILE,),
        followers=(subject,),
        hits=(hit,),
        schemas=(
            (HOSTILE, Comparison("avro", (Difference(kind="field-added", path=HOSTILE, words=HOSTILE, place=place),))),
        ),
        problems=(other,),
    )
    reason = Reason(words=HOSTILE, place=place)
    return Review(
        catalog=HOSTILE,
        folder="",
        base=Side(HOSTILE, "abcdef1234567890"),
        head=Side(HOSTILE, ""),
        changes=(change, dataclasses.replace(change, is_gone=True, problems=())),
        approvals=(Approval(any_of=(), owners=(HOSTILE,), because=(reason,)),),
        problems=((problem, "warning"), (other, "error")),
        ownerless=(subject, Subject("event", f"other {HOSTILE}")),
        unread=(Unread(subject=HOSTILE, what=HOSTILE, place=place, side="base"),),
        notes=(HOSTILE,),
    )
