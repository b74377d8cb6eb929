"""What the action, the hooks and the workflow in the README promise by the way they are written."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from composite import ACTION, FOLDER, ROOT, SCRIPTS, STEPS

TEXT = (FOLDER / "action.yml").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


def _workflow() -> tuple[str, Any]:
    """The workflow of the README, and what it says."""
    found = re.search(r"```yaml\n(# \.github/workflows/catalog-review\.yml\n.*?)```", README, re.DOTALL)
    assert found
    return found[1], yaml.safe_load(found[1])


def test_no_value_from_outside_becomes_a_part_of_a_script() -> None:
    assert {name: script for name, script in SCRIPTS.items() if "${{" in script} == {}
    assert all(step["shell"] == "bash" for step in STEPS if "run" in step)


def test_the_inputs_that_are_used_are_those_that_there_are() -> None:
    used = set(re.findall(r"\binputs\.([\w-]+)", TEXT))
    assert used == set(ACTION["inputs"])
    assert all(spec["description"] and "default" in spec for spec in ACTION["inputs"].values())


def test_the_outputs_of_steps_that_are_used_are_written() -> None:
    used = set(re.findall(r"\bsteps\.(\w+)\.outputs\.(\w+)", TEXT))
    written = {(name, key) for name, script in SCRIPTS.items() for key in re.findall(r'echo "(\w+)=', script)}
    assert used <= written
    assert used != set()


def test_the_token_is_known_to_the_step_that_comments_and_to_no_other() -> None:
    [commenting] = [step for step in STEPS if "comment.py" in step.get("run", "")]
    assert commenting["env"]["TOKEN"] == "${{ inputs.token }}"  # noqa: S105 - no token
    assert len(re.findall(r"\binputs\.token\b", TEXT)) == 1
    assert len(re.findall(r"\bgithub\.token\b", TEXT)) == 1  # the default of the input
    assert "secrets." not in re.sub(r"secrets\.token_hex", "", TEXT)


def test_every_variable_of_a_step_is_used_by_its_script() -> None:
    known_to_git = {"GIT_TERMINAL_PROMPT"}
    read_by_comment = {"TOKEN", "PULL_REQUEST"}
    for step in STEPS:
        others = known_to_git | (read_by_comment if "comment.py" in step.get("run", "") else set())
        unused = [
            name
            for name in step.get("env", {})
            if name not in others and f"${name}" not in step["run"].replace("{", "")
        ]
        assert unused == [], step.get("id")


@pytest.mark.parametrize("text", [TEXT, README])
def test_actions_of_others_are_pinned_to_a_commit(text: str) -> None:
    used = re.findall(r"^ *-? uses: (\S+)(.*)$", text, re.MULTILINE)
    others = [(name, rest) for name, rest in used if not name.startswith(("./", "OWNER/"))]
    assert others != []
    for name, rest in others:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", name)
        assert re.match(r" # v\d+\.\d+\.\d+", rest)


def test_the_workflow_of_the_readme_checks_nothing_of_the_pull_request_out_and_may_little() -> None:
    text, said = _workflow()
    assert list(said[True]) == ["pull_request_target"]  # YAML takes `on` for a truth
    assert said["permissions"] == {"contents": "read", "pull-requests": "write"}
    [job] = said["jobs"].values()
    assert "permissions" not in job
    checkout, review = job["steps"]
    assert checkout["uses"].startswith("actions/checkout@")
    assert "with" not in checkout
    assert review["uses"] == "OWNER/catalog-gen/.github/actions/review@COMMIT"
    assert set(review.get("with", {})) <= set(ACTION["inputs"])
    assert "head" not in re.sub(r"#.*", "", text)


def test_the_inputs_of_the_action_are_in_the_table_of_the_readme() -> None:
    table = README.partition("| Input | Default | Meaning |\n| --- | --- | --- |\n")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE) == list(ACTION["inputs"])


def test_the_hooks_run_once_for_a_commit_and_are_in_the_readme() -> None:
    assert [hook["id"] for hook in HOOKS] == ["catalog-gen-check", "catalog-gen-build"]
    for hook in HOOKS:
        assert hook["entry"] == hook["id"].replace("gen-", "gen ")
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
        assert hook["require_serial"] is True
        assert f"- id: {hook['id']}" in README


@pytest.mark.parametrize(
    ("path", "concerned"),
    [
        ("schemas/stock/definitions.py", True),
        ("schemas/stock/stock-depleted.avsc", True),
        ("schemas/stock/history/a.proto", True),
        ("schemas/stock/a.yml", True),
        ("output/events/OrderPlaced/index.mdx", True),
        ("output/.catalog-gen/shop.manifest", True),
        ("pyproject.toml", True),
        ("templates/event.mdx.j2", True),
        ("web/logo.png", False),
        ("src/main.rs", False),
        ("src/py", False),
    ],
)
def test_the_hooks_look_at_files_that_a_catalog_can_come_from(path: str, concerned: bool) -> None:  # noqa: FBT001 - a column
    for hook in HOOKS:
        assert bool(re.search(hook["files"], path)) is concerned
