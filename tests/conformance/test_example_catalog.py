"""What EventCatalog's own example catalog says, said by definitions: the front matter of each page is the same.

`cases/eventcatalog_default` is written by hand, as a team would write it: five of its seven domains. Only the words
come from the original pages, so that none of them are copied here. The other definitions are made from the pages by
`translating`, for the whole catalog.
"""

from __future__ import annotations

import dataclasses
import datetime
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import translating
import wording
from comparing import MISSING, Difference, Equivalence, differences, unexplained
from originals import Original, pages
from projects import Project

from catalog_gen import catalogs
from catalog_gen.problems import text
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.problems import Problem

BY_HAND = Path(__file__).parent / "cases" / "eventcatalog_default"
OF_OTHERS = ("domains/Fulfilment/", "domains/Shopping/")
"""The domains that are not written by hand: the same types again."""

TRANSLATED = """
    [tool.catalog-gen]
    eventcatalog = 4
    message-channels = false
    external = ["platform-governance"]  # owns documents, but has no page
"""

WARNINGS = {
    "no-snippet": "most messages of the example have no channel",
    "no-discriminator": "its channels carry several events, and no page says how consumers tell them apart",
}
WITHOUT_OWNERS = {"no-owner": "its containers have no owners; the definitions by hand say so: owners=[]"}


@dataclasses.dataclass(frozen=True, slots=True)
class Compared:
    """The original catalog and what was built from definitions."""

    theirs: tuple[Original, ...]
    ours: tuple[Original, ...]
    problems: tuple[Problem, ...]
    root: Path
    project: Project

    @property
    def output(self) -> Path:
        """The catalog that was built."""
        return self.project.root / "output"

    def pairs(self) -> Iterator[tuple[Original, Original]]:
        """Their pages with ours."""
        ours = {(page.kind, page.key): page for page in self.ours}
        return ((page, ours[page.kind, page.key]) for page in self.theirs if (page.kind, page.key) in ours)


@pytest.fixture(scope="module")
def root(conformance: Path) -> Path:
    return conformance / "catalogs" / "eventcatalog-default"


@pytest.fixture(scope="module")
def originals(root: Path) -> tuple[Original, ...]:
    return tuple(pages(root))


@pytest.fixture(scope="module")
def by_hand(root: Path, originals: tuple[Original, ...], tmp_path_factory: pytest.TempPathFactory) -> Compared:
    project = Project(tmp_path_factory.mktemp("by-hand"))
    shutil.copytree(BY_HAND, project.root, dirs_exist_ok=True)
    project.write("texts.py", wording.module(originals))
    wanted = tuple(page for page in originals if not page.path.startswith(OF_OTHERS))
    for page in wanted:
        for path, target in _files(page):
            project.write(target, (root / path).read_bytes())
    return _compared(project, root, wanted)


@pytest.fixture(scope="module")
def translated(root: Path, originals: tuple[Original, ...], tmp_path_factory: pytest.TempPathFactory) -> Compared:
    project = Project(tmp_path_factory.mktemp("translated"))
    project.write("pyproject.toml", TRANSLATED)
    shutil.copytree(root, project.root / "original", ignore=shutil.ignore_patterns("*.mdx"))
    project.write("schemas/definitions.py", translating.definitions(originals, "../original"))
    return _compared(project, root, originals)


def _files(page: Original) -> Iterator[tuple[str, str]]:
    """The files beside a page, and where a team has them that keeps schemas beside definitions, called after the id."""
    domain = f"schemas/{page.folder.split('/')[1].lower()}" if page.path.startswith("domains/") else ""
    if "schemaPath" in page.said:
        old = "history/" if "/versioned/" in page.path else ""
        name = "-".join(page.key) if old else page.key[0]
        yield f"{page.folder}/{page.said['schemaPath']}", f"{domain}/{old}{name}.json"
    for said in page.said.get("specifications", ()):
        service = f"{page.folder.rpartition('/')[2]}/" if page.kind == "service" else ""
        yield f"{page.folder}/{said['path']}", f"{domain}/{service}{said['path']}"


def _compared(project: Project, root: Path, theirs: tuple[Original, ...]) -> Compared:
    built = project.build()
    return Compared(theirs, tuple(pages(project.root / "output")), built.problems, root, project)


def _equivalences(originals: Iterable[Original]) -> tuple[Equivalence, ...]:
    current = {page.said["id"]: page.said["version"] for page in originals if _is_current(page)}

    def is_newest(found: Difference) -> bool:
        """Whether a pointer says no version and ours the current one."""
        newest = current.get(found.beside.get("id"))
        return found.where[-1] == "version" and found.theirs is MISSING and found.ours == newest is not None

    return (
        Equivalence("a pointer without version means the newest one; we write which one that is", is_newest),
        Equivalence("YAML makes a date of what is not quoted; EventCatalog takes both", _is_same_day),
        Equivalence("EventCatalog's linter asks for the summary of a user: it is the role", _is_role),
    )


def _is_current(page: Original) -> bool:
    return "version" in page.said and "/versioned/" not in page.path


def _is_same_day(found: Difference) -> bool:
    is_date = found.where == ("date",) and isinstance(found.theirs, datetime.date)
    return is_date and found.ours == found.theirs.isoformat()


def _is_role(found: Difference) -> bool:
    said_by_user = found.where == ("summary",) and found.page.startswith("users/") and found.theirs is MISSING
    return said_by_user and found.ours == found.beside["role"]


CATALOGS = ["by_hand", pytest.param("translated", marks=pytest.mark.slow)]


@pytest.fixture(params=CATALOGS)
def compared(request: pytest.FixtureRequest) -> Compared:
    found: Compared = request.getfixturevalue(request.param)
    return found


def test_there_is_a_page_for_each_and_no_other(compared: Compared) -> None:
    ours = sorted((page.kind, page.key) for page in compared.ours if page.kind != "changelog")
    assert ours == sorted((page.kind, page.key) for page in compared.theirs)


def test_the_front_matter_is_the_same_or_says_the_same(compared: Compared, originals: tuple[Original, ...]) -> None:
    found = [one for theirs, ours in compared.pairs() for one in differences(theirs.path, theirs.said, ours.said)]
    assert unexplained(found, _equivalences(originals)) == []


def test_the_files_that_pages_name_are_the_same(compared: Compared) -> None:
    for theirs, ours in compared.pairs():
        names = [theirs.said.get("schemaPath"), *(one["path"] for one in theirs.said.get("specifications", ()))]
        for name in filter(None, names):
            original = (compared.root / theirs.folder / name).read_bytes()
            assert (compared.output / ours.folder / name).read_bytes() == original, theirs.path


def test_what_its_authors_did_not_tell_of_versions_is_told(compared: Compared) -> None:
    logs = [page for page in compared.ours if page.kind == "changelog"]
    assert logs
    assert all("### Schema, since " in (compared.output / page.path).read_text(encoding="utf-8") for page in logs)


def test_each_type_occurs(by_hand: Compared) -> None:
    there = {page.kind for page in by_hand.ours}
    assert there - {"changelog"} == {
        *("adr", "channel", "command", "container", "doc", "domain", "entity", "event", "flow", "language", "query"),
        *("service", "system", "team", "user"),
    }


def test_every_warning_is_right_about_the_example(by_hand: Compared) -> None:
    assert {problem.code for problem in by_hand.problems} == WARNINGS.keys()


@pytest.mark.slow
def test_what_pages_do_not_say_is_a_warning(translated: Compared) -> None:
    assert {problem.code for problem in translated.problems} == {*WARNINGS, *WITHOUT_OWNERS}
    assert all("this container has no owner" in text(one) for one in translated.problems if one.code == "no-owner")


def test_both_readers_read_the_same(by_hand: Compared) -> None:
    settings = by_hand.project.settings()
    static, importing = (
        catalogs.read(dataclasses.replace(settings, reader=reader), WorkingTree(settings.root))
        for reader in ("static", "import")
    )
    assert importing.problems == static.problems == ()
    assert list(map(repr, importing.resources)) == list(map(repr, static.resources))
