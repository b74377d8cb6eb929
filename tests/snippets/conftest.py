"""What tests of snippets ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from stages import Brokers

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def brokers() -> Iterator[Brokers]:
    """The brokers of this session."""
    running = Brokers()
    yield running
    running.close()
