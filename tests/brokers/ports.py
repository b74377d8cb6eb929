"""Ports of 127.0.0.1 that nobody else has."""

from __future__ import annotations

import socket

HOST = "127.0.0.1"


def free_port() -> int:
    """A port that the kernel gives to nobody else for a minute, while servers (which set SO_REUSEADDR) can bind it.

    A connection to it is made and closed on the server's side first, so that the port rests in TIME_WAIT.
    """
    with socket.create_server((HOST, 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())
        accepted, _ = server.accept()
        accepted.close()
        return int(server.getsockname()[1])


def accepts(port: int) -> bool:
    """Whether somebody accepts connections there."""
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
