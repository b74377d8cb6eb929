"""Who owns resources: users and teams."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from catalog_gen.model import rules
from catalog_gen.model.documented import Documented
from catalog_gen.model.rules import Fault
from catalog_gen.model.values import Source, Url


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Owner(Documented):
    """What teams and users share."""

    kind: ClassVar[str] = "owner"

    name: str | None = dataclasses.field(default=None, kw_only=True)
    email: str | None = dataclasses.field(default=None, kw_only=True)
    slack: Url | None = dataclasses.field(default=None, kw_only=True)
    ms_teams: Url | None = dataclasses.field(default=None, kw_only=True)
    github: str | None = dataclasses.field(default=None, kw_only=True)
    hidden: bool | None = dataclasses.field(default=None, kw_only=True)
    read_only: bool | None = dataclasses.field(default=None, kw_only=True)
    source: Source | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Legal id, an email address that EventCatalog's linter accepts, a GitHub handle."""
        if fault := rules.identifier(self.id):
            yield dataclasses.replace(fault, keyword="id")
        if self.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", self.email):
            yield Fault("bad-value", f'"{self.email}" is not an email address', keyword="email")
        if self.github and not re.fullmatch(r"@[A-Za-z0-9][A-Za-z0-9-]*(/[A-Za-z0-9._-]+)?", self.github):
            hint = 'write "@name" or "@organisation/team"'
            yield Fault("bad-value", f'"{self.github}" is not a GitHub handle', hint, keyword="github")


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class User(Owner):
    """A person who owns resources or is a member of teams."""

    kind: ClassVar[str] = "user"

    role: str | None = dataclasses.field(default=None, kw_only=True)
    avatar_url: Url | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Team(Owner):
    """A group of people who own resources."""

    kind: ClassVar[str] = "team"

    members: Sequence[User | str] | None = dataclasses.field(default=None, kw_only=True)
    on_call: Url | None = dataclasses.field(default=None, kw_only=True)
