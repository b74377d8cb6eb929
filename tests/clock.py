"""How long something may take, on a machine that others use as well."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_USUAL = 0.05
"""Seconds that `_piece_of_work` takes on the idle machine for which the limits were set."""


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail what takes this process longer; where everything takes longer at the moment, the limit is as much higher."""
    start = time.process_time()
    yield
    spent = time.process_time() - start
    assert spent < seconds or spent < seconds * _slowness(), f"{spent:.2f} s instead of {seconds:g} s"


def _slowness() -> float:
    start = time.process_time()
    for _ in range(5):
        _piece_of_work()
    return max(1, (time.process_time() - start) / 5 / _USUAL)


def _piece_of_work() -> int:
    words = [f"{number:x}" for number in range(100_000)]
    return len({word: [word] for word in words})
