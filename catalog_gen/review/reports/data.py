"""A review as one JSON document. Its keys stand in the README; what they mean changes with `VERSION` only."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.compatibility.differences import DIRECTIONS
from catalog_gen.differing import telling
from catalog_gen.masking import masked
from catalog_gen.problems import as_data, document

if TYPE_CHECKING:
    from catalog_gen.compatibility.differences import Comparison
    from catalog_gen.problems import Place, Severity
    from catalog_gen.review.changes import Approval, Change, Hit, Review, Side, Subject, Unread

VERSION: Final = 1


def as_json(review: Review) -> str:
    """Everything that is known of the change, without secrets; paths are relative to the project."""
    severities = dict(review.problems)
    return document(
        _masked(
            {
                "version": VERSION,
                "catalog": review.catalog,
                "folder": review.folder,
                "base": _side(review.base),
                "head": _side(review.head),
                "summary": _summary(review),
                "changes": [_change(change, severities) for change in review.changes],
                "approvals": [_approval(approval) for approval in review.approvals],
                "problems": [as_data(problem, severity) for problem, severity in review.problems],
                "ownerless": [_subject(subject) for subject in review.ownerless],
                "unread": [_unread(one) for one in review.unread],
                "older": review.older,
                "consumers": review.consumers,
                "notes": [*review.notes],
            }
        )
    )


def _summary(review: Review) -> dict[str, int]:
    gravities = collections.Counter(change.gravity for change in review.changes)
    themes = collections.Counter(change.theme for change in review.changes)
    severities = collections.Counter(severity for _, severity in review.problems)
    return {
        "changes": len(review.changes),
        "breaking": gravities["breaking"],
        "undecided": gravities["undecided"],
        "risky": gravities["risky"],
        "ownership": themes["ownership"],
        "approvals": len(review.approvals),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "ownerless": len(review.ownerless),
        "unread": len(review.unread),
    }


def _change(change: Change, severities: dict[Any, Severity]) -> dict[str, Any]:
    """The problems of the change that count; they are among all problems as well."""
    return {
        "kind": change.kind,
        "theme": change.theme,
        "gravity": change.gravity,
        **_subject(change.subject),
        "words": change.words,
        **_place(change.place),
        "gone": change.is_gone,
        "before": [*change.before],
        "after": [*change.after],
        "followers": [_subject(subject) for subject in change.followers],
        "level": change.level,
        "schemas": [_schema(name, comparison) for name, comparison in change.schemas],
        "hits": [_hit(hit) for hit in change.hits],
        "problems": [as_data(one, severities[one]) for one in change.problems if one in severities],
    }


def _schema(name: str, comparison: Comparison) -> dict[str, Any]:
    return {
        "name": name,
        "format": comparison.format,
        **{direction: comparison.verdict(frozenset({direction})) for direction in DIRECTIONS},
        "differences": [telling.as_data(one, comparison.format) for one in comparison.differences],
    }


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "kind": hit.kind,
        "consumer": _subject(hit.consumer),
        "fields": [*hit.fields],
        "directions": sorted(hit.directions),
        "owners": [*hit.owners],
        **_place(hit.place),
        "gone": hit.is_gone,
    }


def _approval(approval: Approval) -> dict[str, Any]:
    because = [{"words": one.words, **_place(one.place), "gone": one.is_gone} for one in approval.because]
    return {"any_of": [*approval.any_of], "owners": [*approval.owners], "because": because}


def _unread(one: Unread) -> dict[str, Any]:
    return {"subject": one.subject, "what": one.what, "side": one.side, **_place(one.place)}


def _side(side: Side) -> dict[str, str]:
    return {"name": side.name, "commit": side.commit}


def _subject(subject: Subject) -> dict[str, str]:
    return {"type": subject.kind, "id": subject.id, "version": subject.version}


def _place(place: Place) -> dict[str, Any]:
    return {"path": place.path, "line": place.line, "column": place.column}


def _masked(value: Any) -> Any:
    """The value with `***` for each secret in its texts."""
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: _masked(one) for key, one in value.items()}
    return [_masked(one) for one in value] if isinstance(value, list) else value
