from schemas.shared import code, core, internal, kafka, outside, postgres, required, to
from texts import LABELS, RESOURCES, TERMS

from catalog_gen import (
    Container,
    Defaults,
    Domain,
    Entity,
    Event,
    Receives,
    Relationship,
    Repository,
    Sends,
    Service,
    Styles,
    System,
    Term,
)

team = Defaults(owners=["payments-platform"], schema_path="{id}.json")
events = Defaults(team, badges=kafka)
outcomes = ["payments.outcomes"]

# --- Our own part --------------------------------------------------------------------------------------------------

payment_database = Container(
    "payment-database",
    **RESOURCES["payment-database"],
    container_type="database",
    technology="postgres@16",
    authoritative=True,
    access_mode="readWrite",
    classification="confidential",
    retention="7y",
    residency="eu-west-1",
    defaults=postgres,
)
payment_succeeded = Event("payment-succeeded", **RESOURCES["payment-succeeded"], defaults=events)
payment_failed = Event("payment-failed", **RESOURCES["payment-failed"], defaults=events)
payment_requested = Event("payment-requested", **RESOURCES["payment-requested"], defaults=events)
refund_requested = Event("refund-requested", **RESOURCES["refund-requested"], defaults=events)

payment_api = Service(
    "payment-api",
    **RESOURCES["payment-api"],
    **code("TypeScript", "payment-api"),
    receives=["authorize-payment"],
    writes_to=[payment_database],
    reads_from=[payment_database],
    extensions={
        "x-operational-tier": 1,
        "x-cost-centre": "payments-engineering",
        "x-on-call": {"schedule": "payments-primary", "escalation-channel": "#payments-incidents"},
    },
)
payment_worker = Service(
    "payment-worker",
    **RESOURCES["payment-worker"],
    **code("Go", "payment-worker"),
    receives=[Receives(payment_succeeded, from_=outcomes), Receives(payment_failed, from_=outcomes)],
    sends=[payment_requested, refund_requested],
    writes_to=[payment_database],
    reads_from=[payment_database],
)
payment_processing_system = System(
    "payment-processing-system",
    **RESOURCES["payment-processing-system"],
    services=[payment_api, payment_worker],
    containers=[payment_database],
    relationships=[
        Relationship(system, LABELS["payment-processing-system"][system]) for system in ("stripe", "fraud-detection")
    ],
    badges=internal,
    extensions={
        "x-deployment-regions": ["eu-west-1", "us-east-1"],
        "x-recovery-objectives": {"rto": "30m", "rpo": "5m"},
    },
)

# --- Others --------------------------------------------------------------------------------------------------------

by_stripe = {
    "repository": Repository("https://github.com/stripe/stripe-node", language="External"),
    "styles": Styles(icon="/icons/payments/stripe.svg"),
}
stripe = System(
    "stripe",
    **RESOURCES["stripe"],
    scope="external",
    services=[
        Service(
            "stripe-payments-api",
            **RESOURCES["stripe-payments-api"],
            **by_stripe,
            receives=[payment_requested, refund_requested],
        ),
        Service(
            "stripe-webhook-endpoint",
            **RESOURCES["stripe-webhook-endpoint"],
            **by_stripe,
            sends=[
                Sends(payment_succeeded, to=outcomes),
                Sends(payment_failed, to=outcomes),
                Sends(
                    Event("refund-processed", **RESOURCES["refund-processed"], defaults=events),
                    to=outcomes,
                ),
            ],
        ),
    ],
    relationships=[Relationship(payment_processing_system, LABELS["stripe"]["payment-processing-system"])],
    badges=outside,
)
fraud_api = Service(
    "fraud-api",
    **RESOURCES["fraud-api"],
    **code("External", "fraud-api"),
    receives=[payment_requested],
    sends=[
        Event("fraud-check-passed", **RESOURCES["fraud-check-passed"], defaults=events),
        Event("fraud-check-failed", **RESOURCES["fraud-check-failed"], defaults=events),
    ],
)
fraud_detection = System(
    "fraud-detection",
    **RESOURCES["fraud-detection"],
    scope="external",
    services=[fraud_api],
    relationships=[Relationship(payment_processing_system, LABELS["fraud-detection"]["payment-processing-system"])],
    badges=outside,
)

# --- The business --------------------------------------------------------------------------------------------------

payment = Entity(
    "payment",
    **RESOURCES["payment"],
    aggregate_root=True,
    identifier="paymentId",
    properties=[
        required("payment", "paymentId", "UUID"),
        required("payment", "orderId", "UUID", **to("order", "paysFor", "orderId")),
        required("payment", "amount", "decimal"),
        required("payment", "status", "string"),
    ],
)
payment_authorization = Entity(
    "payment-authorization",
    **RESOURCES["payment-authorization"],
    identifier="authorizationId",
    properties=[
        required("payment-authorization", "authorizationId", "UUID"),
        required("payment-authorization", "paymentId", "UUID", **to(payment, "belongsTo", "paymentId")),
        required("payment-authorization", "providerReference", "string"),
        required("payment-authorization", "authorizedAt", "datetime"),
    ],
)
refund = Entity(
    "refund",
    **RESOURCES["refund"],
    aggregate_root=True,
    identifier="refundId",
    properties=[
        required("refund", "refundId", "UUID"),
        required("refund", "paymentId", "UUID", **to(payment, "refunds", "paymentId")),
        required("refund", "amount", "decimal"),
        required("refund", "status", "string"),
    ],
)
fraud_check = Entity(
    "fraud-check",
    **RESOURCES["fraud-check"],
    identifier="fraudCheckId",
    properties=[
        required("fraud-check", "fraudCheckId", "UUID"),
        required("fraud-check", "paymentId", "UUID", **to(payment, "screens", "paymentId")),
        required("fraud-check", "result", "string", enum=["passed", "failed", "review"]),
        required("fraud-check", "checkedAt", "datetime"),
    ],
)
payments = Domain(
    "payments",
    **RESOURCES["payments"],
    systems=[payment_processing_system, stripe, fraud_detection],
    entities=[payment, payment_authorization, refund, fraud_check],
    ubiquitous_language=[
        Term(term, **TERMS["payments"][term], icon=icon)
        for term, icon in {
            "Payment": "CreditCard",
            "Authorization": "ShieldCheck",
            "Capture": "Banknote",
            "Refund": "Undo2",
            "Payment Processor": "Building2",
            "Fraud Screening": "ShieldAlert",
            "Webhook": "Webhook",
        }.items()
    ],
    badges=core,
    extensions={"x-business-criticality": "mission-critical", "x-compliance-frameworks": ["PCI-DSS", "SOC2"]},
    defaults=team,
)
