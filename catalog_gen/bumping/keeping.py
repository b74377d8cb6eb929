"""What was different in the older version: the arguments of its `Previous`, as text, and the files that they name."""

from __future__ import annotations

import ast
import posixpath
from typing import TYPE_CHECKING, Any

from catalog_gen.bumping import history
from catalog_gen.bumping.meaning import meant
from catalog_gen.bumping.writing import Call, Segment, literal
from catalog_gen.model import Adr, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from catalog_gen.bumping.history import History
    from catalog_gen.bumping.sides import Side
    from catalog_gen.bumping.splicing import Definition
    from catalog_gen.bumping.texts import Spot
    from catalog_gen.formats import SchemaFile
    from catalog_gen.model import Schema
    from catalog_gen.resolving.catalog import SchemaBeside

_OF_ONE_VERSION = ("changes", "date")


class Keeping:
    """Compares a resource as it was with what it is now, and says what the older version has to say for itself.

    `found` is the definition as it is, `was` as it was where that can be read as a call. `called` is how the file calls
    a name of catalog_gen.
    """

    def __init__(
        self,
        old: Side,
        now: Side,
        version: str,
        files: History,
        definitions: tuple[Definition, Definition | None],
        called: Callable[[str], str],
    ) -> None:
        self._old = old.entry
        self._now = now.entry
        self._sides = (old, now)
        self._version = version
        self._files = files
        self._found, self._was = definitions
        self._called = called
        self._folder = posixpath.dirname(now.entry.resource.at().path)
        self.moved: list[str] = []
        """The keywords that belong to the older version and leave the definition."""
        self.keywords: dict[str, Segment] = {}
        """What the older version says."""

    def keep(self) -> None:
        """Find out."""
        if isinstance(self._now.resource, Message):
            self._schemas()
            self._headers()
        self._texts()
        self._looks()
        if isinstance(self._now.resource, Message):
            self._examples()
        self._history()

    # --- schemas

    def _schemas(self) -> None:
        old, now = self._old.resource, self._now.resource
        assert isinstance(old, Message)  # noqa: S101 - an id keeps its type
        assert isinstance(now, Message)  # noqa: S101
        if old.schemas is not None:
            self._several(old.schemas)
        elif self._old.schemas:
            self._one(self._old.schemas[0].file, now)
        elif self._now.schemas or now.schema_path is not None or now.payload is not None:
            self._say("schemas", "[]")
        for schema in now.schemas or ():
            if history.has_version(schema.path):
                self._part(schema, "path", self._file_of(schema))
        if now.schemas is None and history.has_version(now.schema_path) and not self._old.schemas:
            self._part(now, "schema_path", None)

    def _one(self, file: SchemaFile, now: Message) -> None:
        derived = self._old.resource.schema_path is None  # type: ignore[attr-defined]
        path = self._now.schemas[0].file.path if self._now.schemas and now.schema_path is not None else None
        if not derived and now.schema_path is not None and now.schemas is None and history.has_version(now.schema_path):
            self._part(now, "schema_path", file)
            return
        if derived:
            beside = posixpath.join(self._folder, f"{self._files.kebab()}{file.extension}")
        else:
            beside = path if path is not None and now.schemas is None else file.path
        self._say("schema_path", self._path(self._files.schema(file, beside)))

    def _several(self, schemas: Any) -> None:
        now = self._now.resource
        assert isinstance(now, Message)  # noqa: S101
        files = {id(beside.declared): beside for beside in self._old.schemas}
        parts = [history.has_version(schema.path) and self._lies(files[id(schema)].file) for schema in schemas]
        if all(parts) and meant(now.schemas) == meant(schemas):
            return
        written = [
            self._schema(schema, files[id(schema)], in_place=part) for schema, part in zip(schemas, parts, strict=True)
        ]
        if len(written) == 1:
            self._say("schemas", f"[{written[0]}]")
        else:
            unit = self._found.unit
            self.keywords["schemas"] = Segment(("[", *(f"{unit}{each}," for each in written), "]"))

    def _schema(self, schema: Schema, beside: SchemaBeside, *, in_place: bool) -> str:
        """One of several, with the name under which it lies beside the page."""
        path = history.as_text(schema.path)
        if not in_place:
            now = self._now_of(schema)
            path = self._relative(self._files.schema(beside.file, now.path if now else beside.file.path))
        slug = beside.name.partition(".")[0].removeprefix("schema").removeprefix("-")
        name = schema.name or ("" if schema.environments or not slug else posixpath.basename(beside.file.path))
        name = name if schema.name else history.stem_of(name)
        says: dict[str, Any] = {"name": name or None, "format": schema.format, "environments": schema.environments}
        says |= {"default": schema.default, "message": schema.message}
        parts = [
            self._literal(path),
            *(f"{key}={self._value(value)}" for key, value in says.items() if value is not None),
        ]
        return f"{self._called('Schema')}({', '.join(parts)})"

    def _now_of(self, schema: Schema) -> SchemaFile | None:
        """The schema of the definition as it is now that is the same one."""
        for beside in self._now.schemas:
            if beside.declared is not None and beside.declared.path == schema.path:
                return beside.file
        return None

    def _file_of(self, schema: Schema) -> SchemaFile | None:
        for beside in self._old.schemas:
            if beside.declared is not None and beside.declared.path == schema.path:
                return beside.file
        return None

    def _lies(self, file: SchemaFile) -> bool:
        return self._sides[1].source.is_file(file.path)

    def _part(self, holder: Any, field: str, file: SchemaFile | None) -> None:
        """A file whose path has the version in it stays the one of the old version."""
        path = self._files.path(holder, field, self._sides[1], self._old.version)
        lies = path is not None and self._sides[1].source.is_file(path)
        data = file.data if file is not None else self._sides[1].source.read(path) if lies and path else None
        if path is not None and data is not None:
            self._files.parted(path, data, holder, field)

    def _headers(self) -> None:
        old, now = self._old.headers, self._now.headers
        if old is None:
            return
        resource = self._now.resource
        assert isinstance(resource, Message)  # noqa: S101
        if resource.headers_schema_path is not None and history.has_version(resource.headers_schema_path):
            self._part(resource, "headers_schema_path", old.file)
            return
        origin = self._old.resource.origin
        shared = origin is not None and "headers_schema_path" in origin.givers
        if shared and now is not None and self._files.same(now.file.path, old.file.data):
            return
        beside = now.file.path if now is not None else old.file.path
        stem = f"{self._files.kebab()}-headers-{self._old.version}" if shared else ""
        self._say("headers_schema_path", self._path(self._files.schema(old.file, beside, stem)))

    # --- texts and looks

    def _texts(self) -> None:
        old, now = self._old.resource, self._now.resource
        before, after = getattr(old, "name", None), getattr(now, "name", None)
        if before != after and self._old.name != self._now.name:
            self._write("name", self._old.name)
        if old.summary != now.summary and self._old.summary:
            self._write("summary", self._old.summary)
        field = "description_path"
        if now.description_path is not None and history.has_version(now.description_path):
            self._part_text()
        elif self._old.description != self._now.description:
            path = self._files.path(old, field, self._sides[0], self._old.version) if old.description is None else None
            if path is not None and old.description_path is not None:
                lies = self._files.path(now, field, self._sides[1], None) if now.description_path is not None else None
                self._say(field, self._path(self._files.copy(path, lies or path)))
            else:
                self._write("description", self._old.description)

    def _part_text(self) -> None:
        now = self._now.resource
        path = self._files.path(now, "description_path", self._sides[1], self._old.version)
        if path is not None and self._sides[0].source.is_file(path):
            self._files.parted(path, self._sides[0].source.read(path), now, "description_path")

    def _looks(self) -> None:
        """Badges and marks that are other ones now; those of defaults belong to everybody."""
        for field, nothing in (("badges", "[]"), ("deprecated", "False"), ("hidden", "False")):
            old, now = (getattr(side.resource, field, None) for side in (self._old, self._now))
            if meant(old) != meant(now):
                segment = self._was.segment(field) if self._was else None
                if segment is not None:
                    self.keywords[field] = segment
                elif old is None and self._found.keyword(field):
                    self._say(field, nothing)
        draft = getattr(self._old.resource, "draft", None)
        if draft:
            segment = self._was.segment("draft") if self._was else None
            self.keywords["draft"] = segment or Segment(("True",))

    # --- examples

    def _examples(self) -> None:
        """Examples are those of a schema: where that is kept, they are, too."""
        old, now = self._old.resource, self._now.resource
        assert isinstance(old, Message)  # noqa: S101
        assert isinstance(now, Message)  # noqa: S101
        if old.examples is None:
            return
        if not self._old.schemas and meant(old.examples) == meant(now.examples) and not self._edited_examples():
            return
        if self._was is None:
            return
        segment = self._was.segment("examples", dict(self._example_files(self._was)))
        if segment is not None:
            self.keywords["examples"] = segment

    def _edited_examples(self) -> bool:
        return [one.text for one in self._old.examples] != [one.text for one in self._now.examples]

    def _example_files(self, was: Definition) -> Iterator[tuple[tuple[Spot, Spot], str]]:
        """Where the examples name files, and the copies to name instead."""
        keyword = was.keyword("examples")
        for node in ast.walk(keyword.value) if keyword is not None else ():
            if not isinstance(node, ast.Call):
                continue
            for argument in node.keywords:
                value = argument.value
                if argument.arg != "path" or not isinstance(value, ast.Constant) or not isinstance(value.value, str):
                    continue
                example = self._declared_at(was, node)
                path = self._files.path(example, "path", self._sides[0], None) if example is not None else None
                if path is None or not self._sides[0].source.is_file(path):
                    continue
                if history.has_version(value.value):
                    self._files.parted(path, self._sides[0].source.read(path), example, "path")
                else:
                    copy = self._relative(self._files.copy(path, path))
                    yield (was.text.begin(value), was.text.end(value)), self._literal(copy)

    def _declared_at(self, was: Definition, node: ast.Call) -> Any:
        line, column = was.text.begin(node)
        for example in getattr(self._old.resource, "examples", None) or ():
            place = example.at()
            if (place.line, place.column) == (line, column + 1):
                return example
        return None

    # --- changes and date

    def _history(self) -> None:
        """What is told of the version itself leaves the definition with it, unless it was written for the new one."""
        for field in _OF_ONE_VERSION:
            if field == "date" and isinstance(self._now.resource, Adr):
                continue  # the day of the decision
            old, now = (getattr(side.resource, field, None) for side in (self._old, self._now))
            segment = self._was.segment(field) if self._was else None
            if old is None or segment is None:
                continue
            self.keywords[field] = segment
            if meant(old) == meant(now) and self._found.keyword(field) is not None:
                self.keywords[field] = self._found.segment(field) or segment
                self.moved.append(field)

    # --- writing

    def _say(self, field: str, text: str) -> None:
        self.keywords[field] = Segment((text,))

    def _write(self, field: str, value: str) -> None:
        """As it was written, or as a literal."""
        given = getattr(self._old.resource, field, None) == value
        segment = self._was.segment(field) if self._was and given else None
        self.keywords[field] = segment or Segment((self._literal(value),))

    def _path(self, path: str) -> str:
        return self._literal(self._relative(path))

    def _relative(self, path: str) -> str:
        return posixpath.relpath(path, self._folder or ".")

    def _literal(self, text: str) -> str:
        return literal(text, self._found.quote)

    def _value(self, value: Any) -> str:
        if isinstance(value, str):
            return self._literal(value)
        if isinstance(value, list | tuple):
            return f"[{', '.join(map(self._value, value))}]"
        return repr(value)

    def call(self) -> Call:
        """The older version as a call."""
        first = self._literal(self._old.version or "")
        return Call(self._called("Previous"), first, self.keywords, self._found.unit)
