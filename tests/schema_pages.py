"""Pages of messages with schemas, rendered from trees written by hand."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog_gen.formats import SchemaFile, format_of
from catalog_gen.formats.tree import Field, Limits, Parsed, Tree, Type
from catalog_gen.model import Event, Schema
from catalog_gen.pages import planning, rendering
from catalog_gen.pages.mdx import printable
from catalog_gen.resolving.catalog import Catalog, Entry, ExampleFile, SchemaBeside
from catalog_gen.settings import Settings
from catalog_gen.snippets.making import Snippets

if TYPE_CHECKING:
    from catalog_gen.pages.planning import Plan

SETTINGS = Settings(root=Path("/nowhere"), path="catalog-gen.toml")
STRING = Type(kind="string", words="string")

TRAPS = (
    "a < b, List<string> and </details>",
    "{env}.orders ${amount} {/* x */}",
    "one | two || three",
    "`code` and ``two`` and ```",
    "first\nsecond\n\n- a list\n- of two\n\n1. one\n\n```json\n{}\n```",
    "ends */ here /* and there",
    "see [[Order]] and [x](javascript:alert(1)) ![i](missing.png)",
    ":::note\nkey:value urn:acme:order\n:::",
    "emoji 😀 👩‍👩‍👧, \u202eright to left, \u2028line, \ud800 lone, \x00 nul",
    "# heading\n---\n> quote\nimport x from 'y'",
    "**bold** __init__ *i* ~~s~~ snake_case_name",
    "<!-- comment --> &amp; &#123;",
    "https://example.com/{id}?a=b|c and a@b.com",
    "\\{ \\` \\| \\",
    "''quotes'' \"double\" C:\\new",
    "<Tile> <b>unclosed <br> <script>",
)  # fmt: skip
SCANNED = '<SchemaViewer file="a.json" /> <NodeGraph />'
"""EventCatalog finds these wherever they stand in the source of a page; no fence can hide them."""


def parsed(tree: Tree, viewable: str | None = None) -> Parsed:
    return Parsed(tree, lambda _: (), viewable=viewable)


def schema_file(
    text: str = "{}", path: str = "schemas/order.json", tree: Tree | None = None, viewable: str | None = None
) -> SchemaFile:
    data = text.encode()
    return SchemaFile(path, data, format_of(path), parsed(tree, viewable) if tree else None)


def beside(name: str = "schema.json", declared: Schema | None = None, **more: Any) -> SchemaBeside:
    return SchemaBeside(file=schema_file(**more), name=name, declared=declared)


def entry(**more: Any) -> Entry:
    values: dict[str, Any] = {
        "resource": Event("OrderPlaced"),
        "kind": "event",
        "id": "OrderPlaced",
        "version": "1.0.0",
        "name": "Order placed",
        "summary": "A customer has placed an order.",
        "description": "",
    }
    return Entry(**values | more)


def plan(one: Entry, settings: Settings = SETTINGS) -> Plan:
    catalog = Catalog((one,))
    return planning.plan(catalog, settings, Snippets(catalog, settings))


def page(one: Entry) -> str:
    """The text of the message's page."""
    [rendered] = rendering.render(plan(one).pages, SETTINGS)[0]
    return rendered.text


def blocks(one: Entry) -> dict[str, str]:
    """The blocks of the page by name."""
    [rendered] = rendering.render(plan(one).pages, SETTINGS)[0]
    return {block.name: block.text for block in rendered.blocks}


def files(one: Entry) -> dict[str, bytes]:
    """The files beside the page by name."""
    folder = "events/OrderPlaced/"
    return {each.path.removeprefix(folder): each.data for each in plan(one).files if each.path.startswith(folder)}


def hostile_tree() -> Tree:
    """Every trap as name, doc, default, value, note, pattern, type and branch."""
    fields = []
    for index, trap in enumerate((*TRAPS, SCANNED)):
        limits = Limits(pattern=trap, min_length=1, max_length=index + 2)
        type_ = Type(kind="enum", words=f"enum<{trap}>", values=(trap, f"{trap}!"), limits=limits, notes=(trap,))
        fields.append(
            Field(name=trap, key=f"k{trap}", type=type_, required=bool(index % 2), why=trap, default=trap, doc=trap)
        )
    card = Type(
        kind="record", words="Card", name="a.Card", doc=TRAPS[0], fields=(Field(name="n", type=STRING, required=True),)
    )
    union = Type(kind="union", words="string | Card", branches=(STRING, card))
    fields.append(Field(name="union", type=union, required=True, deprecated=True, doc="x" * 28_000))
    return Tree(Type(kind="record", words="object", fields=tuple(fields)))


def hostile() -> Entry:
    """A message whose schemas, headers and examples are full of traps, in every place of the page."""
    tree = hostile_tree()
    schemas = tuple(
        SchemaBeside(
            file=schema_file(tree=tree, viewable="{}" if number else "[]", path=f"s/{number}.json"),
            name=f"schema-{number}.json",
            declared=Schema("x.json", name=printable(trap), environments=[printable(trap)]),
        )
        for number, trap in enumerate(TRAPS)
    )
    examples = tuple(
        ExampleFile(name=f"e{number}.json", text=f"{trap}\n" * (number * 10 + 1)) for number, trap in enumerate(TRAPS)
    )
    return entry(schemas=schemas, headers=dataclasses.replace(schemas[0], name="headers.json"), examples=examples)


def single() -> Entry:
    """A message with one such schema."""
    return entry(
        id="Single",
        schemas=(SchemaBeside(file=schema_file(tree=hostile_tree(), viewable="{}"), name="schema.json"),),
    )
