"""Every keyword of every type, once."""

from datetime import date

from catalog_gen import (
    Attachment,
    Badge,
    Channel,
    Command,
    Defaults,
    Deprecated,
    Domain,
    Draft,
    Event,
    Example,
    Operation,
    Parameter,
    Pointer,
    Previous,
    Query,
    Receives,
    Repository,
    ResourceGroup,
    Route,
    Sends,
    Service,
    Sidebar,
    Source,
    Specification,
    Styles,
    Team,
    Trigger,
    User,
)

ann = User(
    "ann",
    name="Ann Lee",
    summary="Looks after orders.",
    description="Ask Ann about **orders**.",
    role="Lead developer",
    avatar_url="https://example.com/ann.png",
    email="ann@example.com",
    slack="https://acme.slack.com/team/U1",
    ms_teams="https://teams.example.com/ann",
    github="@ann-lee",
    hidden=False,
    read_only=True,
    source=Source("github", id="17", url="https://github.com/ann-lee"),
)
orders = Team(
    "orders",
    name="Orders crew",
    summary="Runs everything about orders.",
    description_path="orders.md",
    members=[ann, "ben"],
    email="orders@example.com",
    slack="https://acme.slack.com/archives/C1",
    ms_teams="https://teams.example.com/orders",
    on_call="https://acme.pagerduty.com/schedules/P1",
    github="@acme/orders",
    hidden=True,
    read_only=False,
    source=Source("entra"),
)
ben = User("ben")

base = Defaults(
    owners=[orders],
    repository=Repository("https://github.com/acme/shop", language="Python"),
    extensions={"x-team": {"cost-center": 42, "tags": ["a", "b"]}},
)
common = Defaults(base, badges=[Badge("Core", background_color="#22c55e", text_color="rgb(1 2 3)", icon="BoltIcon")])

audit = Channel("audit", summary="What happened.", owners=[orders], protocols=["kafka"])
events = Channel(
    "orders.{env}.{region}.events",
    name="Order events",
    version="1.1.0",
    summary="All events of orders.",
    description="Kept for **seven days**.",
    address="acme.orders.{env}.{region}.events",
    protocols=["kafka", "http"],
    parameters={
        "env": {"enum": ["dev", "prod"], "default": "dev", "description": "Where it runs", "examples": ["dev"]},
        "region": Parameter(enum=["eu", "us"], default="eu"),
    },
    environments={"prod": "acme.eu.orders.v2"},
    delivery_guarantee="at-least-once",
    routes=[Route(audit, parameters={"env": "prod"})],
    owners=[orders],
    badges=[Badge("Kafka", "yellow", url="https://kafka.apache.org")],
)

placed = Event(
    "OrderPlaced",
    name="Order placed",
    version="3.0.0",
    summary="A customer has placed an order.",
    description="""
        The order is *placed* and paid.

        - It has an id.
        - It has a total.
    """,
    owners=[ann, orders],
    badges=[Badge("New", "green", icon="SparklesIcon", url="/docs")],
    draft=Draft("Not before **May**.", title="Soon"),
    deprecated=Deprecated("Use something else.", date=date(2030, 1, 31)),
    hidden=False,
    repository=Repository("https://github.com/acme/orders"),
    edit_url="https://example.com/edit/OrderPlaced",
    specifications=[Specification("orders.yml", type="asyncapi", name="Orders API")],
    sidebar=Sidebar("Placed", badge="EVENT", color="blue", background_color="white"),
    styles=Styles(icon="/icons/queue/kafka.svg", node_color="green", node_label="placed"),
    visualiser=True,
    attachments=["https://example.com/a", Attachment("https://example.com/b", title="B", type="guide", description="How", icon="Book")],
    diagrams=["order-map", Pointer("order-map", version="1.0.0")],
    resource_groups=[ResourceGroup("related", title="Related", items=[events, orders, "OrderService"], limit=5, sidebar=False)],
    details_panel={"producers": False, "triggered_by": False},
    extensions={"x-pii": True},
    previous=[
        Previous(
            "2.0.0",
            name="Order placed (old)",
            summary="It was placed.",
            description="The *old* one.",
            badges=[],
            schema_path="old.json",
            examples=[Example({"id": 1})],
            draft=False,
            deprecated=True,
            hidden=True,
            changes="Numbers became texts.\n\n- `id` is a text | really",
            date=date(2025, 5, 1),
        ),
        Previous("1.0.0", description_path="first.md"),
    ],
    changes="`total` is **required** now.",
    date=date(2026, 1, 2),
    formerly=["OrderCreated"],
    defaults=common,
    schema_path="order.json",
    channels=[Route(events, version="1.1.0", parameters={"env": "prod"}, delivery_mode="push")],
    key="order_id",
    compatibility="FULL_TRANSITIVE",
    examples=[
        Example({"order_id": "o-1", "total": 12.5, "none": None, "list": [1, True]}, name="Small", summary="A small one."),
        Example(path="big.json", name="Big"),
    ],
    operation=Operation("POST", "/orders/{id}", status_codes=["201", "409"]),
)
place = Command("PlaceOrder", summary="Place an order.", operation=Operation("POST", "/orders"), defaults=common)
status = Query("GetOrder", summary="Tell me about an order.", defaults=common)

service = Service(
    "OrderService",
    summary="Takes orders.",
    description="Runs on *one* machine.",
    sends=[Sends(placed, fields=["order_id"], group="orders", to=[events, Route("audit", delivery_mode="push-pull")])],
    receives=[
        Receives(place, from_=["audit"], fields=["order_id"], group="in", triggers=[Trigger(placed, condition="if paid")]),
        status,
        Receives("OrderPlaced", version="1.0.0"),
    ],
    entities=["Cart"],
    flows=[Pointer("CheckoutFlow", version="1.0.0")],
    writes_to=["orders-db"],
    reads_from=["orders-db"],
    external_system=True,
    specifications=[
        Specification("orders.yml", type="asyncapi"),
        Specification("https://example.com/openapi.yml", type="openapi", name="Web", headers={"x-key": "${KEY}"}),
    ],
    version="2.0.0",
    previous=[Previous("1.9.9")],
    details_panel={"containers": True},
    defaults=common,
)
ordering = Domain("Ordering", summary="The heart of the shop.", services=["OrderService"], defaults=common)
shop = Domain(
    "Shop",
    summary="Everything.",
    domains=[ordering],
    services=[],
    agents=["checkout-agent"],
    systems=["checkout"],
    entities=["Cart"],
    data_products=["StockLedger"],
    flows=["CheckoutFlow"],
    sends=[placed],
    receives=["PlaceOrder"],
    details_panel={"ubiquitous_language": False, "systems": True},
    owners=["orders"],
)
