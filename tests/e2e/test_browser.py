"""The built sample in a headless Chromium: what a reader sees, and where the links lead."""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypedDict

import frontmatter
import pytest
from markdown_it import MarkdownIt
from serving import served

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator, Mapping

pytestmark = pytest.mark.browser

EVENT = "InventoryAdjusted"
VERSION = "1.0.1"
CHANNEL = "inventory.{env}.events"
# EventCatalog's sidebar links a changelog wherever changelogs are enabled, and a map of every channel, also where it
# makes no page (core 3.48.4).
NOT_OURS = re.compile(r"/docs/(adrs|data-products|entities|channels)/[^/]+/[^/]+/changelog|/visualiser/channels/.+")
OWNERS = ["dboyne", "msmith", "asmith", "full-stack", "mobile-devs"]


class Element(TypedDict):
    """One element of a page: as shown, as written, where it leads, its id."""

    text: str
    content: str
    href: str | None
    id: str


class Seen(TypedDict):
    """What browse.mjs saw on one page."""

    path: str
    status: int
    title: str
    found: dict[str, list[Element]]
    troubles: list[str]


class Visit(NamedTuple):
    """One page to look at: what must be there first, what to bring back."""

    path: str
    wait: list[str]
    collect: Mapping[str, str]
    shot: str | None = None


class Browse(Protocol):
    """Looks at pages, in one browser."""

    def __call__(self, *visits: Visit) -> list[Seen]: ...


@pytest.fixture(scope="session")
def site(built_site: Path) -> Iterator[str]:
    """The address under which the built site is served."""
    with served(built_site) as address:
        yield address


@pytest.fixture(scope="session")
def browse(
    site: str,
    chromium: str,
    run_node: Callable[..., subprocess.CompletedProcess[str]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Browse:
    """Looks at pages of the site; screenshots go to CATALOG_GEN_SCREENSHOTS."""
    wanted = os.environ.get("CATALOG_GEN_SCREENSHOTS")
    shots = Path(wanted).resolve() if wanted else tmp_path_factory.mktemp("screenshots")
    shots.mkdir(parents=True, exist_ok=True)

    def look(*visits: Visit) -> list[Seen]:
        pages = [
            {
                "path": visit.path,
                "wait": visit.wait,
                "collect": visit.collect,
                "screenshot": str(shots / visit.shot) if visit.shot else None,
            }
            for visit in visits
        ]
        wish = {"chromium": chromium, "site": site, "pages": pages}
        result = run_node("browse.mjs", stdin=json.dumps(wish))
        assert result.returncode == 0, result.stderr
        seen: list[Seen] = json.loads(result.stdout)
        return seen

    return look


def status(address: str) -> int:
    """What the server answers, redirects followed."""
    try:
        with urllib.request.urlopen(address) as response:  # noqa: S310
            code: int = response.status
            return code
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def texts(seen: Seen, name: str) -> list[str]:
    return [element["text"] for element in seen["found"][name]]


@pytest.fixture(scope="module")
def event_page(browse: Browse) -> Seen:
    [seen] = browse(
        Visit(
            f"/docs/events/{EVENT}/{VERSION}/",
            wait=["#content .react-flow__node", "[id$='SchemaViewer-client']", "#sidebar a"],
            collect={
                "heading": "#doc-page-header",
                "badges": "#content span.inline-flex > span",
                "owners": "#sidebar a[href^='/docs/users/'], #sidebar a[href^='/docs/teams/']",
                "nodes": "#content .react-flow__node",
                "viewers": "[id$='SchemaViewer-client']",
                "tiles": "#content a.tile-card",
                "json": "#content pre[data-language='json']",
            },
            shot="event.png",
        )
    )
    return seen


@pytest.fixture(scope="module")
def event(sample: Path) -> dict[str, Any]:
    """The event page's front matter."""
    return frontmatter.load(str(event_folder(sample) / "index.mdx")).metadata


def event_folder(sample: Path) -> Path:
    [page] = sample.glob(f"**/events/{EVENT}/index.mdx")
    return page.parent


def fields(sample: Path, event: dict[str, Any]) -> list[str]:
    schema = json.loads((event_folder(sample) / event["schemaPath"]).read_text(encoding="utf-8"))
    return [field["name"] for field in schema["fields"]] if "fields" in schema else list(schema["properties"])


def test_the_event_page_loads_without_trouble(event_page: Seen) -> None:
    assert (event_page["status"], event_page["troubles"]) == (200, [])


def test_the_event_page_has_its_title(event_page: Seen) -> None:
    assert texts(event_page, "heading") == ["Inventory adjusted"]
    assert "Inventory adjusted" in event_page["title"]


def test_both_badges_are_shown_as_written(event_page: Seen) -> None:
    assert {"Recently updated!", "Channel:Apache Kafka"} <= set(texts(event_page, "badges"))


def test_the_five_owners_are_shown_by_name(event_page: Seen, event: dict[str, Any], sample: Path) -> None:
    names = {page.stem: str(frontmatter.load(str(page))["name"]) for page in sample.glob("[ut]*s/*.mdx")}
    assert event["owners"] == OWNERS
    assert texts(event_page, "owners") == [names[owner] for owner in OWNERS]


def test_the_diagram_goes_from_the_service_through_the_event_to_the_channel(event_page: Seen) -> None:
    nodes = [(element["id"], element["text"]) for element in event_page["found"]["nodes"]]
    kinds = {text.partition("\n")[0] for _, text in nodes}
    assert {"SERVICE", "EVENT", "CHANNEL"} <= kinds
    assert any(name == f"{EVENT}-{VERSION}" and text.startswith("EVENT\nInventory adjusted") for name, text in nodes)
    assert any(name.startswith(f"{CHANNEL}-") and text.startswith("CHANNEL") for name, text in nodes)


def test_the_schema_viewer_lists_every_field(event_page: Seen, sample: Path, event: dict[str, Any]) -> None:
    shown = "\n".join(texts(event_page, "viewers")).splitlines()
    assert [name for name in fields(sample, event) if name not in shown] == []


def test_the_payload_example_is_one_of_this_event(event_page: Seen, sample: Path, event: dict[str, Any]) -> None:
    blocks = [json.loads(element["content"]) for element in event_page["found"]["json"]]
    assert any(set(block) <= set(fields(sample, event)) for block in blocks)


def test_the_tiles_lead_to_the_team_and_to_the_schema(event_page: Seen, site: str) -> None:
    addresses = [element["href"] or "" for element in event_page["found"]["tiles"]]
    assert any(address.startswith("/docs/teams/") for address in addresses)
    assert any(address.startswith(f"/generated/events/{EVENT}/") for address in addresses)
    assert {address: status(site + address) for address in addresses} == dict.fromkeys(addresses, 200)


def test_the_schema_tile_serves_the_schema_byte_for_byte(
    event_page: Seen, site: str, sample: Path, event: dict[str, Any]
) -> None:
    [address] = [href for tile in event_page["found"]["tiles"] if (href := tile["href"] or "").startswith("/generated")]
    with urllib.request.urlopen(site + address) as response:  # noqa: S310
        assert response.read() == (event_folder(sample) / event["schemaPath"]).read_bytes()


def programs(sample: Path, page: str) -> list[str]:
    """The code blocks of a page in Python, as a reader of Markdown finds them; without white space."""
    text = (sample / page).read_text(encoding="utf-8")
    fences = [token for token in MarkdownIt().parse(text) if token.type == "fence" and "python" in token.info]
    return ["".join(fence.content.split()) for fence in fences]


def shown_code(seen: Seen) -> list[str]:
    """The code as the browser has it; its lines are elements, so white space is none of the text."""
    return ["".join(element["content"].split()) for element in seen["found"]["code"]]


def shown_programs(browse: Browse, path: str, shot: str) -> Seen:
    collect = {"code": "#content pre[data-language='python']", "tabs": "#content [role='tab'], #content button"}
    collect |= {"titles": "#content figure.is-terminal figcaption"}
    [seen] = browse(Visit(path, wait=["#content pre[data-language='python']"], collect=collect, shot=shot))
    assert (seen["status"], seen["troubles"]) == (200, [])
    return seen


def test_the_programs_of_a_page_are_shown_as_they_are_written(browse: Browse, sample: Path) -> None:
    seen = shown_programs(browse, f"/docs/events/{EVENT}/{VERSION}/", "snippets.png")
    assert shown_code(seen) == programs(sample, f"events/{EVENT}/index.mdx")
    assert texts(seen, "titles") == ["Produce the event in Python", "Consume the event in Python"]


def test_programs_for_several_protocols_stand_in_tabs(browse: Browse, sample: Path) -> None:
    seen = shown_programs(browse, "/docs/events/ShelfWeightMeasured/1.1.0/", "tabs.png")
    assert {"MQTT: paho-mqtt", "Kafka: confluent-kafka"} <= set(texts(seen, "tabs"))
    assert shown_code(seen) == programs(sample, "events/ShelfWeightMeasured/index.mdx")


def test_the_visualiser_shows_service_event_and_channel(browse: Browse) -> None:
    [seen] = browse(
        Visit(
            f"/visualiser/events/{EVENT}/{VERSION}",
            wait=[".react-flow__node"],
            collect={"nodes": ".react-flow__node"},
            shot="visualiser.png",
        )
    )
    assert (seen["status"], seen["troubles"]) == (200, [])
    kinds = {text.partition("\n")[0] for text in texts(seen, "nodes")}
    assert {"SERVICE", "EVENT", "CHANNEL"} <= kinds
    assert any(CHANNEL in text.splitlines() for text in texts(seen, "nodes"))


def load(sample: Path, page: str) -> dict[str, Any]:
    return frontmatter.load(str(sample / page / "index.mdx")).metadata


def drawn(browse: Browse, path: str, inside: str, shot: str) -> Seen:
    """A page with a drawing: its nodes by id, its lines, the words on them, its code."""
    collect = {"nodes": f"{inside} .react-flow__node", "lines": f"{inside} .react-flow__edge", "code": "#content pre"}
    collect |= {"drawing": inside}
    [seen] = browse(Visit(path, wait=[f"{inside} .react-flow__node"], collect=collect, shot=shot))
    assert (seen["status"], seen["troubles"]) == (200, [])
    return seen


def ids(seen: Seen, name: str) -> set[str]:
    return {element["id"] for element in seen["found"][name]}


@pytest.mark.parametrize("flow", ["PlaceAnOrder", "ReturnAProduct"])
def test_a_flow_is_drawn_with_every_step_and_every_line(browse: Browse, sample: Path, flow: str) -> None:
    declared = load(sample, f"flows/{flow}")
    seen = drawn(browse, f"/docs/flows/{flow}/{declared['version']}/", "[id$='-portal']", f"flow-{flow}.png")
    steps = declared["steps"]
    following = [
        (step["id"], one["id"] if isinstance(one, dict) else one)
        for step in steps
        for one in step.get("next_steps", [step["next_step"]] if "next_step" in step else [])
    ]
    assert ids(seen, "nodes") == {f"step-{step['id']}" for step in steps}
    assert ids(seen, "lines") == {f"step-{step}-step-{then}" for step, then in following}
    words = [one["label"] for step in steps for one in step.get("next_steps", []) if "label" in one]
    assert [word for word in words if word not in seen["found"]["drawing"][0]["text"]] == []


def test_the_entities_of_a_domain_are_drawn_with_those_they_point_to(browse: Browse, sample: Path) -> None:
    domain = load(sample, "domains/Ordering")
    path = f"/docs/domains/Ordering/{domain['version']}/"
    seen = drawn(browse, path, "[id$='entity-map-portal']", "entity-map.png")
    own = {f"{entity['id']}-{entity['version']}" for entity in domain["entities"]}
    assert ids(seen, "nodes") == own | {"StockItem-1.0.0"}
    ends = {("Order", "Customer"), ("Order", "OrderLine"), ("Order", "Address"), ("OrderLine", "StockItem")}
    lines = ids(seen, "lines")
    assert [end for end in ends if not any(line.startswith(end[0]) and end[1] in line for line in lines)] == []


def test_an_entity_is_drawn_with_those_around_it(browse: Browse) -> None:
    seen = drawn(browse, "/docs/entities/Reservation/1.0.0/", "[id$='entity-map-portal']", "entity.png")
    assert ids(seen, "nodes") == {"Reservation-1.0.0", "Order-1.0.0", "StockItem-1.0.0"}


def test_a_data_product_is_drawn_between_what_goes_in_and_what_comes_out(browse: Browse, sample: Path) -> None:
    product = load(sample, "data-products/DailySales")
    path = f"/docs/data-products/DailySales/{product['version']}/"
    seen = drawn(browse, path, "[id$='-portal']", "data-product.png")
    around = {f"{one['id']}-{one['version']}" for one in (*product["inputs"], *product["outputs"])}
    assert around | {f"DailySales-{product['version']}"} <= ids(seen, "nodes")
    contract = (sample / "data-products/DailySales/daily-sales.contract.json").read_text(encoding="utf-8")
    assert "".join(contract.split()) in shown_code(seen)


def test_an_agent_is_drawn_with_its_messages_and_its_store(browse: Browse) -> None:
    seen = drawn(browse, "/docs/agents/FraudWatch/0.9.0/", "[id$='-portal']", "agent.png")
    assert {"FraudWatch-0.9.0", "OrderPlaced-3.0.0", "CancelOrder-1.0.0", "PaymentLedger-1.0.0"} <= ids(seen, "nodes")


def test_the_drawing_of_a_diagram_is_drawn(browse: Browse) -> None:
    collect = {"drawing": "svg[id^='mermaid']"}
    path = "/diagrams/WhoTalksToWhom/1.1.0/"
    [seen] = browse(Visit(path, wait=["svg[id^='mermaid']"], collect=collect, shot="diagram.png"))
    assert (seen["status"], seen["troubles"]) == (200, [])
    assert "OrderService" in seen["found"]["drawing"][0]["content"]


@pytest.mark.parametrize(("decision", "other"), [("ADR-0001", "ADR-0003"), ("ADR-0003", "ADR-0001")])
def test_a_decision_leads_to_the_one_that_it_has_to_do_with(browse: Browse, decision: str, other: str) -> None:
    links = {"links": f"#content table a[href='/docs/adrs/{other}/1.0.0']"}
    path = f"/docs/adrs/{decision}/1.0.0/"
    [seen] = browse(Visit(path, wait=["#content table"], collect=links, shot=f"{decision}.png"))
    assert (seen["status"], seen["troubles"], len(seen["found"]["links"])) == (200, [], 1)


def test_the_schema_explorer_lists_the_event(browse: Browse) -> None:
    [seen] = browse(
        Visit(
            "/schemas/explorer",
            wait=["#content button"],
            collect={"rows": "#content button"},
            shot="schema-explorer.png",
        )
    )
    assert (seen["status"], seen["troubles"]) == (200, [])
    assert "Inventory adjusted" in [row.partition("\n")[0] for row in texts(seen, "rows")]


def test_every_link_of_every_page_is_reachable(browse: Browse, site: str, sample_pages: dict[str, str]) -> None:
    links = {"links": "#content a[href^='/'], #sidebar a[href^='/']"}
    visits = [
        Visit(f"/{urllib.parse.quote(address)}/", wait=["#sidebar a"], collect=links)
        for address in sample_pages.values()
        if address.startswith("docs/")  # a diagram's page has no sidebar
    ]
    pages = browse(*visits)
    assert pages
    assert [(seen["path"], seen["status"]) for seen in pages if seen["status"] != 200] == []
    targets = {
        (element["href"] or "").partition("#")[0]: seen["path"] for seen in pages for element in seen["found"]["links"]
    }
    dead = {target: f"on {page}" for target, page in targets.items() if status(site + target) != 200}
    assert {target: page for target, page in dead.items() if not NOT_OURS.fullmatch(target)} == {}
