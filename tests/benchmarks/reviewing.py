"""Seconds that a review takes by the number of events, 20 of which have changed; of the start of Python besides.

python tests/benchmarks/reviewing.py [EVENTS ...]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_EVENT = '    Event("Event{n}", version="{version}", key="id", summary="s", badges=[Badge("New", "green")]),'
_FILE = """
from catalog_gen import Badge, Channel, Defaults, Event, Receives, Service

channel = Channel("events.{number}", summary="s", owners=["team{number}"], protocols=["kafka"])
defaults = Defaults(schema_path="{{id}}.avsc", channels=[channel], compatibility="BACKWARD")
service = Service("Service{number}", summary="s", owners=["team{number}"], defaults=defaults, sends=[
{events}
], receives=[Receives("Event{read}", fields=["id"])])
"""
_PER_FILE = 40
_CHANGED = 20


def schema(number: int, *more: dict[str, Any]) -> str:
    """A record with a dozen fields, one of them nested."""
    inner = {"type": "record", "name": f"Inner{number}", "fields": [{"name": "a", "type": "int"}]}
    optional = [{"name": f"f{index}", "type": ["null", "string"], "default": None} for index in range(9)]
    fields = [{"name": "id", "type": "string"}, *optional, {"name": "inner", "type": inner}, *more]
    return json.dumps({"type": "record", "name": f"Event{number}", "fields": fields}, indent=1)


def definitions(root: Path, events: int, changed: int) -> None:
    """Write the definitions files, in which so many events (one of each file in turn) have another version."""
    files = events // _PER_FILE
    for number in range(files):
        numbers = range(number * _PER_FILE, (number + 1) * _PER_FILE)
        listed = [
            _EVENT.format(n=n, version="2.0.0" if n % _PER_FILE == 0 and number < changed else "1.0.0") for n in numbers
        ]
        text = _FILE.format(number=number, events="\n".join(listed), read=(number + 1) % files * _PER_FILE)
        folder = root / "schemas" / f"part{number}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "definitions.py").write_text(text)


def project(root: Path, events: int) -> None:
    """A repository with so many events, and a branch on which 20 of them have a new schema."""
    (root / "catalog-gen.toml").write_text("inherit-owners = true\n")
    definitions(root, events, 0)
    teams = "".join(f't{n} = Team("team{n}", summary="s", github="@x/{n}")\n' for n in range(events // _PER_FILE))
    (root / "schemas" / "people").mkdir()
    (root / "schemas" / "people" / "definitions.py").write_text(f"from catalog_gen import Team\n{teams}")
    for number in range(events):
        (root / "schemas" / f"part{number // _PER_FILE}" / f"Event{number}.avsc").write_text(schema(number))
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "main")
    git(root, "checkout", "-q", "-b", "change")
    definitions(root, events, _CHANGED)
    for number in range(min(_CHANGED, events // _PER_FILE)):
        file = root / "schemas" / f"part{number}" / f"Event{number * _PER_FILE}.avsc"
        file.write_text(schema(number * _PER_FILE, {"name": "new", "type": "string"}))
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "change")


def git(root: Path, *arguments: str) -> None:
    """Run git."""
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


def seconds(*command: str, cwd: Path) -> float:
    """Seconds on the clock, of a command."""
    start = time.perf_counter()
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)
    return time.perf_counter() - start


def main(sizes: list[int]) -> None:
    """Print the figures."""
    first = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            project(root, size)
            bare = min(seconds(sys.executable, "-c", "pass", cwd=root) for _ in range(5))
            program = (sys.executable, "-m", "catalog_gen", "review", "--base", "main", "--format", "markdown")
            tree, commit = seconds(*program, cwd=root), seconds(*program, "--head", "change", cwd=root)
        first = first or commit
        print(f"{size:6} events: {commit - bare:.2f} s ({commit / first:.1f} times), {tree - bare:.2f} s of the tree")


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [400, 1000, 2000, 4000])
