"""AWS: topics and queues are given by name, ARN or URL, and the ending of a name says that it keeps the order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.snippets.payloads import NoPayloadError

if TYPE_CHECKING:
    from catalog_gen.snippets.addresses import Address
    from catalog_gen.snippets.traveling import Traveling
    from catalog_gen.snippets.ways import Way

PROTOCOLS: Final = frozenset({"eventbridge", "sns", "sqs"})

_UNKNOWN: Final = "\0"
"""In front of an address that begins with a variable."""

_ATTRIBUTES: Final = 10
_NAME: Final = re.compile(r"(?!aws\.|amazon\.)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*", re.IGNORECASE)
"""https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html"""


def queue(way: Way, binding_queue: str, *, produces: bool) -> str | None:
    """The queue where programs do not use the address of the channel: consumers of topics and buses; in SQS both."""
    if way.protocol == "sqs":
        said: str | None = way.binding().get("queue")
        return said
    return None if produces else binding_queue


def check(protocol: str, traveling: Traveling, payload: Any) -> None:
    """See whether the service takes the message.

    Raises:
        NoPayloadError: it does not.
    """
    if protocol == "eventbridge":
        if not (isinstance(payload, dict) or traveling.envelope):
            raise NoPayloadError("EventBridge takes objects only")
        return
    if len(traveling.headers) >= _ATTRIBUTES:
        raise NoPayloadError(f"SQS takes {_ATTRIBUTES} headers, one of which is the content type")
    for name in traveling.headers:
        if not _NAME.fullmatch(name):
            raise NoPayloadError(f'SQS takes no header "{name}"')


def forms(main: Address, dead_letter: Address | None) -> dict[str, Any]:
    """`address_form`, `address_fifo` and the same of the dead letter.

    A form is `name`, `arn` or `url`; empty where it is another one in another environment, or is not known.
    """
    found: dict[str, Any] = {}
    for name, address in (("address", main), ("dead_letter", dead_letter)):
        texts = _texts(address) if address else []
        kinds = {_form(text) for text in texts}
        found[f"{name}_form"] = kinds.pop() if len(kinds) == 1 else "" if kinds else "name"
        found[f"{name}_fifo"] = bool(texts) and all(text.endswith(".fifo") for text in texts)
    return found


def _texts(address: Address) -> list[str]:
    """What the address is in every environment; parts that are not known are empty."""
    general = "".join(part if isinstance(part, str) else part.default or "" for part in address.parts)
    whole = not address.parts or isinstance(address.parts[0], str) or bool(address.parts[0].default)
    return [general if whole else f"{_UNKNOWN}{general}", *address.environments.values()]


def _form(text: str) -> str:
    if text.startswith(_UNKNOWN):
        return ""
    return "arn" if text.startswith("arn:") else "url" if "://" in text else "name"
