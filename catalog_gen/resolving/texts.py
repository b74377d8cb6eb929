"""What resources are called and what they say about themselves, where the definition leaves it open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.model.resources import identifier_words

if TYPE_CHECKING:
    from catalog_gen.model import Owner, Resource


def name(resource: Resource | Owner) -> str:
    """The name given, or the id in words: `SKUCreated` is called `SKU created`; a channel keeps its address."""
    if resource.name is not None:
        return resource.name
    if resource.kind == "channel":
        return resource.id
    words = [word if word.isupper() and len(word) > 1 else word.lower() for word in identifier_words(resource.id)]
    sentence = " ".join(words)
    return sentence[:1].upper() + sentence[1:] if sentence else resource.id


def summary(resource: Resource | Owner, description: str, doc: str) -> str:
    """The summary given, or the first sentence of the description or of the schema's own doc."""
    from catalog_gen.pages.markdown import first_sentence

    if resource.summary is not None:
        return resource.summary
    return first_sentence(description) or first_sentence(doc)
