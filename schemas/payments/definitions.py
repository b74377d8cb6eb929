"""Payments: taking money and giving it back, with the help of Paywell."""

from datetime import date

from catalog_gen import (
    Agent,
    Attachment,
    Badge,
    Channel,
    CloudEvents,
    Command,
    Container,
    Defaults,
    Domain,
    Event,
    Example,
    Model,
    Operation,
    Receives,
    Repository,
    Sends,
    Service,
    Styles,
    Tool,
)
from schemas.payments.models import PaymentDisputed

channel = Defaults(
    owners=["platform", "payments-crew"],
    parameters={"env": {"enum": ["dev", "staging", "prod"], "default": "dev"}},
    delivery_guarantee="at-least-once",
)

payments_events = Channel(
    "payments.{env}.events",
    name="Payment events",
    summary="What became of each payment.",
    description="Encrypted, and kept for 30 days. Access needs the consent of the payments crew.",
    protocols=["kafka"],
    environments={"prod": "eu.payments.events.v1"},
    styles=Styles(icon="/icons/protocols/kafka.svg"),
    defaults=channel,
)
payments_commands = Channel(
    "payments.{env}.commands",
    name="Payment commands",
    summary="The queue on RabbitMQ from which the payment service takes its work.",
    protocols=["amqp"],
    defaults=channel,
)
payments_api = Channel(
    "payments-api",
    name="Payments API",
    summary="Where Paywell tells us what happened at the bank.",
    address="https://payments.{env}.acme.example.com",
    protocols=["http"],
    environments={"prod": "https://payments.acme.example.com"},
    owners=["payments-crew"],
    defaults=channel,
)

payments = Defaults(
    schema_path="{kebab_id}.schema.json",
    channels=[payments_events],
    badges=[Badge("Payments", "purple")],
    compatibility="FULL",
)
# What the payment service sends and takes are CloudEvents; what Paywell sends is not.
cloud_events = Defaults(payments, envelope=CloudEvents("binary", source="/payments"))
commands = Defaults(cloud_events, channels=[payments_commands])

payment_settled = Event(
    "PaymentSettled",
    summary="The bank has moved the money.",
    description=(
        "Sent by Paywell as a webhook. Check the header `Paywell-Signature` before you believe it, and"
        " answer within 10 seconds; Paywell tries again for three days."
    ),
    channels=[payments_api],
    operation=Operation("POST", "/webhooks/paywell", status_codes=["204", "401"]),
    compatibility="NONE",  # the schema is Paywell's, not ours
    defaults=payments,
    examples=[
        Example(
            {
                "id": "evt_8f3a21",
                "type": "payment.settled",
                "data": {"authorization_id": "auth_51c9e0", "amount": 4360, "currency": "EUR"},
                "created": 1789416000,
            },
            name="Settled",
        ),
    ],
)

paywell = Service(
    "Paywell",
    version="2026.4.0",
    summary="The payment provider that talks to banks and card networks for us.",
    description="An external system. Problems there show on its status page first.",
    owners=["payments-crew"],
    external_system=True,
    attachments=[Attachment("https://status.paywell.example.com", title="Status page", type="status")],
    sends=[payment_settled],
)

ledger = Container(
    "PaymentLedger",
    name="Payment ledger",
    container_type="database",
    technology="postgres@16",
    summary="Every movement of money, one line each, never changed.",
    authoritative=True,
    access_mode="appendOnly",
    classification="regulated",
    residency="eu-central-1",
    retention="10 years",
    owners=["payments-crew"],
)

fraud_watch = Agent(
    "FraudWatch",
    name="Fraud watch",
    version="0.9.0",
    summary="Reads new orders and cancels those that look like fraud.",
    description=(
        "Gives each order a number between 0 and 1 and a reason in words. From 0.95 on it cancels the order in the"
        " name of the shop; from 0.7 on it asks a person. Its reasons are kept for two years, and customers may ask"
        " for them."
    ),
    owners=["payments-crew"],
    repository=Repository("https://github.com/acme/fraud-watch", language="Python"),
    model=Model("claude-opus-4-1", provider="anthropic"),
    tools=[
        Tool(
            "customer_history",
            type="mcp",
            url="https://tools.acme.example.com/customers/mcp",
            description="What the customer has ordered so far.",
        ),
        Tool("ask_a_person", type="api", description="Puts the order on the list of the payments crew."),
    ],
    receives=[
        Receives("OrderPlaced", fields=["order_id", "customer_id", "lines"]),
        Receives("PaymentDisputed", fields=["order_id", "reason"]),
    ],
    sends=[Sends("CancelOrder")],
    reads_from=[ledger],
)

payment_service = Service(
    "PaymentService",
    version="2.0.1",
    summary="Authorises, settles and refunds payments.",
    description_path="payment-service.md",
    owners=["payments-crew"],
    repository=Repository("https://github.com/acme/payment-service", language="Java"),
    writes_to=[ledger],
    entities=["Payment", "Refund"],
    defaults=cloud_events,
    receives=[
        Command(
            "AuthorizePayment",
            name="Authorise payment",
            defaults=commands,
            examples=[
                Example(
                    {
                        "order_id": "ord-20260914-0042",
                        "customer_id": "cus-0815",
                        "amount": {"value": 4360, "currency": "EUR"},
                    },
                    name="43.60 euros",
                ),
            ],
        ),
        Command(
            "RefundPayment",
            defaults=commands,
            examples=[
                Example(
                    {"order_id": "ord-20260914-0042", "amount": {"value": 1735, "currency": "EUR"}},
                    name="One of two mugs",
                    summary="A part of the amount; the customer keeps the other mug and the tea.",
                ),
                Example({"order_id": "ord-20260914-0043"}, name="Everything"),
            ],
        ),
        payment_settled,
        Receives("OrderPlaced", fields=["order_id", "customer_id", "lines"]),
    ],
    sends=[
        Event("PaymentDisputed", payload=PaymentDisputed, key="order_id"),
        Event(
            "PaymentAuthorized",
            name="Payment authorised",
            version="1.1.0",
            key="order_id",
            examples=[
                Example(
                    {
                        "order_id": "ord-20260914-0042",
                        "authorization_id": "auth_51c9e0",
                        "amount": {"value": 4360, "currency": "EUR"},
                        "method": "card",
                        "authorized_at": "2026-09-14T10:30:04Z",
                    },
                    name="By card",
                ),
            ],
            changes="`method` tells how the customer paid.",
            date=date(2026, 5, 4),
        ),
        Event(
            "PaymentFailed",
            key="order_id",
            description=(
                "The payment was refused. The `reason` is meant for programs; never show it to a customer,"
                " and never tell a customer that we suspect fraud."
            ),
            examples=[
                Example(
                    {
                        "order_id": "ord-20260914-0044",
                        "reason": "insufficient_funds",
                        "retryable": True,
                        "failed_at": "2026-09-14T10:33:40Z",
                    },
                    name="Not enough money",
                ),
            ],
        ),
    ],
)

payments_domain = Domain(
    "Payments",
    version="1.1.0",
    summary="Takes the money for orders and gives it back when something goes wrong.",
    description="No other domain sees card numbers, and neither do we: they stay at Paywell.",
    owners=["payments-crew"],
    services=[payment_service, paywell],
    agents=[fraud_watch],
    entities=["Payment", "Refund"],
)
