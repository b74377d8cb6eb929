"""The blocks of pages and of nasty texts, judged by the parser of MDX with EventCatalog's other Markdown."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from catalog_gen.pages import blocks

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence

    Run = Callable[..., subprocess.CompletedProcess[str]]
    Lines = list[tuple[int, int]]

pytestmark = pytest.mark.node

REPOSITORY = Path(__file__).parents[2]
LINE_END: Final = re.compile(r"\r\n?|\n")

NASTY: Final = (
    # plain Markdown, in which MDX knows no code by indentation
    "a\n    # b\n\n    c\n\n\td",
    "a\nb\n===\nc\n---\nd\n***\ne",
    "# a\n## b\n- c\n* d\n1. e\n2) f",
    "- a\n\n  b\n\n      c\n\nd",
    "- a\n\n\n\n-\n\n\n\n- b",
    "- ```\n\n  # a\n  ```\n\n  b\nc\n\nd",
    "a\n2. b\n1. c",
    "> a\nb\n\n> c\n# d",
    "```\n\n# a\n\n~~~\n````\nb",
    "~~~ a\n\n```\n\nb",
    "a\n```\nb\n```\nc",
    "| a |\n|---|\n| b |\nc\n\nd",
    "a\n| b |\n| - |\n# c",
    "a | b\n- | -",
    "a\n:-",
    "a|b\n-",
    "# a\n|-|",
    "* a\n|-|",
    "[a]: /b\n[c]: </d>\n'e\nf'\ng",
    "[a]: javascript:b\nc",
    "[^1]: a\nb\n\n    c\n\n[^2]: d\n[^3]: e\n\nf",
    "[^a b]: c\n\nd",
    "a\r\n\r\n# b\r\rc\n\r\nd",
    "a\n\f\nb\n\u2028\nc\n\xa0\nd\n\x85\ne",
    # elements
    "<a>\n\nb\n\n</a>\nc",
    "a\n<b/>\nc",
    "- a\n<b/>\nc",
    "> a\n<b/>",
    "<a>\n- b\n</a>\n\n<a>\n# b\n</a>\n\n<a>\n| b |\n|-|\n</a>",
    "<a>\n<a>\n\nb\n\n</a>\n\n</a>\n\nc",
    "<>\n\na\n\n</>\n\nb",
    "<a\n\nb='c\n\nd>'\n\n/>\nb",
    "<a b={{c: '}'}} {...d} e={`}${'`'}`} />\n\nb",
    "<a.b c:d='>' />\n\n<a-b />\n\n<$ />\n\n<é />",
    "<a/> <b>\n\nc\n\n</b> {d} <e/>\nf",
    "<a>b</a> c\nd\n\n<e>f</e>\n<g/>",
    "    <a>\n\n    b\n\n    </a>",
    "<details>\n<summary>a</summary>\n\nb\n</details>",
    "<a>\n\n```\n</a>\n```\n\n`</a>`\n\n\\</a>\n\n- `<a>`\n\n</a>\n\nb",
    "<a>\n\n{/* </a> */}\n\n<!-- </a> -->\n\n</a>\n\nb",
    "a <b\nc='d'>e</b> f\n\n<g>h <i/> j</g>",
    "<a>{\n\nb\n\n}</a>\n\nc",
    "<a>\n\n<b/>\n\n</a> <c>\n\nd\n\n</c>\n\ne",
    # expressions and comments
    "{a}\nb\n\n{c} d\n\n{e}{f}",
    "{/* a\n\nb */}\n\n{\n\n'}'\n\n}\nc",
    "{`\n\n}`}\n\n{a(() => {\n\n})} <b/>\n\nc",
    "a\n{b}\nc",
    "- {a}\n{b}",
    "<!-- a -->\n\nb\n<!-- c\n\nd -->\ne\n\n<!-- f --> g\nh",
    # modules
    "import a from 'b'\nimport {\n  c,\n\n  d\n} from 'e'\n\nf",
    "export const a = {\n\nb: '}'\n}\nexport const c = `\n\n`\n\nd",
    "# a\nimport b from 'c'\n\nd\nimport e from 'f'",
    "<a/>\nimport b from 'c'\n\n| d |\n|-|\nimport e from 'f'",
    "- a\nimport b from 'c'\n\n import d from 'e'",
    "export function a() {\n\n  return <b>\n\n  it's\n\n  </b>\n}\n\nc",
    # directives
    ":::a\nb\n\n# c\n\n:::\nd",
    "a\n:::b\nc\n:::\nd\n::e\nf",
    "::::a\n\n:::b\n\n:::\n\n::::\n\nc",
    ":::a\n:::b\n:::\n:::\n",
    ":::a[b *c*]{.d e='f}' #g}\n\n<h/>\n\n:::\n\ni",
    ":::a\n\n```\n:::\n```",
    "  :::a\n\nb\n\n  :::::\nc",
    "- a\n:::b\n\nc\n:::",
    "::: a\nb\n\n:::ä\nc\n\n:::a_\nd\n\n::a{/* b */}\ne",
)


def body(page: Path) -> str:
    return page.read_text(encoding="utf-8").split("\n---\n", 1)[1]


def nested(chosen: random.Random, depth: int = 0) -> str:
    """Elements in elements, and whatever may stand between them."""
    opening, closing = chosen.choice(
        (("<div>", "</div>"), ("<T a='>'>", "</T>"), ("<>", "</>"), ("<a.b {...x}>", "</a.b>"))
    )
    space = chosen.choice(("\n", "\n\n"))
    inside = (
        space + nested(chosen, depth + 1) + space
        if depth < 4 and chosen.random() < 0.6
        else space + chosen.choice(BETWEEN) + "\n\n" + chosen.choice(BETWEEN) + "\n"
    )
    return chosen.choice(BETWEEN) + chosen.choice(("\n", "\n\n")) + opening + inside + closing


BETWEEN: Final = (
    *("text", "## h <b>x</b>", "- a\n- <b/>\n\n  c", "> <div/>", "|a|\n|-|\n| <br/> |", "```\n<div>\n\n```", "`<div>`"),
    *("<b/>", "<i>x</i> y `</div>`", "text\n<b/>\ntext", "\\<div>", "<b\n\n c/>", "    <b/>", "<b/> {x}", "{x}<b/>"),
    *("{/* <div> */}", "{/* it's */}", "{`a\n\n}`}", "\t{x}", "<!-- </div> -->", ":::note\n<div/>\n\n:::", "[a]: <b>"),
    *("<a b={{c: '}'}} {...d}\n/>", "import q from 'q'", "export const y = `\n\n${1}`"),
)  # fmt: skip


def ask(run_node: Run, texts: Sequence[str]) -> list[Any]:
    done = run_node("top_level.mjs", stdin=json.dumps(texts))
    assert done.returncode == 0, done.stderr
    answer: list[Any] = json.loads(done.stdout)
    return answer


def lines(text: str) -> list[str]:
    return LINE_END.split(text)


def theirs(text: str, nodes: list[dict[str, Any]]) -> Lines:
    """First and last lines; an unclosed fence ends at the page's last word, nodes that share a line are one block."""
    found: Lines = []
    for node in nodes:
        first, last = node["first"], node["last"]
        while not lines(text)[last - 1].strip(" \t"):
            last -= 1
        if found and first <= found[-1][1]:
            first, last = found.pop()[0], max(last, found[-1][1] if found else last)
        found.append((first, last))
    return found


def ours(text: str, nodes: list[dict[str, Any]]) -> Lines:
    """First and last lines; statements of one module block as one, as MDX has them."""
    modules = [(node["first"], node["last"]) for node in nodes if node["type"] == "mdxjsEsm"]
    found: Lines = []
    for part in blocks.split(text):
        first, last = len(lines(text[: part.start])), len(lines(text[: part.end]))
        if found and any(begin <= found[-1][0] and last <= end for begin, end in modules):
            first = found.pop()[0]
        found.append((first, last))
    return found


def headings(nodes: list[dict[str, Any]]) -> list[int]:
    return [node["depth"] for node in nodes if node["type"] == "heading"]


def test_generated_pages_have_the_blocks_that_mdx_sees(run_node: Run) -> None:
    folders = [REPOSITORY / "output", *sorted((REPOSITORY / "tests" / "golden").glob("*/output"))]
    pages = [body(page) for folder in folders for page in sorted(folder.rglob("*.mdx"))]
    assert len(pages) > 100
    for text, nodes in zip(pages, ask(run_node, pages), strict=True):
        assert ours(text, nodes) == theirs(text, nodes)
        assert [part.level for part in blocks.split(text) if part.kind == "heading"] == headings(nodes)


@pytest.fixture(scope="module")
def judged(run_node: Run) -> dict[str, Any]:
    return dict(zip(NASTY, ask(run_node, NASTY), strict=True))


@pytest.mark.parametrize("text", NASTY)
def test_nasty_texts_have_the_blocks_that_mdx_sees(text: str, judged: dict[str, Any]) -> None:
    nodes = judged[text]
    assert isinstance(nodes, list), nodes["error"]
    assert ours(text, nodes) == theirs(text, nodes)
    assert [part.level for part in blocks.split(text) if part.kind == "heading"] == headings(nodes)


def test_elements_in_elements_end_where_mdx_ends_them(run_node: Run) -> None:
    chosen = random.Random(1)  # noqa: S311
    texts = ["\n\n".join(nested(chosen) for _ in range(3)) for _ in range(500)]
    compiled = 0
    for text, nodes in zip(texts, ask(run_node, texts), strict=True):
        if isinstance(nodes, list):
            compiled += 1
            assert ours(text, nodes) == theirs(text, nodes), text
    assert compiled > 300
