"""Each problem of the output says what to do about it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

OUTPUT = Path(__file__).resolve().parents[2] / "catalog_gen/output"
_WITH_HINT = {"Problem": 5, "_problem": 4, "UnmergeableError": 5}
"""How many arguments a call has that gives a hint, where it is not named."""


def _calls() -> list[tuple[str, ast.Call]]:
    trees = {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(OUTPUT.glob("*.py"))}
    calls = [(name, node) for name, tree in trees.items() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [(f"{name}:{call.lineno}", call) for name, call in calls if _name(call) in _WITH_HINT]


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


@pytest.mark.parametrize("call", [pytest.param(call, id=place) for place, call in _calls()])
def test_a_problem_of_the_output_has_a_hint(call: ast.Call) -> None:
    named = {keyword.arg for keyword in call.keywords}
    assert "hint" in named or len(call.args) >= _WITH_HINT[_name(call)]
