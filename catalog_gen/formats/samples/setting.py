"""Where a value stands: what its name, the thing around it and the message say of what it is."""

from __future__ import annotations

import dataclasses
import hashlib

from catalog_gen.formats.samples import words


@dataclasses.dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a value besides its type."""

    name: tuple[str, ...] = ()
    """The words of the field's name, of an element those of one element."""
    owner: tuple[str, ...] = ()
    """The words for the thing whose value it is: customer, of `customer.id`."""
    event: str = ""
    """The id of the message."""
    ordinal: int = 0
    """The how manieth element of an array it stands in, from 0."""
    doc: str = ""
    listed: bool = False
    """Whether it is such an element itself, so that others stand beside it."""

    @property
    def thing(self) -> tuple[str, ...]:
        """The words of what this is about, which is never nothing."""
        return self.owner or words.thing(self.event) or ("example",)

    def field(self, name: str, doc: str | None = None) -> Setting:
        """That of a field of the value here; without a doc of its own it has the one around it."""
        return Setting(words.words(name), self.owner, self.event, self.ordinal, self.doc if doc is None else doc)

    def inside(self, type_name: str) -> Setting:
        """That of the fields of a record here, which is a thing of its own if its field or its type names one."""
        named = words.of_thing(self.name)
        if not words.is_thing(named):
            named = words.thing(type_name) if not self.owner and not self.event else ()
        return dataclasses.replace(self, owner=named or self.owner)

    def element(self, index: int) -> Setting:
        """That of the element of an array here."""
        return dataclasses.replace(self, name=words.one_of(self.name), ordinal=self.ordinal + index, listed=True)


def number_of(thing: tuple[str, ...], ordinal: int) -> int:
    """A number of five digits that a thing of this sort may have as its id, always the same one."""
    digest = hashlib.sha256(" ".join(thing).encode("utf-8", "surrogatepass")).digest()
    return 10_000 + int.from_bytes(digest[:4], "big") % 89_000 + ordinal
