"""The same definitions for EventCatalog 3 and 4: what only 4 knows is said once, and is not in a catalog for 3."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import front_matter
import pytest
from projects import Project

if TYPE_CHECKING:
    from catalog_gen.building import Built

GOLDEN = Path(__file__).parent / "golden" / "structure"
DEFINITIONS = GOLDEN / "schemas" / "definitions.py"
ONLY_IN_FOUR = "ADRTable|ComponentDiagram|ContextDiagram|CustomProperties|CustomProperty|SystemContextMap"

LOST = {
    (
        "0002-use-a-cloud 1.1.0",
        'systems, and "Shop-system" is one',
        '"Shop-system",',
    ),
    ("Advisor 0.2.0", "triggers", 'triggers=[Trigger(place_order, condition="there is something like it")])],'),
    ("Bank 1.0.0", "systems", 'System("Bank", summary="Somebody else\'s.", scope="external", owners=["platform"])'),
    (
        "Deep-system 1.0.0",
        "systems",
        'System("Deep-system", summary="In a subdomain.", services=["Deep"], flows=["Planned"])',
    ),
    (
        "Order 2.0.0",
        "properties inside of items",
        'properties=[Property("sku", "string"), Property("buyer", "string", references="Customer")]',
    ),
    ("Order 2.0.0", "properties inside of properties", "properties=["),
    ("Order 2.0.0", "reference_target of properties", 'reference_target="entity",'),
    (
        "OrderPlaced 1.1.0",
        'section "triggered_by" in the details panel',
        'details_panel={"triggers": True, "triggered_by": False},',
    ),
    (
        "OrderPlaced 1.1.0",
        'section "triggers" in the details panel',
        'details_panel={"triggers": True, "triggered_by": False},',
    ),
    ("Orders 3.0.0", "triggers", "triggers=["),
    (
        "Sales 1.0.1",
        'section "systems" in the details panel',
        'details_panel={"systems": True, "ubiquitous_language": False},',
    ),
    ("Sales 1.0.1", "triggers", 'triggers=[Trigger("OrderPlaced")])],'),
    ("SalesReport 1.0.0", "fails to build data products among the inputs of a data product", '"StockReport"],'),
    ("Shop-system 1.1.0", "systems", "System("),
    ("Tax-office 1.0.0", "systems", 'System("Tax-office", summary="Wants to know.", scope="external")'),
    ("Warehouse 1.0.0", "systems", "System("),
    ("orders-db 1.2.0", "purpose of containers", 'purpose="The state of every order",'),
}
"""What is said: of which resource, what EventCatalog 3 has none of, and what stands at that place."""


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Built]:
    """The golden case with every type of resource, for EventCatalog 3."""
    project = Project(tmp_path_factory.mktemp("three"))
    shutil.copytree(GOLDEN / "schemas", project.root / "schemas")
    project.write("pyproject.toml", '[tool.catalog-gen]\nlayout = "nested"\ninherit-owners = true\n')
    built = project.build()
    return project.root / "output", built


def test_what_eventcatalog_3_does_not_know_is_said_once_where_it_stands(three: tuple[Path, Built]) -> None:
    lines = DEFINITIONS.read_text(encoding="utf-8").splitlines()
    said = [problem for problem in three[1].problems if problem.code == "not-in-target"]
    found = [
        (
            problem.subject,
            problem.message.removeprefix("EventCatalog 3 ").removeprefix("has no "),
            lines[problem.place.line - 1][problem.place.column - 1 :],
        )
        for problem in said
    ]
    assert set(found) == LOST
    assert len(found) == len(LOST)


def test_no_page_for_eventcatalog_3_has_what_only_4_knows(three: tuple[Path, Built]) -> None:
    output, _ = three
    pages = {path: path.read_text(encoding="utf-8") for path in output.rglob("*.mdx")}
    assert len(pages) > 30
    assert [path for path, page in pages.items() if re.search(rf"<({ONLY_IN_FOUR})\b|/systems/", page)] == []
    assert not (output / "systems").exists()


def test_front_matter_for_eventcatalog_3_has_only_keys_that_it_knows(
    three: tuple[Path, Built], conformance: Path
) -> None:
    assert front_matter.problems(three[0], 3, conformance) == []


ONLY_4_KNOWS = {
    "adrs.appliesTo[].type=system",
    "containers.purpose",
    "domains.detailsPanel.systems",
    "domains.systems",
    "entities.properties[].items.properties",
    "entities.properties[].properties",
    "entities.properties[].referenceTarget",
    *(f"{party}.receives[].triggers" for party in ("agents", "domains", "services")),
    *(
        f"{message}.detailsPanel.{section}"
        for message in ("commands", "events", "queries")
        for section in ("triggeredBy", "triggers")
    ),
}


def test_nothing_else_is_known_to_4_only(conformance: Path) -> None:
    three, four = (front_matter.schemas(version, conformance) for version in (3, 4))
    assert set(four) - set(three) == {"systems"}
    found = {
        path.removesuffix(".visible")
        for collection, schema in three.items()
        for path in _paths(four[collection], four[collection], collection) - _paths(schema, schema, collection)
    }
    outermost = {path for path in found if not any(path.startswith((f"{one}.", f"{one}[")) for one in found)}
    assert outermost == ONLY_4_KNOWS


def _paths(schema: Any, root: Any, path: str, seen: tuple[str, ...] = ()) -> set[str]:
    """The keys that a schema knows, however deep, and the values of enumerations."""
    if not isinstance(schema, dict) or schema.get("$ref") in seen:
        return set()
    if "$ref" in schema:
        return _paths(root["$defs"][schema["$ref"].rpartition("/")[2]], root, path, (*seen, schema["$ref"]))
    found = {path} | {f"{path}={value}" for value in schema.get("enum", ())}
    for key, inner in schema.get("properties", {}).items():
        found |= _paths(inner, root, f"{path}.{key}", seen)
    for inner in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        found |= _paths(inner, root, path, seen)
    for key, mark in (("items", "[]"), ("additionalProperties", ".*")):
        found |= _paths(schema[key], root, f"{path}{mark}", seen) if schema.get(key) else set()
    return found


def test_what_several_versions_share_is_said_once(project: Project) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\n")
    project.define(
        """
        reacts = Receives("E", triggers=[Trigger("E")])
        e = Event("E", details_panel={"triggers": False}, previous=[Previous("0.1.0"), Previous("0.2.0")])
        s = Service("S", version="2.0.0", receives=[reacts], previous=[Previous("1.0.0")])
        old = Service("S", version="0.1.0", receives=[reacts])
        x, y = System("X", version="2.0.0", previous=[Previous("1.0.0")]), System("X", version="0.1.0")
        d = Domain("D", systems=["X"])
        """
    )
    said = [problem.subject for problem in project.built().problems if problem.code == "not-in-target"]
    assert sorted(said) == ["E 1.0.0", "S 2.0.0", "X 2.0.0"]


def test_what_only_an_older_version_says_is_said(project: Project) -> None:
    project.define(
        """
        new = Container("C", version="2.0.0", container_type="database")
        old = Container("C", version="1.0.0", container_type="database", purpose="Everything")
        """
    )
    said = [problem.subject for problem in project.built().problems if problem.code == "not-in-target"]
    assert said == ["C 1.0.0"]


def test_a_domain_takes_over_what_is_in_its_systems(project: Project) -> None:
    project.define(
        """
        own = Service("Own")
        system = System("S", services=[own, Service("Inner")], flows=[Flow("F", steps=[])], entities=[Entity("E")])
        domain = Domain("D", systems=[system], services=[own])
        """
    )
    project.build()
    metadata = front_matter.read(project.root / "output/domains/D/index.mdx")
    found = {key: [one["id"] for one in value] for key, value in metadata.items() if isinstance(value, list)}
    assert found == {"services": ["Own", "Inner"], "flows": ["F"], "entities": ["E"]}
    assert "/docs/domains/D/" in project.page("services/Inner/index.mdx")


def test_a_property_that_was_left_out_points_to_nothing(project: Project) -> None:
    project.define(
        """
        inner = Property("customer", "string", references="Customer")
        order = Entity("Order", properties=[Property("who", "object", properties=[inner])])
        customer = Entity("Customer")
        """
    )
    project.build()
    assert "Referenced by" not in project.page("entities/Customer/index.mdx")
    project.write("pyproject.toml", "[tool.catalog-gen]\neventcatalog = 4\n")
    project.build()
    assert "Referenced by" in project.page("entities/Customer/index.mdx")
