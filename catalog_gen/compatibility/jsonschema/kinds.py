"""The kinds of differences, and what they mean to people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility.explaining import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

_NARROWER: Final = "what was written before may no longer be valid for who has the new schema"
_WIDER: Final = "who has the old schema refuses values that are valid now"
_OTHER: Final = "who has the new schema refuses values that were valid before"
_LATER: Final = "keep the old rule, or give the new rule a property of its own"
_FIRST: Final = "let all readers have the new schema before anybody writes such values"

KINDS: Final[Mapping[str, Kind]] = {
    "tuple-made": Kind(
        backward="what was one element like the others is read as something of its own",
        forward="what was one element like the others is read as something of its own",
        way_out="add a property for what is new, and keep the list",
    ),
    "tuple-unmade": Kind(
        backward="what is one element like the others is read as something of its own",
        forward="what is one element like the others is read as something of its own",
        way_out="add a property for what is new, and keep the tuple",
    ),
    "property-added": Kind(
        backward="objects written before may hold something else under that name, as the old schema left it open",
        forward="who has the old schema refuses the property, or takes only other values there",
        way_out="choose a name that nobody has written yet, or let all readers have the new schema first",
    ),
    "required-property-added": Kind(
        backward="what was written before does not have it",
        forward="who has the old schema refuses the property, or takes only other values there",
        way_out="add it as an optional property",
    ),
    "property-removed": Kind(
        backward="objects written before still hold it, and who has the new schema refuses it there",
        forward="without the rule, writers may put anything under that name, which who has the old schema refuses",
        way_out="mark it as deprecated and keep it, or allow additional properties",
    ),
    "required-property-removed": Kind(
        backward="objects written before still hold it, and who has the new schema refuses it there",
        forward="who has the old schema waits for it",
        way_out="make it optional first, and remove it when all readers have that schema",
    ),
    "now-required": Kind(
        backward="what was written before may not have it",
        way_out="keep it optional, and let readers do without it",
    ),
    "now-optional": Kind(
        forward="who has the old schema waits for it",
        way_out="let writers send it until all readers have the new schema",
    ),
    "closed": Kind(
        backward="objects written before may hold other properties, which are refused now",
        way_out="leave the object open, or name what writers have added",
    ),
    "opened": Kind(forward="who has the old schema refuses further properties", way_out=_FIRST),
    "pattern-property-changed": Kind(backward=_NARROWER, forward=_WIDER, way_out=_LATER),
    "type-widened": Kind(forward="who has the old schema refuses values of the other types", way_out=_FIRST),
    "type-narrowed": Kind(
        backward="what was written before may be of a type that is no longer taken", way_out="keep taking both types"
    ),
    "type-changed": Kind(
        backward="what was written before is of another type",
        forward="who has the old schema waits for values of another type",
        way_out="add a property of the new type beside the old one",
    ),
    "values-added": Kind(forward="who has the old schema refuses the new values", way_out=_FIRST),
    "values-removed": Kind(
        backward="what was written before may have these values", way_out="keep taking the values, as deprecated ones"
    ),
    "values-limited": Kind(backward="what was written before may have other values", way_out=_LATER),
    "values-free": Kind(forward="who has the old schema refuses all other values", way_out=_FIRST),
    "constant-changed": Kind(
        backward="what was written before has the old value",
        forward="who has the old schema waits for the old value",
        way_out="publish it as another message, or take both values",
    ),
    "limit-tightened": Kind(
        backward=_NARROWER, way_out="keep the old limit for readers, and hold writers to the new one"
    ),
    "limit-loosened": Kind(forward=_WIDER, way_out=_FIRST),
    "limit-changed": Kind(backward=_NARROWER, forward=_WIDER, way_out=_LATER),
    "pattern-added": Kind(backward="texts written before need not match it", way_out=_LATER),
    "pattern-removed": Kind(forward="who has the old schema refuses texts that do not match it", way_out=_FIRST),
    "pattern-changed": Kind(
        backward="texts written before need not match the new pattern",
        forward="texts written from now on need not match the old pattern",
        way_out=_LATER,
    ),
    "format-added": Kind(
        backward="texts written before need not be of the format, and readers that check formats refuse them",
        way_out="say in the description what the text should be",
    ),
    "format-removed": Kind(
        forward="readers that check formats refuse texts that are not of the old one", way_out=_FIRST
    ),
    "format-changed": Kind(
        backward="readers that check formats refuse texts of the old one",
        forward="readers that check formats refuse texts of the new one",
        way_out="add a property of the new format beside the old one",
    ),
    "forbidden": Kind(
        backward="what was written before may have a value there", way_out="keep it, as a deprecated one"
    ),
    "no-longer-forbidden": Kind(forward="who has the old schema refuses every value there", way_out=_FIRST),
    "alternative-added": Kind(forward="who has the old schema does not know the alternative", way_out=_FIRST),
    "alternative-removed": Kind(
        backward="what was written before may be of that alternative", way_out="keep taking it, as a deprecated one"
    ),
    "alternatives-changed": Kind(backward=_NARROWER, forward=_WIDER, way_out=_FIRST),
    "names-changed": Kind(
        backward="objects written before may have properties of other names",
        forward="who has the old schema refuses properties of other names",
        way_out=_FIRST,
    ),
    "condition-changed": Kind(backward=_OTHER, forward=_WIDER, way_out=_LATER),
    "dependency-changed": Kind(backward=_OTHER, forward=_WIDER, way_out=_LATER),
    "contains-changed": Kind(backward=_OTHER, forward=_WIDER, way_out=_LATER),
    "negation-changed": Kind(backward=_OTHER, forward=_WIDER, way_out=_LATER),
    "narrowed": Kind(backward=_OTHER, way_out=_LATER),
    "widened": Kind(forward=_WIDER, way_out=_FIRST),
    "undecided": Kind(
        backward="nobody can tell whether everything that was valid still is",
        forward="nobody can tell whether the old schema takes everything that is valid now",
        way_out="say it in simpler words: types, properties and limits instead of conditions and negations",
    ),
    "default-changed": Kind(),
    "deprecation-changed": Kind(),
    "access-changed": Kind(),
    "content-changed": Kind(),
    "description-changed": Kind(),
    "examples-changed": Kind(),
}
