"""A composite action, run step by step as GitHub's runner would: the same shell, variables, files and order."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github" / "actions" / "review"
ACTION: dict[str, Any] = yaml.safe_load((FOLDER / "action.yml").read_text(encoding="utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SCRIPTS: dict[str, str] = {
    str(step.get("id") or f"step {number}"): step["run"] for number, step in enumerate(STEPS) if "run" in step
}

_TOKEN = re.compile(r"\s*(?:(?P<text>'[^']*')|(?P<sign>&&|\|\||[!=]=|[!()])|(?P<name>[\w.-]+))")
_SIGNS = {"&&": " and ", "||": " or ", "==": "==", "!=": "!=", "!": " not ", "(": "(", ")": ")"}


class Finished(NamedTuple):
    """What a run came to."""

    code: int
    log: str
    summary: str
    outputs: dict[str, str]


@dataclasses.dataclass
class Run:
    """A job on a machine of its own.

    `instead` has what is done in the place of steps, by their ids, and gives their outputs;
    `github` is the context of that name, `environment` has more variables of the runner.
    """

    workspace: Path
    temp: Path
    github: Mapping[str, Any]
    environment: Mapping[str, str]
    instead: Mapping[str, Callable[[Path], dict[str, str]]] = dataclasses.field(default_factory=dict)

    def __call__(self, **inputs: str) -> Finished:
        """Run all steps with these inputs, named with `_` for `-`."""
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert set(given) <= set(ACTION["inputs"])
        known: dict[str, Any] = {"github": self.github, "steps": {}}
        known["inputs"] = {
            name: given.get(name, _filled(str(spec.get("default", "")), known))
            for name, spec in ACTION["inputs"].items()
        }
        log, code = "", 0
        self.temp.mkdir(exist_ok=True)
        summary = self.temp / "summary"
        summary.touch()
        for step in STEPS:
            if "if" in step and not _value(step["if"], known):
                continue
            if "uses" in step:
                log += f"[{step['uses'].partition('@')[0]}]\n"
                continue
            name = step.get("id", "")
            if name in self.instead:
                outputs = self.instead[name](Path(known["steps"]["given"]["outputs"]["folder"]))
            else:
                code, said, outputs = self._step(step, known)
                log += said
            known["steps"][name] = {"outputs": outputs}
            if code:
                break
        results = {name: _filled(spec["value"], known) for name, spec in ACTION["outputs"].items()}
        return Finished(code, log, summary.read_text(encoding="utf-8"), results)

    def _step(self, step: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[int, str, dict[str, str]]:
        assert step["shell"] == "bash"
        script, output = self.temp / "script.sh", self.temp / "output"
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("")
        variables = {name: _filled(str(text), known) for name, text in step.get("env", {}).items()}
        ours = {
            "GITHUB_ACTION_PATH": str(FOLDER),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            "RUNNER_TEMP": str(self.temp),
        }
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.workspace,
            env={**_machine(), **self.environment, **ours, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        lines = [line.partition("=") for line in output.read_text().splitlines()]
        return ran.returncode, ran.stdout, {name: value for name, _, value in lines}


def _machine() -> dict[str, str]:
    """The environment of this machine without what belongs to these tests."""
    ours = ("GIT_", "PYTHON", "GITHUB_", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)} | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }


def _filled(text: str, known: Mapping[str, Any]) -> str:
    """A text whose expressions are replaced by what they stand for."""

    def _shown(expression: re.Match[str]) -> str:
        value = _value(expression[1], known)
        return str(value).lower() if isinstance(value, bool) else str(value)

    return re.sub(r"\$\{\{(.*?)\}\}", _shown, text)


def _value(expression: str, known: Mapping[str, Any]) -> Any:
    """What an expression of GitHub's language stands for, as far as the action speaks it."""
    code, position = "", 0
    values: dict[str, Any] = {}
    while expression[position:].strip():
        token = _TOKEN.match(expression, position)
        assert token, expression
        position = token.end()
        if token["sign"]:
            code += _SIGNS[token["sign"]]
        else:
            name = f"v{len(values)}"
            values[name] = token["text"][1:-1] if token["text"] else _looked_up(token["name"], known)
            code += name
    return eval(code, {"__builtins__": {}}, values)  # noqa: S307 - our own action's expressions, made of six signs


def _looked_up(name: str, known: Mapping[str, Any]) -> Any:
    value: Any = known
    for part in name.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return value
