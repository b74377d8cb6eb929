from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from catalog_gen.output import manifest, writing

if TYPE_CHECKING:
    from projects import Project

EVENT = """crew = Team("crew")
e = Event("E", snippets=[], summary="{}")
s = Service("S", sends=[e], owners=[crew], summary="s")
"""


def _snapshot(project: Project) -> dict[str, bytes]:
    files = (path for path in (project.root / "output").rglob("*") if path.is_file())
    return {path.relative_to(project.root).as_posix(): path.read_bytes() for path in files}


def test_a_second_build_writes_nothing(project: Project) -> None:
    project.define(EVENT.format("one"))
    project.build()
    changes = project.built().changes
    assert changes is not None
    assert changes.nothing


def test_only_what_changed_is_written(project: Project) -> None:
    project.define(EVENT.format("one"))
    project.build()
    project.define(EVENT.format("two"))
    changes = project.built().changes
    assert changes is not None
    assert sorted(changes.updated) == ["events/E/index.mdx", "services/S/index.mdx", "teams/crew.mdx"]


def test_a_page_changed_by_hand_is_refreshed_and_keeps_the_change(project: Project) -> None:
    project.define(EVENT.format("one"))
    project.build()
    page = project.root / "output/events/E/index.mdx"
    page.write_text(page.read_text() + "\nMine.\n")
    project.define(EVENT.format("two"))
    project.build()
    assert "\ntwo\n" in page.read_text()
    assert page.read_text().endswith("\nMine.\n")


def test_a_hand_edit_of_the_version_is_refused_and_nothing_is_written(project: Project) -> None:
    project.define(EVENT.format("one"))
    project.build()
    page = project.root / "output/events/E/index.mdx"
    page.write_text(page.read_text().replace("version: '1.0.0'", "version: 1.2.0"))
    before = _snapshot(project)
    project.define(EVENT.format("two"))
    built = project.built()
    assert project.problems(built) == [
        'output/events/E/index.mdx:4:1: E 1.0.0: version is "1.2.0" here, which is not what the definition says '
        '(it always comes from the definition: change it there, or put "version: 1.0.0" back yourself; '
        '"catalog-gen build --overwrite E#front-matter" does that as well, but hand-written values of other keys of '
        "the definition go with it) [edited-page]"
    ]
    assert built.changes is None
    assert _snapshot(project) == before


def test_line_ends_of_another_system_are_no_change_and_no_hand_edit(project: Project) -> None:
    project.write("schemas/e.avsc", '{"type": "record",\n "name": "E", "fields": []}\n')
    project.define(EVENT.format("one").replace('"E", ', '"E", schema_path="e.avsc", '))
    project.build()
    for file in (project.root / "output/events/E").rglob("*.*"):
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    changes = project.built().changes
    assert changes is not None
    assert changes.nothing
    project.write("schemas/e.avsc", '{"type": "record",\n "name": "E", "doc": "x", "fields": []}\n')
    project.build()
    assert project.codes() == []


def test_a_copy_changed_by_hand_names_its_source(project: Project) -> None:
    project.write("schemas/e.avsc", '{"type": "record", "name": "E", "fields": []}')
    project.define(EVENT.format("one").replace('"E", ', '"E", schema_path="e.avsc", '))
    project.build()
    project.write("output/events/E/schema.avsc", "{}")
    assert project.problems() == [
        "output/events/E/schema.avsc: this copy was changed by hand; it is made from schemas/e.avsc (make the change "
        'there, delete this copy, and run "catalog-gen build") [edited-copy]'
    ]


def test_a_hand_edit_that_is_taken_back_is_no_problem_any_more(project: Project) -> None:
    project.define(EVENT.format("one"))
    project.build()
    page = project.root / "output/events/E/index.mdx"
    original = page.read_text()
    page.write_text(original + "\nMine.\n")
    page.write_text(original)
    assert project.codes() == []


def test_a_file_of_somebody_else_is_never_replaced(project: Project) -> None:
    project.write("output/events/E/index.mdx", "---\nid: E\nname: Mine\nversion: 1.0.0\n---\n")
    project.define(EVENT.format("one"))
    assert project.codes() == ["foreign-file"]


def test_without_the_record_what_equals_ours_is_ours(project: Project) -> None:
    project.define(EVENT.format("one"))
    project.build()
    manifest.path(project.root / "output", "catalog").unlink()
    assert project.codes() == []
    project.build()
    assert manifest.path(project.root / "output", "catalog").exists()


def test_a_page_whose_definition_is_gone_is_removed_with_its_folder(project: Project) -> None:
    project.define(EVENT.format("one") + 'x = Channel("gone", owners=[crew], summary="s")')
    project.build()
    project.define(EVENT.format("one"))
    project.build()
    assert not (project.root / "output/channels").exists()


def test_a_page_whose_definition_is_gone_stays_if_it_was_changed_by_hand(project: Project) -> None:
    project.define(EVENT.format("one") + 'x = Channel("gone", owners=[crew], summary="s")')
    project.build()
    page = project.root / "output/channels/gone/index.mdx"
    page.write_text(page.read_text() + "\nMine.\n")
    project.define(EVENT.format("one"))
    assert project.codes() == ["kept-file"]
    project.build()
    assert page.read_text().endswith("Mine.\n")
    assert project.codes() == ["kept-file"]


def test_files_beside_our_pages_are_not_touched(project: Project) -> None:
    project.define(EVENT.format("one"))
    project.build()
    mine = project.write("output/events/E/notes.txt", "mine")
    project.write("schemas/definitions.py", "from catalog_gen import Team\ncrew = Team('crew')\n")
    project.build()
    assert mine.read_text() == "mine"


def test_the_footer_is_written_once_and_belongs_to_the_user_after_an_edit(project: Project) -> None:
    project.define(EVENT.format("one"))
    project.build()
    footer = project.root / "output/components/footer.astro"
    footer.write_text("mine")
    project.define(EVENT.format("two"))
    project.build()
    assert footer.read_text() == "mine"
    assert project.codes() == []


def test_two_catalogs_cannot_write_the_same_path(project: Project) -> None:
    project.define(EVENT.format("one"))
    project.build()
    project.write("pyproject.toml", '[tool.catalog-gen]\nname = "second"\ninherit-owners = true\n')
    built = project.built()
    assert {problem.code for problem in built.problems} == {"claimed-twice"}
    assert 'the catalogs "second" and "catalog" would both write this file' in project.problems(built)[0]


def test_an_id_that_a_page_written_by_hand_has_elsewhere_is_taken(project: Project) -> None:
    project.write("output/domains/D/events/E/index.mdx", "---\nid: E\nname: E\nversion: 1.0.0\n---\n")
    project.define(EVENT.format("one"))
    assert project.codes() == ["duplicate-id"]


@pytest.mark.parametrize(
    ("env", "codes"), [("", ["unguarded-channels"]), ("=true", []), ("=false", ["unguarded-channels"])]
)
def test_channels_on_messages_need_the_migration_switched_off(project: Project, env: str, codes: list[str]) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\nmessage-channels = true\ninherit-owners = true\n")
    project.write("output/.env", f"EVENTCATALOG_DISABLE_CHANNEL_MIGRATION{env}\n" if env else "X=1\n")
    project.define(
        EVENT.format("one").replace('Event("E",', 'Event("E", channels=[Channel("c", owners=[crew], summary="s")],')
    )
    assert project.codes() == codes


AGENT = 'crew = Team("crew")\nclerk = Agent("Clerk", summary="Helps.", owners=[crew])'


@pytest.mark.parametrize(
    ("config", "target", "line"),
    [
        ("export default {\n  changelog: { enabled: true },\n};", 3, 2),
        ("export default { changelog: {\n  enabled : true } };", 3, 1),
        ("export default { changelog: { enabled: true } };", 4, None),
        ("export default { changelog: { enabled: false } };", 3, None),
        ("export default {\n  // changelog: { enabled: true },\n};", 3, None),
        ("export default { /* changelog: {\n enabled: true } */ };", 3, None),
        ("export default { homepageLink: 'https://acme.example.com', changelog: { enabled: true } };", 3, 1),
        ("export default { rss: { enabled: true }, changelog: {} };", 3, None),
        (None, 3, None),
    ],
)
def test_agents_need_the_changelogs_switched_off(
    project: Project, config: str | None, target: int, line: int | None
) -> None:
    project.write("pyproject.toml", f"[tool.catalog-gen]\neventcatalog = {target}\n")
    if config is not None:
        project.write("output/eventcatalog.config.js", config)
    project.define(AGENT)
    found = [(problem.code, str(problem.place)) for problem in project.built().problems]
    assert found == ([("agent-changelogs", f"output/eventcatalog.config.js:{line}")] if line else [])


@pytest.mark.parametrize(
    ("core", "target", "said"),
    [
        ("3.48.4", 3, ""),
        ("^4.7.5", 4, ""),
        ("latest", 4, ""),
        ("3.48.4", 4, "this catalog runs on EventCatalog 3, but its pages are made for 4 (set eventcatalog = 3"),
        (">= 4", 3, "this catalog runs on EventCatalog 4, but its pages are made for 3 (set eventcatalog = 4"),
        (
            "~2.9.0",
            3,
            "this catalog runs on EventCatalog 2, but its pages are made for 3 (there are pages for 3 and for 4",
        ),
    ],
)
def test_the_catalogs_own_eventcatalog_is_the_one_that_pages_are_made_for(
    project: Project, core: str, target: int, said: str
) -> None:
    project.write("pyproject.toml", f"[tool.catalog-gen]\neventcatalog = {target}\n")
    project.write("output/package.json", f'{{\n  "dependencies": {{\n    "@eventcatalog/core": "{core}"\n  }}\n}}\n')
    project.define(EVENT.format("one"))
    problems = [problem for problem in project.problems() if problem.endswith("[other-eventcatalog]")]
    assert len(problems) == bool(said)
    assert all(problem.startswith(f"output/package.json:3: {said}") for problem in problems), problems


def test_changelogs_are_fine_without_agents(project: Project) -> None:
    project.write("output/eventcatalog.config.js", "export default { changelog: { enabled: true } };")
    project.define(EVENT.format("one"))
    assert project.codes() == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; the next test covers failing writes")
def test_a_read_only_output_is_a_problem(project: Project) -> None:
    project.define(EVENT.format("one"))
    (project.root / "output").mkdir(mode=0o500)
    built = project.built()
    assert built.changes is not None
    assert [problem.code for problem in writing.apply(built.changes, project.settings())] == ["not-writable"]


def test_a_write_that_fails_replaces_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.define(EVENT.format("one"))
    project.build()
    before = _snapshot(project)
    project.define(EVENT.format("two"))
    built = project.built()
    assert built.changes is not None
    _fail_at_the_third_file(monkeypatch)
    problems = writing.apply(built.changes, project.settings())
    assert [problem.code for problem in problems] == ["not-writable"]
    assert _snapshot(project) == before


def _fail_at_the_third_file(monkeypatch: pytest.MonkeyPatch) -> None:
    import pathlib

    real, count = pathlib.Path.write_bytes, iter(range(100))

    def write(path: pathlib.Path, data: bytes) -> int:
        if next(count) == 2:
            raise OSError(28, "No space left on device")
        return real(path, data)

    monkeypatch.setattr(pathlib.Path, "write_bytes", write)


def test_a_symbolic_link_does_not_lead_writing_out_of_the_catalog(project: Project) -> None:
    outside = project.root / "outside"
    outside.mkdir()
    (project.root / "output").mkdir()
    (project.root / "output/events").symlink_to(outside)
    project.define(EVENT.format("one"))
    built = project.built()
    assert built.changes is not None
    assert [problem.code for problem in writing.apply(built.changes, project.settings())] == ["not-writable"]
    assert list(outside.iterdir()) == []
