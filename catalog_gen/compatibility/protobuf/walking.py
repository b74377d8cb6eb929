"""The way through two schemas: pairs of types that stand for each other, each compared where it is met first."""

from __future__ import annotations

import dataclasses
from collections import deque
from typing import TYPE_CHECKING

from google.protobuf.descriptor import Descriptor, EnumDescriptor

from catalog_gen.compatibility.differences import NEITHER, Difference
from catalog_gen.compatibility.protobuf import enums, messages
from catalog_gen.formats.protobuf import scalars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.differences import Direction, Weight
    from catalog_gen.compatibility.protobuf.sides import Side

    Type = Descriptor | EnumDescriptor

ANY = "google.protobuf.Any"
_NOT_OPENED = scalars.WELL_KNOWN.keys() | scalars.WRAPPERS.keys() | {scalars.NULL}


def reached(root: Descriptor, side: Side) -> set[str]:
    """The full names of the types that a payload can hold, besides those in an `Any`."""
    found: set[str] = set()
    waiting: list[Type] = [root]
    while waiting:
        type_ = waiting.pop()
        if type_.full_name in found:
            continue
        found.add(type_.full_name)
        if isinstance(type_, Descriptor) and type_.full_name not in _NOT_OPENED:
            fields = [member.field for member in side.members(type_)]
            waiting += [inner for field in fields if (inner := field.message_type or field.enum_type) is not None]
    return found


class Walk:
    """Goes through both schemas, level by level, from the pairs of types that it is given."""

    def __init__(self, old: Side, new: Side) -> None:
        self.old = old
        self.new = new
        self._waiting: deque[tuple[Type, Type, str]] = deque()
        self._met: set[tuple[str, str]] = set()

    def meet(self, old: Type, new: Type, path: str) -> None:
        """Have two types compared that stand for each other at that path; once."""
        pair = (old.full_name, new.full_name)
        if pair not in self._met and not _NOT_OPENED & {*pair}:
            self._met.add(pair)
            self._waiting.append((old, new, path))

    def differences(self) -> Iterator[Difference]:
        """All differences of the types that were met and of those that these lead to."""
        while self._waiting:
            old, new, path = self._waiting.popleft()
            if isinstance(old, Descriptor) and isinstance(new, Descriptor):
                yield from messages.differences(self, old, new, path)
            elif isinstance(old, EnumDescriptor) and isinstance(new, EnumDescriptor):
                yield from enums.differences(self, old, new, path)

    def difference(
        self,
        kind: str,
        path: str,
        words: str,
        *,
        breaks: frozenset[Direction] = NEITHER,
        weight: Weight = "plain",
        new: str = "",
        old: str = "",
    ) -> Difference:
        """A difference at the declaration of that full name in the new schema, or in the old one if it is gone."""
        return Difference(
            kind=kind,
            path=path,
            words=words,
            breaks=breaks,
            weight=weight,
            pointer=tuple((new or old).split(".")),
            place=self.new.place(new) if new else self.old.place(old),
        )

    def of_the_declaration(self, old: Type, new: Type, path: str, what: str) -> Iterator[Difference]:
        """What changed about the name, the comment and the fitness for use of a message or an enum."""
        name, before = self.new.relative(new.full_name), self.old.relative(old.full_name)
        if name != before and path:
            yield self.difference("type-renamed", path, f"the {what} `{before}` is called `{name}`", new=new.full_name)
        yield from self.of_deprecation(
            old.GetOptions().deprecated, new.GetOptions().deprecated, path, new.full_name, f"the {what} `{name}`"
        )
        yield from self.of_comment(path, old.full_name, new.full_name, f"the {what} `{name}`")

    def of_deprecation(self, old: object, new: object, path: str, name: str, what: str) -> Iterator[Difference]:
        """Whether something was deprecated, or is no longer."""
        if bool(old) != bool(new):
            kind, words = ("deprecated", "was deprecated") if new else ("undeprecated", "is no longer deprecated")
            yield self.difference(kind, path, f"{what} {words}", new=name)

    def of_comment(self, path: str, old: str, new: str, what: str) -> Iterator[Difference]:
        """Whether the comment of a declaration changed."""
        if self.old.doc(old) != self.new.doc(new):
            words = "changed" if self.old.doc(old) and self.new.doc(new) else "is new"
            words = words if self.new.doc(new) else "was removed"
            yield self.difference("comment-changed", path, f"the comment of {what} {words}", weight="wording", new=new)


def undecided(difference: Difference) -> Difference:
    """The difference of a type that the payload may hold in an `Any`, or not."""
    return dataclasses.replace(difference, breaks=NEITHER, undecided=difference.breaks | difference.undecided)
