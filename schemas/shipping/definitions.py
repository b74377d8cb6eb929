"""Shipping: from the confirmed order to the parcel at the door, and back."""

from datetime import date

from catalog_gen import (
    Badge,
    Channel,
    Defaults,
    Domain,
    Draft,
    Event,
    Example,
    Operation,
    Query,
    Receives,
    Repository,
    Service,
    Sidebar,
    Styles,
)

environment = {"enum": ["dev", "staging", "prod"], "default": "dev"}

shipping_events = Channel(
    "shipping.{env}.events",
    name="Shipping events",
    summary="Where the parcels are.",
    protocols=["kafka"],
    parameters={"env": environment},
    environments={"prod": "eu.shipping.events.v1"},
    discriminator="event-type",
    delivery_guarantee="at-least-once",
    styles=Styles(icon="/icons/protocols/kafka.svg"),
    owners=["platform"],
)
shipping_api = Channel(
    "shipping-api",
    name="Shipping API",
    summary="Parcel tracking over HTTP.",
    address="https://shipping.{env}.acme.example.com",
    protocols=["http"],
    parameters={"env": environment},
    environments={"prod": "https://shipping.acme.example.com"},
    owners=["logistics"],
)

# The domain's defaults reach its service and the messages declared inside it.
parcels = Defaults(
    owners=["logistics"],
    schema_path="{kebab_id}.proto",
    channels=[shipping_events],
    badges=[Badge("Shipping", "amber")],
    compatibility="BACKWARD",
)

shipping_service = Service(
    "ShippingService",
    version="1.9.0",
    summary="Chooses a carrier, prints the label and follows the parcel.",
    description=(
        "Three carriers pick up parcels at 11:00 and at 16:00. An order that is confirmed an hour before a"
        " pick-up leaves with it."
    ),
    repository=Repository("https://github.com/acme/shipping-service", language="Go"),
    receives=[
        Receives("OrderConfirmed", fields=["order_id", "lines", "delivery_address"]),
        Query(
            "TrackShipment",
            schema_path="track-shipment.schema.json",
            channels=[shipping_api],
            operation=Operation("GET", "/shipments/{order_id}", status_codes=["200", "404"]),
            sidebar=Sidebar(badge="GET"),
            description=(
                "Where the parcels of an order are. The schema describes the question; the answer is a JSON"
                " array with `carrier`, `tracking_number` and `status` for each parcel."
            ),
            examples=[Example({"order_id": "ord-20260914-0042"}, name="One order")],
            reply=Example([{"carrier": "BLUE_VAN", "tracking_number": "BV-2210", "status": "ON_THE_WAY"}]),
        ),
    ],
    sends=[
        Event(
            "ShipmentDispatched",
            version="1.1.0",
            key="order_id",
            changes="An order can have several parcels: `parcel_number` and `parcel_count` are new.",
            date=date(2026, 3, 16),
            examples=[
                Example(
                    {
                        "shipment_id": "shp-77120",
                        "order_id": "ord-20260914-0042",
                        "carrier": "CARRIER_BLUE_VAN",
                        "tracking_number": "BV00112233",
                        "parcel_number": 1,
                        "parcel_count": 1,
                        "dispatched_at": "2026-09-14T16:04:00Z",
                    },
                    name="One parcel",
                ),
            ],
        ),
        Event(
            "ShipmentDelivered",
            key="order_id",
            examples=[
                Example(
                    {
                        "shipment_id": "shp-77120",
                        "order_id": "ord-20260914-0042",
                        "delivered_at": "2026-09-16T09:48:00Z",
                        "received_by": "neighbour",
                    },
                    name="At the neighbour's",
                ),
            ],
        ),
        Event(
            "ReturnReceived",
            version="0.1.0",
            key="order_id",
            draft=Draft("We are still agreeing with Payments on who starts the refund.", title="Not sent yet"),
            description="A customer has sent something back, and it has arrived in a warehouse.",
            examples=[
                Example(
                    {
                        "return_id": "ret-0101",
                        "order_id": "ord-20260914-0042",
                        "items": [{"product_id": "mug-blue-035", "quantity": 1, "resellable": True}],
                        "received_at": "2026-09-23T12:15:00Z",
                    },
                    name="One mug, unharmed",
                ),
            ],
        ),
    ],
)

shipping_domain = Domain(
    "Shipping",
    version="1.0.0",
    summary="Brings orders to the door, and returns back to the shelf.",
    defaults=parcels,
    services=[shipping_service],
    flows=["ReturnAProduct"],
)
