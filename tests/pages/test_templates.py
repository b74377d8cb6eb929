from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from markupsafe import Markup

from catalog_gen.pages.templates import BrokenTemplateError, Segment, Templates

if TYPE_CHECKING:
    from pathlib import Path

NASTY = "{a} <b> </Tile>"
ESCAPED = r"\{a\} \<b> \</Tile>"


def _rendered(tmp_path: Path, template: str, **context: object) -> str:
    (tmp_path / "page.mdx.j2").write_text(template)
    return "\n".join(segment.text for segment in Templates(tmp_path).render("page.mdx.j2", context))


@pytest.mark.parametrize(
    "template",
    [
        "{{ x }}",
        "{% set y = x %}{{ y }}",
        "{% macro m(y) %}{{ y }}{% endmacro %}{{ m(x) }}",
        "{% for y in [x] %}{{ y }}{% endfor %}",
        "{% set y %}{{ x }}{% endset %}{{ y }}",
        "{{ x if true else x }}",
        "{{ [x][0] }}",
        "{% call(y) m() %}{{ y }}{% endcall %}",
    ],
)
def test_everything_that_is_printed_is_escaped_once(tmp_path: Path, template: str) -> None:
    macro = "{% macro m() %}{{ caller(x) }}{% endmacro %}" if "call" in template else ""
    assert _rendered(tmp_path, macro + template, x=NASTY) == ESCAPED


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'a' ~ x }}",
        "{% set s %}safe{% endset %}{{ s + x }}",
        "{% set s %}%s{% endset %}{{ s % x }}",
        "{% set s %}{}{% endset %}{{ s.format(x) }}",
        "{% set s %},{% endset %}{{ s.join([x, x]) }}",
        "{{ x | safe }}",
        "{{ [x] | join }}",
        "{{ x | e }}",
        "{{ x | replace('a', 'b') }}",
        "{{ x.__class__ }}",
        "{% autoescape false %}{{ x }}{% endautoescape %}",
    ],
)
def test_no_way_of_joining_or_filtering_launders_a_text(tmp_path: Path, template: str) -> None:
    try:
        rendered = _rendered(tmp_path, template, x=NASTY)
    except BrokenTemplateError:
        return
    assert "<b>" not in rendered.replace("\\<b>", "")
    assert "{a" not in rendered.replace("\\{a", "")


def test_markup_from_elsewhere_is_not_trusted_by_our_filters(tmp_path: Path) -> None:
    assert _rendered(tmp_path, "{{ x | code }}", x=Markup("<b>")) == "`<b>`"


def test_a_name_that_is_not_there_is_a_problem_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(BrokenTemplateError) as caught:
        _rendered(tmp_path, "one\n{{ nothing }}\n")
    assert (caught.value.problem.place.line, caught.value.problem.code) == (2, "template-error")
    assert "'nothing' is undefined" in caught.value.problem.message


def test_a_syntax_error_is_a_problem_at_its_line(tmp_path: Path) -> None:
    with pytest.raises(BrokenTemplateError) as caught:
        _rendered(tmp_path, "one\n\n{% if %}\n")
    assert str(caught.value.problem.place) == "templates/page.mdx.j2:3"


def test_blocks_give_the_text_its_name(tmp_path: Path) -> None:
    text = "{% block a %}one{% block b %}two{% endblock %}{% endblock %}\n{% block c %}{% endblock %}"
    (tmp_path / "page.mdx.j2").write_text(text)
    assert Templates(tmp_path).render("page.mdx.j2", {}) == (Segment("a", "one"), Segment("a/b", "two"))


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("confluent-kafka", "confluent-kafka"),
        ("a.b_C-1", "a.b_C-1"),
        ("a b/c\nd\x00é", "a-b-c-d--"),
        ("", "n"),
        ("12", "n12"),
        ("1.0", "1.0"),
        (3, "n3"),
        ("٣", "-"),
    ],
)
def test_the_name_of_a_part_is_safe_and_no_number(tmp_path: Path, name: object, safe: str) -> None:
    (tmp_path / "page.mdx.j2").write_text("{% block a %}one {{ name | part }}two{% endblock %}")
    [segment] = Templates(tmp_path).render("page.mdx.j2", {"name": name})
    assert (segment.text, segment.parts) == ("one two", ((4, safe),))


def test_a_part_ends_with_its_block(tmp_path: Path) -> None:
    text = "{% block a %}{{ 'x' | part }}1{% block b %}2{{ 'y' | part }}3{% endblock %}4{% endblock %}5"
    (tmp_path / "page.mdx.j2").write_text(text)
    assert Templates(tmp_path).render("page.mdx.j2", {}) == (
        Segment("a", "1", ((0, "x"),)),
        Segment("a/b", "23", ((1, "y"),)),
        Segment("a", "4", ((0, "x"),)),
        Segment("page", "5"),
    )


def test_a_team_replaces_one_block_and_keeps_the_rest(tmp_path: Path) -> None:
    (tmp_path / "event.mdx.j2").write_text(
        '{% extends "builtin/event.mdx.j2" %}{% block overview %}Ours. {{ super() }}{% endblock %}'
        "{% block footer %}{% endblock %}"
    )
    context = dict.fromkeys(
        [
            "channels",
            "producers",
            "consumers",
            "decisions",
            "diagrams",
            "documents",
            "flows",
            "groups",
            "examples",
            "history",
            "owners",
            "paragraphs",
            "schemas",
            "specifications",
        ],
        (),
    )
    context |= {"name": "N", "summary": "S", "description": "", "kind": "event"}  # type: ignore[dict-item]
    context |= dict.fromkeys(["operation", "key", "schema", "headers", "compatibility", "has_attachments"])  # type: ignore[arg-type]
    context |= dict.fromkeys(["producing", "consuming", "reply"])  # type: ignore[arg-type]
    segments = {segment.name: segment.text for segment in Templates(tmp_path).render("event.mdx.j2", context)}
    assert segments["overview"].startswith("Ours. ## Overview")
    assert "<NodeGraph />" in segments["architecture"]
    assert "footer" not in segments


@dataclasses.dataclass(frozen=True)
class _View:
    shown: str
    _kept: str = ""


def test_templates_see_the_public_fields_of_views_and_no_others(tmp_path: Path) -> None:
    view = _View(NASTY, "kept")
    assert _rendered(tmp_path, "{{ view.shown }}", view=view) == ESCAPED
    with pytest.raises(BrokenTemplateError, match="_kept"):
        _rendered(tmp_path, "{{ view._kept }}", view=view)
    with pytest.raises(BrokenTemplateError, match="__class__"):
        _rendered(tmp_path, "{{ view.shown.__class__ }}", view=view)
