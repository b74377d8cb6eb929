"""Server processes: started in a folder of their own, ready when a probe says so, stopped with their children."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from brokers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PATIENCE = 90
"""Seconds; a start takes few, but machines are shared."""


class Folder:
    """A temporary folder, removed when closed."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="catalog-gen-broker-"))

    def close(self) -> None:
        """Remove it with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)


class Server:
    """A process that serves until it is stopped; all it prints goes to a log."""

    def __init__(
        self, command: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.name = Path(command[0]).name
        self.log = folder / f"{self.name}.log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        atexit.register(self.stop)  # where a test does not come to its end

    def text(self) -> str:
        """What it has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait(self, ready: Callable[[], bool]) -> Server:
        """Return when the probe succeeds; raise with the log when the process ends before, or never gets there."""
        try:
            until(lambda: self._running() and ready(), lambda: f"{self.name} is not ready\n{self.text()}", PATIENCE)
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Terminate it and its children."""
        atexit.unregister(self.stop)
        self._signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(15)
        self._signal(signal.SIGKILL)
        self._process.wait()

    def _running(self) -> bool:
        if self._process.poll() is not None:
            raise RuntimeError(f"{self.name} ended with {self._process.returncode}\n{self.text()}")
        return True

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)
