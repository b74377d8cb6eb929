"""What a difference means to people: why it breaks whom, and what to do instead."""

from __future__ import annotations

import dataclasses
import importlib
from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility.differences import DIRECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.compatibility.differences import Difference, Direction
    from catalog_gen.formats import Format


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What is to be said of all differences of a kind, each as a sentence without its full stop; empty: nothing.

    `backward` and `forward` say why readers fail in that direction (or why nobody can tell), `way_out` what to do
    instead.
    """

    backward: str = ""
    forward: str = ""
    way_out: str = ""


_EVERY: Final[Mapping[str, Kind]] = {
    "schema-language-changed": Kind(
        backward="a reader of one format cannot read the other",
        forward="a reader of one format cannot read the other",
        way_out="publish it as another message, or on another channel",
    ),
    "unknown-format": Kind(
        backward="nothing is known of this format but its bytes",
        forward="nothing is known of this format but its bytes",
    ),
    "schema-added": Kind(),
    "schema-removed": Kind(
        backward="nothing says any more what a message looks like",
        forward="nothing says any more what a message looks like",
    ),
    "schema-unreadable": Kind(
        backward="what it takes from other files may be gone",
        forward="what it takes from other files may be gone",
        way_out="declare that version with Previous(...) and its schema",
    ),
    "too-deep": Kind(
        backward="the schemas are nested too deeply to be compared",
        forward="the schemas are nested too deeply to be compared",
        way_out="define the inner types once and refer to them by name",
    ),
}


def kinds(format: Format) -> Mapping[str, Kind]:  # noqa: A002
    """Every kind of difference that schemas of a format can have."""
    name = "jsonschema" if format == "yaml" else format
    if name == "other":
        return _EVERY
    own: Mapping[str, Kind] = importlib.import_module(f"catalog_gen.compatibility.{name}.kinds").KINDS
    return {**_EVERY, **own}


def why(difference: Difference, direction: Direction, format: Format) -> str:  # noqa: A002
    """Why readers fail in that direction, or why nobody can tell; empty where they do not."""
    if direction not in difference.breaks | difference.undecided:
        return ""
    kind = kinds(format)[difference.kind]
    return kind.backward if direction == "backward" else kind.forward


def whys(difference: Difference, format: Format) -> tuple[str, ...]:  # noqa: A002
    """The same for both directions, each reason once."""
    told = dict.fromkeys(why(difference, direction, format) for direction in DIRECTIONS)
    return tuple(reason for reason in told if reason)


def way_out(difference: Difference, format: Format) -> str:  # noqa: A002
    """What to do instead, empty where there is nothing to say."""
    return kinds(format)[difference.kind].way_out
