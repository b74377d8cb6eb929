"""The action on pull requests that people make, from repositories as clones of GitHub's are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from composite import Run
from github_api import REPOSITORY, TOKEN, github_api
from pull_request import DEFINITIONS, HOSTILE, MARKER, SETTINGS, WITHOUT_OWNER
from repositories import commit, git, repository

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from composite import Finished
    from github_api import GitHubServer

pytestmark = pytest.mark.plugs

HOSTILE_NAME = "a$(touch${IFS}x)`touch${IFS}y`\"b'c;touch${IFS}z&%0Ad"


@pytest.fixture
def github() -> Iterator[GitHubServer]:
    with github_api() as server:
        yield server


@pytest.fixture
def job(tmp_path: Path, github: GitHubServer, program: Path) -> Job:
    return Job(tmp_path, github, program)


class Job:
    """Pull request 7 of a repository, and a job that reviews it."""

    def __init__(self, tmp: Path, github: GitHubServer, program: Path) -> None:
        self.workspace = tmp / "workspace"
        self.author = repository(tmp / "author", {"pyproject.toml": SETTINGS, "schemas/definitions.py": DEFINITIONS})
        self.origin = tmp / "origin.git"
        self.event = "pull_request_target"
        self.base = "main"
        self.fork = "mallory/shop"
        self.environment = {
            "GITHUB_API_URL": github.address,
            "GITHUB_GRAPHQL_URL": f"{github.address}/graphql",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_SERVER_URL": "https://github.example",
            "RUNNER_OS": "Linux",
        }
        self.instead: dict[str, Callable[[Path], dict[str, str]]] = {"install": self._installed}
        self._tmp = tmp
        self._program = program

    def branch(self, files: Mapping[str, str], name: str = "topic") -> None:
        """What the pull request brings."""
        git(self.author, "checkout", "-q", "-b", name)
        for path, text in files.items():
            (self.author / path).parent.mkdir(parents=True, exist_ok=True)
            (self.author / path).write_text(text, encoding="utf-8")
        commit(self.author)

    def grow(self, count: int, branch: str) -> None:
        """Many more commits on a branch, which change nothing in the catalog."""
        lines = []
        for number in range(count):
            lines += [f"commit refs/heads/{branch}", "committer A <a@example.com> 1700000000 +0000", "data 1", "m"]
            lines += [f"from refs/heads/{branch}^0"] if number == 0 else []
            lines += [f"M 100644 inline {branch}.txt", f"data {len(str(number))}", str(number), ""]
        git(self.author, "checkout", "-q", "--detach")
        git(self.author, "fast-import", "--quiet", given="\n".join(lines))

    def clone(self, *options: str) -> None:
        """The repository as GitHub has it, the pull request a reference only, and a clone as checkout makes it."""
        git(self._tmp, "init", "-q", "--bare", "-b", self.base, str(self.origin))
        for name in ("allowTipSHA1InWant", "allowReachableSHA1InWant", "allowFilter"):
            git(self.origin, "config", f"uploadpack.{name}", "true")
        git(
            self.author, "push", "-q", str(self.origin), f"{self.base}:refs/heads/{self.base}", "topic:refs/pull/7/head"
        )
        usual = ("--depth=1", "--no-tags", "--branch", self.base)
        git(self._tmp, "clone", "-q", *(options or usual), self.origin.as_uri(), str(self.workspace))

    def __call__(self, **inputs: str) -> Finished:
        pull_request = {"number": "7", "head": {"repo": {"full_name": self.fork}}}
        context: dict[str, Any] = {
            "base_ref": self.base,
            "event_name": self.event,
            "event": {"pull_request": pull_request},
            "repository": REPOSITORY,
            "actor": "ann",
            "token": TOKEN,
        }
        return Run(self.workspace, self._tmp / "runner", context, self.environment, self.instead)(**inputs)

    def _installed(self, folder: Path) -> dict[str, str]:
        (folder / "venv").symlink_to(self._program / "venv")
        return {}


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _untouched(folder: Path) -> None:
    """A clone has the files that it had, on the branch where it was, and no other branch."""
    assert git(folder, "status", "--porcelain", "--ignored") == ""
    assert git(folder, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert git(folder, "for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags") == "refs/heads/main"


def test_a_pull_request_gets_its_comment_and_the_job_its_summary(job: Job, github: GitHubServer) -> None:
    job.branch({"schemas/definitions.py": WITHOUT_OWNER})
    job.clone()
    done = job()
    assert done.code == 0, done.log
    [body] = github.bodies
    assert body.startswith(f"{MARKER}\n")
    assert "OrderPlaced" in body
    assert "@acme/crew" in body
    head = git(job.author, "rev-parse", "topic")
    assert f"https://github.example/{REPOSITORY}/blob/{head}/schemas/definitions.py" in body
    assert done.summary == body
    assert (done.outputs["relevant"], done.outputs["violated"]) == ("true", "false")
    assert TOKEN not in done.log
    assert "[actions/setup-python]" in done.log
    _untouched(job.workspace)


def test_a_second_run_leaves_the_comment_and_another_head_updates_it(job: Job, github: GitHubServer) -> None:
    job.branch({"schemas/definitions.py": WITHOUT_OWNER})
    job.clone()
    assert job().code == 0
    assert job().code == 0
    assert len(github.written) == 1
    job.branch({"schemas/definitions.py": DEFINITIONS}, "undone")
    git(job.author, "push", "-q", "-f", str(job.origin), "undone:refs/pull/7/head")
    done = job()
    assert done.code == 0, done.log
    assert github.bodies == [f"{MARKER}\nNo catalog changes any more.\n"]
    assert done.outputs["relevant"] == "false"
    assert done.summary.endswith("Nothing relevant changes in the event catalog.\n")


def test_a_pull_request_that_changes_nothing_in_the_catalog_gets_no_comment(job: Job, github: GitHubServer) -> None:
    job.branch({"README.md": "Hello.\n"})
    job.clone()
    done = job()
    assert done.code == 0, done.log
    assert github.comments == []
    assert done.summary == "Nothing relevant changes in the event catalog.\n"


@pytest.mark.parametrize("options", [("--depth=1",), ("--depth=1", "--filter=blob:none"), ()])
def test_any_clone_will_do_and_history_comes_as_far_as_it_is_needed(
    job: Job, github: GitHubServer, options: tuple[str, ...]
) -> None:
    job.grow(600, "main")
    git(job.author, "checkout", "-q", "main")
    job.branch({"schemas/definitions.py": WITHOUT_OWNER})
    job.grow(60, "main")
    job.clone(*(options or ("--no-tags",)))
    done = job()
    assert done.code == 0, done.log
    assert "OrderPlaced" in github.bodies[0]
    shallow = git(job.workspace, "rev-parse", "--is-shallow-repository")
    assert shallow == str("--depth=1" in options).lower()
    if "--depth=1" in options:
        assert int(git(job.workspace, "rev-list", "--count", "--all")) < 400
    _untouched(job.workspace)


def test_in_a_shallow_clone_the_sides_part_where_they_really_do(job: Job, github: GitHubServer) -> None:
    """Both sides reach an old commit by a short way, long before the place where they part is known."""

    def _on(branch: str, *command: str) -> None:
        git(job.author, "checkout", "-q", branch)
        git(job.author, *command)

    git(job.author, "branch", "release")
    _on("release", "commit", "-q", "--allow-empty", "-m", "old")
    _on("main", "merge", "-q", "--no-ff", "-m", "m", "release")
    git(job.author, "branch", "fix", "release")
    job.grow(60, "main")
    git(job.author, "checkout", "-q", "main")
    (job.author / "schemas/definitions.py").write_text(WITHOUT_OWNER)  # not by the pull request
    commit(job.author)
    job.branch({"README.md": "Hello.\n"})
    job.grow(120, "main")
    for side, short_way in (("main", "release"), ("topic", "fix")):
        _on(short_way, "commit", "-q", "--allow-empty", "-m", short_way)
        _on(side, "merge", "-q", "--no-ff", "-m", "m", short_way)
    job.clone()
    done = job()
    assert done.code == 0, done.log
    assert github.comments == []


def test_a_pull_request_that_is_merged_keeps_its_comment(job: Job, github: GitHubServer) -> None:
    job.branch({"schemas/definitions.py": WITHOUT_OWNER})
    git(job.author, "checkout", "-q", "main")
    git(job.author, "merge", "-q", "--no-ff", "-m", "m", "topic")
    job.clone()
    github.has(f"{MARKER}\nEvent catalog: 1 event without owner\n")
    done = job()
    assert done.code == 0, done.log
    assert "nothing to review" in done.log
    assert github.asked == []


@pytest.mark.parametrize("event", ["pull_request_target", "pull_request"])
def test_hostile_code_in_a_pull_request_has_no_effect(
    job: Job, github: GitHubServer, tmp_path: Path, event: str
) -> None:
    pwned = tmp_path / "pwned"
    code = HOSTILE.format(pwned=str(pwned))
    names = ("venv", "pip", "json", "secrets", "sitecustomize", "catalog_gen/__init__", "schemas/shared", "comment")
    hostile = {f"{name}.py": code for name in names}
    imported = f"import schemas.shared\nimport json\n{code}"
    settings = f'{SETTINGS}reader = "import"\ntemplates = "templates"\n'
    job.branch(
        {**hostile, "schemas/definitions.py": WITHOUT_OWNER + imported, "pyproject.toml": settings}
        | {".gitattributes": "* filter=evil\n", "templates/event.mdx.j2": "{{ 1/0 }}"}
    )
    job.event = event
    job.clone()
    if event == "pull_request":  # where checkout takes the files of the pull request, by default
        git(job.workspace, "fetch", "-q", "origin", "refs/pull/7/head")
        git(job.workspace, "checkout", "-q", "FETCH_HEAD")
    done = job()
    assert done.code == 0, done.log
    assert "OrderPlaced" in github.bodies[0]
    assert not pwned.exists()


def test_hostile_names_of_branches_are_names(job: Job, github: GitHubServer) -> None:
    git(job.author, "branch", "-m", "main", HOSTILE_NAME)
    job.base = HOSTILE_NAME
    job.branch({"schemas/definitions.py": WITHOUT_OWNER})
    job.clone()
    git(job.author, "push", "-q", str(job.origin), f"topic:refs/heads/{HOSTILE_NAME}2")
    before = _names(job.workspace)
    done = job()
    assert done.code == 0, done.log
    assert len(github.bodies) == 1
    job.instead["review"] = lambda _: {}
    for head in (f"{HOSTILE_NAME}2", git(job.author, "rev-parse", "topic")):
        done = job(head=head, comment="false")
        assert done.code == 0, done.log
    assert _names(job.workspace) == before
    done = job(head=f"{HOSTILE_NAME}3")
    assert done.code == 1
    assert "no branch, tag or commit" in done.log


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({"base": ""}, "say what to compare with"),
        ({"base": "a b"}, "the input 'base' is no name"),
        ({"base": "main:refs/heads/main"}, "the input 'base' is no name"),
        ({"base": "ma*n"}, "the input 'base' is no name"),
        ({"head": "x\n::set-output name=a::b"}, "the input 'head' is no name"),
        ({"pull_request": ""}, "say what to review"),
        ({"pull_request": "7; touch x"}, "the input 'pull-request' is no number"),
        ({"comment": "yes"}, "the input 'comment' is neither"),
        ({"annotations": ""}, "the input 'annotations' is neither"),
        ({"install": "--target=elsewhere"}, "the input 'install' is an option"),
        ({}, "run actions/checkout first"),
    ],
)
def test_what_cannot_be_meant_is_refused(job: Job, github: GitHubServer, inputs: dict[str, str], words: str) -> None:
    job.workspace.mkdir()
    done = job(**inputs)
    assert done.code == 1
    assert words in done.log
    assert done.log.count("\n::error title=catalog-gen review::") + done.log.startswith("::error title") == 1
    assert github.asked == []
    assert _names(job.workspace) == []


def test_a_machine_with_windows_is_refused(job: Job) -> None:
    job.workspace.mkdir()
    job.environment["RUNNER_OS"] = "Windows"
    done = job()
    assert done.code == 1
    assert "runs on Linux and macOS" in done.log


def test_what_is_not_there_is_refused_before_anything_is_written(job: Job, github: GitHubServer) -> None:
    job.branch({"schemas/definitions.py": WITHOUT_OWNER})
    job.clone()
    for inputs, words in (
        ({"base": "nope"}, "no branch, tag or commit 'nope'"),
        ({"head": "0" * 40}, "git cannot fetch both sides"),
        ({"pull_request": "8"}, "git cannot fetch both sides"),
        ({"config": "nope.toml"}, "the catalog cannot be reviewed"),
        ({"fail_on": "whatever"}, "the catalog cannot be reviewed"),
    ):
        done = job(**inputs)
        assert done.code == 1
        assert words in done.log
    assert github.asked == []
    assert _names(job.workspace) == [".git", "pyproject.toml", "schemas"]


def test_a_fork_whose_token_can_only_read_has_its_report_in_the_summary(job: Job, github: GitHubServer) -> None:
    github.read_only = True
    job.event = "pull_request"
    job.branch({"schemas/definitions.py": WITHOUT_OWNER})
    job.clone()
    done = job()
    assert done.code == 0, done.log
    assert "::notice title=catalog-gen review::the token of this event may not comment" in done.log
    assert "OrderPlaced" in done.summary
    job.fork = REPOSITORY
    done = job()
    assert done.code == 1
    assert "`permissions: pull-requests: write`" in done.log


def test_a_violated_policy_fails_after_the_comment_is_written(job: Job, github: GitHubServer) -> None:
    job.branch({"schemas/definitions.py": WITHOUT_OWNER})
    job.clone()
    done = job(fail_on="ownerless, breaking")
    assert done.code == 1
    assert "violates the policy 'ownerless, breaking'" in done.log
    assert done.outputs["violated"] == "true"
    assert "OrderPlaced" in github.bodies[0]


def test_annotations_and_sarif_come_where_they_are_asked_for(job: Job, github: GitHubServer) -> None:
    job.branch({"schemas/definitions.py": WITHOUT_OWNER})
    job.clone()
    done = job(annotations="true", sarif="reports/catalog.sarif", comment="false")
    assert done.code == 0, done.log
    assert "file=schemas/definitions.py,line=" in done.log
    assert json.loads((job.workspace / "reports" / "catalog.sarif").read_text())["version"] == "2.1.0"
    assert github.asked == []


def test_what_the_program_says_of_a_pull_request_is_no_command_to_github(job: Job) -> None:
    job.branch(
        {"schemas/definitions.py": WITHOUT_OWNER, "pyproject.toml": "[tool.catalog-gen]\n'\\n::warning::x' = 1\n"}
    )
    job.clone()
    lines = job().log.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("::stop-commands::"))
    end = lines.index(f"::{lines[start].removeprefix('::stop-commands::')}::")
    assert start < end
    assert [line for line in lines[:start] + lines[end + 1 :] if line.startswith("::warning")] == []
