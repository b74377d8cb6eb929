from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import catalog_gen

ROOT = Path(catalog_gen.__file__).parents[1]

FINE = """
    from datetime import date
    from pathlib import Path

    from catalog_gen import Badge, Channel, Command, Defaults, Event, Example, Previous, Receives, Sends, Service
    from catalog_gen import Team, User
    from catalog_gen import Actor, Adr, Agent, Container, Contract, Custom, CustomDoc, DataProduct, Diagram
    from catalog_gen import DocCategory, Domain, Entity, ExternalSystem, Flow, Items, MenuItem, Model, NextStep, Output
    from catalog_gen import Pointer, Property, Query, Relationship, ResourceDoc, ResourceGroup, Step, System, Term
    from catalog_gen import Tool, Trigger

    dboyne = User("dboyne", name="David Boyne", role="Lead developer", github="@dboyne")
    full_stack = Team("full-stack", name="Full stackers", members=[dboyne, "msmith"], github="@acme/full-stack",
                      slack="https://acme.slack.com/archives/C01", on_call="https://acme.pagerduty.com/schedules/P1")
    inventory_events = Channel(
        "inventory.{env}.events",
        protocols=["kafka"],
        parameters={"env": {"enum": ["dev", "prod"], "default": "dev"}},
        environments={"prod": "eu.inventory.events.v2"},
    )
    stock = Defaults(schema_path="{kebab_id}.avsc", channels=[inventory_events], badges=[Badge("Stock", "green")],
                     compatibility="BACKWARD")
    nearer = Defaults(stock, owners=[])
    inventory_service = Service(
        "InventoryService", version="1.0.0", owners=[full_stack], defaults=stock,
        sends=[
            Event("InventoryAdjusted", name="Inventory adjusted", version="1.0.1", key="product_id",
                  summary="Indicates a change in inventory level", owners=[dboyne, full_stack, "mobile-devs"],
                  previous=[Previous("1.0.0", schema_path=Path("history/inventory-adjusted-1.0.0.avsc"))],
                  examples=[Example({"a": [1, None]})], date=date(2026, 1, 1), draft=True,
                  extensions={"x-cost-center": "42"}, changes="`reason` is required now."),
            Event("StockDepleted", key="product_id"),
            Sends("Other", to=[inventory_events, "x"]),
        ],
        receives=[Command("ReserveStock", key="order_id"), Receives("OrderConfirmed", fields=["order_id"])],
    )
    stock_db = Container("stock-db", container_type="database", access_mode="readWrite", technology="PostgreSQL 17")
    product = Entity(
        "Product", identifier="sku", aggregate_root=True,
        properties=[
            Property("sku", "string", required=True),
            Property("supplier", "Supplier", references="Supplier", relation_type="hasOne"),
            Property("prices", "array", items=Items("object", properties=[Property("net", "decimal")])),
            Property("tags", "array", items="string", enum=["a", "b"]),
        ],
    )
    helper = Agent(
        "StockHelper", model=Model("gpt", provider="openai"), tools=[Tool("search", type="mcp", url="/docs/search")],
        receives=[Receives("OrderConfirmed", triggers=[Trigger("StockDepleted", condition="none left")])],
        sends=["StockDepleted"], reads_from=[stock_db, Pointer("orders-db", version="1.0.0")],
    )
    refill = Flow("Refill", steps=[
        Step(1, message="StockDepleted", next_step=2),
        Step(2, service=inventory_service, next_steps=[NextStep("wait", "if closed"), 3]),
        Step("wait", "Wait", custom=Custom("Wait", height=1.5, properties={"days": 1, "rate": 0.5, "who": "crew"},
                                           menu=[MenuItem("More", "https://acme.example")])),
        Step(3, agent=helper, actor=None, next_step=NextStep(4)),
        Step(4, external_system=ExternalSystem("Supplier"), type="node"),
        Step(5, actor="Clerk"), Step(6, flow=Pointer("Refill")), Step(7, container=stock_db),
        Step(8, data_product="Sales"),
        *[Step(f"step-{number}", title="x", actor=Actor("clerk", name="Clerk")) for number in range(3)],
    ])
    steps = {number: Step(number, str(number)) for number in range(3)}
    more = Flow("More", steps=list(steps.values()))
    sales = DataProduct("Sales", inputs=["OrderConfirmed", stock_db, Pointer("X")],
                        outputs=[Output(inventory_events, contract=Contract("sales.json", name="S")), "StockDepleted"])
    overview = Diagram("Overview", description="Here.")
    kafka = Adr("Use-kafka", status="accepted", date=date(2026, 1, 1), decision_makers=[dboyne, full_stack, "ops"],
                applies_to=[inventory_service, full_stack, "Stock", Pointer("X")], supersedes=["Use-rabbit"])
    shop = System("Shop", scope="internal", services=[inventory_service, "Other"], containers=[stock_db],
                  relationships=["Bank", Relationship("Bank", "pays by")], actors=[Actor("clerk", direction="inbound")])
    stock_domain = Domain(
        "Stock", systems=[shop], agents=[helper], entities=[product, "Supplier"], data_products=[sales], flows=[refill],
        ubiquitous_language=[Term("SKU", summary="A thing to sell")], diagrams=[overview, "Other"], defaults=stock,
        docs=[ResourceDoc("runbook", category=DocCategory("guides", label="Guides", position=1.5), order=2)],
        resource_groups=[ResourceGroup("see", items=[inventory_service, full_stack, "x", Pointer("y")], limit=3)],
    )
    guide = CustomDoc("guides/kafka", order=1.5, owners=[full_stack], formerly=["kafka"])
    everything: list[Domain | Adr | CustomDoc] = [stock_domain, kafka, guide]
"""

WRONG = """
    from datetime import date

    from catalog_gen import Adr, Badge, Channel, Container, Custom, CustomDoc, Entity, Event, Flow, Property, Service
    from catalog_gen import Step, System, Team, Tool, User

    Event("E", ownres=["a"])  # call-arg
    Event()  # call-arg
    Event("E", "Name")  # call-arg misc
    Event("E", summary=3)  # arg-type
    Event("E", owners=[3])  # list-item
    Event("E", badges=["New"])  # list-item
    Event("E", compatibility="BACKWRD")  # arg-type
    Event("E", origin=None)  # call-arg
    Service("S", sends=[User("u")])  # list-item
    Team("t", members=[Team("u")])  # list-item
    Channel("c", environments={"prod": 3})  # dict-item
    Badge("a", "green", "white")  # call-arg misc
    Event("E").name = "x"  # misc
    Flow("F", steps=["pay"])  # list-item
    Flow("F", steps=[Event("E")])  # list-item
    Flow("F", steps={"a": Step(1, "A")})  # arg-type
    Flow("F", steps=[Step()])  # call-arg
    Step(1.5, "A")  # arg-type
    Step(1, "A", next_step=1.5)  # arg-type
    Step(1, message=Service("S"))  # arg-type
    Step(1, custom="x")  # arg-type
    Custom("x", properties={"a": None})  # dict-item
    Container("db")  # call-arg
    Container("db", container_type="databse")  # arg-type
    Adr("A", status="accepted", date="2026-01-01")  # arg-type
    Adr("A", status="done", date=date(2026, 1, 1))  # arg-type
    Adr("A", status="accepted")  # call-arg
    Entity("E", properties=[Property("a")])  # call-arg
    Tool("x")  # call-arg
    System("S", services=[Event("E")])  # list-item
    CustomDoc("x", steps=[])  # call-arg
"""


@pytest.mark.slow
def test_type_checkers_accept_definitions_and_refuse_what_we_would_refuse(tmp_path: Path) -> None:
    wrong = textwrap.dedent(WRONG).lstrip()
    (tmp_path / "fine.py").write_text(textwrap.dedent(FINE), encoding="utf-8")
    (tmp_path / "wrong.py").write_text(wrong, encoding="utf-8")
    (tmp_path / "mypy.ini").write_text(f"[mypy]\nmypy_path = {ROOT}\nstrict = True\n", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("fine.py", "wrong.py")]
    options = ["--config-file", str(tmp_path / "mypy.ini"), "--cache-dir", str(ROOT / ".mypy_cache" / "tests")]
    command = [sys.executable, "-m", "mypy", *options, *files]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    expected = {
        number: set(line.partition("# ")[2].split())
        for number, line in enumerate(wrong.splitlines(), 1)
        if "# " in line
    }
    found = re.findall(r"(\w+)\.py:(\d+): error: .*\[([a-z-]+)\]$", ran.stdout, re.MULTILINE)
    reported = {int(line): code for name, line, code in found if name == "wrong"}
    assert ran.stderr == ""
    assert [name for name, _, _ in found if name != "wrong"] == []
    assert set(reported) == set(expected)
    assert {line: reported[line] for line in expected if reported[line] not in expected[line]} == {}
