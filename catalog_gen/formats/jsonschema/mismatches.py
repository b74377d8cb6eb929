"""The errors of the `jsonschema` library as mismatches in plain words; of alternatives, those of the nearest one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.jsonschema import values
from catalog_gen.formats.jsonschema.wording import joined, kind_of, listed, quoted, shown
from catalog_gen.formats.tree import Mismatch
from catalog_gen.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

_ALTERNATIVES: Final = frozenset({"anyOf", "oneOf"})
_FALSE: Final = 1_000_000
"""The branch that is `false`, whose error has no number."""
_STRONG: Final = frozenset({"const", "enum", "type"})


def mismatches(errors: Iterable[Any], written: Mapping[str, str]) -> tuple[Mismatch, ...]:
    """What is wrong, in the order of the payload; `written` has the patterns as the schema writes them."""
    found = [mismatch for error in errors for mismatch in _real(error, written, ())]
    return tuple(sorted({(each.path, each.message): each for each in found}.values(), key=_order))


def _order(mismatch: Mismatch) -> tuple[tuple[str, int, str], ...]:
    return tuple(("", step, "") if isinstance(step, int) else ("k", 0, step) for step in mismatch.path)


def _real(error: Any, written: Mapping[str, str], above: tuple[str | int, ...]) -> Iterator[Mismatch]:
    """The error, or those of the nearest alternative."""
    path = (*above, *error.relative_path)
    if error.validator in _ALTERNATIVES and error.context:
        branches: dict[Any, list[Any]] = {}
        for inner in error.context:
            branch = inner.relative_schema_path[0] if inner.relative_schema_path else _FALSE
            branches.setdefault(branch, []).append(inner)
        best = min(branches, key=lambda number: (_distance(branches[number]), number))
        if len(branches) == 1 or not _undecided(branches.values()):
            for inner in branches[best]:
                yield from _real(inner, written, path)
            return
        yield Mismatch(path, _of_kinds(error, branches), error.validator, error.validator_value)
        return
    expected = error.validator_value
    if error.validator == "pattern":
        expected = written.get(expected, expected)
    for place, message in _messages(error, expected):
        yield Mismatch((*path, *place), message, str(error.validator or ""), expected)


def _distance(errors: list[Any]) -> tuple[int, int, int]:
    """How far a payload is from an alternative: wrong kind first, wrong discriminator next, then the count."""
    if any(error.validator is None for error in errors):
        return _FALSE, 0, 0
    wrong = sum(error.validator == "type" and not error.relative_path for error in errors)
    different = sum(error.validator in {"const", "enum"} and len(error.relative_path) <= 1 for error in errors)
    return wrong, different, len(errors)


def _undecided(branches: Iterable[list[Any]]) -> bool:
    """Whether the payload is not even of the kind of any alternative."""
    return all(any(error.validator in _STRONG and not error.relative_path for error in errors) for errors in branches)


def _of_kinds(error: Any, branches: Mapping[Any, list[Any]]) -> str:
    wanted: list[str] = []
    for errors in branches.values():
        for inner in errors:
            if inner.validator in _STRONG and not inner.relative_path:
                value = inner.validator_value
                if inner.validator == "type":
                    wanted += [value] if isinstance(value, str) else value
                else:
                    wanted += [shown(each) for each in (value if inner.validator == "enum" else [value])]
    return f"must be {joined(list(dict.fromkeys(wanted)), 'or')}, not {shown(error.instance)}"


def _messages(error: Any, expected: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The message, and where it belongs below the value; several for several missing or superfluous names."""
    rule = _RULES.get(error.validator)
    if rule is not None:
        yield from rule(error, expected)
    elif error.validator is None:
        yield (), "nothing is allowed here"
    else:
        yield (), f"{shown(error.instance)} is not valid under `{error.validator}`"


Said = "Iterator[tuple[tuple[str | int, ...], str]]"


def _one(text: Callable[[Any, Any], str]) -> Callable[[Any, Any], Any]:
    def rule(error: Any, expected: Any) -> Any:
        yield (), text(error, expected)

    return rule


def _type(error: Any, expected: Any) -> str:
    names = [expected] if isinstance(expected, str) else expected
    found = error.instance
    what = shown(found) if found is None or (isinstance(found, dict | list) and found) else kind_of(found)
    what += "" if found is None or isinstance(found, dict | list) else f" ({shown(found)})"
    return f"must be {joined([str(name) for name in names], 'or')}, not {what}"


def _enum(error: Any, expected: Any) -> str:
    texts = [each for each in expected if isinstance(each, str)]
    near = nearest(error.instance, texts) if isinstance(error.instance, str) else ""
    hint = f"; {near}" if near else ""
    return f"must be {'one of ' * (len(expected) > 1)}{listed(expected)}, not {shown(error.instance)}{hint}"


def _required(error: Any, expected: Any) -> Any:
    for name in expected:
        if name not in error.instance and repr(name) == error.message.removesuffix(" is a required property"):
            yield (), f"{quoted(name)} is missing"


def _dependent(error: Any, expected: Any) -> Any:
    for name, needed in expected.items():
        if name in error.instance and isinstance(needed, list):
            for each in needed:
                if each not in error.instance:
                    yield (), f"{quoted(each)} is missing: it is required where {quoted(name)} is there"


def _additional(error: Any, _expected: Any) -> Any:
    import re

    known = list(error.schema.get("properties", ()))
    matching = list(error.schema.get("patternProperties", ()))
    extra = [
        name for name in error.instance if name not in known and not any(re.search(each, name) for each in matching)
    ]
    for name in extra:
        near = nearest(name, known)
        yield (name,), f"{quoted(name)} is not allowed" + (f"; {near}" if near else "")


def _unevaluated(error: Any, _expected: Any) -> Any:
    names = [name for name in error.instance if repr(name) in error.message] if isinstance(error.instance, dict) else []
    for name in names:
        yield (name,), f"{quoted(name)} is not allowed"
    if not names:
        yield (), "has elements or properties that are not allowed"


def _format(error: Any, expected: Any) -> str:
    example = values.EXAMPLES.get(expected, "")
    like = f', like "{example}"' if example else ""
    return f"{shown(error.instance)} is not a valid {expected}{like}"


def _length(words: str, unit: str) -> Callable[[Any, Any], str]:
    def text(error: Any, expected: Any) -> str:
        units = unit if expected == 1 else f"{unit[:-1]}ies" if unit.endswith("y") else f"{unit}s"
        return f"must have {words} {expected} {units}, but has {len(error.instance)}"

    return text


def _more_than_one(error: Any, expected: Any) -> str:
    del error
    return f"is valid under more than one of the {len(expected)} alternatives, exactly one is wanted"


def _contains(error: Any, _expected: Any) -> str:
    least = error.schema.get("minContains", 1)
    found = "none of its elements is" if least == 1 else "too few of its elements are"
    return f"{found} as `contains` wants"


_RULES: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    "type": _one(_type),
    "enum": _one(_enum),
    "const": _one(lambda error, expected: f"must be {shown(expected)}, not {shown(error.instance)}"),
    "required": _required,
    "dependentRequired": _dependent,
    "dependencies": _dependent,
    "additionalProperties": _additional,
    "unevaluatedProperties": _unevaluated,
    "unevaluatedItems": _unevaluated,
    "format": _one(_format),
    "pattern": _one(lambda error, expected: f"{shown(error.instance)} does not match `{expected}`"),
    "minLength": _one(_length("at least", "character")),
    "maxLength": _one(_length("at most", "character")),
    "minItems": _one(_length("at least", "element")),
    "maxItems": _one(_length("at most", "element")),
    "minProperties": _one(_length("at least", "property")),
    "maxProperties": _one(_length("at most", "property")),
    "minimum": _one(lambda error, _: f"must be {_limit(error, 'minimum')}, not {shown(error.instance)}"),
    "maximum": _one(lambda error, _: f"must be {_limit(error, 'maximum')}, not {shown(error.instance)}"),
    "exclusiveMinimum": _one(lambda error, each: f"must be greater than {each}, not {shown(error.instance)}"),
    "exclusiveMaximum": _one(lambda error, each: f"must be less than {each}, not {shown(error.instance)}"),
    "multipleOf": _one(lambda error, each: f"must be a multiple of {each}, not {shown(error.instance)}"),
    "uniqueItems": _one(lambda _error, _: "has elements that are equal"),
    "contains": _one(_contains),
    "minContains": _one(lambda _, each: f"has fewer than {each} elements as `contains` wants"),
    "maxContains": _one(lambda _, each: f"has more than {each} elements as `contains` wants"),
    "oneOf": _one(_more_than_one),
    "anyOf": _one(lambda error, _: f"{shown(error.instance)} is valid under none of the alternatives"),
    "not": _one(lambda error, _: f"{shown(error.instance)} is what `not` forbids"),
    "items": _one(lambda *_: "has more elements than are allowed"),
    "additionalItems": _one(lambda *_: "has more elements than are allowed"),
    "propertyNames": _one(lambda error, _: f"the key {shown(error.instance)} is not allowed"),
}


def _limit(error: Any, keyword: str) -> str:
    exclusive = error.schema.get("exclusiveM" + keyword[1:]) is True
    words = {"minimum": ("at least", "greater than"), "maximum": ("at most", "less than")}[keyword]
    return f"{words[exclusive]} {error.schema[keyword]}"
