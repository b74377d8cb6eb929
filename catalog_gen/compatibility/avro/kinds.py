"""The kinds of differences, and what they mean to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility.explaining import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS: Final[Mapping[str, Kind]] = {}
