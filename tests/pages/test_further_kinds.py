"""Pages of entities, data stores, data products, decisions, agents and domains: what their readers look for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frontmatter
import pytest

if TYPE_CHECKING:
    from projects import Project


def section(page: str, title: str) -> list[str]:
    """The lines of a section, without empty ones."""
    text = page.partition(f"## {title}\n")[2].partition("\n## ")[0].partition("\n<Footer")[0]
    return [line for line in text.splitlines() if line]


ENTITIES = """
order = Entity(
    "Order", summary="What is wanted.", aggregate_root=True, identifier="id",
    properties=[
        Property("id", "string", required=True, description="Never changes."),
        Property("state", "string", enum=["OPEN", "DONE"]),
        Property("customer", "string", references="Customer", references_identifier="id", relation_type="placed by"),
        Property("lines", "array", items="Line"),
        Property("tags", "array", items="string", description="Any | words."),
    ],
)
line = Entity("Line", summary="One product.", properties=[Property("number", "integer")])
customer = Entity("Customer", summary="Who wants it.", properties=[Property("id", "string")])
alone = Entity("Alone", summary="Has to do with nobody.", properties=[Property("id", "string")])
shop = Domain("Shop", version="2.0.0", summary="Sells.", entities=[order, line, alone])
"""


def test_an_entity_tells_its_properties_and_what_they_point_to(project: Project) -> None:
    project.define(ENTITIES)
    project.build()
    page = project.page("entities/Order/index.mdx")
    assert section(page, "Properties")[2:] == [
        "| `id` | `string` | yes |  | **Identifier.** Never changes. |",
        "| `state` | `string` |  |  | One of `OPEN`, `DONE` |",
        '| `customer` | `string` |  | placed by <Link href="/docs/entities/Customer/1.0.0">Customer</Link> (`id`) |  |',
        '| `lines` | `array of Line` |  | <Link href="/docs/entities/Line/1.0.0">Line</Link> |  |',
        r"| `tags` | `array of string` |  |  | Any \| words. |",
    ]


@pytest.mark.parametrize(("entity", "property_"), [("Customer", "customer"), ("Line", "lines")])
def test_an_entity_tells_who_points_to_it(project: Project, entity: str, property_: str) -> None:
    project.define(ENTITIES)
    project.build()
    rows = section(project.page(f"entities/{entity}/index.mdx"), "Referenced by")[2:]
    assert rows == [f'| <Link href="/docs/entities/Order/1.0.0">Order</Link> | `{property_}` |']


@pytest.mark.parametrize(
    ("entity", "start"), [("Order", '"Order"'), ("Line", '"Line", "Order"'), ("Customer", None), ("Alone", None)]
)
def test_an_entity_is_drawn_with_those_around_it_where_a_domain_has_them(
    project: Project, entity: str, start: str | None
) -> None:
    project.define(ENTITIES)
    project.build()
    drawn = f'<EntityMap id="Shop" version="2.0.0" collection="domains" entities={{[{start}]}} />'
    expected = [drawn] if start else []
    assert section(project.page(f"entities/{entity}/index.mdx"), "Entity map") == expected


@pytest.mark.parametrize(("hidden", "there"), [("", True), (", hidden=True", False)])
def test_a_domain_has_a_map_of_entities_where_one_of_them_has_a_page(
    project: Project, hidden: str, *, there: bool
) -> None:
    project.define(f'd = Domain("D", summary="S.", entities=[Entity("E", summary="S."{hidden})])')
    project.build()
    assert ("<EntityMap />" in project.page("domains/D/index.mdx")) is there


STORES = """
store = Container("Store", container_type="objectStore", technology="s3", summary="Keeps it.", access_mode="readWrite")
writer = Service("Writer", summary="Writes.", writes_to=[store], reads_from=[store])
clerk = Agent("Clerk", summary="Reads.", reads_from=[store], model=Model("sonnet", provider="anthropic"),
              tools=[Tool("find", type="mcp", url="https://acme.example.com/mcp", description="Finds | it.")])
product = DataProduct(
    "Product", summary="Given.", inputs=[store],
    outputs=[Output(store, contract=Contract("product.json", name="The promise", type="json-schema"))],
)
other = DataProduct("Other", summary="Made of it.", inputs=[product])
"""


def test_a_store_tells_who_uses_it_and_how(project: Project) -> None:
    project.write("schemas/product.json", "{}")
    project.define(STORES)
    project.build()
    page = project.page("containers/Store/index.mdx")
    assert "| Kind | object store |" in page
    users = {
        '<Link href="/docs/agents/Clerk/1.0.0">Clerk</Link>': "agent | reads | Reads.",
        '<Link href="/docs/data-products/Product/1.0.0">Product</Link>': "data product | writes and reads | Given.",
        '<Link href="/docs/services/Writer/1.0.0">Writer</Link>': "service | writes and reads | Writes.",
    }
    assert section(page, "Who uses it")[2:] == [f"| {user} | {told} |" for user, told in users.items()]


@pytest.mark.parametrize(("page", "access"), [("services/Writer", "writes and reads"), ("agents/Clerk", "reads")])
def test_services_and_agents_tell_which_stores_they_use(project: Project, page: str, access: str) -> None:
    project.write("schemas/product.json", "{}")
    project.define(STORES)
    project.build()
    [row] = section(project.page(f"{page}/index.mdx"), "Data stores")[2:]
    store = '<Link href="/docs/containers/Store/1.0.0">Store</Link>'
    assert row == f"| {store} | object store, `s3` | {access} | Keeps it. |"


def test_an_agent_tells_its_model_and_its_tools(project: Project) -> None:
    project.write("schemas/product.json", "{}")
    project.define(STORES)
    project.build()
    page = project.page("agents/Clerk/index.mdx")
    assert "| Model | sonnet (anthropic) |" in page
    assert section(page, "Tools")[2:] == [r"| [find](https://acme.example.com/mcp) | mcp | Finds \| it. |"]


@pytest.mark.parametrize(
    ("layout", "folder", "promise"),
    [
        ("flat", "", "The promise (json-schema)"),
        (
            "nested",
            "domains/Home/",
            '<Link href="/generated/domains/Home/data-products/Product/product.json">The promise</Link> (json-schema)',
        ),
    ],
)
def test_a_contract_is_linked_where_eventcatalog_serves_its_file(
    project: Project, layout: str, folder: str, promise: str
) -> None:
    project.write("pyproject.toml", f'[tool.catalog-gen]\nlayout = "{layout}"\n')
    project.write("schemas/product.json", "{}")
    project.define(f'{STORES}\nhome = Domain("Home", summary="Ours.", data_products=[product])')
    project.build()
    page = project.page(f"{folder}data-products/Product/index.mdx")
    assert f"| data store | {promise} | Keeps it. |" in page
    assert '<Schema file="product.json" title="product.json" lang="json" />' in page
    assert (project.root / f"output/{folder}data-products/Product/product.json").read_text() == "{}"


def test_a_data_product_tells_who_is_made_of_it(project: Project) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\neventcatalog = 4\n")
    project.write("schemas/product.json", "{}")
    project.define(STORES)
    project.build()
    [row] = section(project.page("data-products/Product/index.mdx"), "Who uses it")[2:]
    assert row == '| <Link href="/docs/data-products/Other/1.0.0">Other</Link> | data product | Made of it. |'


DECISIONS = """
from datetime import date
ada = User("ada", name="Ada", role="Developer")
shop = Service("Shop", summary="Sells.", owners=[ada])
old = Adr("Old", name="Call", status="superseded", date=date(2024, 5, 1), summary="We call.", applies_to=[shop])
new = Adr("New", name="Send", status="accepted", date=date(2025, 6, 2), summary="We send.", applies_to=[shop, ada],
          supersedes=[old], decision_makers=[ada])
"""


@pytest.mark.parametrize(
    ("decision", "rows"),
    [
        (
            "Old",
            [
                "| Status | **superseded** |",
                "| Date | 2024-05-01 |",
                '| Superseded by | <Link href="/docs/adrs/New/1.0.0">Send</Link> |',
            ],
        ),
        (
            "New",
            [
                "| Status | **accepted** |",
                "| Date | 2025-06-02 |",
                '| Supersedes | <Link href="/docs/adrs/Old/1.0.0">Call</Link> |',
            ],
        ),
    ],
)
def test_a_decision_says_at_once_how_it_stands_and_what_took_its_place(
    project: Project, decision: str, rows: list[str]
) -> None:
    project.define(DECISIONS)
    project.build()
    page = project.page(f"adrs/{decision}/index.mdx")
    table = [line for line in page.splitlines() if line.startswith("| ")]
    assert table[2:5] == rows


def test_decisions_stand_where_they_apply_and_with_those_who_made_them(project: Project) -> None:
    project.define(DECISIONS)
    project.build()
    new = '| <Link href="/docs/adrs/New/1.0.0">Send</Link> | accepted | We send. |'
    old = '| <Link href="/docs/adrs/Old/1.0.0">Call</Link> | superseded | We call. |'
    ada = project.page("users/ada.mdx")
    assert section(project.page("services/Shop/index.mdx"), "Decisions")[2:] == [new, old]
    assert section(ada, "Took part in these decisions")[2:] == [new]
    assert section(ada, "Decisions")[2:] == [new]


def test_the_words_of_a_domain_lead_to_their_pages(project: Project) -> None:
    project.define("""
        d = Domain("D", summary="S.", ubiquitous_language=[
            Term("Order", summary="A | wish.", description="More *about* it."), Term("a or b", name="A/B?"),
        ])
    """)
    project.build()
    rows = [
        r'| <Link href="/docs/domains/D/language/Order">Order</Link> | A \| wish.<br/>More *about* it. |',
        '| <Link href="/docs/domains/D/language/a%20or%20b">A/B?</Link> |  |',
    ]
    assert section(project.page("domains/D/index.mdx"), "Language")[2:4] == rows
    words = project.page("domains/D/ubiquitous-language.mdx").splitlines()
    assert [line for line in words if line.startswith("|")][2:] == rows


def test_a_resource_lists_its_documents_and_groups(project: Project) -> None:
    project.define("""
        runbooks = DocCategory("runbooks", label="When it burns", position=1)
        s = Service("S", summary="Sells.", docs=[
            ResourceDoc("first-aid", category=runbooks, description="Stay calm. Then read."),
            ResourceDoc("more", category="runbooks", title="More", summary="The rest."),
            ResourceDoc("secret", hidden=True, description="Shh."),
        ], resource_groups=[ResourceGroup("near", title="Nearby", items=["T"]), ResourceGroup("none", items=[])])
        t = Service("T", summary="Talks.")
    """)
    project.build()
    page = project.page("services/S/index.mdx")
    assert section(page, "Documents")[2:] == [
        "| First aid | When it burns | Stay calm. |",
        "| More | When it burns | The rest. |",
    ]
    assert section(page, "Nearby")[2:] == [
        '| <Link href="/docs/services/T/1.0.0">T</Link> | service | Talks. |',
    ]
    assert "## none" not in page


def test_a_diagram_is_linked_where_eventcatalog_shows_it(project: Project) -> None:
    project.define("""
        drawing = Diagram("Drawing", summary="All of it.", description="```mermaid\\nflowchart LR\\n```")
        s = Service("S", summary="Sells.", diagrams=[drawing])
    """)
    project.build()
    [row] = section(project.page("services/S/index.mdx"), "Diagrams")[2:]
    assert row == '| <Link href="/diagrams/Drawing/1.0.0">Drawing</Link> | All of it. |'
    assert '| Belongs to | <Link href="/docs/services/S/1.0.0">S</Link> |' in project.page("diagrams/Drawing/index.mdx")


def test_what_eventcatalog_three_dies_of_is_no_input_of_a_data_product(project: Project) -> None:
    settings = "[tool.catalog-gen]\nexternal = ['Elsewhere']\n"
    project.write("pyproject.toml", settings)
    project.define("""
        sold = Event("Sold", summary="It is sold.")
        first = DataProduct("First", summary="Made of events.", inputs=[sold])
        second = DataProduct("Second", summary="Made of that.", inputs=[sold, first, "Elsewhere"])
    """)
    left_out = [problem for problem in project.build().problems if problem.code == "not-in-target"]
    assert [(problem.subject, problem.place.line) for problem in left_out] == [("Second 1.0.0", 4)] * 2
    assert [problem.message.partition(" fails to build ")[2] for problem in left_out] == [
        "data products among the inputs of a data product",
        'things without a page ("Elsewhere") among the inputs of a data product',
    ]
    assert frontmatter.loads(project.page("data-products/Second/index.mdx"))["inputs"] == [
        {"id": "Sold", "version": "1.0.0"}
    ]
    project.write("pyproject.toml", f"{settings}eventcatalog = 4\n")
    assert "not-in-target" not in {problem.code for problem in project.build().problems}
    assert "Elsewhere" in project.page("data-products/Second/index.mdx")


def test_a_specification_has_a_link_only_where_eventcatalog_makes_a_page_of_it(project: Project) -> None:
    project.write("schemas/openapi.yml", "openapi: 3.1.0\n")
    project.define("""
        api = [Specification("openapi.yml", type="openapi", name="Web")]
        s = Service("S", summary="s", specifications=api)
        c = Container("C", summary="c", container_type="database", specifications=api)
    """)
    project.build()
    for path, linked in (("services/S", True), ("containers/C", False)):
        page = project.page(f"{path}/index.mdx")
        assert ("specifications" in frontmatter.loads(page).metadata) == linked
        assert section(page, "Specifications") == ["- Web, OpenAPI: `openapi.yml`"]
        assert (project.root / "output" / path / "openapi.yml").exists()


VERSIONS = """
from datetime import date

s = Service("S", version="2.0.0", summary="s", previous=[Previous("1.0.0")],
            writes_to=["C", Pointer("C", version="1.0.0")], reads_from=["C"])
c = Container("C", container_type="cache", version="2.0.0", summary="New.",
              previous=[Previous("1.0.0", summary="Old.")])
old = Adr("Old", status="accepted", date=date(2026, 1, 1), summary="o", applies_to=[Pointer("S", version="1.0.0")])
new = Adr("New", status="accepted", date=date(2026, 1, 2), summary="n", applies_to=[s])
f = Flow("F", summary="f", steps=[Step(1, service=Pointer("S", version="1.0.0"))])
"""


def test_what_is_said_of_an_older_version_does_not_stand_on_the_page_of_a_newer_one(project: Project) -> None:
    project.define(VERSIONS)
    project.build()
    new, old = (project.page(f"services/S/{path}index.mdx") for path in ("", "versioned/1.0.0/"))
    assert ["/adrs/Old/" in new, "/adrs/New/" in new, "/flows/F/" in new] == [False, True, False]
    assert ["/adrs/Old/" in old, "/adrs/New/" in old, "/flows/F/" in old] == [True, True, True]


def test_each_version_of_a_data_store_has_a_line_of_its_own(project: Project) -> None:
    project.define(VERSIONS)
    project.build()
    assert section(project.page("services/S/index.mdx"), "Data stores")[2:] == [
        '| <Link href="/docs/containers/C/2.0.0">C</Link> | cache | writes and reads | New. |',
        '| <Link href="/docs/containers/C/1.0.0">C</Link> | cache | writes | Old. |',
    ]


def test_the_map_of_an_entity_is_that_of_a_domain_that_is_shown(project: Project) -> None:
    project.define("""
        a = Domain("A", summary="s", hidden=True, entities=["E", "F"])
        b = Domain("B", summary="s", entities=["E", "F"])
        e = Entity("E", summary="s", properties=[Property("f", "F", references="F")])
        f = Entity("F", summary="s")
    """)
    project.build()
    assert '<EntityMap id="B" version="1.0.0"' in project.page("entities/E/index.mdx")
