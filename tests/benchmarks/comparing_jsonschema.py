"""Milliseconds of comparing JSON Schemas that are hard to compare, or long.

python tests/benchmarks/comparing_jsonschema.py [FOLDER OF SCHEMAS]

Every schema of the folder is compared with a copy of itself that has one property more.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from catalog_gen.compatibility.jsonschema import differences
from catalog_gen.formats import jsonschema
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.sources import WorkingTree


def parsed(root: Path, path: str, value: Any) -> jsonschema.JsonSchema | None:
    """The schema, or None where it is none."""
    folders = [each.relative_to(root).as_posix() for each in (root, *root.rglob("*")) if each.is_dir()]
    reader = jsonschema.Reader(SchemaFiles(WorkingTree(root), ["" if each == "." else each for each in folders]))
    found, _ = reader.read(path, json.dumps(value).encode(), "", "")
    return found if isinstance(found, jsonschema.JsonSchema) else None


def milliseconds(old: jsonschema.JsonSchema, new: jsonschema.JsonSchema) -> float:
    """How long the differences take."""
    start = time.process_time()
    list(differences(old, new))
    return 1000 * (time.process_time() - start)


def main(folder: str) -> None:
    """Print the figures."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from jsonschema_pairs import mutual

    with tempfile.TemporaryDirectory() as empty:
        for told_apart in (True, False):
            values = [mutual(told_apart=told_apart, changed=changed) for changed in ((), (3,))]
            old, new = (parsed(Path(empty), "event.json", value) for value in values)
            assert old is not None
            assert new is not None
            sorts = "told apart" if told_apart else "alike"
            print(f"12 sorts of nodes in each other, {sorts}: {milliseconds(old, new):.0f} ms")
    times = []
    for path in sorted(Path(folder).rglob("*.json")) if folder else ():
        name, value = path.relative_to(folder).as_posix(), json.loads(path.read_text(encoding="utf-8"))
        old = parsed(Path(folder), name, value)
        if old is None or not isinstance(value.get("properties"), dict):
            continue
        value["properties"]["onemore"] = {"type": "string"}
        new = parsed(Path(folder), name, value)
        if new is not None:
            times.append((milliseconds(old, new), name))
    if times:
        total = sum(each for each, _ in times)
        print(
            f"{len(times)} schemas: {total / len(times):.0f} ms each, at most {max(times)[0]:.0f} ms ({max(times)[1]})"
        )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
