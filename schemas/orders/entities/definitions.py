"""What an order is made of, in the words of the shop."""

from catalog_gen import Badge, Defaults, Entity, Property

things = Defaults(owners=["checkout"], badges=[Badge("Ordering", "blue")])

customer = Entity(
    "Customer",
    summary="Somebody who has ordered at least once.",
    description=(
        "A visitor becomes a customer with the first order. Name and email address are known to the customer"
        " service only; everybody else says `customer_id`."
    ),
    aggregate_root=True,
    identifier="customer_id",
    properties=[
        Property("customer_id", "string", required=True, description="Never changes and is never given away again."),
        Property("since", "date", required=True, description="The day of the first order."),
        Property("addresses", "array", items="Address", description="Where parcels have gone so far."),
    ],
    defaults=things,
)

address = Entity(
    "Address",
    summary="Where a parcel goes.",
    description="Has no id of its own: two addresses with the same lines are the same address.",
    properties=[
        Property("name", "string", required=True, description="Who opens the door."),
        Property("street", "string", required=True),
        Property("extra", "string", required=False, description="Floor, back yard, company."),
        Property("postal_code", "string", required=True),
        Property("city", "string", required=True),
        Property("country", "string", required=True, description="Two letters, as in ISO 3166."),
    ],
    defaults=things,
)

order_line = Entity(
    "OrderLine",
    summary="One product of an order, and how many of it.",
    identifier="line_number",
    properties=[
        Property("line_number", "integer", required=True, description="From 1 on, in the order of the basket."),
        Property(
            "product_id",
            "string",
            required=True,
            references="StockItem",
            references_identifier="product_id",
            relation_type="is one of",
            description="The product, as the warehouse knows it.",
        ),
        Property("quantity", "integer", required=True, description="At least 1."),
        Property(
            "unit_price_minor",
            "integer",
            required=True,
            description="The price when the order was placed, in the smallest unit of the currency.",
        ),
    ],
    defaults=things,
)

order = Entity(
    "Order",
    summary="What a customer wants to have, and how far it is.",
    description=(
        "Everything about an order changes through the order service, one step after the other; whoever keeps a"
        " copy learns of each step from an event.\n\n"
        "An order that is `CANCELLED` stays so. Who wants the products after all places another one."
    ),
    aggregate_root=True,
    identifier="order_id",
    properties=[
        Property(
            "order_id", "string", required=True, description="Chosen by the client, so that asking twice is safe."
        ),
        Property(
            "customer_id",
            "string",
            required=True,
            references=customer,
            references_identifier="customer_id",
            relation_type="placed by",
            description="Who has ordered.",
        ),
        Property(
            "status",
            "string",
            required=True,
            enum=["PLACED", "CONFIRMED", "DISPATCHED", "DELIVERED", "CANCELLED"],
            description="How far it is.",
        ),
        Property("lines", "array", required=True, items="OrderLine", description="1 to 200 products."),
        Property(
            "delivery_address",
            "object",
            required=True,
            references=address,
            relation_type="goes to",
            description="Where it goes; kept as it was on that day.",
        ),
        Property("currency", "string", required=True, description="Three letters, as in ISO 4217."),
        Property("coupon_code", "string", required=False, description="One per order."),
        Property("placed_at", "datetime", required=True, description="When the customer pressed Buy."),
    ],
    defaults=things,
)
