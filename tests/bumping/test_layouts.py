"""Definitions before and after: what is spliced fits in, everything else stays as it is."""

from __future__ import annotations

import ast
import re
import textwrap

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog_gen.bumping import splicing
from catalog_gen.bumping.texts import Text, UneditableError
from catalog_gen.bumping.writing import Call, Segment, literal

IMPORT = "from catalog_gen import *\n"
HEAD = f"{IMPORT}from datetime import date\n#{'-' * 119}\n"
"""With a line that says how wide lines are."""

TABLE = {
    "one line": (
        'e = Event("E", version="1.0.0", key="k")',
        'e = Event("E", version="2.0.0", previous=[Previous("1.0.0")], key="k")',
    ),
    "one line without a version": (
        'e = Event("E", key="k")',
        'e = Event("E", version="2.0.0", previous=[Previous("1.0.0")], key="k")',
    ),
    "nothing but the id": (
        'e = Event("E")',
        'e = Event("E", version="2.0.0", previous=[Previous("1.0.0")])',
    ),
    "a trailing comma in one line": (
        'e = Event("E", )',
        'e = Event("E", version="2.0.0", previous=[Previous("1.0.0")], )',
    ),
    "many lines": (
        """
        e = Event(
            "E",  # the id
            version="1.0.0",  # the version
            # the key
            key="k",
        )
        """,
        """
        e = Event(
            "E",  # the id
            version="2.0.0",  # the version
            previous=[Previous("1.0.0")],
            # the key
            key="k",
        )
        """,
    ),
    "many lines without a version": (
        """
        e = Event(
            "E",  # the id
            key="k",
        )
        """,
        """
        e = Event(
            "E",  # the id
            version="2.0.0",
            previous=[Previous("1.0.0")],
            key="k",
        )
        """,
    ),
    "many lines without a trailing comma": (
        """
        e = Event(
            "E",
            version="1.0.0"  # the version
        )
        """,
        """
        e = Event(
            "E",
            version="2.0.0",  # the version
            previous=[Previous("1.0.0")]
        )
        """,
    ),
    "lines below the bracket": (
        """
        e = Event("E",
                  key="k",
                  version='1.0.0')
        """,
        """
        e = Event("E",
                  key="k",
                  version='2.0.0', previous=[Previous("1.0.0")])
        """,
    ),
    "several arguments in a line": (
        """
        e = Event("E", name="An event", version="1.0.0", key="k",
                  summary="s")
        """,
        """
        e = Event("E", name="An event", version="2.0.0", previous=[Previous("1.0.0")], key="k",
                  summary="s")
        """,
    ),
    "commas in front": (
        """
        e = Event("E"
                  , key="k"
                  )
        """,
        """
        e = Event("E", version="2.0.0", previous=[Previous("1.0.0")]
                  , key="k"
                  )
        """,
    ),
    "tabs": (
        'e = Event(\n\t"E",\n\tkey="k",\n)',
        'e = Event(\n\t"E",\n\tversion="2.0.0",\n\tprevious=[Previous("1.0.0")],\n\tkey="k",\n)',
    ),
    "the id by keyword, and last": (
        """
        e = Event(key="k", id="E")
        """,
        """
        e = Event(key="k", id="E", version="2.0.0", previous=[Previous("1.0.0")])
        """,
    ),
    "no previous versions": (
        'e = Event("E", version="1.0.0", previous=[])',
        'e = Event("E", version="2.0.0", previous=[Previous("1.0.0")])',
    ),
    "no previous versions, said at length": (
        """
        e = Event(
            "E",
            previous=[
                # none yet
            ],
            version="1.0.0",
        )
        """,
        """
        e = Event(
            "E",
            previous=[Previous("1.0.0")
                # none yet
            ],
            version="2.0.0",
        )
        """,
    ),
    "previous is None": (
        'e = Event("E", previous=None)',
        'e = Event("E", version="2.0.0", previous=[Previous("1.0.0")])',
    ),
    "one previous version in the line": (
        'e = Event("E", version="1.0.0", previous=[Previous("0.9.0")])',
        'e = Event("E", version="2.0.0", previous=[Previous("1.0.0"), Previous("0.9.0")])',
    ),
    "previous versions with comments": (
        """
        e = Event(
            "E",
            version="1.0.0",
            previous=[  # newest first
                # what we had in spring
                Previous("0.9.0"),  # nine

                Previous("0.8.0")  # eight
            ],
        )
        """,
        """
        e = Event(
            "E",
            version="2.0.0",
            previous=[  # newest first
                Previous("1.0.0"),
                # what we had in spring
                Previous("0.9.0"),  # nine

                Previous("0.8.0")  # eight
            ],
        )
        """,
    ),
    "previous versions that others share": (
        'old = [Previous("0.9.0")]\ne = Event("E", version="1.0.0", previous=[*old])',
        'old = [Previous("0.9.0")]\ne = Event("E", version="2.0.0", previous=[Previous("1.0.0"), *old])',
    ),
    "what belongs to the version goes with it": (
        """
        e = Event(
            "E",
            version="1.0.0",
            date=date(2026, 1, 1),  # New Year
            key="k",
            changes=(
                "one"  # two
                "three"
            ),
        )
        """,
        """
        e = Event(
            "E",
            version="2.0.0",
            previous=[
                Previous(
                    "1.0.0",
                    changes=(
                        "one"  # two
                        "three"
                    ),
                    date=date(2026, 1, 1),
                ),
            ],
            # New Year
            key="k",
        )
        """,
    ),
    "what belongs to the version goes with it in one line": (
        'e = Event("E", changes="Less.", version="1.0.0", date=date(2026, 1, 1))',
        'e = Event("E", version="2.0.0", previous=[Previous("1.0.0", changes="Less.", date=date(2026, 1, 1))])',
    ),
    "what belongs to the version stands first": (
        'e = Event(changes="Less.", id="E")',
        'e = Event(id="E", version="2.0.0", previous=[Previous("1.0.0", changes="Less.")])',
    ),
    "a text of several lines does not move": (
        '''
        e = Event(
            "E",
            changes="""
            one
              two
            """,
        )
        ''',
        '''
        e = Event(
            "E",
            version="2.0.0",
            previous=[
                Previous(
                    "1.0.0",
                    changes="""
            one
              two
            """,
                ),
            ],
        )
        ''',
    ),
    "inside of a service": (
        """
        s = Service(
            "S",
            sends=[
                Event("E", key="k"),
                Sends(Event("F"), to=[]),
            ],
        )
        """,
        """
        s = Service(
            "S",
            sends=[
                Event("E", version="2.0.0", previous=[Previous("1.0.0")], key="k"),
                Sends(Event("F"), to=[]),
            ],
        )
        """,
    ),
    "inside of something that tells how it is sent": (
        's = Service("S", sends=[Sends(Event("E"))])',
        's = Service("S", sends=[Sends(Event("E", version="2.0.0", previous=[Previous("1.0.0")]))])',
    ),
    "a constant that only it uses": (
        'NOW = "1.0.0"  # the version\ne = Event("E", version=NOW)',
        'NOW = "2.0.0"  # the version\ne = Event("E", version=NOW, previous=[Previous("1.0.0")])',
    ),
    "signs of other scripts in the line": (
        'ä, e = "🎉", Event("E", name="🎉", version="1.0.0", changes="Größer 🎉")',
        'ä, e = "🎉", Event("E", name="🎉", version="2.0.0", previous=[Previous("1.0.0", changes="Größer 🎉")])',
    ),
    "brackets around the version": (
        "e = Event('E', version=('1.0.0'))",
        "e = Event('E', version=('2.0.0'), previous=[Previous('1.0.0')])",
    ),
    "a version in pieces": (
        "e = Event('E', version='1.' '0.0')",
        "e = Event('E', version='2.0.0', previous=[Previous('1.0.0')])",
    ),
    "a raw text in three quotes": (
        'e = Event("E", version=r"""1.0.0""")',
        'e = Event("E", version=r"""2.0.0""", previous=[Previous("1.0.0")])',
    ),
}
"""Each behind HEAD."""


def _bumped(source: str) -> str:
    """The text of a definitions file in which E 1.0.0 has become E 2.0.0."""
    text = Text.of(source.encode())
    calls = [node for node in ast.walk(text.tree) if isinstance(node, ast.Call) and _is_e(node)]
    spot = text.begin(calls[0])
    found = splicing.definition(text, spot)
    called, imported = splicing.named(found, "Previous")
    said = {name: segment for name in ("changes", "date") if (segment := found.segment(name)) is not None}
    call = Call(called, literal("1.0.0", found.quote), said, found.unit)
    return splicing.bumped(text, spot, "2.0.0", call, said, [imported] if imported else []).data.decode()


def _is_e(node: ast.Call) -> bool:
    named = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "id")]
    return any(isinstance(value, ast.Constant) and value.value == "E" for value in named)


@pytest.mark.parametrize("name", TABLE)
def test_a_definition_gets_a_version_in_its_own_layout(name: str) -> None:
    before, after = (f"{HEAD}{textwrap.dedent(text)}" for text in TABLE[name])
    assert _bumped(before) == after


IMPORTS = {
    "one line, sorted": (
        'from catalog_gen import Event, Service\ne = Event("E")\n',
        "from catalog_gen import Event, Previous, Service\n",
    ),
    "not sorted": (
        'from catalog_gen import Service, Event\ne = Event("E")\n',
        "from catalog_gen import Service, Event, Previous\n",
    ),
    "it comes first": (
        'from catalog_gen import Service, Event as Z\ne = Z("E")\n',
        "from catalog_gen import Service, Event as Z, Previous\n",
    ),
    "first of all": (
        'from catalog_gen import Service\nfrom catalog_gen import Event\ne = Event("E")\n',
        "from catalog_gen import Previous, Service\nfrom catalog_gen import Event\n",
    ),
    "brackets": (
        'from catalog_gen import (\n    Event,  # what happens\n    Service,\n)\ne = Event("E")\n',
        "from catalog_gen import (\n    Event,  # what happens\n    Previous,\n    Service,\n)\n",
    ),
    "brackets without a trailing comma": (
        'from catalog_gen import (\n    Domain,\n    Event\n)\ne = Event("E")\n',
        "from catalog_gen import (\n    Domain,\n    Event,\n    Previous\n)\n",
    ),
    "brackets in one line": (
        'from catalog_gen import (Event, Service)\ne = Event("E")\n',
        "from catalog_gen import (Event, Previous, Service)\n",
    ),
    "a line goes on": (
        'from catalog_gen import Event, \\\n    Service\ne = Event("E")\n',
        "from catalog_gen import Event, Previous, \\\n    Service\n",
    ),
    "there already": (
        'from catalog_gen import Event, Previous\ne = Event("E")\n',
        "from catalog_gen import Event, Previous\n",
    ),
    "there under another name": (
        'from catalog_gen import Event, Previous as Old\ne = Event("E")\n',
        "from catalog_gen import Event, Previous as Old\n",
    ),
    "the module": ('import catalog_gen\ne = catalog_gen.Event("E")\n', "import catalog_gen\n"),
    "the module under another name": ('import catalog_gen as cg\ne = cg.Event("E")\n', "import catalog_gen as cg\n"),
    "from another file": (
        '"""Doc."""\nfrom __future__ import annotations\nfrom ours import Event\n\ne = Event("E")\n',
        '"""Doc."""\nfrom __future__ import annotations\nfrom ours import Event\nfrom catalog_gen import Previous\n',
    ),
    "something else is called so": (
        'from catalog_gen import Event, Service\nclass Previous: pass\ne = Event("E")\n',
        "from catalog_gen import Event, Previous as CatalogPrevious, Service\n",
    ),
}
CALLED = {
    "something else is called so": "CatalogPrevious",
    "there under another name": "Old",
    "the module": "catalog_gen.Previous",
    "the module under another name": "cg.Previous",
}


@pytest.mark.parametrize("name", IMPORTS)
def test_the_name_of_previous_versions_is_imported_where_the_others_are(name: str) -> None:
    before, head = IMPORTS[name]
    after = _bumped(before)
    assert after.startswith(head)
    called = CALLED.get(name, "Previous")
    assert re.search(rf'\("E", version="2.0.0", previous=\[{re.escape(called)}\("1.0.0"\)\]\)\n\Z', after)


def test_line_ends_the_mark_in_front_and_the_missing_end_stay() -> None:
    text = "\ufeff" + IMPORT.replace("\n", "\r\n") + 'e = Event(\r\n    "E",\r\n    key="k",\r)\nf = Event("F")'
    after = _bumped(text)
    new = '    version="2.0.0",\r\n    previous=[Previous("1.0.0")],\r\n'
    assert after == text.replace('    key="k"', f'{new}    key="k"')


def test_the_encoding_that_a_file_names_stays() -> None:
    data = f'# coding: latin-1\n{IMPORT}e = Event("E", name="Größe")\n'.encode("latin-1")
    text = Text.of(data)
    found = splicing.definition(text, (3, 4))
    assert splicing.with_version(found, "2.0.0").data == data.replace(b'"E"', b'"E", version="2.0.0"')
    with pytest.raises(UneditableError, match="iso-8859-1"):
        _ = splicing.bumped(text, (3, 4), "2.0.0", Call("Previous", '"1.0.0"', {"name": Segment(('"🎉"',))})).data


def test_what_does_not_fit_into_the_line_goes_over_several() -> None:
    long = "x" * 60
    text = f'{IMPORT}e = Event("E", key="k", changes="{long}")\n'
    assert _bumped(text) == (
        f'{IMPORT}e = Event("E", version="2.0.0", previous=[\n    Previous("1.0.0", changes="{long}"),\n], key="k")\n'
    )


@pytest.mark.parametrize(
    ("text", "quote", "written"),
    [
        ("a", '"', '"a"'),
        ("a", "'", "'a'"),
        ("it's", '"', '"it\'s"'),
        ("it's", "'", '"it\'s"'),
        ('say "a"', '"', "'say \"a\"'"),
        ("a\\b\nc", '"', '"a\\\\b\\nc"'),
        ("'\"", "'", "'\\'\"'"),
    ],
)
def test_texts_are_written_in_the_quotes_of_the_file(text: str, quote: str, written: str) -> None:
    assert literal(text, quote) == written
    assert eval(written) == text  # noqa: S307 - it is ours


# --- any layout

SPACE = st.sampled_from(["", " ", "\n    ", "\n\t", "  # why, (not)\n    ", "\n\n    "])
VALUES = st.sampled_from(['"k"', "'k'", '("k")', '("k"\n    "l")', '"""k\n  l"""'])
KEYWORDS = {"key": VALUES, "summary": VALUES, "changes": VALUES, "name": VALUES}


@st.composite
def _layouts(draw: st.DrawFn) -> tuple[str, dict[str, str]]:
    """A definition in some layout, and the arguments that it has."""
    names = draw(st.lists(st.sampled_from([*KEYWORDS, "version", "previous"]), unique=True))
    has = {name: draw(KEYWORDS.get(name, st.just(""))) for name in names}
    has |= {"version": "'1.0.0'"} if "version" in has else {}
    if "previous" in has:
        older = draw(st.lists(st.sampled_from(["0.9.0", "0.8.0", "0.7.0"]), unique=True))
        listed = f"{draw(SPACE)},{draw(SPACE)}".join(f"Previous({draw(SPACE)}'{version}')" for version in older)
        has["previous"] = f"[{draw(SPACE)}{listed}{draw(st.sampled_from(['', ','])) if older else ''}{draw(SPACE)}]"
    parts = ['"E"', *(f"{name}{draw(st.sampled_from(['', ' ']))}={value}" for name, value in has.items())]
    inside = "".join(f"{draw(SPACE)}{part}{draw(SPACE)}," for part in parts)
    inside = inside if draw(st.booleans()) else inside[:-1]
    return f"a = 1; e = Event({inside}{draw(SPACE)})  # the end\nz = 'e'\n", has


def _values(text: str) -> dict[str, object]:
    """What Python makes of the definition."""
    names: dict[str, object] = {}

    def event(identifier: str, **keywords: object) -> dict[str, object]:
        return {"id": identifier, **keywords}

    def previous(version: str, **keywords: object) -> dict[str, object]:
        return {"version": version, **keywords}

    exec(text, {"Event": event, "Previous": previous}, names)  # noqa: S102 - the texts are ours
    found = names["e"]
    assert isinstance(found, dict)
    return found


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_layouts())
def test_in_any_layout_the_rest_stays_and_the_definition_says_what_is_meant(layout: tuple[str, dict[str, str]]) -> None:
    before, has = layout
    spot = (1, len("a = 1; e = "))
    text = Text(before)
    found = splicing.definition(text, spot)
    changes = found.segment("changes")
    call = Call("Previous", '"1.0.0"', {"changes": changes} if changes else {"name": Segment(('"n"',))}, found.unit)
    text = splicing.bumped(text, spot, "2.0.0", call, ["changes"])
    was, now = _values(before), _values(text.raw)
    older = {"version": "1.0.0", **({"changes": was["changes"]} if changes else {"name": "n"})}
    listed = was.get("previous", [])
    assert isinstance(listed, list)
    assert now == {**{key: value for key, value in was.items() if key != "changes"},
                   "version": "2.0.0", "previous": [older, *listed]}  # fmt: skip
    assert text.raw.startswith("a = 1; e = Event(")
    assert text.raw.endswith("  # the end\nz = 'e'\n")
    assert text.raw.count("# why") == before.count("# why")
    for name, value in has.items():
        if name not in {"version", "previous", "changes"}:
            assert value in text.raw
