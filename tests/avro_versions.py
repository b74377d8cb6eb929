"""Avro schemas of one event, and projects whose event has versions of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from projects import Project

ID = {"name": "order_id", "type": "string"}
NOTE = {"name": "note", "type": "string", "default": ""}
NEEDED = {"name": "amount", "type": "int"}
WIDER = {"name": "amount", "type": "long"}
LOOSE = {"name": "amount", "type": "int", "default": 0}
PRICE = {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}}
PRICE_4 = {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 4}}


def record(*fields: Any, doc: str = "An order.") -> str:
    """A record with these fields, one to a line."""
    lines = ",\n".join(f"    {json.dumps(field)}" for field in fields)
    return f'{{\n  "type": "record", "name": "Order", "doc": "{doc}",\n  "fields": [\n{lines}\n  ]\n}}\n'


def declare(
    project: Project,
    version: str = "1.0.1",
    *,
    level: str = "BACKWARD",
    previous: tuple[str, ...] = ("1.0.0",),
    more: str = "",
) -> None:
    """Declare an event `E` whose schema is in e.avsc, those of older versions in e-VERSION.avsc."""
    older = ", ".join(f'Previous("{one}", schema_path="e-{one}.avsc")' for one in previous)
    project.define(
        f"""
        from datetime import date
        crew = Team("crew", summary="s")
        e = Event("E", version="{version}", schema_path="e.avsc", summary="s", owners=[crew], snippets=[],
                  compatibility="{level}", previous=[{older}], {more})
        s = Service("S", sends=[e], owners=[crew], summary="s")
        """
    )


def write(project: Project, now: str, **before: str) -> None:
    """Write the schema of the event and those of older versions: `v1_0_0` is that of 1.0.0."""
    project.write("schemas/e.avsc", now.encode())
    for name, schema in before.items():
        version = name.removeprefix("v").replace("_", ".")
        project.write(f"schemas/e-{version}.avsc", schema.encode())
