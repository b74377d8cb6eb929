"""CPU seconds of comparing two Avro schemas by their size, and by the number of types that know each other.

python tests/benchmarks/comparing_avro.py
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from catalog_gen.compatibility import compare
from catalog_gen.formats import Schemas
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.sources import WorkingTree


def wide(number: int, type_: str) -> Any:
    """A record with so many records in a union, in each of which one type is another one."""
    types = [
        {
            "type": "record",
            "name": f"T{index}",
            "doc": "What is known of it. " * 5,
            "fields": [{"name": f"f{n}", "type": "string"} for n in range(9)] + [{"name": "last", "type": type_}],
        }
        for index in range(number)
    ]
    return {"type": "record", "name": "R", "fields": [{"name": "any", "type": types}]}


def mutual(number: int, type_: str) -> Any:
    """So many records, each of which has a union of all of them."""
    names = [f"T{index}" for index in range(number)]

    def record(index: int) -> Any:
        branches = [record(index + 1)] if index + 1 < number else []
        known = [name for other, name in enumerate(names) if not branches or other != index + 1]
        fields = [{"name": "value", "type": type_}, {"name": "other", "type": [*branches, *known]}]
        return {"type": "record", "name": names[index], "fields": fields}

    return record(0)


def seconds(old: Any, new: Any) -> tuple[float, int]:
    """How long it takes to compare them, without reading them, and how many differences there are."""
    schemas = Schemas(SchemaFiles(WorkingTree(Path(__file__).parent), [""]))
    before, _ = schemas.read("old.avsc", json.dumps(old).encode())
    after, _ = schemas.read("new.avsc", json.dumps(new).encode())
    if before is None or after is None:
        message = "the benchmark makes schemas that cannot be read"
        raise ValueError(message)
    start = time.process_time()
    found = compare(before, after)
    return time.process_time() - start, len(found.differences)


def main() -> None:
    """Print the figures."""
    for name, make, sizes in (("types in a union", wide, (200, 400, 800, 1600)), ("mutual types", mutual, (6, 12, 24))):
        first = None
        for size in sizes:
            took, found = seconds(make(size, "int"), make(size, "string"))
            first = first or took
            print(f"{size:6} {name}: {took:.2f} s ({took / first:.1f} times), {found} differences")


if __name__ == "__main__":
    main()
