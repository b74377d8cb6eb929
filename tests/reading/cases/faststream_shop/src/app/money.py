from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from app.settings import settings

Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2, description="In units of the currency.")]


class Currency(StrEnum):
    """As in ISO 4217."""

    EUR = "EUR"
    USD = "USD"


class Money(BaseModel):
    amount: Amount
    currency: Currency = Currency.EUR

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} ({settings.topic_prefix})"
