"""Waiting for something to become true, by asking again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSE = 0.02


def until(condition: Callable[[], bool], what: Callable[[], str] | str, seconds: float = 30) -> None:
    """Return as soon as the condition holds; raise TimeoutError saying what was waited for."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"after {seconds} s: {what if isinstance(what, str) else what()}")
        time.sleep(PAUSE)
