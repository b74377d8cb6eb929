"""What the command line asks for beyond refreshing, and what it must not lose without saying so."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from click.testing import CliRunner

from catalog_gen.cli import main
from catalog_gen.output import staleness, wishes
from catalog_gen.output.bodies import Held
from catalog_gen.output.comparison import HeldBack

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from projects import Project

CATALOG = """crew = Team("crew", summary="s")
e = Event("E", version="{version}", snippets=[], summary="s", description="First.")
s = Service("S", sends=[e], owners=[crew], summary="s")
"""
PAGE = "output/events/E/index.mdx"
BY_HAND = "---\nid: E\nname: Mine\nversion: {version}\n---\n\n## Overview\n\nMy words.\n"


@pytest.fixture
def declared(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    project.define(CATALOG.format(version="1.0.0"))
    monkeypatch.chdir(project.root)
    return project


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["build", *arguments])


def _edit(page: Path, before: str, after: str) -> None:
    assert before in page.read_text()
    page.write_text(page.read_text().replace(before, after))


# overwriting


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ("E#", "E# names no section"),
        ("E#!", "E#! names no section"),
        ("", "--overwrite needs an ID"),
        ("#overview", "--overwrite needs an ID"),
        ("*#overview", 'declare no "*"'),
    ],
)
def test_a_wish_that_names_too_little_is_wrong_usage_and_loses_nothing(
    declared: Project, wish: str, message: str
) -> None:
    _run()
    page = declared.root / PAGE
    _edit(page, "First.", "By hand.")
    ran = _run("--overwrite", wish)
    assert ran.exit_code == 2
    assert message in ran.output
    assert "By hand." in page.read_text()


def test_a_section_may_be_named_as_it_is_spelt_on_the_page() -> None:
    wished = wishes.read((), ["E#At a glance", "E#Front matter"])
    assert wished.sections("E") == {"at-a-glance", "front-matter"}


def test_overwriting_everything_is_about_pages_of_ours(declared: Project) -> None:
    page = declared.write(PAGE, BY_HAND.format(version="1.0.0"))
    ran = _run("--overwrite", "--all")
    assert ran.exit_code == 1
    assert "[foreign-file]" in ran.output
    assert page.read_text() == BY_HAND.format(version="1.0.0")
    assert _run("--overwrite", "E").exit_code == 0
    assert "My words." not in page.read_text()


def test_overwriting_everything_keeps_the_text_of_a_page_that_is_adopted_with_it(declared: Project) -> None:
    page = declared.write(PAGE, BY_HAND.format(version="1.0.0"))
    assert _run("--overwrite", "--all", "--adopt", "E").exit_code == 0
    assert "My words." in page.read_text()


def test_overwriting_everything_takes_pages_that_were_ours_before_their_record_was_lost(declared: Project) -> None:
    _run()
    generated = declared.page("events/E/index.mdx")
    (declared.root / "output/.catalog-gen/catalog.manifest").unlink()
    _edit(declared.root / PAGE, "First.", "By hand.")
    assert _run("--overwrite", "--all").exit_code == 0
    assert declared.page("events/E/index.mdx") == generated


# adopting


@pytest.mark.parametrize("other", ["output/domains/Shop/events/E/index.mdx", "output/events/E/index.md"])
def test_of_two_pages_of_one_id_none_is_adopted_before_one_of_them_goes(declared: Project, other: str) -> None:
    declared.write(PAGE, BY_HAND.format(version="1.0.0"))
    second = declared.write(other, BY_HAND.format(version="1.0.0"))
    ran = _run("--adopt", "E")
    assert ran.exit_code == 1
    assert "[duplicate-id]" in ran.output
    assert f"merge the text of {other} into {PAGE} by hand, and delete {other}" in ran.output
    second.unlink()
    assert _run("--adopt", "E").exit_code == 0
    assert _run().exit_code == 0


def test_of_two_pages_elsewhere_none_is_adopted_before_one_of_them_goes(declared: Project) -> None:
    declared.write("output/domains/A/events/E/index.mdx", BY_HAND.format(version="1.0.0"))
    second = declared.write("output/domains/B/events/E/index.mdx", BY_HAND.format(version="1.0.0"))
    ran = _run("--adopt", "E")
    assert ran.exit_code == 1
    assert "by hand, and delete" in ran.output
    second.unlink()
    assert _run("--adopt", "E").exit_code == 0
    assert _run().exit_code == 0


def test_a_page_of_an_older_version_that_somebody_wrote_is_no_second_page(declared: Project) -> None:
    declared.write("output/domains/A/events/E/index.mdx", BY_HAND.format(version="1.0.0"))
    declared.write("output/domains/A/events/E/versioned/0.1.0/index.mdx", BY_HAND.format(version="0.1.0"))
    assert _run("--adopt", "E").exit_code == 0
    assert _run().exit_code == 0


def test_a_page_that_stands_beside_ours_since_is_not_offered_for_adoption(declared: Project) -> None:
    _run()
    declared.write("output/domains/A/events/E/index.mdx", BY_HAND.format(version="1.0.0"))
    ran = _run()
    assert ran.exit_code == 1
    assert "--adopt" not in ran.output
    assert "by hand, and delete" in ran.output


# two settings files


@pytest.fixture
def two_catalogs(declared: Project) -> Project:
    for name in ("one", "two"):
        text = (
            f'name = "{name}"\ndefinitions = ["{name}/definitions.py"]\nroots = ["one", "two"]\ninherit-owners = true\n'
        )
        declared.write(f"{name}.toml", text)
    declared.define('crew = Team("crew", summary="s")\n', "one/definitions.py")
    declared.define(MOVING.format(description="First."), "two/definitions.py")
    for name in ("one", "two"):
        assert _run("--config", f"{name}.toml").exit_code == 0
    return declared


MOVING = """ops = Team("ops", summary="s")
e = Event("E", owners=[ops], snippets=[], summary="s", description="{description}")
"""


def _move(project: Project) -> None:
    """Move the event to the first catalog, with another text."""
    page = project.root / PAGE
    _edit(page, "First.", "First.\n\nMine.")
    project.define('other = Team("other", summary="s")\n', "two/definitions.py")
    project.define(MOVING.format(description="Second.").replace("ops", "crew"), "one/definitions.py")


def test_a_page_that_moves_to_another_catalog_takes_its_text_along(two_catalogs: Project) -> None:
    _move(two_catalogs)
    ran = _run("--config", "one.toml")
    assert ran.exit_code == 1
    assert 'build that of "two" first' in ran.output
    assert "[kept-file]" in _run("--config", "two.toml").output
    assert _run("--config", "one.toml").exit_code == 0
    page = two_catalogs.page("events/E/index.mdx")
    assert "Second.\n\nMine." in page
    assert "First." not in page
    again = _run("--config", "two.toml")
    assert again.exit_code == 0
    assert "kept-file" not in again.output
    assert "events/E" not in two_catalogs.page(".catalog-gen/two.manifest")
    assert "wrote 0" in _run("--config", "one.toml").output


def test_the_files_beside_a_page_move_to_the_other_catalog_with_it(two_catalogs: Project) -> None:
    two_catalogs.write("two/e.json", '{"type": "object"}')
    two_catalogs.write("one/e.json", '{"type": "object", "title": "New"}')
    schema = 'Event("E", schema_path="e.json",'
    two_catalogs.define(MOVING.format(description="First.").replace('Event("E",', schema), "two/definitions.py")
    _run("--config", "two.toml")
    _move(two_catalogs)
    definitions = two_catalogs.root / "one/definitions.py"
    _edit(definitions, 'Event("E",', schema)
    _run("--config", "two.toml")
    ran = _run("--config", "one.toml")
    assert ran.exit_code == 0, ran.output
    assert "New" in two_catalogs.page("events/E/schema.json")
    assert "Mine." in two_catalogs.page("events/E/index.mdx")


def test_a_page_that_another_catalog_keeps_is_nothing_to_remove(two_catalogs: Project) -> None:
    _move(two_catalogs)
    _run("--config", "two.toml")
    two_catalogs.define('crew = Team("crew", summary="s")\n', "one/definitions.py")
    assert _run("--config", "one.toml").exit_code == 0
    assert "Mine." in two_catalogs.page("events/E/index.mdx")


def test_a_definition_that_comes_back_to_its_catalog_has_its_page_again(two_catalogs: Project) -> None:
    _move(two_catalogs)
    _run("--config", "two.toml")
    two_catalogs.define('crew = Team("crew", summary="s")\n', "one/definitions.py")
    two_catalogs.define(MOVING.format(description="Third."), "two/definitions.py")
    assert _run("--config", "two.toml").exit_code == 0
    assert "Third.\n\nMine." in two_catalogs.page("events/E/index.mdx")
    assert "=kept" not in two_catalogs.page(".catalog-gen/two.manifest")


def test_adopting_a_page_of_an_older_version_keeps_its_name_and_says_the_version_that_it_had(declared: Project) -> None:
    declared.write(PAGE, BY_HAND.format(version="0.1.0"))
    assert _run("--adopt", "E").exit_code == 0
    page = declared.page("events/E/index.mdx")
    assert 'version: "0.1.0"\n' in page
    assert "name: Mine\nversion: '1.0.0'\n" in page
    assert "My words." in page
    assert _run().exit_code == 0
    assert declared.page("events/E/index.mdx") == page


def test_adopting_a_page_of_a_newer_version_asks_for_a_newer_version_of_the_definition(declared: Project) -> None:
    declared.write(PAGE, BY_HAND.format(version="2.0.0"))
    ran = _run("--adopt", "E")
    assert ran.exit_code == 1
    assert "give the definition a version that is not older" in ran.output
    assert "--overwrite" not in ran.output


# hints


def _mention_of_overwriting(output: str) -> str:
    assert '--overwrite E"' in output
    return output.partition('--overwrite E"')[2].partition("\n")[0]


def test_the_way_back_to_an_older_version_says_what_is_lost(declared: Project) -> None:
    _run()
    declared.define(CATALOG.format(version="0.9.0"))
    assert "hand-written text in the page is lost" in _mention_of_overwriting(_run().output)


@pytest.mark.parametrize("broken", [b"\xff", b"---\n: [\n---\n"])
def test_the_way_out_of_a_page_that_cannot_be_merged_says_what_is_lost(declared: Project, broken: bytes) -> None:
    _run()
    (declared.root / PAGE).write_bytes(broken)
    assert "hand-written text in the page is lost" in _mention_of_overwriting(_run().output)


def test_the_way_out_for_a_block_in_front_of_the_first_heading_says_what_is_lost() -> None:
    entry = SimpleNamespace(id="E", subject="E 1.0.0")
    back = HeldBack(cast("Any", entry), (Held("intro", "Old.", drifted=True, news=True),))
    changes = cast("Any", SimpleNamespace(held={PAGE: back}))
    (problem,) = staleness.held_back(changes, cast("Any", SimpleNamespace(output="output")))
    assert problem.hint.endswith(
        '"catalog-gen build --overwrite E" takes it with the whole page: hand-written text in the page is lost'
    )


# words


def test_a_lost_record_is_said_in_words_that_fit_one_page_as_well(project: Project) -> None:
    project.define('crew = Team("crew", summary="s")')
    project.build()
    _edit(project.root / "output/teams/crew.mdx", "summary: s", "summary: mine")
    (project.root / "output/.catalog-gen/catalog.manifest").unlink()
    (problem,) = (problem for problem in project.built().problems if problem.code == "lost-record")
    assert problem.message.endswith("what differs in pages that are mostly ours counts as written by hand")


def test_a_record_that_is_a_folder_is_said_in_words(declared: Project) -> None:
    (declared.root / "output/.catalog-gen/catalog.manifest").mkdir(parents=True)
    output = _run().output
    assert "output/.catalog-gen/catalog.manifest: the record of what was written cannot be read: " in output
    assert "Errno" not in output
    assert str(declared.root) not in output


def test_a_file_where_the_folder_of_records_should_be_is_said_in_words(declared: Project) -> None:
    declared.write("output/.catalog-gen", "a file")
    output = _run().output
    assert (
        "output/.catalog-gen: a file stands where the folder of records should be (move it away) [bad-manifest]"
        in output
    )
    assert "Errno" not in output
    assert output.count("bad-manifest") == 1


def test_what_is_held_back_is_found_by_its_heading_and_its_first_words(declared: Project) -> None:
    _run()
    _edit(declared.root / PAGE, "First.", "First of all the words, as somebody has put it by hand.")
    declared.define(CATALOG.format(version="1.0.0").replace("First.", "First of all the words, as we put it."))
    assert '"overview/2" (Overview: "First of all the words…") was edited by hand' in _run().output


def test_a_key_that_is_held_back_is_only_named(declared: Project) -> None:
    _run()
    _edit(declared.root / PAGE, "summary: s\n", "summary: mine\n")
    declared.define(CATALOG.format(version="1.0.0").replace('[], summary="s"', '[], summary="t"'))
    assert ' "summary" was edited by hand' in _run().output
