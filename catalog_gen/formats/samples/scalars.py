"""The values that may stand at a place, the best one first: those that the schema gives, then those that look real."""

from __future__ import annotations

import base64
import itertools
import math
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.samples import figures, instants, lexicon, numerals, texts
from catalog_gen.formats.samples.words import vocabulary
from catalog_gen.formats.tree import ABSENT, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.formats.samples.setting import Setting

_BLANK: Final = vocabulary(
    "unspecified unknown undefined invalid none null default unset todo undef unrecognized empty string n/a na"
)
_FALSE: Final = vocabulary(
    "deleted cancelled canceled test dry deprecated archived error failed disabled blocked locked hidden private fork "
    "truncated suspicious anonymous expired overdue guest bot spam empty null missing"
)
_CONTAINERS: Final = vocabulary(
    "data payload metadata meta properties attributes context extra extras details params parameters config settings "
    "options body object custom additional map headers labels annotations"
)
_IDENTITIES: Final = vocabulary("id ids uuid guid")
_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "record": (dict,),
    "map": (dict,),
    "array": (list,),
    "string": (str,),
    "bytes": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


def plain(value: Any) -> Any:
    """A copy of JSON data that shares nothing; ABSENT for what is none."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else ABSENT
    if isinstance(value, list | tuple):
        items = [plain(item) for item in value]
        return ABSENT if any(item is ABSENT for item in items) else items
    if isinstance(value, dict):
        entries = {key: plain(item) for key, item in value.items()}
        fine = all(isinstance(key, str) and item is not ABSENT for key, item in entries.items())
        return entries if fine else ABSENT
    return ABSENT


def given(type_: Type, examples: Iterable[Any]) -> list[Any]:
    """The examples that are JSON data of the type's kind."""
    copies = (plain(example) for example in examples)
    return [copy for copy in copies if copy is not ABSENT and _is_of(type_, copy)]


def candidates(type_: Type, setting: Setting, default: Any, patterns: tuple[str, ...] = ()) -> Iterator[Any]:
    """What may stand there, of a type without parts; each value once, as far as they keep the limits.

    Texts that match the further patterns too come first.
    """
    seen: set[tuple[str, str]] = set()
    usable = default is not ABSENT and default is not None and _is_of(type_, default)
    good = usable and _says_something(default, setting)
    first = texts.together(type_, setting, patterns) if patterns and type_.kind == "string" else ()
    usual = ([plain(default)] if good else (), _made(type_, setting), [plain(default)] if usable else ())
    for value in itertools.chain(first, *usual):
        key = (type(value).__name__, repr(value))
        if value is not ABSENT and key not in seen:
            seen.add(key)
            yield value


def _is_of(type_: Type, value: Any) -> bool:
    if type_.kind == "null":
        return value is None
    if type_.kind == "enum":
        return any(value == one and type(value) is type(one) for one in type_.values)
    classes = _KINDS.get(type_.kind)
    if classes is None:
        return True
    if isinstance(value, bool):
        return bool in classes
    if type_.kind == "integer" and isinstance(value, float):
        return value.is_integer()
    if not isinstance(value, classes):
        return False
    return type_.kind != "string" or not isinstance(value, str) or texts.fits(value, type_.limits)


def _says_something(default: Any, setting: Setting) -> bool:
    """Whether a default is as good as a real value: not empty, not zero, no placeholder."""
    if isinstance(default, bool):
        return True
    if instants.is_time(setting.name) or (setting.name and setting.name[-1] in _IDENTITIES):
        return False
    if isinstance(default, str):
        return bool(default.strip(" -_.?*")) and not is_blank(default)
    return isinstance(default, int | float) and default not in {0, -1}


def is_blank(symbol: Any) -> bool:
    """Whether a symbol means that nothing is known: `STATUS_UNSPECIFIED`, `unknown`."""
    if not isinstance(symbol, str):
        return symbol is None
    parts = symbol.lower().replace("-", "_").split("_")
    return not symbol or symbol.lower() in _BLANK or parts[-1] in _BLANK


def _made(type_: Type, setting: Setting) -> Iterator[Any]:
    match type_.kind:
        case "string":
            yield from texts.texts(type_, setting)
        case "bytes":
            yield from _bytes(type_, setting)
        case "integer":
            yield from numerals.integers(type_, setting)
        case "number":
            yield from numerals.floats(type_, setting)
        case "boolean":
            yield from (False, True) if _FALSE.intersection(setting.name) else (True, False)
        case "null":
            yield None
        case "enum":
            yield from _symbols(type_, setting)
        case "any":
            yield from _anything(setting)


def _symbols(type_: Type, setting: Setting) -> Iterator[Any]:
    """Of an enum's symbols those that say something first, another one for each element."""
    values = [copy for value in type_.values if (copy := plain(value)) is not ABSENT]
    telling = [value for value in values if not is_blank(value)]
    turn = setting.ordinal % len(telling) if telling else 0
    yield from (*telling[turn:], *telling[:turn])
    yield from (value for value in values if is_blank(value))


def _bytes(type_: Type, setting: Setting) -> Iterator[str]:
    for data in texts.as_bytes(type_, setting):
        encoded = base64.b64encode(data).decode()
        yield from (encoded, data.decode("latin-1")) if type_.format == "base64" else (data.decode("latin-1"), encoded)


def _anything(setting: Setting) -> Iterator[Any]:
    """What the name makes likely, where everything is allowed."""
    name = setting.name
    if name and name[-1] in _CONTAINERS:
        key, text = lexicon.KEYS.get(name[-1].removesuffix("s"), lexicon.PLAIN_KEYS)[0]
        yield {key: text}
    if figures.numbers(name) and lexicon.choices(name)[1] < len(name):
        value = figures.numbers(name)[0]
        yield float(value) if "." in value else int(value)
    yield from texts.texts(Type(kind="string", words="string"), setting)
    yield from (1, True, {}, [], None)
