"""What the blocks of a page are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from schema_pages import SETTINGS, beside, blocks, entry, hostile, plan

from catalog_gen.model import Schema
from catalog_gen.pages import blocks as splitting
from catalog_gen.pages.planning import Page
from catalog_gen.pages.rendering import Rendered, render
from catalog_gen.resolving.catalog import ExampleFile
from catalog_gen.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_gen.resolving.catalog import Entry


def rendered(folder: Path, template: str) -> Rendered:
    (folder / "templates").mkdir()
    (folder / "templates" / "page.mdx.j2").write_text(template)
    page = Page(path="page.mdx", template="page.mdx.j2", metadata={}, context={}, entry=entry())
    [found], problems = render([page], Settings(root=folder, path="catalog-gen.toml", templates="templates"))
    assert problems == ()
    return found


@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("{% block a %}one\n\ntwo{% endblock %}", {"a": "one", "a/2": "two"}),
        (
            "{% block a %}one\n\n{{ 'x' | part }}two\n\nthree{% endblock %}",
            {"a": "one", "a/x": "two", "a/x/2": "three"},
        ),
        (
            "{% block a %}{{ 'x' | part }}one{% endblock %}\n\n{% block b %}two{% endblock %}",
            {"a/x": "one", "b": "two"},
        ),
        (
            "{% block a %}{{ 'x' | part }}one\n\n{{ 'y' | part }}two\n\n{{ 'x' | part }}three{% endblock %}",
            {"a/x": "one", "a/y": "two", "a/x/2": "three"},
        ),
        ("{% block a %}one {{ 'x' | part }}two\n\nthree{% endblock %}", {"a": "one two", "a/x": "three"}),
        ("{% block a %}  {{ 'x' | part }}one{% endblock %}", {"a/x": "  one"}),
        (
            "{% block a %}{{ 'x' | part }}{% block b %}one{% endblock %}\n\ntwo{% endblock %}",
            {"a/b": "one", "a/x": "two"},
        ),
        ("{% block a %}\n\n\n{{ '2' | part }}one{% endblock %}", {"a/n2": "one"}),
        ("{{ 'x' | part }}one", {"page": "one"}),
    ],
)
def test_a_block_is_named_after_where_it_begins(tmp_path: Path, template: str, names: dict[str, str]) -> None:
    assert {block.name: block.text for block in rendered(tmp_path, template).blocks} == names


def test_what_stands_in_two_template_blocks_may_be_one_block(tmp_path: Path) -> None:
    template = "{% block a %}<Tiles>\n\none{% endblock %}{% block b %}two\n\n</Tiles>\n\nthree{% endblock %}"
    found = rendered(tmp_path, template)
    assert [(block.name, block.kind, block.text) for block in found.blocks] == [
        ("a", "component", "<Tiles>\n\none\n\ntwo\n\n</Tiles>"),
        ("b", "other", "three"),
    ]


def test_there_is_one_blank_line_between_blocks_where_the_template_has_several(tmp_path: Path) -> None:
    assert rendered(tmp_path, "\n\n# one\ntwo\n\n\n \n\n```\n\n\n```\n\n\n").text.endswith(
        "---\n\n# one\ntwo\n\n```\n\n\n```\n"
    )


@pytest.mark.parametrize("one", [entry(schemas=(beside(),)), hostile()], ids=["plain", "hostile"])
def test_a_page_is_read_as_the_blocks_that_were_written(one: Entry) -> None:
    [written], _ = render(plan(one).pages, SETTINGS)
    body = written.text.split("\n---\n", 1)[1]
    read = [(body[part.start : part.end], part.kind, part.level, part.label) for part in splitting.split(body)]
    assert read == [(block.text, block.kind, block.level, block.label) for block in written.blocks]
    assert len({block.name for block in written.blocks}) == len(written.blocks)


def test_examples_and_schemas_are_named_after_what_they_are() -> None:
    found = blocks(
        entry(
            examples=(ExampleFile(name="payload.json", text="{}\n"), ExampleFile(name="a b.v1.xml", text="<a/>")),
            schemas=(beside("one.json", Schema("one.json")), beside("two.json", Schema("two.json"))),
        )
    )
    assert {name for name in found if name.startswith("example")} == {
        *("example", "example/payload", "example/payload/2", "example/a-b.v1", "example/a-b.v1/2"),
    }
    assert found["schemas/one.json"] == "### one.json"
    assert found["schemas/two.json"] == "### two.json"
