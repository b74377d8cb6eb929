"""Whether a payload is valid, by the `jsonschema` library, and why not in plain words."""

from __future__ import annotations

import functools
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.jsonschema import drafts, loading, patterns, values
from catalog_gen.formats.jsonschema.bundling import copied
from catalog_gen.formats.jsonschema.mismatches import mismatches
from catalog_gen.formats.tree import Mismatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from catalog_gen.formats.jsonschema.bundling import Bundle
    from catalog_gen.formats.jsonschema.drafts import Draft, Steps
    from catalog_gen.formats.jsonschema.loading import Loaded
    from catalog_gen.formats.tree import Check

_TOO_DEEP: Final = Mismatch((), "the payload, or what the schema says about it, is nested too deeply to be checked")


def check(root: Loaded, bundle: Bundle) -> Check:
    """The check of payloads; the validator is made when it is first needed."""
    static = functools.cache(lambda: _of(bundle.value, bundle.draft))
    dynamic = functools.cache(lambda: _by_registry(root, bundle))

    def reasons(payload: Any) -> tuple[Mismatch, ...]:
        try:
            if bundle.dynamic:
                found = _dynamically(dynamic, payload)
                if found is not None:
                    return found
            validator, written = static()
            return mismatches(validator.iter_errors(payload), written)
        except RecursionError:
            return (_TOO_DEEP,)

    return reasons


def _dynamically(make: Callable[[], tuple[Any, dict[str, str]]], payload: Any) -> tuple[Mismatch, ...] | None:
    """The check by the files as they are; None where they find each other in ways that the library does not know."""
    from referencing.exceptions import Unresolvable

    try:
        validator, written = make()
        return mismatches(validator.iter_errors(payload), written)
    except Unresolvable:
        return None


def invalid(bundle: Bundle, values_: Iterable[tuple[Steps, Any]]) -> Iterator[tuple[int, str]]:
    """Which of the values are not valid under the parts of the bundle at their steps, by number, and why."""
    validator, written = _of(bundle.value, bundle.draft)
    for number, (steps, value) in enumerate(values_):
        try:
            part = loading.at(validator.schema, steps)
            found = mismatches(validator.evolve(schema=part).iter_errors(value), written)
        except (RecursionError, KeyError):
            continue
        for mismatch in found[:1]:
            yield number, f"{mismatch.spot}: {mismatch.message}" if mismatch.spot else mismatch.message


def _of(value: Any, draft: Draft) -> tuple[Any, dict[str, str]]:
    """A validator of the schema, and its translated patterns with how they were written."""
    from referencing import Registry

    written: dict[str, str] = {}
    ready = _prepared(value, draft, written)
    return _class(draft.name)(ready, format_checker=_formats(), registry=Registry()), written


def _by_registry(root: Loaded, bundle: Bundle) -> tuple[Any, dict[str, str]]:
    """A validator over the files as they are, for references whose meaning depends on the way that led to them."""
    from referencing import Registry, Resource
    from referencing.jsonschema import specification_with

    written: dict[str, str] = {}
    contents: dict[str, Any] = {}
    for file in bundle.files:
        ready = _prepared(file.value, file.draft, written)
        contents[loading.uri_of(file.path)] = ready
        for uri, steps in file.resources.items():
            contents.setdefault(uri, loading.at(ready, steps))
    resources = [
        (uri, Resource.from_contents(value, default_specification=specification_with(root.draft.uri)))
        for uri, value in contents.items()
    ]
    registry: Any = Registry().with_resources(resources)
    start = {"$ref": root.base}
    return _class(root.draft.name)(start, format_checker=_formats(), registry=registry), written


def _prepared(value: Any, draft: Draft, written: dict[str, str]) -> Any:
    """The schema with patterns that Python can run, and OpenAPI's `nullable` as JSON Schema says it."""
    if not any(_differs(schema) for _, schema, _ in drafts.everywhere(draft, value)):
        return value
    ready = copied(value)
    for _, schema, _ in list(drafts.everywhere(draft, ready)):
        if not isinstance(schema, dict):
            continue
        if isinstance(schema.get("pattern"), str):
            schema["pattern"] = _runnable(schema["pattern"], written)
        if isinstance(schema.get("patternProperties"), dict):
            found: dict[str, Any] = {}
            for pattern, inner in schema["patternProperties"].items():
                known = _runnable(pattern, written)
                inner = inner if known or not pattern else True  # noqa: PLW2901 - a pattern nobody can run binds nothing
                found[known] = {"allOf": [found[known], inner]} if known in found else inner
            schema["patternProperties"] = found
        if schema.get("nullable") is True:
            _nullable(schema)
    return ready


def _differs(schema: Any) -> bool:
    if not isinstance(schema, dict):
        return False
    texts = [schema["pattern"]] if isinstance(schema.get("pattern"), str) else []
    texts += list(schema.get("patternProperties") or ())
    return schema.get("nullable") is True or any(_runnable(text, {}) != text for text in texts)


def _nullable(schema: dict[str, Any]) -> None:
    types = schema.get("type")
    if isinstance(types, str | list):
        schema["type"] = list(dict.fromkeys([*([types] if isinstance(types, str) else types), "null"]))
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]


def _runnable(pattern: str, written: dict[str, str]) -> str:
    try:
        found = patterns.translated(pattern)
    except (patterns.UntranslatableError, re.error, RecursionError):
        found = ""
    written.setdefault(found, pattern)
    return found


@functools.cache
def _class(name: str) -> Any:
    import jsonschema

    found: dict[str, Any] = {
        "draft-04": jsonschema.Draft4Validator,
        "draft-06": jsonschema.Draft6Validator,
        "draft-07": jsonschema.Draft7Validator,
        "2019-09": jsonschema.Draft201909Validator,
        "2020-12": jsonschema.Draft202012Validator,
    }
    extend: Any = jsonschema.validators.extend
    return extend(found[name], {"multipleOf": _multiple_of})


@functools.cache
def _formats() -> Any:
    import jsonschema

    checker = jsonschema.FormatChecker(formats=())
    for name in values.CHECKS:
        checker.checks(name)(functools.partial(values.fits, name))
    return checker


def _multiple_of(_validator: Any, divisor: float, instance: Any, _schema: Any) -> Iterator[Any]:
    """Exact on the decimals as written: 19.99 is a multiple of 0.01."""
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, int | float) and not isinstance(instance, bool):
        try:
            exact = (Fraction(str(instance)) / Fraction(str(divisor))).denominator == 1
        except (ValueError, ZeroDivisionError):
            exact = False
        if not exact:
            yield ValidationError(f"{instance} is not a multiple of {divisor}")
