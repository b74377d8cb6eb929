"""The hooks for pre-commit, used from a repository as a team would."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from typing import TYPE_CHECKING

import pytest
import yaml
from commanding import run
from composite import ROOT
from pull_request import DEFINITIONS, SETTINGS, WITHOUT_OWNER
from repositories import commit, git, repository

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.plugs


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A team's repository with its catalog in it."""
    folder = tmp_path / "team"
    repository(folder, {"pyproject.toml": SETTINGS, "schemas/definitions.py": DEFINITIONS})
    assert run(folder, "build").code == 0
    commit(folder)
    return folder


def _pre_commit(team: Path, *arguments: str) -> tuple[int, str]:
    """What pre-commit does. Dependencies are borrowed: that pip brings them is known from the other tests."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
    borrowed = {"PYTHONPATH": sysconfig.get_path("purelib"), "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    kept = {"PRE_COMMIT_HOME": str(team.parent / "store"), "PRE_COMMIT_COLOR": "never"}
    command = ["pre-commit", *arguments]
    ran = subprocess.run(command, cwd=team, env=alone | borrowed | kept, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def _edited(team: Path, path: str, text: str) -> None:
    (team / path).write_text(text, encoding="utf-8")
    git(team, "add", "-A")


def test_the_hooks_are_valid_for_pre_commit(tmp_path: Path) -> None:
    assert _pre_commit(tmp_path, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")) == (0, "")


def test_a_repository_can_try_a_hook(team: Path) -> None:
    _edited(team, "schemas/definitions.py", WITHOUT_OWNER)
    code, said = _pre_commit(team, "try-repo", str(ROOT), "catalog-gen-check")
    assert code == 1
    assert "- hook id: catalog-gen-check\n- exit code: 1" in said
    assert "[stale-output]" in said


def test_the_hooks_stop_what_is_not_current_and_look_away_from_everything_else(team: Path) -> None:
    """As our manifest says, but with the program that is installed here."""
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    here = f"{sys.executable} -m catalog_gen"
    hooks = [hook | {"language": "system", "entry": hook["entry"].replace("catalog-gen", here)} for hook in manifest]
    _edited(team, ".pre-commit-config.yaml", yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]}))
    code, said = _pre_commit(team, "run")
    assert code == 0, said
    assert said.count("Passed") == 2
    commit(team)

    _edited(team, "schemas/definitions.py", WITHOUT_OWNER)
    code, said = _pre_commit(team, "run")
    assert code == 1
    check, _, build = said.partition("catalog-gen build...")
    assert "[stale-output]" in check
    assert "- files were modified by this hook" in build
    assert "wrote " in build
    git(team, "add", "-A")
    code, said = _pre_commit(team, "run")
    assert code == 0, said
    commit(team)

    _edited(team, "notes.txt", "Nothing of the catalog.")
    code, said = _pre_commit(team, "run")
    assert code == 0, said
    assert said.count("(no files to check)Skipped") == 2
