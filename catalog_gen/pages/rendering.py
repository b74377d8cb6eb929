"""From planned pages to text: front matter and a body of named blocks."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any

from catalog_gen.pages import blocks, frontmatter
from catalog_gen.pages.templates import BrokenTemplateError, Templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from catalog_gen.pages.planning import Page
    from catalog_gen.problems import Problem
    from catalog_gen.settings import Settings


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """A top-level Markdown block of a page, named after the template block that it comes from."""

    name: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Rendered:
    """A page as it is to be: path, front matter as data, named blocks, and the whole text."""

    path: str
    metadata: Mapping[str, Any]
    blocks: tuple[Block, ...]
    text: str


def render(pages: Sequence[Page], settings: Settings) -> tuple[tuple[Rendered, ...], tuple[Problem, ...]]:
    """The rendered pages; a mistake in a template of the user's is one problem, not one per page."""
    own = settings.root / settings.templates if settings.templates else None
    templates = Templates(own, settings.templates or "templates")
    rendered: list[Rendered] = []
    problems: dict[Problem, None] = {}
    for page in pages:
        try:
            rendered.append(_rendered(page, templates))
        except BrokenTemplateError as mistake:
            problems[mistake.problem] = None
    return tuple(rendered), tuple(problems)


def _rendered(page: Page, templates: Templates) -> Rendered:
    named = tuple(_blocks(page, templates))
    body = "\n\n".join(block.text for block in named)
    return Rendered(page.path, page.metadata, named, frontmatter.page(page.metadata, body))


def _blocks(page: Page, templates: Templates) -> Iterator[Block]:
    """The blocks of a page; where one name has several, the second is called `name/2`."""
    count: Counter[str] = Counter()
    for segment in templates.render(page.template, page.context):
        for text in blocks.split(segment.text):
            count[segment.name] += 1
            number = count[segment.name]
            yield Block(segment.name if number == 1 else f"{segment.name}/{number}", text)
