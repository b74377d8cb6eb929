"""What is special about MQTT: its versions, topics with fields of the payload, and brokers that refuse or go away."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pagecode
import pairs
import pytest
from brokers import Route, mosquitto
from brokers.waiting import until
from running import Programs, handled
from scripted import Scripted
from test_definitions import EXAMPLE, found
from test_pairs import marked
from workspace import unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from brokers.mqtt import Mqtt
    from pairs import Pair
    from projects import Project

JSON = [pair for pair in pairs.pairs() if pair.client.protocol == "mqtt" and pair.wire == "json" and not pair.envelope]
CLIENTS = pytest.mark.parametrize("pair", [marked(pair) for pair in JSON])
FIVE = {"paho-mqtt": "mqtt.MQTTv5", "aiomqtt": "aiomqtt.ProtocolVersion.V5"}


def define(project: Project, client: str, message: str = "", channel: str = "") -> None:
    """A definition of one event on a topic."""
    project.define(
        f"""
        channel = Channel("orders", address="orders/placed", protocols=["mqtt"]{channel})
        event = Event("OrderPlaced", channels=[channel], snippets=["{client}"], {EXAMPLE}{message})
        orders = Service("OrderService", sends=[event])
        billing = Service("BillingService", receives=[event])
        """
    )


def programs(project: Project, folder: Path, environment: Mapping[str, str]) -> dict[str, Path]:
    """The programs of the page in files, by their role."""
    project.build()
    page = project.page("events/OrderPlaced/index.mdx")
    return {
        each.role: Programs(folder, environment).add(f"{each.role}.py", each.text) for each in pagecode.programs(page)
    }


@pytest.mark.parametrize("client", sorted(FIVE))
@pytest.mark.parametrize(
    ("message", "channel", "version"),
    [
        ("", "", "3.1.1"),
        (', envelope=CloudEvents("structured")', "", "3.1.1"),
        (', envelope=CloudEvents("binary")', "", "5"),
        (', headers={"a": "b"}', "", "5"),
        ("", ', discriminator="event-type"', "5"),
        ("", ', bindings=[MqttBinding(version="5")]', "5"),
    ],
)
def test_the_version_is_5_where_headers_have_to_travel(
    project: Project, client: str, message: str, channel: str, version: str
) -> None:
    define(project, client, message, channel)
    assert found(project) == []
    project.build()
    page = project.page("events/OrderPlaced/index.mdx")
    assert [FIVE[client] in each.text for each in pagecode.programs(page)] == [version == "5"] * 2


def test_headers_contradict_version_3(project: Project) -> None:
    define(project, "paho-mqtt", ', headers={"a": "b"}', ', bindings=[MqttBinding(version="3.1.1")]')
    assert found(project) == [
        'orders 1.0.0: MQTT 3.1.1 has no headers, and OrderPlaced needs "a" (leave version out, or write version="5")'
        " [bad-value]"
    ]


@pytest.mark.parametrize(
    ("client", "lines"),
    [
        ("paho-mqtt", ['username_pw_set("me", os.environ["MQTT_PASSWORD"])', "tls_set()", "keepalive=30,"]),
        ("aiomqtt", ['username="me",', 'password=os.environ["MQTT_PASSWORD"],', "tls_params=aiomqtt.TLSParameters(),"]),
    ],
)
def test_settings_say_how_to_log_in(project: Project, client: str, lines: list[str]) -> None:
    settings = """
        [tool.catalog-gen.snippets.mqtt]
        config = { username = "me", tls = true, keepalive = 30 }
        env = { password = "MQTT_PASSWORD" }
        """
    project.write("pyproject.toml", settings)
    define(project, client)
    project.build()
    for program in pagecode.programs(project.page("events/OrderPlaced/index.mdx")):
        assert [line for line in lines if line not in program.text] == []


@CLIENTS
def test_a_program_ends_where_its_login_is_refused(pair: Pair, project: Project, tmp_path: Path) -> None:
    define(project, pair.client.name)
    with Scripted(connect=5).running() as environment:
        for path in programs(project, tmp_path / "run", environment).values():
            ran = Programs(tmp_path / "run", environment).run(path)
            assert ran.returncode == 1
            assert "Not authorized" in ran.stderr


@CLIENTS
def test_a_program_ends_where_nobody_listens(pair: Pair, project: Project, tmp_path: Path) -> None:
    define(project, pair.client.name)
    with Scripted().running() as environment:
        pass
    for path in programs(project, tmp_path / "run", environment).values():
        ran = Programs(tmp_path / "run", environment).run(path)
        assert ran.returncode == 1
        assert "Connection refused" in ran.stderr


@CLIENTS
@pytest.mark.parametrize(("version", "code"), [("3.1.1", 0x80), ("5", 0x87)])
def test_a_consumer_ends_where_its_subscription_is_refused(
    pair: Pair, version: str, code: int, project: Project, tmp_path: Path
) -> None:
    define(project, pair.client.name, channel=f', bindings=[MqttBinding(version="{version}")]')
    with Scripted(version, subscribe=code).running() as environment:
        path = programs(project, tmp_path / "run", environment)["consumer"]
        ran = Programs(tmp_path / "run", environment).run(path)
    assert ran.returncode == 1
    assert ran.stderr.startswith("subscription refused: ")


@CLIENTS
def test_a_producer_fails_where_its_message_is_refused(pair: Pair, project: Project, tmp_path: Path) -> None:
    define(project, pair.client.name, ', headers={"a": "b"}')
    with Scripted("5", publish=0x87).running() as environment:
        path = programs(project, tmp_path / "run", environment)["producer"]
        ran = Programs(tmp_path / "run", environment).run(path)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, "", "delivery failed: Not authorized\n")


@pytest.mark.slow
@pytest.mark.parametrize("client", sorted(FIVE))
def test_a_producer_fails_where_its_message_is_never_acknowledged(
    client: str, project: Project, tmp_path: Path
) -> None:
    define(project, client)
    with Scripted(publish=None).running() as environment:
        path = programs(project, tmp_path / "run", environment)["producer"]
        ran = Programs(tmp_path / "run", environment).run(path)
    assert ran.returncode == 1
    assert "timed out" in ran.stderr
    assert ran.stdout == ""


@pytest.mark.slow
@CLIENTS
def test_a_consumer_comes_back_when_its_connection_is_lost(pair: Pair, project: Project, tmp_path: Path) -> None:
    define(project, pair.client.name)
    broker = Scripted(hangups=1)
    with broker.running() as environment:
        path = programs(project, tmp_path / "run", environment)["consumer"]
        with Programs(tmp_path / "run", environment).running(path) as consumer:
            until(lambda: broker.subscribed == 2, lambda: consumer.text)
            assert consumer.stop() == 0, consumer.text
            assert consumer.text.startswith("connection lost, will retry: ")
            assert "Traceback" not in consumer.text


@pytest.fixture
def broker() -> Iterator[Mqtt]:
    """A broker for MQTT 5 of the test's own."""
    missing = mosquitto.missing()
    if missing:
        unavailable(f"{missing} is missing: snippets of mqtt are not verified in this run")
    running = mosquitto.start()
    yield running
    running.close()


ON_MOSQUITTO = pytest.mark.parametrize(
    "client", [pytest.param(name, marks=pytest.mark.broker) for name in sorted(FIVE)]
)
CHANNEL = (
    ', parameters={"order_id": Parameter(field="order_id")}, discriminator="event-type", dead_letter="orders/dead"'
)


@ON_MOSQUITTO
def test_told_by_a_header_in_mqtt_5(client: str, project: Project, broker: Mqtt, tmp_path: Path) -> None:
    """With a field of the payload in the topic, and a dead letter that keeps its headers."""
    define(project, client, ', headers={"kind": "placed"}', CHANNEL)
    text = project.root / "schemas/definitions.py"
    text.write_text(text.read_text().replace("orders/placed", "orders/{order_id}/placed"))
    paths = programs(project, tmp_path / "run", broker.environment)
    route = Route("mqtt", "orders/+/placed", "BillingService-OrderPlaced")
    dead, other = (dataclasses.replace(route, address=address) for address in ("orders/dead", "orders/x/placed"))
    broker.prepare(route)
    broker.prepare(dead)
    with Programs(tmp_path / "run", broker.environment).running(paths["consumer"]) as consumer:
        until(lambda: broker.ready(route), lambda: consumer.text)
        broker.publish(other, b'{"no": "header"}')
        broker.publish(other, b'{"other": 1}', {"event-type": "OrderGone"})
        broker.publish(other, b"\xff", {"event-type": "OrderPlaced", "a": "b", "content-type": "c/d"})
        produced = Programs(tmp_path / "run", broker.environment).run(paths["producer"])
        assert (produced.returncode, produced.stdout) == (0, "delivered to orders/o-1/placed\n"), produced.stderr
        consumer.wait_for("OrderPlaced:")
        until(lambda: bool(broker.received(dead)), lambda: consumer.text)
        assert consumer.stop() == 0, consumer.text
        assert len(handled(consumer.text, "OrderPlaced:")) == 1
    [letter] = broker.received(dead)
    assert letter.value == b"\xff"
    assert letter.headers == {"event-type": "OrderPlaced", "a": "b", "content-type": "c/d"}
    sent = broker.received(route)[-1]
    assert sent.headers == {"event-type": "OrderPlaced", "kind": "placed", "content-type": "application/json"}
    acknowledged = re.findall(f"Received PUBACK from {route.consumer} ", broker._server.text())
    assert len(acknowledged) == 4, "two that are skipped, one that is dead, one that is handled"


@ON_MOSQUITTO
def test_what_a_consumer_died_over_is_delivered_again(
    client: str, project: Project, broker: Mqtt, tmp_path: Path
) -> None:
    define(project, client)
    run = Programs(tmp_path / "run", broker.environment)
    paths = programs(project, tmp_path / "run", broker.environment)
    route = Route("mqtt", "orders/placed", "BillingService-OrderPlaced")
    text = paths["consumer"].read_text().replace('print("OrderPlaced:", event, flush=True)', "os._exit(3)")
    dying = run.add("dying.py", text)
    with run.running(dying) as consumer:
        until(lambda: broker.ready(route), lambda: consumer.text)
        assert run.run(paths["producer"]).returncode == 0
        assert consumer._process.wait(60) == 3
    with run.running(paths["consumer"]) as consumer:
        consumer.wait_for("OrderPlaced:")
        assert consumer.stop() == 0
    with run.running(paths["consumer"]) as consumer:
        until(lambda: broker.ready(route), lambda: consumer.text)
        assert consumer.stop() == 0
        assert consumer.text == ""
