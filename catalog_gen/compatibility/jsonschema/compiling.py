"""A schema as formulas: what each of its parts asks, in the logic that is the same for all drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.compatibility.jsonschema import evaluated
from catalog_gen.compatibility.jsonschema.formulas import FALSE, KINDS, TRUE, both, either, enum, exactly, negated
from catalog_gen.formats.jsonschema import drafts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.jsonschema.formulas import Formula
    from catalog_gen.formats.jsonschema.drafts import Steps
    from catalog_gen.formats.jsonschema.merging import Shapes
    from catalog_gen.formats.jsonschema.shapes import Part

Node = tuple[int, "Steps"]
"""A part of one of several schemas, by the number of the schema."""

_COUNTS: Final = {
    "minLength": "minlen",
    "maxLength": "maxlen",
    "minItems": "minitems",
    "maxItems": "maxitems",
    "minProperties": "minprops",
    "maxProperties": "maxprops",
}


def compiled(number: int, root: Part, shapes: Shapes) -> dict[Node, Formula]:
    """What each part asks that the root leads to; `("ref", node)` stands for what another one asks."""
    found: dict[Node, Formula] = {}
    waiting = [root]
    while waiting:
        part = waiting.pop()
        node = (number, part.steps)
        if node not in found:
            compiling = _Compiling(number, part, shapes)
            found[node] = compiling.formula()
            waiting += reversed(compiling.inside)
    return found


class _Compiling:
    """What one part asks."""

    def __init__(self, number: int, part: Part, shapes: Shapes) -> None:
        self._number = number
        self._part = part
        self._shapes = shapes
        self.inside: list[Part] = []
        """The parts that the formula speaks of."""

    def formula(self) -> Formula:
        schema = self._part.schema
        if not isinstance(schema, dict):
            return TRUE if schema else FALSE
        target = self._shapes.target(self._part)
        if target is not None and not self._part.draft.siblings:
            return self._of(target)
        asked = list(self._asked(schema))
        if target is not None:
            asked.insert(0, self._of(target))
        if "$ref" in schema and target is None:
            asked.append(("opaque", "a `$ref` cannot be followed", (self._as_text(),)))
        return self._with_unevaluated(schema, both(asked))

    def _as_text(self) -> Formula:
        return ("text", repr(self._part.schema))

    def _knows(self, keyword: str) -> bool:
        return keyword in self._part.schema and keyword in self._part.draft.keywords

    def _of(self, part: Part) -> Formula:
        self.inside.append(part)
        return ("ref", (self._number, part.steps))

    def _at(self, *steps: str | int) -> Formula:
        return self._of(self._part.inside(*steps))

    def _each(self, keyword: str) -> list[Formula]:
        return [self._at(keyword, place) for place in range(len(self._part.schema[keyword]))]

    def _asked(self, schema: dict[str, Any]) -> Iterator[Formula]:
        yield from self._kinds(schema)
        yield from self._limits(schema)
        yield from self._object(schema)
        yield from self._array(schema)
        for keyword, word in (("allOf", both), ("anyOf", either)):
            if isinstance(schema.get(keyword), list):
                yield word(self._each(keyword))
        if isinstance(schema.get("oneOf"), list):
            branches = tuple(self._each("oneOf"))
            yield branches[0] if len(branches) == 1 else ("one", branches)
        if "not" in schema:
            yield negated(self._at("not"))
        if self._knows("if") and ("then" in schema or "else" in schema):
            when = self._at("if")
            then, otherwise = (self._at(word) if word in schema else TRUE for word in ("then", "else"))
            yield both([either([negated(when), then]), either([when, otherwise])])
        for keyword in ("$dynamicRef", "$recursiveRef"):
            if self._knows(keyword):
                yield ("opaque", f"`{keyword}` may mean several schemas", (self._as_text(),))

    def _kinds(self, schema: dict[str, Any]) -> Iterator[Formula]:
        types = schema.get("type")
        nullable = schema.get("nullable") is True
        if isinstance(types, str | list):
            names = {types} if isinstance(types, str) else set(types)
            names |= {"null"} if nullable else set()
            wholes = "integer" in names and "number" not in names
            names = {"number" if name == "integer" else name for name in names}
            yield ("kinds", tuple(kind for kind in KINDS if kind in names)) if len(names) < len(KINDS) else TRUE
            if wholes:
                yield ("spelt",) if self._part.draft is drafts.DRAFT4 else ("multiple", exactly(1))
        if isinstance(schema.get("enum"), list):
            yield enum([*schema["enum"], None] if nullable and types is not None else schema["enum"])
        if self._knows("const"):
            yield enum([schema["const"]])

    def _limits(self, schema: dict[str, Any]) -> Iterator[Formula]:
        for keyword, word in _COUNTS.items():
            count = schema.get(keyword)
            if count is not None and (count > 0 or word.startswith("max")):
                yield (word, int(count))
        for side, word in (("Minimum", "min"), ("Maximum", "max")):
            limit, other = schema.get(side.lower()), schema.get(f"exclusive{side}")
            if limit is not None:
                yield (word, exactly(limit), other is True)
            if other is not None and not isinstance(other, bool):
                yield (word, exactly(other), True)
        if "multipleOf" in schema:
            yield ("multiple", exactly(schema["multipleOf"]))
        if "pattern" in schema:
            yield ("pattern", schema["pattern"])
        if "format" in schema:
            yield ("format", schema["format"])

    def _object(self, schema: dict[str, Any]) -> Iterator[Formula]:
        yield from (("required", name) for name in sorted(set(schema.get("required", ()))))
        named = [(name, self._at("properties", name)) for name in sorted(schema.get("properties", ()))]
        matched = [(text, self._at("patternProperties", text)) for text in sorted(schema.get("patternProperties", ()))]
        rest = self._at("additionalProperties") if "additionalProperties" in schema else TRUE
        if named or matched or rest != TRUE:
            yield ("fields", tuple(named), tuple(matched), rest)
        if self._knows("propertyNames"):
            yield ("names", self._at("propertyNames"))
        for keyword in ("dependencies", "dependentRequired", "dependentSchemas"):
            if self._knows(keyword) and (keyword != "dependencies" or not self._part.draft.siblings):
                for name, asked in sorted(schema[keyword].items()):
                    wanted = [("required", other) for other in sorted(set(asked))] if isinstance(asked, list) else []
                    then = both(wanted) if isinstance(asked, list) else self._at(keyword, name)
                    then = then if isinstance(asked, list) else both([then])
                    absent = both([("kinds", ("object",)), ("required", name)])
                    yield either([negated(absent), then])

    def _array(self, schema: dict[str, Any]) -> Iterator[Formula]:
        if schema.get("uniqueItems") is True:
            yield ("unique",)
        tuples = "prefixItems" if "prefixItems" in self._part.draft.keywords else "items"
        listed = isinstance(schema.get(tuples), list)
        first = self._each(tuples) if listed else []
        keyword = "items" if tuples == "prefixItems" or not listed else "additionalItems"
        rest = self._at(keyword) if isinstance(schema.get(keyword), dict | bool) else TRUE
        if first or rest != TRUE:
            yield ("items", tuple(first), rest)
        if self._knows("contains"):
            part = self._at("contains")
            least = int(schema.get("minContains", 1)) if "minContains" in self._part.draft.keywords else 1
            if least > 0:
                yield ("least", part, least)
            if self._knows("maxContains"):
                too_many = ("least", part, int(schema["maxContains"]) + 1)
                yield either([negated(("kinds", ("array",))), negated(too_many)])

    def _with_unevaluated(self, schema: dict[str, Any], asked: Formula) -> Formula:
        """With what is asked of properties and elements that nothing else speaks of, where that can be told."""
        found = [asked]
        for keyword in ("unevaluatedProperties", "unevaluatedItems"):
            if not self._knows(keyword):
                continue
            rest = self._at(keyword)
            spoken_of = evaluated.spoken_of(self._part, self._shapes, objects=keyword == "unevaluatedProperties")
            if schema[keyword] is True or spoken_of == evaluated.ALL:
                continue
            if spoken_of is None:
                reason = f"what `{keyword}` speaks of depends on which alternative is true"
                kind = "object" if keyword == "unevaluatedProperties" else "array"
                told = evaluated.told(self._part, self._shapes)
                parts = (*(("text", text) for text, _ in told), *(self._of(part) for _, part in told[1:]))
                found.append(either([negated(("kinds", (kind,))), ("opaque", reason, (asked, rest, *parts))]))
            elif isinstance(spoken_of, int):
                found.append(("items", (TRUE,) * spoken_of, rest))
            else:
                free = (tuple((text, TRUE) for text in texts) for texts in spoken_of)
                found.append(("fields", *free, rest))
        return both(found)
