"""How the way to a field is written: `items[].price`, `labels.*`, `payment (Card).number`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from catalog_gen.formats.tree import Type

_PLAIN_NAME: Final = re.compile(r"[^\s.\[\]()*\"]+")


def joined(path: str, name: str) -> str:
    """The path of a field; a name that would read as something else stands in quotes."""
    return below(path, name if _PLAIN_NAME.fullmatch(name) else json.dumps(name, ensure_ascii=False))


def below(path: str, step: str) -> str:
    """The path one step on."""
    return f"{path}.{step}" if path else step


def labelled(branches: tuple[Type, ...]) -> list[tuple[str, Type]]:
    """The branches with names that tell them apart: short ones, whole ones, numbered ones."""
    for labels in ([short(branch) for branch in branches], [branch.name or branch.words for branch in branches]):
        if len(set(labels)) == len(labels):
            return list(zip(labels, branches, strict=True))
    return [(f"{short(branch)} {number}", branch) for number, branch in enumerate(branches, 1)]


_FILE_ENDING: Final = re.compile(r"(\.schema)?\.(json|ya?ml|avsc|proto)\Z")


def short(type_: Type) -> str:
    """The last part of a name: `Card` of `com.acme.Card`, `#/$defs/Card` and `types/Card.json`."""
    if not type_.name:
        return type_.words
    name = _FILE_ENDING.sub("", type_.name.rstrip("/#"))
    last = re.split(r"[/#]", name)[-1] if re.search(r"[/#]", name) else name.rpartition(".")[2]
    return last or type_.words
