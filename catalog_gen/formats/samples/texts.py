"""Texts that look real for their format and name and keep the limits."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Final

from catalog_gen.formats.samples import blending, formatted, matching, named, spelling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.formats.samples.setting import Setting
    from catalog_gen.formats.tree import Limits, Type

_LONGEST: Final = 100_000
_SHAPED: Final = 6
_FILLER: Final = "This text is as long as the schema wants it to be. "
_HEX: Final = re.compile(r"(?:[0-9a-f]{2}){8,64}")


def texts(type_: Type, setting: Setting) -> Iterator[str]:
    """Texts within the limits, the likeliest first; none where none was found."""
    limits = type_.limits
    wanted: dict[str, None] = {}
    for text in itertools.chain(formatted.texts(type_, setting), named.texts(setting)):
        if text not in wanted:
            wanted[text] = None
            if fits(text, limits) and (limits.pattern is None or blending.is_of(type_.format, text)):
                yield text
    if limits.pattern is not None:
        spelt = spelling.texts(limits.pattern, limits.min_length or 0, limits.max_length)
        if type_.format:
            parts = spelt or spelling.texts(limits.pattern)
            blended = blending.texts(type_.format, limits.pattern, formatted.texts(type_, setting), parts)
            yield from (text for text in blended if fits(text, limits))
        yield from (shape for text in list(wanted)[:_SHAPED] for shape in _shapes(text) if fits(shape, limits))
        yield from spelt
        # Not understood, perhaps: whoever checks the payload decides.
        yield from (text for text in wanted if in_length(text, limits) and matching.found(limits.pattern, text) is None)
    else:
        yield from _in_length(wanted, limits)


def together(type_: Type, setting: Setting, patterns: tuple[str, ...]) -> Iterator[str]:
    """Texts within the limits that match all these patterns too."""
    limits = type_.limits
    found = itertools.chain(texts(type_, setting), blending.together(limits, patterns))
    yield from (
        text for text in found if fits(text, limits) and all(matching.found(each, text) is True for each in patterns)
    )


def fits(text: str, limits: Limits) -> bool:
    """Whether the text keeps the limits for texts."""
    return in_length(text, limits) and (limits.pattern is None or matching.found(limits.pattern, text) is True)


def in_length(text: str, limits: Limits) -> bool:
    """Whether the text is long and short enough."""
    return (limits.min_length or 0) <= len(text) and (limits.max_length is None or len(text) <= limits.max_length)


def as_bytes(type_: Type, setting: Setting) -> Iterator[bytes]:
    """Bytes within the limits: those of a name whose texts are hexadecimal, then bytes that are text."""
    limits = type_.limits
    least, most = limits.min_length or 0, limits.max_length
    known = list(named.texts(setting))
    found = [bytes.fromhex(text) for text in known if type_.format == "base64" and _HEX.fullmatch(text)]
    found += [text.encode() for text in known if text.isascii()]
    yield from (data for data in found if least <= len(data) and (most is None or len(data) <= most))
    length = max(least, 8 if most is None else min(8, most))
    if length <= _LONGEST:
        yield (b"example-" * (length // 8 + 1))[:length] if length != 7 else b"example"  # noqa: PLR2004


def _shapes(text: str) -> Iterator[str]:
    """The text as other conventions write it: kebab-case, SNAKE_CASE, camelCase, plain letters and digits."""
    parts = [part for part in re.split(r"[^A-Za-z0-9]+", text) if part]
    if not parts:
        return
    for joined in ("-".join(parts), "_".join(parts), ".".join(parts), "".join(parts), " ".join(parts)):
        yield from (joined, joined.lower(), joined.upper())
    pascal = "".join(part[:1].upper() + part[1:] for part in parts)
    yield from (pascal, pascal[:1].lower() + pascal[1:])
    yield from ("".join(filter(str.isdigit, text)), "".join(filter(str.isalpha, text)))


def _in_length(wanted: Iterable[str], limits: Limits) -> Iterator[str]:
    """Texts cut or padded to the limits."""
    least, most = limits.min_length or 0, limits.max_length
    if (most is not None and most < least) or least > _LONGEST:
        return
    for text in wanted:
        if most is not None and len(text) > most:
            yield _cut(text, least, most)
        elif len(text) < least and text:
            yield _longer(text, least, most)


def _cut(text: str, least: int, most: int) -> str:
    """The beginning of the text, whole words if that is long enough."""
    short = text[:most].rstrip(" -_.,/")
    whole = re.split(r"[\s\-_.]", text[: most + 1])
    for count in range(len(whole) - 1, 0, -1):
        ending = text[: len("".join(whole[:count])) + count - 1]
        if max(least, most // 2, 1) <= len(ending) <= most:
            return ending
    return short if len(short) >= least else text[:most]


def _longer(text: str, least: int, most: int | None) -> str:
    """The text, made longer: words go on with a sentence, codes with digits."""
    missing = least - len(text)
    if " " in text and missing > 10 and (most is None or most > least + 1):  # noqa: PLR2004 - a sentence fits
        more = (". " + _FILLER * (missing // len(_FILLER) + 1))[:missing].rstrip()
        return (text + more).ljust(least, ".")
    if text.isalpha():
        return (text * (least // len(text) + 1))[:least]
    return text + ("1234567890" * (missing // 10 + 1))[:missing]
