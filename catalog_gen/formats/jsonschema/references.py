"""Where a `$ref` leads: inside its file, to another file of the project, or to whatever declares that `$id`."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import posixpath
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, unquote, urlsplit

from catalog_gen.formats.jsonschema import drafts, loading
from catalog_gen.formats.jsonschema.wording import quoted, shown
from catalog_gen.problems import Place, Problem, nearest
from catalog_gen.sources import OutsideProjectError, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.files import SchemaFiles
    from catalog_gen.formats.jsonschema.drafts import Steps
    from catalog_gen.formats.jsonschema.loading import Loaded, Reference


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """The schema that a reference means."""

    file: Loaded
    steps: Steps

    @property
    def key(self) -> tuple[str, Steps]:
        """What tells it from all others."""
        return self.file.path, self.steps


class Unresolved(Exception):  # noqa: N818 - a finding, turned into a problem where the reference stands
    """Why a reference leads nowhere, and what to do about it."""

    def __init__(self, message: str, hint: str = "", code: str = "unresolved-reference") -> None:
        super().__init__(message)
        self.hint = hint
        self.code = code


class References:
    """Finds what references mean; each file is read once, and every `$id` of the project once if it must be."""

    def __init__(self, files: SchemaFiles) -> None:
        self._files = files
        self.broken: dict[str, tuple[Problem, ...]] = {}
        """What is wrong in the files that references led to and that are no valid schemas."""
        self._loaded: dict[str, tuple[Loaded | None, tuple[Problem, ...]]] = {}

    def load(self, path: str, data: bytes | None = None) -> tuple[Loaded | None, tuple[Problem, ...]]:
        """The schema in a file of the project; OSError where it cannot be read."""
        if path not in self._loaded:
            try:
                self._loaded[path] = loading.loaded(path, self._files.read(path) if data is None else data)
            except RecursionError:
                place = Place(path)
                problem = Problem("bad-schema", "the schema is nested too deeply", place)
                self._loaded[path] = None, (problem,)
        return self._loaded[path]

    def target(self, file: Loaded, reference: Reference) -> Target:
        """What the reference means.

        Raises:
            Unresolved: nothing.
        """
        written, sign, fragment = reference.text.partition("#")
        if "\\" in written:
            hint = "write " + quoted(written.replace("\\", "/") + sign + fragment)
            raise Unresolved(f"{quoted(reference.text)} is no URI, which has no backslash", hint)
        full = loading.joined_uri(reference.base, reference.text)
        uri, fragment = loading.defragged(full)
        for candidate in (uri, uri + "#"):
            if candidate in file.resources:
                return self._inside(file, candidate, fragment)
        found = self._elsewhere(file, reference, uri)
        return self._inside(found, _resource(found, uri, reference.text), fragment)

    def _inside(self, file: Loaded, resource: str, fragment: str) -> Target:
        root = file.resources[resource]
        if not fragment:
            return self._checked(file, root)
        if fragment.startswith("/"):
            names = [unquote(part).replace("~1", "/").replace("~0", "~") for part in fragment.split("/")[1:]]
            return self._checked(file, self._steps(file, root, names))
        name = unquote(fragment)
        base = file.bases.get(root, resource)
        for key in ((base, name), (resource, name)):
            if key in file.anchors:
                return self._checked(file, file.anchors[key])
        known = sorted(anchor for _, anchor in file.anchors)
        raise Unresolved(f"no schema in {file.path} has the anchor {quoted(name)}", nearest(name, known))

    def _steps(self, file: Loaded, root: Steps, names: list[str]) -> Steps:
        """A JSON pointer as steps."""
        steps, value = root, loading.at(file.value, root)
        for number, name in enumerate(names):
            if isinstance(value, list) and re.fullmatch(r"0|[1-9]\d{0,8}", name) and int(name) < len(value):
                steps, value = (*steps, int(name)), value[int(name)]
            elif isinstance(value, dict) and name in value:
                steps, value = (*steps, name), value[name]
            else:
                raise Unresolved(*_missing(file, names, number, value))
        return steps

    def _checked(self, file: Loaded, steps: Steps) -> Target:
        """The target, if it is a schema; what stands at an unusual place is looked at now."""
        found = loading.at(file.value, steps)
        if not isinstance(found, dict | bool):
            message = f"{_where(file, steps)} is not a schema but {shown(found)}"
            raise Unresolved(message, code="bad-schema")
        file.known(steps)
        return Target(file, steps)

    def _elsewhere(self, file: Loaded, reference: Reference, uri: str) -> Loaded:
        """The other file that the reference means."""
        for path in self._paths(file, reference, uri):
            if self._files.is_file(path):
                return self._usable(path)
        official = _official(uri)
        if official is not None:
            return official
        written = loading.defragged(reference.text)[0]
        for name in dict.fromkeys((uri, written, *_beside(file, written))):
            if name in self._ids:
                return self._usable(_closest(self._ids[name], file.path))
        raise Unresolved(*_nowhere(uri, written))

    def _paths(self, file: Loaded, reference: Reference, uri: str) -> Iterator[str]:
        """The paths in the project that the reference may mean, as a path or as a sibling of the file's own URI."""
        folder = posixpath.dirname(file.path)
        written = loading.defragged(reference.text)[0]
        if uri.startswith("file:///"):
            yield unquote(uri.removeprefix("file:///"))
        if written and not _split(written).scheme:
            with contextlib.suppress(OutsideProjectError):
                yield joined(folder, unquote(_split(written).path))
        ours, theirs = _split(file.base), _split(uri)
        if ours.scheme in {"http", "https"} and ours[:2] == theirs[:2]:
            path = posixpath.relpath(theirs.path or "/", posixpath.dirname(ours.path) or "/")
            with contextlib.suppress(OutsideProjectError):
                yield joined(folder, unquote(path))

    def _usable(self, path: str) -> Loaded:
        try:
            found, problems = self.load(path)
        except OutsideProjectError:
            raise Unresolved(f"{path} lies outside of the project") from None
        except OSError as error:
            raise Unresolved(f"{path} cannot be read: {error.strerror or error}") from None
        if found is None or any(problem.code == "bad-schema" for problem in problems):
            self.broken[path] = problems
            raise Unresolved(f"{path} is not a valid schema", "see the problems of that file")
        return found

    @functools.cached_property
    def _ids(self) -> dict[str, list[str]]:
        """Which files declare each `$id`, as written and as a full URI."""
        found: dict[str, list[str]] = {}
        for path in self._files.ending(".json", ".yaml", ".yml"):
            for name in self._declared(path):
                found.setdefault(name, []).append(path)
        return found

    def _declared(self, path: str) -> Iterator[str]:
        try:
            data = self._files.read(path)
        except (OSError, OutsideProjectError):
            return
        if b"id" not in data:
            return
        try:
            value = loading.plain(path, data)
            if isinstance(value, dict) and ("$id" in data.decode("utf-8-sig") or "$schema" in value):
                names = list(loading.declared_ids(value))
                yield from dict.fromkeys([*names, *(loading.joined_uri(names[0], name) for name in names[1:])])
        except (ValueError, RecursionError):
            return


def _resource(file: Loaded, uri: str, written: str) -> str:
    """The part of the file that has the URI; its root if the file was found by its path."""
    if uri in file.resources:
        return uri
    raw = loading.defragged(written)[0]
    for resource in file.resources:
        if raw and resource != loading.uri_of(file.path) and resource.endswith(f"/{raw}") and file.resources[resource]:
            return resource
    return loading.uri_of(file.path) if loading.uri_of(file.path) in file.resources else next(iter(file.resources))


def _beside(file: Loaded, written: str) -> Iterator[str]:
    """The reference as seen from the file's own id, where that is no full URI (`ping$event`)."""
    own = file.value.get(file.draft.id) if isinstance(file.value, dict) else None
    if isinstance(own, str):
        yield loading.joined_uri(own, written)


def _closest(paths: list[str], path: str) -> str:
    """Of the files that declare the same id, the one that is nearest to the file that refers to it."""
    here = path.split("/")[:-1]

    def distance(other: str) -> tuple[int, str]:
        there = other.split("/")[:-1]
        common = len(posixpath.commonprefix([here, there]))
        return len(here) + len(there) - 2 * common, other

    return min(paths, key=distance)


def _missing(file: Loaded, names: list[str], number: int, value: Any) -> tuple[str, str]:
    """What is not there, and what may be meant."""
    below = "/".join(names[:number])
    where = f"`{below}` of {file.path}" if below else file.path
    siblings = [key for key in value if isinstance(key, str)] if isinstance(value, dict) else []
    hint = nearest(names[number], siblings)
    other = {"definitions": "$defs", "$defs": "definitions"}.get(names[number], "")
    if other in siblings:
        hint = f'did you mean "{other}"?'
    return f"{where} has no {quoted(names[number])}", hint


def _nowhere(uri: str, written: str) -> tuple[str, str]:
    if _split(uri).scheme in {"http", "https", "urn"}:
        hint = "nothing is fetched from the network: put the file that it names into the project"
        return f"no schema of the project has the `$id` {quoted(uri)}", hint
    return f"there is no file {quoted(written)}, nor a schema with that `$id`", "paths are relative to the file"


def _split(uri: str) -> SplitResult:
    """The parts of a URI; what is none has only a path."""
    try:
        return urlsplit(uri)
    except ValueError:
        return SplitResult("", "", uri, "", "")


def _where(file: Loaded, steps: Steps) -> str:
    return f"`{'/'.join(map(str, steps))}` of {file.path}"


@functools.cache
def _official(uri: str) -> Loaded | None:
    """A metaschema of JSON Schema itself, which no project needs to have."""
    if "json-schema.org/" not in uri:
        return None
    from jsonschema_specifications import REGISTRY  # type: ignore[import-untyped]

    for name in (uri, f"{uri}#", uri.replace("https:", "http:") + "#", uri.replace("http:", "https:")):
        resource = REGISTRY.get(name)
        if resource is not None:
            found = loading.Loaded(uri, loading.Fixed(resource.contents, uri), drafts.of(resource.contents))
            found.resources[uri] = ()
            found.learn((), found.draft, uri)
            return found
    return None
