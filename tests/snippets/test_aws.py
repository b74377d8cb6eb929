"""AWS: how topics, queues and buses are found, what keeps the order, and where poison goes."""

from __future__ import annotations

import contextlib
import signal
from typing import TYPE_CHECKING

import pagecode
import pytest
from brokers import Route, aws
from brokers.waiting import until
from running import Programs, handled

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Project

ARN = f"arn:aws:{{}}:{aws.REGION}:{aws.ACCOUNT}:orders"
BY_ACCOUNT = 'topic_arn = f"arn:{sns.meta.partition}:sns:{sns.meta.region_name}:{AWS_ACCOUNT_ID}:{TOPIC}"'


@pytest.mark.parametrize(
    ("channel", "there", "missing"),
    [
        ('address="orders"', [BY_ACCOUNT, "TopicArn=topic_arn"], ["startswith", "MessageGroupId"]),
        (f'address="{ARN.format("sns")}"', ["TopicArn=TOPIC"], ["AWS_ACCOUNT_ID", "topic_arn"]),
        (
            f'address="orders", environments={{"dev": "orders", "prod": "{ARN.format("sns")}"}}',
            [BY_ACCOUNT, 'if TOPIC.startswith("arn:"):\n    topic_arn = TOPIC'],
            [],
        ),
        (
            'address="{orders_topic_arn}", parameters={"orders_topic_arn": {}}',
            [BY_ACCOUNT, 'if TOPIC.startswith("arn:"):\n    topic_arn = TOPIC'],
            [],
        ),
        (
            'address="orders.fifo"',
            ['MessageGroupId=event["customer"],', "MessageDeduplicationId=str(uuid4()),"],
            [],
        ),
    ],
    ids=["name", "arn", "both", "variable", "fifo"],
)
def test_topics_are_known_by_name_or_arn(project: Project, channel: str, there: list[str], missing: list[str]) -> None:
    producer = pagecode.program(defined(project, "sns", channel), "producer")
    assert [code for code in there if code not in producer] == []
    assert [code for code in missing if code in producer] == []


@pytest.mark.parametrize(
    ("channel", "url"),
    [
        ('address="orders"', 'queue_url = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]'),
        (
            f'address="{ARN.format("sqs")}"',
            'account, name = QUEUE.split(":")[4:]\n'
            'queue_url = sqs.get_queue_url(QueueName=name, QueueOwnerAWSAccountId=account)["QueueUrl"]',
        ),
        ('address="https://sqs.eu-west-1.amazonaws.com/1/orders"', "queue_url = QUEUE\n"),
        (
            f'address="orders", environments={{"dev": "orders", "prod": "{ARN.format("sqs")}"}}',
            "queue_url = find(QUEUE)\n",
        ),
        ('bindings=[SqsBinding(queue="own-{env}")], parameters={"env": {"default": "dev"}}', 'QUEUE = f"own-{ENV}"'),
    ],
    ids=["name", "arn", "url", "both", "binding"],
)
def test_queues_are_known_by_name_arn_or_url(project: Project, channel: str, url: str) -> None:
    page = defined(project, "sqs", channel)
    assert url in pagecode.program(page, "producer")
    assert url in pagecode.program(page, "consumer")


@pytest.mark.parametrize(
    ("protocol", "extra", "why"),
    [
        ("sqs", 'headers={f"h{n}": "x" for n in range(10)}', "SQS takes 10 headers, one of which is the content type"),
        ("sns", 'headers={"a/b": "x"}', 'SQS takes no header "a/b"'),
        ("eventbridge", "examples=[Example([1])]", "EventBridge takes objects only"),
    ],
)
def test_what_a_service_does_not_take_is_no_snippet(project: Project, protocol: str, extra: str, why: str) -> None:
    define(project, protocol, 'address="orders"', extra)
    assert any("[no-snippet]" in line and why in line for line in project.problems())


@pytest.mark.parametrize("protocol", ["sqs", "sns", "eventbridge"])
@pytest.mark.parametrize("channel", ['dead_letter=""', 'bindings=[SqsBinding(queue="")]'])
def test_a_queue_has_a_name(project: Project, protocol: str, channel: str) -> None:
    define(project, protocol, f'address="orders", {channel}')
    assert any("[bad-value]" in line and "not empty" in line for line in project.problems())


@pytest.mark.slow
@pytest.mark.skipif(bool(aws.missing()), reason=f"{aws.missing()} is missing")
def test_poison_goes_to_the_dead_letters_of_a_topic_that_keeps_the_order(project: Project, tmp_path: Path) -> None:
    page = defined(project, "sns", 'address="letters.fifo", discriminator="kind", dead_letter="dead.fifo"')
    route = Route("sns", "letters.fifo", "Billing-Placed.fifo")
    dead = Route("sqs", "dead.fifo", "dead.fifo")
    with contextlib.closing(aws.start()) as broker:
        broker.prepare(route)
        broker.prepare(dead)
        programs = Programs(tmp_path / "run", broker.environment)
        with programs.running(programs.add("consumer.py", pagecode.program(page, "consumer"))) as consumer:
            broker.publish(route, b"{", {"kind": "Placed"})
            broker.publish(route, b"{", {"kind": "Other"})
            sent = programs.run(programs.add("producer.py", pagecode.program(page, "producer")))
            assert sent.returncode == 0, sent.stderr
            consumer.wait_for("Placed:")
            until(lambda: broker.acknowledged(route), lambda: consumer.text)
            assert consumer.stop(signal.SIGINT) == 0, consumer.text
        assert handled(consumer.text, "Placed:") == [{"customer": "c"}]
        assert [(letter.value, letter.headers["kind"]) for letter in broker.received(dead)] == [(b"{", "Placed")]
        assert [message.key for message in broker.received(route)] == [b"tests", b"tests", b"c"]


@pytest.mark.slow
@pytest.mark.skipif(bool(aws.missing()), reason=f"{aws.missing()} is missing")
def test_what_is_no_event_of_a_bus_is_left_to_the_redrive_policy(project: Project, tmp_path: Path) -> None:
    page = defined(project, "eventbridge", 'address="bus"')
    route = Route("eventbridge", "bus", "Billing-Placed", detail_type="Placed")
    queue = Route("sqs", route.consumer, route.consumer)
    with contextlib.closing(aws.start()) as broker:
        broker.prepare(route)
        programs = Programs(tmp_path / "run", broker.environment)
        with programs.running(programs.add("consumer.py", pagecode.program(page, "consumer"))) as consumer:
            for text in (b"{", b"[]", b"{}", b'{"detail-type": "Other"}'):
                broker.publish(queue, text)
            consumer.wait_for("cannot decode", 3)
            sent = programs.run(programs.add("producer.py", pagecode.program(page, "producer")))
            assert sent.returncode == 0, sent.stderr
            consumer.wait_for("Placed:")
            assert consumer.stop() == 0, consumer.text
        assert consumer.text.count("cannot decode") == 3
        assert not broker.acknowledged(route)


def defined(project: Project, protocol: str, channel: str) -> str:
    """The page of an event over AWS."""
    define(project, protocol, channel)
    project.build()
    return (project.root / "output" / "events" / "Placed" / "index.mdx").read_text(encoding="utf-8")


def define(project: Project, protocol: str, channel: str, extra: str = "") -> None:
    """An event over AWS."""
    example = "" if extra.startswith("examples") else 'examples=[Example({"customer": "c"})], key="customer",'
    project.define(
        f"""
        c = Channel("c", protocols=["{protocol}"], {channel})
        orders = Service("Orders", sends=[Event("Placed", channels=["c"], {example} {extra})])
        billing = Service("Billing", receives=["Placed"])
        """
    )
