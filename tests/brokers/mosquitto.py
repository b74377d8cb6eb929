"""MQTT 5: Debian's mosquitto."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from brokers.mqtt import Event, Mqtt
from brokers.ports import HOST
from brokers.programs import no_program, program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CONFIGURATION = """
listener {port} {host}
allow_anonymous true
persistence false
log_dest stderr
log_type all
connection_messages true
"""
_LINE = re.compile(
    r"^\d+: (?:"
    r"Sending SUBACK to (?P<subscribed>.*)"
    r"|Sending PUBLISH to (?P<sent>.*) \(d\d, q[12], r\d, m(?P<id>\d+), '(?P<topic>.*)', \.\.\. \(\d+ bytes\)\)"
    r"|Received PUB(?:ACK|COMP) from (?P<acknowledged>.*) \(Mid: (?P<done>\d+), RC:\d{1,2}\)"
    r"|Client (?P<gone>.*?) (?:disconnected|closed its connection|has exceeded timeout).*"
    r")$",
    re.MULTILINE,
)


def missing() -> str | None:
    """What has to be installed."""
    return no_program("mosquitto")


def start() -> Mqtt:
    """A broker; about 50 ms."""
    return Mqtt("5", _command, _events)


def _command(port: int, folder: Path) -> list[str | Path]:
    path = program("mosquitto")
    assert path is not None, missing()
    configuration = folder / "mosquitto.conf"
    configuration.write_text(_CONFIGURATION.format(host=HOST, port=port), encoding="utf-8")
    return [path, "-c", configuration]


def _events(log: str) -> Iterator[Event]:
    for line in _LINE.finditer(log):
        if line["subscribed"]:
            yield Event(line["subscribed"], "subscribed")
        elif line["sent"]:
            yield Event(line["sent"], "sent", int(line["id"]), line["topic"])
        elif line["acknowledged"]:
            yield Event(line["acknowledged"], "acknowledged", int(line["done"]))
        else:
            yield Event(line["gone"], "gone")
