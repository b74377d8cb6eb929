"""Where the blocks of a page begin and end; tests/e2e/test_block_boundaries.py asks the parser of MDX itself."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from catalog_gen.pages import blocks

LINE_END = re.compile(r"\r\n?|\n")


def texts(text: str) -> list[str]:
    return [text[part.start : part.end] for part in blocks.split(text)]


def kinds(text: str) -> list[tuple[str, int, str]]:
    return [(part.kind, part.level, part.label) for part in blocks.split(text)]


def test_a_text_without_words_has_no_blocks() -> None:
    assert [texts(text) for text in ("", "\n", " \t\n\r\n  ")] == [[], [], []]


@pytest.mark.parametrize(
    "expected",
    [
        ["a", "b"],
        ["a\nb", "c"],
        ["  a", "\tb"],
        ["```py\na\n\n## b\n```", "c"],
        ["~~~\n```\n\n~~~~~", "c"],
        ["````\n```\n\n```\n````", "c"],
        ["a", "```\n\n# b\n\nc"],
        ["- a\n\n- b\n\n  ```\n\n  # c\n  ```\n\n  d", "e"],
        ["- a\n\n\n-\n\n\n- b", "* c", "1. d\n2. e", "1) f"],
        ["> a\nb\n>\n> c", "> d"],
        ["| a |\n| - |\n| b |", "c"],
        ["a\nb\n===", "c\n---", "***", "## d ##"],
        ["[a]: /b\n  'c'", "[^1]: d\n\n    e", "f"],
        ["    not code", "\t- a list"],
    ],
)
def test_markdown_has_the_blocks_of_commonmark_and_gfm(expected: list[str]) -> None:
    assert texts("\n\n\n".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["# a", "b", "# c", "- d", "***"],
        ["a", "    # b"],
        ["a", "```\nb\n```", "c"],
        ["a", "| b |\n| - |", "> c"],
        ["a", "<b/>", "c", "{d}", "e"],
        ["a", "::b", "c", ":::d\ne\n:::", "f"],
        ["a", "<!-- b\n\nc -->", "d"],
        ["- a", "<b/>"],
        ["> a", "{b}"],
        ["# a", "import b from 'c'"],
    ],
)
def test_blocks_need_no_blank_line_between_them(expected: list[str]) -> None:
    assert texts("\n".join(expected)) == expected


@pytest.mark.parametrize(
    "element",
    [
        '<Tiles>\n<Tile a="b" />\n\nx\n\n</Tiles>',
        "<details>\n<summary>s</summary>\n\nx\n\n</details>",
        "<details><summary>s</summary>\n\nx\n\n</details>",
        "<details>\n\n```html\n</details>\n```\n\n`</details>`\n\n- a\n\n</details>",
        "<a>\n\n<a>\n\n</a>\n\n</a>",
        "<>\n\nx\n\n</>",
        "<a.b c:d='>' {...{e: '}'}} f={`}${'`'}`} g=\"h\n\ni\">\n\nx\n\n</a.b>",
        "<a />",
        "<a\n\n/>",
        "<a>x</a> and <b>y</b>\nand z",
        "<a/> <b>\n\nx\n\n</b> <c/>",
        "  <a>\n\n  x\n\n  </a>",
        "<a>\n\nx\n\n</a> y\nz",
        "<a>{x.map(y => {\n\nreturn z\n})}</a>",
        "<a>\n<br>\n\nx\n\n</a>",
        "<a>\n\nx </b>\n\n</a>",
        "<a>\n\n{/* </a> */}\n\n</a>",
    ],
)
def test_an_element_is_one_block(element: str) -> None:
    text = f"before\n\n{element}\n\nafter"
    assert texts(text) == ["before", element, "after"]
    assert kinds(text)[1][0] == "component"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("<Tile />", "Tile"),
        ("<a.b>\n\n</a.b>", "a.b"),
        ("<></>", ""),
        ("<b>x</b> <c/>", "b"),
        ("<details>\n</details>", "details"),
    ],
)
def test_the_label_of_an_element_is_its_tag(text: str, label: str) -> None:
    assert kinds(text) == [("component", 0, label)]


@pytest.mark.parametrize(
    "block",
    [
        "<Tiles>",
        "<br>\ntext",
        "<div>\n## heading",
        "<div>\n## heading\ntext\n- a\n***",
        "<div>\n<a>\n\nb\n\n</a>\nc",
        "<a b='",
        "<a b={",
        "</Tiles>",
        "<https://x.y>",
        "< a",
        "<",
        "a < b",
        "{a",
        "{a} b",
        ":::note\ntext",
        "::: note\ntext",
        "<!-- a",
        "\\<a>",
        "`<a>`",
    ],
)  # fmt: skip
def test_what_is_never_closed_ends_at_a_blank_line(block: str) -> None:
    text = f"{block}\n\nb\n\n# c"
    assert texts(text) == [block, "b", "# c"]
    assert kinds(text)[0] == ("other", 0, "")


def test_an_element_that_is_never_closed_does_not_stretch_the_one_around_it() -> None:
    assert texts("<a>\n\n<br>\n</a>\n# b") == ["<a>\n\n<br>\n</a>", "# b"]


def test_an_element_that_is_never_closed_leaves_a_later_one_of_its_name_alone() -> None:
    assert texts("<Tabs>\n\na\n\n<Tabs>\n\nb\n\n</Tabs>\n\nc") == ["<Tabs>", "a", "<Tabs>\n\nb\n\n</Tabs>", "c"]


@pytest.mark.parametrize(
    "block",
    [
        "{/* a\n\nb */}",
        "{\n\n'}'\n\n}",
        "{`\n\n${`}`}`}",
        "{a && <b>\n\n</b>}",
        ":::note\n\na\n\n:::",
        ":::note[a]{b=c}\n\n<d>\n\n:::",
        "::::note\n\n:::tip\n\n:::\n\n::::",
        "::youtube{#a}",
        "<!-- a\n\n<b>\n\n-->",
    ],
)
def test_expressions_directives_and_comments_are_one_block(block: str) -> None:
    assert texts(f"a\n\n{block}\n\nb") == ["a", block, "b"]
    assert kinds(block) == [("other", 0, "")]


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("import 'a'", ""),
        ("import a from 'b'", "a"),
        ('import a, * as b from "c";', "a b"),
        ("import {\n a,\n  b as c,\n\n default as $d\n} from 'e';", "a c $d"),
        ("import a from 'b' with { type: 'json' }", "a"),
        ("import a from 'b'; // c", "a"),
    ],
)
def test_an_import_is_a_block_of_its_own(statement: str, names: str) -> None:
    text = f"{statement}\nimport x from 'y'\n{statement}\n\nafter"
    assert texts(text) == [statement, "import x from 'y'", statement, "after"]
    assert kinds(text) == [("import", 0, names), ("import", 0, "x"), ("import", 0, names), ("other", 0, "")]


@pytest.mark.parametrize(
    "statement",
    [
        "export const a = {\n\n b: '}',\n}",
        "export const a = `\n\nimport b from 'c'\n`",
        "export default function A() {\n  return (\n\n<p>don't</p>)\n}",
        "export { a } from 'b'",
        "import of goods",
        "import {",
    ],
)
def test_an_export_is_a_block_of_its_own(statement: str) -> None:
    assert texts(f"import x from 'y'\n{statement}\n\nafter") == ["import x from 'y'", statement, "after"]
    assert kinds(statement) == [("other", 0, "")]


@pytest.mark.parametrize("text", ["a\nimport b from 'c'", "- a\nimport b from 'c'", " import b from 'c'", "imports b"])
def test_a_word_in_a_paragraph_imports_nothing(text: str) -> None:
    assert texts(text) == [text]
    assert kinds(text) == [("other", 0, "")]


@pytest.mark.parametrize(
    ("text", "level", "label"),
    [
        ("# a", 1, "a"),
        ("###### a `b` *c* #####", 6, "a `b` *c*"),
        ("  ##\ta #b", 2, "a #b"),
        ("#", 1, ""),
        ("a\n b\n=", 1, "a b"),
        ("a\n---", 2, "a"),
    ],
)
def test_a_heading_has_a_level_and_a_text(text: str, level: int, label: str) -> None:
    assert kinds(text) == [("heading", level, label)]


@pytest.mark.parametrize("text", ["####### a", "#a", "\\# a", "`# a`", "> # a", "- # a"])
def test_what_only_looks_like_a_heading_is_none(text: str) -> None:
    assert kinds(text) == [("other", 0, "")]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_end_as_in_markdown(line_end: str) -> None:
    text = line_end.join(["a\x0bb\x0cc\x1cd\x85e\u2028f", "", "```", "", "\x00", "```", "", "<a>", "", "</a>", ""])
    assert [LINE_END.split(block) for block in texts(text)] == [
        ["a\x0bb\x0cc\x1cd\x85e\u2028f"],
        ["```", "", "\x00", "```"],
        ["<a>", "", "</a>"],
    ]


BITS = (
    *("\n", "\n\n", "\r", "\r\n", " ", "    ", "\t", "\f", "\u2028", "\x00", "\x85", "\u00a0", "é", "😀", "text", "\\"),
    *("# ", "---", "===", "```", "~~~~", "- ", "* ", "1. ", "2) ", "> ", "|", "|-|", "a | b\n- | -", "`", "``"),
    *("<div>", "</div>", "<b/>", "<T a='x > y' b={`${1}`} />", "<>", "</>", "<a ", "<br>", "<!--", "-->", "<https://x>"),
    *("{", "}", "{/* c */}", "'", '"', "import a from 'b'", "import {", "export default ", "(", "${"),
    *(":::note", ":::", "::::tip", "::leaf", "[a]: b", "[^1]: ", "[", "]", "&#x110000;"),
)  # fmt: skip
NASTY = st.lists(st.sampled_from(BITS) | st.text(max_size=3), max_size=40).map("".join)


@given(NASTY)
@example("> " * 300 + "a\n\nb")
@example("- " * 300 + "a\n\nb")
@example("[^1]: " * 300 + "a\n\nb")
@example("{`${" * 2000)
@example("<a b={" * 2000)
@example("import {\n\n" * 2000)
def test_between_blocks_there_is_only_white_space(text: str) -> None:
    position = 0
    for part in blocks.split(text):
        between = text[position : part.start]
        lines = LINE_END.split(text[part.start : part.end])
        assert not between.strip(" \t\r\n")
        assert position == 0 or LINE_END.search(between)
        assert part.start == 0 or text[part.start - 1] in "\r\n"
        assert part.end == len(text) or text[part.end] in "\r\n"
        assert lines[0].strip(" \t")
        assert lines[-1].strip(" \t")
        position = part.end
    assert not text[position:].strip(" \t\r\n")


@given(NASTY)
def test_blank_lines_and_line_ends_do_not_move_the_blocks(text: str) -> None:
    parts = blocks.split(text)
    again, position = "", 0
    for part in parts:
        again += "\r\n" * min(2, len(LINE_END.findall(text, position, part.start))) * bool(position)
        again += LINE_END.sub("\r\n", text[part.start : part.end])
        position = part.end
    assert [LINE_END.split(block) for block in texts(again)] == [LINE_END.split(block) for block in texts(text)]
    assert kinds(again) == kinds(text)
