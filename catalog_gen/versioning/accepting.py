"""What a team has agreed upon although a rule is against it: `accepts=[Accepted(...)]` of a message."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from catalog_gen.model import Accepted, Message
from catalog_gen.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.resolving import Catalog, Entry

_ONLY_WITH_A_BASE = frozenset({"missing-bump", "rewritten-version"})
"""The rules that look at more than the definitions as they are: nobody knows whether these need an acceptance."""


def accepted(entry: Entry) -> tuple[Accepted, ...]:
    """What the definition of a message says was agreed upon."""
    return tuple((entry.resource.accepts if isinstance(entry.resource, Message) else None) or ())


class Acceptances:
    """Those of one message, and which of them were needed."""

    def __init__(self, entry: Entry) -> None:
        self._entry = entry
        self._needed = {id(one): (one, False) for one in accepted(entry)}

    def has(self, rule: str, version: str, field: str) -> bool:
        """Whether a problem of that rule, with an older version and in a field of the schema, is accepted."""
        for key, (one, _) in self._needed.items():
            if one.rule == rule and one.version in {None, version} and one.field in {None, field}:
                self._needed[key] = one, True
                return True
        return False

    def unused(self) -> Iterator[Problem]:
        """Those that nothing needs, as far as the definitions alone can tell."""
        for one, was_needed in self._needed.values():
            if not was_needed and not one.unread and one.rule not in _ONLY_WITH_A_BASE:
                message = f"nothing needs this acceptance of {one.rule}"
                hint = "take it out"
                yield Problem("unused-acceptance", message, one.at(), self._entry.subject, hint)


Ending = tuple[str, Problem]
"""The last day on which an acceptance holds, as YYYY-MM-DD, and the problem that comes after it."""


def endings(catalog: Catalog) -> tuple[Ending, ...]:
    """The acceptances of all messages, as `expired-acceptance` for the days after their end.

    One whose end could not be read, which is a problem of its own, has none.
    """
    return tuple(
        _ending(one, entry)
        for entry in catalog.current
        for one in accepted(entry)
        if isinstance(one.until, datetime.date) and not one.unread
    )


def _ending(one: Accepted, entry: Entry) -> Ending:
    until = one.until.strftime("%Y-%m-%d")  # a datetime is a date as well
    message = f'the acceptance of {one.rule} ended on {until} ("{one.because}")'
    hint = "do what was put off, or agree upon another date"
    return until, Problem("expired-acceptance", message, one.at("until"), entry.subject, hint)


def expired(endings: Iterable[Ending], today: datetime.date) -> tuple[Problem, ...]:
    """Those that are over on that day."""
    return tuple(problem for until, problem in endings if until < today.isoformat())
