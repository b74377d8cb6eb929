"""The rules of a schema that no table column holds, in words for a reader."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.jsonschema.wording import joined, listed, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.formats.jsonschema.shapes import Condition, Part, Shape

_DEEPEST: Final = 4
_LONGEST: Final = 300
_IT: Final = "it"
_LIMITS: Final[Mapping[str, str]] = {
    "minimum": "at least",
    "maximum": "at most",
    "exclusiveMinimum": "greater than",
    "exclusiveMaximum": "less than",
}
_LENGTHS: Final[Mapping[str, tuple[str, str]]] = {
    "minLength": ("at least", "character"),
    "maxLength": ("at most", "character"),
    "minItems": ("at least", "element"),
    "maxItems": ("at most", "element"),
    "minProperties": ("at least", "property"),
    "maxProperties": ("at most", "property"),
}


def notes(shape: Shape) -> tuple[str, ...]:
    """The rules, in the order: what must be together, what depends on what, what must not be, what an array has."""
    found = [*_conditions(shape), *_dependents(shape), *_negations(shape), *_elements(shape), *_texts(shape)]
    found += ["read-only"] if shape.read_only else []
    found += ["write-only"] if shape.write_only else []
    return tuple(dict.fromkeys(cut(note) for note in found))


def cut(note: str) -> str:
    """A note that is not too long to be read."""
    return note if len(note) <= _LONGEST else f"{note[: _LONGEST - 4]} ..."


def one_of_required(keyword: str, names: list[tuple[str, ...]]) -> str:
    """Alternatives that differ only in what is required."""
    choices = [joined([_code(name) for name in each]) for each in names]
    return f"{'exactly' if keyword == 'oneOf' else 'at least'} one of these is required: {joined(choices, 'or')}"


def condition(rule: Condition, required: Mapping[str, Any]) -> str:
    """`if`, `then` and `else` as a sentence."""
    when = described(rule.when, _IT, required)
    text = f"if {when}, {described(rule.then)}" if rule.then is not None else ""
    if rule.otherwise is not None:
        otherwise = described(rule.otherwise)
        text = f"{text}; otherwise {otherwise}" if text else f"unless {when}, {otherwise}"
    return text


def _conditions(shape: Shape) -> Iterator[str]:
    for rule in shape.conditions:
        yield condition(rule, shape.required)


def _dependents(shape: Shape) -> Iterator[str]:
    for name, needed in shape.dependents:
        if isinstance(needed, tuple):
            if needed:
                verb = "is" if len(needed) == 1 else "are"
                yield f"if {_code(name)} is there, {joined([_code(each) for each in needed])} {verb} required"
        elif not needed.trivial:
            yield f"if {_code(name)} is there, {described(needed)}"


def _negations(shape: Shape) -> Iterator[str]:
    for part in shape.negations:
        yield f"it must not be so that {described(part, _IT, {})}"


def _elements(shape: Shape) -> Iterator[str]:
    for part, least, most in shape.contains:
        if least or most is not None:
            limits = [f"at least {least}"] if least else []
            limits += [f"at most {most}"] if most is not None else []
            verb = "is" if (most or least) == 1 else "are"
            yield f"of the elements, {joined(limits)} {verb} so that {described(part, 'the element', {})}"


def _texts(shape: Shape) -> Iterator[str]:
    for pattern in shape.patterns[1:]:
        yield f"it also matches `{pattern}`"
    for name in shape.formats[1:]:
        yield f"it is also a valid {name}"
    for part in shape.names:
        if not part.trivial:
            yield f"each key is so that {described(part, 'the key', {})}"
    for pattern, parts in shape.matching.items():
        what = described(parts[0], "its value", {})
        if not parts[0].trivial:
            yield f"for every key that matches `{pattern}`, {what}"


def described(part: Part, subject: str = _IT, required: Mapping[str, Any] | None = None) -> str:
    """What the schema asks for, as a clause.

    As a condition (`required` are the names that are always there), a name is "there" and may be missing otherwise;
    as a consequence (`required` is None) it is "required".
    """
    clauses = list(dict.fromkeys(_clauses(part.schema, subject, required, 0)))
    return joined(clauses) if clauses else f"{subject} may be anything"


def _clauses(schema: Any, subject: str, required: Mapping[str, Any] | None, depth: int) -> Iterator[str]:
    if not isinstance(schema, dict):
        yield f"{subject} may be anything" if schema else f"{subject} is not allowed"
        return
    if depth > _DEEPEST:
        yield f"{subject} is valid under `{_json(schema)}`"
        return
    yield from _of_value(schema, subject)
    yield from _of_properties(schema, subject, required, depth)
    for keyword, word in (("allOf", "and"), ("anyOf", "or"), ("oneOf", "or")):
        parts = schema.get(keyword)
        if isinstance(parts, list):
            texts = [joined(list(_clauses(part, subject, required, depth + 1))) for part in parts]
            yield f"({joined([text for text in texts if text], word)})" if len(texts) > 1 else "".join(texts)
    if "not" in schema:
        inner = list(_clauses(schema["not"], subject, {}, depth + 1))
        yield f"not ({joined(inner)})" if inner else f"{subject} is not allowed"


def _of_value(schema: dict[str, Any], subject: str) -> Iterator[str]:
    if "const" in schema:
        yield f"{subject} is {shown(schema['const'])}"
    elif isinstance(schema.get("enum"), list):
        yield f"{subject} is {'one of ' * (len(schema['enum']) > 1)}{listed(schema['enum'])}"
    elif isinstance(schema.get("type"), str | list) and not (subject == _IT and schema["type"] == "object"):
        types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        yield f"{subject} is of type {joined([str(name) for name in types], 'or')}"
    if isinstance(schema.get("$ref"), str):
        yield f"{subject} is a valid {schema['$ref'].rpartition('/')[2]}"
    if "pattern" in schema:
        yield f"{subject} matches `{schema['pattern']}`"
    if "format" in schema:
        yield f"{subject} is a valid {schema['format']}"
    yield from _of_size(schema, subject)


def _of_size(schema: dict[str, Any], subject: str) -> Iterator[str]:
    for keyword, words in _LIMITS.items():
        if keyword in schema and not isinstance(schema[keyword], bool):
            yield f"{subject} is {words} {schema[keyword]}"
    for keyword, (words, unit) in _LENGTHS.items():
        if keyword in schema:
            count = schema[keyword]
            units = unit if count == 1 else f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s"
            yield f"{subject} has {words} {count} {units}"
    for keyword in ("items", "contains"):
        if isinstance(schema.get(keyword), dict):
            each = "every element" if keyword == "items" else "some element"
            inner = list(_of_value(schema[keyword], f"{each} of {subject}"))
            yield joined(inner) if inner else f"{each} of {subject} is valid under `{_json(schema[keyword])}`"


def _of_properties(
    schema: dict[str, Any], subject: str, required: Mapping[str, Any] | None, depth: int
) -> Iterator[str]:
    properties = schema.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    names = [name for name in schema.get("required", ()) if isinstance(name, str)]
    bare = [name for name in names if properties.get(name, {}) in ({}, True) or required is None]
    if bare:
        verb = "is" if len(bare) == 1 else "are"
        state = "required" if required is None else "there"
        yield f"{joined([_code(_path(subject, name)) for name in bare])} {verb} {state}"
    for name, inner in properties.items():
        if inner in ({}, True):
            continue
        inside: dict[str, Any] | None = {} if required is not None else None
        clauses = list(_clauses(inner, _code(_path(subject, name)), inside, depth + 1))
        if clauses:
            missing = required is not None and name not in names and name not in required
            yield joined(clauses) + (" or missing" if missing else "")
    if schema.get("additionalProperties") is False:
        yield "nothing else is allowed"


def _path(subject: str, name: str) -> str:
    return f"{subject.strip('`')}.{name}" if subject.startswith("`") else name


def _code(name: str) -> str:
    return f"`{name}`"


def _json(schema: Any) -> str:
    text = json.dumps(schema, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:76]} ..."  # noqa: PLR2004
