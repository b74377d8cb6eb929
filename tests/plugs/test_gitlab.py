"""The script that the README gives away for GitLab, run against a server that behaves as GitLab's does."""

from __future__ import annotations

import os
import re
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from composite import ROOT
from gitlab_api import ME, NOTES, TOKEN, gitlab_api
from pull_request import DEFINITIONS, MARKER, SETTINGS, WITHOUT_OWNER
from repositories import commit, git, repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from gitlab_api import GitLabServer

pytestmark = pytest.mark.plugs

README = (ROOT / "README.md").read_text(encoding="utf-8")
NOTHING = f"{MARKER}\nNo catalog changes any more."


def _template() -> dict[str, Any]:
    found = re.search(r"```yaml\n# \.gitlab-ci\.yml\n(.*?)```", README, re.DOTALL)
    assert found
    said: dict[str, Any] = yaml.safe_load(found[1])
    return said


@pytest.fixture
def gitlab() -> Iterator[GitLabServer]:
    with gitlab_api() as server:
        yield server


@pytest.fixture
def job(tmp_path: Path, gitlab: GitLabServer, program: Path) -> Job:
    return Job(tmp_path, gitlab, program)


class Job:
    """Merge request 7 of project 3, and the job of the README that reviews it, on a machine with our program."""

    def __init__(self, tmp: Path, gitlab: GitLabServer, program: Path) -> None:
        self.clone = repository(tmp / "clone", {"pyproject.toml": SETTINGS, "schemas/definitions.py": DEFINITIONS})
        self.base = git(self.clone, "rev-parse", "HEAD")
        self.token = TOKEN
        self.variables: dict[str, str] = {}
        self._gitlab = gitlab
        self._bin = tmp / "bin"
        self._bin.mkdir()
        (self._bin / "catalog-gen").symlink_to(program / "venv" / "bin" / "catalog-gen")
        for name in ("python", "apt-get"):  # it is installed already
            (self._bin / name).write_text(f'#!/bin/sh\necho "{name} $*"\n')
            (self._bin / name).chmod(0o755)

    def brings(self, path: str, text: str) -> None:
        (self.clone / path).write_text(text, encoding="utf-8")
        commit(self.clone)

    def __call__(self) -> tuple[int, str]:
        variables = {
            "CI_API_V4_URL": self._gitlab.address,
            "CI_COMMIT_SHA": git(self.clone, "rev-parse", "HEAD"),
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": self.base,
            "CI_MERGE_REQUEST_IID": "7",
            "CI_MERGE_REQUEST_PROJECT_ID": "3",
            "CI_MERGE_REQUEST_SOURCE_PROJECT_URL": "https://gitlab.example/acme/shop",
            "CATALOG_REVIEW_TOKEN": self.token,
        }
        lines = _template()["catalog-review"]["script"]
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", "\n".join(lines)],
            cwd=self.clone,
            env={**os.environ, "PATH": f"{self._bin}:{os.environ['PATH']}", **variables, **self.variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert TOKEN not in ran.stdout
        return ran.returncode, ran.stdout


def test_the_job_has_all_commits_and_only_merge_requests() -> None:
    job = _template()["catalog-review"]
    assert job["variables"]["GIT_DEPTH"] == "0"
    assert job["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'}]
    assert job["script"][0].startswith("python -I -m pip install ")


def test_a_merge_request_gets_its_note_which_is_updated_in_place(job: Job, gitlab: GitLabServer) -> None:
    gitlab.has("Looks good.", 5)
    gitlab.has(f"{MARKER}\nI can write that, too.", 5)
    job.brings("schemas/definitions.py", WITHOUT_OWNER)
    code, said = job()
    assert code == 0, said
    assert len(gitlab.notes) == 3
    head = git(job.clone, "rev-parse", "HEAD")
    assert gitlab.notes[2]["body"].startswith(f"{MARKER}\n")
    assert f"https://gitlab.example/acme/shop/-/blob/{head}/schemas/definitions.py" in gitlab.notes[2]["body"]
    assert gitlab.notes[2]["body"] in said

    job.brings("schemas/definitions.py", DEFINITIONS)
    code, said = job()
    assert code == 0, said
    assert len(gitlab.notes) == 3
    assert gitlab.notes[2]["body"] == NOTHING
    assert gitlab.written == [f"POST {NOTES}", f"PUT {NOTES}/3"]


def test_where_nothing_was_ever_relevant_there_is_no_note(job: Job, gitlab: GitLabServer) -> None:
    job.brings("README.md", "Hello.")
    code, said = job()
    assert code == 0, said
    assert gitlab.written == []


def test_the_note_is_found_on_any_page(job: Job, gitlab: GitLabServer) -> None:
    for number in range(200):
        gitlab.has(f"No {number}.", ME if number % 2 else 5)
    gitlab.has(f"{MARKER}\r\nEvent catalog: 1 breaking change", ME)
    job.brings("README.md", "Hello.")
    code, said = job()
    assert code == 0, said
    assert gitlab.written == [f"PUT {NOTES}/201"]
    assert gitlab.bodies[200] == NOTHING


def test_a_pipeline_for_merged_results_reviews_the_branch(job: Job, gitlab: GitLabServer) -> None:
    job.brings("schemas/definitions.py", WITHOUT_OWNER)
    job.variables["CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"] = git(job.clone, "rev-parse", "HEAD")
    job.brings("schemas/definitions.py", DEFINITIONS)
    code, said = job()
    assert code == 0, said
    assert "OrderPlaced" in gitlab.bodies[0]


def test_without_a_token_as_in_a_fork_the_report_is_in_the_log(job: Job, gitlab: GitLabServer) -> None:
    job.brings("schemas/definitions.py", WITHOUT_OWNER)
    job.token = ""
    code, said = job()
    assert code == 0, said
    assert "OrderPlaced" in said
    assert said.endswith("no CATALOG_REVIEW_TOKEN here: the report is above\n")
    assert gitlab.asked == []


def test_what_gitlab_refuses_fails_the_job_with_its_words(job: Job, gitlab: GitLabServer) -> None:
    job.brings("schemas/definitions.py", WITHOUT_OWNER)
    job.token = "wrong"  # noqa: S105 - none
    code, said = job()
    assert code != 0
    assert "401" in said
    assert gitlab.notes == []


def test_a_server_that_is_busy_is_asked_again(job: Job, gitlab: GitLabServer) -> None:
    job.brings("schemas/definitions.py", WITHOUT_OWNER)
    gitlab.busy = 1
    code, said = job()
    assert code == 0, said
    assert len(gitlab.notes) == 1


def test_a_line_that_would_be_a_command_to_gitlab_is_none(job: Job, gitlab: GitLabServer, tmp_path: Path) -> None:
    program = tmp_path / "bin" / "catalog-gen"
    program.unlink()
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' '{MARKER}' '/merge' '  /close' 'a/b' '- /approve'\n")
    program.chmod(0o755)
    code, said = job()
    assert code == 0, said
    assert gitlab.bodies == [f"{MARKER}\n\\/merge\n  \\/close\na/b\n- /approve"]
