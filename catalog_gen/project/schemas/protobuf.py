"""Which messages of Protobuf files are events: those that no other message uses, nor a method of a service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.formats.protobuf import Reader, protoc
from catalog_gen.project.schemas.candidates import Candidate, Found, skipped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.formats.files import SchemaFiles
    from catalog_gen.formats.protobuf.descriptors import Compiled


def found(contents: Mapping[str, bytes], files: SchemaFiles) -> Found:
    """What the files have; all of them are Protobuf. What keeps protoc from compiling one is among the problems."""
    reader = Reader(files)
    if not protoc.is_installed():
        return Found(
            problems=tuple(one for path, data in contents.items() for one in reader.read(path, data, "", "")[1])
        )
    compiled = {path: reader.compiled(path, data) for path, data in contents.items()}
    known = {path: file for path, (file, _) in compiled.items() if file is not None}
    used = {name for file in known.values() for name in _used(file)}
    methods = {name for file in known.values() for name in _of_methods(file)}
    candidates, shared = [], []
    problems = [problem for file, why in compiled.values() if file is None for problem in why]
    for path, file in known.items():
        free = [each for each in file.messages if each.full_name not in used | methods]
        if file.messages and not free and any(each.full_name in methods for each in file.messages):
            problems.append(skipped(path, "its messages are those of methods", "declare them as Command or Query"))
        elif not free:
            shared.append(path)
        for each in free:
            message = each.name if len(file.messages) > 1 else ""
            namespace = tuple(file.source.package.split(".")) if file.source.package else ()
            candidates.append(
                Candidate(path=path, data=contents[path], name=each.name, namespace=namespace, message=message)
            )
    return Found(tuple(candidates), tuple(shared), tuple(problems))


def _used(file: Compiled) -> Iterator[str]:
    """The top-level messages that fields of others have as their type."""
    for each in file.messages:
        for inner in _with_nested(each):
            for field in inner.fields:
                if field.message_type is not None:
                    name = _outermost(field.message_type).full_name
                    yield from () if name == each.full_name else (name,)


def _of_methods(file: Compiled) -> Iterator[str]:
    for service in file.file.services_by_name.values():
        for method in service.methods:
            yield from (_outermost(method.input_type).full_name, _outermost(method.output_type).full_name)


def _with_nested(message: Any) -> Iterator[Any]:
    yield message
    for nested in message.nested_types:
        yield from _with_nested(nested)


def _outermost(message: Any) -> Any:
    while message.containing_type is not None:
        message = message.containing_type
    return message
