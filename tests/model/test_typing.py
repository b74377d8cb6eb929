from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

import catalog_gen

ROOT = Path(catalog_gen.__file__).parents[1]

FINE = """
    from datetime import date
    from pathlib import Path

    from catalog_gen import Badge, Channel, Command, Defaults, Event, Example, Previous, Receives, Sends, Service
    from catalog_gen import Team, User

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
"""

WRONG = """
    from catalog_gen import Badge, Channel, Event, Service, Team, User

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
"""


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
