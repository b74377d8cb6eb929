"""The neutral tree of a bundled schema."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.jsonschema import drafts, notes, objects
from catalog_gen.formats.jsonschema.kinds import (
    ANY,
    ARRAY,
    NEVER,
    doc_of,
    enumeration,
    inferred,
    limits_of,
    scalar,
    with_null,
)
from catalog_gen.formats.jsonschema.merging import Shapes
from catalog_gen.formats.jsonschema.shapes import Part, Shape
from catalog_gen.formats.jsonschema.wording import joined
from catalog_gen.formats.tree import Tree, Type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.formats.jsonschema.drafts import Draft, Steps

_FEW, _MANY = 500, 1_500
"""So many types are written out wherever they stand, even in a small schema, and so many there are at most;"""
_EACH, _MOST_EACH = 2, 6
"""and so many more for each part of the schema. Between the two, what is made of parts gets a name."""
_MERGED: Final = 300
_NESTED: Final = 3
"""So many alternatives, and so many levels of them, are shown with all that stands beside them."""
_LEAVES: Final = frozenset({"string", "integer", "number", "boolean", "null", "enum"})
"""Kinds whose types are the same wherever the same parts ask for them."""
_BRANCHES: Final = 200
_SHOWN: Final = 6


@dataclasses.dataclass(frozen=True, slots=True)
class Doubt:
    """What is allowed but cannot be meant, at the steps into the bundle."""

    steps: Steps
    message: str


def tree(value: Any, draft: Draft, name: str) -> tuple[Tree, tuple[Doubt, ...]]:
    """The tree of a schema all of whose references are pointers inside of it; `name` is the root's."""
    builder = _Builder(Part(value, draft, ()), name)
    return builder.tree(), tuple(dict.fromkeys(builder.doubts))


class _Builder:
    def __init__(self, root: Part, name: str) -> None:
        self._root = root
        self._name = name
        self._shapes = Shapes(root)
        self._names: dict[tuple[Steps, ...], str] = {}
        self._waiting: list[tuple[tuple[Steps, ...], list[Part]]] = []
        self._around: list[tuple[Steps, ...]] = []
        self._types: dict[str, Type] = {}
        self._leaves: dict[tuple[Steps, ...], Type] = {}
        size = sum(1 for _ in drafts.everywhere(root.draft, root.schema))
        self._inlined = _FEW + _EACH * size
        self._most = _MANY + _MOST_EACH * size
        self._built = 0
        self._branching = 0
        self._merged = 0
        self.doubts: list[Doubt] = []

    def tree(self) -> Tree:
        root = self._inline([self._root])
        if ((),) in self._names:
            self._types[self._names[((),)]] = root
        while self._waiting:
            key, parts = self._waiting.pop(0)
            if self._names[key] not in self._types:
                built = self._written(key, parts, parts)
                name = self._names[key]
                self._types[name] = built if built.kind == "reference" else dataclasses.replace(built, name=name)
        return Tree(root, dict(self._types))

    def _type(self, parts: list[Part]) -> Type:
        """The type of a value of which all parts are true."""
        narrowing = list({part.steps: part for part in parts if not part.trivial}.values())
        if not narrowing:
            shape = self._shapes.together(parts)
            return dataclasses.replace(ANY, doc=doc_of(shape), examples=tuple(shape.examples), notes=notes.notes(shape))
        if len(narrowing) == 1:
            target = self._only_reference(narrowing[0])
            if target is not None:
                return self._reference(target)
        key = tuple(part.steps for part in parts)
        if key not in self._leaves:
            found = self._inline(narrowing, parts)
            if found.kind not in _LEAVES:
                return found
            self._leaves[key] = found
        return self._leaves[key]

    def _only_reference(self, part: Part) -> Part | None:
        """What the part refers to, if it says nothing else."""
        schema = part.schema
        target = self._shapes.target(part)
        if target is not None:
            bare = not part.draft.siblings or Part({**schema, "$ref": None}, part.draft, ()).trivial
            bare = bare or not (schema.keys() - _ONLY_REF - _HARMLESS)
            return target if bare else None
        all_of = schema.get("allOf") if isinstance(schema, dict) else None
        if isinstance(all_of, list) and not (schema.keys() - {"allOf"} - _HARMLESS):
            inner = [part.inside("allOf", place) for place in range(len(all_of))]
            narrowing = [each for each in inner if not each.trivial]
            return self._only_reference(narrowing[0]) if len(narrowing) == 1 else None
        return None

    def _reference(self, target: Part) -> Type:
        name = self._named((target.steps,), [target])
        return Type(kind="reference", words=name, name=name)

    def _named(self, key: tuple[Steps, ...], parts: list[Part]) -> str:
        if key not in self._names:
            self._names[key] = _free(self._wanted(parts), self._names.values())
            self._waiting.append((key, parts))
        return self._names[key]

    def _wanted(self, parts: list[Part]) -> str:
        """A name for a type: where it stands, or its title."""
        for part in parts:
            if not part.steps:
                return self._name
            last = part.steps[-1]
            if isinstance(last, str) and (len(part.steps) < 2 or part.steps[-2] != "properties"):  # noqa: PLR2004
                return last
            title = part.schema.get("title") if isinstance(part.schema, dict) else None
            if isinstance(title, str) and title:
                return title
            if isinstance(last, str):
                return last
        return "item"

    def _inline(self, parts: list[Part], told: list[Part] | None = None) -> Type:
        """The type written out; where it stands inside of itself, it gets a name."""
        key = tuple(sorted({part.steps for part in parts}, key=str))
        if key in self._around or key in self._names or (self._built > self._inlined and _nests(parts)):
            return self._again(key, parts)
        return self._written(key, parts, told or parts)

    def _written(self, key: tuple[Steps, ...], parts: list[Part], told: list[Part]) -> Type:
        self._built += 1
        if self._built > self._most:
            return dataclasses.replace(ANY, notes=("the schema is too large to be shown in full",))
        self._around.append(key)
        try:
            shape = self._shapes.together(told)
            built = self._of(shape, parts)
        finally:
            self._around.pop()
        return built

    def _again(self, key: tuple[Steps, ...], parts: list[Part]) -> Type:
        name = self._named(key, parts)
        return Type(kind="reference", words=name, name=name)

    def _of(self, shape: Shape, parts: list[Part]) -> Type:
        if shape.impossible:
            if not self._branching:
                self._doubt(shape, parts)
            return dataclasses.replace(NEVER, doc=doc_of(shape))
        alternatives = list(shape.alternatives)
        shape.alternatives = []
        said: list[str] = []
        groups: dict[str, str] = {}
        for number, (keyword, branches) in enumerate(alternatives):
            if any(branch.trivial for branch in branches) and keyword == "anyOf":
                continue
            names = [_required_only(branch) for branch in branches]
            if all(names):
                said.append(notes.one_of_required(keyword, [each for each in names if each]))
                single = [each[0] for each in names if each and len(each) == 1]
                if keyword == "oneOf" and len(single) == len(branches) > 1 and not set(single) & groups.keys():
                    groups |= dict.fromkeys(single, ", ".join(single))
                continue
            return self._union(shape, keyword, branches, alternatives[number + 1 :], (said, groups))
        return self._plain(shape, tuple(said), groups)

    def _doubt(self, shape: Shape, parts: list[Part]) -> None:
        if shape.impossible != "the schema is false":
            place = next((part for part in parts if isinstance(part.schema, dict) and "allOf" in part.schema), parts[0])
            steps = (
                (*place.steps, "allOf") if isinstance(place.schema, dict) and "allOf" in place.schema else place.steps
            )
            self.doubts.append(Doubt(steps, f"no value can be valid: {shape.impossible}"))

    def _union(
        self,
        base: Shape,
        keyword: str,
        branches: tuple[Part, ...],
        others: list[tuple[str, tuple[Part, ...]]],
        told: tuple[list[str], dict[str, str]],
    ) -> Type:
        """Alternatives, each with what is asked of all of them."""
        said, groups = told
        nothing_beside = not others and not groups
        if self._merged > _MERGED or self._branching >= _NESTED:
            bare = nothing_beside and all(self._says_nothing(base, self._shapes.together([each])) for each in branches)
            if not bare:
                names = [self._label(branch) or self._shapes.together([branch]).title for branch in branches]
                choice = joined([f"`{name}`" for name in dict.fromkeys(names) if name][:_SHOWN], "or")
                note = f"it is also one of {len(branches)} alternatives" + (f", such as {choice}" if choice else "")
                return self._plain(base, (*said, note), groups)
        built: list[Type] = []
        for branch in branches[:_BRANCHES]:
            whole = self._shapes.together([branch])
            if nothing_beside and self._says_nothing(base, whole):
                found = self._type([branch])
            else:
                found = self._both(base, branch, others)
            found = _titled(found, whole, self._label(branch))
            if found.kind == "union" and not found.name:
                built += found.branches
            elif found.kind != "never":
                built.append(found)
        distinct = [found for place, found in enumerate(built) if found not in built[:place]]
        more = [*said, *notes.notes(base)]
        if len(branches) > _BRANCHES:
            more.append(f"{len(branches) - _BRANCHES} more alternatives are not shown")
        if keyword == "anyOf" and sum(found.kind in {"record", "reference"} for found in distinct) > 1:
            more.append("it may be valid under several of the alternatives at once")
        if not distinct:
            if not self._branching:
                message = f"no value can be valid: no alternative of `{keyword}` goes with what stands beside it"
                self.doubts.append(Doubt(branches[0].steps[:-1], message))
            return dataclasses.replace(NEVER, doc=doc_of(base))
        distinct = with_null(distinct)
        if len(distinct) == 1:
            only = distinct[0]
            return dataclasses.replace(
                only, doc=doc_of(base) or only.doc, notes=tuple(dict.fromkeys((*only.notes, *more)))
            )
        words = " | ".join(dict.fromkeys(found.words for found in distinct[:_SHOWN]))
        words += " | ..." if len(distinct) > _SHOWN else ""
        examples = tuple(base.examples)
        return Type(
            kind="union",
            words=words,
            doc=doc_of(base),
            branches=tuple(distinct),
            notes=tuple(dict.fromkeys(more)),
            examples=examples,
        )

    def _both(self, base: Shape, branch: Part, others: list[tuple[str, tuple[Part, ...]]]) -> Type:
        """A branch together with what stands beside the alternatives."""
        shape = self._shapes.together([branch])
        title, doc = shape.title, shape.doc
        merged = _copy(base)
        merged.narrow(shape)
        merged.title, merged.doc = title, doc
        merged.examples, merged.default = list(shape.examples), shape.default
        merged.alternatives = [*shape.alternatives, *others]
        merged.conditions = [*base.conditions, *shape.conditions]
        key = (*self._around[-1], branch.steps)
        if key in self._around or self._built > self._most or len(self._around) > _DEEPEST:
            return ANY
        self._built += 1
        self._merged += 1
        self._around.append(key)
        try:
            self._branching += 1  # alternatives that exclude each other are no mistake
            return self._of(merged, [branch])
        finally:
            self._branching -= 1
            self._around.pop()

    def _says_nothing(self, base: Shape, branch: Shape) -> bool:
        """Whether what stands beside the alternatives is already said by the branch."""
        if base.types is not None and not (branch.types and set(branch.types) <= set(base.types)):
            return False
        lists = (base.patterns, base.formats, base.properties, base.matching, base.rest, base.names, base.prefix)
        return base.values is None and not (base.limits or base.required or base.items or base.sealed or any(lists))

    def _label(self, branch: Part) -> str:
        schema = branch.schema if isinstance(branch.schema, dict) else {}
        ref = schema.get("$ref")
        if isinstance(ref, str):
            return ref.rpartition("/")[2]
        for name, inner in (schema.get("properties") or {}).items():
            if isinstance(inner, dict) and isinstance(inner.get("const"), str):
                return f"{name}: {inner['const']}"
            if isinstance(inner, dict) and isinstance(inner.get("enum"), list) and len(inner["enum"]) == 1:
                return f"{name}: {inner['enum'][0]}"
        return ""

    def _plain(self, shape: Shape, said: tuple[str, ...], groups: dict[str, str]) -> Type:
        """The type without alternatives: one kind, or a union of kinds."""
        more = tuple(dict.fromkeys((*said, *notes.notes(shape))))
        common: dict[str, Any] = {"doc": doc_of(shape), "notes": more, "examples": tuple(shape.examples)}
        if shape.values is not None:
            return enumeration(shape, doc_of(shape), more)
        kinds = list(shape.types) if shape.types is not None else inferred(shape)
        if "number" in kinds and "integer" in kinds:
            kinds.remove("integer")
        if not kinds:
            return dataclasses.replace(ANY, **common)
        if len(kinds) == 1:
            return dataclasses.replace(self._kind(kinds[0], shape, groups), **common)
        branches = [self._kind(kind, shape, groups) for kind in kinds]
        return Type(
            kind="union", words=" | ".join(found.words for found in branches), branches=tuple(branches), **common
        )

    def _kind(self, kind: str, shape: Shape, groups: dict[str, str]) -> Type:
        if kind == "object":
            return objects.object_type(shape, groups, self._type, self._shapes)
        return self._array(shape) if kind == "array" else scalar(kind, shape)

    def _array(self, shape: Shape) -> Type:
        prefix = tuple(self._type(parts) for parts in shape.prefix)
        closed = any(part.schema is False for part in shape.items)
        items = None if closed else self._type(shape.items)
        limits = limits_of(shape, ARRAY)
        inside = items.words if items is not None and items.kind != "any" else ""
        if prefix:
            inner = [found.words for found in prefix] + ([f"{inside or 'any'}..."] if items is not None else [])
            return Type(kind="array", words=f"[{', '.join(inner)}]", prefix=prefix, items=items, limits=limits)
        words = f"array<{inside}>" if inside else "array"
        return Type(kind="array", words=words, items=items, limits=limits)


_NESTING: Final = frozenset({"$ref", "allOf", "properties", "items"})
_DEEPEST: Final = 150
_ONLY_REF: Final = frozenset({"$ref"})
_HARMLESS: Final = frozenset(
    [
        "$schema",
        "$id",
        "id",
        "$anchor",
        "$comment",
        "$defs",
        "definitions",
        "title",
        "description",
        "default",
        "examples",
        "example",
        "deprecated",
        "readOnly",
        "writeOnly",
        "markdownDescription",
    ]
)


def _copy(shape: Shape) -> Shape:
    """A shape whose lists can be added to."""
    copy = Shape()
    copy.narrow(shape)
    copy.properties = {name: list(parts) for name, parts in shape.properties.items()}
    copy.matching = {name: list(parts) for name, parts in shape.matching.items()}
    copy.rest, copy.items = list(shape.rest), list(shape.items)
    copy.alternatives, copy.values = [], None if shape.values is None else list(shape.values)
    return copy


def _nests(parts: list[Part]) -> bool:
    """Whether there may be other types inside."""
    return any(isinstance(part.schema, dict) and part.schema.keys() & _NESTING for part in parts)


def _titled(found: Type, shape: Shape, label: str) -> Type:
    """A branch that says what it is."""
    if found.kind not in {"record", "map", "array"} or found.name:
        return dataclasses.replace(found, words=found.name) if found.kind == "record" and found.name else found
    name = shape.title or label
    return (
        dataclasses.replace(found, name=name, words=name if found.kind == "record" else found.words) if name else found
    )


def _required_only(part: Part) -> tuple[str, ...]:
    """The names, if all that the part asks is that they are there."""
    schema = part.schema
    if not isinstance(schema, dict) or not schema.get("required"):
        return ()
    other = schema.keys() - {"required", "title", "description", "$comment"}
    return tuple(schema["required"]) if not other or (other == {"type"} and schema["type"] == "object") else ()


def _free(name: str, taken: Iterable[str]) -> str:
    known = set(taken)
    free, number = name, 2
    while free in known:
        free, number = f"{name}-{number}", number + 1
    return free
