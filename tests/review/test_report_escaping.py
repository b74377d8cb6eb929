from __future__ import annotations

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
        ("`a``b`", "``` a``b ```"),
        ('run "catalog-gen build"', "run `catalog-gen build`"),
        ("or catalog-gen bump OrderPlaced 2.0.0", "or `catalog-gen bump OrderPlaced 2.0.0`"),
        ("key AKIAABCDEFGHIJKLMNOP here", "key \\*\\*\\* here"),
        ("key `AKIAABCDEFGHIJKLMNOP` here", "key `***` here"),
        ("kafka://me:hunter22@host", f"kafka:{NOT_SEEN}//me:{NOT_SEEN}\\*\\*\\*@{NOT_SEEN}host"),
    ],
)
def test_words_within_a_list(words: str, said: str) -> None:
    assert escaping.inline(words) == said
