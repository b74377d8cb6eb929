from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects import Project

CONTRACT = 'DataProduct("P", outputs=[{}])'


def _output(path: str) -> str:
    return f'Output("lake", contract=Contract("{path}", name="N"))'


@pytest.mark.parametrize(
    "name", ["index.mdx", "Index.md", "changelog.mdx", "ubiquitous-language.mdx", "docs", "versioned"]
)
def test_a_file_that_would_be_taken_for_something_else_is_refused(project: Project, name: str) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\nexternal = ["lake"]\n')
    project.write(f"schemas/contracts/{name}", "anything")
    project.define(f"x = {CONTRACT.format(_output(f'contracts/{name}'))}")
    [line] = [line for line in project.problems() if "[bad-value]" in line]
    assert line.startswith("schemas/definitions.py:2:64: P 1.0.0: EventCatalog would not take a file called")
    assert f'"{name}"' in line


@pytest.mark.parametrize(
    ("first", "second", "fine"),
    [
        (_output("a/c.json"), _output("b/c.json"), False),
        (_output("a/c.json"), _output("d/C.json"), False),
        (_output("a/c.json"), _output("a/c.json"), True),
        (_output("a/c.json"), _output("b/d.json"), True),
    ],
)
def test_two_contracts_do_not_share_a_name(project: Project, first: str, second: str, *, fine: bool) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\nexternal = ["lake"]\n')
    for path in ("a/c.json", "b/c.json", "d/C.json", "b/d.json"):
        project.write(f"schemas/{path}", f'"{path}"')
    project.define(f"x = {CONTRACT.format(f'{first}, {second}')}")
    assert ("bad-value" in project.codes()) is not fine
    if fine:
        project.build()
        assert (project.root / "output/data-products/P/c.json").read_text() == '"a/c.json"'


def test_a_contract_does_not_share_the_name_of_a_specification(project: Project) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\nexternal = ["lake"]\n')
    project.write("schemas/a/api.yml", "a")
    project.write("schemas/b/api.yml", "b")
    project.define(
        f"""
        x = DataProduct(
            "P",
            specifications=[Specification("a/api.yml", type="openapi")],
            outputs=[{_output("b/api.yml")}],
            previous=[Previous("0.1.0")],
        )
        """
    )
    [line] = [line for line in project.problems() if "[bad-value]" in line]
    assert 'another file beside the page is called "api.yml" (rename the file)' in line
    assert line.startswith("schemas/definitions.py:5:")


def test_a_specification_does_not_share_the_name_of_a_schema(project: Project) -> None:
    project.write("schemas/e.json", '{"type": "object"}')
    project.write("schemas/api/schema.json", "{}")
    specification = 'Specification("api/schema.json", type="asyncapi")'
    project.define(f'x = Event("E", schema_path="e.json", specifications=[{specification}])')
    assert "bad-value" in project.codes()


@pytest.mark.parametrize(
    ("first", "second", "fine"),
    [
        ('"a.yml", type="openapi"', '"a.json", type="openapi"', False),
        ('"a.yml", type="openapi"', '"a.json", type="asyncapi"', True),
        ('"https://x.example/1/a.yml", type="openapi"', '"https://x.example/2/a.yml?x=y", type="openapi"', False),
        ('"https://x.example/1/a.yml", type="openapi"', '"https://x.example/1/b.yml", type="openapi"', True),
    ],
)
def test_two_specifications_do_not_share_an_address(project: Project, first: str, second: str, *, fine: bool) -> None:
    project.write("schemas/a.yml", "a")
    project.write("schemas/a.json", "a")
    project.define(f'x = Service("S", specifications=[Specification({first}), Specification({second})])')
    said = [line for line in project.problems() if "EventCatalog would show it at the address of" in line]
    assert (said == []) is fine
