"""Texts that the name of a value makes likely."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Final

from catalog_gen.formats.samples import figures, instants, lexicon, words
from catalog_gen.formats.samples.setting import number_of
from catalog_gen.formats.samples.words import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.samples.setting import Setting

_IDS: Final = vocabulary("id ids uuid guid uid identifier")
_REFERRING: Final = vocabulary("key token reference ref")
_VAGUE: Final = vocabulary("field column parameter param attribute")
_STEADY: Final = vocabulary("currency ccy unit language locale timezone environment env tenant status source")
_PEOPLE: Final = vocabulary(
    "user customer person author employee contact owner member driver passenger patient student guest buyer seller "
    "recipient sender creator assignee uploader reviewer committer cardholder holder subscriber applicant candidate"
)
_ASKING: Final = vocabulary("is has can should")
_OFF: Final = vocabulary("disabled deleted archived blocked locked")
_SWITCHES: Final = _OFF | vocabulary("enabled active verified")
_LINKS: Final = vocabulary("url uri link href")
_PLAIN_LINKS: Final = vocabulary("html web self api base full public absolute canonical the target")


def texts(setting: Setting) -> Iterator[str]:
    """What the name wants; something readable for one that says nothing."""
    name = setting.name
    yield from _known(setting)
    if name and (name[-1] in _IDS or (len(name) > 1 and name[-1] in _REFERRING)):
        yield from _ids(setting)
    if instants.is_time(name):
        yield from _times(setting)
    if name[:1] and (name[0] in _ASKING or name[-1] in _SWITCHES):
        yield from ("false", "true") if name[-1] in _OFF else ("true", "false")
    number = figures.numbers(name)
    if number:
        yield turned(number, setting)
    about = " ".join(words.one_of(name) if len(name) > 1 or words.is_thing(name) else (*setting.thing, *name)) or "text"
    yield from (f"{('Example', 'Another', 'Third')[setting.ordinal % 3]} {about}", about.replace(" ", "-"))
    yield from _ids(setting)


def links(setting: Setting) -> Iterator[str]:
    """Web addresses: what the name wants, if that is one, then that of the thing."""
    yield from (text for text in _known(setting) if "://" in text)
    yield from (_filled(turned(choice, setting), setting, ()) for choice in lexicon.choices(("url",))[0])
    yield f"urn:example:{'-'.join(setting.thing)}:{setting.ordinal + 1001}"


def _known(setting: Setting) -> Iterator[str]:
    """What the lexicon has for the name, and for links to what belongs to a thing: `comments_url`."""
    name = setting.name
    known, length = _choices(setting)
    if not length or (length == 1 and name[-1] in _IDS):
        return
    if length == 1 and len(name) > 1 and name[-1] in _REFERRING | _VAGUE:
        return
    about = name[:-length]
    if length == 1 and name[-1] in _LINKS and about and about[-1] not in _PLAIN_LINKS:
        yield f"{_filled(turned(known[0], setting), setting, ())}/{'-'.join(about)}"
    for choice in known:
        text = _filled(turned(choice, setting), setting, about)
        if text:
            yield text


def _choices(setting: Setting) -> tuple[lexicon.Choices, int]:
    """What is known for the name, or for it together with what it belongs to: `name` in `product`."""
    name = setting.name
    if "hashed" in name[:-1]:
        return lexicon.choices(("hash",))[0], len(name)
    known, length = lexicon.choices(name)
    if name and length == len(name) and name[-1] not in _IDS:
        thing = setting.thing
        if name == ("name",) and thing[-1] in _PEOPLE:
            return lexicon.choices(("full", "name"))[0], length
    if name and length in {0, len(name)} and name[-1] not in _IDS:
        both, longer = lexicon.choices((*setting.thing, *name))
        if longer > len(name):
            return both, len(name)
    return known, length


def _times(setting: Setting) -> Iterator[str]:
    moment = instants.instant(setting)
    day, clock = f"{moment:%Y-%m-%d}", f"{moment:%H:%M:%S}"
    full = (f"{day}T{clock}Z", f"{day}T{clock}")
    yield from (day, *full) if instants.is_date(setting.name) else (*full, clock, day)
    yield from (f"{moment:%Y%m%d}", str(int(moment.timestamp())))


def uuid_of(setting: Setting) -> str:
    """The UUID of a thing: the same one wherever the payload names that thing."""
    return str(
        uuid.uuid5(uuid.NAMESPACE_URL, f"https://example.com/{'-'.join(_entity(setting))}/{setting.ordinal + 1}")
    )


def _entity(setting: Setting) -> tuple[str, ...]:
    """What an id is the id of: customer of `customer_id`, and of `id` in `customer`."""
    name = tuple(word for word in words.one_of(setting.name) if word not in _IDS)
    return name or setting.thing


def _ids(setting: Setting) -> Iterator[str]:
    """Ids for a thing, long ones first."""
    entity = _entity(setting)
    number = number_of(entity, setting.ordinal)
    short = "".join(word[:1] for word in entity) if len(entity) > 2 else entity[-1][:3]  # noqa: PLR2004 - readable
    yield uuid_of(setting)
    yield from (f"{entity[-1]}-{number}", f"{short}-{number}", f"{short}{number}", str(number))
    yield uuid_of(setting).replace("-", "")


def turned(choice: tuple[str, ...], setting: Setting) -> str:
    """The text for the element that the value stands in; all of them have one currency, one language and so on."""
    if not setting.listed and _STEADY.intersection(setting.name[-2:]):
        return choice[0]
    return choice[setting.ordinal % len(choice)]


_PLACE: Final = re.compile(r"\{(thing|thing-s|thing words|Event|Event words|participle)\}")


def _filled(text: str, setting: Setting, about: tuple[str, ...]) -> str:
    """The text with its places filled; empty where nothing is known for one."""
    if "{" not in text:
        return text
    thing = about if words.is_thing(about) else setting.thing
    event = words.titled(setting.event)
    values = {
        "thing": "-".join(thing),
        "thing-s": _plural("-".join(thing)),
        "thing words": " ".join(thing),
        "Event": "".join(word.capitalize() for word in event or thing),
        "Event words": "" if setting.owner or about else " ".join(event or thing).capitalize(),
        "participle": words.participle(setting.event) if not setting.ordinal else "",
    }
    if any(not values[place] for place in _PLACE.findall(text)):
        return ""
    return _PLACE.sub(lambda match: values[match[1]], text)


def _plural(text: str) -> str:
    if text.endswith("y") and text[-2:-1] not in "aeiou":
        return text[:-1] + "ies"
    return text + ("es" if text.endswith(("s", "x", "ch", "sh")) else "s")
