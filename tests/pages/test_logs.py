from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from avro_versions import ID, LOOSE, NEEDED, NOTE, declare, record, write
from commanding import run
from projects import Project

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def _log(project: Project, path: str = "events/E/changelog.mdx") -> str:
    project.build()
    return project.page(path)


def test_what_changed_stands_below_the_words_of_the_author(project: Project) -> None:
    declare(project, more='changes="We *know* the amount."')
    write(project, record(ID, LOOSE), v1_0_0=record(ID))
    text = _log(project)
    assert re.search(r"We \*know\* the amount\.\n\n### Schema, since 1\.0\.0\n\n- `amount` was added", text)
    assert "| 1.0.1 | 1.0.0 | yes, backward compatible |\n| 1.0.0 | 1.0.1 | yes, forward compatible |" in text
    assert text.endswith("The agreed level is `BACKWARD`; the change keeps to it.\n")


def test_a_log_needs_no_words_of_an_author(project: Project) -> None:
    declare(project)
    write(project, record(ID, LOOSE), v1_0_0=record(ID))
    assert _log(project).startswith("---\nbadges: []\n---\n\n### Schema, since 1.0.0\n")


def test_a_version_that_changes_nothing_has_no_log(project: Project) -> None:
    declare(project)
    write(project, record(ID), v1_0_0=record(ID))
    project.build()
    assert not (project.root / "output/events/E/changelog.mdx").exists()


def test_a_log_is_dated_by_its_definition_only(project: Project) -> None:
    declare(project, more="date=date(2026, 2, 3)")
    write(project, record(ID, LOOSE), v1_0_0=record(ID))
    assert _log(project).startswith("---\ncreatedAt: 2026-02-03\n---\n")


def test_every_version_tells_what_it_changed_itself(project: Project) -> None:
    declare(project, "3.0.0", previous=("2.0.0", "1.0.0"))
    write(project, record(ID, NOTE), v1_0_0=record(ID), v2_0_0=record(ID, NEEDED))
    assert "### Schema, since 2.0.0" in _log(project)
    older = project.page("events/E/versioned/2.0.0/changelog.mdx")
    assert "### Schema, since 1.0.0" in older
    assert "- **Messages of 1.0.0 cannot be read any more:** `amount` was added" in older
    assert "**the change breaks it**, which the new number announces." in older
    assert not (project.root / "output/events/E/versioned/1.0.0/changelog.mdx").exists()


def test_words_for_people_alone_break_nobody_so_nothing_is_said_of_readers(project: Project) -> None:
    declare(project)
    write(project, record(ID, doc="Said better."), v1_0_0=record(ID))
    text = _log(project)
    assert "### Schema, since 1.0.0" in text
    assert "Who reads" not in text


def test_very_many_changes_are_folded(project: Project) -> None:
    declare(project)
    many = [{"name": f"field_{number}", "type": "string", "default": ""} for number in range(50)]
    write(project, record(ID, *many), v1_0_0=record(ID))
    before, _, folded = _log(project).partition("<details>\n<summary>10 more changes</summary>")
    assert before.count("\n- ") == 40
    assert folded.count("\n- ") == 10


def test_headers_have_a_part_of_their_own(project: Project) -> None:
    for name, kind in (("h", "integer"), ("h-1.0.0", "number")):
        schema = {"type": "object", "properties": {"a": {"type": kind}}}
        project.write(f"schemas/{name}.json", json.dumps(schema).encode())
    project.define(
        """
        crew = Team("crew", summary="s")
        e = Event("E", version="1.0.1", schema_path="e.avsc", summary="s", owners=[crew], snippets=[],
                  headers_schema_path="h.json", previous=[Previous("1.0.0", headers_schema_path="h-1.0.0.json")])
        s = Service("S", sends=[e], owners=[crew], summary="s")
        """
    )
    write(project, record(ID))
    assert "### Schema: the headers, since 1.0.0" in _log(project)


def test_a_service_tells_what_it_sends_and_receives_since_then(project: Project) -> None:
    project.define(
        """
        crew = Team("crew", summary="s")
        a, b = (Event(name, summary="s", owners=[crew], snippets=[]) for name in "AB")
        c = Event("C", version="2.0.0", summary="s", owners=[crew], snippets=[], previous=[Previous("1.0.0")])
        old = Service("S", version="1.0.0", sends=[a], receives=[Receives(c, version="1.0.0")], owners=[crew],
                      summary="s")
        new = Service("S", version="1.1.0", sends=[b], receives=[Receives(c, version="2.0.0")], owners=[crew],
                      summary="s", changes="Another event.")
        """
    )
    text = _log(project, "services/S/changelog.mdx")
    assert text.endswith(
        "Another event.\n\n### Messages, since 1.0.0\n\n"
        '- sends <Link href="/docs/events/B/1.0.0">B</Link> now\n'
        '- no longer sends <Link href="/docs/events/A/1.0.0">A</Link>\n'
        '- receives <Link href="/docs/events/C/2.0.0">C</Link> in 2.0.0 instead of 1.0.0\n'
    )


def test_a_version_in_the_archive_is_told_of_from_the_build_on_that_archives_it(project: Project) -> None:
    write(project, record(ID))
    declare(project, "1.0.0", previous=())
    project.build()
    write(project, record(ID, LOOSE))
    declare(project, "1.0.1", previous=())
    first = _log(project)
    assert "### Schema, since 1.0.0\n\n- `amount` was added" in first
    again = project.built()
    assert again.changes is not None
    assert again.changes.nothing
    assert _log(project) == first


@pytest.mark.parametrize(
    ("now", "version", "level", "said"),
    [
        (record(ID, LOOSE), "1.0.1", "FULL", "`FULL` with 1.0.0 ([history](#history))"),
        (record(ID, NEEDED), "2.0.0", "FULL", "`FULL`, but not with 1.0.0 ([history](#history))"),
        (record(ID, NEEDED), "1.0.1", "NONE", "`NONE` ([history](#history))"),
    ],
)
def test_the_page_says_whether_the_version_keeps_to_its_level(
    project: Project, now: str, version: str, level: str, said: str
) -> None:
    declare(project, version, level=level)
    write(project, now, v1_0_0=record(ID))
    project.build()
    page = project.page("events/E/index.mdx")
    assert f"| Compatibility | {said} |" in page
    assert "## History" in page


def test_a_page_is_made_anew_when_an_older_schema_changes(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_GEN_CACHE", str(tmp_path / "cache"))
    declare(project)
    write(project, record(ID, LOOSE), v1_0_0=record(ID))
    assert run(project.root, "build").code == 0
    write(project, record(ID, LOOSE), v1_0_0=record(ID, NOTE, LOOSE))
    assert run(project.root, "build").code == 0
    assert "`note` was removed" in project.page("events/E/changelog.mdx")


def _service(project: Project, version: str, sends: str) -> None:
    project.define(
        f"""
        crew = Team("crew", summary="s")
        a, b = (Event(name, summary="s", owners=[crew], snippets=[]) for name in "AB")
        r = Service("R", receives=[a, b], owners=[crew], summary="s")
        s = Service("S", version="{version}", sends=[{sends}], owners=[crew], summary="s")
        """
    )


@pytest.mark.parametrize("layout", ["flat", "nested"])
def test_a_service_whose_older_version_is_in_the_archive_tells_it_too(project: Project, layout: str) -> None:
    project.write("pyproject.toml", f'[tool.catalog-gen]\nlayout = "{layout}"\n')
    _service(project, "1.0.0", "a")
    project.build()
    _service(project, "1.1.0", "b")
    project.build()
    first = project.page("services/S/changelog.mdx")
    assert "- sends" in first
    assert ">B</Link> now" in first
    assert "- no longer sends" in first
    assert ">A</Link>" in first
    again = project.built()
    assert again.changes is not None
    assert again.changes.nothing


def test_a_service_that_goes_on_as_before_has_no_log(project: Project) -> None:
    _service(project, "1.0.0", 'Sends(a, version="1.0.0")')
    project.build()
    _service(project, "1.1.0", "a")
    project.build()
    assert not (project.root / "output/services/S/changelog.mdx").exists()


def test_nothing_is_compared_where_the_catalog_keeps_no_archive(project: Project) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\narchive = false\n")
    _service(project, "1.0.0", "a")
    project.build()
    _service(project, "1.1.0", "b")
    project.build()
    assert not (project.root / "output/services/S/changelog.mdx").exists()


def test_a_break_that_was_agreed_upon_is_told_with_the_reason(project: Project) -> None:
    accepted = 'Accepted("breaking-change", because="only {we} read <it>", until=date(2030, 1, 1))'
    declare(project, more=f"accepts=[{accepted}]")
    write(project, record(ID, NEEDED), v1_0_0=record(ID))
    end = "**the change breaks it**, which was agreed upon: only \\{we\\} read \\<it>."
    assert _log(project).endswith(f"The agreed level is `BACKWARD`; {end}\n")


def test_what_somebody_wrote_into_the_page_of_an_older_version_is_not_told_of_it(project: Project) -> None:
    _service(project, "1.0.0", "a")
    project.build()
    page = project.root / "output/services/S/index.mdx"
    page.write_text(page.read_text().replace("- id: A\n", "- id: Mine\n", 1))
    _service(project, "1.1.0", "b")
    project.build()
    assert not (project.root / "output/services/S/changelog.mdx").exists()


def test_a_version_whose_schema_was_deleted_from_the_catalog_is_no_version_without_schema(project: Project) -> None:
    write(project, record(ID))
    declare(project, "1.0.0", previous=())
    project.build()
    (project.root / "output/events/E/schema.avsc").unlink()
    declare(project, "1.0.1", previous=())
    project.build()
    again = project.built()
    assert again.changes is not None
    assert again.changes.nothing
    assert not (project.root / "output/events/E/changelog.mdx").exists()
