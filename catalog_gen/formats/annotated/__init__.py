"""Schemas derived from the annotations of payload classes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal

from catalog_gen.problems import Problem

if TYPE_CHECKING:
    from catalog_gen.model.payloads import Payload


def schema(payload: Payload, format: Literal["jsonschema", "avro"]) -> tuple[bytes | None, tuple[Problem, ...]]:  # noqa: A002
    """The text of the schema of a payload class, and every `unreadable-payload` that stands against it.

    The JSON Schema is the one that pydantic writes for what the class serialises to; Avro is what the same annotations
    mean there. No schema where an annotation cannot be read.
    """
    from catalog_gen.formats.annotated import avro, jsonschema

    if payload.problems and (format == "avro" or payload.schema is None):
        return None, payload.problems
    try:
        derived, problems = avro.derived(payload) if format == "avro" else jsonschema.derived(payload)
        if problems:
            return None, problems
        return _written(derived), ()
    except (ValueError, TypeError, RecursionError) as error:
        message = f"no schema can be written for {payload.name}: {error or type(error).__name__}"
        return None, (Problem("unreadable-payload", message, payload.place, payload.name),)


def _written(derived: Any) -> bytes:
    """JSON that every parser reads: a number that is none is refused, and so is half of a surrogate pair."""
    return (json.dumps(derived, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode()
