from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markupsafe import Markup

from catalog_gen.pages import mdx
from catalog_gen.pages.mdx import Mdx

COMMONMARK = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
NASTY = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("{}<>[]`*_:\\|&~#-+=.1) \n"))


def shown(written: str) -> str:
    """What CommonMark shows of a paragraph, with string expressions put in."""
    text = html.unescape(re.sub(r"</?(?:p|a)(?: [^>]*)?>", "", COMMONMARK.render(written)))
    return re.sub(r'\{"((?:\\u00..|[^"])*)"\}', lambda match: match[1].encode().decode("unicode-escape"), text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Plain text, with 10:30 and a colon: fine.", "Plain text, with 10:30 and a colon: fine."),
        ("snake_case and 2 * 3", "snake_case and 2 * 3"),
        ("{env}.orders", r"\{env\}.orders"),
        ("List<string>", r"List\<string>"),
        ("a | b", r"a \| b"),
        ("_x_ *y* ~z~ `c`", r"\_x\_ \*y\* \~z\~ \`c\`"),
        ("arn:aws:sns", r"arn\:aws\:sns"),
        ("::name", r"\:\:name"),
        ("ends with:", r"ends with\:"),
        ("&amp; AT&T", r"\&amp; AT&T"),
        (r"C:\dir\{x}", r"C:\dir\\\{x\}"),
        ("[[Order]]", r'\[{"["}Order\]\]'),
        ("``", r'\`{"\u0060"}'),
        ("''", "'{\"'\"}"),
        ("import x", "&#105;mport x"),
        ("export", "&#101;xport"),
        ("important", "important"),
        ("# x", r"\# x"),
        ("#tag", "#tag"),
        ("C #", r"C \#"),
        ("> x", r"\> x"),
        ("- x", r"\- x"),
        ("-5", "-5"),
        ("+ x", r"\+ x"),
        ("---", r"\---"),
        ("===", r"\==="),
        ("1. x", r"1\. x"),
        ("12) x", r"12\) x"),
        ("1.5 x", "1.5 x"),
        ("https://x.com/a_b?c=1", "https://x.com/a_b?c=1"),
        ("https://x.com/a:b", r"https\://x.com/a\:b"),
        ("see www.x.com/*a*", r"see www\.x.com/\*a\*"),
        ("https://x.com/?u=https://y.com/{a}", r"https\://x.com/?u=https\://y.com/\{a\}"),
        ("https://x.com:", r"https\://x.com\:"),
        ("a\r\n\u2028 b\t c ", "a b c"),
        ("a\xa0b", "a\xa0b"),
        ("x\0\ud800", "x\ufffd\ufffd"),
        ("", ""),
    ],
)
def test_prose_is_escaped_where_it_needs_it_and_only_there(text: str, written: str) -> None:
    assert mdx.escape(text) == written


@given(NASTY)
def test_commonmark_shows_what_was_escaped(text: str) -> None:
    assert shown(mdx.escape(text)).split() == mdx.printable(text).split()


@given(NASTY)
def test_no_brace_or_tag_is_left_open(text: str) -> None:
    bare = re.sub(r'\\[!-/:-@\[-`{-~]|\{"[^"]*"\}', "_", mdx.escape(text))
    assert not re.search(r"[{}<`|\[\]~]|:[A-Za-z]|:\Z", bare)


@given(NASTY)
def test_text_that_meets_mdx_is_escaped(text: str) -> None:
    safe, escaped = Mdx("*"), mdx.escape(text)
    joined = [safe + text, safe.join([safe, text])[1:], Mdx("*{}").format(text), Mdx("*%s") % text]
    assert joined[0] == joined[2] == joined[3] == f"*{escaped}"
    assert joined[1] == f"*{escaped}"
    assert text + safe == f"{escaped}*"
    assert all(isinstance(result, Mdx) for result in joined)


@pytest.mark.parametrize("html_markup", [Markup("{b}"), Markup("<b>")])
def test_html_is_no_mdx(html_markup: Markup) -> None:
    escaped = mdx.escape(str(html_markup))
    assert [Mdx.escape(html_markup), Mdx("{}").format(html_markup), Mdx("") + html_markup] == [escaped] * 3


def test_mdx_is_not_escaped_again() -> None:
    assert Mdx.escape(mdx.escape("{a}")) == r"\{a\}"


def test_numbers_can_be_escaped() -> None:
    assert Mdx.escape(3) == "3"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("{env}.orders", "`{env}.orders`"),
        (r"C:\dir" + "\\", "`C:\\dir\\`"),
        ("a  b", "`a  b`"),
        ("a|b", r'<code>{"a\u007cb"}</code>'),
        ("`", r'<code>{"\u0060"}</code>'),
        (" a", '<code>{" a"}</code>'),
        ("a\nb", r'<code>{"a\nb"}</code>'),
        ("", '<code>{""}</code>'),
        ("x\\|", r'<code>{"x\u005c\u007c"}</code>'),
    ],
)
def test_code_is_in_backticks_where_they_can_hold_it(text: str, written: str) -> None:
    assert mdx.code(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('a "b"', '"a &quot;b&quot;"'),
        ("<&>'", '"&lt;&amp;&gt;\'"'),
        ("a\r\nb|c", '"a&#10;b&#124;c"'),
        ("{x}", '"{x}"'),
    ],
)
def test_an_attribute_brings_its_quotes(text: str, written: str) -> None:
    assert mdx.attribute(text) == written


@given(NASTY)
def test_an_attribute_decodes_to_its_text(text: str) -> None:
    lines = mdx.printable(text).replace("\r\n", "\n").replace("\r", "\n")
    assert html.unescape(mdx.attribute(text)[1:-1]) == lines


def test_a_fence_is_longer_than_the_backticks_inside() -> None:
    assert mdx.fence("a\n````\nb\n", "json") == "`````json\na\n````\nb\n`````"


def test_a_fence_has_a_title_and_more() -> None:
    assert mdx.fence("x", "python", "Say hi", 'frame="terminal"') == '```python title="Say hi" frame="terminal"\nx\n```'


def test_a_title_cannot_leave_its_quotes() -> None:
    written = mdx.fence("x", "json", 'a "b" `c`\n\\ &amp;')
    assert written == '```json title="a \\\\"b\\\\" &#96;c&#96; \\\\\\\\ \\&amp;"\nx\n```'


def test_a_title_without_a_language_is_no_language() -> None:
    assert mdx.fence("x", "", "T") == '```text title="T"\nx\n```'


def test_a_fence_can_be_empty() -> None:
    assert mdx.fence("", "") == "```\n```"


@given(NASTY)
def test_a_fence_holds_exactly_its_text(text: str) -> None:
    lines = mdx.printable(text).replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    [token] = COMMONMARK.parse(mdx.fence(text, "json", text))
    assert (token.type, token.content) == ("fence", f"{lines}\n" if lines else "")


@pytest.mark.parametrize(("text", "written"), [("{a|b}", r'{"{a\u007cb}"}'), ('"é\\', r'{"\u0022\u00e9\u005c"}')])
def test_a_string_expression_is_ascii_and_fits_a_cell(text: str, written: str) -> None:
    assert mdx.string(text) == written


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("/docs/events/A_b/1.0.0", "/docs/events/A_b/1.0.0"),
        ("/a b|c{d}<e>", "/a%20b%7Cc%7Bd%7D%3Ce%3E"),
        ("/a(b)", r"/a\(b\)"),
        ("/%20%zz?a=1&copy;", r"/%20%25zz?a=1\&copy;"),
        ("/ü\\", "/%C3%BC%5C"),
        ("", ""),
    ],
)
def test_a_link_s_address_is_encoded(url: str, written: str) -> None:
    assert mdx.link("x", url) == f"[x]({written})"


def test_a_link_s_text_is_escaped_unless_it_is_mdx() -> None:
    assert mdx.link("[a]", "/u") == r"[\[a\]](/u)"
    assert mdx.link(mdx.code("a"), "/u") == "[`a`](/u)"


def test_a_link_without_text_shows_its_address() -> None:
    assert mdx.link("", "/u_") == r"[/u\_](/u_)"
