"""JSON Schema written in YAML: the JSON that it stands for, and the place of everything in it.

Scalars are read by the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema), as by the JavaScript
libraries that show such files: `yes`, `2020-01-01` and `12:30` are texts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DEEPEST: Final = 200
_MOST: Final = 500_000
"""So many values a file may have when its aliases are written out."""

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEAN: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER: Final = re.compile(r"[-+]?[0-9]{1,4000}|0o[0-7]{1,4000}|0x[0-9a-fA-F]{1,4000}")
_NUMBER: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_NUMBER: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_PREFIX: Final = "tag:yaml.org,2002:"
_PLAIN_TAGS: Final = frozenset(
    _PREFIX + name for name in ("null", "bool", "int", "float", "str", "timestamp", "value", "merge")
)


class YamlDocument:
    """A YAML file as JSON; places are looked up when they are asked for."""

    def __init__(self, path: str, root: Any, value: Any) -> None:
        self.path = path
        self.value = value
        self._root = root

    def place(self, pointer: Sequence[str | int], *, key: bool = False) -> Place:
        """The place of the value at these keys and indexes, or of its key."""
        node, spot = self._root, self._root
        for step in pointer:
            found = _inside(node, step)
            if found is None:
                break
            spot, node = found
        start = (spot if key else node).start_mark
        return Place(self.path, start.line + 1, start.column + 1)


def parse(path: str, text: str) -> tuple[YamlDocument | None, tuple[Problem, ...]]:
    """The document, and what is wrong with it as located `bad-schema` problems; None if it cannot be used."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = text.removeprefix("\ufeff")
    try:
        if _depth(yaml.parse(text, Loader=loader)) > _DEEPEST:
            return None, (Problem("bad-schema", "the schema is nested too deeply", Place(path)),)
        root = yaml.compose(text, Loader=loader)
    except yaml.YAMLError as error:
        return None, (_broken(path, text, error),)
    if root is None:
        return None, (Problem("bad-schema", "the file is empty", Place(path)),)
    reading = _Reading(path)
    reading.measure(root, set())
    value = None if reading.problems else reading.value(root)
    problems = tuple(dict.fromkeys(reading.problems))
    return (None if problems else YamlDocument(path, root, value)), problems


def _depth(events: Any) -> int:
    deepest = depth = 0
    for event in events:
        name = type(event).__name__
        depth += name.endswith("StartEvent") - name.endswith("EndEvent")
        deepest = max(deepest, depth)
    return deepest


def _broken(path: str, text: str, error: Any) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
    if "another document" in str(getattr(error, "problem", "")):
        hint = "each schema stands in a file of its own; leave out what follows `---`"
        return Problem("bad-schema", "the file has more than one YAML document", place, hint=hint)
    lines = re.split("\r\n|[\r\n\x85\u2028\u2029]", text)
    if mark and "cannot start any token" in str(error) and lines[mark.line][mark.column :].startswith("\t"):
        hint = "indent with spaces; an editor shows tabs where it shows invisible characters"
        return Problem("bad-schema", "the file is not YAML: a tab stands where only spaces may", place, hint=hint)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    return Problem("bad-schema", f"the file is not YAML: {what}", place)


class _Reading:
    """Turns nodes into JSON values; what cannot be turned is a problem."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._sizes: dict[int, int] = {}
        self._values: dict[int, Any] = {}
        self.problems: list[Problem] = []

    def _problem(self, message: str, node: Any, hint: str = "") -> None:
        mark = node.start_mark
        self.problems.append(
            Problem("bad-schema", message, Place(self._path, mark.line + 1, mark.column + 1), hint=hint)
        )

    def measure(self, node: Any, around: set[int]) -> int:
        """How many values the node stands for; circles and exploding aliases are problems."""
        if id(node) in around:
            self._problem("an alias leads to what it stands in", node)
            return 0
        if id(node) not in self._sizes:
            around.add(id(node))
            size = 1 + sum(self.measure(inner, around) for inner in _parts(node))
            around.discard(id(node))
            if size > _MOST and not self.problems:
                self._problem("aliases make the schema too large", node, "write it out, or use $ref")
            self._sizes[id(node)] = size
        return self._sizes[id(node)]

    def value(self, node: Any) -> Any:
        """The JSON value of a node."""
        if id(node) not in self._values:
            self._values[id(node)] = self._fresh(node)
        return self._values[id(node)]

    def _fresh(self, node: Any) -> Any:
        if node.id == "sequence":
            return [self.value(inner) for inner in node.value]
        if node.id == "mapping":
            return self._mapping(node)
        return self._scalar(node)

    def _mapping(self, node: Any) -> dict[str, Any]:
        own: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key, inner in node.value:
            if _is_merge(key):
                for source in reversed(inner.value if inner.id == "sequence" else [inner]):
                    if source.id == "mapping":
                        merged |= self.value(source)
                    else:
                        self._problem("`<<` takes a mapping, or a list of mappings", source)
            elif key.id != "scalar":
                self._problem("a key is not a text", key)
            elif key.value in own:
                self._problem(f'the key "{key.value}" stands twice in one mapping', key)
            else:
                own[key.value] = self.value(inner)
        return merged | own

    def _scalar(self, node: Any) -> Any:
        text = node.value
        if node.style is not None and node.tag in {_PREFIX + "str", _PREFIX + "binary"}:
            return text
        if node.tag not in _PLAIN_TAGS and node.tag != _PREFIX + "binary":
            self._problem(f"JSON has nothing for the tag {node.tag.replace(_PREFIX, '!!')}", node)
            return None
        if text in _NULL:
            return None
        if text in _BOOLEAN:
            return _BOOLEAN[text]
        return self._number(node, text)

    def _number(self, node: Any, text: str) -> Any:
        if _INTEGER.fullmatch(text):
            return int(text, 8 if text[:2] == "0o" else 16 if text[:2] == "0x" else 10)
        if _NO_NUMBER.fullmatch(text):
            self._problem(f"JSON has no number {text}", node)
            return None
        if _NUMBER.fullmatch(text):
            number = float(text)
            if number in {float("inf"), float("-inf")}:
                self._problem("the number is too large", node)
                return None
            return number
        return text


def _is_merge(key: Any) -> bool:
    return bool(key.tag == _PREFIX + "merge" and key.value == "<<")


def _parts(node: Any) -> Iterator[Any]:
    if node.id == "sequence":
        yield from node.value
    elif node.id == "mapping":
        for key, inner in node.value:
            yield key
            yield inner


def _inside(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """The node of the key and of the value, one step further."""
    if node.id == "sequence":
        found = isinstance(step, int) and step < len(node.value)
        return (node.value[step], node.value[step]) if found else None
    if node.id != "mapping":
        return None
    for key, inner in node.value:
        if key.id == "scalar" and key.value == step and not _is_merge(key):
            return key, inner
    for key, inner in node.value:
        if _is_merge(key):
            for source in inner.value if inner.id == "sequence" else [inner]:
                found_there = _inside(source, step)
                if found_there is not None:
                    return found_there
    return None
