"""Where pages lie, flat and nested, and whether EventCatalog finds each of them there, and as nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import globs
import pytest
from projects import Project

if TYPE_CHECKING:
    from pathlib import Path

    Pages = dict[tuple[int, str], frozenset[str]]

# Every type in every nesting: at the top, in a domain, a subdomain, one below that, in systems of each of these.
# The names of pages tell where they are: `Inner...` is in the subdomain, `Sub...` in a system of the subdomain.
DEFINITIONS = """
DOCS = [ResourceDoc("how"), ResourceDoc("when", category=DocCategory("runbooks", label="Runbooks"))]

def said(name):
    return Event(f"{name}Said", changes="Said.", docs=[ResourceDoc("how")], previous=[Previous("0.1.0")])

def service(name):
    return Service(
        f"{name}Service",
        sends=[said(name)],
        receives=[Command(f"{name}Do"), Query(f"{name}Ask")],
        changes="New.",
        docs=DOCS,
        previous=[Previous("0.1.0")],
    )

def members(name):
    return {
        "services": [service(name)],
        "entities": [Entity(f"{name}Entity", docs=DOCS)],
        "flows": [Flow(f"{name}Flow", steps=[], docs=DOCS, changes="New.")],
    }

def store(name):
    return Container(f"{name}Store", container_type="cache", docs=DOCS, changes="New.", previous=[Previous("0.1.0")])

def more(name):
    return {
        "agents": [Agent(f"{name}Agent", sends=[Event(f"{name}AgentSaid")], changes="New.", docs=DOCS)],
        "data_products": [DataProduct(f"{name}Product", docs=DOCS)],
    }

def system(name):
    return System(f"{name}System", containers=[store(name)], changes="New.", **members(name))

LANGUAGE = [Term("word")]
deepest = Domain("Deepest", ubiquitous_language=LANGUAGE, **members("Deepest"), **more("Deepest"))
inner = Domain(
    "Inner", domains=[deepest], systems=[system("Sub")], ubiquitous_language=LANGUAGE, changes="New.", docs=DOCS,
    **members("Inner"), **more("Inner"),
)
outer = Domain(
    "Outer", domains=[inner], systems=[system("Out")], ubiquitous_language=LANGUAGE, changes="New.", docs=DOCS,
    previous=[Previous("0.1.0", changes="Old.")], **members("Outer"), **more("Outer"),
)
loose_system = system("Loose")
loose = [service("Free"), store("Free"), *more("Free")["agents"], Flow("FreeFlow", steps=[]), Entity("FreeEntity")]
channel = Channel("free.{env}", parameters={"env": {}}, docs=DOCS, previous=[Previous("0.1.0")])
drawing = Diagram("Drawing", previous=[Previous("0.1.0")])
decision = Adr("Decision", status="accepted", date=datetime.date(2026, 1, 1), changes="New.")
people = [Team("team"), User("user")]
guide = [CustomDoc("guide", summary="s"), CustomDoc("guides/events/first", summary="s")]
"""

COLLECTIONS = {
    "Said": "events",
    "Do": "commands",
    "Ask": "queries",
    "Service": "services",
    "Entity": "entities",
    "Flow": "flows",
    "Store": "containers",
    "Agent": "agents",
    "Product": "data-products",
    "System": "systems",
    "Drawing": "diagrams",
    "Decision": "adrs",
    "free.{env}": "channels",
}
"""By the end of a page's id: the collection that should load it."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Pages:
    """The pages, and the files that name folders of documents, by target and layout."""
    found = {}
    for version in (3, 4):
        for layout in ("flat", "nested"):
            project = Project(tmp_path_factory.mktemp(f"{layout}-{version}"))
            project.write("pyproject.toml", f'[tool.catalog-gen]\nlayout = "{layout}"\neventcatalog = {version}\n')
            project.define(f"import datetime\n{DEFINITIONS}")
            changes = project.built().changes
            assert changes is not None, project.problems()
            names = (name for name in changes.created if name.endswith((".mdx", ".json")))
            found[version, layout] = frozenset(names)
    return found


def _expected(path: str) -> str:
    """The collection that a path is meant for, as its own last parts tell."""
    folders, _, name = path.rpartition("/")
    if name == "index.mdx":
        identifier = folders.removesuffix("/versioned/0.1.0").rpartition("/")[2]
        ends = [collection for end, collection in COLLECTIONS.items() if identifier.endswith(end)]
        return ends[0] if ends else "domains"
    beside = {
        "changelog.mdx": "changelogs",
        "ubiquitous-language.mdx": "ubiquitousLanguages",
        "category.json": "resourceDocCategories",
        "team.mdx": "teams",
        "user.mdx": "users",
    }
    return beside.get(name) or ("customPages" if path.startswith("docs/") else "resourceDocs")


@pytest.mark.parametrize("layout", ["flat", "nested"])
@pytest.mark.parametrize("version", [3, 4])
def test_every_page_is_found_by_its_own_collection_and_by_no_other(version: int, layout: str, pages: Pages) -> None:
    paths = pages[version, layout]
    assert len(paths) > 100
    assert {path: globs.collections(path, version) for path in sorted(paths)} == {
        path: [_expected(path)] for path in sorted(paths)
    }


NESTED = """
adrs/Decision
agents/FreeAgent
agents/FreeAgent/events/FreeAgentSaid
channels/free.{env}
containers/FreeStore
containers/LooseStore
diagrams/Drawing
domains/Deepest
domains/Deepest/agents/DeepestAgent
domains/Deepest/services/DeepestService/events/DeepestSaid
domains/Outer
domains/Outer/agents/OuterAgent/events/OuterAgentSaid
domains/Outer/data-products/OuterProduct
domains/Outer/entities/OuterEntity
domains/Outer/flows/OuterFlow
domains/Outer/services/OuterService
domains/Outer/subdomains/Inner
domains/Outer/subdomains/Inner/agents/InnerAgent
domains/Outer/subdomains/Inner/data-products/InnerProduct
domains/Outer/subdomains/Inner/entities/InnerEntity
domains/Outer/subdomains/Inner/flows/InnerFlow
domains/Outer/subdomains/Inner/services/InnerService/events/InnerSaid
entities/FreeEntity
entities/LooseEntity
flows/FreeFlow
flows/LooseFlow
services/FreeService/events/FreeSaid
services/LooseService/events/LooseSaid
"""
"""Folders for both targets, nested."""

NESTED_ONLY = {
    3: """
containers/OutStore
containers/SubStore
domains/Outer/entities/OutEntity
domains/Outer/flows/OutFlow
domains/Outer/services/OutService/events/OutSaid
domains/Outer/subdomains/Inner/entities/SubEntity
domains/Outer/subdomains/Inner/flows/SubFlow
domains/Outer/subdomains/Inner/services/SubService/events/SubSaid
""",
    4: """
domains/Outer/systems/OutSystem
domains/Outer/systems/OutSystem/containers/OutStore
domains/Outer/systems/OutSystem/entities/OutEntity
domains/Outer/systems/OutSystem/flows/OutFlow
domains/Outer/systems/OutSystem/services/OutService
domains/Outer/systems/OutSystem/services/OutService/events/OutSaid
domains/Outer/subdomains/Inner/systems/SubSystem
domains/Outer/subdomains/Inner/systems/SubSystem/containers/SubStore
domains/Outer/subdomains/Inner/systems/SubSystem/entities/SubEntity
domains/Outer/subdomains/Inner/systems/SubSystem/flows/SubFlow
services/SubService/events/SubSaid
systems/LooseSystem
""",
}
"""Folders that one target has."""


@pytest.mark.parametrize("version", [3, 4])
def test_nested_pages_lie_in_their_home(version: int, pages: Pages) -> None:
    folders = {path.removesuffix("/index.mdx") for path in pages[version, "nested"] if path.endswith("/index.mdx")}
    assert set(f"{NESTED}{NESTED_ONLY[version]}".split()) - folders == set()
    other = set(NESTED_ONLY[7 - version].split())
    assert folders & other == set()


@pytest.mark.parametrize("version", [3, 4])
def test_flat_pages_lie_in_the_folder_of_their_type(version: int, pages: Pages) -> None:
    paths = [path for path in pages[version, "flat"] if path.endswith("/index.mdx")]
    for path in paths:
        collection, identifier, *versioned = path.removesuffix("/index.mdx").split("/")
        assert collection == _expected(path)
        assert identifier
        assert versioned in ([], ["versioned", "0.1.0"])


def test_nothing_lies_below_what_eventcatalog_searches_to_any_depth(pages: Pages) -> None:
    for paths in pages.values():
        for path in paths:
            inside = path.split("/")
            for folder in ("channels", "flows", "containers", "diagrams"):
                below = inside[inside.index(folder) + 2 :] if folder in inside[:-1] else []
                assert below[:1] in ([], ["index.mdx"], ["changelog.mdx"], ["docs"], ["versioned"]), path


def test_the_patterns_are_those_of_eventcatalog(conformance: Path) -> None:
    for version, release in ((3, "3.48.4"), (4, "4.7.5")):
        reference = conformance.parent / "reference" / f"frontmatter-{release}.json"
        theirs = json.loads(reference.read_text(encoding="utf-8"))["patterns"]
        ours = {name: set(patterns) for name, patterns in globs.PATTERNS[version].items()}
        assert {
            name: {one for one in patterns if not one.startswith("federated/")}
            for name, patterns in theirs.items()
            if patterns
        } == {name: patterns for name, patterns in ours.items() if name not in {"users", "teams"}}


@pytest.mark.parametrize(
    ("path", "three", "four"),
    [
        ("events/E/index.mdx", ["events"], ["events"]),
        ("events/group/E/index.mdx", [], []),
        ("events/E/schema.json", [], []),
        ("flows/F/events/E/index.mdx", ["events", "flows"], ["events", "flows"]),
        ("channels/a.{b}/versioned/1.0.0/index.mdx", ["channels"], ["channels"]),
        ("domains/A/subdomains/B/subdomains/C/index.mdx", [], []),
        ("domains/A/subdomains/B/systems/S/services/X/index.mdx", [], []),
        ("domains/A/systems/S/services/X/index.mdx", [], ["services"]),
        ("systems/S/services/X/index.mdx", [], ["services"]),
        ("systems/S/docs/a.mdx", [], ["resourceDocs"]),
        ("adrs/A/docs/a.mdx", [], []),
        ("docs/pages/a.mdx", ["customPages", "pages"], ["customPages", "pages"]),
        ("services/S/docs/pages/a.mdx", ["pages", "resourceDocs"], ["pages", "resourceDocs"]),
        ("users/group/a.mdx", [], []),
        (".venv/events/E/index.mdx", [], []),
    ],
)
def test_paths_are_found_as_eventcatalog_finds_them(path: str, three: list[str], four: list[str]) -> None:
    assert (globs.collections(path, 3), globs.collections(path, 4)) == (three, four)


@pytest.mark.parametrize("name", ["pages/first", "guides/pages", "changelog", "index", "guides/index"])
def test_no_document_is_called_what_eventcatalog_takes_for_something_else(project: Project, name: str) -> None:
    project.define(f'x = CustomDoc("{name}", summary="s")')
    assert "illegal-id" in project.codes()
