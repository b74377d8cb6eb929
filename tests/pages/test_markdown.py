from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.pages import markdown

MARKDOWN = st.lists(
    st.sampled_from(
        [
            *"{}<>[]`*_:\\|&~#-+=.1) \n\t",
            "\n\n",
            "word",
            "```",
            "[l](u)",
            "    ",
            "| a |\n|---|\n",
            "> ",
            "1. ",
        ]
    )
).map("".join)

SAME = [
    "Plain text.\nIn two lines.",
    "# Title\n\n## Part",
    "- a\n- b\n  - c\n    - d",
    "1. a\n\n2. b\n\n   more",
    "- [ ] open\n- [x] done",
    "> quote\n>\n> - list",
    "*a* and **b** and _c_ and __d__ and ~~e~~, un*frigging*believable",
    "`{a}` and ``a`b``",
    "[text](/u) and ![alt](https://x.com/y.png)",
    '[text](/u "title")',
    "line\\\nbreak",
    '```js {1,3} title="x"\n{\n\tx: `<b>` \n\n}\n```',
    "| a | b |\n| --- | :---: |\n| `x` | *y* |",
    "See https://x.com/a_b_c.py, or www.x.com/a_b.",
    "non&nbsp;breaking",
]


@pytest.mark.parametrize("text", SAME)
def test_markdown_that_means_nothing_else_in_mdx_stays_as_it_is(text: str) -> None:
    assert markdown.safe(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{env}.orders `{env}`", r"\{env\}.orders `{env}`"),
        ("a <b> </Tile> <!-- c -->", r"a \<b> \</Tile> \<!-- c -->"),
        ("key:value and :::note", r"key\:value and \:\:\:note"),
        ("[[Order]]", r'\[{"["}Order\]\]'),
        (r"\[\[Order]]", r'\[{"["}Order\]\]'),
        ("import x\nexport y", "&#105;mport x\n&#101;xport y"),
        ("Fields:\n\n- a:", "Fields:\n\n- a:"),
        ("<https://x.com/a:b>", r"[https\://x.com/a\:b](https://x.com/a:b)"),
        ("Map<key:value>", r"Map\<key\:value>"),
        ("https://x.com/a:b", r"https\://x.com/a\:b"),
        ("https://x.com`c`", r"https\://x.com`c`"),
        ("text\n\n    code {x}\n\nend", "text\n\n```\ncode {x}\n```\n\nend"),
        ("https://x.com/__init__.py", r"https\://x.com/\_\_init\_\_.py"),
        ("- a\n\n      code\n\nend", "- a\n\n  ```\n  code\n  ```\n\nend"),
        ("```js\nopen {x}", "```js\nopen {x}\n```"),
        ("~~~`x`\ny\n~~~", "~~~`x`\ny\n~~~"),
        ("Title\n=====\n\nPart\n---", "# Title\n\n## Part"),
        ("text\n    # no heading\nend", "text\n\\# no heading\nend"),
        ("[a][r]\n\n[r]: <u v> 'it'", '[a](u%20v "it")'),
        ("[a](<u (v)>)", r"[a](u%20\(v\))"),
        ("[^1]\n\n[^1]: note", "\\[^1\\]\n\n\\[^1\\]: note"),
        ("[a](javascript:x)", r"\[a\](javascript\:x)"),
        ("![a diagram](rel.png)", "<em>a diagram</em>"),
        ("![](rel.png)", "<em>rel.png</em>"),
        ("![[[x]] {y}](/a.png)", r"![\[\[x\]\] \{y\}](/a.png)"),
        ("![a](/%E0%A4.png)", "![a](/%25E0%25A4.png)"),
        ("| a |\n|---|\n| `x\\|y` {z} |", '| a |\n| --- |\n| <code>{"x\\u007cy"}</code> \\{z\\} |'),
        ("- a\n\n***\n\n- b", "- a\n\n___\n\n- b"),
        ("- a\n\n[r]: /u\n\n- b", "- a\n\n* b"),
        ("* a\n\n- b", "* a\n\n- b"),
        ("***both***", "*<strong>both</strong>*"),
        ("😀_u_", "😀<em>u</em>"),
        ("x ~~~~a~~~~", "x ~~<del>a</del>~~"),
        ("Hi\\![a](/u)", r"Hi\![a](/u)"),
        (">", ">"),
        ("", ""),
    ],
)
def test_what_mdx_reads_otherwise_is_written_otherwise(text: str, written: str) -> None:
    assert markdown.safe(text) == written


def test_what_is_nested_too_deeply_is_shown_as_typed() -> None:
    assert markdown.safe("> " * 200 + "x").endswith("> x")


def test_a_docstring_s_indentation_goes_and_tabs_in_code_stay() -> None:
    assert (
        markdown.safe("One.\r\n\r\n    Two.\r\n\r\n    ```\r\n    \tx\r\n    ```\r\n    ")
        == "One.\n\nTwo.\n\n```\n\tx\n```"
    )


def test_a_list_in_the_first_line_keeps_its_own_indentation() -> None:
    assert markdown.safe("- a\n  - b") == "- a\n  - b"


@pytest.mark.slow
@given(st.text() | MARKDOWN)
def test_no_markdown_is_too_odd(text: str) -> None:
    markdown.safe(text)
