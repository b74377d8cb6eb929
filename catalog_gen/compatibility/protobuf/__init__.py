"""What two versions of a Protobuf message differ in, for its readers on the wire and for those of its JSON.

Something breaks where a value that both versions know does not come out as it was written, as bytes
(https://protobuf.dev/programming-guides/proto3/#updating) or as ProtoJSON
(https://protobuf.dev/programming-guides/json/#json-wire-safety). Readers keep or ignore what they do not know. Numbers
that another integer type cuts off are `risky`, as the documentation calls such types compatible.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from google.protobuf.descriptor import Descriptor
from google.protobuf.descriptor_pb2 import FileDescriptorProto as _FILE  # noqa: N814 - the numbers of its fields

from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD, Difference
from catalog_gen.compatibility.protobuf.kinds import KINDS
from catalog_gen.compatibility.protobuf.sides import Side
from catalog_gen.compatibility.protobuf.walking import ANY, Walk, reached, undecided

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.differences import Weight
    from catalog_gen.formats.protobuf import Protobuf
    from catalog_gen.formats.protobuf.descriptors import Compiled
    from catalog_gen.problems import Place

__all__ = ["KINDS", "differences", "of_files"]


def differences(old: Protobuf, new: Protobuf) -> Iterator[Difference]:
    """All differences of the payload and of what it reaches, in the order of the new schema.

    Where nobody says which message of the files is the payload, each may be it: the files are compared as a whole.
    """
    before, now = Side(old.compiled), Side(new.compiled)
    roots = _roots(old, new, before, now)
    if roots is None:
        yield from of_files(old.compiled, new.compiled)
        return
    was, is_now = roots
    inside = reached(was, before) | reached(is_now, now)
    holds_any = ANY in inside
    for difference in _of_the_file(before, now):
        is_of_any = holds_any and difference.kind == "package-changed"
        yield dataclasses.replace(difference, undecided=BOTH) if is_of_any else difference
    walk = Walk(before, now)
    if before.relative(was.full_name) != now.relative(is_now.full_name):
        words = f"the message is `{now.relative(is_now.full_name)}` now, it was `{before.relative(was.full_name)}`"
        yield walk.difference("payload-renamed", "", words, breaks=BOTH, new=is_now.full_name)
    walk.meet(was, is_now, "")
    yield from walk.differences()
    if holds_any:
        yield from map(undecided, _of_others(before, now, inside))


def of_files(old: Compiled, new: Compiled) -> Iterator[Difference]:
    """All differences of two files, whatever in them is the payload."""
    before, now = Side(old), Side(new)
    yield from _of_the_file(before, now)
    yield from _of_others(before, now, set())


def _roots(old: Protobuf, new: Protobuf, before: Side, now: Side) -> tuple[Descriptor, Descriptor] | None:
    """The payloads; where one side is not sure, it is the message that is called as on the other one."""
    if old.certain and new.certain:
        return old.root, new.root
    if old.certain:
        found = now.found(before.relative(old.root.full_name))
        return (old.root, found) if isinstance(found, Descriptor) else None
    if new.certain:
        found = before.found(now.relative(new.root.full_name))
        return (found, new.root) if isinstance(found, Descriptor) else None
    return None


def _of_the_file(old: Side, new: Side) -> Iterator[Difference]:
    before, now = old.compiled.source.package, new.compiled.source.package
    if before != now:
        words = f"the package changed from {_package(before)} to {_package(now)}"
        yield _of_head("package-changed", words, new.head(_FILE.PACKAGE_FIELD_NUMBER), weight="risky")
    was, is_now = old.compiled.edition, new.compiled.edition
    if was != is_now:
        words = f"the file changed from `{was}` to `{is_now}`"
        number = _FILE.EDITION_FIELD_NUMBER if new.compiled.source.edition else _FILE.SYNTAX_FIELD_NUMBER
        yield _of_head("syntax-changed", words, new.head(number))


def _of_head(kind: str, words: str, place: Place, weight: Weight = "plain") -> Difference:
    return Difference(kind=kind, path="", words=words, weight=weight, place=place)


def _package(name: str) -> str:
    return f"`{name}`" if name else "none"


def _of_others(old: Side, new: Side, compared: set[str]) -> Iterator[Difference]:
    """What the types of the files differ in that were not compared yet; each is compared with the one of its name."""
    walk = Walk(old, new)
    for relative, name in new.declared.items():
        if name in compared:
            continue
        other = old.found(relative)
        type_ = new.type(name)
        what = "message" if isinstance(type_, Descriptor) else "enum"
        if other is None or type(other) is not type(type_):
            words = f"the {what} `{relative}` was added"
            yield walk.difference("type-added", relative, words, breaks=FORWARD, new=name)
            continue
        walk.meet(other, type_, relative)
        yield from walk.differences()
    for relative, name in old.declared.items():
        other = new.found(relative)
        type_ = old.type(name)
        if name not in compared and (other is None or type(other) is not type(type_)):
            what = "message" if isinstance(type_, Descriptor) else "enum"
            words = f"the {what} `{relative}` was removed"
            yield walk.difference("type-removed", relative, words, breaks=BACKWARD, old=name)
