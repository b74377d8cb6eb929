"""Messages whose schemas and examples are full of traps, judged by EventCatalog's own compiler."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from schema_pages import SETTINGS, hostile, plan, single

from catalog_gen.pages import rendering

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.node


def test_pages_full_of_traps_are_such_that_eventcatalog_can_show_them(run_node: Run, scratch: Path) -> None:
    catalog = scratch / "traps"
    for one in (single(), hostile()):
        planned = plan(one)
        rendered, _ = rendering.render(planned.pages, SETTINGS)
        texts = {page.path: page.text.encode() for page in rendered} | {file.path: file.data for file in planned.files}
        for path, data in texts.items():
            (catalog / path).parent.mkdir(parents=True, exist_ok=True)
            (catalog / path).write_bytes(data)
    result = run_node("check_pages.mjs", catalog)
    assert result.returncode == 0, result.stderr
    [checked] = json.loads(result.stdout).values()
    assert checked["problems"] == []
    assert checked["pages"] == 2
