"""Asks the real MDX compiler, with EventCatalog's plugins, what readers see of every text.

`CATALOG_GEN_FUZZ=20000` asks more questions, `CATALOG_GEN_FUZZ_SEED=7` asks others.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import re
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rendered import NASTY, ask, found, visible, words
from schema_pages import SETTINGS, TRAPS, plan, single

from catalog_gen.pages import cells, frontmatter, markdown, mdx, rendering
from catalog_gen.pages.markdown import reading

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable, Sequence

    from markdown_it.tree import SyntaxTreeNode

    Run = Callable[..., subprocess.CompletedProcess[str]]

pytestmark = pytest.mark.node

FORMATTED: Final = (
    *(
        "\n",
        "\n\n",
        " ",
        "word",
        "Word",
        "\n- ",
        "\n  - ",
        "\n    - ",
        "\n* ",
        "\n1. ",
        "\n2) ",
        "\n> ",
        "\n# ",
        "\n- [ ] a",
    ),
    *(
        "\n    code",
        "\n\n    code {x}\n",
        "\n| a | b |\n|---|:-:|\n| c | ",
        "\n```js\n",
        "\n~~~`\n",
        "\n```\n",
        "\n===\n",
    ),
    *(
        "\n---\n",
        "`x`",
        "`` `y ``",
        "`{a|b}`",
        "*em*",
        "**st**",
        "_u_",
        "***both***",
        "~~s~~",
        "~~~~t~~~~",
        "a*b*c",
    ),
    *(
        "[l](http://u)",
        '[l](<u v> "t")',
        "[l](/u\\_(v))",
        "![alt](rel.png)",
        "![a {b}](https://x/y.png)",
        "[r]",
    ),
    *(
        '\n\n[r]: /url "t"\n',
        "[^1]: x\n",
        "<https://auto.link/x>",
        "<a@b.c>",
        "  \n",
        "\\\n",
        "&nbsp;",
        "&copy;",
        "&#42;",
    ),
    *("a*", "*b", "_", "**", "~~", "foo\n", "\t", "\n  ", "`", "http://a.b/__c__"),
)
PLACES: Final = {
    "paragraph": ("before\n\n{}\n\nafter\n", "before {} after"),
    "line": ("before\n{}\nafter\n", "before {} after"),
    "inside": ("x {} y\n", "x {} y"),
    "heading": ("## {}\n", "{}"),
    "list item": ("- a\n- {}\n- b\n", "a {} b"),
    "numbered item": ("1. {}\n", "{}"),
    "quote": ("> {}\n", "{}"),
    "table cell": ("| a | b |\n| - | - |\n| {} | {} |\n| z | z |\n", "a b {} {} z z"),
    "table head": ("| {} | b |\n| - | - |\n| x | y |\n", "{} b x y"),
    "emphasis": ("x **z {} z** y\n", "x z {} z y"),
    "label": ("[z {} z](/u) y\n", "z {} z y"),
    "component": ("<div>\n{}\n</div>\n", "{}"),
    "line of a component": ("<div>x {} y</div>\n", "x {} y"),
}


def texts(alphabet: Sequence[str], count: int = 1500) -> list[str]:
    """Texts drawn from an alphabet of nasty pieces, the same ones at each run."""
    count = int(os.environ.get("CATALOG_GEN_FUZZ", count))
    chosen = random.Random(int(os.environ.get("CATALOG_GEN_FUZZ_SEED", "1")))  # noqa: S311
    return ["".join(chosen.choices(alphabet, k=chosen.choice((1, 2, 3, 4, 6, 8, 12, 20)))) for _ in range(count)]


def generated(count: int = 300) -> list[str]:
    """Texts that hypothesis thinks of."""
    found: list[str] = []

    @settings(max_examples=count, database=None, derandomize=True, phases=[Phase.generate], deadline=None)
    @given(st.text(st.characters() | st.sampled_from("{}<>[]`*_:\\|&~ \n")))
    def collect(text: str) -> None:
        found.append(text)

    collect()
    return found


def shown(answer: dict[str, Any]) -> str:
    return answer["error"] if "error" in answer else words(visible(answer["tree"]))


def wrong(cases: Iterable[tuple[object, str, str]]) -> list[tuple[object, str, str]]:
    """The first few cases whose texts differ."""
    return [case for case in cases if case[1] != case[2]][:5]


@pytest.mark.parametrize("written", [mdx.escape, mdx.code, mdx.string])
def test_text_is_shown_exactly_in_every_place(run_node: Run, written: Callable[[str], mdx.Mdx]) -> None:
    everything = [(text, place) for place in PLACES for text in NASTY]
    everything += [(text, list(PLACES)[index % len(PLACES)]) for index, text in enumerate(texts(NASTY) + generated())]
    pages = [PLACES[place][0].replace("{}", written(text)) for text, place in everything]
    wanted = [words(PLACES[place][1].replace("{}", text)) for text, place in everything]
    answers = map(shown, ask(run_node, mdx=pages)["mdx"])
    assert wrong(zip(zip(everything, pages, strict=True), wanted, answers, strict=True)) == []


def test_code_and_string_expressions_are_exact_to_the_letter(run_node: Run) -> None:
    everything = [text for text in [*NASTY, *texts(NASTY), *generated()] if text.strip()]
    cells = [f"| a |\n| - |\n| x{written(text)}y |\n" for written in (mdx.code, mdx.string) for text in everything]
    answers = [visible(found(answer["tree"], "td")[0]).strip("\n") for answer in ask(run_node, mdx=cells)["mdx"]]
    wanted = [f"x{mdx.printable(text)}y" for text in everything] * 2
    assert wrong(zip(cells, wanted, answers, strict=True)) == []


def test_lines_in_a_table_cell_show_the_text(run_node: Run) -> None:
    everything = [*NASTY, *texts(NASTY), *generated()]
    pages = [f"<details>\n\n| a |\n| - |\n| {cells.lines(text)} |\n\n</details>\n" for text in everything]
    answers = [words(visible(found(answer["tree"], "td")[0])) for answer in ask(run_node, mdx=pages)["mdx"]]
    wanted = [words(" ".join(line for line in text.splitlines())) for text in everything]
    assert wrong(zip(pages, wanted, answers, strict=True)) == []


def test_the_table_shows_every_doc_as_it_was_written(run_node: Run) -> None:
    [rendered] = rendering.render(plan(single()).pages, SETTINGS)[0]
    [table] = [block.text for block in rendered.blocks if block.text.startswith("| Field")]
    [answer] = ask(run_node, mdx=[table])["mdx"]
    assert "error" not in answer, answer["error"]
    rows = [[words(visible(cell)) for cell in found(row, "td")] for row in found(answer["tree"], "tr")[1:]]
    for trap, row in zip(TRAPS, rows, strict=False):
        field, type_, required, description = row
        assert type_ == words(f"enum<{trap}>")
        assert words(trap) in required
        assert description.startswith(words(trap) + " in JSON")
        assert words(f"pattern {mdx.printable(trap)}") in description
        assert field.startswith('"')


def test_attributes_are_exact(run_node: Run) -> None:
    everything = [*NASTY, *texts(NASTY), *generated()]
    places = ("<Tile title={} />\n", "- x <Tile title={} /> y\n", "| a |\n| - |\n| <Tile title={} /> |\n")
    pages = [place.replace("{}", mdx.attribute(text)) for place in places for text in everything]
    answers = [found(answer.get("tree", ""), "Tile") or answer for answer in ask(run_node, mdx=pages)["mdx"]]
    titles = [answer[0][1]["title"] if isinstance(answer, list) else str(answer) for answer in answers]
    wanted = [mdx.printable(text).replace("\r\n", "\n").replace("\r", "\n") for text in everything] * len(places)
    assert wrong(zip(pages, wanted, titles, strict=True)) == []


def test_fences_and_their_titles_are_exact(run_node: Run) -> None:
    everything = [*NASTY, *FORMATTED, *texts(NASTY + FORMATTED), *generated()]
    pages = [f"x\n\n{mdx.fence(text, 'json', text)}\n\ny\n" for text in everything]
    answers = [answer["tree"] for answer in ask(run_node, mdx=pages)["mdx"]]
    codes = [found(tree, "code")[0] for tree in answers]
    contents = [visible(code).removesuffix("\n") for code in codes]
    plain = [mdx.printable(text).replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n") for text in everything]
    wanted = [text.removeprefix("\n") for text in plain]  # HTML (rehype-raw) drops the first line if it is empty
    assert wrong(zip(pages, wanted, contents, strict=True)) == []
    titles = ask(run_node, meta=[code[1].get("metastring", "") for code in codes])["meta"]
    lines = [" ".join(re.split(r"[\s\x1c-\x1f\x85]+", mdx.printable(text))).strip() for text in everything]
    assert wrong(zip(everything, lines, [title or "" for title in titles], strict=True)) == []


def test_links_keep_text_and_address(run_node: Run) -> None:
    everything = [text for text in [*NASTY, *texts(NASTY)] if text.strip()]
    pages = [f"| a |\n| - |\n| x {mdx.link(text, f'/p/{text}?q=ü')} y |\n" for text in everything]
    links = [found(answer.get("tree", ""), "a") or answer for answer in ask(run_node, mdx=pages)["mdx"]]
    answers = [words(visible(link[0])) if isinstance(link, list) else str(link) for link in links]
    assert wrong(zip(pages, map(words, everything), answers, strict=True)) == []
    assert all(re.fullmatch(r"/p/[!-~]*\?q=%C3%BC", link[0][1]["href"]) for link in links)


def test_markdown_shows_what_its_author_meant(run_node: Run) -> None:
    everything = [*NASTY, *FORMATTED, *texts(NASTY + FORMATTED * 2), *generated()]
    pages = [f"before\n\n{markdown.safe(text)}\n\nafter\n" for text in everything]
    answers = ask(run_node, mdx=pages)["mdx"]
    wanted = [words(f"before {meant(reading.tree(text))} after") for text in everything]
    assert wrong(zip(zip(everything, pages, strict=True), wanted, map(shown, answers), strict=True)) == []


def test_markdown_keeps_its_formatting(run_node: Run) -> None:
    everything = [*FORMATTED, *texts(NASTY + FORMATTED * 2)]
    answers = ask(run_node, mdx=[markdown.safe(text) for text in everything])["mdx"]
    tags = ("em", "strong", "del", "code", "pre", "h1", "h2", "li", "blockquote", "th", "td", "hr", "img")
    kept = [" ".join(f"{len(found(answer.get('tree', ''), tag))} {tag}" for tag in tags) for answer in answers]
    wanted = [" ".join(f"{counted(reading.tree(text), tag)} {tag}" for tag in tags) for text in everything]
    assert wrong(zip(everything, wanted, kept, strict=True)) == []


def meant(node: SyntaxTreeNode) -> str:
    """What markdown-it's tokens say is shown."""
    if node.type == "image":
        return "" if is_shown(node) else "".join(map(meant, node.children)).strip() or str(node.attrs["src"])
    if node.type in {"softbreak", "hardbreak"}:
        return "\n"
    inside = "".join(map(meant, node.children)) or (node.content if node.type not in {"root", "inline"} else "")
    if node.type == "link" and node.info == "auto" and not re.match("(?i)https?:|mailto:", str(node.attrs["href"])):
        return f"<{inside}>"
    if node.type == "list_item" and node.children and node.children[0].type == "paragraph":
        inside = re.sub(r"\A(\n*)\[[ xX]\] +(?=\S|\Z)", r"\1", inside)
    return (
        inside if node.type in {"text", "text_special", "code_inline", "em", "strong", "s", "link"} else f"\n{inside}\n"
    )


def counted(node: SyntaxTreeNode, tag: str) -> int:
    own = {"fence": ("pre", "code"), "code_block": ("pre", "code"), "s": ("del",)}.get(
        node.type, ("" if node.is_root else node.tag,)
    )
    if node.type == "image":
        return int(("img" if is_shown(node) else "em") == tag)
    return (tag in own) + sum(counted(child, tag) for child in node.children)


def is_shown(image: SyntaxTreeNode) -> bool:
    return re.match("/|[A-Za-z][A-Za-z0-9+.-]*:", str(image.attrs["src"])) is not None


def test_front_matter_reads_alike_everywhere(run_node: Run) -> None:
    numbers = (
        "1e3",
        "1E5",
        "1e-5",
        "08",
        "017",
        "0o17",
        "0x1f",
        "1_000",
        "12:30",
        "1:2:3",
        "123e4567",
        "12e03",
        ".5",
    )
    types = (
        "null",
        "Null",
        "~",
        "yes",
        "no",
        "on",
        "y",
        "n",
        "true",
        ".inf",
        ".nan",
        "-",
        "+1",
        "1.0",
        "1.10",
        "=",
    )
    times = ("2026-01-01", "2026-01-01T10:00:00Z", "2026-1-1 1:1:1")
    everything = [*numbers, *types, *times, "<<", "- x", "? x", "a: b", "a #b", *NASTY, *FORMATTED]
    everything += texts((*NASTY, *FORMATTED, *numbers, *types)) + generated()
    read = map(mdx.printable, everything)
    wanted = [{"a": text, "list": [text, {"b": text}], f"x-{text}": text} for text in read]
    written = [frontmatter.dump({"a": text, "list": [text, {"b": text}], f"x-{text}": text}) for text in everything]
    for text, value, answer in zip(written, wanted, ask(run_node, yaml=written)["yaml"], strict=True):
        assert yaml.safe_load(text) == value, text
        assert answer == dict.fromkeys(answer, value), text


def test_front_matter_keeps_numbers_and_dates(run_node: Run) -> None:
    value = {
        "i": -3,
        "f": 2.5,
        "e": 1e20,
        "yes": True,
        "no": False,
        "t": (1, "2"),
        "d": dt.date(2026, 1, 2),
    }
    [answer] = ask(run_node, yaml=[frontmatter.dump(value)])["yaml"]
    assert all(read.pop("d").startswith("2026-01-02") for read in answer.values())
    assert all(
        read == {"i": -3, "f": 2.5, "e": 1e20, "yes": True, "no": False, "t": [1, "2"]} for read in answer.values()
    )
