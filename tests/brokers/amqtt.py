"""MQTT 3.1.1: amqtt, which is a Python package. It does not keep messages for clients that are away."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brokers.mqtt import Event, Mqtt
from brokers.ports import HOST
from brokers.programs import no_package

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONFIGURATION = """
listeners:
  default:
    type: tcp
    bind: {host}:{port}
plugins:
  amqtt.plugins.authentication.AnonymousAuthPlugin:
    allow_anonymous: true
  amqtt.plugins.logging_amqtt.PacketLoggerPlugin:
"""
_MAIN = (
    "import sys; from amqtt.scripts.broker_script import main; sys.argv = ['amqtt', '-d', '-c', sys.argv[1]]; main()"
)
_LINE = re.compile(
    r"^\[[^\]]*\] amqtt\.broker\.plugins\.PacketLoggerPlugin:\d+ :: DEBUG - (?P<client>.*?) (?:-out->|<-in--) "
    r"(?P<packet>\w+)\(ts=.*?, fixed=MQTTFixedHeader\(packet_type=\d+, flags=(?P<flags>\d+), length=\d+\), "
    r"variable=(?:\w+\((?:topic=(?P<topic>.*?), )?packet_id=(?P<id>\d+)\)|None)"
    r"|^\[[^\]]*\] amqtt\.broker:\d+ :: DEBUG - (?P<gone>.*) Client disconnected$",
    re.MULTILINE,
)


def missing() -> str | None:
    """What has to be installed."""
    return no_package("amqtt")


def start() -> Mqtt:
    """A broker; about half a second."""
    return Mqtt("3.1.1", _command, _events)


def _command(port: int, folder: Path) -> list[str | Path]:
    configuration = folder / "amqtt.yaml"
    configuration.write_text(_CONFIGURATION.format(host=HOST, port=port), encoding="utf-8")
    return [Path(sys.executable), "-c", _MAIN, configuration]


def _events(log: str) -> Iterator[Event]:
    for line in _LINE.finditer(log):
        client, number = line["client"], int(line["id"] or 0)
        if line["gone"]:
            yield Event(line["gone"], "gone")
        elif line["packet"] == "SubackPacket":
            yield Event(client, "subscribed")
        elif line["packet"] == "PublishPacket" and int(line["flags"]) & 6:
            yield Event(client, "sent", number, line["topic"])
        elif line["packet"] in {"PubackPacket", "PubcompPacket"}:
            yield Event(client, "acknowledged", number)
