"""Single keys of a page's front matter, changed by splicing text.

What a person wrote around them survives byte for byte: comments, order, quoting, blank lines. What cannot be
done safely is refused with UnspliceableError, whose reason says what to do. Nothing is trusted: the result is
read again and compared with what was asked for.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import yaml

from catalog_gen.output import yamlediting
from catalog_gen.output.yamltext import Text, UnspliceableError, guarded, located
from catalog_gen.output.yamlvalues import digest, read_back

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

__all__ = ["Document", "UnspliceableError", "open_page", "splice", "values"]

_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+\Z")
_MARK: Final = re.compile(r"---[ \t]*\r?\n?")
_UNCERTAIN: Final = re.compile("[\x85\u2028\u2029\ufeff]")


@dataclasses.dataclass(frozen=True, slots=True)
class Document:
    """A page in four parts, which make the page's text again when they are joined.

    `start` is the byte order mark and the line `---`, `yaml` what stands between, `end` the closing line,
    `body` all that follows; each with its line ends.
    """

    start: str
    yaml: str
    end: str
    body: str


def open_page(text: str) -> Document:
    """The parts of a page; raises UnspliceableError where it has no front matter that all readers see."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = [found[0] for found in _LINE.finditer(text, len(mark))]
    if not lines or not _MARK.fullmatch(lines[0]):
        raise UnspliceableError("this page has no front matter; start it with a line `---`", 1, 1)
    for number, line in enumerate(lines[1:], 1):
        if _MARK.fullmatch(line):
            before = lines[1:number]
            return Document(mark + lines[0], "".join(before), line, "".join(lines[number + 1 :]))
        if line.startswith("---"):
            reason = "some readers end the front matter at this line; start it with something else than `---`"
            raise UnspliceableError(reason, number + 1, 1)
    raise UnspliceableError("this front matter is never closed; end it with a line `---`", 1, 1)


def values(yaml: str) -> dict[str, object]:
    """What the front matter says; raises UnspliceableError where readers would refuse it or disagree."""
    return _values(Text(yaml))


def _values(text: Text) -> dict[str, object]:
    root = text.root
    if root is None:
        return {}
    if root.kind != "map":
        raise text.error("this front matter is no mapping; write one `key: value` a line", root.start)
    loaded = _load(text)
    if not isinstance(loaded, dict):
        raise text.error("this front matter is no mapping; remove its tag", root.start)
    for (key, _), name in zip(root.pairs, loaded, strict=False):  # 1 and 1.0 are one key
        if not isinstance(name, str):
            raise text.error(f"the key {key.text or name} is no text to all readers; put it in quotes", key.start)
    return loaded


def _load(text: Text) -> Any:
    """The text's values; what cannot be one, like the 31st of February, is found if nothing tells where it is."""
    try:
        return guarded(text.text, lambda: yaml.load(text.text, Loader=yaml.CSafeLoader))
    except UnspliceableError as error:
        for node in () if error.line or text.root is None else text.root.walk():
            part = text.text[node.start : node.end]
            if node.kind == "scalar":
                try:
                    guarded(part, functools.partial(yaml.load, part, Loader=yaml.CSafeLoader))
                except UnspliceableError:
                    raise text.error(error.reason, node.start) from error
        raise


def splice(yaml: str, new: Mapping[str, object], gone: Collection[str], order: Sequence[str]) -> str:
    """The YAML with the keys of `new` set and those of `gone` removed; a new key finds its place by `order`.

    Raises UnspliceableError where that cannot be done without harm to anything else.
    """
    text = Text(yaml)
    old = _values(text)
    target = {key: value for key, value in old.items() if key not in gone or key in new}
    target |= {key: read_back(value) for key, value in new.items()}
    if digest(old) == digest(target):
        return yaml
    uncertain = _UNCERTAIN.search(yaml)
    if uncertain:
        reason = f"only some readers end a line at the character {uncertain[0]!a}; write it as an escape in quotes"
        raise located(reason, yaml, uncertain.start())
    if text.root is not None and text.root.style == "flow":
        raise text.error("this front matter is written as a flow mapping; write one key a line", text.root.start)
    if text.root is not None and (text.root.anchor or not text.alone(text.root.start)):
        raise text.error("this front matter has an anchor or a tag as a whole; remove it", text.root.start)
    result = yamlediting.edit(text, old, new, target, order)
    _check(text, result, target)
    return result


def _check(before: Text, result: str, target: Mapping[str, object]) -> None:
    """Refuse a result that does not say what it should, or that lost a comment."""
    try:
        after = Text(result)
        said = _values(after)
    except UnspliceableError as error:
        raise _refusal(before) from error
    if digest(said) != digest(target):
        raise _refusal(before)
    lost = Counter(comment.text for comment in before.comments) - Counter(comment.text for comment in after.comments)
    if lost:
        raise UnspliceableError(f"the comment {next(iter(lost))} would get lost; move it above its key")


def _refusal(before: Text) -> UnspliceableError:
    anchored = [node for node in (before.root.walk() if before.root else ()) if node.kind == "alias"]
    if anchored:
        reason = f"a value that has to change is also used as *{anchored[0].anchor}; write the value out here"
        return before.error(reason, anchored[0].start)
    return UnspliceableError("this front matter cannot be changed in place; write it more simply, one key a line")
