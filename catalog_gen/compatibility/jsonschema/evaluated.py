"""Which properties and elements a schema speaks of, for `unevaluatedProperties` and `unevaluatedItems`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from catalog_gen.formats.jsonschema.merging import Shapes
    from catalog_gen.formats.jsonschema.shapes import Part

Names = tuple[tuple[str, ...], tuple[str, ...]]

ALL: Final[Names] = ((), ("",))
_UNSURE: Final = ("anyOf", "oneOf", "if", "dependentSchemas", "$dynamicRef", "$recursiveRef")
"""Which of them count depends on the payload."""


def spoken_of(part: Part, shapes: Shapes, *, objects: bool) -> Names | int | None:
    """The names and patterns of properties, or the number of elements at the beginning.

    `ALL` where it speaks of each of them, None where that depends on the payload. What stands in `not` never counts.
    """
    names: set[str] = set()
    patterns: set[str] = set()
    count = 0
    waiting = [part]
    passed = set()
    while waiting:
        here = waiting.pop()
        schema = here.schema
        if here.steps in passed or not isinstance(schema, dict):
            continue
        passed.add(here.steps)
        if any(keyword in schema for keyword in _UNSURE):
            return None
        target = shapes.target(here)
        waiting += [target] if target is not None else []
        waiting += [here.inside("allOf", place) for place in range(len(schema.get("allOf", ())))]
        if objects:
            if "additionalProperties" in schema or (here is not part and "unevaluatedProperties" in schema):
                return ALL
            names |= schema.get("properties", {}).keys()
            patterns |= schema.get("patternProperties", {}).keys()
            continue
        if "contains" in schema and "prefixItems" in here.draft.keywords:
            return None
        first = schema.get("prefixItems" if "prefixItems" in here.draft.keywords else "items")
        rest = "items" if "prefixItems" in here.draft.keywords else "additionalItems"
        beyond = rest in schema or (rest == "additionalItems" and isinstance(first, dict | bool))
        if beyond or (here is not part and "unevaluatedItems" in schema):
            return ALL
        count = max(count, len(first) if isinstance(first, list) else 0)
    return (tuple(sorted(names)), tuple(sorted(patterns))) if objects else count


_SPEAKING: Final = ("items", "additionalItems", "additionalProperties", "contains", "unevaluatedItems")
_INSIDE: Final = ("if", "then", "else")


def told(part: Part, shapes: Shapes) -> list[tuple[str, Part]]:
    """The parts that decide what is spoken of, which may depend on the payload, each with what it speaks of itself.

    Two schemas of which the same is told here, and whose parts ask the same, speak of the same.
    """
    found: list[tuple[str, Part]] = []
    waiting, passed = [part], set()
    while waiting:
        here = waiting.pop()
        schema = here.schema
        if here.steps in passed or not isinstance(schema, dict):
            continue
        passed.add(here.steps)
        target = shapes.target(here)
        inside = [("$ref", target)] if target is not None else []
        for keyword in ("allOf", "anyOf", "oneOf"):
            inside += [(keyword, here.inside(keyword, place)) for place in range(len(schema.get(keyword, ())))]
        inside += [(keyword, here.inside(keyword)) for keyword in _INSIDE if keyword in schema]
        named = sorted(schema.get("dependentSchemas", ()))
        inside += [(f"dependentSchemas {name}", here.inside("dependentSchemas", name)) for name in named]
        listed = schema.get("prefixItems", schema.get("items"))
        facts = (
            sorted(schema.get("properties", ())),
            sorted(schema.get("patternProperties", ())),
            len(listed) if isinstance(listed, list) else 0,
            [keyword for keyword in _SPEAKING if keyword in schema],
            here is not part and "unevaluatedProperties" in schema,
            [way for way, _ in inside],
        )
        found.append((repr(facts), here))
        waiting += [each for _, each in reversed(inside)]
    return found
