"""All that a schema refers to, in one schema that needs no other file: every reference is a pointer inside of it."""

from __future__ import annotations

import dataclasses
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from catalog_gen.formats.jsonschema import drafts, loading, translating
from catalog_gen.formats.jsonschema.references import Target, Unresolved
from catalog_gen.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.jsonschema.drafts import Steps
    from catalog_gen.formats.jsonschema.loading import Loaded, Reference
    from catalog_gen.formats.jsonschema.references import References

Sites = dict[tuple[str, "Steps", str], Target]
"""Where each reference leads, by file, steps and keyword."""


@dataclasses.dataclass(frozen=True, slots=True)
class Bundle:
    """A schema that needs no other file.

    `origins` tells where the parts come from that stand in its `$defs` but not in the file. `own` is whether it is
    just the file's own schema. `dynamic` is whether a `$dynamicRef` or `$recursiveRef` may mean several schemas,
    of which the bundle has the nearest.
    """

    value: Any
    draft: drafts.Draft
    origins: dict[str, Target]
    own: bool
    dynamic: bool
    files: tuple[Loaded, ...]
    container: str
    """The keyword under which the parts stand that come from elsewhere."""

    def origin(self, root: Loaded, steps: Steps) -> Target:
        """Where the part of the bundle stands in the files."""
        if len(steps) > 1 and steps[0] == self.container and steps[1] in self.origins:
            target = self.origins[str(steps[1])]
            return Target(target.file, target.steps + steps[2:])
        return Target(root, steps)


def bundled(root: Loaded, references: References) -> tuple[Bundle | None, tuple[Problem, ...]]:
    """The bundle, and every reference that leads nowhere or in a circle as a problem; None if there is one."""
    closure = _Closure(root, references)
    closure.follow()
    problems = [*closure.problems, *_circles(root, closure)]
    problems += [problem for file in closure.files.values() for problem in file.problems]
    if any(problem.code != "suspicious-schema" for problem in problems):
        return None, tuple(problems)
    return _Writing(root, closure).bundle(), tuple(problems)


def unresolved(root: Loaded, references: References) -> tuple[Problem, ...]:
    """Every reference that leads nowhere, of a schema that has other mistakes."""
    closure = _Closure(root, references)
    closure.follow()
    return tuple(closure.problems)


class _Closure:
    """What is reached from the root through references."""

    def __init__(self, root: Loaded, references: References) -> None:
        self._references = references
        self.root = root
        self.sites: Sites = {}
        self.targets: list[Target] = []
        self.files: dict[str, Loaded] = {root.path: root}
        self.problems: list[Problem] = []
        self.dynamic = False
        self._pending: list[tuple[Loaded, Reference]] = []

    def follow(self) -> None:
        """Resolve everything."""
        waiting = [Target(self.root, ())]
        covered: dict[str, set[Steps]] = {}
        while waiting:
            target = waiting.pop(0)
            done = covered.setdefault(target.file.path, set())
            within = [target.steps[:length] for length in range(len(target.steps) + 1)]
            if target.steps in done or (target.steps not in target.file.odd and any(each in done for each in within)):
                continue
            done.add(target.steps)
            self.files.setdefault(target.file.path, target.file)
            for reference in list(_below(target)):
                found = self._resolved(target.file, reference)
                if found is not None:
                    waiting.append(found)
                    if found.file is not self.root:
                        self.targets.append(found)
        self._dynamic()

    def _resolved(self, file: Loaded, reference: Reference) -> Target | None:
        key = (file.path, reference.steps, reference.keyword)
        if key in self.sites:
            return None
        try:
            target = self._references.target(file, reference)
        except Unresolved as found:
            place = file.document.place((*reference.steps, reference.keyword))
            message = f"`{reference.keyword}` leads nowhere: {found}"
            self.problems.append(Problem(found.code, message, place, hint=found.hint))
            return None
        self.sites[key] = target
        if reference.keyword != "$ref":
            self._pending.append((file, reference))
        return target

    def _dynamic(self) -> None:
        """Dynamic references mean the outermost schema that has the anchor: the root's, else the only one."""
        for file, reference in self._pending:
            key = (file.path, reference.steps, reference.keyword)
            target = self.sites[key]
            name = reference.text.rpartition("#")[2] if reference.keyword == "$dynamicRef" else ""
            candidates = [
                (other, base, steps)
                for other in self.files.values()
                for (base, anchor), steps in other.dynamic.items()
                if anchor == name
            ]
            if not any(other is target.file and steps == target.steps for other, _, steps in candidates):
                continue
            outer = [steps for other, base, steps in candidates if other is self.root and base == self.root.base]
            if outer:
                self.sites[key] = Target(self.root, outer[0])
            elif len(candidates) > 1:
                self.dynamic = True


def _below(target: Target) -> Iterator[Reference]:
    """The references at the target and inside of it."""
    length = len(target.steps)
    for steps, found in list(target.file.references.items()):
        if steps[:length] == target.steps:
            yield from found


_IN_PLACE = ("allOf", "anyOf", "oneOf")
_ONE_IN_PLACE = ("not", "if", "then", "else")
_NAMED_IN_PLACE = ("dependentSchemas", "dependencies")


def _circles(root: Loaded, closure: _Closure) -> Iterator[Problem]:
    """References that lead back to themselves without any step into the payload: no payload could be checked."""
    seen: dict[tuple[str, Steps], bool] = {}
    for start in [Target(root, ()), *closure.sites.values()]:
        stack: list[tuple[Target, Iterator[tuple[Reference, Target]]]] = []
        if start.key not in seen:
            seen[start.key] = True
            stack.append((start, _in_place(start, closure.sites)))
        while stack:
            here, onward = stack[-1]
            step = next(onward, None)
            if step is None:
                seen[here.key] = False
                stack.pop()
                continue
            reference, target = step
            if seen.get(target.key):
                passed = [around.key for around, _ in stack]
                names = [_name(key) for key in passed[passed.index(target.key) :]]
                place = here.file.document.place((*reference.steps, reference.keyword))
                message = (
                    f"`{reference.keyword}` leads in a circle without any content: {' -> '.join([*names, names[0]])}"
                )
                yield Problem("unresolved-reference", message, place)
            elif target.key not in seen:
                seen[target.key] = True
                stack.append((target, _in_place(target, closure.sites)))


def _name(key: tuple[str, Steps]) -> str:
    return "/".join(("#", *map(str, key[1])))


def _in_place(target: Target, sites: Sites) -> Iterator[tuple[Reference, Target]]:
    """The references that apply to the very value that the target applies to."""
    waiting = [target.steps]
    while waiting:
        steps = waiting.pop()
        for reference in target.file.references.get(steps, ()):
            found = sites.get((target.file.path, steps, reference.keyword))
            if found is not None:
                yield reference, found
        schema = loading.at(target.file.value, steps)
        if not isinstance(schema, dict) or ("$ref" in schema and not target.file.draft.siblings):
            continue
        for keyword in _IN_PLACE:
            parts = schema.get(keyword)
            waiting += [(*steps, keyword, place) for place in range(len(parts) if isinstance(parts, list) else 0)]
        waiting += [(*steps, keyword) for keyword in _ONE_IN_PLACE if isinstance(schema.get(keyword), dict)]
        for keyword in _NAMED_IN_PLACE:
            parts = schema.get(keyword)
            waiting += [(*steps, keyword, name) for name in (parts if isinstance(parts, dict) else ())]


class _Writing:
    """Writes the bundle."""

    def __init__(self, root: Loaded, closure: _Closure) -> None:
        self._root = root
        self._closure = closure
        self._container = root.draft.definitions
        keys = {target.key: target for target in closure.targets}
        self._foreign = [
            target
            for target in keys.values()
            if not any((target.file.path, target.steps[:length]) in keys for length in range(len(target.steps)))
        ]
        own = root.value.get(self._container) if isinstance(root.value, dict) else None
        self._names: dict[tuple[str, Steps], str] = {}
        taken = set(own or ())
        for target in self._foreign:
            self._names[target.key] = _free(_wanted(target), taken)

    def bundle(self) -> Bundle:
        """The bundle; the file's own value itself where nothing has to change."""
        root, closure = self._root, self._closure
        changes = self._changes(root, ())
        origins = {self._names[target.key]: target for target in self._foreign}
        files = tuple(closure.files.values())
        several = any(draft is not root.draft for _, _, draft in drafts.everywhere(root.draft, root.value))
        if not self._foreign and not changes and not several:
            return Bundle(root.value, root.draft, {}, True, closure.dynamic, files, self._container)
        value = copied(root.value)
        _apply(value, changes, ())
        if self._foreign:
            container = value.setdefault(self._container, {})
            for name, target in origins.items():
                container[name] = self._part(target)
        draft = translating.uniform(value, root.draft, pointer)
        return Bundle(value, draft, origins, False, closure.dynamic, files, self._container)

    def _part(self, target: Target) -> Any:
        part = copied(loading.at(target.file.value, target.steps))
        _apply(part, self._changes(target.file, target.steps), target.steps)
        if isinstance(part, dict):
            part.pop("$schema", None)
            if target.file.draft is not self._root.draft:
                part = {"$schema": target.file.draft.uri, **part}
        return part

    def _changes(self, file: Loaded, inside: Steps) -> list[tuple[Steps, str, str | None, str]]:
        """Which keywords become another text, or nothing (None), and under which name."""
        found: list[tuple[Steps, str, str | None, str]] = []
        length = len(inside)
        for steps, references in file.references.items():
            if steps[:length] == inside:
                for reference in references:
                    target = self._closure.sites.get((file.path, steps, reference.keyword))
                    if target is not None:
                        pointer = self._pointer(target)
                        if pointer != reference.text or reference.keyword != "$ref" or self._rebased(file, steps):
                            found.append((steps, reference.keyword, pointer, "$ref"))
        named = [steps for steps in file.bases if steps[:length] == inside and (steps or file is not self._root)]
        found += [(steps, file.draft.id, None, "") for steps in named]
        if file is not self._root:
            for steps in (*file.anchors.values(), *file.dynamic.values()):
                if steps[:length] == inside:
                    old = ("id", "$id") if not file.draft.siblings else ("$anchor", "$dynamicAnchor")
                    found += [(steps, keyword, None, "") for keyword in old]
        return found

    def _rebased(self, file: Loaded, steps: Steps) -> bool:
        """Whether a pointer written there is no longer read against what it was."""
        return file is self._root and any(steps[:length] in file.bases for length in range(1, len(steps) + 1))

    def _pointer(self, target: Target) -> str:
        if target.file is self._root:
            return pointer(target.steps)
        for length in range(len(target.steps) + 1):
            name = self._names.get((target.file.path, target.steps[:length]))
            if name is not None:
                return pointer((self._container, name, *target.steps[length:]))
        raise KeyError(target.key)


def pointer(steps: Steps) -> str:
    """The steps as a JSON pointer in a URI fragment."""
    parts = (str(step).replace("~", "~0").replace("/", "~1") for step in steps)
    return "#" + "".join("/" + quote(part, safe="!$&'()*+,;=:@-._~", errors="surrogatepass") for part in parts)


def copied(value: Any) -> Any:
    """A copy that can be changed."""
    if isinstance(value, dict):
        return {key: copied(inner) for key, inner in value.items()}
    return [copied(inner) for inner in value] if isinstance(value, list) else value


def _apply(value: Any, changes: list[tuple[Steps, str, str | None, str]], inside: Steps) -> None:
    for steps, keyword, text, name in changes:
        schema = loading.at(value, steps[len(inside) :])
        if not isinstance(schema, dict) or keyword not in schema:
            continue
        if text is None:
            if isinstance(schema[keyword], str):
                del schema[keyword]
        elif keyword == name:
            schema[keyword] = text
        else:
            del schema[keyword]
            if name in schema:
                schema["allOf"] = [*schema.get("allOf", ()), {name: text}]
            else:
                schema[name] = text


def _wanted(target: Target) -> str:
    """What the part is called: as where it stands, else as its title or its file says."""
    named = [step for step in target.steps[-1:] if isinstance(step, str)]
    schema = loading.at(target.file.value, target.steps)
    title = schema.get("title") if isinstance(schema, dict) else None
    stem = re.sub(r"\.(schema|json|yaml|yml)$", "", PurePosixPath(target.file.path).stem)
    name = named[0] if named else title if isinstance(title, str) and re.fullmatch(r"[\w.-]{1,40}", title) else stem
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-") or "schema"


def _free(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    taken.add(free)
    return free
