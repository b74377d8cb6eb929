"""The sample with hand edits, a new version and another id, built again: still pages that EventCatalog can show."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from projects import Project
from test_pages import REPOSITORY, check, problem_line

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.node

ADDED = """\
## Mine

import Chart from '@catalog/components/footer.astro';

<details>
<summary>More</summary>

## A heading inside

```json
{"## no": "heading"}
```

</details>

:::tip
A *word* of mine, with `{code}`.
:::

"""


@pytest.fixture
def sample(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    for name in ("schemas", "output", "pyproject.toml", "templates"):
        source = REPOSITORY / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    return project


def _edit(project: Project, path: str, *changes: tuple[str, str]) -> None:
    file = project.root / path
    text = file.read_text(encoding="utf-8")
    for pattern, replacement in changes:
        text, count = re.subn(pattern, lambda _, new=replacement: new, text, count=1, flags=re.MULTILINE)
        assert count == 1, (path, pattern)
    file.write_text(text, encoding="utf-8")


def test_pages_that_were_written_in_still_are_what_eventcatalog_can_show(
    sample: Project, run_node: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    page = "output/events/InventoryAdjusted/index.mdx"
    _edit(sample, page, (r"^## Architecture diagram$", f"{ADDED}## Architecture diagram"), ("^owners:", "owners: # us"))
    _edit(sample, page, (r"^## Producing the event$", "## How to send it"), (r"^name: .*", 'name: "By hand"'))
    definitions = "schemas/inventory/definitions.py"
    _edit(
        sample,
        definitions,
        (r'version="1\.0\.1",', 'version="1.1.0", key="event_id",'),
        (r'^    key="product_id",\n', ""),
    )
    _edit(sample, definitions, (r'"full-stack", "mobile-devs"\]', '"mobile-devs"]'))
    sample.build()
    merged = sample.page("events/InventoryAdjusted/index.mdx")
    assert ADDED in merged
    assert "| Key | `event_id` |" in merged
    assert 'name: "By hand"' in merged
    assert merged.count("<Footer />") == 1
    archived = sample.page("events/InventoryAdjusted/versioned/1.0.1/index.mdx")
    assert ADDED in archived
    [checked] = check(run_node, [sample.root / "output"])
    assert [problem_line(problem) for problem in checked["problems"]] == []
