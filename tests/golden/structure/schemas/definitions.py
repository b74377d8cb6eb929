"""Every type of resource that EventCatalog 4 has, with everything that can be said of it."""

import datetime

from catalog_gen import (
    Actor,
    Adr,
    Agent,
    Attachment,
    Badge,
    Changes,
    Channel,
    Command,
    Container,
    Contract,
    Custom,
    CustomDoc,
    DataProduct,
    Deprecated,
    Diagram,
    DocCategory,
    Domain,
    Entity,
    Event,
    ExternalSystem,
    Flow,
    Items,
    MenuItem,
    Model,
    NextStep,
    Output,
    Pointer,
    Previous,
    Property,
    Query,
    Receives,
    Relationship,
    Repository,
    ResourceDoc,
    ResourceGroup,
    Sends,
    Service,
    Sidebar,
    Specification,
    Step,
    Styles,
    System,
    Team,
    Term,
    Tool,
    Trigger,
    User,
)

ada = User("ada", name="Ada Lovelace", role="Architect", github="@ada")
platform = Team(
    "platform",
    name="Platform",
    summary="Keeps everything running.",
    members=[ada],
    slack="https://acme.slack.com/archives/C01",
)
selling = Team("selling", name="Selling", summary="Sells.", members=[ada])

# messages

order_events = Channel(
    "orders.events", summary="What happens to orders.", address="acme.orders.events", owners=["platform"]
)
order_placed = Event(
    "OrderPlaced",
    version="1.1.0",
    snippets=[],
    summary="Somebody has ordered something.",
    schema_path="order-placed.json",
    channels=[order_events],
    changes="`total` is in cents now.",
    date=datetime.date(2026, 3, 1),
    previous=[Previous("1.0.0", changes="The first one.", date=datetime.date(2025, 3, 1))],
    details_panel={"triggers": True, "triggered_by": False},
)
order_refused = Event("OrderRefused", summary="It cannot be delivered.", channels=["orders.events"], snippets=[])
place_order = Command("PlaceOrder", summary="Order what is in the cart.", snippets=[])
get_order = Query("GetOrder", summary="What has become of an order?", snippets=[])

# things, and where they are kept

customer = Entity(
    "Customer", summary="Somebody who orders.", identifier="email", properties=[Property("email", "string")]
)
order = Entity(
    "Order",
    version="2.0.0",
    summary="What somebody wants to have.",
    description="An order has *lines*, each for one product.",
    aggregate_root=True,
    identifier="id",
    properties=[
        Property("id", "UUID", required=True, description="Made by us."),
        Property(
            "customer",
            "string",
            required=True,
            references=customer,
            references_identifier="email",
            relation_type="belongsTo",
            reference_target="entity",
        ),
        Property("status", "string", required=False, enum=["placed", "paid", "sent"]),
        Property(
            "address",
            "object",
            description="Where it goes.",
            properties=[
                Property("street", "string", required=True),
                Property("country", "object", properties=[Property("code", "string", description="ISO 3166-1.")]),
            ],
        ),
        Property(
            "lines",
            "array",
            required=True,
            items=Items(
                "object", properties=[Property("sku", "string"), Property("buyer", "string", references="Customer")]
            ),
        ),
        Property("notes", "array", items="string"),
        Property("friends", "array", items=Items("Customer")),
    ],
    previous=[Previous("1.0.0", summary="What somebody wants.", date=datetime.date(2024, 1, 1))],
    formerly=["Purchase"],
    attachments=[Attachment("https://acme.example/orders.pdf", title="The word of the law", type="pdf")],
)
orders_db = Container(
    "orders-db",
    version="1.2.0",
    container_type="database",
    summary="All orders.",
    description="Partitioned by month.",
    technology="postgres@17",
    purpose="The state of every order",
    authoritative=True,
    access_mode="readWrite",
    classification="confidential",
    residency="eu-west-1",
    retention="10 years",
    changes=Changes("Partitioned.", badges=[Badge("Migration", "orange")]),
    date=datetime.date(2026, 1, 15),
    previous=[Previous("1.0.0", changes="The first one.")],
    repository=Repository("https://github.com/acme/orders-db", language="SQL"),
)
cache = Container("cart-cache", container_type="cache", summary="Carts of the last hour.", authoritative=False)
lake = Container(
    "lake", container_type="dataLake", summary="Everything, for ever.", access_mode="appendOnly", owners=[platform]
)

# who does it

runbook = DocCategory("runbooks", label="Runbooks: when it burns", position=1)
orders = Service(
    "Orders",
    version="3.0.0",
    name="Order service",
    summary="Takes orders.",
    owners=[selling],
    sends=[Sends(order_placed, fields=["total"], group="Orders"), order_refused],
    receives=[
        Receives(
            place_order,
            triggers=[
                Trigger(order_placed, condition="everything is in stock"),
                Trigger("OrderRefused", version="1.0.0", condition="something is missing"),
            ],
        ),
        get_order,
    ],
    entities=[order, Pointer("Customer", version="1.0.0")],
    writes_to=[orders_db],
    reads_from=[orders_db, "cart-cache"],
    specifications=[Specification("orders.yml", type="openapi", name="Orders API")],
    docs=[
        ResourceDoc(
            "01-restart",
            category=runbook,
            summary="How to start it again.",
            description="1. Look at `orders-db`.\n2. Start it.\n\n:::warning\nNot twice.\n:::\n",
            order=1,
            badges=[Badge("On call", "red")],
        ),
        ResourceDoc("02-scale", category="runbooks", title="More of them", description_path="scale.md"),
        ResourceDoc("faq", description="Why does it say 404? There is no such order.", slug="orders-faq"),
        ResourceDoc("old", category=DocCategory("attic", label="Attic", position=9), description="Gone.", hidden=True),
    ],
    resource_groups=[ResourceGroup("close", title="Close to it", items=[order_placed, orders_db, platform], limit=5)],
    changes="Agents may order, too.",
    date=datetime.date(2026, 2, 1),
    previous=[
        Previous(
            "2.0.0", changes=Changes("People only.", badges=[Badge("Removed", "red")]), deprecated=Deprecated("Use 3.")
        ),
        Previous("1.0.0", name="Shop", summary="Sells things."),
    ],
    formerly=["Shop"],
)
payment = Service(
    "Payments", summary="Takes the money.", owners=[platform], external_system=True, receives=[order_placed]
)
advisor = Agent(
    "Advisor",
    version="0.2.0",
    summary="Tells people what to order.",
    description="It asks a language model, and never a person.",
    owners=[selling],
    model=Model("claude", provider="anthropic", version="4.5"),
    tools=[
        Tool(
            "Stock",
            type="mcp",
            url="https://mcp.acme.example/stock",
            icon="/icons/stock.svg",
            description="What is there.",
        ),
        Tool("Calculator", type="function"),
    ],
    sends=[Sends(place_order)],
    receives=[Receives(order_refused, triggers=[Trigger(place_order, condition="there is something like it")])],
    reads_from=[cache],
    writes_to=[cache],
    flows=["Ordering"],
    changes="It can calculate.",
    previous=[Previous("0.1.0", changes="It can talk.")],
    details_panel={"tools": True, "model": False},
)

# flows

ordering = Flow(
    "Ordering",
    version="1.1.0",
    summary="From the cart to the parcel.",
    description="What happens when somebody presses *Order*.",
    steps=[
        Step(1, actor=Actor("customer", name="Customer", summary="Presses the button."), type="actor", next_steps=[2]),
        Step(2, "Order it", message=place_order, next_step=NextStep(3, "always")),
        Step(3, service=orders, summary="Looks into the store.", next_steps=["stock", NextStep("ask", "if in doubt")]),
        Step("ask", agent=advisor, next_step="stock"),
        Step("stock", container=orders_db, next_steps=["decide"]),
        Step(
            "decide",
            custom=Custom(
                "In stock?",
                icon="QuestionMarkCircleIcon",
                type="Decision",
                summary="Somebody looks at the shelf.",
                url="https://acme.example/decide",
                color="orange",
                properties={"timeout": 30, "who": "warehouse", "share": 0.5},
                height=3,
                menu=[MenuItem("How to decide", "https://acme.example/how"), MenuItem("No link")],
            ),
            next_steps=[NextStep("placed", "yes"), NextStep("refused", "no")],
        ),
        Step("placed", message=Pointer("OrderPlaced", version="1.1.0"), next_steps=["pay", "report"]),
        Step("refused", message="OrderRefused", type="message"),
        Step(
            "pay",
            external_system=ExternalSystem("Bank", summary="Moves the money.", url="https://bank.example"),
            next_step="more",
        ),
        Step("report", data_product="SalesReport"),
        Step("more", flow="Refunding", next_step="end"),
        Step("end", "Done", type="node", summary="Everybody is happy."),
    ],
    changes="An advisor takes part.",
    previous=[Previous("1.0.0", changes="The first one.")],
)
refunding = Flow(
    "Refunding", summary="Money goes back.", steps=[Step("all", actor="Accounting", external_system="Bank")]
)
empty = Flow("Planned", summary="Nobody knows yet.")

# data for others

sales = DataProduct(
    "SalesReport",
    summary="What was sold.",
    description="Every night.",
    inputs=[order_placed, orders, Pointer("orders-db", version="1.2.0"), "orders.events", "StockReport"],
    outputs=[
        Output(lake, contract=Contract("contracts/sales.json", name="Sales, one row each", type="json-schema")),
        Output("OrderPlaced", version="1.0.0"),
        cache,
    ],
    repository=Repository("https://github.com/acme/sales", language="SQL"),
)
stock_report = DataProduct("StockReport", summary="What is there.", outputs=[Pointer("lake")])

# drawings and decisions

landscape = Diagram(
    "landscape",
    version="2.0.0",
    summary="All of it.",
    description="```mermaid\ngraph TD\n  A[Shop] --> B[Bank]\n```\n\nThe bank is not ours.",
    previous=[Previous("1.0.0", description="```mermaid\ngraph TD\n  A[Shop]\n```")],
)
use_kafka = Adr(
    "0001-use-kafka",
    name="Use Kafka",
    status="superseded",
    date=datetime.date(2024, 5, 1),
    summary="Events go over Kafka.",
    description="### Context\n\nWe need a log.\n\n### Decision\n\nKafka.\n\n### Consequences\n\nWe run it.",
    decision_makers=[ada, platform],
    applies_to=["orders.events", orders],
    superseded_by=["0002-use-a-cloud"],
)
use_a_cloud = Adr(
    "0002-use-a-cloud",
    name="Use a cloud",
    version="1.1.0",
    status="accepted",
    date=datetime.date(2025, 5, 1),
    decision_makers=["ada"],
    applies_to=[
        "Shop-system",
        orders,
        Pointer("OrderPlaced", version="1.0.0"),
        order,
        lake,
        sales,
        ordering,
        advisor,
        landscape,
        platform,
        ada,
        "Sales",
    ],
    supersedes=[use_kafka],
    amends=[Pointer("0003-names", version="1.0.0")],
    related=["0004-agents"],
    owners=[platform],
    diagrams=[landscape],
    previous=[Previous("1.0.0", description="As it was.")],
    details_panel={"applies_to": True, "decision_makers": False},
)
names = Adr("0003-names", status="proposed", date=datetime.date(2025, 1, 1), amended_by=["0002-use-a-cloud"])
agents = Adr(
    "0004-agents", status="rejected", date=datetime.date(2026, 1, 1), related=["0002-use-a-cloud", "0003-names"]
)

# systems and domains

bank = System("Bank", summary="Somebody else's.", scope="external", owners=["platform"])
shop = System(
    "Shop-system",
    name="Shop",
    version="1.1.0",
    summary="Where people order.",
    description="The shop takes orders, and *nothing* else.",
    scope="internal",
    services=[orders],
    containers=[orders_db, cache],
    entities=[order],
    flows=[ordering],
    relationships=[
        Relationship(bank, "takes the money from", version="1.0.0"),
        Relationship("Warehouse", "sends parcels with"),
        Relationship("Bank", "asks about refunds"),
        "Tax-office",
    ],
    actors=[
        Actor("customer", name="Customer", label="orders", direction="inbound"),
        Actor("clerk", summary="Looks at what went wrong.", direction="outbound"),
        Actor("auditor"),
    ],
    repository=Repository("https://github.com/acme/shop", language="Python"),
    diagrams=[landscape],
    attachments=["https://acme.example/shop.pdf"],
    specifications=[Specification("https://acme.example/shop.yml", type="asyncapi", name="All of it")],
    changes="A cache.",
    date=datetime.date(2026, 2, 2),
    previous=[Previous("1.0.0", changes="The first one.")],
    formerly=["Webshop"],
    details_panel={"services": True, "diagrams": False},
    styles=Styles(icon="/icons/shop.svg", node_color="blue", node_label="Shop"),
    sidebar=Sidebar("Shop", badge="Core"),
    extensions={"x-cost-center": "42", "x-tier": {"name": "gold", "since": 2024}},
)
warehouse = System(
    "Warehouse", summary="Sends parcels.", services=["Parcels"], relationships=[Relationship(shop, "reports to")]
)
tax_office = System("Tax-office", summary="Wants to know.", scope="external")
parcels = Service("Parcels", summary="Packs.", owners=["platform"], receives=["OrderPlaced"])
deep_system = System("Deep-system", summary="In a subdomain.", services=["Deep"], flows=["Planned"])
deep = Service(
    "Deep", summary="Lies where EventCatalog would not look.", sends=[Event("DeepSaid", summary="Said.", snippets=[])]
)

returns = Domain("Returns", summary="What comes back.", systems=[deep_system], flows=[refunding], owners=[selling])
sales_domain = Domain(
    "Sales",
    version="1.0.1",
    summary="Everything about selling.",
    description="The heart of it.",
    owners=[selling],
    domains=[returns],
    systems=[shop, Pointer("Warehouse", version="1.0.0"), bank],
    services=[payment],
    agents=[advisor],
    entities=[order, customer],
    data_products=[sales, stock_report],
    flows=[ordering],
    sends=[Sends(order_placed)],
    receives=[Receives("PlaceOrder", triggers=[Trigger("OrderPlaced")])],
    ubiquitous_language=[
        Term("order", name="Order", summary="What somebody wants.", description="With *lines*.", icon="ShoppingCart"),
        Term("SKU", summary="The number of a product."),
    ],
    docs=[ResourceDoc("strategy", category=DocCategory("guides", label="Guides"), description="Sell more.")],
    details_panel={"systems": True, "ubiquitous_language": False},
    changes="Agents sell, too.",
    previous=[Previous("1.0.0", changes="The first one.", badges=[Badge("Old", "gray")])],
    formerly=["Selling"],
)

# documents of the catalog

first = CustomDoc(
    "welcome",
    title="Welcome",
    summary="Where to begin.",
    description="Begin with [the shop](/docs/domains/Sales/1.0.1).",
    owners=[ada],
)
kafka = CustomDoc(
    "guides/operations/01-kafka",
    summary="How we run it.",
    description_path="kafka.md",
    slug="kafka",
    label="Kafka",
    order=1,
    badges=[Badge("Operations", "blue")],
    owners=["platform"],
    formerly=["guides/kafka"],
)
