from __future__ import annotations

import logging
import os
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, Literal, Optional, TypeVar
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, EmailStr, Field, computed_field, field_validator
from pydantic.alias_generators import to_camel
from typing_extensions import NotRequired, TypedDict

from . import money
from .money import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)
log.info("models of %s", os.environ.get("SHOP_TOPIC_PREFIX", "shop"))
T = TypeVar("T")
Sku = Annotated[str, Field(pattern=r"^[A-Z]{3}-\d+$", examples=["ABC-1"])]


class Model(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class Line(Model):
    sku: Sku
    quantity: int = Field(1, gt=0, le=1_000)
    price: money.Money
    bundled: list[Line] = []


class Customer(Model):
    """Who pays."""

    customer_id: UUID
    email: EmailStr | None = None


class OrderPlaced(Model):
    """A customer has placed an order.

    The stock is not reserved yet.
    """

    topic: ClassVar[str] = os.environ.get("SHOP_TOPIC_PREFIX", "shop") + ".orders"

    order_id: UUID = Field(default_factory=uuid4, description="The order's own id.")
    placed_at: datetime = Field(description="When, by the shop's clock.")
    customer: Customer
    lines: list[Line] = Field(min_length=1)
    channel: Literal["web", "app"] = "web"
    coupon: Optional[str] = Field(None, max_length=20, deprecated=True)
    attributes: dict[str, Any] = Field(default_factory=dict)
    _cache: dict[str, Any] = {}

    @field_validator("lines")
    @classmethod
    def not_too_many(cls, lines: Sequence[Line]) -> Sequence[Line]:
        return lines[:100]

    @computed_field
    @property
    def total(self) -> Money:
        """What all lines cost."""
        return sum(line.price for line in self.lines)


class Envelope(BaseModel, Generic[T]):
    """What is around every message."""

    id: UUID
    sent_at: datetime
    data: T


@dataclass
class OrderShipped:
    """The parcel has left."""

    order_id: UUID
    shipped_on: date
    price: Money
    parcels: int = 1
    notes: list[str] = field(default_factory=list)


class OrderCancelled(TypedDict):
    order_id: str
    reason: Literal["customer", "stock"]
    refund: NotRequired[Money]
