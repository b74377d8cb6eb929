"""Verdicts of Avro Java on public pairs of schemas."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from catalog_gen.compatibility import compare
from catalog_gen.compatibility.differences import BACKWARD
from catalog_gen.formats import Schemas
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path


def test_every_verdict_is_that_of_avro_java(conformance: Path, tmp_path: Path) -> None:
    cases = json.loads((conformance / "avro-compatibility.json").read_text(encoding="utf-8"))
    assert len(cases) == 109
    for case in cases:
        schemas = Schemas(SchemaFiles(WorkingTree(tmp_path), [""]))
        old, _ = schemas.read("old.avsc", json.dumps(case["writer"]).encode(), kind="avro")
        new, _ = schemas.read("new.avsc", json.dumps(case["reader"]).encode(), kind="avro")
        assert old, case["id"]
        assert new, case["id"]
        assert compare(old, new).verdict(BACKWARD) == case["expected"], case["id"]
