"""Public schemas end to end: a page that compiles, with a field table and a valid example, or a truthful problem."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from projects import Project
from real_schemas import documented, errors, folders

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.node


def test_each_public_schema_has_a_page_that_compiles_or_a_problem(
    conformance: Path, scratch: Path, run_node: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    for number, (name, folder) in enumerate(folders(conformance).items()):
        project = Project(scratch / f"real-{number}")
        outcome = documented(project, folder)
        assert all(outcome.rejected.values()), (name, "rejected without a problem in the file")
        assert errors(outcome.built) == [], name
        project.build()
        for path, entry in outcome.accepted.items():
            page = project.page(f"events/{entry.id}/index.mdx")
            assert "| Field |" in page, (name, path)
            assert len(page.encode()) < 300_000, (name, path)
        result = run_node("check_pages.mjs", project.root / "output")
        assert result.returncode == 0, result.stderr
        checked = json.loads(result.stdout)[str(project.root / "output")]
        assert checked["problems"] == [], name
