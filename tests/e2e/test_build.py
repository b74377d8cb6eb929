"""The sample, built by the real EventCatalog: all of it is there, no link is dead, the sources stay."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

import frontmatter
import pytest

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.build

# What EventCatalog's components say in place of what they should have shown.
FAILURES = re.compile(
    r"failed to load|Tried to (?:load|parse) schema from|no schema can be found|Expected component"
    r"|could not be found|Failed to process|\(broken link\)"
)
# EventCatalog's own menu on archived pages takes the version for the folder's name (core 3.48.4).
NOT_OURS = re.compile(r"/generated/[a-z-]+/\d+\.\d+\.\d+/")


class Reader(HTMLParser):
    """Collects the addresses and the visible text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: set[str] = set()
        self.text: list[str] = []
        self.hidden = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden = tag in ("script", "style")
        self.addresses |= {value for name, value in attrs if name in ("href", "src") and value}

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.hidden = False

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.text.append(data)


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[str, Reader]:
    """Every HTML page of the site, read, by its path."""
    read = {}
    for file in sorted(built_site.rglob("*.html")):
        reader = Reader()
        reader.feed(file.read_text(encoding="utf-8"))
        reader.close()
        read[file.relative_to(built_site).as_posix()] = reader
    return read


def test_the_build_succeeds(eventcatalog_build: subprocess.CompletedProcess[str]) -> None:
    assert eventcatalog_build.returncode == 0, eventcatalog_build.stdout[-4000:]


def test_the_build_knows_every_owner(eventcatalog_build: subprocess.CompletedProcess[str]) -> None:
    lines = eventcatalog_build.stdout.splitlines()
    assert [line for line in lines if re.search(r"Entry .* not found|Duplicate id", line)] == []


def test_the_build_leaves_every_source_as_it_was(
    built_site: Path, built_catalog: Path, sample: Path, digests: Callable[[Path], dict[str, str]]
) -> None:
    assert built_site.is_dir()
    before, after = digests(sample), digests(built_catalog)
    assert {name for name in before if after.get(name) != before[name]} == set()
    assert set(after) - set(before) <= {"eventcatalog.styles.css"}


def test_every_page_of_the_catalog_is_in_the_site(built_site: Path, sample_pages: dict[str, str]) -> None:
    assert sample_pages
    missing = [page for page, address in sample_pages.items() if not (built_site / address / "index.html").is_file()]
    assert missing == []


def test_no_page_says_that_something_failed(pages: dict[str, Reader], sample_pages: dict[str, str]) -> None:
    ours = {f"{address}/index.html" for address in sample_pages.values()} & pages.keys()
    said = {name: found for name in ours if (found := FAILURES.findall("\n".join(pages[name].text)))}
    assert said == {}


def leads_somewhere(site: Path, address: str) -> bool:
    path = site / unquote(re.split(r"[?#]", address)[0]).lstrip("/")
    return path.is_file() or (path / "index.html").is_file() or path.with_name(f"{path.name}.html").is_file()


def test_no_link_leads_nowhere(pages: dict[str, Reader], built_site: Path) -> None:
    local = {
        address: name
        for name, page in pages.items()
        for address in page.addresses
        if address.startswith("/") and not address.startswith("//") and not NOT_OURS.match(address)
    }
    dead = {address: f"on {name}" for address, name in local.items() if not leads_somewhere(built_site, address)}
    assert dead == {}


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        ("ADR-0001", ["superseded", "Superseded by", "3. The order"]),
        ("ADR-0003", ["accepted", "Supersedes", "1. Serv"]),
    ],
)
def test_a_decision_says_how_it_stands_and_what_it_has_to_do_with_others(
    pages: dict[str, Reader], decision: str, says: list[str]
) -> None:
    shown = "\n".join(pages[f"docs/adrs/{decision}/1.0.0/index.html"].text)
    assert [words for words in says if words not in shown] == []


def test_every_word_of_a_domain_has_a_page(built_site: Path, sample: Path) -> None:
    languages = sorted(sample.glob("domains/*/ubiquitous-language.mdx"))
    words = [
        (language.parent.name, str(term["id"]))
        for language in languages
        for term in frontmatter.load(str(language)).metadata["dictionary"]  # type: ignore[attr-defined]
    ]
    assert len(languages) > 1
    missing = [
        (domain, word)
        for domain, word in words
        if not (built_site / "docs" / "domains" / domain / "language" / word / "index.html").is_file()
    ]
    assert missing == []


def test_the_routes_that_the_page_checker_counts_on_are_there(
    built_site: Path, sample: Path, run_node: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    result = run_node("check_pages.mjs", sample)
    [checked] = json.loads(result.stdout).values()
    assert len(checked["routes"]) > checked["pages"]
    assert [route for route in checked["routes"] if not leads_somewhere(built_site, quote(route))] == []
