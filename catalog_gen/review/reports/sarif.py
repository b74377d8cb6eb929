"""A review in SARIF 2.1.0, for code scanning and editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
"""

from __future__ import annotations

import collections
import hashlib
import json
import re
import urllib.parse
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.problems import CODES, Place, document, printable
from catalog_gen.review.changes import KINDS
from catalog_gen.review.reports.notices import notices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from catalog_gen.review.changes import Review
    from catalog_gen.review.reports.notices import Notice, Weight

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_TOP: Final = "%SRCROOT%"
"""Whoever reads the report knows where the repository lies."""

_LEVELS: Final[Mapping[Weight, str]] = {"error": "error", "warning": "warning", "notice": "note"}
_OTHERS: Final[Mapping[str, tuple[str, str]]] = {
    "review/ownerless": ("warning", "a resource has no owner since this change"),
    "review/unread": ("note", "a value that only running the code would tell, so that nothing is said of it"),
}


def as_json(review: Review, version: str) -> str:
    """One log with one run; `version` is that of this program."""
    found = notices(review)
    rules = [*dict.fromkeys(notice.rule for notice in found)]
    run = {
        "tool": {
            "driver": {
                "name": "catalog-gen",
                "version": version,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": f"catalog-gen/{printable(review.catalog)}/"},
        "originalUriBaseIds": {_TOP: {"description": {"text": "the top of the repository"}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(notice, rules.index(notice.rule), fingerprint, review)
            for notice, fingerprint in zip(found, _fingerprints(found), strict=True)
        ],
    }
    return document({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: str) -> dict[str, Any]:
    level, meaning = _described(rule)
    text = {"text": meaning}
    return {
        "id": rule,
        "shortDescription": text,
        "fullDescription": text,
        "help": text,
        "defaultConfiguration": {"level": level},
    }


def _described(rule: str) -> tuple[str, str]:
    """How grave it usually is, and what it means in general."""
    if rule in _OTHERS:
        return _OTHERS[rule]
    if rule in CODES:
        return CODES[rule].severity, CODES[rule].meaning
    return "note", KINDS[rule.removeprefix("review/")][1]


def _result(notice: Notice, index: int, fingerprint: str, review: Review) -> dict[str, Any]:
    """A result has a location in any case, as code scanning refuses all of them otherwise."""
    nowhere = Place(f"{review.folder or '.'}/")
    related = [_location(place, text) for text, place in notice.related]
    return {
        "ruleId": notice.rule,
        "ruleIndex": index,
        "level": _LEVELS[notice.weight],
        "message": {"text": _text(notice.whole)},
        "locations": [_location(notice.place if notice.place.path else nowhere)],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"catalogGen/v1": fingerprint},
    }


def _location(place: Place, text: str = "") -> dict[str, Any]:
    """A place in the repository; without line it is the file as a whole."""
    region: dict[str, int] = {}
    if place.line:
        region = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    uri = urllib.parse.quote(place.path, errors="surrogateescape")
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri, "uriBaseId": _TOP},
            **({"region": region} if region else {}),
        },
        **({"message": {"text": _text(text)}} if text else {}),
    }


_PLACEHOLDER: Final = re.compile(r"\{([0-9]+)\}")


def _text(text: str) -> str:
    """The text as a plain text message: nothing in it is a link, nor a placeholder for an argument.

    Braces around something else than a number stay single: no reader takes them for a placeholder, and code scanning
    would show two.
    """
    return _PLACEHOLDER.sub(r"{{\1}}", printable(text)).replace("](", "\\](")


def _fingerprints(found: Iterable[Notice]) -> Iterable[str]:
    """What each notice is known by in a later run, wherever it stands then: its rule, subject and file.

    Where that is not enough to tell several apart, they are counted.
    """
    seen: collections.Counter[str] = collections.Counter()
    for notice in found:
        known = json.dumps([notice.rule, notice.subject, notice.place.path])
        digest = hashlib.sha256(known.encode()).hexdigest()[:32]
        seen[digest] += 1
        yield f"{digest}:{seen[digest]}"
