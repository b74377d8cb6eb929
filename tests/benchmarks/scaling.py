"""CPU seconds of a build by number of events, and of the start of the command; ratios of one run.

python tests/benchmarks/scaling.py [EVENTS ...]
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_EVENT = """
    Event(
        "Event{n}",
        version="1.{n}.0",
        summary="Number {n} has happened.",
        description="It *happened*, see `{{n}}` and key:value.",
        key="id",
        schema_path="event.avsc",
        channels=[events],
        badges=[Badge("New", "green")],
        examples=[Example({{"id": "{n}"}})],
    ),"""
_FILE = """
from catalog_gen import Badge, Channel, Event, Example, Service

events = Channel("events.{number}", summary="s", owners=["crew"], protocols=["kafka"], discriminator="kind")
service = Service("Service{number}", summary="s", owners=["crew"], sends=[{events}])
"""
_SCHEMA = '{"type": "record", "name": "E", "fields": [{"name": "id", "type": "string"}]}'
_PER_FILE = 25


def project(root: Path, events: int) -> None:
    """Write a project with so many events, 25 a service."""
    (root / "catalog-gen.toml").write_text("inherit-owners = true\n")
    people = root / "schemas" / "people"
    people.mkdir(parents=True)
    (people / "definitions.py").write_text('from catalog_gen import Team\ncrew = Team("crew", summary="s")\n')
    for number in range(events // _PER_FILE):
        folder = root / "schemas" / f"part{number}"
        folder.mkdir()
        listed = "".join(_EVENT.format(n=number * _PER_FILE + index) for index in range(_PER_FILE))
        (folder / "definitions.py").write_text(_FILE.format(number=number, events=listed))
        (folder / "event.avsc").write_text(_SCHEMA)


def cpu(*command: str, cwd: Path) -> float:
    """CPU seconds, user and system, of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def wall(*command: str) -> float:
    """Seconds on the clock, of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main(sizes: list[int]) -> None:
    """Print the figures."""
    python = sys.executable
    bare = statistics.median(wall(python, "-c", "pass") for _ in range(20))
    helped = statistics.median(wall(python, "-m", "catalog_gen", "--help") for _ in range(20))
    print(f"--help: {1000 * (helped - bare):.0f} ms beyond bare Python ({1000 * bare:.0f} ms)")
    first = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            os.environ["CATALOG_GEN_CACHE"] = str(root / ".cache")
            project(root, size)
            cold = cpu(python, "-m", "catalog_gen", "build", cwd=root)
            again = cpu(python, "-m", "catalog_gen", "build", cwd=root)
        first = first or cold
        print(f"{size:6} events: {cold:.2f} s cold ({cold / first:.1f} times), {again:.2f} s unchanged")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [100, 1000, 2000])
