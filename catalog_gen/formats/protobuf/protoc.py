"""protoc, which comes with grpcio-tools: the only one who decides what a .proto file says."""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import functools
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SECONDS = 20
"""protoc needs milliseconds; if it takes longer than this, it will not end."""


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What protoc made of a file: a serialized `FileDescriptorSet`, or None; and what it said, as it said it."""

    descriptors: bytes | None
    said: str
    crashed: bool = False


def is_installed() -> bool:
    """Whether the extra `protobuf` is there."""
    try:
        return all(importlib.util.find_spec(name) is not None for name in ("grpc_tools", "google.protobuf"))
    except (ImportError, ValueError):
        return False


@functools.cache
def shipped() -> Path:
    """The folder of the well-known `google/protobuf/*.proto`, which come with grpcio-tools."""
    spec = importlib.util.find_spec("grpc_tools")
    if spec is None or not spec.submodule_search_locations:
        message = "grpcio-tools is not installed"
        raise ImportError(message)
    return Path(spec.submodule_search_locations[0]) / "_proto"


def is_shipped(name: str) -> bool:
    """Whether protoc has a file of this import name itself."""
    return name in _shipped_names()


@functools.cache
def _shipped_names() -> frozenset[str]:
    return frozenset(file.relative_to(shipped()).as_posix() for file in shipped().rglob("*.proto"))


def compiled(texts: Mapping[str, bytes], root: str) -> Outcome:
    """What protoc makes of the file named `root`; it sees the given files and the well-known ones, nothing else."""
    with tempfile.TemporaryDirectory(prefix="protobuf-") as name:
        folder = Path(name)
        for file, text in texts.items():
            (folder / file).write_bytes(text)
        options = ["--include_imports", "--include_source_info", "--descriptor_set_out=descriptors"]
        arguments = ["-I.", f"-I{shipped()}", *options, root]
        line = json.dumps({"folder": name, "arguments": arguments})
        code = _worker().answer(line)
        if code is None:  # something else may have ended the process
            code = _worker().answer(line)
        said = (folder / "said").read_bytes().decode("utf-8", "replace") if (folder / "said").is_file() else ""
        done = folder / "descriptors"
        return Outcome(done.read_bytes() if code == 0 and done.is_file() else None, said, crashed=code is None)


def _worker() -> _Worker:
    return _worker_of(os.getpid())  # a forked process must not share its parent's pipes


@functools.cache
def _worker_of(_process: int) -> _Worker:
    return _Worker()


class _Worker:
    """The process in which protoc runs; started when it is first needed, and again if it died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._owner = os.getpid()
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.end)

    def answer(self, line: str) -> int | None:
        """The exit code that protoc ends with; None if it crashed or did not end."""
        with self._lock:
            process = self._process = self._process or _started()
            timer = threading.Timer(SECONDS, process.kill)
            timer.start()
            try:
                process.stdin.write(line.encode() + b"\n")  # type: ignore[union-attr]
                process.stdin.flush()  # type: ignore[union-attr]
                return int(process.stdout.readline())  # type: ignore[union-attr]
            except (OSError, ValueError):
                self._end()
                return None
            finally:
                timer.cancel()

    def end(self) -> None:
        """End the process, unless it is that of the process from which this one was forked."""
        if os.getpid() == self._owner:
            with self._lock:
                self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                _close(pipe)


def _close(pipe: object) -> None:
    with contextlib.suppress(OSError):  # what was not yet flushed has nobody to go to
        pipe.close()  # type: ignore[attr-defined]


def _started() -> subprocess.Popen[bytes]:
    program = str(Path(__file__).with_name("worker.py"))
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-I", program, json.dumps(sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
