"""The kinds of differences, and what they mean to people.

What breaks only one of the two ways to write a message, the bytes of the wire or ProtoJSON, breaks: who agreed upon
compatibility agreed upon both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility.explaining import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

_RESERVE: Final = "reserve the number and the name, so that nobody gives them another meaning"
_NEW_FIELD: Final = "add a field under a new number, and deprecate the old one"
_SECOND_FIELD: Final = "leave it as it is, and add what you need under a new number"

_FIELDS: Final[Mapping[str, Kind]] = {
    "field-added": Kind(),
    "field-removed": Kind(),
    "field-removed-unreserved": Kind(way_out=_RESERVE),
    "field-renamed": Kind(),
    "json-name-changed": Kind(
        backward="the bytes are the same, but JSON that was written before has a name that new readers do not know",
        forward="the bytes are the same, but JSON has a name now that old readers do not know",
        way_out="keep the name in JSON with the option `json_name`, or add a second field",
    ),
    "number-changed": Kind(
        backward="new readers look for it under another number than the one that was written",
        forward="old readers look for it under another number than the one that is written now",
        way_out="give it its old number back",
    ),
    "number-reused": Kind(
        backward="new readers take what was written as the old field for the new one",
        forward="old readers take what is written as the new field for the old one",
        way_out="give the new field a number that was never used, and reserve the old one",
    ),
    "extension-moved": Kind(
        backward="the bytes are the same, but JSON that was written before has a key that new readers do not know",
        forward="the bytes are the same, but JSON has a key now that old readers do not know",
        way_out=_SECOND_FIELD,
    ),
    "label-changed": Kind(
        backward="JSON has a list on one side and a single value on the other; of several values in bytes one is read",
        forward="JSON has a list on one side and a single value on the other; of several values in bytes one is read",
        way_out=_NEW_FIELD,
    ),
    "map-changed": Kind(
        backward="JSON has an object on one side and a list on the other",
        forward="JSON has an object on one side and a list on the other",
        way_out=_NEW_FIELD,
    ),
    "required-added": Kind(
        backward="new readers refuse what was written without it",
        way_out="make it optional, and have programs check it",
    ),
    "required-removed": Kind(
        forward="old readers refuse what is written without it",
        way_out="keep it until no old reader is left",
    ),
    "presence-changed": Kind(way_out="see to it that nothing depends on whether it was set"),
    "default-changed": Kind(way_out="have writers set the value: a default is that of the reader"),
    "packing-changed": Kind(),
}

_TYPES: Final[Mapping[str, Kind]] = {
    "type-changed": Kind(
        backward="the bytes of the old type are not those of the new one: new readers lose the value or get another",
        forward="the bytes of the new type are not those of the old one: old readers lose the value or get another",
        way_out=_NEW_FIELD,
    ),
    "json-type-changed": Kind(
        backward="the bytes can still be read, but new readers do not take the JSON that was written before",
        forward="the bytes can still be read, but old readers do not take the JSON that is written now",
        way_out=_NEW_FIELD,
    ),
    "type-replaced": Kind(
        backward="no field of the old message is one of the new one, so new readers find nothing in it",
        forward="no field of the new message is one of the old one, so old readers find nothing in it",
        way_out=_NEW_FIELD,
    ),
    "range-changed": Kind(way_out="write only values that both types can hold: others come out as other values"),
    "type-renamed": Kind(),
    "type-added": Kind(
        forward="old readers do not know the type",
        way_out="have readers know it before it is written",
    ),
    "type-removed": Kind(
        backward="new readers do not know the type of what was written before",
        way_out="keep the type, deprecated, as long as something of it is stored",
    ),
}

_ONEOFS: Final[Mapping[str, Kind]] = {
    "oneof-joined": Kind(
        backward="several of them may have been set, and new readers keep only the last one",
        way_out="leave the fields outside, and make a oneof of new fields",
    ),
    "oneof-split": Kind(
        forward="several of them may be set now, and old readers keep only the last one",
        way_out="leave the fields in the oneof",
    ),
    "oneof-field-removed": Kind(
        backward="where it was set, new readers find nothing set",
        way_out="keep it, deprecated, as long as something is stored that has it",
    ),
    "oneof-field-added": Kind(
        forward="where it is set, old readers find nothing set",
        way_out="have readers know it before it is written",
    ),
    "oneof-entered": Kind(),
    "oneof-left": Kind(),
    "oneof-renamed": Kind(),
}

_ENUMS: Final[Mapping[str, Kind]] = {
    "value-added": Kind(
        forward="the enum is closed, so old readers lose a number that they do not know",
        way_out="have readers know the value before it is written",
    ),
    "value-removed": Kind(
        backward="the enum is closed, so new readers lose a number that they do not know",
        way_out="keep the value, deprecated, as long as something of it is stored",
    ),
    "value-removed-unreserved": Kind(
        backward="the enum is closed, so new readers lose a number that they do not know",
        way_out=_RESERVE,
    ),
    "value-renamed": Kind(
        backward="the bytes are the same, but JSON that was written before has a name that new readers do not know",
        forward="the bytes are the same, but JSON has a name now that old readers do not know",
        way_out="keep the old name, first, and add the new one as an alias (`allow_alias`)",
    ),
    "value-renumbered": Kind(
        backward="new readers take the number that was written for another value, or for none",
        forward="old readers take the number that is written now for another value, or for none",
        way_out="give it its old number back",
    ),
    "alias-added": Kind(),
    "alias-removed": Kind(way_out="keep it, for JSON that was written by hand"),
    "enum-closed": Kind(
        backward="numbers without a name may have been written, which new readers lose",
        way_out="leave the enum open (`features.enum_type = OPEN`)",
    ),
    "enum-open": Kind(
        forward="numbers without a name may be written now, which old readers lose",
        way_out="leave the enum closed (`features.enum_type = CLOSED`)",
    ),
    "first-value-changed": Kind(way_out="keep the first value: it is what readers find where nothing was written"),
}

_OTHERS: Final[Mapping[str, Kind]] = {
    "payload-renamed": Kind(
        backward="readers find the type of a payload by its name, in a registry, in code and in an `Any`",
        forward="readers find the type of a payload by its name, in a registry, in code and in an `Any`",
        way_out="keep the name, or publish it as another message",
    ),
    "package-changed": Kind(
        backward="what was put into an `Any` has a type of the old package",
        forward="what is put into an `Any` has a type of the new package",
        way_out="keep the package: bytes and JSON are the same, but types in an `Any` and in code are called otherwise",
    ),
    "syntax-changed": Kind(),
    "reserved-added": Kind(),
    "reserved-removed": Kind(way_out="keep what is reserved: it tells what old data means by it"),
    "reserved-used-again": Kind(way_out="take a number and a name that were never used: old data may still have them"),
    "extensions-narrowed": Kind(way_out="keep the range: extensions with these numbers cannot be declared any more"),
    "extensions-widened": Kind(),
    "deprecated": Kind(),
    "undeprecated": Kind(),
    "comment-changed": Kind(),
}

KINDS: Final[Mapping[str, Kind]] = {**_FIELDS, **_TYPES, **_ONEOFS, **_ENUMS, **_OTHERS}
