from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from catalog_gen.compatibility.marking import code
from catalog_gen.review.reports import escaping, marks

NOT_SEEN = "&#8203;"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("owner `a` replaced `b`", "owner `a` replaced `b`"),
        ("by @someone", f"by @{NOT_SEEN}someone"),
        ("see #12 and GH-12", f"see \\#{NOT_SEEN}12 and GH-{NOT_SEEN}12"),
        ("at 9be01d55a", f"at 9be01d{NOT_SEEN}55a"),
        ("of https://a.example", f"of https:{NOT_SEEN}//a.example"),
        ("of www.a.example", f"of www{NOT_SEEN}.a.example"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("*a* _b_ ~c~ [d]", f"\\*a\\* \\_b\\_ \\~{NOT_SEEN}c\\~ \\[d\\]"),
        ("1 $ and 2 $", "1 <span>$</span> and 2 <span>$</span>"),
        ("- a", "\\- a"),
        ("12. a", "12\\. a"),
        ("a\nb", "a\\\\u000ab"),
        ("a `b\u202ec` d", "a `b\\u202ec` d"),
        ("a ``b`c`` d", "a ``b`c`` d"),
        ("a `b c", "a \\`b c"),
        ("a `b|c`", "a `b|c`"),
        ("`a``b`", "```a``b```"),
        ('run "catalog-gen build"', "run `catalog-gen build`"),
        ('"catalog-gen build"`a`', "`catalog-gen build` `a`"),
        ("or catalog-gen bump OrderPlaced 2.0.0", "or `catalog-gen bump OrderPlaced 2.0.0`"),
        ("catalog-gen bump A 2.0.0 --base main", "`catalog-gen bump A 2.0.0 --base main`"),
        ("key AKIAABCDEFGHIJKLMNOP here", "key \\*\\*\\* here"),
        ("key `AKIAABCDEFGHIJKLMNOP` here", "key `***` here"),
        ("kafka://me:hunter22@host", f"kafka:{NOT_SEEN}//me:{NOT_SEEN}\\*\\*\\*@{NOT_SEEN}host"),
    ],
)
def test_words_within_a_list(words: str, said: str) -> None:
    assert escaping.inline(words) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [("a|b", "a\\|b"), ("`a|b`", "`a\\|b`"), ("`a\\|b`", "`a\\\\|b`"), ("`|`", "`\\|`"), ("`\\`", "`\\`")],
)
def test_a_pipe_in_a_table_stays_in_its_cell(words: str, said: str) -> None:
    assert escaping.cell(words) == said
    table = MarkdownIt("commonmark").enable("table").parse(f"| a | b |\n| - | - |\n| {said} | x |")
    cells = [token.children[0].content for token in table if token.type == "inline" and token.children]
    assert cells == ["a", "b", words.strip("`"), "x"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("`<b>` & <i>", "<code>&lt;b&gt;</code> &amp; &lt;i&gt;"),
        ("*a* by @b", f"*a* by @{NOT_SEEN}b"),
        ("</summary>", "&lt;/summary&gt;"),
    ],
)
def test_words_where_only_html_is_read(words: str, said: str) -> None:
    assert escaping.html(words) == said


def test_long_words_are_cut_between_pieces() -> None:
    assert escaping.inline("one `two` three", 9) == "one `two` …"
    assert escaping.inline("one `two` three", 8) == "one …"
    assert escaping.inline("x" * 100) == f"{'x' * 60}…"
    assert escaping.inline(f"`{'x' * 200}`") == f"`{'x' * 160}…`"


@settings(max_examples=60)
@given(st.text("`a <", max_size=20).map(str.strip))
def test_code_is_found_where_markdown_finds_it(words: str) -> None:
    tokens = MarkdownIt("commonmark", {"html": False}).parseInline(words)[0].children or []
    found = [token.content for token in tokens if token.type == "code_inline"]
    assert [text for text, is_code in marks.spans(words) if is_code] == found


@settings(max_examples=60)
@given(st.text("`a \\|", min_size=1, max_size=12))
def test_a_text_as_code_comes_back_as_it_was(text: str) -> None:
    assert list(marks.spans(f"x{code(text)}y")) == [("x", False), (text, True), ("y", False)]
    assert marks.plain(f"x{code(text)}y") == f"x{text}y"


@settings(max_examples=50)
@given(st.text(max_size=20))
def test_two_texts_never_share_a_marker_nor_end_it(text: str) -> None:
    said = escaping.comment(text)
    assert "--" not in said
    assert ">" not in said
    assert not said.startswith("-")
    assert unquote(said) == text
