"""Every rule by which two versions of a Protobuf message are compared, and whether real messages behave so."""

from __future__ import annotations

import functools
import itertools
import re
from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf import json_format, message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import DecodeError, EncodeError, Message

from catalog_gen.compatibility import compare, protobuf
from catalog_gen.compatibility.explaining import why
from catalog_gen.compatibility.protobuf.kinds import KINDS
from catalog_gen.formats import Schemas
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.formats.protobuf import Protobuf, Reader
from catalog_gen.formats.protobuf.checking import check
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from catalog_gen.compatibility.differences import Difference

    Reads = Callable[..., Protobuf]

P3 = 'syntax = "proto3"; package shop; '
P2 = 'syntax = "proto2"; package shop; '
E23 = 'edition = "2023"; package shop; '
ANY = 'import "google/protobuf/any.proto"; '
OPEN = "enum Kind {{ NONE = 0; {} }}"

Row = tuple[str, str, dict[str, str]]


def p3(old: str, new: str, kinds: dict[str, str], rest: str = "") -> Row:
    return (f"{P3} message Order {{ {old} }} {rest}", f"{P3} message Order {{ {new} }} {rest}", kinds)


def p2(old: str, new: str, kinds: dict[str, str], rest: str = "") -> Row:
    return (f"{P2} message Order {{ {old} }} {rest}", f"{P2} message Order {{ {new} }} {rest}", kinds)


def enum(old: str, new: str, kinds: dict[str, str], *, closed: bool = False) -> Row:
    head, label = (P2, "optional") if closed else (P3, "")
    text = f"{head} message Order {{ {label} Kind kind = 1; repeated Kind more = 2; }} enum Kind {{ "
    return (f"{text} {old} }}", f"{text} {new} }}", kinds)


CARD = "message Card { string number = 1; int32 year = 2; }"

RULES: dict[str, Row] = {
    # numbers and names
    "a field is added": p3("", "string note = 1;", {"field-added": ""}),
    "a field is removed": p3("string note = 1;", "", {"field-removed-unreserved": ""}),
    "only the number is reserved": p3("string note = 1;", "reserved 1;", {"field-removed-unreserved": ""}),
    "a field is removed and reserved": p3("string n = 1;", 'reserved 1; reserved "n";', {"field-removed": ""}),
    "the number changes": p3("string note = 1;", "string note = 2;", {"number-changed": "bf"}),
    "two fields swap their numbers": p3(
        "string a = 1; int32 b = 2;", "string a = 2; int32 b = 1;", {"number-changed": "bf", "number-reused": "bf"}
    ),
    "the number is used for something else": p3("string a = 1;", "int32 b = 1;", {"number-reused": "bf"}),
    "a field is renamed": p3("string a = 1;", "string b = 1;", {"json-name-changed": "bf"}),
    "a field is renamed, not in JSON": p3("string a = 1;", 'string b = 1 [json_name = "a"];', {"field-renamed": ""}),
    "a field is renamed from snake case to camel case": p3(
        "string the_note = 1;", "string theNote = 1;", {"field-renamed": ""}
    ),
    "the name in JSON changes": p3("string a = 1;", 'string a = 1 [json_name = "A"];', {"json-name-changed": "f"}),
    "the name in JSON becomes that of the field": p3(
        "string the_note = 1;", 'string the_note = 1 [json_name = "the_note"];', {"json-name-changed": "b"}
    ),
    "a reserved number is used again": p3(
        "reserved 1;", "string a = 1;", {"reserved-used-again": "", "field-added": ""}
    ),
    "a reserved name is used again": p3(
        'reserved "a";', "string a = 1;", {"reserved-used-again": "", "field-added": ""}
    ),
    "something is no longer reserved": p3("reserved 1 to 5;", "reserved 2 to 3;", {"reserved-removed": ""}),
    "something is reserved": p3("reserved 2;", 'reserved 2 to 9; reserved "x";', {"reserved-added": ""}),
    "ranges are written otherwise": p3("reserved 1 to 5, 9;", "reserved 1, 2 to 3, 4, 5, 9;", {}),
    # types
    "int32 to int64": p3("int32 a = 1;", "int64 a = 1;", {"range-changed": ""}),
    "int64 to uint32": p3("int64 a = 1;", "uint32 a = 1;", {"range-changed": ""}),
    "sint32 to sint64": p3("sint32 a = 1;", "sint64 a = 1;", {"range-changed": ""}),
    "fixed32 to sfixed32": p3("fixed32 a = 1;", "sfixed32 a = 1;", {"range-changed": ""}),
    "fixed64 to sfixed64": p3("fixed64 a = 1;", "sfixed64 a = 1;", {"range-changed": ""}),
    "int32 to sint32": p3("int32 a = 1;", "sint32 a = 1;", {"type-changed": "bf"}),
    "fixed32 to float": p3("fixed32 a = 1;", "float a = 1;", {"type-changed": "bf"}),
    "float to double": p3("float a = 1;", "double a = 1;", {"type-changed": "bf"}),
    "int32 to string": p3("int32 a = 1;", "string a = 1;", {"type-changed": "bf"}),
    "bool to int32": p3("bool a = 1;", "int32 a = 1;", {"json-type-changed": "bf"}),
    "string to bytes": p3("string a = 1;", "bytes a = 1;", {"json-type-changed": "bf"}),
    "message to bytes": p3("Card a = 1;", "bytes a = 1;", {"json-type-changed": "bf"}, CARD),
    "message to string": p3("Card a = 1;", "string a = 1;", {"type-changed": "bf"}, CARD),
    "enum to int32": p3("K a = 1;", "int32 a = 1;", {"json-type-changed": "b"}, "enum K { Z = 0; B = 1; }"),
    "int32 to enum": p3("int32 a = 1;", "K a = 1;", {"json-type-changed": "f"}, "enum K { Z = 0; B = 1; }"),
    "int64 to enum": p3("int64 a = 1;", "K a = 1;", {"json-type-changed": "bf"}, "enum K { Z = 0; B = 1; }"),
    "enum to string": p3("K a = 1;", "string a = 1;", {"type-changed": "bf"}, "enum K { Z = 0; B = 1; }"),
    "group to message": (
        f"{E23} message Order {{ Card a = 1 [features.message_encoding = DELIMITED]; }} {CARD}",
        f"{E23} message Order {{ Card a = 1; }} {CARD}",
        {"type-changed": "bf"},
    ),
    "a wrapper instead of a scalar": p3("string a = 1;", "google.protobuf.StringValue a = 1;", {"type-changed": "bf"}),
    "the type of keys": p3("map<int32, string> a = 1;", "map<int64, string> a = 1;", {"range-changed": ""}),
    "the type of keys, from text": p3("map<string, int32> a = 1;", "map<int64, int32> a = 1;", {"type-changed": "bf"}),
    "the type of values": p3("map<string, int32> a = 1;", "map<string, bool> a = 1;", {"json-type-changed": "bf"}),
    "a type is renamed": p3(
        "A a = 1; message A { string x = 1; }", "B a = 1; message B { string x = 1; }", {"type-renamed": ""}
    ),
    "another type": p3(
        "A a = 1; message A { string x = 1; }", "B a = 1; message B { int32 y = 2; }", {"type-replaced": "bf"}
    ),
    "inside of a type": p3(
        "repeated A a = 1; message A { string x = 1; A more = 2; }",
        "repeated A a = 1; message A { int32 x = 1; A more = 2; }",
        {"type-changed": "bf"},
    ),
    # labels
    "one to many, text": p3("string a = 1;", "repeated string a = 1;", {"label-changed": "bf"}),
    "many to one, number": p3("repeated int32 a = 1;", "int32 a = 1;", {"label-changed": "bf"}),
    "one to many, message": p3("Card a = 1;", "repeated Card a = 1;", {"label-changed": "bf"}, CARD),
    "many to map": p3(
        "repeated E a = 1; message E { string key = 1; string value = 2; }",
        "map<string, string> a = 1; message E { string key = 1; string value = 2; }",
        {"map-changed": "bf"},
    ),
    "one to map": p3("string a = 1;", "map<string, string> a = 1;", {"label-changed": "bf"}),
    "optional in proto3": p3("int32 a = 1;", "optional int32 a = 1;", {"presence-changed": ""}),
    "optional of a message in proto3": p3("Card a = 1;", "optional Card a = 1;", {}, CARD),
    "packed": p2("repeated int32 a = 1;", "repeated int32 a = 1 [packed = true];", {"packing-changed": ""}),
    "packed and of another type": p2(
        "repeated int32 a = 1;", "repeated int64 a = 1 [packed = true];", {"packing-changed": "", "range-changed": ""}
    ),
    "a required field is added": p2("", "required int32 a = 1;", {"required-added": "b"}),
    "a required field is removed": p2("required int32 a = 1;", "", {"required-removed": "f"}),
    "a field becomes required": p2("optional int32 a = 1;", "required int32 a = 1;", {"required-added": "b"}),
    "a field becomes optional": p2("required int32 a = 1;", "optional int32 a = 1;", {"required-removed": "f"}),
    "the default changes": p2(
        "optional int32 a = 1 [default = 1];", "optional int32 a = 1 [default = 2];", {"default-changed": ""}
    ),
    "the default is removed": p2(
        "optional bool a = 1 [default = true];", "optional bool a = 1;", {"default-changed": ""}
    ),
    "the default is what it is without": p2("optional int32 a = 1;", "optional int32 a = 1 [default = 0];", {}),
    # oneofs
    "one field into a new oneof": p3(
        "string a = 1;", "oneof o { string a = 1; int32 b = 2; }", {"oneof-entered": "", "field-added": ""}
    ),
    "two fields into a new oneof": p3(
        "string a = 1; int32 b = 2;", "oneof o { string a = 1; int32 b = 2; }", {"oneof-joined": "b"}
    ),
    "a field into an oneof that there is": p3(
        "string a = 1; oneof o { int32 b = 2; }", "oneof o { string a = 1; int32 b = 2; }", {"oneof-joined": "b"}
    ),
    "two oneofs into one": p3(
        "oneof o { int32 a = 1; } oneof p { int32 b = 2; }",
        "oneof o { int32 a = 1; int32 b = 2; }",
        {"oneof-joined": "b"},
    ),
    "one field out of a oneof of its own": p3("oneof o { int32 a = 1; }", "int32 a = 1;", {"oneof-left": ""}),
    "several fields out of a oneof": p3(
        "oneof o { int32 a = 1; int32 b = 2; }", "int32 a = 1; int32 b = 2;", {"oneof-split": "f"}
    ),
    "the oneof is renamed": p3("oneof o { int32 a = 1; }", "oneof p { int32 a = 1; }", {"oneof-renamed": ""}),
    "a field is added to a oneof": p3(
        "oneof o { int32 a = 1; }",
        "oneof o { int32 a = 1; int32 b = 2; }",
        {"field-added": "", "oneof-field-added": "f"},
    ),
    "a field is removed from a oneof": p3(
        "oneof o { int32 a = 1; int32 b = 2; }",
        'oneof o { int32 a = 1; } reserved 2; reserved "b";',
        {"field-removed": "", "oneof-field-removed": "b"},
    ),
    # enums
    "a value is added": enum("A = 0;", "A = 0; B = 1;", {"value-added": ""}),
    "a value is added to a closed enum": enum("A = 0;", "A = 0; B = 1;", {"value-added": "f"}, closed=True),
    "a value is removed": enum("A = 0; B = 1;", "A = 0;", {"value-removed-unreserved": ""}),
    "a value is removed and reserved": enum("A = 0; B = 1;", 'A = 0; reserved 1; reserved "B";', {"value-removed": ""}),
    "a value is removed from a closed enum": enum(
        "A = 0; B = 1;", 'A = 0; reserved 1; reserved "B";', {"value-removed": "b"}, closed=True
    ),
    "a value is renamed": enum("A = 0; B = 1;", "A = 0; C = 1;", {"value-renamed": "bf"}),
    "a value is renumbered": enum("A = 0; B = 1;", "A = 0; B = 2;", {"value-renumbered": "bf"}),
    "two values swap their numbers": enum("A = 0; B = 1; C = 2;", "A = 0; B = 2; C = 1;", {"value-renumbered": "bf"}),
    "a second name is added": enum(
        "A = 0; B = 1;", "option allow_alias = true; A = 0; B = 1; C = 1;", {"alias-added": ""}
    ),
    "a new first name, the old one still there": enum(
        "A = 0; B = 1;", "option allow_alias = true; A = 0; C = 1; B = 1;", {"value-renamed": "f"}
    ),
    "a second name is removed": enum(
        "option allow_alias = true; A = 0; B = 1; C = 1;", "A = 0; B = 1;", {"alias-removed": ""}
    ),
    "the zero is another one": enum("A = 0; B = 1;", "Z = 0; B = 1;", {"value-renamed": "bf"}),
    "the first value is another one": enum("A = 0; B = 1;", "B = 1; A = 0;", {"first-value-changed": ""}, closed=True),
    "a reserved number of an enum is used again": enum(
        "A = 0; reserved 1;", "A = 0; B = 1;", {"reserved-used-again": "", "value-added": ""}
    ),
    "an enum frees what it had reserved": enum("A = 0; reserved 5 to max;", "A = 0;", {"reserved-removed": ""}),
    "an enum becomes closed": (
        f"{E23} message Order {{ Kind a = 1; }} enum Kind {{ A = 0; B = 1; }}",
        f"{E23} message Order {{ Kind a = 1; }} enum Kind {{ option features.enum_type = CLOSED; A = 0; B = 1; }}",
        {"enum-closed": "b"},
    ),
    "an enum becomes open": (
        f"{E23} message Order {{ Kind a = 1; }} enum Kind {{ option features.enum_type = CLOSED; A = 0; B = 1; }}",
        f"{E23} message Order {{ Kind a = 1; }} enum Kind {{ A = 0; B = 1; }}",
        {"enum-open": "f"},
    ),
    # extensions
    "an extension is added": p2(
        "extensions 5 to 9;", "extensions 5 to 9; extend Order { optional int32 more = 5; }", {"field-added": ""}
    ),
    "an extension becomes a field": p2(
        "extensions 5 to 9; extend Order { optional int32 more = 5; }",
        "optional int32 more = 5; extensions 6 to 9;",
        {"extension-moved": "bf", "extensions-narrowed": ""},
    ),
    "an extension is removed": p2(
        "extensions 5 to 9; extend Order { optional int32 more = 5; }",
        "extensions 5 to 9;",
        {"field-removed-unreserved": ""},
    ),
    "more numbers for extensions": p2("extensions 5 to 9;", "extensions 5 to max;", {"extensions-widened": ""}),
    # the file
    "the package changes": (
        f"{P3} message Order {{}}",
        'syntax = "proto3"; package b; message Order {}',
        {"package-changed": ""},
    ),
    "the syntax changes": (
        f"{P2} message Order {{ optional int32 a = 1; }}",
        f"{P3} message Order {{ optional int32 a = 1; }}",
        {"syntax-changed": ""},
    ),
    "proto2 becomes an edition": (
        f"{P2} message Order {{ optional int32 a = 1; }}",
        f"{E23} message Order {{ int32 a = 1; }}",
        {"syntax-changed": ""},
    ),
    "the payload is renamed": (f"{P3} message Order {{}}", f"{P3} message Purchase {{}}", {"payload-renamed": "bf"}),
    # words
    "a comment changes": p3("// One.\nint32 a = 1;", "// Two.\nint32 a = 1;", {"comment-changed": ""}),
    "a comment is laid out otherwise": p3("// One two.\nint32 a = 1;", "/* One\n   two. */\nint32 a = 1;", {}),
    "a field is deprecated": p3("int32 a = 1;", "int32 a = 1 [deprecated = true];", {"deprecated": ""}),
    "a message is no longer deprecated": p3("option deprecated = true;", "", {"undeprecated": ""}),
    "another order": p3(
        "string a = 1; int32 b = 2; A c = 3; message A {} message B {}",
        "message B {} A c = 3; int32 b = 2; message A {} string a = 1;",
        {},
    ),
}


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Reads:
    """Reads a text as the `order.proto` of one and the same project, once."""
    reader = Reader(SchemaFiles(WorkingTree(tmp_path_factory.mktemp("project")), [""]))

    @functools.cache
    def read(text: str, message: str = "", hint: str = "") -> Protobuf:
        if "google.protobuf.StringValue" in text:
            text = text.replace(P3, f'{P3} import "google/protobuf/wrappers.proto"; ')
        parsed, problems = reader.read("order.proto", text.encode(), message, hint)
        assert parsed is not None, problems
        assert isinstance(parsed, Protobuf)
        return parsed

    return read


def letters(difference: Difference) -> str:
    return "".join(direction[0] for direction in sorted(difference.breaks))


@pytest.mark.parametrize("name", RULES)
def test_a_rule_holds(read: Reads, name: str) -> None:
    old, new, kinds = RULES[name]
    found = list(protobuf.differences(read(old), read(new)))
    assert {difference.kind: letters(difference) for difference in found} == kinds
    assert not [difference.undecided for difference in found if difference.undecided]


def test_rules_hold_the_other_way_round(read: Reads) -> None:
    for name, (old, new, _) in RULES.items():
        assert verdicts(read(old), read(new)) == verdicts(read(new), read(old))[::-1], name


def verdicts(old: Protobuf, new: Protobuf) -> tuple[bool, bool]:
    found = list(protobuf.differences(old, new))
    return tuple(any(way in each.breaks for each in found) for way in ("backward", "forward"))  # type: ignore[return-value]


def test_a_schema_does_not_differ_from_itself(read: Reads) -> None:
    for name, (*texts, _) in RULES.items():
        for text in texts:
            assert list(protobuf.differences(read(str(text)), read(str(text)))) == [], name


def test_every_kind_has_a_rule() -> None:
    tried = {kind for *_, kinds in RULES.values() for kind in kinds}
    assert set(KINDS) - tried == {"type-added", "type-removed"}  # those of other files, below


def test_what_breaks_is_explained(read: Reads) -> None:
    for old, new, _ in RULES.values():
        for difference in protobuf.differences(read(old), read(new)):
            assert all(why(difference, direction, "protobuf") for direction in difference.breaks)
            if difference.breaks or difference.weight == "risky":
                assert KINDS[difference.kind].way_out
            assert not re.search(r"\.$|\n", difference.words)


# --- the same rules by real messages

JUDGED = {
    "range-changed": "numbers that do not fit are cut off, which the documentation calls compatible",
    "json-type-changed": "the same, in the direction that can be read",
    "value-added": "in JSON, an old reader passes over a name that it does not know",
    "value-removed": "in JSON, a new reader passes over a name that it does not know",
    "value-removed-unreserved": "the same",
    "default-changed": "readers find their own default",
    "first-value-changed": "the same",
    "alias-removed": "writers write the first name",
}
"""What may come out otherwise although it is called compatible."""

NOT_IN_THE_PAYLOAD = {"payload-renamed"}
"""What breaks without a change of what is written."""


@pytest.mark.parametrize("name", RULES)
def test_real_messages_behave_as_the_rule_says(read: Reads, name: str) -> None:
    old, new = read(RULES[name][0]), read(RULES[name][1])
    found = list(protobuf.differences(old, new))
    kinds = {difference.kind for difference in found}
    for direction, writer, reader in (("backward", old, new), ("forward", new, old)):
        breaks = any(direction in difference.breaks for difference in found)
        trouble = list(troubles(writer.root, reader.root))
        if breaks and not kinds & NOT_IN_THE_PAYLOAD:
            assert trouble, direction
        if not breaks and not kinds & JUDGED.keys():
            assert trouble == []


def troubles(writer: Descriptor, reader: Descriptor) -> Iterator[str]:
    """What does not come out as it was written, as bytes and as JSON."""
    for written in samples(writer):
        data = written.SerializePartialToString()
        reads = message_factory.GetMessageClass(reader)
        try:
            result = reads()
            result.ParseFromString(data)
        except DecodeError as error:
            yield f"bytes: {error}"
        else:
            yield from (f"bytes: {each}" for each in compared(written, result))
        try:
            json = json_format.MessageToDict(written)
            yield from (f"JSON: {each}" for each in mismatches(json, reader))
            parsed = json_format.ParseDict(json, reads(), ignore_unknown_fields=True)
        except (json_format.ParseError, json_format.SerializeToJsonError, EncodeError) as error:
            yield f"JSON: {error}"
        else:
            yield from (f"JSON: {each}" for each in compared(written, parsed))


def mismatches(json: Any, reader: Descriptor) -> Iterator[str]:
    """What strict parsers of JSON refuse, other than that of Python; all can pass over what they do not know."""
    for mismatch in check(reader.file.pool, reader)(json):
        if not re.search(r'has no field|^".*" is not a value of', mismatch.message):
            yield mismatch.message


def compared(written: Message, read: Message) -> Iterator[str]:
    if written.IsInitialized() and not read.IsInitialized():
        yield "something required is missing"
    ours, theirs = numbered(written), numbered(read)
    same = {field.name: field.number for field in read.DESCRIPTOR.fields}
    named = {field.number: same[field.name] for field in written.DESCRIPTOR.fields if field.name in same}
    for number in ours:
        for other in {number, named.get(number, number)} & theirs.keys():
            if repr(ours[number]) != repr(theirs[other]):
                yield f"{ours[number]!r} is read as {theirs[other]!r}"
    oneofs = {oneof.name: oneof for oneof in read.DESCRIPTOR.oneofs}
    for oneof in written.DESCRIPTOR.oneofs:
        was = written.WhichOneof(oneof.name)
        if oneof.name in oneofs and was and was not in same and not read.WhichOneof(oneof.name):
            yield f"{oneof.name} is not set"


def numbered(message: Message) -> dict[int, Any]:
    """The values of all fields by their numbers, other than messages themselves; what is unset is its default."""
    found: dict[int, Any] = {}
    descriptor: Any = message.DESCRIPTOR
    for field in [*descriptor.fields, *descriptor.file.pool.FindAllExtensions(descriptor)]:
        value = message.Extensions[field] if field.is_extension else getattr(message, field.name)
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            found[field.number] = sorted((repr(key), plain(value[key])) for key in value)
        elif field.is_repeated:
            found[field.number] = [plain(each) for each in value]
        else:
            is_unset = field.message_type is not None and not message.HasField(field.name)
            found[field.number] = None if is_unset else plain(value)
    return found


def plain(value: Any) -> Any:
    if isinstance(value, Message):
        return {key: inner for key, inner in numbered(value).items() if inner}
    if isinstance(value, bool):
        return int(value)
    return value.encode() if isinstance(value, str) else value


def samples(message: Descriptor) -> Iterator[Message]:
    """Nothing set, everything set to each of several values, and each field alone."""
    known = message.file.pool.FindAllExtensions(message)
    for turn in range(5):
        yield filled(message, [*message.fields, *known], turn)
    for field in [*message.fields, *known]:
        for turn in range(5):
            yield filled(message, [field], turn)
    yield message_factory.GetMessageClass(message)()


def filled(message: Descriptor, fields: list[Any], turn: int, depth: int = 0) -> Message:
    result = message_factory.GetMessageClass(message)()
    for field in fields:
        if depth > 1 and field.message_type is not None:
            continue
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            entry = field.message_type.fields_by_name
            at = value_of(entry["key"], turn, depth)
            getattr(result, field.name)[at] = value_of(entry["value"], turn, depth)
        elif field.is_repeated:
            count = 1 if turn == 4 else 2
            getattr(result, field.name).extend(value_of(field, (turn + n) % 5, depth) for n in range(count))
        elif field.message_type is not None:
            getattr(result, field.name).CopyFrom(value_of(field, turn, depth))
        elif field.is_extension:
            result.Extensions[field] = value_of(field, turn, depth)
        else:
            setattr(result, field.name, value_of(field, turn, depth))
    return result


NUMBERS = {32: (0, 1, 7, 2**31 - 1, 2**32 - 1), 64: (0, 1, 7, 2**63 - 1, 2**64 - 1)}


def value_of(field: FieldDescriptor, turn: int, depth: int) -> Any:
    if field.message_type is not None:
        return filled(field.message_type, list(field.message_type.fields), turn, depth + 1)
    if field.enum_type is not None:
        numbers = [value.number for value in field.enum_type.values]
        return numbers[turn % len(numbers)] if field.enum_type.is_closed or turn < 4 else 99
    if field.type in {FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES}:
        text = ("", "one", "two words", "é", "text")[turn]
        return text if field.type == FieldDescriptor.TYPE_STRING else text.encode() + b"\xff" * (turn == 2)
    if field.type == FieldDescriptor.TYPE_BOOL:
        return turn % 2 == 1
    if field.type in {FieldDescriptor.TYPE_FLOAT, FieldDescriptor.TYPE_DOUBLE}:
        return (0.0, 1.0, 0.5, -2.0, 100.0)[turn]
    bits = 64 if field.cpp_type in {FieldDescriptor.CPPTYPE_INT64, FieldDescriptor.CPPTYPE_UINT64} else 32
    unsigned = field.cpp_type in {FieldDescriptor.CPPTYPE_UINT32, FieldDescriptor.CPPTYPE_UINT64}
    value = NUMBERS[bits][turn]
    return value if unsigned or turn < 4 else -5


TYPES = (
    "double float int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string bytes "
    "Open Shut Card Wide"
).split()
REST = """
    enum Open { NONE = 0; SOME = 1; }
    enum Shut { option features.enum_type = CLOSED; OTHER = 0; ANOTHER = 1; }
    message Card { string number = 1; int32 year = 2; }
    message Wide { string number = 1; int32 year = 2; string more = 3; }
"""


FEW = "double int32 uint64 sint32 bool string bytes Open Card".split()


def crossed(names: list[str], labels: list[str]) -> tuple[str, str]:
    """Two files of as many messages as there are pairs of types, with a field of either type."""
    head = f"{E23} option features.field_presence = IMPLICIT; {REST}"
    written = [f"{label} {type_}" for label in labels for type_ in names]
    pairs = list(enumerate(itertools.product(written, written)))
    one = " ".join(f"message M{number} {{ {field(old)} }}" for number, (old, _) in pairs)
    other = " ".join(f"message M{number} {{ {field(new)} }}" for number, (_, new) in pairs)
    return head + one, head + other


def field(type_: str) -> str:
    """Closed enums cannot do without presence."""
    presence = " [features.field_presence = EXPLICIT]" if type_ == " Shut" else ""
    return f"{type_} a = 1{presence};"


def check_all(read: Reads, names: list[str], labels: list[str]) -> int:
    one, other = (read(text, "M0") for text in crossed(names, labels))
    by_message: dict[str, list[Difference]] = {}
    for difference in protobuf.of_files(one.compiled, other.compiled):
        by_message.setdefault(difference.path.split(".")[0], []).append(difference)
    count = 0
    for name, old in one.compiled.file.message_types_by_name.items():
        if not name.startswith("M"):
            continue
        new = other.compiled.file.message_types_by_name[name]
        found = by_message.get(name, [])
        if not found and named(old) != named(new):
            continue  # two messages or two enums, which were compared where they were met first
        for direction, writer, reader in (("backward", old, new), ("forward", new, old)):
            breaks = any(direction in difference.breaks for difference in found)
            trouble = list(troubles(writer, reader))
            kinds = {difference.kind for difference in found}
            if breaks:
                assert trouble, (kinds, [difference.words for difference in found])
            elif not kinds & {*JUDGED, "type-renamed"}:
                assert trouble == [], [difference.words for difference in found]
            count += 1
    return count


def named(message: Descriptor) -> str:
    inner = message.fields[0].message_type or message.fields[0].enum_type
    return inner.full_name if inner is not None else ""


def test_real_messages_behave_for_pairs_of_types(read: Reads) -> None:
    assert check_all(read, FEW, [""]) > 150


@pytest.mark.slow
def test_real_messages_behave_for_every_pair_of_types_and_labels(read: Reads) -> None:
    assert check_all(read, TYPES, ["", "repeated"]) > 2500


# --- which types are compared

LINES = (
    "message Order { repeated Line lines = 1; map<string, Line> by_id = 2; } "
    "message Line { Line more = 1; TYPE sum = 2; }"
)


def test_a_type_is_compared_where_it_is_met_first(read: Reads) -> None:
    old, new = (read(P3 + LINES.replace("TYPE", type_), "Order") for type_ in ("int32", "string"))
    (found,) = protobuf.differences(old, new)
    assert found.path == "lines[].sum"
    assert found.words == "`sum` changed from `int32` to `string`"
    assert found.pointer == ("shop", "Line", "sum")


def test_the_place_is_that_of_the_new_file_or_of_the_old_one_where_it_is_gone(read: Reads) -> None:
    old = read('syntax = "proto3";\nmessage Order {\n  string a = 1;\n\tstring b = 2;\n}\n')
    new = read('syntax = "proto3";\n\n\nmessage Order {\n  /* é */;int32 a = 1;\n}\n')
    found = [(each.kind, str(each.place)) for each in protobuf.differences(old, new)]
    assert found == [("type-changed", "order.proto:5:11"), ("field-removed-unreserved", "order.proto:4:2")]


def test_paths_go_through_maps(read: Reads) -> None:
    old = read(f"{P3} message Order {{ map<string, Line> by_id = 2; }} message Line {{ int32 sum = 2; }}")
    new = read(f"{P3} message Order {{ map<string, Line> by_id = 2; }} message Line {{ }}")
    assert [each.path for each in protobuf.differences(old, new)] == ["by_id.*.sum"]


def test_other_messages_of_the_file_are_nobodys_business(read: Reads) -> None:
    old = read(f"{P3} message Order {{ }} message Other {{ int32 a = 1; }} message Gone {{ }}", "Order")
    new = read(f"{P3} message Order {{ }} message Other {{ string a = 1; }} message Fresh {{ }}", "Order")
    assert list(protobuf.differences(old, new)) == []


def test_the_payload_is_that_of_the_side_that_is_certain(read: Reads) -> None:
    old = read(f"{P3} message Order {{ int32 a = 1; }}")
    new = read(f"{P3} message Other {{ }} message Order {{ string a = 1; }}")
    assert [(each.kind, each.path) for each in protobuf.differences(old, new)] == [("type-changed", "a")]
    assert [(each.kind, each.path) for each in protobuf.differences(new, old)] == [("type-changed", "a")]


def test_where_any_message_may_be_the_payload_all_of_them_are_compared(read: Reads) -> None:
    old = read(f"{P3} message Order {{ int32 a = 1; }} message Other {{ }} enum Kind {{ K = 0; }}")
    new = read(f"{P3} message Fresh {{ }} message Order {{ string a = 1; enum In {{ I = 0; }} }} message Third {{ }}")
    found = [(each.kind, each.path, letters(each)) for each in protobuf.differences(old, new)]
    assert found == [
        ("type-added", "Fresh", "f"),
        ("type-changed", "Order.a", "bf"),
        ("type-added", "Order.In", "f"),
        ("type-added", "Third", "f"),
        ("type-removed", "Other", "b"),
        ("type-removed", "Kind", "b"),
    ]
    assert all(
        why(each, "backward", "protobuf") or why(each, "forward", "protobuf") for each in protobuf.differences(old, new)
    )


def test_what_an_any_may_hold_is_undecided(read: Reads) -> None:
    text = f"{P3} {ANY} message Order {{ google.protobuf.Any any = 1; }}"
    old = read(f"{text} message Held {{ int32 a = 1; }} message Gone {{ }}", "Order")
    new = read(f"{text} message Held {{ string a = 1; }}", "Order")
    found = [(each.kind, sorted(each.undecided), letters(each)) for each in protobuf.differences(old, new)]
    assert found == [("type-changed", ["backward", "forward"], ""), ("type-removed", ["backward"], "")]


def test_another_package_is_undecided_where_there_is_an_any(read: Reads) -> None:
    text = f"{P3} {ANY} message Order {{ google.protobuf.Any any = 1; }}"
    (found,) = protobuf.differences(read(text), read(text.replace("package shop", "package b")))
    assert (found.kind, sorted(found.undecided)) == ("package-changed", ["backward", "forward"])


def test_it_is_compared_with_the_other_formats(tmp_path: Path) -> None:
    schemas = Schemas(SchemaFiles(WorkingTree(tmp_path), [""]))
    old, _ = schemas.read("old.proto", f"{P3} message Order {{ }}".encode())
    new, _ = schemas.read("new.proto", f"{P3} message Order {{ string note = 7; }}".encode())
    assert old is not None
    assert new is not None
    (found,) = compare(old, new).differences
    assert found.words == "`note` was added (`string`, number 7)"


def test_another_file_and_another_import_make_no_difference(tmp_path: Path) -> None:
    (tmp_path / "a.proto").write_text(f"{P3} message Line {{ int32 sum = 1; }}")
    (tmp_path / "b.proto").write_text(f"{P3} message Line {{ int32 sum = 1; }}")
    reader = Reader(SchemaFiles(WorkingTree(tmp_path), [""]))
    text = f'{P3} import "a.proto"; message Order {{ Line line = 1; }}'
    old, _ = reader.read("old.proto", text.encode(), "", "")
    new, _ = reader.read("new.proto", text.replace("a.proto", "b.proto").encode(), "", "")
    assert isinstance(old, Protobuf)
    assert isinstance(new, Protobuf)
    assert list(protobuf.differences(old, new)) == []
