"""Runs the programs of a page: written to files unchanged, as processes of their own, with other environment only."""

from __future__ import annotations

import contextlib
import datetime
import decimal
import os
import re
import shutil
import signal
import subprocess
import sys
import uuid
from typing import TYPE_CHECKING, Any

import workspace
from brokers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SECONDS = 60
STOPPING = 15
_OUTSIDE = ("AWS_CA_BUNDLE", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy")


class Consumer:
    """A program that runs until it is told to stop."""

    def __init__(self, command: list[str], folder: Path, environment: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
            )

    @property
    def text(self) -> str:
        """What it has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_for(self, text: str, times: int = 1) -> None:
        """Wait until it has printed the text."""

        def printed() -> bool:
            assert self._process.poll() is None, f"the consumer ended with {self._process.returncode}\n{self.text}"
            return self.text.count(text) >= times

        until(printed, lambda: f"no {text!r} in\n{self.text}", SECONDS)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code after the signal."""
        self._process.send_signal(how)
        return self._process.wait(STOPPING)

    def wait(self) -> int:
        """Its exit code once it has ended by itself."""
        return self._process.wait(SECONDS)

    def kill(self) -> None:
        """End it whatever it does."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()


class Programs:
    """The folder in which the programs of a page are run."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        base = {name: value for name, value in os.environ.items() if name not in _OUTSIDE}
        self._environment = {
            **base,
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "error::DeprecationWarning:__main__",
            "NODE_OPTIONS": "--throw-deprecation",
            "NO_COLOR": "1",
            **environment,
        }

    def add(self, name: str, text: str) -> Path:
        """Write a program to a file, unchanged."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        if path.suffix == ".mts":
            workspace.give_packages(self.folder)
        return path

    def beside(self, file: Path, name: str = "") -> None:
        """Put a file of the page there."""
        shutil.copyfile(file, self.folder / (name or file.name))

    def run(self, path: Path) -> subprocess.CompletedProcess[str]:
        """Run a program to its end."""
        return subprocess.run(
            command(path),
            cwd=self.folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )

    @contextlib.contextmanager
    def running(self, path: Path) -> Iterator[Consumer]:
        """A program while it runs."""
        consumer = Consumer(command(path), self.folder, self._environment, path.with_suffix(".log"))
        try:
            yield consumer
        finally:
            consumer.kill()


def command(path: Path) -> list[str]:
    """How a program is started."""
    if path.suffix == ".mts":
        return [str(workspace.node()), str(path)]
    return [sys.executable, str(path)]


_NAMES = {
    "Decimal": decimal.Decimal,
    "UUID": uuid.UUID,
    "datetime": datetime,
}


def handled(log: str, label: str) -> list[Any]:
    """What a program in Python has printed behind the label: the events that it handled, as values."""
    lines = re.findall(rf"^{re.escape(label)} (.*)$", log, re.MULTILINE)
    return [eval(line, dict(_NAMES)) for line in lines]  # noqa: S307 - the repr of plain values


def plain(value: Any) -> Any:
    """A value as JSON data, so that what different libraries decode can be compared."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return plain(value[1])
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal | uuid.UUID) else value
