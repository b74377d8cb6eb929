from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from avro_versions import ID, NEEDED, record
from commanding import run
from repositories import git, repository

from catalog_gen.cli import review as command
from catalog_gen.review.policies import POLICIES

if TYPE_CHECKING:
    from pathlib import Path

DEFINITIONS = """
from catalog_gen import Event, Receives, Service, Team

stock = Team("stock", github="@acme/stock")
data = Team("data", github="@acme/data")
adjusted = Event("Adjusted", schema_path="adjusted.avsc", compatibility="BACKWARD", owners=[stock])
inventory = Service("Inventory", owners=[stock], sends=[adjusted])
reporting = Service("Reporting", owners=[data], receives=[Receives("Adjusted", fields=["id"])])
"""
FILES = {
    "apps/shop/catalog-gen.toml": 'name = "shop"\n',
    "apps/shop/schemas/definitions.py": DEFINITIONS,
    "apps/shop/schemas/adjusted.avsc": record(ID),
}


@pytest.fixture(scope="module")
def branch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in a subfolder, with a branch that breaks readers and takes an owner away, not committed yet."""
    root = repository(tmp_path_factory.mktemp("branch"), FILES)
    git(root, "checkout", "-q", "-b", "topic;rm")
    project = root / "apps/shop"
    (project / "schemas/adjusted.avsc").write_text(record(ID, NEEDED))
    (project / "schemas/definitions.py").write_text(DEFINITIONS.replace(", owners=[data]", ""))
    return project


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same project where nothing has changed."""
    return repository(tmp_path_factory.mktemp("idle"), FILES) / "apps/shop"


def test_the_report_goes_to_stdout_and_whatever_it_finds_is_fine(branch: Path) -> None:
    ran = run(branch, "review", "--base", "main")
    assert (ran.code, ran.problems) == (0, "")
    lines = ran.said.splitlines()
    assert lines[0].startswith("Event catalog: ")
    assert "Needs one approval per line" in lines
    assert any(line.startswith("schemas/adjusted.avsc:5:5: breaking: `Adjusted 1.0.0`: `amount`") for line in lines)
    assert lines[-1] == "again: catalog-gen review --base main"


def test_annotations_are_on_the_lines_of_the_repository(branch: Path) -> None:
    lines = run(branch, "review", "--base", "main", "--format", "github").said.splitlines()
    assert lines[0].startswith(
        "::error file=apps/shop/schemas/adjusted.avsc,line=5,col=5,title=review/schema-changed::"
    )
    assert all(re.match("::(error|warning|notice) ", line) for line in lines)


def test_json_and_sarif_are_one_document(branch: Path) -> None:
    document = json.loads(run(branch, "review", "--base", "main", "--format", "json").said)
    assert (document["version"], document["catalog"], document["folder"]) == (1, "shop", "apps/shop")
    assert {change["kind"] for change in document["changes"]} == {"schema-changed", "owner-removed"}
    log = json.loads(run(branch, "review", "--base", "main", "--format", "sarif").said)
    assert {result["ruleId"] for result in log["runs"][0]["results"]} >= {
        "review/schema-changed",
        "review/owner-removed",
    }


def test_markdown_has_the_marker_links_and_the_command_that_repeats_it(branch: Path) -> None:
    said = run(branch, "review", "--base", "main", "--format", "markdown", "--links", "https://x.example/blob/1").said
    assert said.startswith("<!-- catalog-gen review of shop in apps%2Fshop -->\n")
    assert "https://x.example/blob/1/apps/shop/schemas/adjusted.avsc#L5" in said
    assert "catalog-gen review --base main" in said


def test_the_command_that_repeats_it_has_all_that_matters_quoted_for_a_shell(branch: Path) -> None:
    lines = run(branch / "schemas", "review", "--base", "topic;rm", "--config", "../catalog-gen.toml").said.splitlines()
    assert lines[-1] == "again: catalog-gen review --config ../catalog-gen.toml --base 'topic;rm'"


def test_the_head_may_be_a_branch(branch: Path) -> None:
    commit = git(branch, "rev-parse", "main")
    ran = run(branch, "review", "--base", "main", "--head", "topic;rm")  # the branch has no commit of its own
    assert ran.said == f"no catalog changes since main ({commit[:8]})\n"


def test_where_nothing_has_changed_there_is_one_line_and_no_comment(idle: Path) -> None:
    commit = git(idle, "rev-parse", "main")
    assert run(idle, "review", "--base", "main").said == f"no catalog changes since main ({commit[:8]})\n"
    assert run(idle, "review", "--base", "main", "--format", "github").said == ""
    assert run(idle, "review", "--base", "main", "--format", "markdown").said == ""
    assert json.loads(run(idle, "review", "--base", "main", "--format", "json").said)["changes"] == []


def test_an_old_comment_becomes_a_line(idle: Path) -> None:
    said = run(idle, "review", "--base", "main", "--format", "markdown", "--always").said
    assert said == "<!-- catalog-gen review of shop in apps%2Fshop -->\nNo catalog changes any more.\n"


def test_a_policy_that_does_not_hold_is_exit_code_1_after_the_whole_report(branch: Path) -> None:
    ran = run(branch, "review", "--base", "main", "--fail-on", "unread, breaking", "--fail-on", "ownership")
    assert ran.code == 1
    assert ran.said == run(branch, "review", "--base", "main").said
    assert ran.problems == "--fail-on: 1 breaking change (breaking), 1 change of owners (ownership)\n"


def test_a_policy_that_holds_is_exit_code_0(branch: Path) -> None:
    ran = run(branch, "review", "--base", "main", "--fail-on", "unread")
    assert (ran.code, ran.problems) == (0, "")


def test_all_policies_hold_where_nothing_has_changed(idle: Path) -> None:
    assert run(idle, "review", "--base", "main", "--fail-on", ",".join(POLICIES)).code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fail-on", "braking"], 'there is no policy "braking"; did you mean "breaking"?'),
        (["--fail-on", "xyz"], 'there is no policy "xyz"; there are errors, breaking'),
        (["--fail-on", ""], "a policy is missing; there are errors, breaking"),
        (["--fail-on", "errors,"], "a policy is missing; there are errors, breaking"),
        (["--links", "ftp://x"], '"ftp://x" cannot be the start of a link'),
        (["--links", "javascript:alert(1)"], '"javascript:alert(1)" cannot be the start of a link'),
        (["--always"], "--always is for --format markdown"),
        (["--head", ""], "--head is empty"),
        (["--base", " "], "--base is empty"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_read(tmp_path: Path, arguments: list[str], said: str) -> None:
    ran = run(tmp_path, "review", "--base", "main", *arguments)
    assert ran.code == 2
    assert said in ran.problems
    assert ran.said == ""


def test_the_base_has_to_be_named(tmp_path: Path) -> None:
    ran = run(tmp_path, "review")
    assert ran.code == 2
    assert "--base" in ran.problems


def test_help_names_every_policy() -> None:
    assert command.review.help is not None
    [policies] = re.findall(r"Policies of --fail-on are ([^.]+)\.", command.review.help)
    assert re.findall(r"\w+", policies.replace(" and", ",")) == [*POLICIES]


@pytest.mark.parametrize("style", ["text", "json", "sarif", "github", "markdown"])
def test_a_base_that_git_does_not_know_is_a_problem_on_stderr(idle: Path, style: str) -> None:
    ran = run(idle, "review", "--base", "mian", "--format", style)
    assert (ran.code, ran.said) == (2, "")
    assert 'git knows no branch, tag or commit "mian" (did you mean "main"?) [unknown-base]' in ran.problems
    assert ran.problems.splitlines()[-1] == "1 error in 1 file; nothing was compared"


def test_settings_that_are_wrong_are_exit_code_2(tmp_path: Path) -> None:
    root = repository(tmp_path, {"catalog-gen.toml": "nam = 1\n"})
    ran = run(root, "review", "--base", "main", "--format", "json")
    assert (ran.code, ran.said) == (2, "")
    assert "[unknown-setting]" in ran.problems
