"""How an order comes about: the way through all services, and its ways out."""

from datetime import date

from catalog_gen import Actor, Custom, ExternalSystem, Flow, NextStep, Step

place_an_order = Flow(
    "PlaceAnOrder",
    name="Place an order",
    version="2.0.0",
    summary="From the basket to a confirmed order, or to one that costs nobody anything.",
    description_path="place-an-order.md",
    owners=["checkout"],
    changes="Stock is reserved before the payment is authorised, see [decision 3](/docs/adrs/ADR-0003/1.0.0).",
    date=date(2025, 11, 3),
    steps=[
        Step(
            "buy",
            "Press Buy",
            actor=Actor("Customer", summary="Has filled a basket and wants to have it."),
            next_step="place",
        ),
        Step("place", message="PlaceOrder", next_step="shop"),
        Step(
            "shop",
            service="OrderService",
            summary="Writes the order down and takes it from here.",
            next_steps=["placed", "reserve"],
        ),
        Step("placed", message="OrderPlaced", next_step="watch"),
        Step("watch", agent="FraudWatch", summary="Looks at the order while it goes on."),
        Step("reserve", message="ReserveStock", next_step="stock"),
        Step(
            "stock",
            "Is everything there?",
            custom=Custom(
                "Is everything there?",
                type="Decision",
                icon="QuestionMarkCircleIcon",
                color="orange",
                summary="InventoryService counts what it can promise.",
                properties={"waits for": "30 seconds", "tries": 3},
            ),
            next_steps=[NextStep("reserved", "all of it"), NextStep("cancelled", "something is missing")],
        ),
        Step("reserved", message="StockReserved", next_step="authorize"),
        Step("authorize", message="AuthorizePayment", next_step="paywell"),
        Step(
            "paywell",
            external_system=ExternalSystem(
                "Paywell",
                summary="Asks the customer's bank.",
                url="https://status.paywell.example.com",
            ),
            next_steps=[NextStep("authorized", "the bank agrees"), NextStep("refused", "the bank refuses")],
        ),
        Step("authorized", message="PaymentAuthorized", next_step="confirmed"),
        Step("confirmed", message="OrderConfirmed", next_step="ship"),
        Step("ship", service="ShippingService", summary="Packs with the next pick-up."),
        Step("refused", message="PaymentFailed", next_step="release"),
        Step("release", message="ReleaseStock", summary="The products go back on sale.", next_step="cancelled"),
        Step("cancelled", message="OrderCancelled", next_step="told"),
        Step(
            "told",
            "The customer knows",
            custom=Custom(
                "Nothing was bought",
                type="Outcome",
                icon="XCircleIcon",
                color="red",
                summary="An email says why, in words for the customer.",
            ),
        ),
    ],
)
