from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commanding import run
from projects import files_of

CONFIG = "export default {\n  title: 'Ours',\n  generators: [\n  ],\n};\n"


def put(folder: Path, **texts: str) -> None:
    """Write files; `__` in a name is a slash, a `DOT` a dot."""
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("DOT", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_a_new_project_builds_without_a_warning(tmp_path: Path) -> None:
    begun = run(tmp_path, "init", "acme-shop")
    assert begun.code == 0
    assert begun.problems == ""
    shop = tmp_path / "acme-shop"
    assert run(shop, "build", "--strict") == (0, "", "wrote 9, kept 0\n")
    assert run(shop, "check", "--strict") == (0, "", "no problems\n")
    assert "# Overview" in (shop / "catalog/events/OrderPlaced/index.mdx").read_text(encoding="utf-8")
    assert 'title: "Acme shop"' in (shop / "catalog/eventcatalog.config.js").read_text(encoding="utf-8")


def test_the_last_words_are_the_commands_to_run_next(tmp_path: Path) -> None:
    said = run(tmp_path, "init", "my shop").said
    commands = [line.split("  #")[0].strip() for line in said.partition("next:\n")[2].splitlines()]
    assert commands == ["cd 'my shop'", "catalog-gen build", "cd catalog", "npm install && npm run dev"]


def test_a_folder_that_looks_like_an_option_is_one_that_cd_takes(tmp_path: Path) -> None:
    said = run(tmp_path, "init", "--", "-shop").said
    assert said.partition("next:\n")[2].splitlines()[0] == "  cd ./-shop"


def test_a_second_run_writes_nothing_and_says_so(tmp_path: Path) -> None:
    run(tmp_path, "init", "--no-commit-output")
    before = files_of(tmp_path)
    again = run(tmp_path, "init", "--no-commit-output")
    assert again == (0, "", "everything is there already; nothing was written\n")
    assert files_of(tmp_path) == before


def test_what_init_wrote_and_somebody_changed_is_no_news(tmp_path: Path) -> None:
    run(tmp_path, "init")
    for name in ("catalog-gen.toml", "schemas/orders/definitions.py", "catalog/package.json", "catalog/.gitignore"):
        with (tmp_path / name).open("a") as file:
            file.write("\n")
    assert run(tmp_path, "init").said == ""


def test_a_dry_run_lists_and_writes_nothing(tmp_path: Path) -> None:
    dry = run(tmp_path, "init", "shop", "--dry-run")
    assert not list(tmp_path.iterdir())
    listed = [line.split()[2] for line in dry.said.splitlines()]
    run(tmp_path, "init", "shop")
    assert sorted(listed) == sorted(Path(path).as_posix() for path in files_of(tmp_path / "shop"))


def test_files_that_are_there_stay_and_are_named(tmp_path: Path) -> None:
    put(tmp_path, DOTgithub__workflows__catalogDOTyml="mine\n", CODEOWNERS="* @acme/platform\n")
    said = run(tmp_path, "init").said
    assert "left   .github/workflows/catalog.yml: it is there already" in said
    assert (tmp_path / ".github/workflows/catalog.yml").read_text() == "mine\n"
    owners = (tmp_path / "CODEOWNERS").read_text().splitlines()
    assert owners[0] == "* @acme/platform"
    assert owners[-1] == "/catalog/.catalog-gen/"
    assert not (tmp_path / ".github/CODEOWNERS").exists()


def test_a_pyproject_without_our_table_is_left_alone(tmp_path: Path) -> None:
    put(tmp_path, pyprojectDOTtoml='[project]\nname = "shop"\n')
    run(tmp_path, "init")
    assert (tmp_path / "pyproject.toml").read_text() == '[project]\nname = "shop"\n'
    assert run(tmp_path, "build").code == 0
    assert (tmp_path / "catalog/events/OrderPlaced/index.mdx").exists()


def test_settings_in_pyproject_hold(tmp_path: Path) -> None:
    put(tmp_path, pyprojectDOTtoml='[tool.catalog-gen]\noutput = "site"\n')
    assert run(tmp_path, "init").code == 0
    assert not (tmp_path / "catalog-gen.toml").exists()
    assert (tmp_path / "site/package.json").exists()
    assert run(tmp_path, "build").code == 0


# --- an EventCatalog project that is there


@pytest.mark.parametrize("folder", [".", "docs"])
def test_an_existing_catalog_is_connected_and_nothing_of_it_is_changed(tmp_path: Path, folder: str) -> None:
    catalog = tmp_path / folder
    page = "---\nid: Sold\nname: Sold\nversion: 1.0.0\n---\n\nOurs.\n"
    put(catalog, eventcatalogDOTconfigDOTjs=CONFIG, DOTenv="LICENSE=x", events__Sold__indexDOTmdx=page)
    before = files_of(catalog)
    ran = run(tmp_path, "init")
    assert ran.code == 0
    up = "" if folder == "." else "docs/"
    assert f"by hand: {up}eventcatalog.config.js: add to the `generators` in line 3:\n    ['" in ran.said
    assert "build --adopt" in ran.said
    after = files_of(catalog)
    assert {name for name in before if before[name] != after[name]} == {".env"}
    assert (catalog / ".env").read_text().startswith("LICENSE=x\n\n#")
    assert (catalog / ".env").read_text().endswith("EVENTCATALOG_DISABLE_CHANNEL_MIGRATION=true\n")
    new = {Path(name).as_posix() for name in files_of(tmp_path)} - {f"{up}{name}" for name in before}
    definitions = {"schemas/orders/definitions.py", "schemas/orders/order-placed.avsc"}
    assert new == {"catalog-gen.toml", f"{up}catalog-gen.mjs", *definitions}
    assert run(tmp_path, "build").code == 0
    assert (catalog / "events/Sold/index.mdx").read_text() == page
    assert (catalog / "events/OrderPlaced/index.mdx").exists()


def test_a_second_run_says_again_what_is_to_be_done_by_hand_until_it_is(tmp_path: Path) -> None:
    put(tmp_path, eventcatalogDOTconfigDOTjs=CONFIG)
    first = run(tmp_path, "init").said
    entry = next(line.strip() for line in first.splitlines() if line.startswith("    ["))
    again = run(tmp_path, "init")
    by_hand = [line for line in first.partition("\nnext:")[0].splitlines() if "by hand" in line or entry in line]
    assert (again.said.splitlines(), again.problems) == (by_hand, "nothing was written\n")
    put(tmp_path, eventcatalogDOTconfigDOTjs=CONFIG.replace("[\n", f"[\n{entry}\n"))
    assert run(tmp_path, "init") == (0, "", "everything is there already; nothing was written\n")


def test_projects_of_one_repository_stand_beside_each_other(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".github").mkdir()
    for folder in ("teams/a", "teams/b"):
        assert run(tmp_path, "init", folder)[::2] == (0, "")
    workflows = sorted(path.name for path in (tmp_path / ".github/workflows").iterdir())
    assert workflows == ["catalog-teams-a.yml", "catalog-teams-b.yml"]
    owners = (tmp_path / ".github/CODEOWNERS").read_text(encoding="utf-8")
    assert [line for line in owners.splitlines() if line.endswith("/events/")] == [
        "/teams/a/catalog/events/",
        "/teams/b/catalog/events/",
    ]


def test_of_several_catalogs_one_is_chosen(tmp_path: Path) -> None:
    put(tmp_path, a__eventcatalogDOTconfigDOTjs=CONFIG, b__eventcatalogDOTconfigDOTjs=CONFIG)
    refused = run(tmp_path, "init")
    assert (refused.code, len(files_of(tmp_path))) == (2, 2)
    assert "there are EventCatalog projects in a and b; choose one with --output" in refused.problems
    assert run(tmp_path, "init", "--output", "b").code == 0
    assert (tmp_path / "b/catalog-gen.mjs").exists()


# --- what is refused

REFUSED = {
    "a file": (["file"], '"file" is a file, not a folder'),
    "below a file": (["file/x"], "a file stands where a folder should be"),
    "nothing": ([""], "DIR is empty"),
    "a name of two lines": (["--name", "a\nb"], "--name is one line"),
    "an empty name": (["--name", " "], "--name is one line"),
    "an output above": (["--output", "../x"], "is no folder below the project"),
    "an absolute output": (["--output", "/x"], "is no folder below the project"),
    "no output": (["--output", ""], "is no folder below the project"),
    "schemas above": (["--from", "../*.avsc"], "is not below the project"),
    "schemas that are not there": (["--from", "*.avsc"], "no schema file"),
}


@pytest.mark.parametrize(("arguments", "words"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_and_nothing_is_written(tmp_path: Path, arguments: list[str], words: str) -> None:
    put(tmp_path, file="")
    refused = run(tmp_path, "init", *arguments)
    assert refused.code == 2
    assert words in refused.problems
    assert list(files_of(tmp_path)) == ["file"]


def test_wrong_settings_are_shown_and_nothing_is_written(tmp_path: Path) -> None:
    put(tmp_path, **{"catalog-genDOTtoml": "outputt = 1\n"})
    refused = run(tmp_path, "init")
    assert refused.code == 2
    assert "[unknown-setting]" in refused.problems
    assert list(files_of(tmp_path)) == ["catalog-gen.toml"]


def test_a_project_in_another_one_has_to_be_meant(tmp_path: Path) -> None:
    put(tmp_path, **{"catalog-genDOTtoml": "", "schemas__orders__x": ""})
    inside = tmp_path / "schemas/orders"
    refused = run(inside, "init")
    assert refused.code == 2
    assert "inside of the project of ../../catalog-gen.toml" in refused.problems
    meant = run(inside, "init", ".")
    assert meant.code == 0
    assert "by hand: ../../catalog-gen.toml: its `definitions` match those here as well" in meant.said


def test_a_folder_in_which_nothing_can_be_made_is_a_problem_and_stays_empty(tmp_path: Path) -> None:
    put(tmp_path, catalog="")
    refused = run(tmp_path, "init")
    assert refused.code == 1
    assert "catalog/package.json: it cannot be written: a file stands where a folder should be" in refused.problems
    assert refused.problems.endswith("1 error in 1 file; nothing was written\n")
    assert list(files_of(tmp_path)) == ["catalog"]
    assert [path.name for path in tmp_path.iterdir()] == ["catalog"]


def test_a_shell_that_expands_the_pattern_is_guessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, aDOTavsc="{}", bDOTavsc="{}")
    monkeypatch.setattr(sys, "argv", ["catalog-gen", "init", "--from", "a.avsc", "b.avsc"])
    refused = run(tmp_path, *sys.argv[1:])
    assert refused.code == 2
    assert "quote the pattern of --from" in refused.problems


# --- git


def _git(folder: Path, *arguments: str) -> str:
    ours = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_NAME": "a", "GIT_COMMITTER_NAME": "a"}
    mails = {"GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_EMAIL": "a@b"}
    ran = subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env={**os.environ, **ours, **mails},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout + ran.stderr


def test_two_branches_never_meet_in_the_record_of_what_was_written(tmp_path: Path) -> None:
    _git(tmp_path, "init", "-q", "-b", "main")
    run(tmp_path, "init")
    definitions = tmp_path / "schemas/orders/definitions.py"
    written = definitions.read_text(encoding="utf-8")
    for branch, words in (("main", "Takes orders."), ("other", "Takes all."), ("main", "Takes some.")):
        _git(tmp_path, "checkout", "-q", branch)
        definitions.write_text(written.replace("Takes orders.", words), encoding="utf-8")
        assert run(tmp_path, "build").code == 0
        _git(tmp_path, "add", "-A")
        _git(tmp_path, "commit", "-q", "-m", words)
        _git(tmp_path, "branch", "other")  # from the first commit; later it is there
    said = _git(tmp_path, "merge", "other")
    conflicts = _git(tmp_path, "diff", "--name-only", "--diff-filter=U").splitlines()
    assert "catalog/services/OrderService/index.mdx" in conflicts, said
    assert "catalog/.catalog-gen/catalog.manifest" not in conflicts
    definitions.write_text(written, encoding="utf-8")
    assert run(tmp_path, "build").code == 0
    assert run(tmp_path, "check", "--strict").problems == "no problems\n"


def test_line_ends_of_windows_are_no_hand_edits(tmp_path: Path) -> None:
    run(tmp_path, "init")
    run(tmp_path, "build")
    for path in (tmp_path / "catalog/events").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert run(tmp_path, "check", "--strict").problems == "no problems\n"
