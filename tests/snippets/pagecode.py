"""The programs on a page, found as a reader of Markdown finds them."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTIONS = {"Producing": "producer", "Sending": "producer", "Asking": "producer"} | dict.fromkeys(
    ("Consuming", "Handling", "Answering"), "consumer"
)


@dataclasses.dataclass(frozen=True)
class Program:
    """A code block of a page: in which section and tab it stands, and its text."""

    role: str
    tab: str
    language: str
    info: str
    text: str


def programs(page: str) -> list[Program]:
    """The programs of a page in their order."""
    return list(_programs(page))


def program(page: str, role: str, tab: str = "") -> str:
    """The text of the program of that role, in that tab where there are several."""
    found = [each.text for each in programs(page) if each.role == role and tab in each.tab]
    assert len(found) == 1, [(each.role, each.tab) for each in programs(page)]
    return found[0]


def _programs(page: str) -> Iterator[Program]:
    tokens = MarkdownIt().parse(page.split("\n---\n", 1)[1])
    role, tab = "", ""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            role, tab = SECTIONS.get(tokens[index + 1].content.split(" ")[0], ""), ""
        elif token.type == "html_block" and (title := re.search(r'<TabItem title="([^"]*)"', token.content)):
            tab = title[1]
        elif token.type == "fence" and role:
            yield Program(role, tab, token.info.split(" ")[0], token.info, token.content)
