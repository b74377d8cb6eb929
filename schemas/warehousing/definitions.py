"""Warehousing, a part of Inventory: what really lies on the shelves."""

from catalog_gen import (
    Badge,
    Channel,
    Defaults,
    Domain,
    Event,
    Example,
    Parameter,
    Receives,
    Repository,
    Route,
    Schema,
    Sends,
    Service,
)

SITES = {"ham": "Hamburg", "lis": "Lisbon"}

environment = Parameter(enum=["dev", "prod"], default="dev", description="Where the warehouse systems run")
site = Parameter(
    enum=list(SITES),
    description="The warehouse: " + ", ".join(f"{code} is {city}" for code, city in SITES.items()),
)

warehouse_events = Channel(
    "warehouse.{env}.events",
    name="Warehouse events",
    summary="What the warehouses report: weights and counts.",
    description="Kept for three days. Whoever needs the counts for longer stores them.",
    protocols=["kafka"],
    parameters={"env": environment},
    environments={"prod": "eu.warehouse.events.v1"},
    wire_format="avro",
    discriminator="event-type",
    delivery_guarantee="at-least-once",
    owners=["platform"],
)
shelves = Channel(
    "warehouse.{env}.shelves",
    name="Shelf sensors",
    summary="One MQTT topic for each shelf in a warehouse.",
    description=(
        "A bridge copies everything to Kafka within a second. Subscribe there; the MQTT broker is reachable"
        " only from inside the warehouses."
    ),
    address="acme/{env}/{site}/shelves/{shelf}/weight",
    protocols=["mqtt"],
    parameters={
        "env": environment,
        "site": site,
        "shelf": Parameter(examples=["a-01", "b-17"], description="Aisle and number of the shelf", field="shelf"),
    },
    delivery_guarantee="at-most-once",
    routes=[warehouse_events],
    owners=["platform", "logistics"],
)

warehouse = Defaults(
    schema_path="{kebab_id}.json",
    channels=[warehouse_events],
    badges=[Badge("Warehousing", "lime")],
    compatibility="BACKWARD",
)

shelf_weight_measured = Event(
    "ShelfWeightMeasured",
    name="Shelf weight measured",
    version="1.1.0",
    description_path="shelf-weight-measured.md",
    channels=[shelves],
    key="shelf",
    schemas=[
        Schema("shelf-weight-measured.json", name="From the scales", default=True),
        Schema("shelf-weight-measured.avsc", name="On Kafka"),
    ],
    examples=[
        Example(
            {
                "shelf": "ham-a-01",
                "product_id": "mug-blue-035",
                "grams": 51800,
                "measured_at": "2026-09-14T16:04:30Z",
            },
            name="Shelf of blue mugs",
        ),
    ],
    defaults=warehouse,
)

warehousing = Domain(
    "Warehousing",
    name="Warehousing",
    summary="Watches the shelves and counts what is on them.",
    owners=["logistics"],
    defaults=warehouse,
    services=[
        Service(
            "ShelfSensors",
            version="3.2.0",
            summary="Firmware of the scales under every shelf.",
            description="About 4,000 scales in two warehouses. Each weighs its shelf after every movement.",
            repository=Repository("https://github.com/acme/shelf-sensors", language="Rust"),
            sends=[Sends(shelf_weight_measured, to=[shelves])],
        ),
        Service(
            "WarehouseService",
            version="1.3.0",
            summary="Turns weights into counts and plans the stocktakes.",
            repository=Repository("https://github.com/acme/warehouse-service", language="Go"),
            sends=[
                Event(
                    "StocktakeCompleted",
                    key="product_id",
                    wire_format="json",
                    examples=[
                        Example(
                            {
                                "stocktake_id": "st-2026-037",
                                "product_id": "mug-blue-035",
                                "warehouse": "ham",
                                "expected_quantity": 148,
                                "counted_quantity": 147,
                                "completed_on": "2026-09-15",
                            },
                            name="One mug is missing",
                        ),
                    ],
                ),
            ],
            receives=[
                Receives(
                    shelf_weight_measured,
                    from_=[
                        Route(shelves, parameters={"site": "ham"}, delivery_mode="push"),
                        Route(warehouse_events, delivery_mode="pull"),
                    ],
                    fields=["shelf", "product_id", "grams"],
                ),
            ],
        ),
    ],
)
