"""Entries of maps with keys that look real for the map's name."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.samples import figures, lexicon, numerals, scalars, texts, words
from catalog_gen.formats.tree import ABSENT, Type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.samples.setting import Setting
    from catalog_gen.formats.tree import Tree

_KEYS: Final = 30
_TEXT: Final = Type(kind="string", words="string")


def entries(keys: Type | None, setting: Setting, count: int) -> Iterator[tuple[str, str]]:
    """So many different keys, each with a text that goes with it (or none), as far as there are any."""
    if count <= 0:
        return
    name = words.one_of(setting.name)
    known = lexicon.KEYS.get(name[-1] if name else "", lexicon.PLAIN_KEYS)
    if "by" in name[:-1]:
        by = dataclasses.replace(setting, name=name[name.index("by", 0) + 1 :])
        made = (next(texts.texts(_TEXT, dataclasses.replace(by, ordinal=index)), "") for index in range(count))
        known = tuple((key, "") for key in made if key)
    found: dict[str, str] = {}
    for key, text in known:
        if len(found) < count and (keys is None or _is_key(keys, key)):
            found[key] = text
    for key in _others(keys, setting):
        if len(found) >= count:
            break
        found.setdefault(key, "")
    yield from found.items()


def value(type_: Type | None, text: str, tree: Tree) -> Any:
    """The text as a value of the type, where it can be one; else ABSENT."""
    if not text or type_ is None:
        return text or ABSENT
    seen = tree.seen(type_)
    if seen.examples:
        return ABSENT
    if seen.kind == "any":
        return text
    if seen.kind == "string" and not seen.format and texts.fits(text, seen.limits):
        return text
    if seen.kind in {"integer", "number"}:
        exact = _exact(text)
        fits = exact is not None and numerals.within(exact, seen.limits)
        if exact is not None and fits and (seen.kind == "number" or exact == exact.to_integral_value()):
            return int(exact) if seen.kind == "integer" else float(exact)
    return ABSENT


def setting(around: Setting, key: str) -> Setting:
    """That of an entry: the key if something is known of it, else one of what the map holds."""
    name = words.words(key)
    if not (lexicon.choices(name)[1] or figures.numbers(name)):
        name = words.one_of(around.name)
    return dataclasses.replace(around, name=name)


def _is_key(keys: Type, key: str) -> bool:
    if keys.kind == "enum":
        return key in keys.values
    return keys.kind in {"string", "any"} and not keys.format and texts.fits(key, keys.limits)


def _others(keys: Type | None, setting: Setting) -> Iterator[str]:
    """Keys as the type of the keys wants them."""
    if keys is None:
        yield from (f"key{number}" for number in itertools.count(1))
        return
    if keys.kind == "boolean":
        yield from ("true", "false")
        return
    seen: set[Any] = set()
    for ordinal in range(_KEYS):
        turned = dataclasses.replace(setting, name=(*words.one_of(setting.name), "key"), ordinal=ordinal)
        found = list(itertools.islice(scalars.candidates(keys, turned, ABSENT), _KEYS if ordinal else 1))
        if seen.issuperset(found):
            break
        seen.update(found)
        yield from (key if isinstance(key, str) else str(key) for key in found[:1] or found)
    yield from (key if isinstance(key, str) else str(key) for key in sorted(seen, key=str))


def _exact(text: str) -> Any:
    from decimal import Decimal, InvalidOperation

    try:
        return Decimal(text)
    except InvalidOperation:
        return None
