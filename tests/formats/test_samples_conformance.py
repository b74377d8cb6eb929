"""Examples for public schemas, each validated by the library that everybody uses for its format."""

from __future__ import annotations

import functools
import io
import json
import tempfile
from typing import TYPE_CHECKING, Any

import pytest
from clock import within

from catalog_gen.formats import avro, jsonschema, protobuf
from catalog_gen.formats.avro.typed import typed
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.formats.samples import synthesise
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from catalog_gen.formats import FormatReader
    from catalog_gen.formats.tree import Parsed

    Validate = Callable[[Path, str, Parsed, Any], None]

AT_ONCE = 24
"""So many schemas of each format the default suite tries; the marker `slow` has all of them."""
LONGEST = 2.0
CONTRADICTION = "common/secret-scanning-location.schema.json"
"""It allows no property at the root, but each of its alternatives requires some."""


def by_fastavro(_root: Path, _path: str, parsed: Parsed, payload: Any) -> None:
    from fastavro import parse_schema, schemaless_reader, schemaless_writer

    assert isinstance(parsed, avro.Avro)
    schema = parse_schema(parsed.bare)
    data = io.BytesIO()
    value = typed(parsed.linked, payload)
    schemaless_writer(data, schema, value)
    data.seek(0)
    schemaless_reader(data, schema, None)
    assert not data.read()


def by_jsonschema(root: Path, path: str, _parsed: Parsed, payload: Any) -> None:
    import referencing
    from jsonschema import validators
    from referencing.jsonschema import DRAFT7

    ids = {schema.get("$id"): schema for schema in documents(root).values() if isinstance(schema, dict)}

    def found(uri: str) -> referencing.Resource[Any]:
        """The schema with that `$id`, or in the file whose path ends so: relative `$id`s repeat folders of paths."""
        end = "/".join(uri.split("/")[-2:])
        near = [schema for name, schema in documents(root).items() if name.endswith(end)]
        return referencing.Resource.from_contents(ids.get(uri) or near[0], default_specification=DRAFT7)

    schema = dict(documents(root)[path])
    if "://" not in schema.get("$id", ""):
        schema["$id"] = f"https://example.com/{path}"
    registry = referencing.Registry(retrieve=found)  # type: ignore[call-arg]
    validators.validator_for(schema)(schema, registry=registry).validate(payload)


@functools.cache
def documents(root: Path) -> dict[str, Any]:
    return {file.relative_to(root).as_posix(): json.loads(file.read_bytes()) for file in sorted(root.rglob("*.json"))}


def by_protobuf(root: Path, path: str, parsed: Parsed, payload: Any) -> None:
    import grpc_tools  # type: ignore[import-untyped]
    from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory, wrappers_pb2
    from grpc_tools import protoc

    folders = ["google-cloudevents/proto", "google-cloudevents/third_party/googleapis", "opentelemetry"]
    folder = next(folder for folder in folders if path.startswith(folder + "/"))
    includes = [f"-I{root / one}" for one in folders] + [f"-I{grpc_tools.__path__[0]}/_proto"]
    with tempfile.NamedTemporaryFile() as file:
        arguments = ["--include_imports", f"--descriptor_set_out={file.name}", path.removeprefix(folder + "/")]
        assert protoc.main(["protoc", *includes, *arguments]) == 0
        files = list(descriptor_pb2.FileDescriptorSet.FromString(file.read()).file)
    wrappers = descriptor_pb2.FileDescriptorProto.FromString(wrappers_pb2.DESCRIPTOR.serialized_pb)
    pool = descriptor_pool.DescriptorPool()
    for one in {file.name: file for file in [*files, wrappers]}.values():
        pool.Add(one)
    message = message_factory.GetMessageClass(pool.FindMessageTypeByName(parsed.tree.root.name))()
    json_format.ParseDict(payload, message, descriptor_pool=pool)


FORMATS: dict[str, tuple[str, tuple[str, ...], Callable[[SchemaFiles], FormatReader], Validate]] = {
    "avro": ("avro", (".avsc", ".avro"), avro.Reader, by_fastavro),
    "jsonschema": ("jsonschema", (".json",), jsonschema.Reader, by_jsonschema),
    "protobuf": ("proto", (".proto",), protobuf.Reader, by_protobuf),
}


def accepted(root: Path, name: str, most: int) -> list[tuple[str, Parsed]]:
    """The schemas that the format's reader accepts, a sample of them spread over all."""
    _, suffixes, reader, _ = FORMATS[name]
    files = SchemaFiles(WorkingTree(root), [""])
    paths = files.ending(*suffixes)
    reads = reader(files)
    found = [(path, reads.read(path, files.read(path), "", "")[0]) for path in paths[:: max(1, len(paths) // most)]]
    return [(path, parsed) for path, parsed in found if parsed is not None]


def validated(root: Path, name: str, most: int) -> tuple[int, list[str]]:
    """How many examples are valid, and the paths of the schemas without one."""
    validate = FORMATS[name][3]
    missing = []
    shown = 0
    for path, parsed in accepted(root, name, most):
        with within(LONGEST):
            sample = synthesise(parsed.tree, parsed.check, parsed.name)
        if sample.failure:
            missing.append(path)
        else:
            validate(root, path, parsed, sample.payload)
            assert sample == synthesise(parsed.tree, parsed.check, parsed.name)
            shown += 1
    return shown, missing


@pytest.mark.parametrize("name", FORMATS)
def test_examples_of_public_schemas_are_valid_for_everybody(conformance: Path, name: str) -> None:
    shown, missing = validated(conformance / FORMATS[name][0], name, AT_ONCE)
    assert shown >= AT_ONCE * 0.8
    assert missing == []


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_every_public_schema_has_an_example_that_is_valid_for_everybody(conformance: Path, name: str) -> None:
    shown, missing = validated(conformance / FORMATS[name][0], name, 10_000)
    assert shown > 50
    assert [path for path in missing if not path.endswith(CONTRADICTION)] == []
