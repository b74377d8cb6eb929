from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from annotated_types import Ge
from app import OrderPlaced
from app import models
from app.models import Envelope, OrderCancelled
from pydantic import Field

from catalog_gen import Event, Query, Service, Team


@dataclass
class OrderTotal:
    """What the orders of a customer come to."""

    customer_id: str
    total: Annotated[Decimal, Field(max_digits=12, decimal_places=2)]
    orders: Annotated[int, Ge(0)] = 0


orders = Team("orders", name="Orders")

shop = Service(
    "Shop",
    summary="Takes orders.",
    owners=[orders],
    sends=[
        Event("OrderPlaced", payload=OrderPlaced, owners=[orders], key="orderId"),
        Event("OrderAccepted", summary="An order was accepted.", payload=Envelope[OrderPlaced], owners=[orders]),
        Event("OrderShipped", payload=models.OrderShipped, schema_format="avro", owners=[orders]),
        Event("OrderCancelled", summary="An order was called off.", payload=OrderCancelled, owners=[orders]),
    ],
    receives=[Query("GetOrderTotal", payload=OrderTotal, schema_format="avro", owners=[orders])],
)
