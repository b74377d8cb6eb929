"""Which named types end: none of what they are made of leads in a circle.

What Avro Java finds out about two types on the way through a circle depends on where it came from, as it takes what it
is still looking at for readable. About types that end it is the same from everywhere, so that one look, or none where
the names tell, is enough.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.formats.avro.schemas import NAMED, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from catalog_gen.formats.avro.schemas import Linked, Schema


def ending(linked: Linked, *, but: Callable[[Schema], bool] = lambda _: False) -> set[str]:
    """The full names of the types that end and lead to none of the `but` ones, nor are one."""
    users: dict[str, list[str]] = {}
    left: dict[str, int] = {}
    for name, schema in linked.types.items():
        parts = set(_direct(schema))
        left[name] = len(parts) + but(schema)
        for part in parts:
            users.setdefault(part, []).append(name)
    ready = [name for name, count in left.items() if not count]
    found = set(ready)
    while ready:
        for user in users.get(ready.pop(), []):
            left[user] -= 1
            if not left[user]:
                found.add(user)
                ready.append(user)
    return found


def _direct(schema: Schema) -> Iterator[str]:
    """The named types that a named type uses itself."""
    stack = inside(schema)
    while stack:
        part = stack.pop()
        if part.kind == "reference" or part.kind in NAMED:
            yield part.name
        else:
            stack += inside(part)
