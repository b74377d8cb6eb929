"""What resources are called and what they say about themselves, where the definition leaves it open."""

from __future__ import annotations

import functools
import inspect
import re
from typing import TYPE_CHECKING, Final

from catalog_gen.model.resources import identifier_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    from catalog_gen.model import Documented

_SENTENCE_END: Final = re.compile(r"""[.!?…]+[)\]"'”’]*(?=\s+(?![a-z])|\Z)|[。！？]""")
_ABBREVIATION: Final = re.compile(
    r"(?i)(?:\A|[\s(\[\"'])(?:e\.\s?g|i\.\s?e|etc|vs|cf|ca|approx|incl|excl|resp|mr|mrs|ms|dr|st|[A-Z])\.\Z"
)
_LONGEST: Final = 200


def name(resource: Documented) -> str:
    """The name given, or the id in words: `SKUCreated` is called `SKU created`; a channel keeps its address."""
    given: str | None = getattr(resource, "name", None)
    if given is not None:
        return given
    if resource.kind == "channel":
        return resource.id
    words = in_words(resource.id)
    return re.sub(r"^Adr\b", "ADR", words) if resource.kind == "adr" else words


def in_words(identifier: str) -> str:
    """An id as one writes it: `SKUCreated` is `SKU created`."""
    words = [word if word.isupper() and len(word) > 1 else word.lower() for word in identifier_words(identifier)]
    sentence = " ".join(words)
    return sentence[:1].upper() + sentence[1:] if sentence else identifier


def summary(resource: Documented, description: str, doc: str) -> str:
    """The summary given, or the first sentence of the description or of the schema's own doc."""
    if resource.summary is not None:
        return resource.summary
    return first_sentence(description) or first_sentence(doc)


@functools.cache
def first_sentence(text: str) -> str:
    """The first sentence of Markdown as plain text; at most 200 characters."""
    if not text.strip():
        return ""
    from markdown_it.tree import SyntaxTreeNode

    tree = SyntaxTreeNode(_parser().parse(inspect.cleandoc(text)))
    inlines = [node for node in tree.walk() if node.type == "inline"]
    paragraphs = [node for node in inlines if node.parent and node.parent.type == "paragraph"]
    for node in paragraphs or inlines:
        return _shortened(_sentence(" ".join(plain(node.children).split())))
    return ""


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def plain(nodes: Iterable[SyntaxTreeNode]) -> str:
    """The text of Markdown tokens without their formatting."""
    return "".join(
        " " if node.type.endswith("break") else plain(node.children) if node.children else node.content
        for node in nodes
    )


def _sentence(text: str) -> str:
    for match in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[: match.end()]):
            return text[: match.end()]
    return text


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    cut = text[:_LONGEST]  # one more than fits beside the ellipsis, to see whether a word ends there
    return (cut.rpartition(" ")[0] or cut[:-1]).rstrip(" ,;:") + "…"
