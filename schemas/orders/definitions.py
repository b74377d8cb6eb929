"""Ordering: from the basket to the confirmed order."""

from datetime import date

from catalog_gen import (
    Attachment,
    Badge,
    Channel,
    Command,
    Container,
    Defaults,
    Deprecated,
    DocCategory,
    Domain,
    Event,
    Example,
    Header,
    Operation,
    Previous,
    Query,
    Receives,
    Repository,
    ResourceDoc,
    Sends,
    Service,
    Sidebar,
    Specification,
    Styles,
    Term,
)

environment = {"enum": ["dev", "staging", "prod"], "default": "dev"}

orders_events = Channel(
    "orders.{env}.events",
    name="Order events",
    summary="The life of every order, in order.",
    protocols=["kafka"],
    parameters={"env": environment},
    environments={"prod": "eu.orders.events.v3"},
    discriminator="event-type",
    dead_letter="orders.{env}.events.dead",
    delivery_guarantee="at-least-once",
    styles=Styles(icon="/icons/protocols/kafka.svg"),
    owners=["platform"],
)
orders_api = Channel(
    "orders-api",
    name="Orders API",
    summary="Where the website and the app place, read and cancel orders.",
    address="https://orders.{env}.acme.example.com",
    protocols=["http"],
    parameters={"env": environment},
    environments={"prod": "https://orders.acme.example.com"},
    owners=["checkout"],
)

ordering = Defaults(badges=[Badge("Ordering", "blue")], compatibility="BACKWARD")
events = Defaults(
    ordering,
    schema_path="{kebab_id}.avsc",
    headers_schema_path="event-headers.schema.json",
    headers={"trace-id": Header(generate="hex"), "sent-by": "OrderService 3.0.0"},
    channels=[orders_events],
)
requests = Defaults(ordering, schema_path="{kebab_id}.schema.json", channels=[orders_api])

order_placed = Event(
    "OrderPlaced",
    version="3.0.0",
    summary="A customer has placed an order.",
    description_path="order-placed.md",
    key="order_id",
    compatibility="BACKWARD_TRANSITIVE",
    examples=[
        Example(
            path="examples/order-placed.json",
            name="Mugs and tea",
            summary="Two mugs and a bag of tea, with a coupon.",
        ),
        Example(
            {
                "order_id": "ord-20260914-0043",
                "customer_id": "cus-1180",
                "currency": "SEK",
                "coupon_code": None,
                "lines": [{"product_id": "teapot-iron-080", "quantity": 1, "unit_price_minor": 64900}],
                "placed_at": "2026-09-14T10:31:07.901Z",
            },
            name="In Swedish kronor",
        ),
    ],
    changes=("`total` is gone: it was a rounded number. Add up the lines. `currency` and `coupon_code` are new."),
    date=date(2026, 8, 17),
    previous=[
        Previous(
            "2.0.0",
            schema_path="history/order-placed-2.0.0.avsc",
            examples=[
                Example(
                    {
                        "order_id": "ord-20251120-0007",
                        "customer_id": "cus-0815",
                        "total": 34.7,
                        "lines": [{"product_id": "mug-blue-035", "quantity": 2, "unit_price_minor": 1735}],
                        "placed_at": "2025-11-20T09:00:00.000Z",
                    },
                    name="Two mugs",
                ),
            ],
            changes=(
                "`customer_email` is gone. Ask the customer service for the address if you are allowed to see it."
            ),
            date=date(2025, 11, 3),
        ),
        Previous(
            "1.0.0",
            schema_path="history/order-placed-1.0.0.avsc",
            deprecated=Deprecated(
                "It contains the customer's email address. Stored copies are deleted on the day named here.",
                date=date(2026, 12, 31),
            ),
            examples=[
                Example(
                    {
                        "order_id": "ord-20240402-0001",
                        "customer_id": "cus-0815",
                        "customer_email": "ada@customer.example.com",
                        "total": 17.35,
                        "lines": [{"product_id": "mug-blue-035", "quantity": 1, "unit_price_minor": 1735}],
                        "placed_at": "2024-04-02T12:00:00.000Z",
                    },
                    name="One mug",
                ),
            ],
            changes="The first version.",
            date=date(2024, 4, 2),
        ),
    ],
)

place_order = Command(
    "PlaceOrder",
    operation=Operation("POST", "/orders", status_codes=["202", "400", "409"]),
    sidebar=Sidebar(badge="POST"),
    description=(
        "Place an order. The answer comes at once and means only *we have it*: whether the products are"
        " there and the payment works is told by `OrderConfirmed` or `OrderCancelled`. The client chooses"
        " the `order_id`, so that a request can be repeated safely."
    ),
    examples=[
        Example(
            {
                "order_id": "ord-20260914-0042",
                "customer_id": "cus-0815",
                "lines": [
                    {"product_id": "mug-blue-035", "quantity": 2},
                    {"product_id": "tea-assam-250", "quantity": 1},
                ],
                "delivery_address": {
                    "name": "Ada Example",
                    "street": "1 Harbour Street",
                    "postal_code": "20457",
                    "city": "Hamburg",
                    "country": "DE",
                },
                "coupon_code": "AUTUMN10",
            },
            name="Mugs and tea",
        ),
    ],
    defaults=requests,
)
cancel_order = Command(
    "CancelOrder",
    operation=Operation("POST", "/orders/{order_id}/cancellation", status_codes=["202", "404", "409"]),
    sidebar=Sidebar(badge="POST"),
    examples=[Example({"order_id": "ord-20260914-0042", "reason": "Ordered the wrong colour"}, name="Wrong colour")],
    defaults=requests,
)
get_order = Query(
    "GetOrder",
    summary="Ask for an order and how far it is.",
    operation=Operation("GET", "/orders/{order_id}", status_codes=["200", "404"]),
    sidebar=Sidebar(badge="GET"),
    examples=[Example({"order_id": "ord-20260914-0042"}, name="One order")],
    reply=Example({"order_id": "ord-20260914-0042", "status": "CONFIRMED", "placed_at": "2026-09-14T10:30:00.000Z"}),
    defaults=requests,
)

storefront = Service(
    "Storefront",
    version="5.0.0",
    summary="The shop as customers see it: the website and the app.",
    owners=["full-stack", "mobile-devs"],
    repository=Repository("https://github.com/acme/storefront", language="TypeScript"),
    styles=Styles(icon="/icons/languages/nodejs.svg"),
    sends=[place_order, cancel_order, get_order, "GetStockLevel", "TrackShipment"],
    receives=[
        Receives("InventoryAdjusted", fields=["product_id", "new_quantity"]),
        Receives("StockDepleted", fields=["product_id", "expected_restock"]),
    ],
)

order_database = Container(
    "OrderDatabase",
    name="Order database",
    container_type="database",
    technology="postgres@16",
    summary="Every order, and how far it is.",
    description="A second copy runs in another region and takes over within a minute.",
    authoritative=True,
    access_mode="readWrite",
    classification="confidential",
    residency="eu-central-1, eu-west-1",
    retention="10 years",
    owners=["checkout"],
)

order_service = Service(
    "OrderService",
    version="4.3.0",
    summary="Takes orders and sees them through.",
    description_path="order-service.md",
    owners=["checkout"],
    repository=Repository("https://github.com/acme/order-service", language="Kotlin"),
    specifications=[Specification("openapi.yaml", type="openapi", name="Orders API")],
    attachments=[
        Attachment(
            "https://wiki.acme.example.com/decisions/0012-order-saga",
            title="Why the order service orchestrates",
            type="decision",
        ),
        "https://grafana.acme.example.com/d/orders",
    ],
    writes_to=[order_database],
    reads_from=[order_database],
    entities=["Order", "OrderLine", "Address"],
    docs=[
        ResourceDoc(
            "stuck-orders",
            title="Orders that are stuck",
            summary="What to do when orders wait for longer than 15 minutes.",
            description_path="docs/stuck-orders.md",
            category=DocCategory("runbooks", label="Runbooks", position=1),
            order=1,
        ),
    ],
    defaults=events,
    receives=[
        place_order,
        cancel_order,
        get_order,
        Receives("StockReserved", fields=["order_id", "reserved_until"]),
        Receives("PaymentAuthorized", fields=["order_id", "authorization_id"]),
        Receives("PaymentFailed", fields=["order_id", "reason"]),
        "ShipmentDelivered",
    ],
    sends=[
        order_placed,
        Event(
            "OrderConfirmed",
            version="1.2.0",
            key="order_id",
            description=(
                "The products are reserved and the payment is authorised. Shipping starts with this event"
                " and needs nothing else."
            ),
            changes="`delivery_address` has an optional second line.",
            date=date(2026, 2, 9),
            examples=[
                Example(
                    {
                        "order_id": "ord-20260914-0042",
                        "customer_id": "cus-0815",
                        "lines": [
                            {"product_id": "mug-blue-035", "quantity": 2},
                            {"product_id": "tea-assam-250", "quantity": 1},
                        ],
                        "delivery_address": {
                            "name": "Ada Example",
                            "street": "1 Harbour Street",
                            "extra": None,
                            "postal_code": "20457",
                            "city": "Hamburg",
                            "country": "DE",
                        },
                        "confirmed_at": "2026-09-14T10:30:09.310Z",
                    },
                    name="Mugs and tea",
                ),
            ],
        ),
        Event(
            "OrderCancelled",
            key="order_id",
            summary="An order will not be delivered.",
            examples=[
                Example(
                    {
                        "order_id": "ord-20260914-0042",
                        "cancelled_by": "CUSTOMER",
                        "reason": "Ordered the wrong colour",
                        "cancelled_at": "2026-09-14T11:02:30.000Z",
                    },
                    name="By the customer",
                ),
            ],
        ),
        Sends("ReserveStock", to=["inventory.{env}.commands"]),
        Sends("ReleaseStock", to=["inventory.{env}.commands"]),
        Sends("AuthorizePayment", to=["payments.{env}.commands"]),
        Sends("RefundPayment", to=["payments.{env}.commands"]),
    ],
)

notification_service = Service(
    "NotificationService",
    version="1.6.0",
    summary="Writes to customers by email and push message.",
    owners=["checkout"],
    repository=Repository("https://github.com/acme/notification-service", language="Python"),
    receives=[
        Receives("OrderConfirmed", fields=["order_id", "customer_id"]),
        Receives("OrderCancelled", fields=["order_id", "reason"]),
        Receives("PaymentFailed", fields=["order_id"]),
        Receives("ShipmentDispatched", fields=["order_id", "carrier", "tracking_number"]),
        Receives("ShipmentDelivered", fields=["order_id", "delivered_at"]),
    ],
)

ordering_domain = Domain(
    "Ordering",
    version="2.0.0",
    summary="Turns a basket into an order that everybody can rely on.",
    description=(
        "An order is *placed* by the customer, *confirmed* when stock and payment are certain, and then"
        " belongs to Shipping. Until that moment it can be cancelled without costs."
    ),
    owners=["checkout"],
    services=[storefront, order_service, notification_service],
    entities=["Order", "OrderLine", "Customer", "Address"],
    flows=["PlaceAnOrder"],
    diagrams=["WhoTalksToWhom"],
    ubiquitous_language=[
        Term("Basket", summary="What a visitor has picked; nobody but the website knows of it.", icon="ShoppingBasket"),
        Term("Order", summary="A basket with a promise: the customer will pay, we will deliver.", icon="ClipboardList"),
        Term(
            "Confirm",
            summary="To promise that an order will be delivered.",
            description="Only the order service confirms, and only when stock *and* payment are certain.",
        ),
        Term("Coupon", summary="A word that makes an order cheaper, once."),
    ],
)
