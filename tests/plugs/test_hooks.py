"""The hooks for pre-commit, used from a repository as a team would."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml
from composite import ROOT
from pull_request import DEFINITIONS, SETTINGS, WITHOUT_OWNER
from repositories import commit, git, repository

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.plugs


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it has installed."""
    return tmp_path_factory.mktemp("store")


@pytest.fixture
def team(tmp_path: Path) -> Path:
    return repository(tmp_path / "team", {"pyproject.toml": SETTINGS, "schemas/definitions.py": DEFINITIONS})


def _pre_commit(team: Path, store: Path, *arguments: str) -> tuple[int, str]:
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
    environment = {**alone, "PRE_COMMIT_HOME": str(store), "PRE_COMMIT_COLOR": "never"}
    command = ["pre-commit", *arguments]
    ran = subprocess.run(command, cwd=team, env=environment, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def test_the_hooks_are_valid_for_pre_commit(tmp_path: Path) -> None:
    code, said = _pre_commit(tmp_path, tmp_path, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    assert (code, said) == (0, "")


def test_a_repository_can_try_the_hooks(team: Path, store: Path) -> None:
    code, said = _pre_commit(team, store, "try-repo", str(ROOT), "--all-files", "--verbose")
    assert code == 1
    check, _, build = said.partition("catalog-gen-build")
    assert "stale-output" in check
    assert "- hook id: catalog-gen-check" in check
    assert "wrote " in build
    assert "Failed" not in build.partition("catalog-gen build")[0]


def test_hooks_of_a_configuration_stop_what_is_not_current(team: Path, store: Path) -> None:
    rev = git(ROOT, "rev-parse", "HEAD")
    hooks = [{"id": "catalog-gen-check"}, {"id": "catalog-gen-build"}]
    configuration = {"repos": [{"repo": ROOT.as_uri(), "rev": rev, "hooks": hooks}]}
    (team / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration))
    git(team, "add", "-A")

    code, said = _pre_commit(team, store, "run", "--all-files")  # makes the catalog
    assert "stale-output" in said, said
    commit(team)
    assert (team / "output/events/OrderPlaced/index.mdx").is_file()
    code, said = _pre_commit(team, store, "run", "--all-files")
    assert code == 0, said
    assert said.count("Passed") == 2

    (team / "schemas/definitions.py").write_text(WITHOUT_OWNER, encoding="utf-8")
    git(team, "add", "-A")
    code, said = _pre_commit(team, store, "run")
    assert code == 1
    assert "stale-output" in said
    assert "files were modified by this hook" in said.partition("catalog-gen build")[2]
    git(team, "add", "-A")
    code, said = _pre_commit(team, store, "run")
    assert code == 0, said

    commit(team)
    (team / "logo.png").write_bytes(b"x")
    git(team, "add", "-A")
    code, said = _pre_commit(team, store, "run")
    assert code == 0, said
    assert said.count("(no files to check)Skipped") == 2
