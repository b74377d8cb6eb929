"""What the payment service puts on the wire, as the service itself declares it."""

import logging
import os
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

log = logging.getLogger(__name__)
region = os.environ.get("PAYMENTS_REGION", "eu")


class DisputeReason(StrEnum):
    FRAUD = "fraud"
    NOT_RECEIVED = "not_received"
    WRONG_AMOUNT = "wrong_amount"


class DisputedAmount(BaseModel):
    value: Annotated[Decimal, Field(gt=0, max_digits=12, decimal_places=2)]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", description="As in ISO 4217.")]


class PaymentDisputed(BaseModel):
    """A customer has asked the bank for the money back."""

    order_id: str = Field(description="The order that was paid for.")
    dispute_id: str = Field(description="The bank's number for it.")
    amount: DisputedAmount
    reason: DisputeReason = DisputeReason.FRAUD
    answer_until: datetime = Field(description="After this, the money is gone.")
    evidence: list[str] = Field(default_factory=list, description="Addresses of documents that we have sent.")
