"""How something comes back."""

from catalog_gen import Actor, Custom, Flow, NextStep, Step

return_a_product = Flow(
    "ReturnAProduct",
    name="Return a product",
    version="0.2.0",
    summary="From a parcel that comes back to money that goes back.",
    description=(
        "Customers have 30 days. The label is in the parcel, so that nobody has to ask first.\n\n"
        "*Who starts the refund is still open*, so step 5 may change."
    ),
    owners=["logistics", "payments-crew"],
    steps=[
        Step(
            1,
            "Send it back",
            actor=Actor("Customer", summary="Sticks the label on and goes to the shop on the corner."),
            next_step=NextStep(2, "some days later"),
        ),
        Step(2, service="ShippingService", summary="Opens the parcel and looks at what is in it.", next_steps=[3, 4]),
        Step(3, message="ReturnReceived", next_step=5),
        Step(
            4,
            "Can it be sold again?",
            custom=Custom(
                "Can it be sold again?",
                type="Decision",
                icon="QuestionMarkCircleIcon",
                color="orange",
                properties={"decided by": "whoever opens the parcel"},
            ),
            next_steps=[NextStep(6, "yes, back on the shelf"), NextStep(7, "no")],
        ),
        Step(5, message="RefundPayment", next_step=8),
        Step(6, message="InventoryAdjusted", summary="With RETURN as its reason."),
        Step(7, "Recycled", custom=Custom("Recycled", type="Outcome", icon="TrashIcon", color="gray")),
        Step(8, container="PaymentLedger", summary="Keeps what went back, for the tax office."),
    ],
)
