"""A broker for MQTT that refuses, is silent or hangs up, as told; it keeps nothing and delivers nothing."""

from __future__ import annotations

import contextlib
import dataclasses
import socket
import threading
from typing import TYPE_CHECKING, BinaryIO

from brokers.ports import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONNECT, _PUBLISH, _SUBSCRIBE = 1, 3, 8


@dataclasses.dataclass
class Scripted:
    """What it answers to each packet (None: nothing), and how many connections it ends behind a subscription.

    `version` is the one of the protocol; `subscribed` counts the subscriptions that it was asked for.
    """

    version: str = "3.1.1"
    connect: int = 0
    publish: int | None = 0
    subscribe: int = 1
    hangups: int = 0
    subscribed: int = 0

    @contextlib.contextmanager
    def running(self) -> Iterator[dict[str, str]]:
        """The environment that leads to it, while it runs."""
        with socket.create_server((HOST, 0)) as server:
            threading.Thread(target=self._serve, args=(server,), daemon=True).start()
            yield {"MQTT_HOST": HOST, "MQTT_PORT": str(server.getsockname()[1])}
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)

    def _serve(self, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = server.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        properties = b"\x00" if self.version == "5" else b""
        with contextlib.suppress(OSError), connection, connection.makefile("rb") as incoming:
            for kind, flags, body in _packets(incoming):
                if kind == _CONNECT:
                    connection.sendall(_packet(0x20, bytes((0, self.connect)) + properties))
                elif kind == _SUBSCRIBE:
                    self.subscribed += 1
                    connection.sendall(_packet(0x90, body[:2] + properties + bytes((self.subscribe,))))
                    if self.subscribed <= self.hangups:
                        return
                elif kind == _PUBLISH and flags & 6 and self.publish is not None:
                    start = 2 + int.from_bytes(body[:2])
                    reason = bytes((self.publish,)) if self.version == "5" else b""
                    connection.sendall(_packet(0x40, body[start : start + 2] + reason))


def _packet(first: int, body: bytes) -> bytes:
    return bytes((first, len(body))) + body


def _packets(incoming: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """The kind, the flags and what follows the length, of each packet."""
    while first := incoming.read(1):
        length = shift = 0
        while True:
            byte = incoming.read(1)[0]
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:  # the last byte of a number
                break
        yield first[0] >> 4, first[0] & 15, incoming.read(length)
