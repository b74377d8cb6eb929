"""Which message of a file is the payload."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from catalog_gen.problems import Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from google.protobuf.descriptor import Descriptor

    from catalog_gen.formats.protobuf.descriptors import Compiled


def chosen(compiled: Compiled, message: str, hint: str) -> tuple[Descriptor | None, tuple[Problem, ...]]:
    """The message that is asked for; else the one that fits the hint; else the only one; else the only root.

    - `message` is a full name, a name without the package, or `Outer.Inner`; it must be there (`bad-schema`).
    - `hint` is the id of the event: it fits as it is, or without regard to case and separators.
    - A root is a top-level message that no other top-level message of the file uses.
    - Where that leaves several, the first one is taken, with a warning (`suspicious-schema`).
    """
    top = compiled.messages
    everything = [inner for each in top for inner in _with_nested(each)]
    place = compiled.place(0)
    if not top:
        words = "the file has no message"
        return None, (Problem("bad-schema", words, place, hint="a payload is a message; name the file that has it"),)
    if message:
        found = _asked_for(everything, message, compiled.source.package)
        if found is not None:
            return found, ()
        names = [_short(each, compiled.source.package) for each in everything]
        hint = nearest(message, [*names, *(each.full_name for each in everything)]) or f"it has {_listed(names)}"
        return None, (Problem("bad-schema", f'the file has no message "{message}"', place, hint=hint),)
    found = _fitting(top, hint) or _fitting(everything, hint) or _only(top) or _only(_roots(top))
    if found is not None:
        return found, ()
    words = f"the file has several messages ({_listed([each.name for each in top])}); {top[0].name} is taken, the first"
    name = PATH_END.sub("", compiled.path)
    hint = f'say which one: schemas=[Schema("{name}", message="{top[-1].name}")]'
    return top[0], (Problem("suspicious-schema", words, place, hint=hint),)


PATH_END = re.compile(r"^.*/")


def _asked_for(messages: Sequence[Descriptor], name: str, package: str) -> Descriptor | None:
    wanted = name.removeprefix(".")
    by_full_name = {each.full_name: each for each in messages}
    if wanted in by_full_name:
        return by_full_name[wanted]
    return by_full_name.get(f"{package}.{wanted}") if package else None


def _fitting(messages: Sequence[Descriptor], hint: str) -> Descriptor | None:
    if not hint:
        return None
    exact = [each for each in messages if hint in (each.name, each.full_name)]
    loose = [each for each in messages if _plain(each.name) == _plain(hint) or _plain(each.full_name) == _plain(hint)]
    return _only(exact) or _only(loose)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).casefold()


def _only(messages: Sequence[Descriptor]) -> Descriptor | None:
    return messages[0] if len(messages) == 1 else None


def _roots(messages: Sequence[Descriptor]) -> list[Descriptor]:
    used: set[str] = set()
    for each in messages:
        for inner in _all_nested(each):
            for field in inner.fields:
                if field.message_type is not None:
                    outermost = _outermost(field.message_type)
                    used |= {outermost.full_name} - {each.full_name}
    return [each for each in messages if each.full_name not in used]


def _outermost(message: Descriptor) -> Descriptor:
    while message.containing_type is not None:
        message = message.containing_type
    return message


def _all_nested(message: Descriptor) -> Iterator[Descriptor]:
    yield message
    for nested in message.nested_types:
        yield from _all_nested(nested)


def _with_nested(message: Descriptor) -> Iterator[Descriptor]:
    """The message and those declared in it, without those that protoc makes for maps."""
    return (each for each in _all_nested(message) if not each.GetOptions().map_entry)


def _short(message: Descriptor, package: str) -> str:
    return message.full_name.removeprefix(f"{package}.") if package else message.full_name


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")  # noqa: PLR2004 - enough to recognise
