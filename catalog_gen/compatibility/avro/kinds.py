"""The kinds of differences, and what they mean to people.

What readers do is told of at https://avro.apache.org/docs/1.12.0/specification/#schema-resolution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility.explaining import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

_SILENT: Final = Kind()

_OTHER_MEANING: Final = Kind(way_out="add a field of the other type beside it, and remove the old one later")

KINDS: Final[Mapping[str, Kind]] = {
    # fields
    "field-added": Kind(
        backward="old data has no such field, and there is no default to take instead",
        forward="readers with the old schema want another field, and have no default to take instead",
        way_out="give the field a default",
    ),
    "field-removed": Kind(
        backward="old data has no field that the new schema wants",
        forward="readers with the old schema want the field, and have no default to take instead",
        way_out="keep the field; or give it a default, and remove it when all readers know the default",
    ),
    "field-renamed": Kind(
        backward="the new schema does not name the old field as an alias, and has no default to take instead",
        forward="readers with the old schema look for the old name, and have no default to take instead",
        way_out="add a field of the new name with a default, fill both, and remove the old one later",
    ),
    "fields-reordered": _SILENT,
    "default-added": _SILENT,
    "default-removed": Kind(way_out="keep the default, so that data without the field can be read"),
    "default-changed": Kind(way_out="keep the default, as readers take it for what old data does not have"),
    "alias-added": _SILENT,
    "alias-removed": Kind(way_out="keep the alias as long as data with the old name is read"),
    "sorting-changed": _SILENT,
    "deprecation-changed": _SILENT,
    "doc-changed": _SILENT,
    # types
    "type-changed": Kind(
        backward="readers with the new schema cannot read values of the old type",
        forward="readers with the old schema cannot read values of the new type",
        way_out="add a field of the new type beside it, and remove the old one later",
    ),
    "type-widened": Kind(
        backward="readers with the new schema cannot read values of the old type",
        forward="readers with the old schema cannot read values of the wider type",
        way_out="update all readers before anybody writes with the new schema",
    ),
    "type-narrowed": Kind(
        backward="readers with the new schema cannot read values of the wider type",
        forward="readers with the old schema cannot read values of the new type",
        way_out="keep the wider type, or add a field of the narrower type beside it",
    ),
    "branch-added": Kind(
        backward="readers with the new schema want values of the type, which old data does not have",
        forward="readers with the old schema do not know values of the type",
        way_out="update all readers before anybody writes values of the type",
    ),
    "branch-removed": Kind(
        backward="readers with the new schema cannot read old values of the type",
        forward="readers with the old schema want values of the type",
        way_out="keep the type as long as old data with such values is read",
    ),
    "union-changed": _SILENT,
    "error-changed": _SILENT,
    # names of types
    "type-renamed": Kind(
        backward="readers with the new schema expect a type of the new name",
        forward="readers with the old schema expect a type of the old name",
        way_out='keep the name; or list the old one, in full, in "aliases", and update readers first',
    ),
    "namespace-changed": Kind(
        way_out='keep the namespace; or list the old name, in full, in "aliases", for programs that compare full names'
    ),
    # enums
    "symbol-added": Kind(
        forward="readers with the old schema do not know the symbols, and their enum has no default",
        way_out="give the enum a default, and update all readers before anybody writes the new symbols",
    ),
    "symbol-removed": Kind(
        backward="readers with the new schema do not know the symbols of old data, and the enum has no default",
        way_out="keep the symbols, or give the enum a default that stands for unknown ones",
    ),
    "symbols-reordered": Kind(way_out="append new symbols, and leave the others as they are"),
    "enum-default-added": _SILENT,
    "enum-default-changed": Kind(way_out="keep the default, as readers take it for symbols that they do not know"),
    "enum-default-removed": Kind(way_out="keep the default, so that symbols can be added"),
    # what bytes mean
    "size-changed": Kind(
        backward="readers with the new schema expect another number of bytes",
        forward="readers with the old schema expect another number of bytes",
        way_out="add a field of a type of the new size beside it, or use bytes",
    ),
    "scale-changed": _OTHER_MEANING,
    "precision-changed": _OTHER_MEANING,
    "unit-changed": _OTHER_MEANING,
    "logical-added": _OTHER_MEANING,
    "logical-removed": _OTHER_MEANING,
    "logical-changed": _OTHER_MEANING,
    # aliases that cross each other
    "ambiguous-alias": Kind(
        backward="readers with the new schema find more than one old field for it, where Avro for Java gives up",
        forward="readers with the old schema find more than one new field for it, where Avro for Java gives up",
        way_out="let each field have names that no other field has or had",
    ),
    "unreadable": Kind(
        backward="readers with the new schema find it by an alias, and cannot read what they find",
        forward="readers with the old schema find it by an alias, and cannot read what they find",
        way_out="let each field and type have names that no other one has or had",
    ),
}
