"""The text of a CODEOWNERS file: its lines as rules, and those that GitHub or GitLab would not take."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Final, Literal

from catalog_gen.owning.codeowners.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.owning.codeowners.patterns import Flavor, Pattern

MOST_BYTES: Final = 3_000_000
"""GitHub does not load a file that is larger."""

_KINDS: Final = {
    "username": re.compile(r"@([A-Za-z0-9][\w-]*)"),
    "team": re.compile(r"@([A-Za-z0-9][\w-]*/[\w.-]+)"),
    "email": re.compile(r"([^\s@#][^\s@]*@[^\s@]+\.[^\s@.]+)"),
}
_OF_GITLAB: Final = re.compile(r"@@?[\w.-]+(?:/[\w.-]+)*|[^\s@#][^\s@]*@[^\s@]+\.[^\s@.]+")
"""An owner for GitLab: a user, a group in groups, a role, an email address."""


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """A part of GitLab's files; each one decides for itself. The first one has no name."""

    name: str = ""
    owners: tuple[str, ...] = ()
    optional: bool = False
    approvals: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A line that says whose files are; those of an `exclusion` are nobody's in its section."""

    line: int
    text: str
    pattern: Pattern
    owners: tuple[str, ...]
    comment: str = ""
    section: Section = Section()
    exclusion: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Ignored:
    """A line that is not taken, or not wholly, and what to do."""

    line: int
    message: str
    hint: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class CodeOwners:
    """A CODEOWNERS file."""

    flavor: Flavor
    rules: tuple[Rule, ...]
    ignored: tuple[Ignored, ...] = ()


def kind_of(owner: str) -> tuple[Literal["username", "team", "email"], str] | None:
    """What an owner is for GitHub, and its name; None for what is no owner."""
    for kind, form in _KINDS.items():
        if found := form.fullmatch(owner):
            return kind, found[1]  # type: ignore[return-value] # the keys are those
    return None


def parse(text: str, flavor: Flavor) -> CodeOwners:
    """The rules of a file in their order; nothing is refused, what would be ignored is told."""
    read = _Reading(flavor)
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")), 1):
        stripped = line.strip()
        if stripped and not stripped.startswith("#"):
            (read.github if flavor == "github" else read.gitlab)(number, stripped)
    return CodeOwners(flavor, tuple(read.rules), tuple(read.ignored))


class _Reading:
    """A file while its lines are read."""

    def __init__(self, flavor: Flavor) -> None:
        self._flavor = flavor
        self._section = Section()
        self._sections: dict[str, Section] = {}
        self.rules: list[Rule] = []
        self.ignored: list[Ignored] = []

    def github(self, number: int, line: str) -> None:
        """A line is a pattern, owners and perhaps a comment; with a mistake in it, it counts for nothing."""
        pattern, rest = _pattern(line)
        words, _, comment = re.sub(r"(?:^|(?<=\s))#", "\0", rest, count=1).partition("\0")
        owners = tuple(words.split())
        wrong = _unfit(pattern) or next(_unknown(owners), None)
        if wrong:
            self.ignored.append(Ignored(number, *wrong))
            return
        self.rules.append(Rule(number, pattern, compiled(pattern, "github"), owners, comment.strip()))

    def gitlab(self, number: int, line: str) -> None:
        """A line is the head of a section, or a pattern and owners; words that are none are passed over."""
        if line.startswith(("[", "^[")):
            self._head(number, line)
            return
        text, *rest = re.split(r"(?<!\\)\s+", line, maxsplit=1)
        exclusion, text = text.startswith("!"), text.removeprefix("!")
        words = "".join(rest).split()
        owners = tuple(word for word in words if _OF_GITLAB.fullmatch(word)) or ()
        strange = [word for word in words if word not in owners]
        if strange and not exclusion:
            hint = "GitLab has no comments behind a pattern; give them a line of their own" if "#" in rest[0] else ""
            self.ignored.append(Ignored(number, f'"{strange[0]}" is no owner', hint or 'write "@name"'))
        owners = owners if words else self._section.owners
        if not owners and not exclusion:
            message = f"{text} has no owner, which GitLab takes for a mistake, and for approved"
            self.ignored.append(Ignored(number, message, f"to leave files to nobody, write !{text}"))
        if exclusion:
            owners = ()
        rule = Rule(number, text, compiled(text, "gitlab"), owners, section=self._section, exclusion=exclusion)
        self.rules.append(rule)

    def _head(self, number: int, line: str) -> None:
        found = _HEAD.match(line)
        if found is None:
            self.ignored.append(Ignored(number, "the name of a section has no end", "write [Name]"))
            return
        name = found["name"]
        if not name:
            self.ignored.append(Ignored(number, "a section has no name", "write [Name]"))
        owners = tuple(word for word in (found["owners"] or "").split() if _OF_GITLAB.fullmatch(word))
        first = self._sections.setdefault(name.casefold(), Section(name))
        approvals = int(found["approvals"] or 0)
        self._section = Section(first.name, owners, optional=bool(found["optional"]), approvals=approvals)


_HEAD: Final = re.compile(r"(?P<optional>\^)?\[(?P<name>.*?)\](?:\[(?P<approvals>\d*)\])?(?P<owners>\s+\S.*)?")


def _pattern(line: str) -> tuple[str, str]:
    """The pattern of a line, up to the first space that no backslash quotes, and the rest."""
    found = re.match(r"(?:\\.|[^\s\\]|\\$)*", line)
    end = found.end() if found else 0
    return line[:end], line[end:]


def _unfit(pattern: str) -> tuple[str, str] | None:
    """Why GitHub does not take a pattern, and what to write instead."""
    bare = re.sub(r"\\.", ".", pattern)
    if pattern.startswith("!"):
        return "GitHub has no patterns that begin with !", "to leave files to nobody, give a later line no owners"
    if pattern.startswith("\\#"):
        return "GitHub takes no pattern that begins with \\#", "write a slash in front"
    if "[" in bare or "]" in bare:
        return "GitHub knows no ranges of characters", "write \\[ and \\] for brackets in a name"
    if "***" in bare:
        return "GitHub takes no more than two asterisks", "write **"
    return ("a pattern ends in a backslash", "") if bare.endswith("\\") else None


def _unknown(owners: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for owner in owners:
        if kind_of(owner) is None:
            yield f'"{owner}" is no owner', 'write "@name", "@organisation/team" or an email address'
