"""Pages that have another place now take along what people wrote, in them and beside them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from catalog_gen import building
from catalog_gen.output import manifest, wishes, writing
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from projects import Project

SETTINGS = '[tool.catalog-gen]\ninherit-owners = true\nlayout = "{}"\n'
FLAT, NESTED = "events/E", "services/S/events/E"


def _define(project: Project, identifier: str = "E", keywords: str = "") -> None:
    project.write("schemas/e.json", '{"type": "object", "properties": {"a": {"type": "string"}}}')
    project.define(f"""
        crew = Team("crew", summary="s")
        e = Event("{identifier}", snippets=[], summary="one", schema_path="e.json", {keywords})
        s = Service("S", sends=[e], owners=[crew], summary="s")
    """)


def _nest(project: Project) -> None:
    project.write("pyproject.toml", SETTINGS.format("nested"))


def _write_below(project: Project, path: str) -> None:
    project.write(f"output/{path}/index.mdx", f"{project.page(f'{path}/index.mdx')}\nMine.\n".encode())


def _adopt(project: Project) -> None:
    loaded = project.settings()
    wished = wishes.read((wishes.EVERYTHING,), ())
    built = building.build(loaded, WorkingTree(loaded.root), lambda _: None, wished)
    assert built.changes is not None, project.problems(built)
    assert writing.apply(built.changes, loaded) == ()


def test_another_layout_moves_a_page_with_its_text_and_the_files_beside_it(project: Project) -> None:
    _define(project)
    project.build()
    _write_below(project, FLAT)
    project.write(f"output/{FLAT}/own/notes.txt", "mine")
    _nest(project)
    project.build()
    assert project.page(f"{NESTED}/index.mdx").endswith("\nMine.\n")
    assert project.page(f"{NESTED}/own/notes.txt") == "mine"
    assert not (project.root / "output/events").exists()
    assert project.built().changes.nothing  # type: ignore[union-attr]


def test_a_new_name_moves_a_page_with_its_archives_which_have_the_new_id(project: Project) -> None:
    _define(project)
    project.build()
    _write_below(project, FLAT)
    _define(project, keywords='version="2.0.0"')
    project.build()
    archive = project.page("events/E/versioned/1.0.0/index.mdx")
    assert "version: '1.0.0'" in archive
    assert archive.endswith("\nMine.\n")
    _define(project, "F", 'version="2.0.0", formerly=["E"]')
    project.build()
    assert project.page("events/F/index.mdx").endswith("\nMine.\n")
    assert project.page("events/F/versioned/1.0.0/index.mdx") == archive.replace("id: E\n", "id: F\n")
    assert not (project.root / "output/events/E").exists()


def test_hidden_files_move_along_and_symbolic_links_stay_and_are_named(project: Project) -> None:
    _define(project)
    project.build()
    project.write(f"output/{FLAT}/.hidden/f", "mine")
    project.write(f"output/{FLAT}/.dot", "mine too")
    (project.root / "output" / FLAT / "l.md").symlink_to("index.mdx")
    (project.root / "output" / FLAT / "own").symlink_to("examples")
    _define(project, "F", 'formerly=["E"]')
    assert project.problems(project.build()) == [
        f"output/{FLAT}/{name}: the page beside it has moved, but this symbolic link stays "
        "(move it yourself, or delete it) [kept-file]"
        for name in ("l.md", "own")
    ]
    assert project.page("events/F/.hidden/f") == "mine"
    assert project.page("events/F/.dot") == "mine too"
    assert sorted(path.name for path in (project.root / "output" / FLAT).iterdir()) == ["l.md", "own"]
    assert project.built().changes.nothing  # type: ignore[union-attr]


def test_a_page_adopted_at_another_place_has_the_copies_that_the_definitions_give(project: Project) -> None:
    _define(project)
    project.build()
    shutil.rmtree(project.root / "output" / manifest.FOLDER)
    _nest(project)
    project.write(f"output/{FLAT}/schema.json", "{}")
    _adopt(project)
    assert project.page(f"{NESTED}/schema.json") == (project.root / "schemas/e.json").read_text()
    assert project.page(f"{FLAT}/schema.json") == "{}"
    assert not (project.root / "output" / FLAT / "index.mdx").exists()
    assert not (project.root / "output" / FLAT / "examples").exists()
    assert project.built().changes.nothing  # type: ignore[union-attr]


def test_of_several_pages_under_former_names_the_last_name_counts(project: Project) -> None:
    _define(project)
    project.build()
    _write_below(project, FLAT)
    _define(project, "F")
    project.build()
    assert (project.root / "output" / FLAT / "index.mdx").exists()
    project.write("output/events/F/index.mdx", project.page("events/F/index.mdx") + "\nMine too.\n")
    _define(project, "G", 'formerly=["E", "F"]')
    project.build()
    assert project.page("events/G/index.mdx").endswith("\nMine too.\n")
    assert project.page(f"{FLAT}/index.mdx").endswith("\nMine.\n")


def test_a_page_that_is_kept_without_its_definition_keeps_the_files_of_ours_beside_it(project: Project) -> None:
    _define(project)
    project.build()
    _write_below(project, FLAT)
    project.define('crew = Team("crew", summary="s")')
    assert project.codes() == ["kept-file"]
    project.build()
    assert (project.root / "output" / FLAT / "schema.json").exists()
    assert list((project.root / "output" / FLAT / "examples").iterdir())
    built = project.built()
    assert built.changes is not None
    assert built.changes.nothing
    (project.root / "output" / FLAT / "index.mdx").unlink()
    project.build()
    assert not (project.root / "output" / FLAT).exists()


def test_a_page_that_is_kept_keeps_no_page_that_lies_below_it(project: Project) -> None:
    _nest(project)
    _define(project)
    project.build()
    _write_below(project, "services/S")
    project.define('crew = Team("crew", summary="s")')
    project.build()
    assert project.page("services/S/index.mdx").endswith("\nMine.\n")
    assert not (project.root / "output" / NESTED).exists()


def test_the_files_beside_a_kept_page_are_free_for_another_catalog(project: Project) -> None:
    _define(project)
    project.build()
    _write_below(project, FLAT)
    project.define('crew = Team("crew", summary="s")')
    project.build()
    project.write("pyproject.toml", SETTINGS.format("flat") + 'name = "second"\n')
    _define(project)
    claimed = [line for line in project.problems() if "[claimed-twice]" in line]
    assert [line.partition(":")[0] for line in claimed] == ["output/teams/crew.mdx"]


def test_a_kept_page_names_the_new_one_that_it_may_have_become_where_no_former_id_is_there(project: Project) -> None:
    _define(project, "B", 'formerly=["A"]')
    project.build()
    _write_below(project, "events/B")
    _define(project, "C", 'formerly=["A"]')
    assert project.problems(project.build()) == [
        "output/events/B/index.mdx: its definition is gone, but somebody changed this file, so it stays (delete it "
        'yourself if it is not needed; if C was called so: delete output/events/C, add "B" to its formerly, and build '
        "again) [kept-file]"
    ]
    shutil.rmtree(project.root / "output/events/C")
    _define(project, "C", 'formerly=["A", "B"]')
    assert project.problems(project.build()) == []
    assert project.page("events/C/index.mdx").endswith("\nMine.\n")
    assert not (project.root / "output/events/B").exists()


def test_a_page_whose_id_was_edited_by_hand_does_not_move_as_if_it_was_not(project: Project) -> None:
    text = 'crew = Team("crew", summary="s")\ne = Event("E", snippets=[], summary="s")\n'
    project.define(text + 's = Service("S", sends=[e], owners=[crew], summary="s")\n')
    project.build()
    page = project.root / "output/events/E/index.mdx"
    page.write_text(page.read_text().replace("id: E\n", "id: Mine\n"))
    project.write("pyproject.toml", '[tool.catalog-gen]\nlayout = "nested"\ninherit-owners = true\n')
    assert project.codes() == ["edited-page"]


def test_an_adopted_page_stays_at_its_place_although_it_has_the_version_of_a_previous_one(project: Project) -> None:
    project.write("output/events/E/index.mdx", "---\nid: E\nname: E\nversion: 1.0.0\n---\n\nMy words.\n")
    project.define(
        'crew = Team("crew", summary="s")\n'
        'e = Event("E", version="1.1.0", previous=[Previous("1.0.0")], snippets=[], summary="s")\n'
        's = Service("S", sends=[e], owners=[crew], summary="s")\n'
    )
    loaded = project.settings()
    built = building.build(loaded, WorkingTree(loaded.root), lambda _: None, wishes.read(["E"], ()))
    assert built.changes is not None, project.problems(built)
    assert writing.apply(built.changes, loaded) == ()
    assert "My words." in project.page("events/E/index.mdx")
