"""What actionlint and shellcheck say of the action, of workflows, and of scripts that the README gives away."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
import yaml
from composite import FOLDER, ROOT, SCRIPTS, STEPS
from repositories import repository

from catalog_gen.project import texts

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.plugs

README = (ROOT / "README.md").read_text(encoding="utf-8")
HERE = "./.github/actions/review"


def _run(*command: str, folder: Path, given: str | None = None) -> tuple[int, str]:
    ran = subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def _shown(name: str) -> str:
    """A file that the README shows, with a comment of its path at its top."""
    found = re.search(rf"```yaml\n# {re.escape(name)}\n(.*?)```", README, re.DOTALL)
    assert found, name
    return found[1]


def _workflows(tmp_path: Path, **files: str) -> Path:
    """A repository with these workflows, and with our action in it."""
    repository(tmp_path, {f".github/workflows/{name}.yml": text for name, text in files.items()})
    shutil.copytree(FOLDER, tmp_path / HERE)
    return tmp_path


@pytest.mark.parametrize("name", list(SCRIPTS))
def test_shellcheck_finds_nothing_in_a_step_of_the_action(tmp_path: Path, name: str) -> None:
    [step] = [step for step in STEPS if step.get("run") == SCRIPTS[name]]
    known = "".join(f'export {variable}="${{{variable}:-}}"\n' for variable in step["env"])
    script = f"#!/bin/bash\nset -e -o pipefail\n{known}{step['run']}"
    assert _run("shellcheck", "--shell=bash", "-", folder=tmp_path, given=script) == (0, "")


def test_actionlint_finds_nothing_in_our_workflows() -> None:
    files = sorted(str(path) for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    assert files != []
    assert _run("actionlint", "-oneline", *files, folder=ROOT) == (0, "")


def test_actionlint_finds_nothing_in_the_workflow_of_the_readme(tmp_path: Path) -> None:
    text = _shown(".github/workflows/catalog-review.yml").replace(
        "OWNER/catalog-gen/.github/actions/review@COMMIT", HERE
    )
    assert HERE in text
    assert _run("actionlint", "-oneline", folder=_workflows(tmp_path, review=text)) == (0, "")


def test_actionlint_knows_our_action_and_what_is_dangerous(tmp_path: Path) -> None:
    """So that finding nothing means something."""
    text = _shown(".github/workflows/catalog-review.yml").replace(
        "OWNER/catalog-gen/.github/actions/review@COMMIT", HERE
    )
    text += "        with:\n          hed: main\n      - run: echo ${{ github.head_ref }} $x\n"
    code, said = _run("actionlint", "-oneline", folder=_workflows(tmp_path, review=text))
    assert code == 1
    assert 'input "hed" is not defined' in said
    assert '"github.head_ref" is potentially untrusted' in said
    assert "SC2086" in said


@pytest.mark.parametrize("folder", ["", "teams/a"])
@pytest.mark.parametrize("committed", [True, False])
def test_actionlint_finds_nothing_in_the_workflow_of_init(tmp_path: Path, folder: str, *, committed: bool) -> None:
    values = {"folder": folder, "program": "catalog-gen==0.1.0", "committed": committed, "site": "catalog"}
    text = texts.text("github/catalog.yml", **values).decode()
    assert _run("actionlint", "-oneline", folder=_workflows(tmp_path, catalog=text)) == (0, "")


def test_shellcheck_finds_nothing_in_the_script_for_gitlab(tmp_path: Path) -> None:
    lines = yaml.safe_load(_shown(".gitlab-ci.yml"))["catalog-review"]["script"]
    script = "\n".join(["#!/bin/bash", "set -eo pipefail", *lines])
    assert _run("shellcheck", "--shell=bash", "-", folder=tmp_path, given=script) == (0, "")


def test_shellcheck_finds_nothing_in_our_scripts() -> None:
    scripts = [str(path) for path in sorted((ROOT / ".ci").iterdir())]
    assert _run("shellcheck", *scripts, folder=ROOT) == (0, "")
