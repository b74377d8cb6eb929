"""From planned pages to text: front matter and a body of named blocks."""

from __future__ import annotations

import dataclasses
import itertools
import re
from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.pages import blocks, frontmatter
from catalog_gen.pages.templates import BrokenTemplateError, Templates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from catalog_gen.pages.planning import Page
    from catalog_gen.pages.templates import Segment
    from catalog_gen.problems import Problem
    from catalog_gen.settings import Settings


@dataclasses.dataclass(frozen=True, slots=True)
class Block:
    """A top-level Markdown block of a page, named after the template block in which it begins.

    Kind, level and label are those of `blocks.Part`.
    """

    name: str
    text: str
    kind: blocks.Kind = "other"
    level: int = 0
    label: str = ""


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
    body, named = _body(templates.render(page.template, page.context))
    return Rendered(page.path, page.metadata, named, frontmatter.page(page.metadata, body))


def _body(segments: Sequence[Segment]) -> tuple[str, tuple[Block, ...]]:
    """The text of all segments, one blank line where there are any, and its blocks.

    It is split as a whole, as it will be when it is read again: what stands in two segments may be one block.
    """
    text = "\n\n".join(segment.text for segment in segments)
    starts = list(itertools.accumulate((len(segment.text) + 2 for segment in segments), initial=0))
    count: Counter[str] = Counter()
    body: list[str] = []
    named: list[Block] = []
    end = 0
    for part in blocks.split(text):
        block = text[part.start : part.end]
        begins = part.start + len(block) - len(block.lstrip())
        index = bisect_right(starts, begins) - 1
        name = segments[index].name_at(begins - starts[index])
        count[name] += 1
        between = len(_LINE_END.findall(text, end, part.start)) if named else 0
        body += ["\n" * min(between, 2), block]
        named.append(Block(_numbered(name, count[name]), block, part.kind, part.level, part.label))
        end = part.end
    return "".join(body), tuple(named)


_LINE_END: Final = re.compile(r"\r\n?|\n")


def _numbered(name: str, number: int) -> str:
    """The name of a block; where one name has several, the second is called `name/2`."""
    return name if number == 1 else f"{name}/{number}"
