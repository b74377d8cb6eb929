from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects import Project


def _said(project: Project) -> list[str]:
    usual = ("no-owner", "no-summary", "orphan-message", "no-snippet")
    return [line for line in project.problems() if not line.endswith(tuple(f"[{code}]" for code in usual))]


@pytest.mark.parametrize(
    ("documents", "words"),
    [
        ('ResourceDoc("how"), ResourceDoc("how")', 'there are two documents "how"'),
        ('ResourceDoc("Runbook"), ResourceDoc("runbook")', 'there are two documents "runbook"'),
        ('ResourceDoc("01-how"), ResourceDoc("02-how")', '"02-how" and "01-how" are one document'),
        ('ResourceDoc("how", category="a"), ResourceDoc("how", category="A")', 'there are two documents "how"'),
        (
            'ResourceDoc("how", category="a"), ResourceDoc("when", category="A")',
            'category "A" differs from "a"',
        ),
        (
            'ResourceDoc("how", category=DocCategory("a", label="A")), '
            'ResourceDoc("when", category=DocCategory("a", label="B"))',
            'category "a" is described in two ways',
        ),
        (
            'ResourceDoc("how", category=DocCategory("a", position=1)), ResourceDoc("x", category=DocCategory("a"))',
            'category "a" is described in two ways',
        ),
        ('ResourceDoc("how", slug="Y"), ResourceDoc("when", slug="y")', 'the address "y" already belongs to "how"'),
        ('ResourceDoc("how", slug="a b")', '"a b" is no address of a document'),
        ('ResourceDoc("how", slug="/a")', '"/a" is no address of a document'),
        ('ResourceDoc("versioned")', '"versioned" is a name that EventCatalog keeps for itself'),
        ('ResourceDoc("a", category="pages")', '"pages" is a name that EventCatalog keeps for itself'),
    ],
)
def test_documents_that_eventcatalog_or_a_disk_takes_for_one_are_refused(
    project: Project, documents: str, words: str
) -> None:
    project.define(f'x = Service("S", docs=[{documents}])')
    said = _said(project)
    assert any(words in line and line.startswith("schemas/definitions.py:2:") for line in said), said


@pytest.mark.parametrize(
    "documents",
    [
        'ResourceDoc("how"), ResourceDoc("how", category="a")',
        'ResourceDoc("01"), ResourceDoc("02")',
        'ResourceDoc("how", category=DocCategory("a", label="A")), ResourceDoc("when", category="a")',
        'ResourceDoc("how", slug="guides/how"), ResourceDoc("when", slug="guides/when")',
    ],
)
def test_documents_that_differ_stand_side_by_side(project: Project, documents: str) -> None:
    project.define(f'x = Service("S", docs=[{documents}])')
    assert _said(project) == []
    project.build()


def test_the_address_of_a_document_is_unique_in_the_catalog(project: Project) -> None:
    project.define(
        """
        s = Service("S", docs=[ResourceDoc("how", slug="how")], previous=[Previous("0.1.0")])
        t = Service("T", docs=[ResourceDoc("how", slug="how")])
        d = CustomDoc("guide", summary="s", slug="how")
        """
    )
    assert len([line for line in _said(project) if "[duplicate-id]" in line]) == 2


@pytest.mark.parametrize(
    ("resource", "noun"),
    [
        ('Adr("A", status="accepted", date=datetime.date(2026, 1, 1), {})', "decisions"),
        ('Diagram("A", {})', "diagrams"),
        ('System("A", {})', "systems"),
    ],
)
def test_documents_that_eventcatalog_shows_nowhere_are_left_out_and_that_is_said(
    project: Project, resource: str, noun: str
) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\neventcatalog = 4\n")
    documents = 'docs=[ResourceDoc("how", category=DocCategory("a", label="A"))], previous=[Previous("0.1.0")]'
    project.define(f"import datetime\nx = {resource.format(documents)}")
    [line] = _said(project)
    assert f"A 1.0.0: EventCatalog shows no documents of {noun}" in line
    assert line.endswith("[not-in-target]")
    project.build()
    assert list((project.root / "output").rglob("docs")) == []


def test_a_document_of_the_catalog_has_no_dot_which_the_navigation_would_not_find(project: Project) -> None:
    project.define('x = CustomDoc("guides/v1.0", summary="s")')
    assert any("[illegal-id]" in line and 'write "guides/v1-0"' in line for line in _said(project))
