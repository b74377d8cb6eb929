"""What a pull request does to the catalog, as values: changes, whom they hit, who has to approve.

Nothing here is worded for one kind of report; texts are sentences without their full stop, in which Markdown code marks
stand around what is taken from definitions and schemas.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.compatibility.differences import Comparison, Direction
    from catalog_gen.model.values import Level
    from catalog_gen.problems import Place, Problem, Severity

Theme = Literal["structure", "ownership", "contract", "documentation"]
"""What a change is about: which resources there are, whose they are, what others rely on, what pages tell."""

Gravity = Literal["breaking", "undecided", "risky", "plain"]
"""How much it matters to those who rely on it: `breaking` where they fail or get nothing, `undecided` where nobody can
tell, `risky` where they may take a value for another one."""

KINDS: Final[Mapping[str, tuple[Theme, str]]] = {
    "added": ("structure", "a resource is new"),
    "removed": ("structure", "a resource is gone"),
    "hidden": ("structure", "a resource cannot be found any more, and something that cannot be read may declare it"),
    "renamed": ("structure", "a resource has another id"),
    "moved": ("structure", "a resource is declared in another file"),
    "owner-added": ("ownership", "a resource has an owner more"),
    "owner-removed": ("ownership", "a resource has an owner less"),
    "owner-replaced": ("ownership", "a resource has another owner"),
    "owner-renamed": ("ownership", "a team or user has another id or name"),
    "handle-changed": ("ownership", "a team or user has another handle"),
    "members-changed": ("ownership", "a team has other members"),
    "schema-changed": ("contract", "a schema has changed"),
    "version-changed": ("contract", "a resource has another version, and its schema is the same"),
    "address-changed": ("contract", "the address of a channel has changed"),
    "delivery-changed": ("contract", "how a message travels has changed: key, headers, wire format, channels, ..."),
    "level-changed": ("contract", "the level of compatibility has changed"),
    "exchange-changed": ("contract", "something sends or receives other messages"),
    "fields-changed": ("contract", "a receiver or sender declares other fields of a message"),
    "producer-lost": ("contract", "nobody sends a message any more, or nobody answers it"),
    "settings-changed": ("contract", "the settings have changed by which the catalog is read and judged"),
    "documentation-changed": ("documentation", "what pages tell has changed: badges, texts, links, ..."),
}
"""Every kind of change: its theme and what it says in general. Kinds are stable; the README lists them."""

HITS: Final[Mapping[str, str]] = {
    "cannot-decode": "cannot decode",
    "loses-field": "loses a declared field",
    "misreads": "may take a value for another one",
    "unknown-use": "use unknown",
    "undecided": "nobody can tell",
    "gets-nothing": "gets nothing any more",
    "has-to-follow": "has to follow",
}
"""How a change can hit who relies on it, the gravest first, and how reports call that."""


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Subject:
    """A resource as reports name it; the version is empty where it has none. `kind` is the type (`event`, `team`)."""

    kind: str
    id: str
    version: str = ""

    def __str__(self) -> str:
        """The id and the version."""
        return f"{self.id} {self.version}" if self.version else self.id


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Who relies on what has changed, and how that hits it.

    `kind` is one of `HITS`. `fields` are those of the message that `consumer` declares and that are hit, `directions`
    the ways in which it cannot decode: `backward` what was written before once it has the new schema, `forward` what
    is written from now on until it has it. `place` is where it says that it receives the message (in the base, where it
    is_gone); `owners` are the ids of its owners in the base.
    """

    kind: str
    consumer: Subject
    place: Place
    is_gone: bool = False
    fields: tuple[str, ...] = ()
    directions: frozenset[Direction] = frozenset()
    owners: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that has changed, told once.

    - `kind` is a key of `KINDS`; `words` say what has happened to the `subject`, for example "owner `a` replaced `b`".
    - `place` is where the head says it; of what is gone, where the base said it (`is_gone`).
    - `before` and `after` are the ids of owners (of members, for a team), where it is about those; `followers` what
      follows for the same reason: the resources that inherit, or that the team owns.
    - `schemas` are the comparisons by name of the schema (empty for the default one), `level` the level agreed upon.
    - `problems` are those of the change's problems that are about this very change, for example `missing-bump`.
    - `given_by` is the id of the resource whose defaults say what has changed; empty where the subject does itself.
    """

    kind: str
    subject: Subject
    words: str
    place: Place
    is_gone: bool = False
    gravity: Gravity = "plain"
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    followers: tuple[Subject, ...] = ()
    schemas: tuple[tuple[str, Comparison], ...] = ()
    level: Level = "NONE"
    hits: tuple[Hit, ...] = ()
    problems: tuple[Problem, ...] = ()
    given_by: str = ""

    @property
    def theme(self) -> Theme:
        """What it is about."""
        return KINDS[self.kind][0]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why somebody has to approve: a sentence's end that follows on their names, and the place that shows it.

    For example "owned `InventoryAdjusted` before this change", or "`ReportingService` reads `InventoryAdjusted`".
    """

    words: str
    place: Place
    is_gone: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """A group of which one has to approve, and why. `any_of` are handles (`@acme/data`) as the base knows them.

    Where the base knows none, `any_of` is empty and `owners` (ids) say who it would be.
    """

    any_of: tuple[str, ...]
    owners: tuple[str, ...]
    because: tuple[Reason, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something that only running the code would tell, so that nothing is said of it."""

    subject: str
    what: str
    place: Place
    side: Literal["base", "head"]


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """A side of the comparison: what the user called it and the commit; no commit for the working tree."""

    name: str
    commit: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The outcome: what a pull request does, who is hit, who has to approve.

    - `catalog` is the name of the catalog, `folder` the folder of the project in the repository (empty at its top;
      places are relative to the project).
    - `problems` are those that the change has brought, each with its severity; `older` is how many others there are.
    - `ownerless` are the resources that have no owner since this change.
    - `consumers` is how many services and agents the definitions know that receive something.
    """

    catalog: str
    folder: str
    base: Side
    head: Side
    changes: tuple[Change, ...] = ()
    approvals: tuple[Approval, ...] = ()
    problems: tuple[tuple[Problem, Severity], ...] = ()
    ownerless: tuple[Subject, ...] = ()
    unread: tuple[Unread, ...] = ()
    older: int = 0
    consumers: int = 0
    notes: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing relevant has changed."""
        return not (self.changes or self.problems or self.unread)
