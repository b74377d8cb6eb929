"""What the attributes of types and fields say: names, docs, aliases, logical types; and complaints about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.avro import logical, misspelling, names
from catalog_gen.formats.avro.schemas import PRIMITIVES
from catalog_gen.formats.avro.wording import quoted, shown
from catalog_gen.formats.tree import ABSENT
from catalog_gen.problems import Problem, a

if TYPE_CHECKING:
    from catalog_gen.formats.avro.schemas import Pointer
    from catalog_gen.formats.jsontext import Document

_ORDERS: Final = ("ascending", "descending", "ignore")


class Attributes:
    """Reads attributes where they stand in one document, and collects its problems.

    `named` are the types that were given a name so far, also those that are still being read.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self.problems: list[Problem] = []
        self.named: dict[str, Pointer] = {}

    def bad(self, pointer: Pointer, message: str, hint: str = "", *, key: bool = False) -> None:
        """Note what Avro refuses."""
        self.problems.append(Problem("bad-schema", message, self._document.place(pointer, key=key), hint=hint))

    def odd(self, pointer: Pointer, message: str, hint: str = "", *, key: bool = False) -> None:
        """Note what is allowed, or ignored, but hardly meant."""
        self.problems.append(Problem("suspicious-schema", message, self._document.place(pointer, key=key), hint=hint))

    def full_name(self, json: dict[str, Any], pointer: Pointer, namespace: str, what: str) -> tuple[str, str]:
        """The full name of a definition, empty if it has none, and the namespace for what is inside of it."""
        space = self._namespace(json, pointer, namespace)
        name = json.get("name", ABSENT)
        if name is ABSENT:
            self.bad(pointer, f'the {what} has no "name"')
            return "", space
        if not isinstance(name, str):
            self.bad((*pointer, "name"), f'the "name" of the {what} is {shown(name)} where a text is expected')
            return "", space
        self._check_full_name(name, (*pointer, "name"), f"the name of {'an' if what == 'enum' else 'a'} {what}")
        if "." in name:
            own = names.namespace_of(name)
            if json.get("namespace") not in (None, own):
                words = f'"namespace" is ignored, since the name has one of its own: {quoted(own)}'
                self.odd((*pointer, "namespace"), words, key=True)
            space, full = own, name
        else:
            full = f"{space}.{name}" if space else name
        self._check_new(full, name, (*pointer, "name"))
        return full, space

    def _namespace(self, json: dict[str, Any], pointer: Pointer, namespace: str) -> str:
        """The namespace that the attribute gives, else the one around."""
        space = json.get("namespace", namespace)
        if space is None:
            words = '"namespace" is null, which programs take either for that of the type around or for none'
            self.odd((*pointer, "namespace"), words, 'remove it, or write "" for none')
            return namespace
        if not isinstance(space, str):
            self.bad((*pointer, "namespace"), f'"namespace" is {shown(space)} where a text is expected')
            return namespace
        is_used = "namespace" in json and "." not in str(json.get("name"))
        if space and is_used:
            self._check_full_name(space, (*pointer, "namespace"), "a namespace")
        return space

    def _check_new(self, full: str, name: str, pointer: Pointer) -> None:
        if full in PRIMITIVES:
            self.bad(pointer, f'a type cannot be called "{full}", which is a type of Avro itself')
        elif name.rpartition(".")[2] in PRIMITIVES:
            words = f'the type has the name of a type of Avro itself, "{name}"'
            self.odd(pointer, words, "Avro does not allow it in any namespace, though some programs do")
        if full in self.named:
            first = self._document.place(self.named[full])
            words = f'the type "{full}" is defined twice; the first time at {first.line}:{first.column}'
            self.bad(pointer, words, "refer to it by its name, or give one of them another name")
        self.named.setdefault(full, pointer)

    def _check_full_name(self, name: str, pointer: Pointer, what: str) -> None:
        """Complain about a name with dots, or a namespace."""
        parts = name.split(".")
        if all(names.is_legal(part) for part in parts):
            return
        if all(names.is_legal_elsewhere(part) for part in parts):
            self.odd(pointer, f"{quoted(name)} as {what} has letters that Avro does not allow", names.RULE)
        else:
            self.bad(pointer, f"{quoted(name)} cannot be {what}", names.RULE)

    def check_name(self, name: str, pointer: Pointer, what: str) -> None:
        """Complain about a name that must have no dots."""
        if "." in name:
            self.bad(pointer, f"{quoted(name)} cannot be {what}", names.RULE)
        else:
            self._check_full_name(name, pointer, what)

    def check_spelling(self, json: dict[str, Any], pointer: Pointer, what: str) -> None:
        """Complain about attributes that are nearly some of Avro's; `what` is `field`, or the kind of type."""
        for attribute, known in misspelling.meant(json, what):
            words = f"{quoted(attribute)} is no attribute of Avro, so programs ignore it"
            self.odd((*pointer, attribute), words, f'did you mean "{known}"?', key=True)

    def aliases(self, json: dict[str, Any], pointer: Pointer, what: str) -> tuple[str, ...]:
        """The other names, as written, of a `field` or a kind of type.

        Of a type they may be full names. Of a field, programs do not look at them closely: one that is illegal is a
        name that no field can have.
        """
        aliases = json.get("aliases", [])
        if not isinstance(aliases, list):
            words = f'"aliases" is {shown(aliases)} where a list of names is expected'
            self.bad((*pointer, "aliases"), words, "put it into [ ]" if isinstance(aliases, str) else "")
            return ()
        for index, alias in enumerate(aliases):
            if not isinstance(alias, str):
                self.bad((*pointer, "aliases", index), f"an alias is a name, not {shown(alias)}")
            elif what != "field":
                self._check_full_name(alias, (*pointer, "aliases", index), f"an alias of {a(what)}")
            elif not names.is_legal(alias):
                words = f"{quoted(alias)} cannot be the name of a field, so it is the alias of nothing"
                self.odd((*pointer, "aliases", index), words, names.RULE)
        return tuple(alias for alias in aliases if isinstance(alias, str))

    def doc(self, json: dict[str, Any], pointer: Pointer) -> str:
        """The text that explains the type or field."""
        doc = json.get("doc", "")
        if isinstance(doc, str):
            return doc
        self.odd((*pointer, "doc"), f'"doc" is {shown(doc)} where a text is expected')
        return "\n".join(doc) if isinstance(doc, list) and all(isinstance(line, str) for line in doc) else ""

    def check_order(self, json: dict[str, Any], pointer: Pointer) -> None:
        """Complain about an `order` that there is not."""
        order = json.get("order", "ascending")
        if not isinstance(order, str) or order.lower() not in _ORDERS:
            words = f'"order" is {shown(order)} where one of {", ".join(_ORDERS)} is expected'
            self.bad((*pointer, "order"), words)

    def logical(self, json: dict[str, Any], kind: str, pointer: Pointer, size: int = 0) -> logical.Logical | None:
        """The logical type, if one is given and holds."""
        found = logical.logical(json, kind, size)
        if isinstance(found, logical.Fault):
            self.odd((*pointer, found.key), found.message, found.hint)
            return None
        return found
