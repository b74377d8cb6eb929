"""Is a schema one at all: whether each keyword holds what its draft wants there.

The rules are those of the official metaschemas, which the `jsonschema` library needs several milliseconds a schema to
apply; the tests hold the two against each other.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.jsonschema import drafts, matching, patterns
from catalog_gen.formats.jsonschema.wording import quoted, shown
from catalog_gen.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from catalog_gen.formats.jsonschema.drafts import Draft, Steps

TYPES: Final = ("array", "boolean", "integer", "null", "number", "object", "string")
_OTHER_NAMES: Final = {
    "int": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
    "decimal": "number",
    "bool": "boolean",
    "str": "string",
    "text": "string",
    "uuid": 'string" with "format": "uuid',
    "date": 'string" with "format": "date',
    "datetime": 'string" with "format": "date-time',
    "date-time": 'string" with "format": "date-time',
    "dict": "object",
    "map": "object",
    "list": "array",
    "none": "null",
    "any": "",
}


_TUPLES: Final = (
    "in 2020-12, `prefixItems` lists the schemas of the first elements;"
    ' for a list under `items`, name an older draft with "$schema"'
)


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at some steps into a schema; `key` where it is the key rather than its value."""

    steps: Steps
    message: str
    hint: str = ""
    key: bool = False
    code: str = "bad-schema"


def faults(draft: Draft, schema: Any) -> Iterator[Fault]:
    """Everything in the schema, at any depth, that its draft does not allow."""
    for steps, found, current in drafts.everywhere(draft, schema):
        if isinstance(found, dict):
            yield from _in_one(current, found, steps)


def _in_one(draft: Draft, schema: Mapping[str, Any], steps: Steps) -> Iterator[Fault]:
    for keyword, value in schema.items():
        holds = draft.keywords.get(keyword)
        if holds is not None and holds != "any":
            for fault in _RULES[holds](value):
                hint = _TUPLES if keyword == "items" and isinstance(value, list) and not fault.steps else fault.hint
                where, message = (*steps, keyword, *fault.steps), f"`{keyword}` {fault.message}"
                yield dataclasses.replace(fault, steps=where, message=message, hint=hint)
    if draft is drafts.DRAFT4:
        for inside, inner in drafts.children(draft, schema):
            if isinstance(inner, bool) and draft.keywords[str(inside[0])] != "flag-or-schema":
                hint = '{} allows everything, {"not": {}} nothing'
                message = f"`{inside[0]}` has {shown(inner)} for a schema, which draft-04 does not know"
                yield Fault(steps + inside, message, hint)
        for keyword, other in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if keyword in schema and other not in schema:
                hint = (
                    f"it says whether `{other}` itself is excluded; as a limit of its own it is of draft-06 and later"
                )
                yield Fault((*steps, keyword), f"`{keyword}` needs `{other}` beside it in draft-04", hint, key=True)


def _text(value: Any) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault((), f"must be a text, not {shown(value)}")


def _flag(value: Any) -> Iterator[Fault]:
    if not isinstance(value, bool):
        yield Fault((), f"must be true or false, not {shown(value)}")


def _number(value: Any) -> Iterator[Fault]:
    if isinstance(value, bool) or not isinstance(value, int | float):
        hint = "without the quotes" if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value) else ""
        yield Fault((), f"must be a number, not {shown(value)}", hint)


def _positive(value: Any) -> Iterator[Fault]:
    wrong = list(_number(value))
    yield from wrong
    if not wrong and value <= 0:
        yield Fault((), f"must be greater than 0, not {shown(value)}")


def _count(value: Any) -> Iterator[Fault]:
    wrong = list(_number(value))
    yield from wrong
    if not wrong and (value < 0 or value != value // 1):
        yield Fault((), f"must be a whole number from 0, not {shown(value)}")


def _whole(value: Any) -> Iterator[Fault]:
    """As `_count`; to draft-04, 2.0 is no whole number."""
    yield from _count(value)
    if isinstance(value, float) and value >= 0 and value.is_integer():
        yield Fault((), f"must be written as a whole number in draft-04, not {shown(value)}", f"{value:.0f}")


def _regex(value: Any) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault((), f"must be a regular expression, not {shown(value)}")
        return
    yield from _pattern(value)


def _pattern(value: str) -> Iterator[Fault]:
    try:
        patterns.translated(value)
        if matching.is_hopeless(value):
            message = "is a regular expression that may take forever to try; examples are not held against it"
            hint = "no repetition inside of a repetition, and no reference to a group beside one"
            yield Fault((), message, hint, code="suspicious-schema")
    except patterns.UntranslatableError as error:
        message = f"is a regular expression that cannot be checked here ({error}); examples are not held against it"
        yield Fault((), message, code="suspicious-schema")
    except (re.error, RecursionError) as error:
        what = str(getattr(error, "msg", "") or "it is too deeply nested")
        yield Fault((), f"is no regular expression: {what}")


def _schema(value: Any) -> Iterator[Fault]:
    if not isinstance(value, dict | bool):
        hint = f'{{"type": "{value}"}}' if isinstance(value, str) and value in TYPES else ""
        yield Fault((), f"must be a schema (an object, true or false), not {shown(value)}", hint)


def _schemas(value: Any) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault((), f"must be a list of schemas, not {shown(value)}")
        return
    if not value:
        yield Fault((), "must list at least one schema")
    for place, inner in enumerate(value):
        for fault in _schema(inner):
            yield Fault((place,), f"must list schemas (objects, true or false), not {shown(inner)}", fault.hint)


def _items(value: Any) -> Iterator[Fault]:
    yield from (_schemas if isinstance(value, list) else _schema)(value)


def _schema_map(value: Any) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault((), f"must be an object that has a schema for each name, not {shown(value)}")
        return
    for name, inner in value.items():
        if not isinstance(inner, dict | bool):
            hint = f'{{"type": "{inner}"}}' if isinstance(inner, str) and inner in TYPES else ""
            message = f"must have a schema (an object, true or false) for {quoted(name)}, not {shown(inner)}"
            yield Fault((name,), message, hint)


def _pattern_map(value: Any) -> Iterator[Fault]:
    yield from _schema_map(value)
    for pattern in value if isinstance(value, dict) else ():
        for fault in _pattern(pattern):
            yield dataclasses.replace(fault, steps=(pattern,), message=f"has a key that {fault.message}", key=True)


def _dependencies(value: Any) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault((), f"must be an object that has names or a schema for each name, not {shown(value)}")
        return
    for name, inner in value.items():
        found = _names(inner) if isinstance(inner, list) else _schema(inner)
        for fault in found:
            message = f"for {quoted(name)} {fault.message}"
            yield dataclasses.replace(fault, steps=(name, *fault.steps), message=message)


def _names(value: Any) -> Iterator[Fault]:
    if not isinstance(value, list):
        hint = ""
        if isinstance(value, bool):
            hint = "the object that has the property lists the names of those that are required"
        elif isinstance(value, str):
            hint = f'["{value}"]'
        yield Fault((), f"must be a list of names, not {shown(value)}", hint)
        return
    seen: set[str] = set()
    for place, name in enumerate(value):
        if not isinstance(name, str):
            yield Fault((place,), f"must list names, not {shown(name)}")
        elif name in seen:
            yield Fault((place,), f"lists {quoted(name)} twice")
        else:
            seen.add(name)


def _some_names(value: Any) -> Iterator[Fault]:
    yield from _names(value)
    if value == []:
        yield Fault((), "must list at least one name in draft-04", "leave it out")


def _name_lists(value: Any) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault((), f"must be an object that has a list of names for each name, not {shown(value)}")
        return
    for name, inner in value.items():
        for fault in _names(inner):
            message = f"for {quoted(name)} {fault.message}"
            yield dataclasses.replace(fault, steps=(name, *fault.steps), message=message)


def _list(value: Any) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault((), f"must be a list, not {shown(value)}")


def _some_values(value: Any) -> Iterator[Fault]:
    yield from _list(value)
    if value == []:
        yield Fault((), "must list at least one value in draft-04")
    seen: set[str] = set()
    for place, inner in enumerate(value if isinstance(value, list) else ()):
        text = f"{type(inner).__name__ if isinstance(inner, bool) else ''}{inner!r}"
        if text in seen:
            yield Fault((place,), f"lists {shown(inner)} twice")
        seen.add(text)


def _types(value: Any) -> Iterator[Fault]:
    if isinstance(value, list):
        if not value:
            yield Fault((), "must list at least one type")
        seen: set[str] = set()
        for place, name in enumerate(value):
            for fault in _type(name):
                yield dataclasses.replace(fault, steps=(place,))
            if isinstance(name, str) and name in seen:
                yield Fault((place,), f"lists {quoted(name)} twice")
            seen |= {name} if isinstance(name, str) else set()
    else:
        yield from _type(value)


def _type(value: Any) -> Iterator[Fault]:
    if isinstance(value, str) and value in TYPES:
        return
    hint = ""
    if isinstance(value, str):
        other = _OTHER_NAMES.get(value.lower())
        hint = f'did you mean "{other}"?' if other else nearest(value, TYPES)
        hint = "leave `type` out to allow everything" if other == "" else hint
    elif isinstance(value, dict):
        hint = "alternatives that are schemas go into `anyOf`"
    yield Fault((), f"must be one of {', '.join(TYPES)}, not {shown(value)}", hint)


def _id(value: Any) -> Iterator[Fault]:
    yield from _text(value)
    if isinstance(value, str) and "#" in value[:-1]:
        yield Fault((), f"must have no fragment: {shown(value)}", "`$anchor` names a part of a schema")


def _anchor(value: Any) -> Iterator[Fault]:
    yield from _text(value)
    if isinstance(value, str) and not re.match(r"[A-Za-z_][-A-Za-z0-9._:]*$", value):
        yield Fault((), f"must be a plain name, not {shown(value)}", "letters, digits, `-`, `_` and `.`; no `#`")


def _vocabulary(value: Any) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault((), f"must be an object that has true or false for each URI, not {shown(value)}")
        return
    for uri, inner in value.items():
        if not isinstance(inner, bool):
            yield Fault((uri,), f"must have true or false for each URI, not {shown(inner)}")


_RULES: Final[Mapping[str, Callable[[Any], Iterator[Fault]]]] = {
    "text": _text,
    "flag": _flag,
    "number": _number,
    "positive": _positive,
    "count": _count,
    "whole": _whole,
    "regex": _regex,
    "schema": _schema,
    "flag-or-schema": _schema,
    "schemas": _schemas,
    "items": _items,
    "schema-map": _schema_map,
    "pattern-map": _pattern_map,
    "dependencies": _dependencies,
    "names": _names,
    "some-names": _some_names,
    "name-lists": _name_lists,
    "list": _list,
    "some-values": _some_values,
    "types": _types,
    "id": _id,
    "anchor": _anchor,
    "vocabulary": _vocabulary,
}


def holds(word: str, value: Any) -> Iterator[Fault]:
    """What is wrong with a value where a keyword wants what the word stands for."""
    return _RULES[word](value)
