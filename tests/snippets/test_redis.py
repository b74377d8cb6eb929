"""What is special about Redis Streams: fields of entries, and entries that others have left."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pagecode
import pytest
import redis
from brokers import Route
from brokers import redis as server
from brokers.waiting import until
from running import Programs
from test_definitions import EXAMPLE, found
from workspace import unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from projects import Project


def define(project: Project, message: str = "") -> None:
    """A definition of one event on a stream."""
    project.define(
        f"""
        binding = RedisBinding(claim_after=1, max_length=17)
        channel = Channel("orders", protocols=["redis"], bindings=[binding], dead_letter="orders.dead")
        event = Event("OrderPlaced", channels=[channel], {EXAMPLE}{message})
        billing = Service("BillingService", receives=[event])
        orders = Service("OrderService", sends=[event])
        """
    )


def test_fields_are_the_payload_its_type_and_the_headers(project: Project) -> None:
    define(project, ', key="order_id", headers={"a": "b", "type": "its own"}')
    project.build()
    program = pagecode.program(project.page("events/OrderPlaced/index.mdx"), "producer")
    names = ["type", "content-type", "key", "a", "data"]
    assert [line.split('"')[1] for line in program.splitlines() if line.startswith(" " * 12)] == names
    assert '"type": "its own",' in program
    assert "maxlen=17," in program


def test_no_header_takes_the_place_of_the_payload(project: Project) -> None:
    define(project, ', headers={"data": "b"}')
    assert found(project) == [
        'OrderPlaced 1.0.0: entries of Redis Streams have the payload in the field "data", so no header can have that'
        " name [bad-value]"
    ]


def test_settings_do_not_make_texts_of_bytes(project: Project) -> None:
    settings = 'config = { client_name = "orders", decode_responses = true }'
    project.write("pyproject.toml", f"[tool.catalog-gen.snippets.redis]\n{settings}\n")
    define(project)
    project.build()
    for program in pagecode.programs(project.page("events/OrderPlaced/index.mdx")):
        assert 'client_name="orders",' in program.text
        assert "decode_responses" not in program.text


@pytest.fixture
def broker() -> Iterator[server.Redis]:
    """A server of the test's own."""
    if missing := server.missing():
        unavailable(f"{missing} is missing: snippets of redis are not verified in this run")
    with contextlib.closing(server.start()) as running:
        yield running


@pytest.mark.slow
def test_what_another_consumer_left_is_taken_over(project: Project, broker: server.Redis, tmp_path: Path) -> None:
    """Also bytes that are no text, which go to the dead letters, and an entry that is gone meanwhile."""
    define(project)
    project.build()
    program = pagecode.program(project.page("events/OrderPlaced/index.mdx"), "consumer")
    run = Programs(tmp_path, broker.environment)
    with redis.Redis.from_url(broker.environment["REDIS_URL"]) as client:
        client.xgroup_create("orders", "BillingService", id="0", mkstream=True)
        client.xadd("orders", {"data": b'{"n": 1}'})
        gone = client.xadd("orders", {"data": b'{"n": 2}'})
        client.xadd("orders", {"data": b"\xff\xfe\x00", "a": "b"})
        client.xreadgroup("BillingService", "another", {"orders": ">"})
        client.xdel("orders", gone)
        with run.running(run.add("consumer.py", program)) as consumer:
            consumer.wait_for("OrderPlaced: {'n': 1}")
            until(lambda: client.xlen("orders.dead") == 1, lambda: consumer.text)
            assert consumer.stop() == 0, consumer.text
            assert "Traceback" not in consumer.text
        [(_, fields)] = client.xrange("orders.dead")
        assert fields == {b"data": b"\xff\xfe\x00", b"a": b"b"}
        left = client.xpending_range("orders", "BillingService", "-", "+", 10)
        assert [entry["message_id"] for entry in left] in ([gone], [])  # Redis 6 does not forget it
    assert broker.ready(Route("redis", "orders", "BillingService"))
