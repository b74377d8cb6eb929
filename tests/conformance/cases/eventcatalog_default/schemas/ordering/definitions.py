from schemas.shared import code, core, http, internal, kafka, node, postgres, required, sets_off, somebody, step, to
from texts import ACTORS, LABELS, PROPERTIES, RESOURCES, TERMS

from catalog_gen import (
    Actor,
    Command,
    Container,
    Defaults,
    Domain,
    Entity,
    Event,
    Flow,
    Items,
    Pointer,
    Previous,
    Property,
    Query,
    Receives,
    Relationship,
    Service,
    Specification,
    System,
    Term,
)

team = Defaults(owners=["ordering-platform"], schema_path="{id}.json")
events = Defaults(team, badges=kafka)
cart_checked_out = Pointer("cart-checked-out", version="1.0.0")

# --- Order management ----------------------------------------------------------------------------------------------

order_database = Container(
    "order-database",
    **RESOURCES["order-database"],
    container_type="database",
    technology="postgres@16",
    authoritative=True,
    access_mode="readWrite",
    classification="confidential",
    retention="7y",
    residency="eu-west-1",
    defaults=postgres,
)
order_created = Event(
    "order-created",
    **RESOURCES["order-created"],
    previous=[
        Previous("0.6.0", **RESOURCES["order-created 0.6.0"], schema_path="history/order-created-0.6.0.json"),
        Previous("0.3.0", **RESOURCES["order-created 0.3.0"], schema_path="history/order-created-0.3.0.json"),
    ],
    defaults=events,
)
order_cancelled = Event("order-cancelled", **RESOURCES["order-cancelled"], defaults=events)
create_order = Command("create-order", **RESOURCES["create-order"], **http("POST", "/orders", "201", "400", "409"))
cancel_order = Command(
    "cancel-order", **RESOURCES["cancel-order"], **http("POST", "/orders/{orderId}/cancel", "200", "404", "409")
)
order_service = Service(
    "order-service",
    **RESOURCES["order-service"],
    **code("Java", "order-service"),
    receives=[
        Receives(create_order, triggers=sets_off("order-service", "create-order", "order-created")),
        Receives(cancel_order, triggers=sets_off("order-service", "cancel-order", "order-cancelled")),
        Query("get-order", **RESOURCES["get-order"], **http("GET", "/orders/{orderId}", "200", "404")),
    ],
    sends=[
        order_created,
        *[
            Event(f"order-{what}", **RESOURCES[f"order-{what}"], defaults=events)
            for what in (
                "confirmed",
                "amended",
                "placed-on-hold",
                "hold-released",
                "fulfilment-started",
                "status-changed",
                "delivery-address-changed",
                "archived",
                "completed",
            )
        ],
        order_cancelled,
    ],
    writes_to=[order_database],
    reads_from=[order_database],
    specifications=[Specification("OrderService/asyncapi.yml", type="asyncapi", name="Order Service AsyncAPI")],
    defaults=team,
)

CANCELLING = "order-cancellation"
cancelling = Flow(
    CANCELLING,
    **RESOURCES[CANCELLING],
    steps=[
        step(
            CANCELLING,
            "cancellation_trigger",
            "cancel_order_command",
            actor=somebody(CANCELLING, "cancellation_trigger"),
        ),
        step(CANCELLING, "cancel_order_command", "order_service", message=cancel_order),
        step(CANCELLING, "order_service", "eligibility_check", "not_cancellable", service=order_service),
        step(
            CANCELLING,
            "eligibility_check",
            "order_database",
            custom=node(CANCELLING, "eligibility_check", "Policy", "blue", "ClipboardDocumentCheckIcon"),
        ),
        step(CANCELLING, "order_database", "order_cancelled", container=order_database),
        step(CANCELLING, "order_cancelled", "downstream_unwind", message=order_cancelled),
        step(
            CANCELLING,
            "downstream_unwind",
            custom=node(CANCELLING, "downstream_unwind", "Compensation", "orange", "ArrowUturnLeftIcon"),
        ),
        step(
            CANCELLING,
            "not_cancellable",
            custom=node(CANCELLING, "not_cancellable", "Exception", "red", "ExclamationTriangleIcon"),
        ),
    ],
)
order_management_system = System(
    "order-management-system",
    **RESOURCES["order-management-system"],
    services=[order_service],
    containers=[order_database],
    flows=[cancelling],
    relationships=[Relationship("checkout-system", LABELS["order-management-system"]["checkout-system"])],
    badges=internal,
    defaults=team,
)

# --- Checkout ------------------------------------------------------------------------------------------------------

reserve_inventory = Command(
    "reserve-inventory", **RESOURCES["reserve-inventory"], **http("POST", "/reservations", "201", "400", "409")
)
authorize_payment = Command(
    "authorize-payment",
    **RESOURCES["authorize-payment"],
    **http("POST", "/payments/authorize", "201", "400", "402", "409"),
    defaults=team,
)
checkout_api = Service(
    "checkout-api",
    **RESOURCES["checkout-api"],
    **code("TypeScript", "checkout-api"),
    receives=[Receives("checkout-cart", version="1.0.0")],
    defaults=team,
)
checkout_orchestrator = Service(
    "checkout-orchestrator",
    **RESOURCES["checkout-orchestrator"],
    **code("TypeScript", "checkout-orchestrator"),
    sends=[reserve_inventory, authorize_payment, create_order],
    defaults=team,
)

SAGA = "checkout-saga"
saga = Flow(
    SAGA,
    **RESOURCES[SAGA],
    steps=[
        step(SAGA, "cart_checked_out", "checkout_api", message=cart_checked_out),
        step(SAGA, "checkout_api", "orchestrator", service=checkout_api),
        step(SAGA, "orchestrator", "reserve_inventory", service=checkout_orchestrator),
        step(SAGA, "reserve_inventory", "authorize_payment", "compensate_release", message=reserve_inventory),
        step(SAGA, "authorize_payment", "create_order", "compensate_release", message=authorize_payment),
        step(SAGA, "create_order", "saga_complete", message=create_order),
        step(SAGA, "saga_complete", custom=node(SAGA, "saga_complete", "Outcome", "green", "CheckCircleIcon")),
        step(
            SAGA,
            "compensate_release",
            custom=node(SAGA, "compensate_release", "Compensation", "red", "ArrowUturnLeftIcon"),
        ),
    ],
)
checkout_system = System(
    "checkout-system",
    **RESOURCES["checkout-system"],
    services=[checkout_api, checkout_orchestrator],
    flows=[saga],
    relationships=[Relationship(order_management_system, LABELS["checkout-system"]["order-management-system"])],
    actors=[Actor("shopper", **ACTORS["checkout-system"]["shopper"], direction="inbound")],
    badges=internal,
    defaults=team,
)

# --- The business --------------------------------------------------------------------------------------------------

ORDERING = "place-an-order"
ordering_flow = Flow(
    ORDERING,
    **RESOURCES[ORDERING],
    steps=[
        step(
            ORDERING,
            "shopper_checks_out",
            "checkout_cart_command",
            actor=somebody(ORDERING, "shopper_checks_out"),
        ),
        step(ORDERING, "checkout_cart_command", "cart_api", message=Pointer("checkout-cart", version="1.0.0")),
        step(ORDERING, "cart_api", "cart_checked_out", service=Pointer("cart-api", version="1.0.0")),
        step(ORDERING, "cart_checked_out", "checkout_api", message=cart_checked_out),
        step(ORDERING, "checkout_api", "checkout_orchestrator", service=checkout_api),
        step(
            ORDERING, "checkout_orchestrator", "reserve_inventory", "authorize_payment", service=checkout_orchestrator
        ),
        step(ORDERING, "reserve_inventory", "authorize_payment", message=reserve_inventory),
        step(ORDERING, "authorize_payment", "create_order", "checkout_failed", message=authorize_payment),
        step(ORDERING, "create_order", "order_service", message=create_order),
        step(ORDERING, "order_service", "order_created", service=order_service),
        step(ORDERING, "order_created", "order_confirmed", message=order_created),
        step(
            ORDERING,
            "order_confirmed",
            custom=node(ORDERING, "order_confirmed", "Outcome", "green", "CheckCircleIcon"),
        ),
        step(
            ORDERING,
            "checkout_failed",
            "order_cancelled",
            custom=node(ORDERING, "checkout_failed", "Exception", "red", "ExclamationTriangleIcon"),
        ),
        step(ORDERING, "order_cancelled", message=order_cancelled),
    ],
)

order = Entity(
    "order",
    **RESOURCES["order"],
    aggregate_root=True,
    identifier="orderId",
    properties=[
        required("order", "orderId", "UUID"),
        required(
            "order",
            "customer",
            "Customer",
            references="customer-profile",
            relation_type="belongsTo",
            reference_target="entity",
        ),
        required("order", "status", "string"),
        required("order", "totalAmount", "decimal"),
        required(
            "order",
            "deliveryAddress",
            "object",
            properties=[
                Property(line, "string", required=True, description=PROPERTIES["order"][f"deliveryAddress.{line}"])
                for line in ("line1", "city", "postalCode", "countryCode")
            ],
        ),
        Property(
            "adjustments",
            "array",
            description=PROPERTIES["order"]["adjustments"],
            items=Items(
                "object",
                properties=[
                    Property(name, kind, required=True, description=PROPERTIES["order"][f"adjustments.{name}"])
                    for name, kind in (("description", "string"), ("amount", "decimal"))
                ],
            ),
        ),
    ],
)
order_line = Entity(
    "order-line",
    **RESOURCES["order-line"],
    identifier="orderLineId",
    properties=[
        required("order-line", "orderLineId", "UUID"),
        required("order-line", "orderId", "UUID", **to(order, "belongsTo", "orderId")),
        required("order-line", "productId", "UUID", **to("product", "references", "productId")),
        required("order-line", "quantity", "integer"),
    ],
)
order_status_history = Entity(
    "order-status-history",
    **RESOURCES["order-status-history"],
    identifier="orderStatusHistoryId",
    properties=[
        required("order-status-history", "orderStatusHistoryId", "UUID"),
        required("order-status-history", "orderId", "UUID", **to(order, "belongsTo", "orderId")),
        required("order-status-history", "status", "string"),
        required("order-status-history", "changedAt", "datetime"),
    ],
)
checkout_session = Entity(
    "checkout-session",
    **RESOURCES["checkout-session"],
    aggregate_root=True,
    identifier="checkoutSessionId",
    properties=[
        required("checkout-session", "checkoutSessionId", "UUID"),
        required("checkout-session", "cartId", "UUID", **to("cart", "startsFrom", "cartId")),
        required("checkout-session", "status", "string"),
        required("checkout-session", "startedAt", "datetime"),
    ],
)
ordering = Domain(
    "ordering",
    **RESOURCES["ordering"],
    systems=[checkout_system, order_management_system],
    flows=[ordering_flow],
    entities=[checkout_session, order, order_line, order_status_history],
    ubiquitous_language=[
        Term("Order", **TERMS["ordering"]["Order"], icon="ClipboardList"),
        Term("Checkout", **TERMS["ordering"]["Checkout"], icon="CreditCard"),
        Term("Saga", **TERMS["ordering"]["Saga"], icon="Workflow"),
        Term("Reservation", **TERMS["ordering"]["Reservation"], icon="PackageCheck"),
        Term("Authorization", **TERMS["ordering"]["Authorization"], icon="ShieldCheck"),
        Term("Order Item", **TERMS["ordering"]["Order Item"], icon="ListOrdered"),
        Term("Order Status", **TERMS["ordering"]["Order Status"], icon="Workflow"),
    ],
    badges=core,
    defaults=team,
)
