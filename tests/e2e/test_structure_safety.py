"""Whether pages show every text of systems, flows, entities, ... as it was written, asked of the real compiler."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from projects import Project
from rendered import NASTY, ask, visible, words

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    Run = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.node

CASE: Final = Path(__file__).parents[1] / "golden" / "hostile-structure"
MARK: Final = re.compile(r"q([A-Z][A-Za-z]*(?:\.[A-Za-z_0-9]+)+)Q")

MARKDOWN: Final = {
    *("Changes.text", "Previous.changes", "ResourceDoc.description"),
    *("Diagram.description", "Near.description", "Other.description"),
    *("Inside.description", "Property.description", "Term.description", "Tool.description"),
}
"""What its author may format."""

IN_FRONT_MATTER: Final = {
    *("Attachment.description", "Attachment.title", "Badge.content", "Custom.color", "Custom.icon", "CustomDoc.label"),
    *("CustomDoc.title", "Flow.Actor.id", "MenuItem.label", "ResourceGroup.id", "Sends.group", "Step.id", "Term.icon"),
    *("Tool.icon", "Trigger.condition", "User.role"),
}
"""What EventCatalog itself shows, or does not show at all; there is no copy of it in the text of a page."""

WRITABLE: Final = [trap for trap in NASTY if not re.search("[\ud800-\udfff]", trap)]
"""What definitions take; half a character they refuse."""

TRAPS: Final = [
    *(" ".join(WRITABLE[start::12]) for start in range(6)),
    *("\n".join(WRITABLE[start::12]) for start in range(6, 12)),
    *("import x", "export const", "---", ":::note", "# {x}", "| a | b |", "1. x", "```"),
    "\x07\x1b[2J\x7f\u200f\u202e\u2028\u2029\x85 @someone {/* d */} <!-- c --> host:topic ${e}",
]


def pages(root: Path, trap: str) -> dict[str, str]:
    """The bodies of the case's pages, with this trap in every text."""
    root.mkdir()
    project = Project(root)
    shutil.copytree(CASE / "schemas", root / "schemas")
    project.write("pyproject.toml", "[tool.catalog-gen]\neventcatalog = 4\n")
    definitions = root / "schemas" / "definitions.py"
    text = definitions.read_text(encoding="utf-8")
    changed, count = re.subn(r"^TRAP = .*$", lambda _: f"TRAP = {trap!a}", text, flags=re.MULTILINE)
    assert count == 1
    definitions.write_text(changed, encoding="utf-8")
    project.build()
    output = root / "output"
    read = {path.relative_to(output).as_posix(): path.read_text(encoding="utf-8") for path in output.rglob("*.mdx")}
    imported = "import Footer from '@catalog/components/footer.astro';\n"
    return {path: page.split("\n---\n", 1)[1].replace(imported, "", 1) for path, page in read.items()}


def attributes(node: Any) -> Iterator[str]:
    """All texts in attributes of a tree that are no addresses."""
    if not isinstance(node, str):
        yield from (value for key, value in node[1].items() if isinstance(value, str) and key != "href")
        for child in node[2]:
            yield from attributes(child)


def test_every_text_is_shown_as_it_was_written(tmp_path: Path, run_node: Run) -> None:
    everything = {
        (trap, path): body
        for number, trap in enumerate(TRAPS)
        for path, body in pages(tmp_path / str(number), trap).items()
    }
    answers = dict(zip(everything, ask(run_node, mdx=list(everything.values()))["mdx"], strict=True))
    assert [(*at, answer["error"]) for at, answer in answers.items() if "error" in answer][:3] == []
    wrong = []
    seen = set()
    for (trap, path), answer in answers.items():
        for text in [visible(answer["tree"]), *attributes(answer["tree"])]:
            shown = words(text)
            for mark in MARK.finditer(shown):
                seen.add(mark[1])
                wanted = words(f"{trap} {mark[0]}")
                if mark[1] not in MARKDOWN and not shown[: mark.end()].endswith(wanted):
                    wrong.append((path, mark[1], wanted, shown[max(0, mark.end() - len(wanted) - 20) : mark.end()]))
    assert sorted({field for _, field, _, _ in wrong}) == [], wrong[:3]
    declared = set(re.findall(r'text\("([^"]+)"\)', (CASE / "schemas" / "definitions.py").read_text(encoding="utf-8")))
    assert declared - seen == IN_FRONT_MATTER
