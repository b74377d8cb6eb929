"""What is part of what: systems and domains as the homes of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MEMBERS: Final = ("services", "domains", "systems", "agents", "entities", "data_products", "flows", "containers")
"""The fields in which domains and systems say what they consist of."""

HOMES: Final = frozenset({"domain", "system"})
"""The kinds of resources that have them."""


def nearest(listed: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """By id: the homes that list it, without those that it is in anyway because another of them is in there.

    A service that its system lists, and the domain around the system too, is at home in the system.
    """
    around: dict[str, frozenset[str]] = {}
    return {identifier: _nearest(homes, listed, around) for identifier, homes in listed.items()}


def _nearest(
    homes: tuple[str, ...], listed: Mapping[str, tuple[str, ...]], around: dict[str, frozenset[str]]
) -> tuple[str, ...]:
    if len(homes) == 1:
        return homes
    near = tuple(
        home
        for home in homes
        if not any(home in _around(other, listed, around) and not _is_circle(home, other, listed, around)
                   for other in homes)
    )  # fmt: skip
    return near or homes


def _is_circle(home: str, other: str, listed: Mapping[str, tuple[str, ...]], around: dict[str, frozenset[str]]) -> bool:
    return other in _around(home, listed, around)


def _around(identifier: str, listed: Mapping[str, tuple[str, ...]], known: dict[str, frozenset[str]]) -> frozenset[str]:
    """Everything that something is part of, however deep."""
    if identifier not in known:
        found: set[str] = set()
        waiting = [*listed.get(identifier, ())]
        while waiting:
            home = waiting.pop()
            if home not in found:
                found.add(home)
                waiting += listed.get(home, ())
        known[identifier] = frozenset(found)
    return known[identifier]
