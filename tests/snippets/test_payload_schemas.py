"""What schemas ask of programs: in which file they are, what their types are called, and which values keys may have."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pagecode
import pairs
import pytest
import stages
from test_pairs import marked, sent_and_handled

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Project
    from stages import Brokers

PAGE = "events/OrderPlaced/index.mdx"


def defined(project: Project, message: str, channel: str = 'protocols=["kafka"]') -> None:
    project.define(
        f"""
        channel = Channel("orders", {channel})
        event = Event("OrderPlaced", channels=[channel], {message})
        """
    )


def said(project: Project, code: str) -> list[str]:
    """What problems of that code say, without their places."""
    return [line for line in project.problems() if line.endswith(f"[{code}]")]


def texts(project: Project) -> list[str]:
    project.build()
    return [each.text for each in pagecode.programs(project.page(PAGE))]


def record(name: str, *fields: dict[str, Any]) -> str:
    return json.dumps({"type": "record", "name": name, "fields": fields})


def proto(body: str, package: str = "acme") -> str:
    return f'syntax = "proto3";\npackage {package};\n{body}\n'


def linted(folder: Path, text: str) -> str:
    (folder / "program.py").write_text(text)
    rules = "E4,E7,E9,F,I,DTZ,B,UP"
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", rules, "program.py"]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return ran.stdout if ran.returncode else ""


@pytest.mark.parametrize("schema", [["B", "C"], {"type": "array", "items": "B"}, {"type": "map", "values": "B"}])
def test_types_of_other_files_that_no_file_of_the_page_has_are_a_reason(project: Project, schema: Any) -> None:
    project.write("schemas/A.avsc", json.dumps(schema))
    project.write("schemas/B.avsc", record("B", {"name": "x", "type": "long"}))
    project.write("schemas/C.avsc", record("C", {"name": "y", "type": "long"}))
    payload = {"list": [{"x": 1}], "dict": {"b": {"x": 1}}}
    value = {"x": 1} if isinstance(schema, list) else payload["list" if schema["type"] == "array" else "dict"]
    defined(project, f'schema_path="A.avsc", examples=[Example({value!r})]')
    [line] = said(project, "no-snippet")
    assert "its schema takes types from other files, and no file of the page has all of them" in line
    assert texts(project) == []


def test_a_record_with_types_of_other_files_is_read_from_its_bundle(project: Project) -> None:
    project.write("schemas/A.avsc", record("A", {"name": "b", "type": "B"}))
    project.write("schemas/B.avsc", record("B", {"name": "x", "type": "long"}))
    defined(project, 'schema_path="A.avsc", examples=[Example({"b": {"x": 1}})]')
    assert said(project, "no-snippet") == []
    assert all('load_schema("schema.bundled.avsc")' in text for text in texts(project))


def test_a_union_of_its_own_types_is_read_from_its_file(project: Project) -> None:
    schema = ["null", json.loads(record("B", {"name": "x", "type": "long"}))]
    project.write("schemas/A.avsc", json.dumps(schema))
    defined(project, 'schema_path="A.avsc", examples=[Example({"x": 1})]')
    assert all('load_schema("schema.avsc")' in text for text in texts(project))


def test_a_schema_without_a_name_tells_no_messages_apart(project: Project) -> None:
    project.write("schemas/A.avsc", json.dumps(["null", "long"]))
    project.define(
        """
        channel = Channel("orders", protocols=["kafka"], discriminator=Discriminator(schema_name=True))
        event = Event(
            "OrderPlaced", channels=[channel], schema_path="A.avsc", registry_subject="a", examples=[Example(1)]
        )
        """
    )
    [line] = said(project, "bad-value")
    assert "the channel tells messages apart by the schema's name, and the schema has none" in line


def test_local_timestamps_pass_linters(project: Project, tmp_path: Path) -> None:
    moment = {"name": "at", "type": {"type": "long", "logicalType": "local-timestamp-millis"}}
    project.write("schemas/A.avsc", record("A", moment))
    defined(project, 'schema_path="A.avsc", examples=[Example({"at": "2026-09-14T08:12:45.120"})]')
    text = texts(project)[0]
    assert 'datetime.fromisoformat("2026-09-14T08:12:45.120000")' in text
    assert linted(tmp_path, text) == ""


def test_the_bundled_file_calls_fields_as_payloads_do(project: Project, tmp_path: Path) -> None:
    project.write("schemas/event.proto", proto('import "data.proto";\nmessage OrderPlaced { Data data = 1; }'))
    fields = 'string user_id = 1 [json_name = "u\\"id"]; string __a__b_1 = 2; string plain = 3 [json_name = "plain"];'
    project.write("schemas/data.proto", proto(f"message Data {{ {fields} }}"))
    payload = {"data": {'u"id': "u-1", "AB1": "x", "plain": "y"}}
    defined(project, f'schema_path="event.proto", examples=[Example({payload!r})]')
    project.build()
    bundle = project.root / "output/events/OrderPlaced/schema.bundled.proto"
    assert bundle.read_text().count("json_name") == 1
    (tmp_path / "bundled_names.proto").write_text(bundle.read_text())
    module = compiled(tmp_path, "bundled_names.proto")
    from google.protobuf.json_format import MessageToDict, ParseDict

    assert MessageToDict(ParseDict(payload, module.OrderPlaced())) == payload


def compiled(folder: Path, name: str) -> Any:
    """The module that protoc makes."""
    command = [sys.executable, "-m", "grpc_tools.protoc", "-I.", "--python_out=.", name]
    subprocess.run(command, cwd=folder, check=True)
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module(f"{name.removesuffix('.proto')}_pb2")
    finally:
        sys.path.remove(str(folder))


@pytest.mark.parametrize("name", ["Producer", "Message", "ParseDict", "Response", "None", "class", "OrderPlaced"])
@pytest.mark.parametrize(("client", "protocol"), [("confluent-kafka", "kafka"), ("httpx", "http"), ("pika", "amqp")])
def test_a_message_may_be_called_as_it_likes(
    project: Project, tmp_path: Path, name: str, client: str, protocol: str
) -> None:
    project.write("schemas/order_placed.proto", proto(f"message {name} {{ string id = 1; }}"))
    (tmp_path / "order_placed_pb2.py").touch()
    operation = ', operation=Operation("POST", "/orders")' if protocol == "http" else ""
    message = f'schema_path="order_placed.proto", examples=[Example({{"id": "o"}})], snippets=["{client}"]{operation}'
    defined(project, message, f'protocols=["{protocol}"]')
    programs = texts(project)
    assert len(programs) == 2
    used = f'getattr(order_placed_pb2, "{name}")' if name in {"None", "class"} else f"order_placed_pb2.{name}"
    for text in programs:
        assert "\n\nimport order_placed_pb2\n\n" in text
        assert used in text
        assert linted(tmp_path, text) == ""


@pytest.mark.parametrize(
    ("module", "imported", "used"),
    [
        ("acme.orders.order_pb2", "from acme.orders import order_pb2", "order_pb2.OrderPlaced"),
        ("acme.message", "from acme import message as message_pb2", "message_pb2.OrderPlaced"),
        ("event", "import event as event_pb2", "event_pb2.OrderPlaced"),
    ],
)
def test_the_module_of_the_messages_is_imported(project: Project, module: str, imported: str, used: str) -> None:
    project.write("schemas/order.proto", proto("message OrderPlaced { string id = 1; }"))
    keywords = f'python_module="{module}", schema_path="order.proto"'
    defined(project, f'{keywords}, examples=[Example({{"id": "o"}})]')
    for text in texts(project):
        assert f"\n\n{imported}\n\n" in text
        assert used in text


def test_a_file_whose_name_is_no_module_is_saved_under_another_one(project: Project) -> None:
    project.write("schemas/2024.proto", proto("message OrderPlaced { string id = 1; }"))
    defined(project, 'schema_path="2024.proto", examples=[Example({"id": "o"})]')
    assert all("import _2024_pb2\n" in text for text in texts(project))
    assert "as `_2024.proto` and run `python -m grpc_tools.protoc -I. --python_out=. _2024.proto`" in project.page(PAGE)


CLIENTS = ("confluent-kafka", "aiokafka", "faststream-kafka", "kafka-python", "kafkajs")


def keys(project: Project, message: str) -> list[str]:
    """The codes of the key, in the order of the clients."""
    defined(project, f'key="k", snippets={list(CLIENTS)}, {message}')
    project.build()
    programs = [each.text for each in pagecode.programs(project.page(PAGE)) if each.role == "producer"]
    lines = [line.strip() for text in programs for line in text.splitlines()]
    return [line[4:].strip(" ,") for line in lines if line.startswith(("key=", "key:"))]


@pytest.mark.parametrize(
    ("value", "text", "data", "script"),
    [
        ("a", 'event["k"]', 'event["k"].encode()', "event.k"),
        (17, 'str(event["k"])', 'str(event["k"]).encode()', "String(event.k)"),
        (True, 'json.dumps(event["k"])', 'json.dumps(event["k"]).encode()', "String(event.k)"),
        (
            None,
            'None if event["k"] is None else str(event["k"])',
            'None if event["k"] is None else str(event["k"]).encode()',
            "event.k === null ? null : String(event.k)",
        ),
    ],
)
def test_keys_in_kafka_are_what_the_example_has(
    project: Project, value: Any, text: str, data: str, script: str
) -> None:
    assert keys(project, f'examples=[Example({{"k": {value!r}}})]') == [text, data, data, data, script]


@pytest.mark.parametrize(
    ("type_", "value", "text", "data"),
    [
        ("bytes", "\x00ÿ", 'event["k"]', 'event["k"]'),
        (["null", "bytes"], "\x00ÿ", 'event["k"]', 'event["k"]'),
        (["null", "string"], "a", 'event["k"]', 'None if event["k"] is None else event["k"].encode()'),
        (
            ["null", "long"],
            1,
            'None if event["k"] is None else str(event["k"])',
            'None if event["k"] is None else str(event["k"]).encode()',
        ),
    ],
)
def test_keys_in_kafka_are_what_the_schema_says(project: Project, type_: Any, value: Any, text: str, data: str) -> None:
    project.write("schemas/A.avsc", record("A", {"name": "k", "type": type_}))
    found = keys(project, f'schema_path="A.avsc", examples=[Example({{"k": {value!r}}})]')
    assert found == [text, data, data, data]


def test_a_key_that_is_null_is_left_out_where_the_protocol_knows_none(project: Project) -> None:
    defined(project, 'key="k", examples=[Example({"k": None})]', 'protocols=["redis"]')
    assert '"key"' not in texts(project)[0]


def test_a_key_in_redis_may_be_bytes(project: Project) -> None:
    project.write("schemas/A.avsc", record("A", {"name": "k", "type": "bytes"}))
    defined(project, 'key="k", schema_path="A.avsc", examples=[Example({"k": "\\u00ff"})]', 'protocols=["redis"]')
    assert '"key": event["k"],' in texts(project)[0]


def test_a_header_takes_no_null(project: Project) -> None:
    defined(project, 'headers={"n": Header(field="n")}, examples=[Example({"n": None})]')
    assert 'its example has null in "n", where a text is needed' in said(project, "no-snippet")[0]
    project.build()
    assert "producer" not in {each.role for each in pagecode.programs(project.page(PAGE))}


def test_booleans_in_headers_are_the_texts_of_json(project: Project) -> None:
    defined(project, 'headers={"b": Header(field="b")}, examples=[Example({"b": True})]')
    assert '"b": json.dumps(event["b"]),' in texts(project)[0]


KAFKA = [pair for pair in pairs.pairs() if pair.client.protocol == "kafka" and not pair.envelope]


@pytest.mark.parametrize(
    ("pair", "key", "sent"),
    [
        *(
            pytest.param(pair, "checksum", b"\x00\x7f\xff\n", id=f"{pair.name}-bytes")
            for pair in KAFKA
            if pair.wire == "avro"
        ),
        *(pytest.param(pair, "note", None, id=f"{pair.name}-null") for pair in KAFKA if pair.wire == "avro"),
        *(
            pytest.param(pair, "customer.it's", None, id=f"{pair.name}-null", marks=marked(pair).marks)
            for pair in KAFKA
            if pair.wire == "json"
        ),
    ],
)
@pytest.mark.slow
def test_keys_arrive_in_kafka_as_they_are(
    pair: pairs.Pair, key: str, sent: bytes | None, project: Project, brokers: Brokers, tmp_path: Path
) -> None:
    defined = pairs.defined(project, pair, extra=f'key="{key}"')
    with stages.stage(defined, brokers, tmp_path / "run") as stage:
        sent_and_handled(stage)
        [received] = stage.broker.received(stage.route)
        assert received.key == sent
