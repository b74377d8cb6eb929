"""What a payment is made of."""

from catalog_gen import Badge, Defaults, Entity, Property

things = Defaults(owners=["payments-crew"], badges=[Badge("Payments", "purple")])

refund = Entity(
    "Refund",
    summary="Money on its way back to a customer.",
    identifier="refund_id",
    properties=[
        Property("refund_id", "string", required=True),
        Property(
            "authorization_id",
            "string",
            required=True,
            references="Payment",
            references_identifier="authorization_id",
            relation_type="gives back a part of",
        ),
        Property("amount", "object", required=True, description="Never more than what was paid, all refunds together."),
        Property("reason", "string", enum=["RETURN", "CANCELLED", "GOODWILL"], description="Why it goes back."),
    ],
    defaults=things,
)

payment = Entity(
    "Payment",
    summary="The money for one order: blocked, taken, or refused.",
    aggregate_root=True,
    identifier="authorization_id",
    properties=[
        Property("authorization_id", "string", required=True, description="Paywell's number for it."),
        Property(
            "order_id",
            "string",
            required=True,
            references="Order",
            references_identifier="order_id",
            relation_type="pays for",
            description="An order has one payment that counts, and maybe some that were refused before.",
        ),
        Property("amount", "object", required=True, description="A whole number of the smallest unit, and a currency."),
        Property(
            "state",
            "string",
            required=True,
            enum=["AUTHORIZED", "SETTLED", "FAILED", "DISPUTED"],
            description="`SETTLED` comes with the bank's message in the evening.",
        ),
        Property("refunds", "array", items="Refund", description="What has gone back, the oldest first."),
    ],
    defaults=things,
)
