"""Reviews for the tests of reports: one that has everything, and what is needed to make others."""

from __future__ import annotations

from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD, Comparison, Difference
from catalog_gen.problems import Place, Problem
from catalog_gen.review.changes import Approval, Change, Hit, Reason, Review, Side, Subject, Unread

ADJUSTED = Subject("event", "InventoryAdjusted", "2.0.0")
PLACED = Subject("event", "OrderPlaced", "1.3.0")
LEVELS = Subject("query", "GetStockLevels", "1.0.0")
STOCKTAKE = Subject("service", "StocktakeService", "1.0.0")
INVENTORY = Subject("service", "InventoryService", "3.1.0")
REPORTING = Subject("service", "ReportingService", "1.0.0")
BILLING = Subject("service", "BillingService", "2.4.0")
SHIPPING = Subject("agent", "ShippingAgent")
STOCK = "schemas/stock/definitions.py"

BREAKING = Problem(
    "breaking-change",
    "field `quantity` was removed: not BACKWARD compatible with 1.4.0, as readers of the new schema miss it",
    Place("schemas/stock/inventory_adjusted.avsc", 12, 5),
    "InventoryAdjusted 2.0.0",
    "keep the field and give it a default; or catalog-gen bump InventoryAdjusted 3.0.0",
)
NO_OWNER = Problem("no-owner", "has no owner", Place(STOCK, 41, 1), "OrderPlaced 1.3.0", "write owners=[...]")
UNKNOWN = Problem(
    "unknown-channel",
    'channel "stock.evnts" is not declared',
    Place(STOCK, 88, 16),
    "OrderPlaced 1.3.0",
    'did you mean "stock.events"?',
)
STALE = Problem(
    "stale-output",
    "events/OrderPlaced is not what the definitions say",
    Place("output/events/OrderPlaced/index.mdx"),
    "",
    'run "catalog-gen build"',
)
NO_SUMMARY = Problem("no-summary", "has no summary", Place(STOCK, 120, 1), "StockLevelsAnswered 1.0.0")

SCHEMA = Change(
    kind="schema-changed",
    subject=ADJUSTED,
    words="field `quantity` was removed, and 3 more changes; version `1.4.0` became `2.0.0`",
    place=Place("schemas/stock/inventory_adjusted.avsc", 12, 5),
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
                        words="field `reason` was added, without a default",
                        breaks=BACKWARD,
                    ),
                    Difference(
                        kind="field-removed", path="quantity", words="field `quantity` was removed", breaks=FORWARD
                    ),
                    Difference(kind="type-changed", path="warehouse", words="`string` became `int`", breaks=BOTH),
                    Difference(kind="doc-changed", path="sku", words="another doc", weight="wording"),
                ),
            ),
        ),
    ),
    hits=(
        Hit(
            kind="cannot-decode",
            consumer=BILLING,
            place=Place("schemas/billing/definitions.py", 20),
            directions=BOTH,
            owners=("billing",),
        ),
        Hit(
            kind="loses-field",
            consumer=REPORTING,
            place=Place("schemas/reporting/definitions.py", 33, 5),
            fields=("quantity", "lines[].price"),
            owners=("data-team", "dboyne"),
        ),
        Hit(kind="unknown-use", consumer=SHIPPING, place=Place("schemas/shipping/definitions.py", 9)),
    ),
    problems=(BREAKING,),
)

EVERYTHING = Review(
    catalog="shop",
    folder="catalogs/shop",
    base=Side("origin/main", "1f0c9a7d" + "0" * 32),
    head=Side("HEAD", "9be01d55" + "0" * 32),
    changes=(
        SCHEMA,
        Change(
            kind="owner-replaced",
            subject=INVENTORY,
            words="owner `platform` replaced `full-stack`",
            place=Place(STOCK, 12, 5),
            before=("full-stack",),
            after=("platform",),
            followers=tuple(Subject("event", f"Followed{number}", "1.0.0") for number in range(14)),
        ),
        Change(
            kind="owner-removed",
            subject=PLACED,
            words="owner `checkout` was removed",
            place=Place(STOCK, 41, 5),
            before=("checkout",),
            problems=(NO_OWNER,),
        ),
        Change(
            kind="members-changed",
            subject=Subject("team", "full-stack"),
            words="`asmith` joined, `dboyne` left",
            place=Place("schemas/people.py", 8),
            before=("dboyne", "mSmith"),
            after=("asmith", "mSmith"),
        ),
        Change(
            kind="address-changed",
            subject=Subject("channel", "stock.events"),
            words="its address is `stock.v2.events` now, which was `stock.events`",
            place=Place("schemas/channels.py", 4),
            hits=(Hit(kind="has-to-follow", consumer=REPORTING, place=Place("schemas/reporting/definitions.py", 33)),),
        ),
        Change(kind="version-changed", subject=LEVELS, words="version `1.0.0` became `1.0.1`", place=Place(STOCK, 60)),
        Change(
            kind="added",
            subject=Subject("event", "StockLevelsAnswered", "1.0.0"),
            words="an event that is new",
            place=Place(STOCK, 120),
        ),
        Change(
            kind="removed",
            subject=Subject("event", "StockCounted", "1.1.0"),
            words="an event that is gone",
            place=Place(STOCK, 77),
            is_gone=True,
        ),
        *(
            Change(
                kind="documentation-changed",
                subject=Subject("event", f"Told{number}", "1.0.0"),
                words="`badges` has changed",
                place=Place(STOCK, 200 + number),
            )
            for number in range(13)
        ),
    ),
    approvals=(
        Approval(
            any_of=("@acme/full-stack", "@dboyne"),
            owners=("full-stack", "dboyne"),
            because=(
                Reason(
                    words="owned `InventoryService` and 14 messages before this change",
                    place=Place(STOCK, 12, 5),
                    is_gone=True,
                ),
                *(Reason(words=f"owns `Event{number}`", place=Place(STOCK, 300 + number)) for number in range(6)),
            ),
        ),
        Approval(
            any_of=("@acme/data",),
            owners=("data-team",),
            because=(
                Reason(
                    words="`ReportingService` reads `InventoryAdjusted`",
                    place=Place("schemas/reporting/definitions.py", 33, 5),
                ),
            ),
        ),
        Approval(
            any_of=(),
            owners=("billing", "finance"),
            because=(
                Reason(
                    words="`BillingService` reads `InventoryAdjusted`",
                    place=Place("schemas/billing/definitions.py", 20),
                ),
            ),
        ),
    ),
    problems=(
        (BREAKING, "error"),
        (UNKNOWN, "error"),
        (STALE, "error"),
        (NO_OWNER, "warning"),
        (NO_SUMMARY, "warning"),
    ),
    ownerless=(PLACED, STOCKTAKE),
    unread=(
        Unread(
            subject="PaymentTaken",
            what="owners",
            place=Place("schemas/payments.py", 14, 9),
            side="head",
        ),
    ),
    older=30,
    consumers=6,
)
"""A review with a bit of everything."""
