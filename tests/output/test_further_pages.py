"""Documents, changelogs and the language of a domain keep what people wrote, wherever their resource goes."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from catalog_gen import building
from catalog_gen.output import wishes, writing
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from projects import Project

SETTINGS = '[tool.catalog-gen]\ninherit-owners = true\nlayout = "{}"\n'
RUNBOOK = "services/S/docs/operations/runbook.mdx"
LOG = "events/E/changelog.mdx"
LANGUAGE = "domains/D/ubiquitous-language.mdx"
PAGES = (RUNBOOK, LOG, LANGUAGE, "docs/guides/start.mdx")


def _define(project: Project, *, event: str = "E", service: str = "S", **said: str) -> None:
    version = said.get("version", "1.0.0")
    changes = said.get("changes", 'changes="It is there."')
    keywords = "".join(f"{one}, " for one in (changes, said.get("keywords", "")) if one)
    project.define(f"""
        crew = Team("crew", summary="s")
        e = Event("{event}", version="{version}", snippets=[], summary="one", {keywords})
        runbook = ResourceDoc("runbook", category=DocCategory("operations", label="Operations", position=1),
                              description={said.get("text", '"Restart it."')!s})
        s = Service("{service}", sends=[e], summary="s", docs=[runbook], {said.get("of_service", "")})
        order = Term("order", summary="A wish.")
        d = Domain("D", owners=[crew], summary="d", services=[s], ubiquitous_language=[order])
        start = CustomDoc("guides/start", description="Start here.")
    """)


def _write_below(project: Project, path: str) -> None:
    project.write(f"output/{path}", f"{project.page(path)}\nMine.\n".encode())


def _is_settled(project: Project) -> bool:
    built = project.built()
    assert built.changes is not None, project.problems(built)
    return built.changes.nothing


def test_a_resource_has_its_further_pages_beside_it(project: Project) -> None:
    _define(project)
    project.build()
    assert "Restart it." in project.page(RUNBOOK)
    assert "It is there." in project.page(LOG)
    assert "A wish." in project.page(LANGUAGE)
    assert "Start here." in project.page("docs/guides/start.mdx")
    assert '"label": "Operations"' in project.page("services/S/docs/operations/category.json")
    assert _is_settled(project)


@pytest.mark.parametrize("path", PAGES)
def test_what_is_written_into_a_further_page_stays(project: Project, path: str) -> None:
    _define(project)
    project.build()
    _write_below(project, path)
    _define(project, text='"Restart it twice."', changes='changes="It is here."')
    project.build()
    assert project.page(path).endswith("\nMine.\n")
    assert "Restart it twice." in project.page(RUNBOOK)
    assert "It is here." in project.page(LOG)
    assert _is_settled(project)


@pytest.mark.parametrize("path", [RUNBOOK, LOG])
def test_further_pages_go_with_their_resource_to_its_new_id(project: Project, path: str) -> None:
    _define(project)
    project.build()
    _write_below(project, path)
    _define(
        project,
        event="F",
        keywords='formerly=["E"]',
        service="T",
        of_service='formerly=["S"]',
    )
    project.build()
    moved = path.replace("/S/", "/T/").replace("/E/", "/F/")
    assert project.page(moved).endswith("\nMine.\n")
    assert not (project.root / "output/services/S").exists()
    assert not (project.root / "output/events/E").exists()
    assert _is_settled(project)


@pytest.mark.parametrize("path", [RUNBOOK, LOG])
def test_further_pages_go_with_their_resource_into_another_layout(project: Project, path: str) -> None:
    _define(project)
    project.build()
    _write_below(project, path)
    project.write("pyproject.toml", SETTINGS.format("nested"))
    project.build()
    nested = {RUNBOOK: f"domains/D/{RUNBOOK}", LOG: f"domains/D/services/S/{LOG}"}[path]
    assert project.page(nested).endswith("\nMine.\n")
    assert not (project.root / "output" / path).exists()
    assert _is_settled(project)


def test_a_document_goes_to_its_new_name_with_its_text(project: Project) -> None:
    _define(project)
    project.build()
    _write_below(project, "docs/guides/start.mdx")
    text = (project.root / "schemas/definitions.py").read_text()
    new = text.replace('CustomDoc("guides/start"', 'CustomDoc("first-steps", formerly=["guides/start"]')
    project.write("schemas/definitions.py", new)
    project.build()
    assert project.page("docs/first-steps.mdx").endswith("\nMine.\n")
    assert not (project.root / "output/docs/guides").exists()


def test_a_new_version_archives_the_log_of_the_old_one_with_what_was_written_there(project: Project) -> None:
    _define(project)
    project.build()
    _write_below(project, LOG)
    _define(project, version="1.1.0", changes='changes="It is better."')
    project.build()
    assert project.page("events/E/versioned/1.0.0/changelog.mdx").endswith("\nMine.\n")
    assert "Mine." not in project.page(LOG)
    assert "It is better." in project.page(LOG)
    assert _is_settled(project)


def test_a_new_version_without_changes_leaves_no_log_of_the_old_one_behind(project: Project) -> None:
    _define(project)
    project.build()
    _write_below(project, LOG)
    _define(project, version="1.1.0", changes="")
    project.build()
    assert project.page("events/E/versioned/1.0.0/changelog.mdx").endswith("\nMine.\n")
    assert not (project.root / "output" / LOG).exists()
    assert _is_settled(project)


def test_words_in_a_log_stay_on_the_page_where_its_version_is_not_archived(project: Project) -> None:
    _define(project)
    project.build()
    _write_below(project, LOG)
    shutil.rmtree(project.root / "output/.catalog-gen")
    _define(project, version="1.1.0", changes='changes="It is better."')
    assert "edited-page" in project.codes()
    loaded = project.settings()
    given_back = wishes.read(("E/changelog",), ("E#front-matter",))
    built = building.build(loaded, WorkingTree(loaded.root), lambda _: None, given_back)
    assert built.changes is not None, project.problems(built)
    assert writing.apply(built.changes, loaded) == ()
    assert not (project.root / "output/events/E/versioned").exists()
    assert "Mine." in project.page(LOG)


def test_where_the_definitions_give_the_old_version_the_words_in_its_log_stay_on_the_page(project: Project) -> None:
    _define(project)
    project.build()
    _write_below(project, LOG)
    keywords = 'previous=[Previous("1.0.0", changes="It is there.")]'
    _define(project, version="1.1.0", changes='changes="It is better."', keywords=keywords)
    project.build()
    assert project.page(LOG).endswith("\nMine.\n")
    assert "It is there." in project.page("events/E/versioned/1.0.0/changelog.mdx")
    assert _is_settled(project)


def test_a_new_version_archives_documents_in_folders_that_are_called_like_collections(project: Project) -> None:
    project.define(
        'd = Service("S", summary="s", owners=[], docs=[ResourceDoc("a", category="flows", description="Text.")])'
    )
    project.build()
    project.define(
        'd = Service("S", version="2.0.0", summary="s", owners=[],'
        ' docs=[ResourceDoc("a", category="flows", description="New.")])'
    )
    project.build()
    assert "Text." in project.page("services/S/versioned/1.0.0/docs/flows/a.mdx")
    assert "New." in project.page("services/S/docs/flows/a.mdx")
    assert _is_settled(project)


@pytest.mark.parametrize("folder", ["users", "teams"])
def test_a_document_is_not_taken_for_a_team_of_its_name(project: Project, folder: str) -> None:
    project.define(f'd = CustomDoc("{folder}/ann", description="About Ann.")')
    project.build()
    _write_below(project, f"docs/{folder}/ann.mdx")
    project.define(f'd = CustomDoc("{folder}/bob", description="About Bob.")\nann = User("ann", summary="s")')
    built = project.build()
    assert "About Ann." not in project.page("users/ann.mdx")
    assert [problem.code for problem in built.problems] == ["kept-file"]


def test_further_pages_that_were_written_by_hand_can_be_adopted(project: Project) -> None:
    _define(project)
    project.write(f"output/{RUNBOOK}", "---\ntitle: Mine\n---\n\nMine.\n")
    assert "foreign-file" in project.codes()
    loaded = project.settings()
    wished = wishes.read(("S/docs/operations/runbook",), ())
    built = building.build(loaded, WorkingTree(loaded.root), lambda _: None, wished)
    assert built.changes is not None, project.problems(built)
    assert writing.apply(built.changes, loaded) == ()
    assert "Mine." in project.page(RUNBOOK)
    assert "Restart it." in project.page(RUNBOOK)


def test_pages_whose_definition_is_gone_go(project: Project) -> None:
    _define(project)
    project.build()
    text = (project.root / "schemas/definitions.py").read_text()
    new = re.sub(r', docs=\[runbook\]|, ubiquitous_language=\[.*\]|changes="It is there.",', "", text)
    project.write(
        "schemas/definitions.py", new.replace('start = CustomDoc("guides/start", description="Start here.")', "")
    )
    project.build()
    left = {path for path in PAGES if (project.root / "output" / path).exists()}
    assert left == set()
    assert not (project.root / "output/services/S/docs").exists()


def test_a_document_goes_into_its_new_category_with_its_text(project: Project) -> None:
    _define(project)
    project.build()
    _write_below(project, RUNBOOK)
    text = (project.root / "schemas/definitions.py").read_text()
    new = re.sub(r'DocCategory\("operations".*position=1\)', '"guides"', text)
    project.write("schemas/definitions.py", new)
    project.build()
    assert project.page("services/S/docs/guides/runbook.mdx").endswith("\nMine.\n")
    assert not (project.root / "output/services/S/docs/operations").exists()
    assert _is_settled(project)


def test_of_two_documents_of_one_name_none_goes_into_the_place_of_the_other(project: Project) -> None:
    service = 's = Service("S", summary="s", owners=[], docs=[{}])'
    document = 'ResourceDoc("a", category="{}", description="Text {}.")'
    project.define(service.format(", ".join(document.format(folder, folder) for folder in "xy")))
    project.build()
    for folder in "xy":
        project.write(
            f"output/services/S/docs/{folder}/a.mdx", project.page(f"services/S/docs/{folder}/a.mdx") + folder
        )
    project.define(service.format(", ".join(document.format(folder, folder) for folder in "zw")))
    built = project.build()
    assert [problem.code for problem in built.problems] == ["kept-file", "kept-file"]
    assert project.page("services/S/docs/x/a.mdx").endswith("x")
    assert project.page("services/S/docs/z/a.mdx").endswith("Text z.\n")
