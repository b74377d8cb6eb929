"""The words in names: `orderId`, `order_id` and `ORDER-ID` are all of order and id."""

from __future__ import annotations

import functools
import re
from typing import Final


def vocabulary(text: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(text.split())


_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+|\d+")
_HUMPS: Final = re.compile(r"(?<=[a-z])(IPs?|IDs?|URLs?|URIs?|UUIDs?|SKUs?)(?![a-z])")
_SEPARATE: Final = {"datetime": ("date", "time"), "ipaddress": ("ip", "address"), "username": ("user", "name")} | {
    name: (name[:-4], "name") for name in ("firstname", "lastname", "fullname", "hostname", "filename", "nickname")
}
_PLAIN: Final = vocabulary("status address process access business progress class series news lens")
"""Words that end in s and are no plurals."""
_PARTICIPLES: Final = vocabulary("sent paid sold lost found made begun run set put read done bought")
_WRAPPERS: Final = vocabulary(
    "data payload body content detail details event message envelope record value object item entry attributes "
    "context info root state before after old new pii profile"
)
"""Words that name no thing of their own."""
_SORTS: Final = vocabulary("event message schema command query notification v")


@functools.lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name in lower case: `parentSKUIds` -> parent, sku, ids."""
    found: list[str] = []
    for word in _WORD.findall(_HUMPS.sub(lambda match: f"_{match[0].lower()}_", name)):
        found += _SEPARATE.get(word.lower(), (word.lower(),))
    return tuple(found)


def singular(word: str) -> str:
    """One of them: categories -> category, addresses -> address; other words stay as they are."""
    if word in _PLAIN or len(word) < 3 or word.endswith(("ss", "us", "is")):  # noqa: PLR2004 - "is", "us"
        return word
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 - ties, pies
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word.removesuffix("s")


def one_of(name: tuple[str, ...]) -> tuple[str, ...]:
    """The name of one element of what has this name: line items -> line item."""
    return (*name[:-1], singular(name[-1])) if name else name


def titled(event: str) -> tuple[str, ...]:
    """The words of an event's name without what only says that it is one: `acme.OrderPlacedEvent` -> order placed."""
    found = list(words(re.split(r"[./]", event.strip("./"))[-1]))
    while len(found) > 1 and (found[-1] in _SORTS or found[-1].isdigit()):
        found.pop()
    return tuple(found)


def participle(name: str) -> str:
    """What happened, in an event's name: OrderPlaced -> placed; empty if it does not say so."""
    last = titled(name)[-1:] or ("",)
    return last[0] if _is_participle(last[0]) else ""


def thing(name: str) -> tuple[str, ...]:
    """What an event's or a type's name is about: OrderPlaced -> order, com.shop.CustomerAddress -> customer address."""
    found = list(titled(name))
    while len(found) > 1 and (found[-1] in _WRAPPERS or _is_participle(found[-1])):
        found.pop()
    return tuple(found)


def of_thing(name: tuple[str, ...]) -> tuple[str, ...]:
    """What the value of a field is, in its name: notification data -> notification; empty if it only wraps one."""
    found = one_of(name)
    while found and found[-1] in _WRAPPERS:
        found = found[:-1]
    return ("user",) if found[-1:] == ("by",) else found


def is_thing(name: tuple[str, ...]) -> bool:
    """Whether the words name a thing that may have an id, rather than what wraps one (`data`, `payload`)."""
    return any(word not in _WRAPPERS and not word.isdigit() for word in name)


def _is_participle(word: str) -> bool:
    return (word.endswith("ed") and len(word) > 4) or word in _PARTICIPLES  # noqa: PLR2004 - "need", "feed", "red"
