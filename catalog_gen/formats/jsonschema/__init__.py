"""JSON Schema, drafts 4 to 2020-12, written in JSON or YAML."""

from __future__ import annotations

import dataclasses
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from catalog_gen.formats.jsonschema import bundling, checking, lint, loading, trees, viewing
from catalog_gen.formats.jsonschema.references import References
from catalog_gen.formats.jsonschema.wording import shown
from catalog_gen.formats.tree import Parsed
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats import Read
    from catalog_gen.formats.files import SchemaFiles
    from catalog_gen.formats.jsonschema.bundling import Bundle
    from catalog_gen.formats.jsonschema.drafts import Steps
    from catalog_gen.formats.jsonschema.loading import Loaded
    from catalog_gen.formats.tree import Tree


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class JsonSchema(Parsed):
    """A JSON Schema that was understood.

    `root` is the file, `bundle` its schema with all that it refers to; steps lead through the bundle.
    """

    root: Loaded = dataclasses.field(kw_only=True)
    bundle: Bundle = dataclasses.field(kw_only=True)

    def spot(self, steps: Steps) -> tuple[Steps, Place]:
        """Where a part of the bundle stands: the steps in its own file, and its place for people.

        What only the bundle has (a keyword that was said in the words of another draft) stands where its parent does.
        """
        target = self.bundle.origin(self.root, steps)
        inside, value = target.steps, target.file.value
        while inside:
            try:
                loading.at(value, inside)
            except KeyError:
                inside = inside[:-1]
            else:
                break
        return inside, target.file.document.place(inside, key=bool(inside))


class Reader:
    """Reads JSON Schemas; what other schemas refer to is read once for all of them.

    References are followed inside a file, to other files of the project and to whatever schema of the project declares
    the `$id`; nothing is ever fetched. See `FormatReader`.
    """

    def __init__(self, files: SchemaFiles) -> None:
        self._references = References(files)
        self._reported: set[Problem] = set()

    def read(self, path: str, data: bytes, message: str, hint: str) -> Read:
        """The schema in the file, and every problem of it and, once, of the files it refers to.

        A file is the schema of one payload: `message` and `hint` say nothing here. Refused as `bad-schema` is what the
        metaschema of the draft refuses, as `unresolved-reference` a `$ref` that leads nowhere or in a circle.
        """
        del message, hint
        try:
            return self._read(path, data)
        except RecursionError:
            return None, (Problem("bad-schema", "the schema is nested too deeply", Place(path)),)

    def _read(self, path: str, data: bytes) -> Read:
        root, problems = self._references.load(path, data)
        if root is None:
            return None, problems
        problems = (*problems, *_doubts(root))
        if any(problem.code == "bad-schema" for problem in problems):
            problems = (*problems, *self._news(root, bundling.unresolved(root, self._references)))
            return None, _with_avro_hint(root, problems)
        bundle, found = bundling.bundled(root, self._references)
        problems = (*problems, *self._news(root, (*found, *self._of_others(root, bundle))))
        if bundle is None:
            return None, tuple(dict.fromkeys(problems))
        tree, doubts = trees.tree(bundle.value, bundle.draft, _name(root))
        problems += tuple(self._news(root, _located(root, bundle, doubts)))
        problems += tuple(_given(root, bundle))
        text = None if _is_yaml(path) else data.decode("utf-8-sig")
        parsed = JsonSchema(
            tree,
            checking.check(root, bundle),
            doc=_text(root, "description") or _behind_reference(root, tree),
            name=_name(root),
            viewable=viewing.viewable(bundle, text, _name(root)),
            root=root,
            bundle=bundle,
        )
        return parsed, tuple(dict.fromkeys(problems))

    def _of_others(self, root: Loaded, bundle: Bundle | None) -> Iterator[Problem]:
        """What is wrong, or looks so, in the files that the schema refers to."""
        for problems in self._references.broken.values():
            yield from problems
        for file in bundle.files if bundle else ():
            if file is not root and "://" not in file.path:  # a metaschema is not the user's
                yield from file.problems
                yield from _doubts(file)

    def _news(self, root: Loaded, problems: tuple[Problem, ...] | Iterator[Problem]) -> Iterator[Problem]:
        """The problems of the file, and those of others that were not reported with another schema."""
        for problem in problems:
            if problem.place.path == root.path or problem not in self._reported:
                yield problem
            if problem.place.path != root.path:
                self._reported.add(problem)


def _doubts(root: Loaded) -> Iterator[Problem]:
    sound = all(problem.code != "bad-schema" for problem in root.problems)
    for fault in lint.doubts(root.draft, root.value, sound=sound):
        place = root.document.place(fault.steps, key=fault.key)
        yield Problem(fault.code, fault.message, place, hint=fault.hint)


def _located(root: Loaded, bundle: Bundle, doubts: tuple[trees.Doubt, ...]) -> Iterator[Problem]:
    for doubt in doubts:
        target = bundle.origin(root, doubt.steps)
        place = target.file.document.place(target.steps, key=bool(target.steps))
        yield Problem("suspicious-schema", doubt.message, place)


def _given(root: Loaded, bundle: Bundle) -> Iterator[Problem]:
    """Defaults and examples in the file that are not valid under their own schema."""
    given = list(lint.given_values(root.draft, root.value))
    if not given or bundle.dynamic:
        return
    for number, why in checking.invalid(bundle, [(schema, value) for _, schema, value in given]):
        steps, _, value = given[number]
        what = "the default" if steps[-1] == "default" else "the example"
        message = f"{what} {shown(value)} is not valid under its own schema: {why}"
        yield Problem("suspicious-schema", message, root.document.place(steps))


def _with_avro_hint(root: Loaded, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems, with a word on Avro where that is what the file holds."""
    value = root.value if isinstance(root.value, dict) else {}
    if any(value.get("type") == name for name in ("record", "enum", "fixed")) and "name" in value:
        hint = "this looks like an Avro schema, whose file ends in .avsc"
        place = root.document.place(("type",))
        return tuple(
            Problem(problem.code, problem.message, problem.place, hint=hint) if problem.place == place else problem
            for problem in problems
        )
    return problems


def _is_yaml(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() in {".yaml", ".yml"}


def _text(root: Loaded, keyword: str) -> str:
    found: Any = root.value.get(keyword) if isinstance(root.value, dict) else None
    return found.strip() if isinstance(found, str) else ""


def _behind_reference(root: Loaded, tree: Tree) -> str:
    """What the schema says about itself that a root refers to which is no more than a `$ref`."""
    refers = isinstance(root.value, dict) and "$ref" in root.value
    return tree.seen(tree.root).doc if refers else ""


def _name(root: Loaded) -> str:
    """The title, else what the file is called."""
    stem = re.sub(r"\.(schema|json|yaml|yml)$", "", PurePosixPath(root.path).stem)
    return _text(root, "title") or stem
