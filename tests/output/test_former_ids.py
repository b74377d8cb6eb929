"""Pages of every type move with their text when the id changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from projects import Project

TYPES = {
    "agents": "Agent({})",
    "adrs": 'Adr({}, status="accepted", date=date(2026, 1, 1))',
    "channels": "Channel({})",
    "commands": "Command({}, snippets=[])",
    "containers": 'Container({}, container_type="cache")',
    "data-products": "DataProduct({})",
    "diagrams": "Diagram({})",
    "domains": "Domain({})",
    "entities": "Entity({})",
    "events": "Event({}, snippets=[])",
    "flows": 'Flow({}, steps=[Step(1, "Pay")])',
    "queries": "Query({}, snippets=[])",
    "services": "Service({})",
    "systems": "System({})",
}
DOCUMENT = 'guide = CustomDoc("guides/{0}"{1}, summary="s")\n'


def _definitions(name: str, *, moved: bool) -> str:
    lines = [
        f"x{index} = {said.format(_arguments(f'{name}{index}', f'Old{index}' if moved else ''))}"
        for index, said in enumerate(TYPES.values())
    ]
    former = ', formerly=["guides/Old"]' if moved else ""
    return "\n".join(["from datetime import date", *lines, DOCUMENT.format(name, former)])


def _arguments(identifier: str, former: str) -> str:
    return f'"{identifier}", summary="s", owners=[]' + (f', formerly=["{former}"]' if former else "")


def test_a_page_of_any_type_moves_with_what_was_written_in_it(project: Project) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\neventcatalog = 4\n")
    project.define(_definitions("Old", moved=False))
    project.build()
    old = [f"{folder}/Old{index}/index.mdx" for index, folder in enumerate(TYPES)] + ["docs/guides/Old.mdx"]
    for path in old:
        project.write(f"output/{path}", project.page(path) + "\nWritten by hand.\n")
    project.define(_definitions("New", moved=True))
    project.build()
    for path in old:
        assert not (project.root / "output" / path).exists()
        assert project.page(path.replace("Old", "New")).endswith("\nWritten by hand.\n")
