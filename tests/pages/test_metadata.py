from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import front_matter
import pytest

if TYPE_CHECKING:
    from projects import Project

TESTS = Path(__file__).resolve().parents[1]
CATALOGS = {
    3: [TESTS.parent / "output", TESTS / "golden/nested/output", TESTS / "golden/hostile-text/output"],
    4: [TESTS / f"golden/{case}/output" for case in ("everything", "structure", "hostile-structure")],
}


@pytest.mark.parametrize("version", CATALOGS)
def test_front_matter_is_what_eventcatalog_accepts(version: int, conformance: Path) -> None:
    assert sum(len(list(front_matter.pages(catalog, version))) for catalog in CATALOGS[version]) > 10
    for catalog in CATALOGS[version]:
        assert front_matter.problems(catalog, version, conformance) == []


@pytest.mark.parametrize(
    ("metadata", "unknown"),
    [
        ({"x-a": {"b": 1}, "id": "A"}, []),
        ({"sumary": "A"}, [".sumary"]),
        ({"badges": [{"content": "a", "colour": "b"}]}, [".badges[].colour"]),
        (
            {"receives": [{"id": "A", "from": [{"id": "B", "x-a": 1, "parameters": {"any": "b"}}]}]},
            [".receives[].from[].x-a"],
        ),
        ({"draft": {"words": "a"}}, [".draft.words"]),
    ],
)
def test_keys_that_eventcatalog_does_not_know_would_be_found(
    metadata: dict[str, Any], unknown: list[str], conformance: Path
) -> None:
    schema = front_matter.schemas(3, conformance)["services"]
    assert list(front_matter.unknown(metadata, schema, schema)) == unknown


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
    metadata = front_matter.read(project.root / f"output/{path}/index.mdx")
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
    assert front_matter.read(project.root / "output/events/E/index.mdx")["editUrl"] == url


def test_values_that_look_like_numbers_or_dates_stay_texts(project: Project) -> None:
    project.define('e = Event("E", name="1e3", summary="2026-01-01", owners=[])')
    project.build()
    metadata = front_matter.read(project.root / "output/events/E/index.mdx")
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
    assert front_matter.read(project.root / "output/docs/guide.mdx")["owners"] == ["crew"]
