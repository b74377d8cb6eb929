"""How much work a comparison may be: counted in steps, never in time, so that the outcome is always the same."""

from __future__ import annotations

from typing import Final

MOST: Final = 40_000


class ExhaustedError(Exception):
    """The comparison took too many steps."""


class Budget:
    """Steps that are left."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self.spent = 0

    def spend(self, steps: int = 1) -> None:
        """Raises ExhaustedError when too many were taken."""
        self.spent += steps
        if self.spent > self.most:
            raise ExhaustedError
