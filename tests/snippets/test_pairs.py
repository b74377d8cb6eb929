"""Every client with every wire format: the code of the page sends and receives the example of the page."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING, Any

import pairs
import pytest
import readers
import stages
from brokers.waiting import until
from running import handled, plain

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Project
    from stages import Brokers, Stage

PAIRS = pairs.pairs()
IN_DEFAULT = frozenset(
    {"confluent-kafka", "redis-py", "paho-mqtt", "httpx", "boto3-sns", "boto3-sqs", "boto3-eventbridge"}
)
"""One client for each protocol whose broker pip brings."""


def marked(pair: pairs.Pair, everyday: frozenset[str] = IN_DEFAULT) -> Any:
    """The pair, with the marker of what it needs beyond pip and beyond the default suite, which has `everyday` ones."""
    marks = [pytest.mark.broker] if pair.needs_debian else []
    marks += [pytest.mark.node] if pair.client.language.name == "typescript" else []
    usual = pair.client.name in everyday and pair.wire == "json" and not pair.envelope
    marks += [] if usual or marks else [pytest.mark.slow]
    return pytest.param(pair, id=pair.name, marks=marks)


ALL = [marked(pair) for pair in PAIRS]


@pytest.mark.parametrize("pair", ALL)
def test_what_the_page_sends_arrives_and_is_handled(
    pair: pairs.Pair, project: Project, brokers: Brokers, tmp_path: Path
) -> None:
    defined = pairs.defined(project, pair)
    with stages.stage(defined, brokers, tmp_path / "run") as stage:
        log = sent_and_handled(stage)
        [received] = stage.broker.received(stage.route)
        check_value(stage, received)
        check_headers(stage, received)
        if pair.client.protocol == "kafka":
            assert received.key == pair.payload["customer"]["id"].encode()
        if pair.client.language.name == "python":
            [event] = handled(log, "OrderPlaced:")
            check_event(stage, event)
        assert stage.broker.acknowledged(stage.route)


def sent_and_handled(stage: Stage, how: signal.Signals = signal.SIGTERM) -> str:
    """What the consumer has printed once it has handled what the producer sent, and has ended as it should."""
    with stage.programs.running(stage.path("consumer")) as consumer:
        until(lambda: stage.broker.ready(stage.route), lambda: f"the consumer is not there\n{consumer.text}", 60)
        produced = stage.programs.run(stage.path("producer"))
        assert produced.returncode == 0, produced.stdout + produced.stderr
        assert produced.stdout.strip(), "the producer says nothing"
        consumer.wait_for("OrderPlaced:")
        assert consumer.stop(how) == 0, consumer.text
        assert "Traceback" not in consumer.text
        return consumer.text


def check_value(stage: Stage, received: Any) -> None:
    """An independent reader finds the example of the page."""
    found = readers.value(received, stage.pair, stage.programs.folder)
    assert plain(found) == plain(readers.expected(stage.pair, stage.programs.folder))


def check_event(stage: Stage, event: Any) -> None:
    """The consumer handled the example of the page."""
    if stage.pair.wire == "protobuf":
        assert readers.is_same_message(event, stage.pair, stage.programs.folder)
    else:
        assert plain(event) == plain(readers.expected(stage.pair, stage.programs.folder))


def check_headers(stage: Stage, received: Any) -> None:
    pair, headers = stage.pair, received.headers
    if pair.envelope == "cloudevents-binary":
        readers.check_binary(received, pair)
    if pair.has_headers:
        assert headers["kind"] == "it's {x}"
        assert headers["order"] == pair.payload["orderId" if pair.wire == "protobuf" else "order_id"]
        assert re.fullmatch("[0-9a-f]{32}", headers["trace"])
        assert re.match(r"20\d\d-\d\d-\d\dT.*\+00:00|20\d\d-.*Z", headers["sent-at"])
    if pair.client.protocol not in {"mqtt", "sns", "sqs", "eventbridge"}:
        structured = pair.envelope == "cloudevents-structured"
        kind = {"protobuf": "protobuf", "json": "cloudevents+json" if structured else "json"}.get(pair.wire, "avro")
        assert headers["content-type"] == f"application/{kind}"
