"""Whether a payload is valid, by the `jsonschema` library, and why not in plain words."""

from __future__ import annotations

import functools
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.jsonschema import drafts, loading, matching, patterns, values
from catalog_gen.formats.jsonschema.bundling import copied
from catalog_gen.formats.jsonschema.mismatches import mismatches
from catalog_gen.formats.tree import Mismatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from catalog_gen.formats.jsonschema.bundling import Bundle
    from catalog_gen.formats.jsonschema.drafts import Draft, Steps
    from catalog_gen.formats.jsonschema.loading import Loaded
    from catalog_gen.formats.tree import Check

_NO_KEYS: Final[frozenset[str]] = frozenset()
_KEPT: Final = 8
"""So many validators of one schema are kept, each for payloads with other keys."""
_TOO_DEEP: Final = Mismatch((), "the payload, or what the schema says about it, is nested too deeply to be checked")


def check(root: Loaded, bundle: Bundle) -> Check:
    """The check of payloads; the validator is made when it is first needed."""
    static = functools.lru_cache(maxsize=_KEPT)(lambda keys: _of(bundle.value, bundle.draft, keys))
    dynamic = functools.lru_cache(maxsize=_KEPT)(lambda keys: _by_registry(root, bundle, keys))
    asks = functools.cache(lambda: any(_asks_for_keys(file.value, file.draft) for file in bundle.files))

    def reasons(payload: Any) -> tuple[Mismatch, ...]:
        try:
            keys = frozenset(_keys(payload)) if asks() else _NO_KEYS
            if bundle.dynamic:
                found = _dynamically(lambda: dynamic(keys), payload)
                if found is not None:
                    return found
            validator, written = static(keys)
            return mismatches(_errors(validator, payload), written)
        except RecursionError:
            return (_TOO_DEEP,)

    return reasons


def _dynamically(make: Callable[[], tuple[Any, dict[str, str]]], payload: Any) -> tuple[Mismatch, ...] | None:
    """The check by the files as they are; None where they find each other in ways that the library does not know."""
    from referencing.exceptions import Unresolvable

    try:
        validator, written = make()
        return mismatches(_errors(validator, payload), written)
    except Unresolvable:
        return None


def invalid(bundle: Bundle, values_: Iterable[tuple[Steps, Any]]) -> Iterator[tuple[int, str]]:
    """Which of the values are not valid under the parts of the bundle at their steps, by number, and why."""
    given = list(values_)
    asks = _asks_for_keys(bundle.value, bundle.draft)
    validator, written = _of(
        bundle.value, bundle.draft, frozenset(_keys([value for _, value in given])) if asks else _NO_KEYS
    )
    for number, (steps, value) in enumerate(given):
        try:
            part = loading.at(validator.schema, steps)
            found = mismatches(_errors(validator.evolve(schema=part), value), written)
        except (RecursionError, KeyError):
            continue
        for mismatch in found[:1]:
            yield number, f"{mismatch.spot}: {mismatch.message}" if mismatch.spot else mismatch.message


def _errors(validator: Any, payload: Any) -> list[Any]:
    """What the library says; what was told of the last payload is forgotten."""
    known = validator.format_checker.known
    if known is not None:
        known.told.clear()
    return list(validator.iter_errors(payload))


def _asks_for_keys(value: Any, draft: Draft) -> bool:
    """Whether a pattern for keys is one that `re` must not be left alone with."""
    schemas = (schema for _, schema, _ in drafts.everywhere(draft, value) if isinstance(schema, dict))
    return any(
        not matching.is_quick(pattern) for schema in schemas for pattern in schema.get("patternProperties") or ()
    )


def _keys(payload: Any) -> Iterator[str]:
    """All keys in the payload, at any depth."""
    if isinstance(payload, dict):
        yield from payload
    for inner in payload.values() if isinstance(payload, dict) else payload if isinstance(payload, list) else ():
        yield from _keys(inner)


def _of(value: Any, draft: Draft, keys: frozenset[str]) -> tuple[Any, dict[str, str]]:
    """A validator of the schema for payloads with these keys, and its translated patterns with how they were written.

    The keys matter where `re` must not be left alone with a pattern: there they are told apart beforehand.
    """
    from referencing import Registry

    written: dict[str, str] = {}
    ready = _prepared(value, draft, written, keys)
    return _class(draft.name)(ready, format_checker=_formats(_Known(ready)), registry=Registry()), written


def _by_registry(root: Loaded, bundle: Bundle, keys: frozenset[str]) -> tuple[Any, dict[str, str]]:
    """A validator over the files as they are, for references whose meaning depends on the way that led to them."""
    from referencing import Registry, Resource
    from referencing.jsonschema import specification_with

    written: dict[str, str] = {}
    contents: dict[str, Any] = {}
    for file in bundle.files:
        ready = _prepared(file.value, file.draft, written, keys)
        contents[loading.uri_of(file.path)] = ready
        for uri, steps in file.resources.items():
            contents.setdefault(uri, loading.at(ready, steps))
    resources = [
        (uri, Resource.from_contents(value, default_specification=specification_with(root.draft.uri)))
        for uri, value in contents.items()
    ]
    registry: Any = Registry().with_resources(resources)
    start = {"$ref": root.base}
    return _class(root.draft.name)(start, format_checker=_formats(None), registry=registry), written


def _prepared(value: Any, draft: Draft, written: dict[str, str], keys: frozenset[str]) -> Any:
    """The schema with patterns for keys that Python can run, and OpenAPI's `nullable` as JSON Schema says it."""
    if not any(_differs(schema) for _, schema, _ in drafts.everywhere(draft, value)):
        return value
    ready = copied(value)
    for _, schema, _ in list(drafts.everywhere(draft, ready)):
        if not isinstance(schema, dict):
            continue
        if isinstance(schema.get("patternProperties"), dict):
            found: dict[str, Any] = {}
            for pattern, inner in schema["patternProperties"].items():
                known = _runnable(pattern, written, keys)
                inner = inner if known or not pattern else True  # noqa: PLW2901 - a pattern nobody can run binds nothing
                found[known] = {"allOf": [found[known], inner]} if known in found else inner
            schema["patternProperties"] = found
        schema.pop("$schema", None)  # the library would go on with a validator of its own
        if schema.get("nullable") is True:
            _nullable(schema)
    return ready


def _differs(schema: Any) -> bool:
    if not isinstance(schema, dict):
        return False
    texts = schema.get("patternProperties") or ()
    return (
        schema.get("nullable") is True
        or "$schema" in schema
        or any(_runnable(text, {}, _NO_KEYS) != text for text in texts)
    )


def _nullable(schema: dict[str, Any]) -> None:
    types = schema.get("type")
    if isinstance(types, str | list):
        schema["type"] = list(dict.fromkeys([*([types] if isinstance(types, str) else types), "null"]))
        if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
            schema["enum"] = [*schema["enum"], None]


def _runnable(pattern: str, written: dict[str, str], keys: frozenset[str]) -> str:
    """A pattern for `re`, empty where there is none: translated, or one for just those of the keys that match."""
    try:
        found = patterns.translated(pattern)
        if matching.is_hopeless(pattern):
            found = ""
        elif not matching.is_quick(pattern):
            known = "|".join(re.escape(key) for key in sorted(keys) if matching.found(pattern, key))
            found = f"(?#{len(written)})" + (f"\\A(?:{known})\\Z" if known else "(?!)")
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
    own = {"multipleOf": _multiple_of, "pattern": _pattern, "$ref": _ref(found[name].VALIDATORS["$ref"])}
    return extend(found[name], own)


def _ref(follow: Callable[[Any, str, Any, Any], Iterator[Any] | None]) -> Callable[[Any, str, Any, Any], Iterator[Any]]:
    """What a reference leads to is held against the same value once, however many ways lead there."""

    def ref(validator: Any, text: str, instance: Any, schema: Any) -> Iterator[Any]:
        known = validator.format_checker.known
        if known is None:
            yield from follow(validator, text, instance, schema) or ()
            return
        key = (text, id(instance))
        if key not in known.told:
            errors = validator.descend(instance, known.target(text))
            known.told[key] = list({_sameness(error): error for error in errors}.values())
        for error in known.told[key]:
            yield error.create_from(error)  # whoever gets an error writes into it

    return ref


def _sameness(error: Any) -> tuple[Any, ...]:
    return tuple(error.relative_path), error.validator, error.message, id(error.schema)


class _Known:
    """What is known of a schema whose references are pointers inside of it, and of the payload that is checked."""

    def __init__(self, root: Any) -> None:
        self._root = root
        self._targets: dict[str, Any] = {}
        self.told: dict[tuple[str, int], list[Any]] = {}
        """The errors by reference and value."""

    def target(self, text: str) -> Any:
        """What a reference leads to."""
        if text not in self._targets:
            self._targets[text] = loading.at(self._root, loading.pointed(self._root, text))
        return self._targets[text]


def _formats(known: _Known | None) -> Any:
    """The checks of formats; they are handed from validator to validator, and so is what is known."""
    import jsonschema

    checker: Any = jsonschema.FormatChecker(formats=())
    checker.known = known
    for name in values.CHECKS:
        checker.checks(name)(functools.partial(values.fits, name))
    return checker


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[Any]:
    """In bounded time; what cannot be told is not held against the payload."""
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and matching.found(pattern, instance) is False:
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


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
