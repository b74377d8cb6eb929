"""Inventory: how much of each product there is, and for whom it is set aside."""

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
    Entity,
    Event,
    Example,
    Operation,
    Parameter,
    Previous,
    Property,
    Query,
    Receives,
    Repository,
    ResourceDoc,
    ResourceGroup,
    Service,
    Sidebar,
    Styles,
)

environment = Parameter(enum=["dev", "staging", "prod"], default="dev", description="Where the service runs")
channel = Defaults(owners=["platform"], parameters={"env": environment}, delivery_guarantee="at-least-once")

inventory_events = Channel(
    "inventory.{env}.events",
    name="Inventory events",
    summary="Everything that happens to the stock, in order for each product.",
    description=(
        "One topic with 12 partitions. Records of one product follow each other, because the product is the"
        " key. In production the topic is still called `eu.inventory.events.v2`: it was moved there in 2024."
    ),
    protocols=["kafka"],
    environments={"prod": "eu.inventory.events.v2"},
    discriminator="event-type",
    styles=Styles(icon="/icons/protocols/kafka.svg"),
    defaults=channel,
)
inventory_commands = Channel(
    "inventory.{env}.commands",
    name="Inventory commands",
    summary="The queue on RabbitMQ from which the inventory service takes its work.",
    protocols=["amqp"],
    defaults=channel,
)
inventory_api = Channel(
    "inventory-api",
    name="Inventory API",
    summary="Stock levels over HTTP, for whoever cannot wait for an event.",
    address="https://inventory.{env}.acme.example.com",
    environments={"prod": "https://inventory.acme.example.com"},
    protocols=["http"],
    parameters={"env": environment},
    owners=["full-stack"],
)

# What the messages below share: an Avro file beside this one, the topic, and what may change in a schema.
stock = Defaults(
    schema_path="{kebab_id}.avsc",
    channels=[inventory_events],
    badges=[Badge("Inventory", "green")],
    compatibility="BACKWARD",
)
stock_commands = Defaults(stock, schema_path="{kebab_id}.schema.json", channels=[inventory_commands])

inventory_adjusted = Event(
    "InventoryAdjusted",
    name="Inventory adjusted",
    version="1.0.1",
    summary="Indicates a change in inventory level",
    description_path="inventory-adjusted.md",
    owners=["dboyne", "msmith", "asmith", "full-stack", "mobile-devs"],
    badges=[Badge("Recently updated!", "green"), Badge("Channel:Apache Kafka", "yellow")],
    key="product_id",
    extensions={"x-cost-center": "42"},
    examples=[
        Example(
            {
                "event_id": "0b1f6f0e-6d2c-4b52-9a55-6f6d3a1a9c01",
                "timestamp": "2026-09-14T08:12:45.120Z",
                "product_id": "mug-blue-035",
                "adjusted_quantity": 10,
                "new_quantity": 150,
                "adjustment_reason": "RESTOCK",
                "adjusted_by": "msmith",
            },
            name="Restock",
            summary="Ten mugs have arrived and were put on the shelf.",
        ),
        Example(
            {
                "event_id": "7d3c1c52-54b2-4f0e-8a3e-0f1f5e0b7a02",
                "timestamp": "2026-09-14T16:04:01.000Z",
                "product_id": "mug-blue-035",
                "adjusted_quantity": -2,
                "new_quantity": 148,
                "adjustment_reason": "SALE",
                "adjusted_by": None,
            },
            name="Sale",
            summary="Two mugs were sold. No person was involved, so adjusted_by is null.",
        ),
    ],
    changes="`adjustment_reason` has a default now, so that consumers can read reasons that are added later.",
    date=date(2026, 9, 7),
    previous=[
        Previous(
            "1.0.0",
            schema_path="history/inventory-adjusted-1.0.0.avsc",
            badges=[Badge("Channel:Apache Kafka", "yellow")],
            changes="The first version.",
            date=date(2025, 3, 3),
        ),
    ],
)

stock_database = Container(
    "StockDatabase",
    name="Stock database",
    container_type="database",
    technology="postgres@16",
    summary="The level of each product in each warehouse, and who has reserved how many.",
    authoritative=True,
    access_mode="readWrite",
    classification="internal",
    residency="eu-central-1",
    owners=["full-stack"],
)
stock_cache = Container(
    "StockCache",
    name="Stock cache",
    container_type="cache",
    technology="redis@7.4",
    summary="Levels for the website, up to ten seconds old.",
    authoritative=False,
    access_mode="readWrite",
    classification="internal",
    retention="10 seconds",
    owners=["full-stack"],
)

reservation = Entity(
    "Reservation",
    summary="Products that are set aside for an order.",
    aggregate_root=True,
    identifier="reservation_id",
    owners=["full-stack"],
    properties=[
        Property("reservation_id", "uuid", required=True),
        Property(
            "order_id",
            "string",
            required=True,
            references="Order",
            references_identifier="order_id",
            relation_type="is for",
            description="An order has one reservation at most.",
        ),
        Property("items", "array", required=True, items="StockItem", description="What is set aside."),
        Property("reserved_until", "datetime", required=True, description="After this, the products go back on sale."),
        Property("state", "string", required=True, enum=["HELD", "RELEASED", "SOLD"]),
    ],
)
stock_item = Entity(
    "StockItem",
    name="Stock item",
    summary="How many of a product there are, and how many of these can be sold.",
    aggregate_root=True,
    identifier="product_id",
    owners=["full-stack"],
    properties=[
        Property(
            "product_id", "string", required=True, description="Which product; the same id everywhere in the shop."
        ),
        Property("warehouse", "string", required=True, enum=["ham", "lis"], description="Where it lies."),
        Property("on_hand", "integer", required=True, description="What is on the shelf."),
        Property("reserved", "integer", required=True, description="What of it is set aside."),
    ],
)

inventory_service = Service(
    "InventoryService",
    version="2.1.0",
    summary="Counts the stock and sets products aside for orders.",
    description_path="inventory-service.md",
    owners=["full-stack"],
    repository=Repository("https://github.com/acme/inventory-service", language="Python"),
    attachments=[
        Attachment(
            "https://wiki.acme.example.com/runbooks/inventory-service",
            title="Runbook",
            type="runbook",
            description="What to do when reservations pile up",
            icon="BookOpenIcon",
        ),
    ],
    writes_to=[stock_database, stock_cache],
    reads_from=[stock_database, stock_cache],
    entities=[reservation, stock_item],
    docs=[
        ResourceDoc(
            "counts-are-wrong",
            summary="What to do when the shelf and the page disagree.",
            description_path="docs/counts-are-wrong.md",
            category=DocCategory("runbooks", label="Runbooks", position=1),
            order=1,
        ),
    ],
    resource_groups=[
        ResourceGroup("stock-watchers", title="Follow the stock", items=[inventory_adjusted, inventory_events]),
    ],
    changes="Answers `GetStockLevel` by itself; before, the nightly export was the only way to ask.",
    date=date(2026, 6, 1),
    defaults=stock,
    sends=[
        inventory_adjusted,
        Event(
            "StockReserved",
            key="order_id",
            description=(
                "All products of an order are set aside until `reserved_until`. Then they go back on sale,"
                " unless the order has been confirmed."
            ),
            examples=[
                Example(
                    {
                        "reservation_id": "5a0c2d9e-1f5b-4a57-93a8-2f0e6f1f4c10",
                        "order_id": "ord-20260914-0042",
                        "lines": [
                            {"product_id": "mug-blue-035", "quantity": 2},
                            {"product_id": "tea-assam-250", "quantity": 1},
                        ],
                        "reserved_until": "2026-09-14T10:45:00.000Z",
                    },
                    name="Two products",
                    summary="The customer has 15 minutes to pay.",
                ),
            ],
        ),
        # The one Avro schema here that keeps the other ending.
        Event(
            "StockDepleted",
            key="product_id",
            schema_path="stock-depleted.avro",
            summary="The last item of a product has left the stock.",
            examples=[
                Example(
                    {
                        "product_id": "tea-assam-250",
                        "depleted_at": "2026-09-14T16:20:11.000Z",
                        "expected_restock": "2026-09-21",
                    },
                    name="Restock is planned",
                ),
            ],
        ),
    ],
    receives=[
        Command(
            "ReserveStock",
            defaults=stock_commands,
            examples=[
                Example(
                    {
                        "order_id": "ord-20260914-0042",
                        "lines": [
                            {"product_id": "mug-blue-035", "quantity": 2},
                            {"product_id": "tea-assam-250", "quantity": 1},
                        ],
                        "hold_minutes": 15,
                    },
                    name="Two products",
                ),
            ],
        ),
        Command(
            "ReleaseStock",
            defaults=stock_commands,
            examples=[Example({"order_id": "ord-20260914-0042", "reason": "PAYMENT_FAILED"}, name="Payment failed")],
        ),
        Query(
            "GetStockLevel",
            name="Get stock level",
            description=(
                "How many items of a product can be sold right now. The schema describes the question; the"
                " answer is a JSON object with `product_id`, `on_hand`, `reserved` and `available`."
            ),
            schema_path="get-stock-level.schema.json",
            channels=[inventory_api],
            operation=Operation("GET", "/stock/{product_id}", status_codes=["200", "404"]),
            sidebar=Sidebar(badge="GET"),
            examples=[Example({"product_id": "mug-blue-035", "warehouse": "ham"}, name="Blue mugs in Hamburg")],
            reply=Example({"product_id": "mug-blue-035", "on_hand": 150, "reserved": 2, "available": 148}),
        ),
        Receives("OrderCancelled", fields=["order_id"]),
        Receives("StocktakeCompleted", fields=["product_id", "counted_quantity"]),
        Receives("ShelfWeightMeasured", from_=["warehouse.{env}.events"], fields=["product_id", "grams"]),
    ],
)

stock_export = Service(
    "StockExport",
    version="1.4.2",
    summary="Writes the stock of all products into a file every night.",
    description=("Suppliers fetch the file from an SFTP server. It belongs to no domain and is on its way out."),
    owners=["full-stack"],
    deprecated=Deprecated(
        "Ask InventoryService with `GetStockLevel` instead. The last file is written on the day named here.",
        date=date(2027, 1, 31),
    ),
    details_panel={"repository": False},
    receives=[Receives(inventory_adjusted, fields=["product_id", "new_quantity"], group="Nightly export")],
)

inventory = Domain(
    "Inventory",
    version="1.2.0",
    summary="Knows what can be sold.",
    description=(
        "Inventory answers one question: **how many of these can we promise?** It adds what arrives,"
        " subtracts what is sold, and believes the shelves when they disagree with the books."
    ),
    owners=["full-stack"],
    services=[inventory_service],
    entities=[reservation, stock_item],
    domains=["Warehousing"],
)
