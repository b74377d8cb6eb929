from __future__ import annotations

import pytest

from catalog_gen.problems import Place
from catalog_gen.review.reports.links import Links, is_start

START = "https://github.com/acme/shop/blob/9be01d55"


@pytest.mark.parametrize(
    ("path", "line", "said"),
    [
        ("schemas/a.py", 12, f"[`schemas/a.py:12`]({START}/schemas/a.py#L12)"),
        ("schemas/a.py", 0, f"[`schemas/a.py`]({START}/schemas/a.py)"),
        ("schemas/stock/a.py", 12, f"[`…/stock/a.py:12`]({START}/schemas/stock/a.py#L12)"),
        ("docs/a.md", 3, f"[`docs/a.md:3`]({START}/docs/a.md?plain=1#L3)"),
        ("a b/(c)[d].py", 1, f"[`a b/(c)[d].py:1`]({START}/a%20b/%28c%29%5Bd%5D.py#L1)"),
        ("a#b?c%d.py", 1, f"[`a#b?c%d.py:1`]({START}/a%23b%3Fc%25d.py#L1)"),
        ("ä/`b`.py", 1, f"[``ä/`b`.py:1``]({START}/%C3%A4/%60b%60.py#L1)"),
        ("", 0, ""),
        ("../a.py", 1, "`../a.py:1`"),
        ("/a.py", 1, "`/a.py:1`"),
        ("a\nb.py", 1, "`a\\u000ab.py:1`"),
        ("x" * 2_000, 1, f"`{'x' * 160}…`"),
    ],
)
def test_places_lead_to_their_line(path: str, line: int, said: str) -> None:
    assert Links(START).to(Place(path, line)) == said


def test_places_are_relative_to_the_project_and_links_to_the_repository() -> None:
    links = Links(f"{START}/", "catalogs/shop")
    assert links.to(Place("../common/a.py", 2)) == f"[`…/common/a.py:2`]({START}/catalogs/common/a.py#L2)"


def test_what_is_gone_is_in_the_base_where_no_link_leads() -> None:
    assert Links(START).to(Place("schemas/stock/a.py", 12), is_gone=True) == "`schemas/stock/a.py:12`"


def test_without_a_start_there_are_no_links() -> None:
    assert Links("").to(Place("schemas/stock/a.py", 12)) == "`schemas/stock/a.py:12`"


@pytest.mark.parametrize(
    "start",
    ["javascript:alert(1)", "github.com/acme", "https://", "https://a/) [x](y", "https://a/ b", "https://a\n", " "],
)
def test_what_is_no_web_address_starts_no_link(start: str) -> None:
    assert not is_start(start)
    with pytest.raises(ValueError, match="cannot be the start of a link"):
        Links(start)


def test_addresses_of_both_sites_start_links() -> None:
    assert is_start(START)
    assert is_start("https://gitlab.example:8443/group/sub/shop/-/blob/9be01d55")
