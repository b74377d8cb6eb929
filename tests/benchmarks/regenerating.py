"""CPU seconds of building a catalog again: cold, unchanged, after one edited schema; with ratios of the same run.

python tests/benchmarks/regenerating.py [EVENTS]

Every event has a schema of its own. The start of the program (`--help`) is subtracted from each build, and that of
Python from what the builds are compared with: plain Python that (a) writes the files of the catalog, and (b) reads and
hashes them, the definitions and the schemas.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import shutil
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import scaling

if TYPE_CHECKING:
    from collections.abc import Iterable

_TIMES = 5
_OWN_SCHEMA = re.compile(r'("Event(\d+)",.*?)"event\.avsc"', re.DOTALL)
_WRITE = """
import pathlib, pickle, sys
for path, data in pickle.loads(pathlib.Path(sys.argv[1]).read_bytes()):
    file = pathlib.Path(sys.argv[2], path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
"""
_READ = """
import hashlib, pathlib
for file in pathlib.Path().rglob("*"):
    if file.is_file():
        hashlib.sha256(file.read_bytes()).hexdigest()
"""


def project(root: Path, events: int) -> None:
    """Write a project with so many events, each with a schema of its own."""
    scaling.project(root, events)
    for file in root.rglob("definitions.py"):
        text = _OWN_SCHEMA.sub(r'\1"event\2.avsc"', file.read_text())
        file.write_text(text)
        for number in re.findall(r'"event(\d+)\.avsc"', text):
            write_schema(file.parent / f"event{number}.avsc", f"The id of number {number}.")


def write_schema(file: Path, doc: str) -> None:
    """Write the schema of an event."""
    fields = [{"name": "id", "type": "string", "doc": doc}]
    file.write_text(json.dumps({"type": "record", "name": file.stem, "fields": fields}))


def built(root: Path) -> float:
    """CPU seconds of a build."""
    return scaling.cpu(sys.executable, "-m", "catalog_gen", "build", cwd=root)


def cold(root: Path) -> float:
    """CPU seconds of a build that finds neither an output nor a cache."""
    shutil.rmtree(root / "output", ignore_errors=True)
    shutil.rmtree(os.environ["CATALOG_GEN_CACHE"], ignore_errors=True)
    return built(root)


def edited(root: Path, number: int) -> float:
    """CPU seconds of a build after one schema was edited."""
    write_schema(root / "schemas" / "part0" / "event7.avsc", f"Edit {number}.")
    return built(root)


def written(root: Path, temporary: Path) -> float:
    """CPU seconds of writing the files of the output with plain Python."""
    output = root / "output"
    files = [(str(file.relative_to(output)), file.read_bytes()) for file in output.rglob("*") if file.is_file()]
    (temporary / "files").write_bytes(pickle.dumps(files))
    shutil.rmtree(temporary / "copy", ignore_errors=True)
    return scaling.cpu(sys.executable, "-c", _WRITE, "files", "copy", cwd=temporary)


def main(events: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        root, temporary = Path(folder, "project"), Path(folder, "temporary")
        os.environ["CATALOG_GEN_CACHE"] = str(Path(folder, "cache"))
        root.mkdir()
        temporary.mkdir()
        project(root, events)
        bare = _median(scaling.cpu(sys.executable, "-c", "pass", cwd=root) for _ in range(_TIMES))
        start = _median(scaling.cpu(sys.executable, "-m", "catalog_gen", "--help", cwd=root) for _ in range(_TIMES))
        builds = {
            "cold": _median(cold(root) for _ in range(_TIMES)) - start,
            "unchanged": _median(built(root) for _ in range(_TIMES)) - start,
            "one schema edited": _median(edited(root, number) for number in range(_TIMES)) - start,
        }
        plain = {
            "writing": _median(written(root, temporary) for _ in range(_TIMES)) - bare,
            "reading": _median(scaling.cpu(sys.executable, "-c", _READ, cwd=root) for _ in range(_TIMES)) - bare,
        }
        files = sum(file.is_file() for file in (root / "output").rglob("*"))
    print(f"{events} events, {files} files; start {start:.2f} s, (a) writing {plain['writing']:.2f} s, ", end="")
    print(f"(b) reading and hashing {plain['reading']:.2f} s")
    for name, seconds in builds.items():
        ratios = f"{seconds / plain['writing']:6.1f} (a) {seconds / plain['reading']:6.1f} (b)"
        print(f"{name:>18}: {seconds:6.2f} s = {ratios} {seconds / builds['unchanged']:6.1f} unchanged")


def _median(seconds: Iterable[float]) -> float:
    return statistics.median(seconds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
