"""A schema file on its own: its types and references, and everything in it that Avro does not allow.

The rules are those of https://avro.apache.org/docs/1.12.0/specification/. What it forbids but Avro Java reads is a
warning, so is what every program ignores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from catalog_gen.formats import jsontext
from catalog_gen.formats.avro import names, nesting
from catalog_gen.formats.avro.attributes import Attributes
from catalog_gen.formats.avro.schemas import PRIMITIVES, Field, Loaded, Schema
from catalog_gen.formats.avro.wording import known_mistake, quoted, shown, wrapped
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from catalog_gen.formats.avro.nesting import Steps
    from catalog_gen.formats.avro.schemas import Kind, Pointer
    from catalog_gen.formats.jsontext import Document

_LARGEST_SIZE: Final = 2**31 - 1


def load(path: str, text: str) -> Loaded:
    """What the file says, and every problem that it has by itself."""
    document, problems = jsontext.parse(path, text)
    if document is None:
        return Loaded(path=path, text=text, root=None, definitions={}, references=(), problems=problems)
    walk = _Walk(document)
    root = nesting.run(walk.schema(document.value, (), ""))
    later = [reference for reference in walk.references if reference.name in walk.definitions]
    for reference in later:
        defined = walk.definitions[reference.name].place()
        words = f'the type "{reference.name}" is used before it is defined, at {defined.line}:{defined.column}'
        walk.attributes.bad(reference.spot, words, "Avro wants the definition where the type is used first")
    return Loaded(
        path=path,
        text=text,
        root=root,
        definitions=walk.definitions,
        references=tuple(reference for reference in walk.references if reference.name not in walk.definitions),
        problems=(*problems, *walk.attributes.problems),
    )


class _Walk:
    """Goes through a document in the order in which Avro reads it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.attributes = Attributes(document)
        self.definitions: dict[str, Schema] = {}
        self.references: list[Schema] = []

    # --- types

    def schema(self, json: Any, pointer: Pointer, namespace: str) -> Steps[Schema | None]:
        """The type that stands there; None if it cannot be one."""
        if isinstance(json, str):
            return self._name(json, pointer, namespace)
        made: Schema | None
        if isinstance(json, list):
            made = yield self._union(json, pointer, namespace)
            return made
        if not isinstance(json, dict):
            self.attributes.bad(
                pointer, f"a type is expected, not {shown(json)}", 'a name, {"type": ...} or a list of types'
            )
            return None
        kind = json.get("type", ABSENT)
        self.attributes.check_spelling(json, pointer, kind if isinstance(kind, str) else "")
        if kind in ("record", "error"):
            made = yield self._record(json, pointer, namespace)
            return made
        if kind == "enum":
            return self._enum(json, pointer, namespace)
        if kind == "fixed":
            return self._fixed(json, pointer, namespace)
        if kind in ("array", "map"):
            made = yield self._collection(json, kind, pointer, namespace)
            return made
        if isinstance(kind, str) and kind in PRIMITIVES:
            found = self.attributes.logical(json, kind, pointer)
            return self._made(cast("Kind", kind), json, pointer, namespace, logical=found)
        if isinstance(kind, str) and self._is_reference(json, names.full(kind, namespace)):
            self.attributes.logical(json, quoted(kind), pointer)
            return self._reference(kind, json, pointer, namespace)
        self._no_type(json, kind, pointer)
        return None

    def _is_reference(self, json: dict[str, Any], full: str) -> bool:
        """Whether `{"type": NAME}` means a type of that name, and not to define one of a kind that there is not."""
        is_name = all(names.is_legal_elsewhere(part) for part in full.split("."))
        return full in self.attributes.named or (is_name and not any(of in json for _, of in _TELLING))

    def _made(self, kind: Kind, json: Any, pointer: Pointer, namespace: str, **more: Any) -> Schema:
        return Schema(kind=kind, json=json, document=self._document, pointer=pointer, namespace=namespace, **more)

    def _no_type(self, json: dict[str, Any], kind: Any, pointer: Pointer) -> None:
        if kind is ABSENT and "protocol" in json and not pointer:
            self.attributes.bad((), "this is an Avro protocol, not a schema", "put each type into a file of its own")
        elif kind is ABSENT:
            words = 'the type has no "type"'
            guess = next((f'a {what} is written {{"type": "{what}", ...}}' for what, of in _TELLING if of in json), "")
            self.attributes.bad(pointer, words, guess)
        elif isinstance(kind, str):
            guesses = (f'a {what} is written {{"type": "{what}", ...}}' for what, of in _TELLING if of in json)
            hint = known_mistake(kind) or next(guesses, "a name, or one of Avro's own types, is expected")
            self.attributes.bad((*pointer, "type"), f'"{kind}" is no type that can stand in {{"type": ...}}', hint)
        else:
            words = f'"type" is {shown(kind)} where a name is expected'
            hint = "put what it holds in the place of what is around it" if isinstance(kind, (dict, list)) else ""
            self.attributes.bad((*pointer, "type"), words, hint)

    def _name(self, name: str, pointer: Pointer, namespace: str) -> Schema:
        if name in PRIMITIVES:
            return self._made(cast("Kind", name), name, pointer, namespace)
        return self._reference(name, name, pointer, namespace)

    def _reference(self, name: str, json: Any, pointer: Pointer, namespace: str) -> Schema:
        full = names.full(name, namespace)
        reference = self._made("reference", json, pointer, namespace, name=full)
        if full not in self.attributes.named:
            self.references.append(reference)
        elif reference.is_wrapped:
            self.attributes.odd(reference.spot, *wrapped(name))
        return reference

    def _collection(self, json: dict[str, Any], kind: Kind, pointer: Pointer, namespace: str) -> Steps[Schema | None]:
        key = "items" if kind == "array" else "values"
        if key not in json:
            what = f'the {kind} has no "{key}"'
            self.attributes.bad(
                pointer, what, f'"{key}" is the type of its {"elements" if kind == "array" else "values"}'
            )
            return None
        fault = self.attributes.logical(json, kind, pointer)
        items = yield self.schema(json[key], (*pointer, key), namespace)
        return self._made(kind, json, pointer, namespace, items=items, logical=fault) if items else None

    def _union(self, json: list[Any], pointer: Pointer, namespace: str) -> Steps[Schema | None]:
        if not json:
            self.attributes.odd(pointer, "the union has no types, so nothing can ever be a value of it")
        branches: list[Schema] = []
        seen: dict[str, Pointer] = {}
        for index, part in enumerate(json):
            at = (*pointer, index)
            if isinstance(part, list):
                self.attributes.bad(at, "a union directly in a union", "list its types in the outer one")
            branch = yield self.schema(part, at, namespace)
            if branch is None or branch.kind == "union":
                continue
            what = branch.name or branch.kind
            if what in seen:
                first = self._document.place(seen[what])
                words = f'the union has "{what}" twice; the first one is at {first.line}:{first.column}'
                several = (
                    "a union has each type once, named types once by name; a logical type does not tell them apart"
                )
                self.attributes.bad(at, words, several)
                continue
            seen[what] = at
            branches.append(branch)
        return self._made("union", json, pointer, namespace, branches=tuple(branches))

    # --- named types

    def _record(self, json: dict[str, Any], pointer: Pointer, namespace: str) -> Steps[Schema | None]:
        full, space = self.attributes.full_name(json, pointer, namespace, "record")
        aliases, doc = self.attributes.aliases(json, pointer, "record"), self.attributes.doc(json, pointer)
        self.attributes.logical(json, "record", pointer)
        fields = json.get("fields", ABSENT)
        if fields is ABSENT:
            self.attributes.bad(pointer, f'the record {full and quoted(full)} has no "fields"'.replace("  ", " "))
            return None
        if not isinstance(fields, list):
            self.attributes.bad((*pointer, "fields"), f'"fields" is {shown(fields)} where a list is expected')
            return None
        found: list[Field] = []
        seen: dict[str, Pointer] = {}
        for index, part in enumerate(fields):
            field = yield self._field(part, (*pointer, "fields", index), space, seen)
            if field is not None:
                found.append(field)
        more: dict[str, Any] = {"name": full, "fields": tuple(found), "aliases": aliases, "doc": doc}
        return self._defined(self._made("record", json, pointer, namespace, **more))

    def _field(self, json: Any, pointer: Pointer, namespace: str, seen: dict[str, Pointer]) -> Steps[Field | None]:
        if not isinstance(json, dict):
            self.attributes.bad(
                pointer, f"a field is expected, not {shown(json)}", 'a field is {"name": ..., "type": ...}'
            )
            return None
        self.attributes.check_spelling(json, pointer, "field")
        name = json.get("name", ABSENT)
        if name is ABSENT:
            self.attributes.bad(pointer, 'the field has no "name"')
        elif not isinstance(name, str):
            self.attributes.bad(
                (*pointer, "name"), f'the "name" of the field is {shown(name)} where a text is expected'
            )
        else:
            self.attributes.check_name(name, (*pointer, "name"), "the name of a field")
            if name in seen:
                first = self._document.place(seen[name])
                words = f'the record has a field "{name}" already, at {first.line}:{first.column}'
                self.attributes.bad((*pointer, "name"), words, "rename one of them")
            seen.setdefault(name, (*pointer, "name"))
        aliases, doc = self.attributes.aliases(json, pointer, "field"), self.attributes.doc(json, pointer)
        self.attributes.check_order(json, pointer)
        if "type" not in json:
            self.attributes.bad(
                pointer, f'the field {shown(name) if isinstance(name, str) else ""} has no "type"'.replace("  ", " ")
            )
            return None
        type_ = yield self.schema(json["type"], (*pointer, "type"), namespace)
        if "logicalType" in json and type_ is not None and type_.logical is None:
            hint = 'put it into the type: {"type": {"type": ..., "logicalType": ...}}'
            words = '"logicalType" stands beside the "type" of the field, where it is ignored'
            self.attributes.odd((*pointer, "logicalType"), words, hint, key=True)
        if type_ is None or not isinstance(name, str):
            return None
        return Field(
            name=name,
            type=type_,
            pointer=pointer,
            doc=doc,
            default=json.get("default", ABSENT),
            aliases=aliases,
            deprecated=json.get("deprecated") not in (None, False, ABSENT, ""),
        )

    def _enum(self, json: dict[str, Any], pointer: Pointer, namespace: str) -> Schema | None:
        full, _ = self.attributes.full_name(json, pointer, namespace, "enum")
        aliases, doc = self.attributes.aliases(json, pointer, "enum"), self.attributes.doc(json, pointer)
        self.attributes.logical(json, "enum", pointer)
        symbols = json.get("symbols", ABSENT)
        if symbols is ABSENT:
            self.attributes.bad(pointer, f'the enum {full and quoted(full)} has no "symbols"'.replace("  ", " "))
            return None
        if not isinstance(symbols, list):
            self.attributes.bad(
                (*pointer, "symbols"), f'"symbols" is {shown(symbols)} where a list of texts is expected'
            )
            return None
        found = self._symbols(symbols, (*pointer, "symbols"))
        default = json.get("default")
        if "default" in json and (not isinstance(default, str) or default not in found):
            words = f"the default {shown(default)} is none of the symbols"
            self.attributes.bad(
                (*pointer, "default"), words, f"the symbols are {', '.join(found[:8])}" if found else ""
            )
        more: dict[str, Any] = {"name": full, "symbols": tuple(found), "aliases": aliases, "doc": doc}
        return self._defined(self._made("enum", json, pointer, namespace, default=default, **more))

    def _symbols(self, symbols: list[Any], pointer: Pointer) -> list[str]:
        found: dict[str, Pointer] = {}
        if not symbols:
            self.attributes.odd(pointer, "the enum has no symbols, so nothing can ever be a value of it")
        for index, symbol in enumerate(symbols):
            at = (*pointer, index)
            if not isinstance(symbol, str):
                self.attributes.bad(at, f"a symbol is a text, not {shown(symbol)}")
            elif symbol in found:
                first = self._document.place(found[symbol])
                words = f'the enum has the symbol "{symbol}" already, at {first.line}:{first.column}'
                self.attributes.bad(at, words, "remove one of them")
            else:
                found[symbol] = at
                if not names.is_legal(symbol):
                    self.attributes.bad(
                        at, f"{quoted(symbol)} is no symbol that Avro allows", names.RULE.replace("name", "symbol")
                    )
        return list(found)

    def _fixed(self, json: dict[str, Any], pointer: Pointer, namespace: str) -> Schema | None:
        full, _ = self.attributes.full_name(json, pointer, namespace, "fixed")
        aliases, doc = self.attributes.aliases(json, pointer, "fixed"), self.attributes.doc(json, pointer)
        size = json.get("size", ABSENT)
        if size is ABSENT:
            self.attributes.bad(
                pointer, f'the fixed {full and quoted(full)} has no "size"'.replace("  ", " "), "how many bytes it has"
            )
            return None
        if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size <= _LARGEST_SIZE:
            self.attributes.bad(
                (*pointer, "size"), f'"size" is {shown(size)} where a whole number of bytes is expected'
            )
            return None
        found = self.attributes.logical(json, "fixed", pointer, size)
        more: dict[str, Any] = {"name": full, "size": size, "aliases": aliases, "doc": doc}
        return self._defined(self._made("fixed", json, pointer, namespace, logical=found, **more))

    def _defined(self, schema: Schema) -> Schema | None:
        if not schema.name:
            return None
        self.definitions.setdefault(schema.name, schema)
        return schema


_TELLING: Final = (("record", "fields"), ("enum", "symbols"), ("array", "items"), ("map", "values"), ("fixed", "size"))
