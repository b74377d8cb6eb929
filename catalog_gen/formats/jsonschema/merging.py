"""What a schema says about a value when its `allOf` and its references are taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.formats.jsonschema import drafts, loading
from catalog_gen.formats.jsonschema.shapes import LARGER, SMALLER, Condition, Part, Shape, matches
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from catalog_gen.formats.jsonschema.drafts import Steps


class Shapes:
    """The shapes of the parts of one bundle."""

    def __init__(self, root: Part) -> None:
        self._root = root
        self._targets: dict[str, Part] = {}
        self._told: dict[tuple[Steps, ...], Shape] = {}

    def target(self, part: Part) -> Part | None:
        """The part that a `$ref` leads to."""
        text = part.schema.get("$ref") if isinstance(part.schema, dict) else None
        if not isinstance(text, str) or not text.startswith("#"):
            return None
        if text in self._targets:
            return self._targets[text]
        here = self._root
        for step in loading.pointed(here.schema, text):
            here = here.inside(step)
        self._targets[text] = here
        return here

    def together(self, parts: list[Part]) -> Shape:
        """All parts with what they refer to, as one shape."""
        shape = Shape()
        passed: set[Steps] = set()
        for part in parts:
            shape.narrow(self._whole(part, passed))
        return shape

    def told(self, parts: list[Part]) -> Shape:
        """What is said about the value (documentation, default, examples), by itself, else by what it refers to."""
        key = tuple(part.steps for part in parts)
        if key not in self._told:
            self._told[key] = self._annotated(parts)
        return self._told[key]

    def _annotated(self, parts: list[Part]) -> Shape:
        found = Shape()
        waiting = list(parts)
        passed: set[Steps] = set()
        while waiting:
            part = waiting.pop(0)
            if part.steps in passed or not isinstance(part.schema, dict):
                continue
            passed.add(part.steps)
            target = self.target(part)
            if target is None or part.draft.siblings:
                said = Shape()
                _annotations(part, said)
                found.annotate(said)
                waiting[:0] = [part.inside("allOf", place) for place in range(len(_list(part.schema, "allOf")))]
            waiting[:0] = [target] if target is not None else []
        return found

    def _whole(self, part: Part, passed: set[Steps]) -> Shape:
        if part.steps in passed:
            return Shape()
        passed.add(part.steps)
        target = self.target(part)
        if target is not None and not part.draft.siblings:
            return self._whole(target, passed)
        shape = own(part)
        if target is not None:
            shape.narrow(self._whole(target, passed))
        for place in range(len(_list(part.schema, "allOf"))):
            shape.narrow(self._whole(part.inside("allOf", place), passed))
        if isinstance(part.schema, dict) and part.schema.get("unevaluatedProperties") is False:
            shape.sealed = True
        return shape


def _list(schema: Any, keyword: str) -> list[Any]:
    found = schema.get(keyword) if isinstance(schema, dict) else None
    return found if isinstance(found, list) else []


def own(part: Part) -> Shape:
    """What the schema itself asks for, without its `allOf` and `$ref`."""
    shape = Shape()
    schema = part.schema
    if not isinstance(schema, dict):
        shape.impossible = "" if schema else "the schema is false"
        return shape
    types = schema.get("type")
    if isinstance(types, str | list):
        shape.types = (types,) if isinstance(types, str) else tuple(types)
    if "enum" in schema:
        shape.values = list(schema["enum"])
    if "const" in schema and "const" in part.draft.keywords:
        narrower = Shape(values=[schema["const"]])
        shape.narrow(narrower)
    if schema.get("nullable") is True and shape.types:
        shape.types = tuple(dict.fromkeys((*shape.types, "null")))
        if shape.values is not None and None not in shape.values:
            shape.values.append(None)
    _limits(part, shape)
    _annotations(part, shape)
    _object(part, shape)
    _array(part, shape)
    _logic(part, shape)
    return shape


def _limits(part: Part, shape: Shape) -> None:
    schema = part.schema
    for keyword, name in (LARGER | SMALLER).items():
        value = schema.get(keyword)
        if value is not None and not isinstance(value, bool) and keyword in part.draft.keywords:
            shape.limits[name] = int(value) if name.startswith(("min_", "max_")) else value
    if part.draft is drafts.DRAFT4:
        for keyword, name in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if schema.get(keyword) is True and name in shape.limits:
                shape.limits[f"exclusive_{name}"] = shape.limits.pop(name)
    if "multipleOf" in schema:
        shape.limits["multiple_of"] = schema["multipleOf"]
    if schema.get("uniqueItems"):
        shape.limits["unique"] = True
    if "pattern" in schema:
        shape.patterns.append(schema["pattern"])
    if "format" in schema:
        shape.formats.append(schema["format"])
    for keyword in ("contentEncoding", "contentMediaType"):
        if keyword in schema and keyword in part.draft.keywords:
            shape.content.append(schema[keyword])


def _annotations(part: Part, shape: Shape) -> None:
    schema = part.schema
    title, doc = schema.get("title"), schema.get("description")
    shape.title = title if isinstance(title, str) else ""
    shape.doc = doc if isinstance(doc, str) else ""
    shape.default = schema.get("default", ABSENT)
    shape.examples = list(_list(schema, "examples"))
    if "example" in schema and "examples" not in schema:
        shape.examples = [schema["example"]]
    shape.deprecated = schema.get("deprecated") is True
    shape.read_only = schema.get("readOnly") is True
    shape.write_only = schema.get("writeOnly") is True


def _object(part: Part, shape: Shape) -> None:
    schema = part.schema
    for pattern in schema.get("patternProperties", ()):
        shape.matching[pattern] = [part.inside("patternProperties", pattern)]
    for name in schema.get("properties", ()):
        more = [inner for pattern, parts in shape.matching.items() if matches(pattern, name) for inner in parts]
        shape.properties[name] = [part.inside("properties", name), *more]
    shape.required = dict.fromkeys(schema.get("required", ()))
    if "additionalProperties" in schema:
        shape.rest.append(part.inside("additionalProperties"))
    if "propertyNames" in schema and "propertyNames" in part.draft.keywords:
        shape.names.append(part.inside("propertyNames"))
    for keyword in ("dependencies", "dependentRequired", "dependentSchemas"):
        if keyword in part.draft.keywords and (keyword != "dependencies" or not part.draft.siblings):
            for name, inner in schema.get(keyword, {}).items():
                dependent = tuple(inner) if isinstance(inner, list) else part.inside(keyword, name)
                shape.dependents.append((name, dependent))


def _array(part: Part, shape: Shape) -> None:
    schema = part.schema
    tuples = "prefixItems" if "prefixItems" in part.draft.keywords else "items"
    first = _list(schema, tuples)
    shape.prefix = [[part.inside(tuples, place)] for place in range(len(first))]
    rest = "items" if tuples == "prefixItems" else "additionalItems" if first else "items"
    if rest in schema and not isinstance(schema[rest], list):
        shape.items.append(part.inside(rest))
    elif schema.get("unevaluatedItems") is False and "unevaluatedItems" in part.draft.keywords and first:
        shape.items.append(part.inside("unevaluatedItems"))
    if "contains" in schema and "contains" in part.draft.keywords:
        least = schema.get("minContains", 1) if "minContains" in part.draft.keywords else 1
        most = schema.get("maxContains") if "maxContains" in part.draft.keywords else None
        shape.contains.append((part.inside("contains"), least, most))


def _logic(part: Part, shape: Shape) -> None:
    schema = part.schema
    for keyword in ("oneOf", "anyOf"):
        count = len(_list(schema, keyword))
        if count:
            shape.alternatives.append((keyword, tuple(part.inside(keyword, place) for place in range(count))))
    if "not" in schema:
        shape.negations.append(part.inside("not"))
    if "if" in schema and "if" in part.draft.keywords and ("then" in schema or "else" in schema):
        then, otherwise = (part.inside(name) if name in schema else None for name in ("then", "else"))
        shape.conditions.append(Condition(part.inside("if"), then, otherwise))
