"""Messages over every protocol, with every client, and with names that are not easy to write down."""

from catalog_gen import (
    AmqpBinding,
    Channel,
    CloudEvents,
    Command,
    Discriminator,
    Event,
    EventBridgeBinding,
    Example,
    Header,
    KafkaBinding,
    MqttBinding,
    NatsBinding,
    Operation,
    Parameter,
    Query,
    RedisBinding,
    Service,
    SqsBinding,
)

HOSTILE = "it's \"quoted\" \\ {braces} ${x} </Tabs> ``` äöü 😀 \u2028"
env = Parameter(enum=["dev", "prod"], default="dev")

topic = Channel(
    "orders.{env}.{region}",
    address="orders.{env}.{region}.{tenant}",
    protocols=["kafka"],
    parameters={"env": env, "region": {"enum": ["eu", "us"]}, "tenant": {}},
    environments={"prod": "orders.eu.v2"},
    discriminator="event-type",
    dead_letter="dead.{env}.orders",
    bindings=[KafkaBinding(group="order-readers", offset_reset="latest")],
)
registered = Channel("registered", protocols=["kafka"], discriminator=Discriminator(schema_name=True))
exchange = Channel(
    "order.work",
    protocols=["amqp"],
    dead_letter="dead",
    bindings=[AmqpBinding(exchange="work.{env}", queue_type="classic", prefetch=1)],
    parameters={"env": env},
)
subject = Channel(
    "orders.all",
    address="orders.{order}.placed",
    protocols=["nats"],
    parameters={"order": Parameter(field="order_id")},
    bindings=[NatsBinding(stream="ORDERS", durable="order-readers", ack_wait=30, max_deliver=5)],
)
stream = Channel("stream", address=HOSTILE.replace("{", "<").replace("}", ">"), protocols=["redis"], bindings=[RedisBinding(max_length=10, claim_after=5)])
sensors = Channel(
    "sensors",
    address="acme/{site}/{sensor}",
    protocols=["mqtt"],
    parameters={"site": {"default": "ham"}, "sensor": Parameter(field="sensor")},
    bindings=[MqttBinding(qos=2, retain=True, session_expiry=60)],
)
notifications = Channel("notifications", address="orders.fifo", protocols=["sns"])
queue = Channel("jobs", protocols=["sqs"], bindings=[SqsBinding(wait_seconds=1)])
bus = Channel("bus", protocols=["eventbridge"])
api = Channel(
    "orders-api", address="https://orders.{env}.example.com/v1", protocols=["http"], parameters={"env": env},
    environments={"prod": "https://orders.example.com/v1"},
)
webhooks = Channel("webhooks", address="/hooks", protocols=["http"], discriminator="x-event")

order = {
    "order_id": "0b1f6f0e-6d2c-4b52-9a55-6f6d3a1a9c01",
    "customer": {"id": HOSTILE},
    "total": "12.50",
    "placed_at": "2026-09-14T08:12:45.120Z",
    "local": "2026-09-14T08:12:45.120000",
    "day": "2026-09-14",
    "clock": "08:12:45.120",
    "status": "PAID",
    "paid_by": {"id": "c-1"},
    "checksum": "\x00\x7f\xff'",
    "parent": None,
}
order_placed = Event(
    "OrderPlaced",
    schema_path="order.avsc",
    channels=[topic, subject],
    key="customer.id",
    headers={"event-type": "order.placed", "hostile": HOSTILE, "trace": Header(generate="hex")},
    examples=[Example({**order, "parent": {**order, "paid_by": "bank"}})],
)
order_registered = Event(
    "OrderRegistered", schema_path="order.avsc", channels=[registered], key="order_id", registry_subject="orders-v1",
    examples=[Example(order)],
)
order_shipped = Event(
    "OrderShipped", schema_path="order-shipped.proto", channels=[topic, queue], key="order_id",
    python_module="acme.orders.order_shipped_pb2", snippets=["confluent-kafka", "aiokafka"],
    examples=[Example({"orderId": "o-1", "parcels": [{"number": "1", "label": "AP8K"}], "bike": "b-7"})],
)
orders_counted = Event(
    "OrdersCounted", channels=[topic], examples=[Example([{"day": "2026-09-14", "count": 3}, HOSTILE, None, 0.1])],
)
order_cancelled = Event(
    "OrderCancelled", channels=[topic, notifications, bus], key="order_id",
    envelope=CloudEvents("structured", type="com.acme.OrderCancelled", source="/orders"),
    bindings=[EventBridgeBinding(source="com.acme", detail_type="Order cancelled")],
    examples=[Example({"order_id": "o-1", "it's \"odd\"": HOSTILE, "__proto__": 1, "class": True})],
)
weight_measured = Event(
    "WeightMeasured", channels=[sensors, stream], envelope=CloudEvents("binary"), key="sensor",
    examples=[Example({"sensor": "a-01", "grams": 51800})],
)
pack_order = Command("PackOrder", channels=[exchange], examples=[Example({"order_id": "o-1", "hurry": False})])
place_order = Command(
    "PlaceOrder", channels=[api], operation=Operation("PUT", "/orders/{order_id}"),
    examples=[Example({"order_id": "o-1", "lines": [{"sku": "a"}]})],
)
get_order = Query(
    "GetOrder", operation=Operation("GET", "/orders/{order-id}"), reply=Example({"status": "PAID", "note": None}),
    examples=[Example({"order-id": "o 1/2", "fields": "all", "deep": None})],
)
count_orders = Query(
    "CountOrders", channels=[exchange], bindings=[AmqpBinding(routing_key="orders.count")],
    reply=Example({"count": 3}), examples=[Example({"day": "2026-09-14"})],
)
invoice_sent = Event("InvoiceSent", channels=[webhooks], examples=[Example({"invoice": 1})])
invoice_paid = Event("InvoicePaid", channels=[webhooks], examples=[Example({"invoice": 1})])
nowhere = Event("Nowhere", examples=[Example({"a": 1})])
unknown = Event("Unknown", channels=[Channel("pulsar", protocols=["pulsar"])], examples=[Example({"a": 1})])

orders = Service(
    "OrderService",
    sends=[
        order_placed, order_registered, order_shipped, orders_counted, order_cancelled, pack_order, get_order, count_orders,
    ],
    receives=[place_order],
)
billing = Service(
    "BillingService",
    sends=[invoice_sent, invoice_paid, place_order],
    receives=[order_placed, order_registered, order_shipped, order_cancelled, orders_counted],
)
warehouse = Service(
    "WarehouseService", sends=[weight_measured], receives=[pack_order, get_order, count_orders, weight_measured]
)
