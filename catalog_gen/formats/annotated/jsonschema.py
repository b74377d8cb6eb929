"""JSON Schema of a payload class: what pydantic writes for what the class serialises to.

The rules are those of `pydantic.json_schema.GenerateJsonSchema` in the mode `serialization`:
https://docs.pydantic.dev/latest/concepts/json_schema/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.formats.annotated import naming
from catalog_gen.formats.annotated.plain import NotPlainError, plain
from catalog_gen.model.payloads import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from catalog_gen.model.payloads import Field, Named, Payload, Shape
    from catalog_gen.problems import Problem

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REFERENCE = "#/$defs/"
_NUMBER = {
    "gt": "exclusiveMinimum",
    "ge": "minimum",
    "lt": "exclusiveMaximum",
    "le": "maximum",
    "multiple_of": "multipleOf",
}
_TEXT = {"min_length": "minLength", "max_length": "maxLength", "pattern": "pattern"}
_ARRAY = {"min_length": "minItems", "max_length": "maxItems"}
_LIMITS: Mapping[str, Mapping[str, str]] = {
    "integer": _NUMBER,
    "number": _NUMBER,
    "string": _TEXT,
    "bytes": _TEXT,
    "list": _ARRAY,
    "set": _ARRAY,
    "tuple": _ARRAY,
    "dict": {"min_length": "minProperties", "max_length": "maxProperties"},
}
_SILENT = frozenset({"decimal", "date", "datetime", "time", "timedelta"})
"""Types whose constraints JSON Schema has no words for."""
_NOT_TEXT = frozenset({"uuid", "uuid1", "uuid3", "uuid4", "uuid5", "uuid6", "uuid7", "uuid8", "uri", "multi-host-uri"})
_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array", type(None): "null"}


def derived(payload: Payload) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The schema as JSON; nothing can be wrong with it that the reader did not see."""
    if payload.schema is not None:
        return {"$schema": DIALECT, **payload.schema}, ()
    writer = _Writer(payload)
    root = writer.written(payload.shape) if payload.shape else {}
    definitions = writer.definitions()
    used = _references(root, definitions)
    name = root.get("$ref", "").removeprefix(_REFERENCE)
    if name and used[name] == 1:
        root = {**definitions.pop(name), **{key: value for key, value in root.items() if key != "$ref"}}
        del used[name]
    kept = {key: value for key, value in definitions.items() if key in used}
    return {"$schema": DIALECT, **_in_order({**root, **({"$defs": kept} if kept else {})})}, ()


class _Writer:
    """Writes shapes; what has a name is written once, when something refers to it."""

    def __init__(self, payload: Payload) -> None:
        self._named = payload.named
        self._keys = naming.keys(payload.named)
        self._asked: dict[str, None] = {}
        self._config: Mapping[str, Any] = {}

    def definitions(self) -> dict[str, dict[str, Any]]:
        """What has been referred to, by its name in `$defs`."""
        found: dict[str, dict[str, Any]] = {}
        for name in _growing(self._asked):
            found[self._keys[name]] = self._definition(self._named[name])
        return found

    def written(self, shape: Shape) -> dict[str, Any]:
        """The schema of a shape."""
        schema = _WRITERS[shape.kind](self, shape)
        notes = {key: value for key, value in shape.notes.items() if value is not None}
        return {**schema, **_limits(shape), **notes}

    def scalar(self, shape: Shape) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": shape.kind}
        if shape.kind == "string" and shape.format not in _NOT_TEXT:
            schema |= self._text_limits()
        return schema | ({"format": shape.format} if shape.format else {})

    def _text_limits(self) -> dict[str, Any]:
        least, most = self._config.get("str_min_length"), self._config.get("str_max_length")
        return ({"minLength": least} if least else {}) | ({"maxLength": most} if most is not None else {})

    def of_bytes(self, shape: Shape) -> dict[str, Any]:
        coded = "base64url" if self._config.get("ser_json_bytes") == "base64" else "binary"
        return {"type": "string", "format": shape.format or coded}

    def of_time(self, shape: Shape) -> dict[str, Any]:
        if shape.kind == "timedelta" and self._config.get("ser_json_timedelta") == "float":
            return {"type": "number"}
        words = {"datetime": "date-time", "timedelta": "duration"}
        return {"type": "string", "format": words.get(shape.kind, shape.kind)}

    def of_decimal(self, shape: Shape) -> dict[str, Any]:
        del shape
        return {"type": "string"}

    def of_any(self, shape: Shape) -> dict[str, Any]:
        del shape
        return {}

    def literal(self, shape: Shape) -> dict[str, Any]:
        values = [plain(value) for value in shape.values]
        schema: dict[str, Any] = {"const": values[0]} if len(values) == 1 else {"enum": values}
        return schema | _type_of(values)

    def array(self, shape: Shape) -> dict[str, Any]:
        items = self.written(shape.inner[0]) if shape.inner else {}
        return {"type": "array", "items": items} | ({"uniqueItems": True} if shape.kind == "set" else {})

    def fixed(self, shape: Shape) -> dict[str, Any]:
        items = [self.written(one) for one in shape.inner]
        return {"type": "array", "minItems": len(items), "maxItems": len(items)} | (
            {"prefixItems": items} if items else {}
        )

    def mapping(self, shape: Shape) -> dict[str, Any]:
        keys, values = (_untitled(self.written(one)) for one in shape.inner) if shape.inner else ({}, {})
        pattern = None if "$ref" in keys else keys.pop("pattern", None)
        schema: dict[str, Any] = {"type": "object"}
        if pattern is not None:
            schema["patternProperties"] = {pattern: values}
        else:
            schema["additionalProperties"] = values or True
        if "$ref" in keys or (keys.get("type") == "string" and len(keys) > 1):
            schema["propertyNames"] = {key: value for key, value in keys.items() if key != "type"}
        return schema

    def nullable(self, shape: Shape) -> dict[str, Any]:
        inner = self.written(shape.inner[0])
        return inner if inner == {"type": "null"} else _any_of([inner, {"type": "null"}])

    def union(self, shape: Shape) -> dict[str, Any]:
        schemas = [self.written(one) for one in shape.inner]
        if not shape.discriminator:
            return _any_of(schemas)
        tags = {
            tag: schema.get("$ref", schema)
            for one, schema in zip(shape.inner, schemas, strict=True)
            for tag in self._tags(one, shape.discriminator)
        }
        return {
            "oneOf": _each_once(schemas),
            "discriminator": {"mapping": tags, "propertyName": shape.discriminator},
        }

    def _tags(self, shape: Shape, name: str) -> Iterable[str]:
        """The values that tell a branch of a union from the others."""
        fields = self._named[shape.name].fields if shape.name in self._named else ()
        for field in fields:
            if name in (field.name, field.key):
                seen = field.shape
                values = self._named[seen.name].values if seen.kind == "reference" else seen.values
                yield from (_tag(plain(value)) for value in values)

    def reference(self, shape: Shape) -> dict[str, Any]:
        self._asked.setdefault(shape.name)
        return {"$ref": f"{_REFERENCE}{self._keys[shape.name]}"}

    def _definition(self, named: Named) -> dict[str, Any]:
        self._config = named.config
        if named.what == "enum":
            values = [plain(value) for value in named.values]
            schema = {"enum": values, "title": named.title, **_type_of(values)}
        elif named.what == "named tuple":
            return self._named_tuple(named)
        elif named.alias is not None:
            schema = self.written(named.alias)
            if named.config.get("root"):
                schema.setdefault("title", named.title)
        else:
            schema = self._object(named)
        if named.doc and not named.config.get(
            "parametrised"
        ):  # a class of its own, without the text of the generic one
            schema.setdefault("description", named.doc)
        return {**schema, **named.notes}

    def _object(self, named: Named) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": "object", "title": named.title, "properties": self._fields(named.fields)}
        always = self._config.get("json_schema_serialization_defaults_required")
        required = [field.key for field in named.fields if field.required or (always and field.default is not NOTHING)]
        if required:
            schema["required"] = required
        if named.open is not None:
            schema["additionalProperties"] = named.open if isinstance(named.open, bool) else self.written(named.open)
        return schema

    def _named_tuple(self, named: Named) -> dict[str, Any]:
        items = list(self._fields(named.fields).values())
        least = sum(field.required for field in named.fields)
        schema = {"type": "array", "minItems": least, "maxItems": len(items)}
        return schema | ({"prefixItems": items} if items else {})

    def _fields(self, fields: Sequence[Field]) -> dict[str, dict[str, Any]]:
        return {field.key: self._field(field) for field in fields}

    def _field(self, field: Field) -> dict[str, Any]:
        schema = self.written(field.shape)
        if "title" not in schema and _takes_title(field.shape):
            schema["title"] = field.key.title().replace("_", " ").strip()
        if field.computed:
            schema["readOnly"] = True
        if field.default is not NOTHING:
            try:
                default = plain(field.default)
            except NotPlainError:
                return schema
            if _is_of(default, schema.get("type")):
                schema["default"] = default
        return schema


_OF_TYPE: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


def _is_of(default: Any, type_: Any) -> bool:
    """Whether a default is what its field is written as: code may turn it into something else before it is sent."""
    return not isinstance(type_, str) or default is None or isinstance(default, _OF_TYPE[type_])


_WRITERS: Mapping[str, Callable[[_Writer, Shape], dict[str, Any]]] = {
    "any": _Writer.of_any,
    "null": _Writer.scalar,
    "boolean": _Writer.scalar,
    "integer": _Writer.scalar,
    "number": _Writer.scalar,
    "string": _Writer.scalar,
    "bytes": _Writer.of_bytes,
    "date": _Writer.of_time,
    "datetime": _Writer.of_time,
    "time": _Writer.of_time,
    "timedelta": _Writer.of_time,
    "decimal": _Writer.of_decimal,
    "literal": _Writer.literal,
    "list": _Writer.array,
    "set": _Writer.array,
    "tuple": _Writer.fixed,
    "dict": _Writer.mapping,
    "nullable": _Writer.nullable,
    "union": _Writer.union,
    "reference": _Writer.reference,
}


def _limits(shape: Shape) -> dict[str, Any]:
    """The constraints; one that the type does not know stands under its own name, as pydantic has it."""
    words = _LIMITS.get(shape.kind, {})
    return {
        words.get(name, _TEXT.get(name, name)): plain(value)
        for name, value in shape.limits.items()
        if name in words or (shape.kind not in _SILENT and name not in {"max_digits", "decimal_places"})
    }


def _takes_title(shape: Shape) -> bool:
    """Whether a field gets a title from its name: not where something with a name of its own is meant."""
    while shape.kind == "nullable":
        shape = shape.inner[0]
    return shape.kind != "reference"


def _type_of(values: Sequence[Any]) -> dict[str, str]:
    types = {type(value) for value in values}
    return {"type": _TYPES[types.pop()]} if len(types) == 1 and types <= set(_TYPES) else {}


def _tag(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else "null" if value is None else str(value)


def _untitled(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "title"}


def _any_of(schemas: Sequence[dict[str, Any]]) -> dict[str, Any]:
    flat: list[dict[str, Any]] = []
    for schema in schemas:
        flat += schema["anyOf"] if list(schema) == ["anyOf"] else [schema]
    members = _each_once(flat)
    return members[0] if len(members) == 1 else {"anyOf": members}


def _each_once(schemas: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for schema in schemas:
        found.setdefault(repr(_in_order(schema)), schema)
    return list(found.values())


def _growing(names: dict[str, None]) -> Iterable[str]:
    """The names in a dict that grows while they are gone through."""
    position = 0
    while position < len(names):
        batch = list(names)[position:]
        position += len(batch)
        yield from batch


def _references(root: dict[str, Any], definitions: Mapping[str, dict[str, Any]]) -> dict[str, int]:
    """How often each definition is referred to, by what is in use."""
    counts: dict[str, int] = {}
    stack: list[Any] = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack += node
        elif isinstance(node, dict):
            name = node.get("$ref")
            if isinstance(name, str):
                name = name.removeprefix(_REFERENCE)
                counts[name] = counts.get(name, 0) + 1
                stack += [definitions[name]] if counts[name] == 1 and name in definitions else []
            stack += [value for key, value in node.items() if key not in {"default", "examples", "const", "enum"}]
    return counts


def _in_order(value: Any, parent: str = "") -> Any:
    """Keys sorted, but for those of payloads."""
    if isinstance(value, dict):
        names = value if parent in {"properties", "default"} else sorted(value)
        return {name: _in_order(value[name], name) for name in names}
    return [_in_order(item, parent) for item in value] if isinstance(value, list) else value
