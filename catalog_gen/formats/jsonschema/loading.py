"""A schema file as far as other schemas may refer to it: its parts, the names they have, and what they refer to."""

from __future__ import annotations

import dataclasses
import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, unquote, urljoin

from catalog_gen.formats.jsonschema import drafts, metaschemas, yamltext
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from catalog_gen.formats.jsonschema.drafts import Draft, Steps

REFERRING = ("$ref", "$dynamicRef", "$recursiveRef")


class Document(Protocol):
    """JSON, or YAML read as JSON."""

    @property
    def value(self) -> Any:
        """The JSON value of it all."""

    def place(self, pointer: Sequence[str | int], *, key: bool = False) -> Place:
        """The place of a value, or of its key."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fixed:
    """A document of ours, whose places nobody needs."""

    value: Any
    path: str

    def place(self, pointer: Sequence[str | int], *, key: bool = False) -> Place:
        """The document as a whole."""
        del pointer, key
        return Place(self.path)


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """A `$ref` (or a dynamic one) in the schema at `steps`, and the URI against which it is read."""

    steps: Steps
    keyword: str
    text: str
    base: str
    draft: Draft


@dataclasses.dataclass(slots=True, eq=False)
class Loaded:
    """A schema file that was read.

    `resources` are the parts that have a URI of their own, `anchors` the parts named inside of one of those,
    `dynamic` those anchors that `$dynamicRef` looks for (for `$recursiveRef`, the empty name).
    """

    path: str
    document: Document
    draft: Draft
    resources: dict[str, Steps] = dataclasses.field(default_factory=dict)
    anchors: dict[tuple[str, str], Steps] = dataclasses.field(default_factory=dict)
    dynamic: dict[tuple[str, str], Steps] = dataclasses.field(default_factory=dict)
    references: dict[Steps, list[Reference]] = dataclasses.field(default_factory=dict)
    bases: dict[Steps, str] = dataclasses.field(default_factory=dict)
    walked: set[Steps] = dataclasses.field(default_factory=set)
    odd: set[Steps] = dataclasses.field(default_factory=set)
    """Schemas where the draft has none, which were looked at because something refers to them."""
    problems: tuple[Problem, ...] = ()

    @property
    def value(self) -> Any:
        """The root."""
        return self.document.value

    @property
    def base(self) -> str:
        """The URI of the root."""
        return self.bases[()]

    def learn(self, steps: Steps, draft: Draft, base: str) -> None:
        """Note what the schema at the steps, and all inside of it, is called and refers to."""
        self.bases[steps] = base
        for where, schema, current in drafts.everywhere(draft, at(self.value, steps), steps):
            self.walked.add(where)
            here = self.base_of(where)
            if isinstance(schema, dict):
                here = self._name(where, schema, current, here)
                self._refer(where, schema, current, here)

    def known(self, steps: Steps) -> None:
        """Look at a schema that stands where its draft has none (`#/components/...`), if that was not done yet."""
        if steps not in self.walked:
            self.odd.add(steps)
            schema = at(self.value, steps)
            for fault in metaschemas.faults(self.draft, schema):
                inside = dataclasses.replace(fault, steps=steps + fault.steps)
                self.problems = (*self.problems, _problem(self.document, inside))
            self.learn(steps, self.draft, self.base_of(steps))

    def base_of(self, steps: Steps) -> str:
        """The URI against which references at the steps are read."""
        for length in range(len(steps), -1, -1):
            if steps[:length] in self.bases:
                return self.bases[steps[:length]]
        return ""

    def _name(self, steps: Steps, schema: Mapping[str, Any], draft: Draft, base: str) -> str:
        """Note the names that the schema gives itself; the base inside of it."""
        if not draft.siblings and "$ref" in schema:
            return base
        own = schema.get(draft.id)
        if isinstance(own, str):
            uri, fragment = defragged(own)
            if uri:
                base = joined_uri(base, uri)
                self.bases[steps] = base
                self.resources.setdefault(base, steps)
            if fragment and not draft.siblings:
                self.anchors.setdefault((base, fragment), steps)
        if draft.siblings:
            for keyword in ("$anchor", "$dynamicAnchor"):
                name = schema.get(keyword)
                if isinstance(name, str) and keyword in draft.keywords:
                    self.anchors.setdefault((base, name), steps)
                    if keyword == "$dynamicAnchor":
                        self.dynamic.setdefault((base, name), steps)
            if schema.get("$recursiveAnchor") is True and "$recursiveAnchor" in draft.keywords:
                self.dynamic.setdefault((base, ""), steps)
        return base

    def _refer(self, steps: Steps, schema: Mapping[str, Any], draft: Draft, base: str) -> None:
        found = [
            Reference(steps, keyword, schema[keyword], base, draft)
            for keyword in REFERRING
            if keyword in draft.keywords and isinstance(schema.get(keyword), str)
        ]
        if found:
            self.references[steps] = found


def loaded(path: str, data: bytes) -> tuple[Loaded | None, tuple[Problem, ...]]:
    """The schema in a file; None with problems where it is no JSON, no YAML or no schema."""
    document, problems = document_in(path, data)
    if document is None:
        return None, problems
    value = document.value
    if not isinstance(value, dict | bool):
        hint = "an object with the schema's keywords, true or false"
        place = document.place(())
        return None, (*problems, Problem("bad-schema", "the root of the file is not a schema", place, hint=hint))
    draft = drafts.of(value)
    found = Loaded(path, document, draft)
    found.resources[uri_of(path)] = ()
    found.problems = (*problems, *(_problem(document, fault) for fault in metaschemas.faults(draft, value)))
    found.learn((), draft, uri_of(path))
    return found, found.problems


def _problem(document: Document, fault: metaschemas.Fault) -> Problem:
    return Problem(fault.code, fault.message, document.place(fault.steps, key=fault.key), hint=fault.hint)


def document_in(path: str, data: bytes) -> tuple[Document | None, tuple[Problem, ...]]:
    """The file as a JSON value with places, and what is wrong with its text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return None, (Problem("bad-schema", "the file is not UTF-8 text", Place(path, line)),)
    if PurePosixPath(path).suffix.lower() in {".yaml", ".yml"}:
        return yamltext.parse(path, text)
    from catalog_gen.formats import jsontext

    return jsontext.parse(path, text)


def plain(path: str, data: bytes) -> Any:
    """The JSON value in a file, in a hurry; ValueError or RecursionError where there is none."""
    if PurePosixPath(path).suffix.lower() in {".yaml", ".yml"}:
        document, _ = yamltext.parse(path, data.decode("utf-8-sig"))
        return document.value if document else None
    return json.loads(data.decode("utf-8-sig"))


def uri_of(path: str) -> str:
    """The URI that stands for a file of the project."""
    return f"file:///{quote(path)}"


def joined_uri(base: str, reference: str) -> str:
    """A reference as seen from a base; what is no URI stays as it is."""
    if not reference or reference.startswith("#"):
        return base.partition("#")[0] + reference
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def defragged(uri: str) -> tuple[str, str]:
    """A URI and its fragment; what is no URI is parted at the first `#`."""
    start, _, fragment = uri.partition("#")
    return start, fragment


def at(value: Any, steps: Steps) -> Any:
    """The value at the steps.

    Raises:
        KeyError: there is none.
    """
    for step in steps:
        if isinstance(value, dict) and isinstance(step, str):
            value = value[step]
        elif not isinstance(value, list) or isinstance(step, str) or step >= len(value):
            raise KeyError(step)
        else:
            value = value[step]
    return value


def pointed(value: Any, text: str) -> Steps:
    """The steps to what a `#/...` means inside of a value.

    Raises:
        KeyError: there is no such thing.
    """
    steps: Steps = ()
    for name in (unquote(step).replace("~1", "/").replace("~0", "~") for step in text[1:].split("/")[1:]):
        if isinstance(value, list) and not name.isdecimal():
            raise KeyError(name)
        step = int(name) if isinstance(value, list) else name
        steps, value = (*steps, step), at(value, (step,))
    return steps


def declared_ids(value: Any) -> Iterator[str]:
    """The ids that a schema gives to itself and its parts, as written."""
    draft = drafts.of(value)
    for _, schema, current in drafts.everywhere(draft, value):
        own = schema.get(current.id) if isinstance(schema, dict) else None
        if isinstance(own, str) and defragged(own)[0]:
            yield defragged(own)[0]
