"""Words with Markdown code marks in them, taken apart again: what `compatibility.marking.code` has put together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUN: Final = re.compile("`+")


def spans(words: str) -> Iterator[tuple[str, bool]]:
    """The words in pieces, each with whether it is code; marks that nothing closes are text, as in Markdown.

    https://spec.commonmark.org/0.31.2/#code-spans
    """
    runs = list(_RUN.finditer(words))
    closing: dict[int, int] = {}  # for each run, the next one of its length
    next_of_length: dict[int, int] = {}
    for index in reversed(range(len(runs))):
        length = len(runs[index][0])
        if length in next_of_length:
            closing[index] = next_of_length[length]
        next_of_length[length] = index
    at = index = 0
    while index < len(runs):
        if index not in closing:
            index += 1
            continue
        start, end = runs[index], runs[closing[index]]
        if start.start() > at:
            yield words[at : start.start()], False
        yield _inside(words[start.end() : end.start()]), True
        at, index = end.end(), closing[index] + 1
    if at < len(words):
        yield words[at:], False


def _inside(text: str) -> str:
    """The text of a code span; Markdown takes one space from each end."""
    padded = text.startswith(" ") and text.endswith(" ") and not text.isspace()
    return text[1:-1] if padded else text


def plain(words: str) -> str:
    """The words without their code marks."""
    return "".join(text for text, _ in spans(words))
