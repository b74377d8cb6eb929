"""Who is hit, as a Mermaid graph: messages, and the consumers that a change of them hits.

Ids of nodes are generated. In labels, all that is not a letter, a digit or a space is written as Mermaid's entity
(`#64;`), so that no text of others is a part of the graph's syntax, of Markdown or of HTML.

https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from catalog_gen.review.changes import HITS
from catalog_gen.review.reports import escaping

if TYPE_CHECKING:
    from catalog_gen.review.changes import Hit, Review, Subject

MOST_NODES: Final = 25
"""A graph with more of them is not read any more."""

_LONGEST: Final = 40
_ARROWS: Final = {"unknown-use": "-.->", "undecided": "-.->"}


def graph(review: Review) -> str:
    """The graph as a fenced block; empty where nobody is hit, or too many are to be drawn."""
    edges = _edges(review)
    nodes = dict.fromkeys(subject for edge in edges for subject in edge)
    if not 1 <= len(nodes) <= MOST_NODES:
        return ""
    owners = {hit.consumer: hit.owners for hit in edges.values() if hit.owners}
    ids = {subject: f"n{number}" for number, subject in enumerate(nodes)}
    lines = [
        "```mermaid",
        "graph LR",
        *(f'  {ids[subject]}["{_label(subject, owners.get(subject, ()))}"]' for subject in nodes),
        *(
            f'  {ids[message]} {_ARROWS.get(hit.kind, "-->")}|"{HITS[hit.kind]}"| {ids[consumer]}'
            for (message, consumer), hit in edges.items()
        ),
        "```",
    ]
    return "\n".join(lines)


def _edges(review: Review) -> dict[tuple[Subject, Subject], Hit]:
    """Who is hit by which message, and by what worst of all."""
    order = list(HITS)
    edges: dict[tuple[Subject, Subject], Hit] = {}
    for change in review.changes:
        for hit in change.hits:
            worst = edges.setdefault((change.subject, hit.consumer), hit)
            if order.index(hit.kind) < order.index(worst.kind):
                edges[change.subject, hit.consumer] = hit
    return edges


def _label(subject: Subject, owners: tuple[str, ...]) -> str:
    shown = _text(str(subject))
    return f"{shown}<br/>{_text(', '.join(owners))}" if owners else shown


def _text(text: str) -> str:
    text = escaping.visible(text)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return re.sub(r"[^\w ]|_", lambda found: f"#{ord(found[0])};", text) or "#160;"
