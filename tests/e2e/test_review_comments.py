"""A review's comment as others read it: Mermaid's own parser, and remark with GFM's links of bare addresses."""

from __future__ import annotations

import dataclasses
import itertools
import json
import re
from typing import TYPE_CHECKING

import pytest
from comments import HOSTILE, LINKS, reworded
from reviewed import EVERYTHING

from catalog_gen.problems import Place
from catalog_gen.review.changes import Change, Hit, Subject
from catalog_gen.review.reports.escaping import visible
from catalog_gen.review.reports.graph import graph
from catalog_gen.review.reports.markdown import markdown

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from catalog_gen.review.changes import Review

pytestmark = pytest.mark.node


def _hitting(names: tuple[str, ...]) -> Review:
    hits = tuple(
        Hit(kind="loses-field", consumer=Subject("service", name), place=Place(""), owners=(name,)) for name in names
    )
    change = Change(kind="schema-changed", subject=Subject("event", "E", "1.0.0"), words="", place=Place(""), hits=hits)
    return dataclasses.replace(EVERYTHING, changes=(change,))


def _spoilt(shift: int) -> str:
    texts = itertools.cycle(HOSTILE[shift:] + HOSTILE[:shift])
    return markdown(reworded(EVERYTHING, lambda words: f"{next(texts)} {words}{next(texts)}"), LINKS)


def _plain(label: str) -> str:
    """A label as Mermaid shows it; between parsing and showing, it has signs of its own for entities."""
    return re.sub("ﬂ°°(\\d+)¶ß", lambda found: chr(int(found[1])), label)


def test_hostile_names_are_labels_and_nothing_else(
    run_node: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    groups = [tuple(HOSTILE[start : start + 20]) for start in range(0, len(HOSTILE), 20)]
    graphs = [graph(_hitting(group)).removeprefix("```mermaid\n").removesuffix("\n```") for group in groups]
    comments = [_spoilt(shift) for shift in range(0, len(HOSTILE), 5)]
    ran = run_node("read_comments.mjs", stdin=json.dumps({"graphs": graphs, "comments": comments}))
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    for group, drawn in zip(groups, found["graphs"], strict=True):
        labels = [f"{shown}<br>{shown}".strip() for shown in map(visible, group)]
        assert [_plain(label) for _, label in drawn["nodes"]] == ["E 1.0.0", *labels]
        assert drawn["edges"] == [["n0", f"n{number}", "loses a declared field"] for number in range(1, len(group) + 1)]
    links = [url for urls in found["links"] for url in urls]
    assert len(links) > 10 * len(comments)
    assert [url for url in links if not url.startswith(f"{LINKS}/")] == []
