"""The names that definitions import; loaded when first asked for, so that the command starts fast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalog_gen.model import (
        AmqpBinding,
        Attachment,
        Badge,
        Channel,
        CloudEvents,
        Command,
        Defaults,
        Deprecated,
        Discriminator,
        Domain,
        Draft,
        Event,
        EventBridgeBinding,
        Example,
        Header,
        KafkaBinding,
        MqttBinding,
        NatsBinding,
        Operation,
        Parameter,
        Pointer,
        Previous,
        Query,
        Receives,
        RedisBinding,
        Repository,
        ResourceGroup,
        Route,
        Schema,
        Sends,
        Service,
        Sidebar,
        Source,
        Specification,
        SqsBinding,
        Styles,
        Team,
        Trigger,
        User,
    )

__version__ = "0.1.0"

__all__ = [
    "AmqpBinding",
    "Attachment",
    "Badge",
    "Channel",
    "CloudEvents",
    "Command",
    "Defaults",
    "Deprecated",
    "Discriminator",
    "Domain",
    "Draft",
    "Event",
    "EventBridgeBinding",
    "Example",
    "Header",
    "KafkaBinding",
    "MqttBinding",
    "NatsBinding",
    "Operation",
    "Parameter",
    "Pointer",
    "Previous",
    "Query",
    "Receives",
    "RedisBinding",
    "Repository",
    "ResourceGroup",
    "Route",
    "Schema",
    "Sends",
    "Service",
    "Sidebar",
    "Source",
    "Specification",
    "SqsBinding",
    "Styles",
    "Team",
    "Trigger",
    "User",
]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from catalog_gen import model

    return getattr(model, name)
