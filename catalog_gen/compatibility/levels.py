"""The levels of compatibility that people agree upon, as Confluent's Schema Registry defines them.

https://docs.confluent.io/platform/current/schema-registry/fundamentals/schema-evolution.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD, NEITHER

if TYPE_CHECKING:
    from catalog_gen.compatibility.differences import Direction
    from catalog_gen.model.values import Level

_TRANSITIVE = "_TRANSITIVE"
_DIRECTIONS = {"NONE": NEITHER, "BACKWARD": BACKWARD, "FORWARD": FORWARD, "FULL": BOTH}


def directions(level: Level) -> frozenset[Direction]:
    """In which directions readers have to manage."""
    return _DIRECTIONS[level.removesuffix(_TRANSITIVE)]


def is_transitive(level: Level) -> bool:
    """Whether that holds for all versions before, not only for the one right before."""
    return level.endswith(_TRANSITIVE)
