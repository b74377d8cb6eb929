"""A version that is left behind stays what it was, and nothing that lies there already is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalog_gen.output import manifest

if TYPE_CHECKING:
    from projects import Project

PAGE, ARCHIVE = "events/E/index.mdx", "events/E/versioned/1.0.0/index.mdx"


def _define(project: Project, version: str = "1.0.0", rest: str = "") -> None:
    project.write("schemas/e.json", '{"type": "object", "properties": {"a": {"type": "string"}}}')
    project.define(f"""
        crew = Team("crew", summary="s")
        e = Event("E", snippets=[], version="{version}", summary="one", schema_path="e.json", {rest})
        s = Service("S", sends=[e], owners=[crew], summary="s")
    """)


@pytest.fixture
def built(project: Project) -> Project:
    _define(project)
    project.build()
    return project


def _raise(project: Project) -> list[str]:
    """Build the next version; what is said."""
    _define(project, "1.1.0")
    return project.problems(project.build())


def _conflict(project: Project, path: str, line: str, *sides: str) -> None:
    text = project.page(path)
    assert line in text
    left, right = sides
    project.write(
        f"output/{path}", text.replace(line, f"<<<<<<< HEAD\n{left}=======\n{right}>>>>>>> theirs\n").encode()
    )


def test_a_file_that_lies_where_the_archive_comes_stays_and_is_named(built: Project) -> None:
    built.write("output/events/E/notes.md", "new")
    built.write("output/events/E/versioned/1.0.0/notes.md", "old")
    assert _raise(built) == [
        "output/events/E/versioned/1.0.0/notes.md: this file is there already, so it stays, and events/E/notes.md is "
        "not archived as that of version 1.0.0 (copy from git what it lacks) [kept-file]"
    ]
    assert built.page("events/E/versioned/1.0.0/notes.md") == "old"
    assert "version: '1.0.0'" in built.page(ARCHIVE)
    assert built.codes() == []


def test_a_page_written_by_hand_where_the_archive_comes_stays_and_is_named(built: Project) -> None:
    built.write(f"output/{ARCHIVE}", "---\nid: E\nversion: 0.9.0\n---\nMine.\n")
    assert len(_raise(built)) == 1
    assert built.page(ARCHIVE).endswith("Mine.\n")
    assert not (built.root / "output/events/E/versioned/1.0.0/schema.json").exists()


def test_an_equal_file_where_the_archive_comes_is_no_problem(built: Project) -> None:
    built.write(f"output/{ARCHIVE}", built.page(PAGE).encode())
    assert _raise(built) == []
    assert (built.root / "output/events/E/versioned/1.0.0/schema.json").exists()


def test_an_archive_has_hidden_files_and_no_symbolic_links(built: Project) -> None:
    built.write("output/events/E/.hidden/f", "mine")
    (built.root / "output/events/E/l.md").symlink_to("index.mdx")
    assert _raise(built) == [
        "output/events/E/l.md: this symbolic link is not archived with version 1.0.0 "
        "(copy it yourself if that version needs it) [kept-file]"
    ]
    assert built.page("events/E/versioned/1.0.0/.hidden/f") == "mine"
    assert not (built.root / "output/events/E/versioned/1.0.0/l.md").exists()
    assert (built.root / "output/events/E/l.md").is_symlink()


def test_a_version_is_archived_by_the_next_build_where_one_was_killed_before_it_did(built: Project) -> None:
    page = built.page(PAGE)
    _define(built, "1.1.0")
    changes = built.built().changes
    assert changes is not None
    manifest.journal(built.root / "output", "catalog").write_text(changes.journal)
    built.build()
    assert built.page(ARCHIVE) == page
    assert "version: '1.1.0'" in built.page(PAGE)


@pytest.mark.parametrize(
    ("path", "line"),
    [(PAGE, "summary: one\n"), (PAGE, "## Overview\n"), ("events/E/schema.json", '{"type": "object"')],
)
def test_a_version_cannot_be_archived_while_git_has_left_a_conflict_in_it(built: Project, path: str, line: str) -> None:
    if path.endswith(".json"):
        text = built.page(path)
        built.write(f"output/{path}", f"<<<<<<< HEAD\n{text}\n=======\n{text} \n>>>>>>> theirs\n")
    else:
        _conflict(built, path, line, line, line.replace("\n", " x\n"))
    _define(built, "1.1.0")
    assert [line for line in built.problems() if "[merge-conflict]" in line] == [
        f"output/{path}: git has left a conflict here, so version 1.0.0 cannot be archived "
        "(resolve it, or build once with version 1.0.0 before you raise it) [merge-conflict]"
    ]
    assert built.built().changes is None


def test_a_version_is_not_lowered_while_git_has_left_a_conflict_in_the_front_matter(built: Project) -> None:
    _conflict(built, PAGE, "version: '1.0.0'\n", "version: 0.8.0\n", "version: 1.0.0\n")
    _define(built, "0.9.0")
    assert "version-downgrade" in built.codes()


# what definitions say of older versions, and do not say any more


PREVIOUS = 'previous=[Previous("1.0.0", schema_path="e.json")]'


def test_an_archive_that_was_declared_for_a_while_stays_with_its_files(built: Project) -> None:
    _raise(built)
    _define(built, "1.1.0", PREVIOUS)
    built.build()
    page = built.page(ARCHIVE)
    _define(built, "1.1.0")
    built.build()
    assert built.page(ARCHIVE) == page
    assert (built.root / "output/events/E/versioned/1.0.0/schema.json").exists()
    assert built.codes() == []
    assert built.built().changes.nothing  # type: ignore[union-attr]
    built.define('crew = Team("crew", summary="s")')
    built.build()
    assert not (built.root / "output/events").exists()


def test_an_older_version_that_loses_its_declaration_moves_to_the_new_id(project: Project) -> None:
    _define(project, "1.1.0", PREVIOUS)
    project.build()
    page = project.page(ARCHIVE)
    _define(project, "1.1.0", 'formerly=["E"]')
    definitions = project.root / "schemas/definitions.py"
    definitions.write_text(definitions.read_text().replace('Event("E"', 'Event("F"'))
    project.build()
    assert project.page("events/F/versioned/1.0.0/index.mdx") == page.replace("id: E\n", "id: F\n")
    assert (project.root / "output/events/F/versioned/1.0.0/schema.json").exists()
    assert not (project.root / "output/events/E").exists()
    assert project.built().changes.nothing  # type: ignore[union-attr]


def test_without_archives_an_older_version_that_loses_its_declaration_goes(project: Project) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\ninherit-owners = true\narchive = false\n")
    _define(project, "1.1.0", PREVIOUS)
    project.build()
    _define(project, "1.1.0")
    project.build()
    assert not (project.root / "output/events/E/versioned").exists()


def test_a_file_that_a_declared_older_version_needs_no_more_goes(project: Project) -> None:
    project.write("schemas/e.avsc", '{"type": "record", "name": "E", "fields": []}')
    _define(project, "1.1.0", PREVIOUS.replace(".json", ".avsc"))
    project.build()
    assert (project.root / "output/events/E/versioned/1.0.0/schema.avsc").exists()
    _define(project, "1.1.0", PREVIOUS)
    project.build()
    assert not (project.root / "output/events/E/versioned/1.0.0/schema.avsc").exists()
