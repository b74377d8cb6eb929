"""Example payloads: those that definitions give, checked against the schema, or one made from it."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from catalog_gen.formats import jsontext
from catalog_gen.model import Documented, Message
from catalog_gen.problems import Problem
from catalog_gen.reading import literals
from catalog_gen.resolving.catalog import ExampleFile
from catalog_gen.resolving.ids import subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from catalog_gen.formats import SchemaFile
    from catalog_gen.formats.samples import Sample
    from catalog_gen.model import Example
    from catalog_gen.problems import Place
    from catalog_gen.resolving.catalog import SchemaBeside
    from catalog_gen.resolving.files import Files
    from catalog_gen.sources import Source


class Examples:
    """Reads and makes the examples of messages; what is wrong is collected as problems."""

    def __init__(self, files: Files, source: Source, *, makes: bool = True) -> None:
        """Unless it `makes` them, only examples that are given are looked at."""
        self._makes = makes
        self._files = files
        self._source = source
        self._samples: dict[tuple[int, str], Sample] = {}
        self._checked: set[tuple[int, ...]] = set()
        self.problems: list[Problem] = []

    def of(self, resource: Documented, schemas: tuple[SchemaBeside, ...]) -> tuple[ExampleFile, ...]:
        """The examples of a message under these schemas, the default one first; each shown one is valid."""
        if not isinstance(resource, Message):
            return ()
        if resource.examples is not None or resource.gives("examples"):
            broken = len(schemas) < len(resource.schemas or ())
            known = [] if broken else [schema.file for schema in schemas]
            return tuple(self._given(resource, resource.examples or (), known))
        return tuple(self._made(resource, schemas[0].file)) if schemas else ()

    def _made(self, resource: Message, schema: SchemaFile) -> Iterator[ExampleFile]:
        """A payload made from the schema; made once, however many versions share the schema."""
        if schema.parsed is None or not self._makes:
            return
        from catalog_gen.formats import samples

        key = (id(schema.parsed), resource.id)
        if key not in self._samples:
            self._samples[key] = samples.synthesise(schema.parsed.tree, schema.parsed.check, resource.id)
        sample = self._samples[key]
        if sample.failure:
            field = next((way for way in ("payload", "schemas") if resource.gives(way)), "schema_path")
            message = f"the page shows no payload example: {sample.failure}"
            hint = "give one: examples=[Example({...})]"
            self.problems.append(Problem("no-example", message, resource.at(field), subject_of(resource), hint))
        else:
            yield ExampleFile(name="payload.json", text=as_text(sample.payload), payload=sample.payload)

    def _given(
        self, resource: Message, examples: Iterable[Example], schemas: list[SchemaFile]
    ) -> Iterator[ExampleFile]:
        taken = {"examples.config.yaml", "examples.config.yml", "examples.config.json"}
        for example in examples:
            if _is_faulty(example):
                continue
            given = self._written(example) if example.path is None else self._in_file(resource, example)
            if given is not None:
                self._check(resource, example, given, schemas)
                name = _free(given.name, taken)
                yield ExampleFile(name=name, text=given.text, payload=given.payload, declared=example)

    def _written(self, example: Example) -> _Given:
        """An example that stands in the definition: as JSON, under its name."""
        payload = plain(example.payload)
        slug = re.sub(r"[^a-z0-9]+", "-", (example.name or "").lower()).strip("-")
        start = example.at("payload")
        return _Given(
            f"{slug or 'payload'}.json",
            as_text(payload),
            payload,
            lambda path: literals.inside(self._source, start, path),
        )

    def _in_file(self, resource: Message, example: Example) -> _Given | None:
        """An example in a file; only what is JSON can be checked."""
        path = self._files.found(example, "path", resource, "file")
        text = self._files.text(path, example.at("path"), resource) if path else None
        if path is None or text is None:
            return None
        name = PurePosixPath(path).name
        if PurePosixPath(path).suffix.lower() != ".json":
            return _Given(name, text, None, None)
        document, problems = jsontext.parse(path, text)
        for problem in problems:
            message = f"the example is not JSON: {problem.message}"
            self.problems.append(Problem("bad-example", message, problem.place, subject_of(resource), problem.hint))
        return _Given(name, text, document.value, document.place) if document else None

    def _check(self, resource: Message, example: Example, given: _Given, schemas: list[SchemaFile]) -> None:
        """Report why none of the schemas takes the payload, in the words of the default one."""
        pair = (id(example), *(id(schema) for schema in schemas))
        if not schemas or given.spot is None or pair in self._checked:
            return
        self._checked.add(pair)
        reasons = schemas[0].mismatches(given.payload)
        if not reasons or any(not schema.mismatches(given.payload) for schema in schemas[1:]):
            return
        name = f' "{example.name}"' if example.name else ""
        subject = subject_of(resource)
        for reason in reasons:
            spot = f"{reason.spot}: " if reason.spot else ""
            message = f"the example{name} is not valid: {spot}{reason.message}"
            self.problems.append(Problem("bad-example", message, given.spot(reason.path), subject))


@dataclasses.dataclass(frozen=True, slots=True)
class _Given:
    """An example as it was given; `spot` tells the place of a key in it, None where it cannot be checked."""

    name: str
    text: str
    payload: Any
    spot: Callable[[tuple[str | int, ...]], Place] | None


def _is_faulty(example: Example) -> bool:
    """Whether the definition of the example was refused."""
    unread = example.origin.unread if example.origin else frozenset()
    return bool(unread & {"payload", "path"}) or (example.payload is None) == (example.path is None)


def plain(payload: Any) -> Any:
    """A payload that stands in a definition as what JSON can hold."""
    return json.loads(as_text(payload))


def as_text(payload: Any) -> str:
    """A payload as the JSON text that pages and files show."""
    return json.dumps(payload, indent=2, ensure_ascii=False, default=_readable) + "\n"


def _readable(value: Any) -> str:
    """Values that JSON has no type for, as a consumer usually sees them."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _free(name: str, taken: set[str]) -> str:
    """The name, numbered where another example has it already (also in other letters' case)."""
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix
    free, number = name, 2
    while free.lower() in taken:
        free, number = f"{stem}-{number}{ending}", number + 1
    taken.add(free.lower())
    return free
