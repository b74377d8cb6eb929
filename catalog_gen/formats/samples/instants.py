"""Points in time by name: in 2026, what happens later after what happens before it (created < updated < expires)."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from catalog_gen.formats.samples import words
from catalog_gen.formats.samples.words import vocabulary

if TYPE_CHECKING:
    from catalog_gen.formats.samples.setting import Setting


def _utc(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


_MOMENTS: Final = tuple(
    (vocabulary(names), _utc(moment))
    for moment, names in (
        line.split(maxsplit=1)
        for line in """
        1990-12-10T08:00:00 birth born birthday dob birthdate
        2025-11-03T08:15:00 since joined registered signup registration founded member first built hire hired
        2026-04-13T09:26:53 expires expire expired expiry expiration exp until deadline renewal renews thru
        2026-05-04T07:30:00 deleted archived purged removed
        2026-03-20T15:20:00 returned refunded return refund
        2026-03-18T12:00:00 due expected estimated eta promised planned delivery arrival next
        2026-03-17T11:05:00 delivered arrived received picked
        2026-03-15T14:10:00 shipped dispatched shipping shipment departed departure
        2026-03-14T10:05:00 finished finish completed complete ended closed end stop stopped resolved merged to cancelled canceled
        2026-03-14T09:41:07 updated update modified changed last edited adjusted pushed refreshed
        2026-03-14T09:31:20 paid confirmed approved accepted processed authorized captured processing verified logged published sent
        2026-03-14T09:26:53 created create creation placed ordered order issued invoice opened started start starts begin began from submitted requested added
        """.strip().splitlines()  # noqa: E501
    )
)
_NOW: Final = _utc("2026-03-14T09:41:07")
_NAMES: Final = vocabulary(
    "at time timestamp date datetime since until when expiry expiration deadline birthday dob birthdate instant ts "
    "moment eta"
)
_DONE: Final = vocabulary("created updated modified expires")
_BOUNDS: Final = vocabulary("start end begin from to thru through")
_OPENERS: Final = vocabulary("valid effective active period available starts ends interval")
_OF: Final = (("date", "of"), ("time", "of"))
_HAPPENED: Final = vocabulary("on")


def is_time(name: tuple[str, ...]) -> bool:
    """Whether a name says that the value is a point in time."""
    if not name:
        return False
    if name[:2] in _OF or name[-1] in _NAMES or (len(name) == 1 and name[0] in _DONE):
        return True
    if name[-1] in _HAPPENED:
        return len(name) > 1 and name[-2].endswith("ed")
    return name[-1] in _BOUNDS and len(name) > 1 and name[-2] in _OPENERS


def is_date(name: tuple[str, ...]) -> bool:
    """Whether a name says that the value is a day."""
    return name[:2] == ("date", "of") or (bool(name) and name[-1] in {"date", "on", "birthday", "dob", "birthdate"})


def instant(setting: Setting) -> datetime.datetime:
    """The moment for a name; what says nothing of its own happens when the event does."""
    moment = _moment(frozenset(setting.name)) or _moment(frozenset((words.participle(setting.event),))) or _NOW
    return moment + datetime.timedelta(days=setting.ordinal)


def _moment(name: frozenset[str]) -> datetime.datetime | None:
    return next((moment for names, moment in _MOMENTS if names & name), None)
