"""What was decided about the shop as a whole, and why. A decision is never edited: another one supersedes it."""

from datetime import date

from catalog_gen import Adr, Badge, Defaults

decided = Defaults(owners=["platform"], badges=[Badge("Architecture", "indigo")])

services_call_each_other = Adr(
    "ADR-0001",
    name="1. Services call each other over HTTP",
    summary="An order is placed by one call that calls all the others.",
    status="superseded",
    date=date(2023, 5, 8),
    decision_makers=["dboyne", "lrossi"],
    applies_to=["OrderService", "InventoryService", "PaymentService"],
    description_path="0001-services-call-each-other.md",
    defaults=decided,
)
schemas_beside_code = Adr(
    "ADR-0002",
    name="2. A schema lies beside its definition",
    summary="One repository holds every schema, and a pull request that breaks a consumer is not merged.",
    status="accepted",
    date=date(2024, 2, 19),
    decision_makers=["platform", "dboyne"],
    applies_to=["orders.{env}.events", "payments.{env}.events", "inventory.{env}.events", "shipping.{env}.events"],
    description_path="0002-schemas-beside-definitions.md",
    defaults=decided,
)
order_service_orchestrates = Adr(
    "ADR-0003",
    name="3. The order service orchestrates",
    summary="Services send commands and events; the order service is the one that knows what comes next.",
    status="accepted",
    date=date(2025, 9, 22),
    decision_makers=["checkout", "payments-crew", "dboyne"],
    applies_to=["OrderService", "OrderDatabase", "PlaceAnOrder", "Ordering"],
    supersedes=[services_call_each_other],
    related=[schemas_beside_code],
    description_path="0003-order-service-orchestrates.md",
    defaults=decided,
)
cache_is_no_truth = Adr(
    "ADR-0004",
    name="4. No promise is made from a cache",
    summary="What a customer is promised comes from the database; the cache is for showing.",
    status="proposed",
    date=date(2026, 11, 9),
    decision_makers=["full-stack"],
    applies_to=["StockCache", "StockDatabase", "InventoryService"],
    amends=[order_service_orchestrates],
    description_path="0004-no-promise-from-a-cache.md",
    defaults=decided,
)
