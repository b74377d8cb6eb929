from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from projects import Project

TESTS = Path(__file__).resolve().parents[1]
CATALOGS = {
    "3.48.4": [TESTS.parent / "output", TESTS / "golden/nested/output", TESTS / "golden/hostile-text/output"],
    "4.7.5": [TESTS / "golden/everything/output"],
}
COLLECTIONS = ("events", "commands", "queries", "channels", "services", "domains", "users", "teams")


def _pages(catalog: Path) -> list[tuple[str, Path]]:
    found = [
        *catalog.rglob("index.mdx"),
        *(catalog / "users").glob("*.mdx"),
        *(catalog / "teams").glob("*.mdx"),
    ]
    return [(next(part for part in reversed(path.parts[:-1]) if part in COLLECTIONS), path) for path in sorted(found)]


def _front_matter(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n"))


@pytest.mark.parametrize("version", CATALOGS)
def test_front_matter_is_what_eventcatalog_accepts(version: str, conformance: Path) -> None:
    reference = conformance.parent / "reference" / f"frontmatter-{version}.json"
    schemas = json.loads(reference.read_text(encoding="utf-8"))["schemas"]
    pages = [page for catalog in CATALOGS[version] for page in _pages(catalog)]
    assert len(pages) > 10
    for collection, path in pages:
        metadata = _front_matter(path)
        schema = schemas[collection]
        errors = [error.message for error in Draft202012Validator(schema).iter_errors(metadata)]
        assert errors == [], path
        # people have a summary for the linter; EventCatalog itself has no such key for users and strips it
        unknown = {key for key in metadata if key not in schema["properties"] and not key.startswith("x-")}
        assert unknown <= {"summary"}, path


@pytest.mark.parametrize(
    ("declaration", "path", "expected"),
    [
        ('Event("E", hidden=False)', "events/E", {"hidden": False}),
        ('Event("E", badges=[])', "events/E", {}),
        ('Event("E", deprecated=Deprecated())', "events/E", {"deprecated": True}),
        ('Event("E", draft=Draft("soon"))', "events/E", {"draft": {"message": "soon"}}),
        ('Event("E", details_panel={"triggers": False})', "events/E", {}),
        ('Domain("D", systems=["checkout"])', "domains/D", {}),
        (
            'Channel("C", delivery_guarantee="exactly-once")',
            "channels/C",
            {"address": "C", "deliveryGuarantee": "exactly-once"},
        ),
        ('Service("S", external_system=True)', "services/S", {"externalSystem": True}),
    ],
)
def test_only_what_was_said_becomes_front_matter(
    project: Project, declaration: str, path: str, expected: dict[str, Any]
) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\nexternal = ["checkout"]\n')
    project.define(f"x = {declaration}")
    project.build()
    metadata = _front_matter(project.root / f"output/{path}/index.mdx")
    assert {key: value for key, value in metadata.items() if key not in {"id", "name", "version"}} == expected


@pytest.mark.parametrize(
    ("setting", "url"),
    [
        ("https://g.example/edit/main", "https://g.example/edit/main/schemas/definitions.py"),
        ("https://g.example/{path}#L{line}", "https://g.example/schemas/definitions.py#L2"),
    ],
)
def test_the_edit_button_leads_to_the_definition(project: Project, setting: str, url: str) -> None:
    project.write("pyproject.toml", f'[tool.catalog-gen]\nedit-url = "{setting}"\n')
    project.define('e = Event("E")')
    project.build()
    assert _front_matter(project.root / "output/events/E/index.mdx")["editUrl"] == url


def test_values_that_look_like_numbers_or_dates_stay_texts(project: Project) -> None:
    project.define('e = Event("E", name="1e3", summary="2026-01-01", owners=[])')
    project.build()
    metadata = _front_matter(project.root / "output/events/E/index.mdx")
    assert (metadata["name"], metadata["summary"], metadata["version"]) == ("1e3", "2026-01-01", "1.0.0")


def test_a_team_does_not_lead_to_documents_that_the_site_may_not_show(project: Project) -> None:
    project.define(
        'crew = Team("crew", summary="s")\n'
        'guide = CustomDoc("guide", description="Text.", owners=[crew])\n'
        'event = Event("E", summary="s", owners=[crew], snippets=[])\n'
    )
    project.build()
    page = project.page("teams/crew.mdx")
    assert "/docs/events/E/1.0.0" in page
    assert "guide" not in page
    assert _front_matter(project.root / "output/docs/guide.mdx")["owners"] == ["crew"]
