"""CPU seconds of comparing two Protobuf messages by the number of the types that they reach; four times as many should
cost about four times as much.

python tests/benchmarks/comparing_protobuf.py
"""

from __future__ import annotations

import time
from pathlib import Path

from catalog_gen.compatibility import compare
from catalog_gen.formats import Schemas
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.sources import WorkingTree


def text(type_: str, count: int) -> bytes:
    """A message with so many others in it, each of which leads back, and an enum of so many values."""
    fields = "\n".join(f"M{n} f{n} = {n + 1};" for n in range(count))
    types = "\n".join(f"message M{n} {{ {type_} a = 2; Root back = 3; }}" for n in range(count))
    values = "\n".join(f"V{n} = {n};" for n in range(count))
    return f'syntax = "proto3"; message Root {{\n{fields} E e = 18000; }}\n{types}\nenum E {{ {values} }}'.encode()


def seconds(count: int) -> tuple[float, int]:
    """How long it takes to compare them, without reading them, and how many differences there are."""
    schemas = Schemas(SchemaFiles(WorkingTree(Path(__file__).parent), [""]))
    before, _ = schemas.read("old.proto", text("int32", count), message="Root")
    after, _ = schemas.read("new.proto", text("string", count), message="Root")
    assert before is not None
    assert after is not None
    start = time.process_time()
    found = compare(before, after)
    return time.process_time() - start, len(found.differences)


def main() -> None:
    """Print a line for each size."""
    for count in (500, 2000, 8000):
        took, differences = seconds(count)
        print(f"{count} types, {differences} differences: {took:.2f} s")


if __name__ == "__main__":
    main()
