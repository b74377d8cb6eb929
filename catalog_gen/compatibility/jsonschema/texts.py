"""A text of which several things are true, and others are not."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility.jsonschema import languages
from catalog_gen.formats.jsonschema import matching, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.compatibility.jsonschema.budget import Budget
    from catalog_gen.compatibility.jsonschema.formulas import Formula

_LONGEST: Final = 10_000
_LETTERS: Final = "xyzabcdefghijklmnopqrstuvw"
_ODD: Final = ("x", "", "?", "x y", "-", "0")


def text(literals: Iterable[tuple[Formula, bool]], budget: Budget) -> tuple[str | None, bool]:
    """Such a text, or None; and whether that is certain.

    A format that is wanted never rules anything out, as readers need not check it; one that is unwanted is one that
    this project checks.
    """
    least, most = 0, None
    patterns: tuple[list[str], list[str]] = ([], [])
    formats: tuple[list[str], list[str]] = ([], [])
    excluded: set[str] = set()
    for formula, true in literals:
        match formula[0]:
            case "minlen" | "maxlen":
                if (formula[0] == "minlen") == true:
                    least = max(least, formula[1] + (not true))
                else:
                    limit = formula[1] - (not true)
                    most = limit if most is None else min(most, limit)
            case "pattern":
                patterns[not true].append(formula[1])
            case "format":
                formats[not true].append(formula[1])
            case "enum":
                excluded |= {each[1] for each in formula[1] if each[0] == "string"}
    if (most is not None and least > most) or any(name not in values.CHECKS for name in formats[1]):
        return None, True

    def fits(candidate: str) -> bool:
        return (
            least <= len(candidate)
            and (most is None or len(candidate) <= most)
            and candidate not in excluded
            and all(matching.found(pattern, candidate) is True for pattern in patterns[0])
            and all(matching.found(pattern, candidate) is False for pattern in patterns[1])
            and all(values.fits(name, candidate) for name in formats[0])
            and not any(values.fits(name, candidate) for name in formats[1])
        )

    if formats[0] or formats[1]:
        found, sure = _plain(patterns, (least, most), excluded, budget)
        if found is None and sure:
            return None, True
        candidates = _of_formats(formats[0], [found or ""])
        return next((each for each in candidates if fits(each)), None), False
    found, sure = _plain(patterns, (least, most), excluded, budget)
    if found is None and not sure:
        found = next((each for each in _of_formats([], []) if fits(each)), None)
    return found, sure


def _plain(
    patterns: tuple[list[str], list[str]], lengths: tuple[int, int | None], excluded: set[str], budget: Budget
) -> tuple[str | None, bool]:
    """A text, whatever its format."""
    if patterns[0] or patterns[1]:
        return languages.text(patterns[0], patterns[1], lengths, excluded, budget)
    least, most = lengths
    if least > _LONGEST:
        return None, False
    if most == 0:
        return (None, True) if "" in excluded else ("", True)
    size = max(least, 1)
    for count in itertools.count():
        letter = _LETTERS[count % len(_LETTERS)]
        round_ = count // len(_LETTERS)
        tail = str(round_) if round_ else ""
        candidate = letter * max(size - len(tail), 1) + tail
        if most is not None and len(candidate) > most:
            found = next((chr(code) * size for code in range(0x21, 0xD800) if chr(code) * size not in excluded), None)
            return found, found is not None
        if candidate not in excluded:
            return candidate, True
    raise AssertionError


def _of_formats(names: list[str], more: list[str]) -> Iterator[str]:
    """Texts that may do."""
    yield from (values.EXAMPLES[name] for name in names if name in values.EXAMPLES)
    yield from (each for each in more)
    yield from _ODD
    yield from values.EXAMPLES.values()
    yield from (letter * size for letter in "xa1A" for size in (2, 3, 5, 8, 20, 100))
